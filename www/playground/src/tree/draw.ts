/** The drawing itself, as SVG: nodes, lines, and what stands out among them. */
import type { Laid, LaidWay, Point } from "./layout.ts";
import { type Item, type Model, within } from "./model.ts";
import type { Face, Line, Scene } from "./scene.ts";
import { curve, iconOf, middle, outline } from "./shapes.ts";
import { strings } from "./strings.ts";
import { s, short } from "./svg.ts";
import type { Rect } from "./view.ts";

/** What stands out. */
export interface Marks {
  lit: ReadonlySet<Item>;
  offered: ReadonlySet<Item>;
  hits: ReadonlySet<Item>;
  hit: Item | null;
  cursor: Item | null;
}

export interface Drawing {
  element: SVGSVGElement;
  world: SVGGElement;
  update(scene: Scene, laid: Laid, model: Model): void;
  mark(marks: Marks): void;
  /** Where a node is; `undefined` where it is not seen. */
  rect(item: Item): Rect | undefined;
  rects(): Rect[];
  /** Words stand only where they can be read: laying out all of them takes longer than a frame. */
  look(area: Rect, scale: number): void;
  /** Puts all words in place for as long as `work` takes. */
  whole<T>(work: () => T): T;
  /** The one node that the Tab key comes to. */
  current(item: Item): void;
  focus(item: Item): void;
  itemOf(target: EventTarget | null): Item | undefined;
  /** Whether it is the part of a node that opens and closes it. */
  isFold(target: EventTarget | null): boolean;
  /** Lines of a node stand out. */
  near(item: Item | null): void;
  /** Says what a node holds to who points at it. */
  hint(item: Item): void;
}

interface Drawn {
  face: Face;
  rect: Rect;
  element: SVGGElement;
  classes: string;
  words: Words;
}

/** Words, and where they stand. Those of nodes are no part of them: a node's name says all, and what was cut off as well. */
interface Words {
  /** Made when they are seen first. */
  make(): SVGElement;
  made: SVGElement | null;
  in: SVGGElement;
  rect: Rect;
  shown: boolean;
}

/** Smaller than this words are only grain. */
const FAR = 0.33;
/** So much more than what is seen has its words, as a share of it. */
const AHEAD = 0.25;

const FOLD = 24;

