/** The keys of the drawing. */
import { ZOOM } from "./bar.ts";
import type { Item } from "./model.ts";
import type { View } from "./view.ts";
import { step, type Walk } from "./walk.ts";

export interface KeysDeps {
  view: Pick<View, "pan" | "zoom" | "fit">;
  /** The node that a key is for. */
  at(target: EventTarget | null): Item | null;
  walk(): Walk;
  /** Whether it is a topic that can be opened. */
  isClosed(item: Item): boolean;
  go(item: Item): void;
  jump(item: Item): void;
  toggle(item: Item): void;
  search(): void;
  cursor(): void;
}

/** How far a key moves the view. */
const STEP = 60;

export function mountKeys(stage: HTMLElement, deps: KeysDeps): void {
  const { view } = deps;

  stage.addEventListener("keydown", (event) => {
    const item = deps.at(event.target);
    if (item === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) {
      if (event.shiftKey) move(event.key);
      else arrow(event.key, item);
    } else if (!press(event.key, item)) return;
    event.preventDefault();
  });

  function move(key: string): void {
    const right = key === "ArrowLeft" ? STEP : key === "ArrowRight" ? -STEP : 0;
    const down = key === "ArrowUp" ? STEP : key === "ArrowDown" ? -STEP : 0;
    view.pan(right, down);
  }

  function arrow(key: string, item: Item): void {
    const next = step(key, item, deps.walk());
    if (key === "ArrowRight" && deps.isClosed(item)) deps.toggle(item);
    else if (next !== undefined) deps.go(next);
  }

  /** False where the key says nothing here. */
  function press(key: string, item: Item): boolean {
    const next = step(key, item, deps.walk());
    if (next !== undefined) deps.go(next);
    else if (key === "Enter") deps.jump(item);
    else if (key === " ") deps.toggle(item);
    else if (key === "+" || key === "=") view.zoom(ZOOM);
    else if (key === "-") view.zoom(1 / ZOOM);
    else if (key === "0") view.fit();
    else if (key === "/") deps.search();
    else if (key === "c") deps.cursor();
    else return false;
    return true;
  }
}
