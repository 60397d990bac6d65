/** All of the drawing in a corner, with the part of it that is seen. */
import type { Laid } from "./layout.ts";
import { strings } from "./strings.ts";
import { s, short } from "./svg.ts";
import type { Rect, View } from "./view.ts";

export interface Minimap {
  element: SVGSVGElement;
  /** Another drawing. */
  draw(laid: Laid, nodes: readonly Rect[]): void;
  /** The nodes that stand out. */
  mark(nodes: readonly Rect[]): void;
  /** The part that is seen. */
  show(area: Rect): void;
}

const STEP = 60;

export function mountMinimap(view: () => Pick<View, "centre" | "pan">): Minimap {
  const all = s("path", { class: "overview-nodes" });
  const lit = s("path", { class: "overview-lit" });
  const seen = s("rect", { class: "overview-view" });
  const element = s(
    "svg",
    { class: "overview", role: "group", tabindex: 0, "aria-label": strings.overview, focusable: "true" },
    all,
    lit,
    seen,
  );

  function go(event: PointerEvent): void {
    const matrix = element.getScreenCTM();
    if (matrix !== null) {
      view().centre(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()));
    }
  }

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    go(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) go(event);
  });
  element.addEventListener("keydown", (event) => {
    const [right, down] = {
      ArrowLeft: [STEP, 0],
      ArrowRight: [-STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    }[event.key] ?? [0, 0];
    if (right === 0 && down === 0) return;
    event.preventDefault();
    view().pan(right ?? 0, down ?? 0);
  });

  let whole = { width: 0, height: 0 };

  return {
    element,
    draw({ width, height }, nodes) {
      whole = { width, height };
      const edge = Math.max(width, height) * 0.03;
      const box = [-edge, -edge, width + 2 * edge, height + 2 * edge];
      element.setAttribute("viewBox", box.map(short).join(" "));
      all.setAttribute("d", outlines(nodes));
    },
    mark: (nodes) => lit.setAttribute("d", outlines(nodes)),
    show({ x, y, width, height }) {
      // Where all is seen it would only cover some of it.
      const all = x <= 0 && y <= 0 && x + width >= whole.width && y + height >= whole.height;
      element.toggleAttribute("data-idle", all && element !== document.activeElement);
      seen.setAttribute("x", short(x));
      seen.setAttribute("y", short(y));
      seen.setAttribute("width", short(width));
      seen.setAttribute("height", short(height));
    },
  };
}

/** One path for all: a thousand elements would be drawn with every move. */
function outlines(nodes: readonly Rect[]): string {
  return nodes
    .map(
      ({ x, y, width, height }) =>
        `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`,
    )
    .join("");
}
