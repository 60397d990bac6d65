/** The graph of a script as trees: what stands in what, and what leads where. */
import type { Graph, GraphEdge, GraphNode } from "answertree/author";
import type { Place } from "answertree/compiler";

/** Something that is drawn. */
export interface Item {
  /** The same in the next version of the script, for most. */
  id: string;
  kind: GraphNode["kind"] | "department";
  label: string;
  /** Its stable name; empty for what has none. */
  name: string;
  details: readonly string[];
  replies: readonly string[];
  place: Place | null;
  /** How many are above it. */
  depth: number;
  /** The topic that it stands in; itself for a topic or a department. */
  root: Item;
  parent: Item | null;
  children: Item[];
  /** Where it leads, in the order of the script. */
  links: Link[];
}

export interface Link {
  from: Item;
  to: Item;
  kind: GraphEdge["kind"];
  label: string;
}

export interface Model {
  title: string;
  topics: readonly Item[];
  /** What hand-offs lead to, one for each department. */
  departments: ReadonlyMap<string, Item>;
  /** All but the departments, in the order of the script. */
  items: readonly Item[];
  byId: ReadonlyMap<string, Item>;
}

/** Takes the places of a graph that says the same as the one before. False where it says something else. */
export function settle(before: Graph, now: Graph, { items }: Model): boolean {
  if (said(before) !== said(now)) return false;
  for (const [at, item] of items.entries()) item.place = now.nodes[at]?.place ?? null;
  return true;
}

function said(graph: Graph): string {
  return JSON.stringify(graph, (key, value) => (key === "place" ? null : value));
}

/** Whether nothing stands above it. */
export function isTopic({ kind }: GraphNode): boolean {
  return kind === "topic" || kind === "menu" || kind === "another topic";
}

export function modelOf({ title, nodes, edges }: Graph): Model {
  const into = nodes.map((): GraphEdge[] => []);
  for (const edge of edges) into[edge.to]?.push(edge);
  const byId = new Map<string, Item>();
  const items: Item[] = [];
  const topics: Item[] = [];
  const departments = new Map<string, Item>();
  // A node comes behind those that lead to it; only topics are led to from further down.
  for (const [at, node] of nodes.entries()) {
    const above = isTopic(node) ? [] : (into[at] ?? []).map(({ from }) => items[from]);
    const parent = above.reduce<Item | null | undefined>(
      (all, one) => (all === undefined ? one : shared(all, one)),
      undefined,
    );
    const item = itemOf(node, parent ?? null, byId);
    byId.set(item.id, item);
    items.push(item);
    if (item.parent === null) topics.push(item);
    if (node.kind === "hand-off" && !departments.has(node.label)) {
      departments.set(node.label, departmentOf(item));
    }
  }
  for (const { from, to, kind, label } of edges) {
    const [a, b] = [items[from], items[to]];
    if (a !== undefined && b !== undefined) a.links.push({ from: a, to: b, kind, label });
  }
  return { title, topics, departments, items, byId };
}

function itemOf(node: GraphNode, parent: Item | null, taken: ReadonlyMap<string, Item>): Item {
  const { kind, label, name, details, replies, place } = node;
  const wanted = name === "" ? `${parent?.id ?? ""}/${kind} ${parent?.children.length ?? 0}` : name;
  const id = taken.has(wanted) ? `${wanted} ${taken.size}` : wanted;
  const rest = { children: [], links: [] };
  const item = { id, kind, label, name, details, replies, place, depth: 0, parent, ...rest };
  const whole: Item = Object.assign(item, { root: item as unknown as Item });
  if (parent !== null) {
    whole.root = parent.root;
    whole.depth = parent.depth + 1;
    parent.children.push(whole);
  }
  return whole;
}

/** A department is where the first hand-off to it is written: its own heading is not in the graph. */
function departmentOf({ label, place }: Item): Item {
  const node: GraphNode = { kind: "hand-off", label, name: "", details: [], replies: [], place };
  const item = itemOf(node, null, new Map());
  return Object.assign(item, { id: `department ${label}`, kind: "department" as const });
}

/** The nearest that both stand in. */
function shared(a: Item | null, b: Item | undefined): Item | null {
  let one: Item | null = a;
  let other: Item | null = b ?? null;
  while (one !== other && one !== null && other !== null) {
    if (one.depth >= other.depth) one = one.parent;
    else other = other.parent;
  }
  return one === other ? one : null;
}

/** It, and all that stands in it, in the order of the script. */
export function within(item: Item): Item[] {
  const all: Item[] = [];
  const stack = [item];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    all.push(next);
    for (let at = next.children.length - 1; at >= 0; at -= 1) {
      const child = next.children[at];
      if (child !== undefined) stack.push(child);
    }
  }
  return all;
}
