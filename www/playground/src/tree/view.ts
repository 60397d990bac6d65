/** What of the drawing is seen: one transform on one group. */
import type { Point, Size } from "./layout.ts";

export interface Rect extends Point, Size {}

export interface View {
  /** The drawing is as large as this now. */
  resize(drawing: Size): void;
  pan(right: number, down: number): void;
  /** Around a point of the stage; its middle where there is none. */
  zoom(factor: number, at?: Point): void;
  fit(): void;
  /** Where reading begins: all of it where that can be read, otherwise its beginning. */
  begin(): void;
  /** Moves no further than needed for a part of the drawing to be seen. */
  reveal(part: Rect): void;
  /** Puts a point of the drawing in the middle. */
  centre(point: Point): void;
  /** The part of the drawing that is seen. */
  area(): Rect;
  /** A point of the drawing, on the stage. */
  toStage(point: Point): Point;
}

export interface ViewDeps {
  stage: HTMLElement;
  world: SVGGElement;
  /** It is another; called at most once a frame. */
  changed(scale: number): void;
}

const CLOSEST = 3;
const FARTHEST = 0.02;
/** Smaller than this nothing can be read. */
const READABLE = 0.7;
const MARGIN = 16;
/** A finger or a mouse that moved less has not dragged. */
const STILL = 5;

export function mountView({ stage, world, changed }: ViewDeps): View {
  let [x, y, k] = [MARGIN, MARGIN, 1];
  let drawing: Size = { width: 1, height: 1 };
  let waits = false;

  function draw(): void {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      world.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${k.toFixed(4)})`);
      changed(k);
    });
  }

  /** Some of the drawing is always in sight. */
  function hold(): void {
    const { clientWidth: width, clientHeight: height } = stage;
    const rest = 48;
    x = Math.min(width - rest, Math.max(rest - drawing.width * k, x));
    y = Math.min(height - rest, Math.max(rest - drawing.height * k, y));
    draw();
  }

  function pan(right: number, down: number): void {
    x += right;
    y += down;
    hold();
  }

  function zoom(factor: number, at?: Point): void {
    const about = at ?? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
    const next = Math.min(CLOSEST, Math.max(FARTHEST, k * factor));
    x = about.x - ((about.x - x) * next) / k;
    y = about.y - ((about.y - y) * next) / k;
    k = next;
    hold();
  }

  function whole(): number {
    const { clientWidth: width, clientHeight: height } = stage;
    return Math.min((width - 2 * MARGIN) / drawing.width, (height - 2 * MARGIN) / drawing.height);
  }

  function fit(): void {
    k = Math.min(1.25, Math.max(FARTHEST, whole()));
    x = (stage.clientWidth - drawing.width * k) / 2;
    y = (stage.clientHeight - drawing.height * k) / 2;
    draw();
  }

  function reveal(part: Rect): void {
    // Going to one node among very many is to read it.
    if (k < READABLE) zoom(READABLE / k, toStage(part));
    const [width, height] = [stage.clientWidth, stage.clientHeight];
    const { x: left, y: top } = toStage(part);
    const [right, bottom] = [left + part.width * k, top + part.height * k];
    if (right > width - MARGIN) x -= right - width + MARGIN;
    if (bottom > height - MARGIN) y -= bottom - height + MARGIN;
    const at = toStage(part);
    if (at.x < MARGIN) x += MARGIN - at.x;
    if (at.y < MARGIN) y += MARGIN - at.y;
    draw();
  }

  function toStage(point: Point): Point {
    return { x: x + point.x * k, y: y + point.y * k };
  }

  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const LINE = 16;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      if (event.ctrlKey || event.metaKey) {
        const box = stage.getBoundingClientRect();
        const at = { x: event.clientX - box.left, y: event.clientY - box.top };
        zoom(Math.exp((-event.deltaY * unit) / 300), at);
      } else {
        const [right, down] = event.shiftKey ? [event.deltaY, event.deltaX] : [event.deltaX, event.deltaY];
        pan(-right * unit, -down * unit);
      }
    },
    { passive: false },
  );

  drags(stage, { pan, zoom });
  // What is seen changes with the pane.
  new ResizeObserver(draw).observe(stage);

  return {
    resize(next) {
      drawing = { width: Math.max(1, next.width), height: Math.max(1, next.height) };
    },
    pan,
    zoom,
    fit,
    begin() {
      if (whole() >= READABLE) return fit();
      [x, y, k] = [MARGIN, MARGIN, READABLE];
      draw();
    },
    reveal,
    centre(point) {
      x = stage.clientWidth / 2 - point.x * k;
      y = stage.clientHeight / 2 - point.y * k;
      hold();
    },
    area: () => ({ x: -x / k, y: -y / k, width: stage.clientWidth / k, height: stage.clientHeight / k }),
    toStage,
  };
}

/** One finger or the mouse drags, two fingers also zoom. What was dragged is not clicked. */
function drags(stage: HTMLElement, { pan, zoom }: Pick<View, "pan" | "zoom">): void {
  const down = new Map<number, Point>();
  let moved = 0;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (down.size === 0) moved = 0;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    if (moved < STILL) return;
    // Not before it is a drag: a captured pointer clicks the stage, not what is on it.
    if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    down.set(event.pointerId, now);
    const share = 1 / down.size;
    pan((now.x - before.x) * share, (now.y - before.y) * share);
    if (other === undefined) return;
    const box = stage.getBoundingClientRect();
    const at = { x: (now.x + other.x) / 2 - box.left, y: (now.y + other.y) / 2 - box.top };
    zoom(apart(now, other) / Math.max(1, apart(before, other)), at);
  });
  const up = (event: PointerEvent): void => void down.delete(event.pointerId);
  stage.addEventListener("pointerup", up);
  stage.addEventListener("pointercancel", up);
  stage.addEventListener(
    "click",
    (event) => {
      if (moved < STILL) return;
      moved = 0;
      event.stopPropagation();
    },
    { capture: true },
  );
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
