/** The pane with the tree of the script. */
import "./tree.css";
import type { Graph } from "answertree/author";
import type { Place, SessionTurn } from "answertree/compiler";
import { fill, h } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import { download, fileName } from "../files.ts";
import type { Mount, Version } from "../panes/pane.ts";
import { mountBar } from "./bar.ts";
import { mountDrawing } from "./draw.ts";
import { startFolds } from "./folds.ts";
import { mountKeys } from "./keys.ts";
import type { Laid } from "./layout.ts";
import { startLayouts } from "./layouts.ts";
import { itemAt, moved, pathOf, shown } from "./marks.ts";
import { mountMinimap } from "./minimap.ts";
import { type Item, type Model, modelOf, settle } from "./model.ts";
import { pictureOf, png } from "./picture.ts";
import { type Scene, sceneOf, seen } from "./scene.ts";
import { mountSearch } from "./search.ts";
import { strings } from "./strings.ts";
import { startMeasure } from "./text.ts";
import { mountView } from "./view.ts";

/** What explains the keys. */
const HELP = "tree-help";

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
  let graphs: Graph | null = null;
  /** Where the Tab key comes to in the drawing. */
  let at: Item | null = null;
  /** The way that the conversation took through the tree last. */
  let way: SessionTurn["crumbs"] = [];
  /** What the cursor and the conversation were at when the view last followed them. */
  let followed = { cursor: "", path: "" };
  const came = new Map<Item, Item>();
  const measure = startMeasure();
  const folds = startFolds();
  const layouts = startLayouts(() => bench.show(strings.crashed));
  const drawing = mountDrawing(HELP);
  const minimap = mountMinimap(() => view);
  const search = mountSearch({ found: find, leave: () => focus() });
  const status = h("p", { class: "tree-status", role: "status" });
  const help = h("p", { class: "visually-hidden", id: HELP }, strings.help);
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
  const bar = mountBar(search.element, {
    zoom: view.zoom,
    fit: view.fit,
    all() {
      folds.all(!folds.isAll());
      void arrange(null, "fit");
    },
    cursor: () => void toCursor(),
    svg: saveSvg,
    png: () => void savePng(),
  });
  const element = h(
    "section",
    { class: "pane tree", "aria-label": strings.heading },
    bar.element,
    h("div", { class: "stage-box" }, stage, minimap.element),
    status,
    help,
  );

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
      // Words were changed that no tree shows: it is at other places, and the same.
      if (graphs !== null && model !== null && settle(graphs, graph, model.model)) {
        model = { model: model.model, sources };
        if (now !== null) now = { ...now, sources };
        mark();
        tell();
        return;
      }
      graphs = graph;
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
  async function arrange(still: Item | null, how: "keep" | "fit" = "keep"): Promise<void> {
    if (model === null) return;
    const from = model;
    const { clientWidth, clientHeight } = stage;
    const scene = sceneOf(from.model, folds.open(), { width: clientWidth, height: clientHeight }, measure);
    let laid: Laid | undefined;
    try {
      laid = await layouts.ask(scene.plan);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== "crashed") say(strings.failed(error.message));
      return;
    }
    if (laid === undefined || model !== from) return;
    const first = now === null;
    const before = still === null ? undefined : placeOf(still);
    const focused = drawing.element.contains(document.activeElement);
    now = { ...from, scene, laid };
    came.clear();
    at = at === null ? null : reach(at);
    drawing.update(scene, laid, from.model);
    minimap.draw(laid, drawing.rects());
    search.update(from.model);
    view.resize(laid);
    if (at !== null) drawing.current(at);
    if (first) view.begin();
    else if (how === "fit") view.fit();
    else if (before !== undefined && still !== null) {
      const after = placeOf(reach(still) ?? still);
      if (after !== undefined) view.pan(before.x - after.x, before.y - after.y);
    }
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
    bar.update(folds.isAll());
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
    const { lit, offered } = pathOf(model, bench.talk().turn, way);
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

  /** Opens the topic that the conversation came to. True where that was closed. */
  function follow(): boolean {
    const turn = bench.talk().turn;
    if (model === null || turn === null || turn.crumbs.length === 0) return false;
    const { last } = pathOf(model.model, turn, way);
    return last !== null && last.id !== followed.path && folds.show(last.root);
  }

  /** Brings into view what the conversation or the cursor moved to, unless somebody works in the drawing. */
  function reveal(): void {
    if (now === null || !visible) return;
    const { last } = pathOf(now.model, bench.talk().turn, way);
    const here = cursorItem();
    const next = { cursor: here?.id ?? "", path: last?.id ?? "" };
    const to = next.path !== followed.path ? last : next.cursor !== followed.cursor ? here : null;
    followed = next;
    const seenTo = to === null ? null : reach(to);
    if (seenTo === null || element.contains(document.activeElement)) return;
    const rect = drawing.rect(seenTo);
    if (rect !== undefined) view.reveal(rect);
  }

  /** The conversation may be somewhere else. */
  function catchUp(): void {
    if (follow()) void arrange(at);
    else {
      mark();
      reveal();
    }
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
  stage.addEventListener("pointerleave", () => drawing.near(null));
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
  mountKeys(stage, {
    view,
    at: (target) => drawing.itemOf(target) ?? at,
    walk() {
      const all = now === null ? [] : seen(now.scene);
      const set = new Set(all);
      return { all, isSeen: (item) => set.has(item), came };
    },
    isClosed: (item) => item.parent === null && item.children.length > 0 && !folds.open().has(item.id),
    go,
    jump,
    toggle: (item) => void toggle(item),
    search: search.focus,
    cursor: () => void toCursor(),
  });

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
    say(strings.drawing);
    const bytes = await png(picture());
    tell();
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
  bench.on("talk", ({ turn }) => {
    if (turn !== null && turn.crumbs.length > 0) way = turn.crumbs;
    if (!visible) return;
    catchUp();
  });
  bench.on("version", () => void refresh());

  return {
    element,
    shown() {
      visible = true;
      if (stale) void refresh();
      else catchUp();
    },
    hidden() {
      visible = false;
    },
    focus,
  };
};
