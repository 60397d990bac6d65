/** The pane with the tree of the script. */
import "./tree.css";
import type { Place } from "answertree/compiler";
import { button, fill, h } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import { download, fileName } from "../files.ts";
import type { Mount, Version } from "../panes/pane.ts";
import { mountDrawing } from "./draw.ts";
import { startFolds } from "./folds.ts";
import type { Laid } from "./layout.ts";
import { startLayouts } from "./layouts.ts";
import { itemAt, moved, pathOf, shown } from "./marks.ts";
import { mountMinimap } from "./minimap.ts";
import { type Item, type Model, modelOf } from "./model.ts";
import { pictureOf, png } from "./picture.ts";
import { type Scene, sceneOf, seen } from "./scene.ts";
import { mountSearch } from "./search.ts";
import { strings } from "./strings.ts";
import { startMeasure } from "./text.ts";
import { mountView } from "./view.ts";
import { step } from "./walk.ts";

const STEP = 60;
const ZOOM = 1.25;

/** What is shown: a version of the script, and where all of it is. */
interface Shown {
  model: Model;
  sources: Version["sources"];
  scene: Scene;
  laid: Laid;
}

export const mount: Mount = (bench) => {
  let visible = false;
  /** The script changed while nobody looked. */
  let stale = true;
  let now: Shown | null = null;
  let model: { model: Model; sources: Version["sources"] } | null = null;
  let at: Item | null = null;
  /** What the cursor and the conversation were at when the view last followed them. */
  let followed = { cursor: "", path: "" };
  const came = new Map<Item, Item>();
  const measure = startMeasure();
  const folds = startFolds();
  const layouts = startLayouts(() => bench.show(strings.crashed));
  const drawing = mountDrawing();
  const minimap = mountMinimap(() => view);
  const search = mountSearch({ found: find, leave: () => focus() });
  const status = h("p", { class: "tree-status", role: "status" });
  const help = h("p", { class: "visually-hidden", id: "tree-help" }, strings.help);
  const stage = h("div", { class: "stage" }, drawing.element);
  const view = mountView({
    stage,
    world: drawing.world,
    changed(scale) {
      const area = view.area();
      drawing.look(area, scale);
      minimap.show(area);
    },
  });
  const all = button({ class: "small" }, () => {
    folds.all(!folds.isAll());
    void arrange(null);
  });
  const element = h(
    "section",
    { class: "pane tree", "aria-label": strings.heading },
    h(
      "div",
      { class: "tree-bar" },
      search.element,
      h(
        "div",
        { class: "tree-tools", role: "group", "aria-label": strings.tools },
        tool("-", strings.smaller, () => view.zoom(1 / ZOOM)),
        tool("+", strings.larger, () => view.zoom(ZOOM)),
        button({ class: "small", title: strings.fitHint }, view.fit, strings.fit),
        all,
        button({ class: "small", title: strings.cursorHint }, toCursor, strings.cursor),
        button({ class: "small", title: strings.saveSvgHint }, saveSvg, strings.saveSvg),
        button({ class: "small", title: strings.savePngHint }, savePng, strings.savePng),
      ),
    ),
    h("div", { class: "stage-box" }, stage, minimap.element),
    status,
    help,
  );
  drawing.element.setAttribute("aria-describedby", help.id);

  function tool(sign: string, name: string, press: () => void): HTMLButtonElement {
    return button(
      { class: "small", title: name, "aria-label": name },
      press,
      h("span", { "aria-hidden": "true" }, sign),
    );
  }

  /** Asks for the trees of the script as it is written now. */
  async function refresh(): Promise<void> {
    const { sources, whole } = bench.version();
    if (Object.keys(sources).length === 0) return;
    if (!visible) {
      stale = true;
      return;
    }
    stale = false;
    if (!whole) return say(now === null ? strings.none : strings.old);
    if (now === null) say(strings.drawing);
    try {
      const graph = await bench.ask("graph", {});
      if (graph === undefined) return;
      model = { model: modelOf(graph), sources };
      folds.update(model.model);
      follow();
      await arrange(at);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A crash and being stopped have been said by then.
      if (error.code === "AQ0003") say(now === null ? strings.none : strings.old);
      else if (error.code !== "crashed" && error.code !== "stopped") say(strings.failed(error.message));
    }
  }

  /** Has it laid out and draws it; `still` stays where it is on the screen. */
  async function arrange(still: Item | null): Promise<void> {
    if (model === null) return;
    const { clientWidth, clientHeight } = stage;
    const scene = sceneOf(model.model, folds.open(), { width: clientWidth, height: clientHeight }, measure);
    let laid: Laid | undefined;
    try {
      laid = await layouts.ask(scene.plan);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== "crashed") say(strings.failed(error.message));
      return;
    }
    if (laid === undefined || model === null) return;
    const first = now === null;
    const before = still === null ? undefined : placeOf(still);
    const focused = drawing.element.contains(document.activeElement);
    const next = { ...model, scene, laid };
    now = next;
    came.clear();
    at = at === null ? null : reach(at);
    drawing.update(scene, laid, next.model);
    minimap.draw(laid, drawing.rects());
    search.update(next.model);
    view.resize(laid);
    if (at !== null) drawing.current(at);
    if (first) view.begin();
    else if (before !== undefined && still !== null) {
      const after = placeOf(reach(still) ?? still);
      if (after !== undefined) view.pan(before.x - after.x, before.y - after.y);
    } else if (still === null) view.fit();
    if (focused && at !== null) drawing.focus(at);
    mark();
    reveal();
    tell();
  }

  function placeOf(item: Item): { x: number; y: number } | undefined {
    const same = now?.model.byId.get(item.id) ?? item;
    const rect = drawing.rect(same);
    return rect === undefined ? undefined : view.toStage(rect);
  }

  /** The same in the newest version, or what is seen of it. */
  function reach(item: Item): Item | null {
    if (now === null) return null;
    const { byId } = now.model;
    const set = new Set(seen(now.scene));
    const same = byId.get(item.id) ?? byId.get(item.root.id);
    if (same !== undefined) return shown(same, (one) => set.has(one));
    return set.has(item) ? item : null;
  }

  function tell(): void {
    if (now === null) return;
    const { topics, items } = now.model;
    const drawn = seen(now.scene).filter(({ kind }) => kind !== "department").length;
    const counts = strings.counts(topics.length, items.length, drawn);
    say(topics.length === 0 ? strings.empty : bench.version().whole ? counts : strings.old);
    fill(all, folds.isAll() ? strings.closeAll : strings.openAll);
    all.title = folds.isAll() ? strings.closeAllHint : strings.openAllHint;
  }

  function say(text: string): void {
    if (status.textContent !== text) fill(status, text);
  }

  function cursorItem(): Item | null {
    if (now === null) return null;
    const { file, offset } = cursor;
    const text = bench.version().sources[file] ?? "";
    return itemAt(now.model, file, moved(offset, text, now.sources[file] ?? text));
  }

  function mark(): void {
    if (now === null) return;
    const { model, scene } = now;
    const set = new Set(seen(scene));
    const see = (item: Item): Item => shown(item, (one) => set.has(one));
    const { lit, offered } = pathOf(model, bench.talk().turn);
    const [hit, here] = [search.hit(), cursorItem()];
    drawing.mark({
      lit: new Set([...lit].map(see)),
      offered: new Set([...offered].filter((item) => set.has(item))),
      hits: new Set([...search.hits()].map(see)),
      hit: hit === null ? null : see(hit),
      cursor: here === null ? null : see(here),
    });
    const bright = [...[...lit].map(see), ...[...search.hits()].map(see)];
    minimap.mark([...new Set(bright)].flatMap((item) => drawing.rect(item) ?? []));
  }

  /** Opens the topic that the conversation is in. True where that was closed. */
  function follow(): boolean {
    const turn = bench.talk().turn;
    if (model === null || turn === null || turn.crumbs.length === 0) return false;
    const { last } = pathOf(model.model, turn);
    return last !== null && folds.show(last.root);
  }

  /** Brings into view what the conversation or the cursor moved to, unless somebody works in the drawing. */
  function reveal(): void {
    if (now === null || !visible) return;
    const { last } = pathOf(now.model, bench.talk().turn);
    const here = cursorItem();
    const next = { cursor: here?.id ?? "", path: last?.id ?? "" };
    const to = next.path !== followed.path ? last : next.cursor !== followed.cursor ? here : null;
    followed = next;
    const seenTo = to === null ? null : reach(to);
    if (seenTo === null || element.contains(document.activeElement)) return;
    const rect = drawing.rect(seenTo);
    if (rect !== undefined) view.reveal(rect);
  }

  function go(item: Item): void {
    at = item;
    const rect = drawing.rect(item);
    if (rect !== undefined) view.reveal(rect);
    drawing.focus(item);
  }

  /** Shows one that may be in a closed topic. */
  async function find(item: Item | null): Promise<void> {
    if (item !== null && item.parent !== null && folds.show(item.root)) await arrange(item.root);
    mark();
    const same = item === null ? null : reach(item);
    const rect = same === null ? undefined : drawing.rect(same);
    if (same === null || rect === undefined) return;
    at = same;
    drawing.current(same);
    view.reveal(rect);
  }

  async function toCursor(): Promise<void> {
    const here = cursorItem();
    if (here === null) return;
    await find(here);
    if (at !== null) drawing.focus(at);
  }

  function jump(item: Item): void {
    if (item.place === null || now === null) return;
    const { place } = item;
    const before = now.sources[place.file] ?? "";
    const text = bench.version().sources[place.file] ?? before;
    const to = (offset: number): number => moved(offset, before, text);
    const there: Place = { ...place, start: to(place.start), end: to(place.end) };
    bench.jump(there);
  }

  async function toggle(item: Item): Promise<void> {
    if (item.parent !== null || item.children.length === 0) return;
    at = item;
    folds.toggle(item);
    await arrange(item);
  }

  stage.addEventListener("click", ({ target }) => {
    const item = drawing.itemOf(target);
    if (item === undefined) return;
    at = item;
    drawing.current(item);
    if (drawing.isFold(target)) void toggle(item);
    else jump(item);
  });
  stage.addEventListener("pointerover", ({ target }) => {
    const item = drawing.itemOf(target) ?? null;
    drawing.near(item);
    if (item !== null) drawing.hint(item);
  });
  stage.addEventListener("focusin", ({ target }) => {
    const item = drawing.itemOf(target);
    if (item === undefined) return;
    at = item;
    drawing.current(item);
    drawing.near(item);
    const rect = drawing.rect(item);
    // The mouse focuses what it presses: the view must not move under it.
    if (rect !== undefined && target instanceof Element && target.matches(":focus-visible"))
      view.reveal(rect);
  });
  stage.addEventListener("keydown", (event) => {
    const item = drawing.itemOf(event.target) ?? at;
    if (item === null || now === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key(event, item, now)) event.preventDefault();
  });

  function key({ key, shiftKey }: KeyboardEvent, item: Item, { scene }: Shown): boolean {
    if (shiftKey && key.startsWith("Arrow")) {
      const right = key === "ArrowLeft" ? STEP : key === "ArrowRight" ? -STEP : 0;
      const down = key === "ArrowUp" ? STEP : key === "ArrowDown" ? -STEP : 0;
      view.pan(right, down);
      return true;
    }
    const closed = item.parent === null && item.children.length > 0 && !folds.open().has(item.id);
    switch (key) {
      case "Enter":
        jump(item);
        return true;
      case " ":
        void toggle(item);
        return true;
      case "+":
      case "=":
        view.zoom(ZOOM);
        return true;
      case "-":
        view.zoom(1 / ZOOM);
        return true;
      case "0":
        view.fit();
        return true;
      case "/":
        search.focus();
        return true;
      case "c":
        void toCursor();
        return true;
      case "ArrowRight":
        if (closed) {
          void toggle(item);
          return true;
        }
    }
    const set = seen(scene);
    const seenSet = new Set(set);
    const next = step(key, item, { all: set, isSeen: (one) => seenSet.has(one), came });
    if (next !== undefined) go(next);
    return next !== undefined || key.startsWith("Arrow");
  }

  function picture(): ReturnType<typeof pictureOf> {
    const title = now?.model.title ?? strings.heading;
    return drawing.whole(() => pictureOf(drawing.element, drawing.world, title));
  }

  function name(ending: string): string {
    return `${fileName(now?.model.title ?? "")}-tree.${ending}`;
  }

  function saveSvg(): void {
    if (now === null) return;
    download(name("svg"), "image/svg+xml", picture().svg);
    bench.say(strings.saved(name("svg")));
  }

  async function savePng(): Promise<void> {
    if (now === null) return;
    const bytes = await png(picture());
    if (bytes === null) return bench.show(strings.pngFailed);
    download(name("png"), "image/png", bytes);
    bench.say(strings.saved(name("png")));
  }

  function focus(): void {
    const item = at ?? now?.model.topics[0] ?? null;
    const there = item === null ? null : reach(item);
    if (there === null) search.focus();
    else go(there);
  }

  let cursor = { file: "", offset: 0 };
  bench.on("cursor", (next) => {
    cursor = next;
    if (!visible) return;
    mark();
    reveal();
  });
  bench.on("talk", () => {
    if (!visible) return;
    if (follow()) void arrange(at);
    mark();
    reveal();
  });
  bench.on("version", () => void refresh());

  return {
    element,
    shown() {
      visible = true;
      if (stale) void refresh();
      else if (follow()) void arrange(at);
      mark();
      reveal();
    },
    hidden() {
      visible = false;
    },
    focus,
  };
};
