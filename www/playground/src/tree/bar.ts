/** Above the drawing: the search, and what can be done with all of it. */
import { button, fill, h } from "../dom.ts";
import { strings } from "./strings.ts";

export interface BarDeps {
  zoom(factor: number): void;
  fit(): void;
  /** Opens all topics, or closes them. */
  all(): void;
  /** Goes to where the cursor of the script is. */
  cursor(): void;
  svg(): void;
  png(): void;
}

export interface Bar {
  element: HTMLElement;
  /** Whether all topics are open. */
  update(open: boolean): void;
}

/** How much one press makes larger. */
export const ZOOM = 1.25;

export function mountBar(search: HTMLElement, deps: BarDeps): Bar {
  const all = button({ class: "small" }, deps.all);
  const sign = (text: string, name: string, factor: number): HTMLElement =>
    button(
      { class: "small", title: name, "aria-label": name },
      () => deps.zoom(factor),
      h("span", { "aria-hidden": "true" }, text),
    );
  const word = (text: string, title: string, press: () => void): HTMLElement =>
    button({ class: "small", title }, press, text);
  const tools = h(
    "div",
    { class: "tree-tools", role: "group", "aria-label": strings.tools },
    sign("−", strings.smaller, 1 / ZOOM),
    sign("+", strings.larger, ZOOM),
    word(strings.fit, strings.fitHint, deps.fit),
    all,
    word(strings.cursor, strings.cursorHint, deps.cursor),
    word(strings.saveSvg, strings.saveSvgHint, deps.svg),
    word(strings.savePng, strings.savePngHint, deps.png),
  );
  function update(open: boolean): void {
    fill(all, open ? strings.closeAll : strings.openAll);
    all.title = open ? strings.closeAllHint : strings.openAllHint;
  }
  update(false);
  return { element: h("div", { class: "tree-bar" }, search, tools), update };
}
