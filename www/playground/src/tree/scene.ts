/** What of the trees is to be seen, and how large it is: a model with some topics open becomes a plan for the layout. */
import type { Box, Plan, Size, Way } from "./layout.ts";
import { type Item, type Link, type Model, within } from "./model.ts";
import { strings } from "./strings.ts";
import type { Measure } from "./text.ts";

/** An item as it is drawn. */
export interface Face extends Size {
  item: Item;
  lines: readonly string[];
  detail: string;
  /** Whether it can be opened, and is. */
  fold: "open" | "closed" | null;
}

/** A line between two faces. */
export interface Line {
  from: Item;
  to: Item;
  kind: Link["kind"];
  label: string;
  /** How many ways it stands for: those out of a closed topic go together. */
  count: number;
}

export interface Scene {
  plan: Plan;
  /** As the boxes of the plan, and the nodes in them. */
  faces: Face[][];
  /** As the edges in the boxes. */
  edges: Line[][];
  /** As the ways of the plan. */
  ways: Line[];
  /** Whether so many lines lead from topic to topic that they hide what they connect. */
  crowded: boolean;
  /** From an open topic's branches back to its beginning: no part of the plan. */
  back: Line[];
}

const WIDE = 204;
const LINE = 16;
const DETAIL = 14;
const ICON = 32;
const SIDE = 11;
const FOLD = 24;
const JOIN = 20;
const WAY_LABEL = 120;
/** More lines than this between topics are a crowd. */
const CROWD = 60;

/** All that is seen, in the order of reading. */
export function seen({ faces }: Scene): Item[] {
  return faces.flatMap((box) => box.map(({ item }) => item));
}

export function sceneOf(model: Model, open: ReadonlySet<string>, pane: Size, measure: Measure): Scene {
  const roots: Item[] = [...model.topics];
  const isOpen = (topic: Item): boolean => open.has(topic.id) && topic.children.length > 0;
  const led = ways(model, isOpen);
  const used = new Set(led.map(({ to }) => to));
  roots.push(...[...model.departments.values()].filter((department) => used.has(department)));
  const number = new Map(roots.map((root, at) => [root, at]));
  const faces: Face[][] = [];
  const edges: Line[][] = [];
  const boxes: Box[] = [];
  const back: Line[] = [];
  for (const root of roots) {
    const items = isOpen(root) ? within(root) : [root];
    const index = new Map(items.map((item, at) => [item, at]));
    const own: Line[] = [];
    const placed: Way[] = [];
    for (const link of isOpen(root) ? items.flatMap(({ links }) => links) : []) {
      const [from, to] = [index.get(link.from), index.get(link.to)];
      if (from === undefined || to === undefined) continue;
      const line = lineOf(link, measure);
      if (link.to === root) back.push(line);
      else {
        own.push(line);
        placed.push({ from, to, label: labelWidth(line.label, measure) });
      }
    }
    const drawn = items.map((item) => faceOf(item, isOpen(item), measure));
    faces.push(drawn);
    edges.push(own);
    boxes.push({ nodes: drawn.map(({ width, height }) => ({ width, height })), edges: placed });
  }
  // Very many lines are not followed one by one: they have no words, and departments stand by themselves.
  const crowded = led.length > CROWD;
  const shown = led.map((line) => (crowded ? { ...line, label: "" } : cut(line, measure)));
  const planned = shown.map(({ from, to, label }) => ({
    from: number.get(from.root) ?? 0,
    to: number.get(to.root) ?? 0,
    label: labelWidth(label, measure),
    loose: crowded && to.kind === "department",
  }));
  return { plan: { boxes, ways: planned, pane }, faces, edges, ways: shown, crowded, back };
}

/** What leads from a topic to another, and from a closed one to departments. */
function ways({ topics, departments }: Model, isOpen: (topic: Item) => boolean): Line[] {
  const all: Line[] = [];
  for (const topic of topics) {
    const open = isOpen(topic);
    const together = new Map<Item, Line>();
    for (const link of within(topic).flatMap(({ links }) => links)) {
      const to = led(link, topic, open, departments);
      if (to === null) continue;
      const from = open ? link.from : topic;
      const before = open ? undefined : together.get(to);
      if (before !== undefined) {
        before.count += 1;
        before.label = strings.ways(before.count);
        continue;
      }
      const label = open ? link.label : link.label || choiceOf(link.from);
      const line = { from, to, kind: link.kind, label, count: 1 };
      together.set(to, line);
      all.push(line);
    }
  }
  return all;
}

/** Where a link out of a topic leads; `null` where it stays in it. */
function led({ to }: Link, topic: Item, open: boolean, departments: Model["departments"]): Item | null {
  if (to.root !== topic) return to.root;
  return open || to.kind !== "hand-off" ? null : (departments.get(to.label) ?? null);
}

/** What is chosen last before a link is come to. */
function choiceOf(item: Item): string {
  for (let at: Item | null = item; at !== null; at = at.parent) if (at.kind === "choice") return at.label;
  return "";
}

function lineOf({ from, to, kind, label }: Link, measure: Measure): Line {
  return cut({ from, to, kind, label, count: 1 }, measure);
}

function cut(line: Line, measure: Measure): Line {
  return {
    ...line,
    label: line.label === "" ? "" : (measure.wrap(line.label, "detail", WAY_LABEL, 1)[0] ?? ""),
  };
}

function labelWidth(label: string, measure: Measure): number {
  return label === "" ? 0 : Math.ceil(Math.min(measure.width(label, "detail"), WAY_LABEL)) + 10;
}

function faceOf(item: Item, open: boolean, measure: Measure): Face {
  if (item.kind === "then") {
    return { item, lines: [], detail: "", fold: null, width: JOIN, height: JOIN };
  }
  const topic = item.parent === null && item.kind !== "department";
  const fold = topic && item.children.length > 0 ? (open ? "open" : "closed") : null;
  const room = WIDE - ICON - SIDE - (fold === null ? 0 : FOLD - 6);
  const lines = measure.wrap(strings.label(item), "label", room, 2);
  // A topic's department stands alone: what is written there can be nothing else.
  const said = (item.details[0] ?? "").replace(topic ? /^department / : /^$/, "");
  const detail = said === "" ? "" : (measure.wrap(said, "detail", room, 1)[0] ?? "");
  const short = item.kind === "end" || item.kind === "hand-off";
  const text = Math.max(
    ...lines.map((line) => measure.width(line, "label")),
    measure.width(detail, "detail"),
  );
  return {
    item,
    lines,
    detail,
    fold,
    width: short ? Math.ceil(text) + ICON + SIDE : WIDE,
    height: lines.length * LINE + (detail === "" ? 0 : DETAIL) + 16,
  };
}