/** `help` is the id of what explains its keys. */
export function mountDrawing(help: string): Drawing {
  const frames = s("g", { "aria-hidden": "true" });
  const lines = s("g", { "aria-hidden": "true" });
  const nodes = s("g", { role: "tree", "aria-label": strings.tree, "aria-describedby": help });
  const texts = s("g", { "aria-hidden": "true" });
  const world = s("g", {}, frames, lines, nodes, texts);
  const element = s("svg", { class: "drawing" }, world);
  let drawn = new Map<Item, Drawn>();
  let paths: { line: Line; element: SVGGElement; classes: string }[] = [];
  let items = new WeakMap<Element, Item>();
  let words: Words[] = [];
  let looked: { area: Rect; scale: number } | null = null;
  let tabbed: Drawn | undefined;
  let marks: Marks = { lit: new Set(), offered: new Set(), hits: new Set(), hit: null, cursor: null };
  let beside: Item | null = null;
  let title: SVGTitleElement | null = null;

  function update(scene: Scene, laid: Laid, model: Model): void {
    drawn = new Map();
    items = new WeakMap();
    words = [];
    tabbed = undefined;
    const { faces, plan, edges } = scene;
    for (const [at, row] of faces.entries()) {
      for (const [index, face] of row.entries()) {
        const corner = laid.boxes[at]?.nodes[index] ?? { x: 0, y: 0 };
        const { width, height } = face;
        const node = nodeOf(face, corner);
        const rect = { ...corner, width, height };
        const make = (): SVGGElement => {
          const made = wordsOf(face, corner, classesOf(face.item));
          items.set(made, face.item);
          return made;
        };
        const own = { make, made: null, in: texts, rect, shown: false };
        drawn.set(face.item, { face, rect, element: node, classes: "", words: own });
        words.push(own);
        items.set(node, face.item);
      }
    }
    const parts = edges.flatMap((row, at) =>
      row.map((line, index) => ({ line, way: laid.boxes[at]?.edges[index] })),
    );
    parts.push(...scene.ways.map((line, at) => ({ line, way: laid.ways[at] })));
    parts.push(...scene.back.map((line) => ({ line, way: undefined })));
    paths = parts.flatMap(({ line, way }) => {
      const drawing = lineOf(line, way, line.from.root !== line.to.root);
      return drawing === null ? [] : [{ line, element: drawing, classes: "" }];
    });
    const framed = laid.boxes.filter((_, at) => (plan.boxes[at]?.nodes.length ?? 0) > 1);
    frames.replaceChildren(...framed.map(frameOf));
    lines.replaceChildren(...paths.map(({ element }) => element));
    texts.replaceChildren();
    nodes.replaceChildren(...[...drawn.values()].map(({ element }) => element));
    element.classList.toggle("crowded", scene.crowded);
    tell(model);
    dress();
    if (looked !== null) look(looked.area, looked.scale);
  }

  function look(area: Rect, scale: number): void {
    looked = { area, scale };
    element.classList.toggle("far", scale < FAR);
    const [wide, high] = [area.width * AHEAD, area.height * AHEAD];
    for (const one of words) {
      const { x, y, width, height } = one.rect;
      const across = x + width > area.x - wide && x < area.x + area.width + wide;
      const down = y + height > area.y - high && y < area.y + area.height + high;
      show(one, scale >= FAR && across && down);
    }
  }

  function show(one: Words, shown: boolean): void {
    if (one.shown === shown) return;
    one.shown = shown;
    if (!shown) one.made?.remove();
    else {
      one.made ??= one.make();
      one.in.append(one.made);
    }
  }

  function whole<T>(work: () => T): T {
    element.classList.remove("far");
    near(null);
    for (const one of words) show(one, true);
    const titles = [...drawn.values()].map(({ face, element }) => {
      const title = titleOf(face.item);
      element.prepend(title);
      return title;
    });
    const made = work();
    for (const title of titles) title.remove();
    if (looked !== null) look(looked.area, looked.scale);
    return made;
  }

  function frameOf({ x, y, width, height }: Rect): SVGRectElement {
    const box = { x: short(x), y: short(y), width: short(width), height: short(height) };
    return s("rect", { class: "frame", rx: 16, ...box });
  }

  function lineOf(line: Line, way: LaidWay | undefined, between: boolean): SVGGElement | null {
    const [from, to] = [drawn.get(line.from)?.rect, drawn.get(line.to)?.rect];
    if (from === undefined || to === undefined) return null;
    const start = { x: from.x + from.width, y: from.y + from.height / 2 };
    const end = { x: to.x, y: to.y + to.height / 2 };
    // A line out of an open topic starts at a branch in it, and not where the library has it leave the frame.
    const through = (way?.points ?? []).filter(({ x }) => x > start.x && x < end.x);
    const element = s("g", {}, s("path", { class: "path", d: curve(start, through, end) }));
    if (line.label !== "" && (way?.label !== null || !between)) {
      const at = way?.label ?? middle(start, end);
      const rect = { x: at.x - 60, y: at.y - 8, width: 120, height: 16 };
      words.push({ make: () => labelAt(line.label, at), made: null, in: element, rect, shown: false });
    }
    return element;
  }

  function labelAt(text: string, { x, y }: Point): SVGTextElement {
    return s("text", { class: "way", x: short(x), y: short(y + 3.5), "text-anchor": "middle" }, text);
  }

  function nodeOf(face: Face, { x, y }: Point): SVGGElement {
    const { item } = face;
    const group = s("g", { role: "treeitem", tabindex: -1, transform: `translate(${short(x)} ${short(y)})` });
    group.append(s("path", { class: "shape", d: outline(item.kind, face) }));
    return group;
  }

  function wordsOf(
    { item, lines, detail, fold, width, height }: Face,
    { x, y }: Point,
    classes: string,
  ): SVGGElement {
    const transform = `translate(${short(x)} ${short(y)})`;
    const group = s("g", { class: `words ${classes}`, transform });
    const icon = iconOf(item.kind);
    if (icon !== "")
      group.append(s("path", { class: "sign", d: icon, transform: `translate(11 ${height / 2 - 8})` }));
    for (const [at, line] of lines.entries()) {
      group.append(s("text", { class: "label", x: 32, y: 20 + at * 16 }, line));
    }
    if (detail !== "") group.append(s("text", { class: "detail", x: 32, y: 19 + lines.length * 16 }, detail));
    if (fold !== null) group.append(foldOf(fold, width, height));
    return group;
  }

  /** What is said there, for who points at it. */
  function titleOf(item: Item): SVGTitleElement {
    const said = [strings.label(item), ...item.details, ...item.replies.map((reply) => `> ${reply}`)];
    return s("title", {}, said.filter((line) => line !== "").join("\n"));
  }

  function foldOf(fold: "open" | "closed", width: number, height: number): SVGGElement {
    const corner = `translate(${width - FOLD - 3} ${(height - FOLD) / 2})`;
    const arrow = fold === "open" ? "M8 10.500l4 4 4-4" : "M10 8l4 4-4 4";
    return s(
      "g",
      { class: "fold", transform: corner },
      s("rect", { class: "fold-box", width: FOLD, height: FOLD, rx: 8 }),
      s("path", { class: "sign", d: arrow }),
    );
  }

  /** Says of each node what it is and where it stands among the others. */
  function tell({ topics }: Model): void {
    const all = [...drawn.values()];
    const roots = all.filter(({ face }) => face.item.parent === null);
    for (const { face, element } of all) {
      const { item } = face;
      const row = item.parent?.children ?? roots.map(({ face }) => face.item);
      element.setAttribute("aria-level", String(item.depth + 1));
      element.setAttribute("aria-setsize", String(row.length));
      if (face.fold !== null) element.setAttribute("aria-expanded", String(face.fold === "open"));
      else if (item.children.some((child) => drawn.has(child))) element.setAttribute("aria-expanded", "true");
    }
    const places = new Map<Item | null, number>();
    for (const { face, element } of all) {
      const place = (places.get(face.item.parent) ?? 0) + 1;
      places.set(face.item.parent, place);
      element.setAttribute("aria-posinset", String(place));
    }
    const first = all.find(({ face }) => face.item === topics[0]) ?? all[0];
    if (first !== undefined) current(first.face.item);
  }

  const is = (on: boolean, name: string): string => (on ? ` ${name}` : "");

  function classesOf(item: Item): string {
    const { lit, offered, hits, hit, cursor } = marks;
    const path = is(lit.has(item), "lit") + is(offered.has(item), "offered");
    const found = is(hits.has(item), "hit") + is(hit === item, "found");
    return `is-${item.kind.replaceAll(" ", "-")}${path}${is(cursor === item, "here")}${found}`;
  }

  /** Classes and names, where they are others than before. */
  function dress(): void {
    for (const one of drawn.values()) {
      const { item } = one.face;
      const classes = classesOf(item);
      if (classes === one.classes) continue;
      one.classes = classes;
      one.element.setAttribute("class", `node ${classes}`);
      one.words.made?.setAttribute("class", `words ${classes}`);
      const on = { lit: marks.lit.has(item), offered: marks.offered.has(item), here: marks.cursor === item };
      if (on.lit) one.element.setAttribute("aria-current", "step");
      else one.element.removeAttribute("aria-current");
      one.element.setAttribute("aria-label", spoken(one.face, on));
    }
    for (const one of paths) {
      const { from, to, kind } = one.line;
      const lit = marks.lit.has(from) && (marks.lit.has(to) || marks.offered.has(to));
      const across = is(from.root !== to.root, "across");
      const department = is(to.kind === "department", "to-department");
      const classes = `line leads-${kind}${across}${department}${is(lit, "lit")}${is(beside === from || beside === to, "near")}`;
      if (classes === one.classes) continue;
      one.classes = classes;
      one.element.setAttribute("class", classes);
    }
  }

  function spoken({ item, fold }: Face, on: { lit: boolean; offered: boolean; here: boolean }): string {
    const inside = fold === "closed" ? within(item) : [item];
    const targets = inside
      .flatMap(({ links }) => links)
      .filter(
        ({ to }) => to.parent !== item && (fold !== "closed" || to.root !== item || to.kind === "hand-off"),
      )
      .map(({ to }) => strings.label(to) || strings.kind(to));
    const said = [on.lit && strings.lit, on.offered && strings.offered, on.here && strings.here];
    return strings.spoken({
      item,
      targets: [...new Set(targets)],
      closed: fold === "closed" ? inside.length - 1 : 0,
      marks: said.filter((mark) => mark !== false),
    });
  }

  function near(item: Item | null): void {
    if (item === beside) return;
    beside = item;
    dress();
  }

  function current(item: Item): void {
    const next = drawn.get(item);
    if (next === undefined || next === tabbed) return;
    tabbed?.element.setAttribute("tabindex", "-1");
    next.element.setAttribute("tabindex", "0");
    tabbed = next;
  }

  return {
    element,
    world,
    update,
    mark(next) {
      marks = next;
      dress();
    },
    rect: (item) => drawn.get(item)?.rect,
    look,
    whole,
    rects: () => [...drawn.values()].map(({ rect }) => rect),
    current,
    focus(item) {
      current(item);
      drawn.get(item)?.element.focus({ preventScroll: true });
    },
    itemOf(target) {
      const node = target instanceof Element ? target.closest(".node, .words") : null;
      return node === null ? undefined : items.get(node);
    },
    isFold: (target) => target instanceof Element && target.closest(".fold") !== null,
    hint(item) {
      title?.remove();
      title = titleOf(item);
      drawn.get(item)?.element.prepend(title);
    },
    near,
  };
}
