/** Where everything goes. Runs in a worker; knows nothing of scripts, only of sizes. */
import { Graph, layout } from "@dagrejs/dagre";

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** An edge as places in a list; `label` is how wide what stands at it is, 0 for nothing. */
export interface Way {
  from: number;
  to: number;
  label: number;
}

/** What is placed as a whole: one node, or a topic with all that stands in it. */
export interface Box {
  /** The first is the topic. */
  nodes: Size[];
  edges: Way[];
}

export interface Plan {
  boxes: Box[];
  /** Between boxes. */
  ways: (Way & {
    /** It is drawn, and decides nothing. */
    loose: boolean;
  })[];
  /** What it is looked at through. */
  pane: Size;
}

export interface LaidWay {
  /** What it goes through between its ends. */
  points: Point[];
  /** The middle of its label; `null` where none was planned for. */
  label: Point | null;
}

export interface LaidBox extends Point, Size {
  /** The upper left corners of the nodes, from that of the drawing. */
  nodes: Point[];
  edges: LaidWay[];
}

export interface Laid extends Size {
  boxes: LaidBox[];
  ways: LaidWay[];
}

/** How high a label is. */
const LABEL = 16;
/** Between the frame of an open topic and what is in it. */
const PADDING = 12;
/** Between boxes that nothing connects. */
const GAP = 22;
/** Following what leads where may make the drawing so many times as large as order alone. */
const LARGER = 2.2;

/** More than this in one go would take the library minutes. */
const MOST = 1200;
/** As many ways between topics. */
const MOST_WAYS = 400;

/** Boxes that were placed, by what they say; those that are used last come last. */
const kept = new Map<string, LaidBox>();
const KEPT = 4000;

export function place({ boxes, ways, pane }: Plan): Laid {
  const inner = boxes.map(inside);
  const ordered = columns(
    inner.map((box) => ({ width: box.width, height: box.height })),
    pane,
  );
  const free = ways.filter(({ loose }) => !loose).length > MOST_WAYS;
  const connected = free ? ordered : following(inner, ways, pane);
  // With all open, following every way makes a drawing that is mostly empty.
  const corners = scale(connected, pane) * LARGER < scale(ordered, pane) ? ordered : connected;
  return {
    width: corners.width,
    height: corners.height,
    boxes: inner.map((box, at) => moved(box, corners.at[at] ?? { x: 0, y: 0 })),
    ways: ways.map((_, at) => corners.ways?.[at] ?? { points: [], label: null }),
  };
}

interface Corners extends Size {
  at: Point[];
  ways?: LaidWay[];
}

/** How large it is drawn where all of it is seen; larger than it is helps nobody. */
function scale({ width, height }: Size, pane: Size): number {
  return Math.min(1, pane.width / Math.max(width, 1), pane.height / Math.max(height, 1));
}

function inside(box: Box): LaidBox {
  const key = JSON.stringify(box);
  const found = kept.get(key) ?? placeInside(box);
  kept.delete(key);
  kept.set(key, found);
  for (const old of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(old);
  }
  return found;
}

function placeInside({ nodes, edges }: Box): LaidBox {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) {
    return { ...first, x: 0, y: 0, nodes: [{ x: 0, y: 0 }], edges: [] };
  }
  const laid = tree(nodes, edges);
  const at = flush(nodes, laid.at);
  const shift = ({ x, y }: Point): Point => ({ x: x + PADDING, y: y + PADDING });
  return {
    x: 0,
    y: 0,
    width: laid.width + 2 * PADDING,
    height: laid.height + 2 * PADDING,
    nodes: at.map(shift),
    edges: laid.ways.map(({ points, label }) => ({
      points: points.map(shift),
      label: label === null ? null : shift(label),
    })),
  };
}

function tree(nodes: readonly Size[], edges: readonly Way[]): Layered {
  if (nodes.length > MOST) return listed(nodes, edges);
  try {
    return layered(nodes, edges, { nodesep: 8, ranksep: 34, sorted: false });
  } catch (error) {
    // The library calls itself for each node behind another.
    if (error instanceof RangeError) return listed(nodes, edges);
    throw error;
  }
}

/** A row for each, further to the right the more is before it: for trees that take too long to lay out. */
function listed(nodes: readonly Size[], edges: readonly Way[]): Layered {
  const before = new Map<number, number>();
  for (const { from, to } of edges) if (from < to && !before.has(to)) before.set(to, from);
  const depths: number[] = [];
  let [width, y] = [0, 0];
  const at = nodes.map((size, index) => {
    const from = before.get(index);
    const depth = from === undefined ? 0 : (depths[from] ?? 0) + 1;
    depths.push(depth);
    const corner = { x: depth * 40, y };
    width = Math.max(width, corner.x + size.width);
    y += size.height + 8;
    return corner;
  });
  return { width, height: y, at, ways: edges.map(() => ({ points: [], label: null })) };
}

/** Nodes above each other begin at the same line. */
function flush(nodes: readonly Size[], at: readonly Point[]): Point[] {
  const lines = new Map<number, number>();
  const middle = (index: number): number => Math.round((at[index]?.x ?? 0) + (nodes[index]?.width ?? 0) / 2);
  for (const index of nodes.keys()) {
    const line = middle(index);
    lines.set(line, Math.min(lines.get(line) ?? Number.POSITIVE_INFINITY, at[index]?.x ?? 0));
  }
  return at.map(({ x, y }, index) => ({ x: lines.get(middle(index)) ?? x, y }));
}

interface Layered extends Size {
  at: Point[];
  ways: LaidWay[];
}

/** From left to right, by the library. */
function layered(
  nodes: readonly Size[],
  ways: readonly Way[],
  { nodesep, ranksep, sorted }: { nodesep: number; ranksep: number; sorted: boolean },
): Layered {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", edgesep: 6, nodesep, ranksep });
  for (const [at, { width, height }] of nodes.entries()) graph.setNode(String(at), { width, height });
  for (const [at, { from, to, label }] of ways.entries()) {
    const size = label > 0 ? { width: label, height: LABEL, labelpos: "c" } : {};
    graph.setEdge(String(from), String(to), { ...size }, String(at));
  }
  // What stands in a topic stays in the order of the script.
  layout(graph, { disableOptimalOrderHeuristic: !sorted });
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return {
    width,
    height,
    at: nodes.map((size, at) => {
      const { x = 0, y = 0 } = graph.node(String(at)) as Partial<Point>;
      return { x: x - size.width / 2, y: y - size.height / 2 };
    }),
    ways: ways.map(({ from, to, label }, at) => {
      const edge = graph.edge(String(from), String(to), String(at)) as Partial<Point> & { points?: Point[] };
      // The first and the last are at the borders of the nodes, which the drawing knows better.
      const points = (edge.points ?? []).slice(1, -1).map(({ x, y }) => ({ x, y }));
      return { points, label: label > 0 ? { x: edge.x ?? 0, y: edge.y ?? 0 } : null };
    }),
  };
}

/** What is connected goes by what leads where; such groups stand in columns. */
function following(boxes: readonly Size[], ways: Plan["ways"], pane: Size): Corners {
  const group = groups(
    boxes.length,
    ways.filter(({ loose }) => !loose),
  );
  const members = new Map<number, number[]>();
  for (const [at, name] of group.entries()) members.set(name, [...(members.get(name) ?? []), at]);
  const at: Point[] = boxes.map(() => ({ x: 0, y: 0 }));
  const laidWays: LaidWay[] = ways.map(() => ({ points: [], label: null }));
  const parts = [...members.values()].map((all) => {
    const index = new Map(all.map((box, within) => [box, within]));
    const own = ways.flatMap((way, number) => {
      const from = index.get(way.from);
      const to = index.get(way.to);
      return from === undefined || to === undefined || from === to || way.loose
        ? []
        : [{ number, way: { ...way, from, to } }];
    });
    const sizes = all.map((box) => boxes[box] ?? { width: 0, height: 0 });
    const laid = layered(
      sizes,
      own.map(({ way }) => way),
      { nodesep: 14, ranksep: 56, sorted: true },
    );
    return { all, own, laid };
  });
  const placed = columns(
    parts.map(({ laid }) => laid),
    pane,
  );
  for (const [index, { all, own, laid }] of parts.entries()) {
    const corner = placed.at[index] ?? { x: 0, y: 0 };
    const shift = ({ x, y }: Point): Point => ({ x: x + corner.x, y: y + corner.y });
    for (const [inner, box] of all.entries()) at[box] = shift(laid.at[inner] ?? { x: 0, y: 0 });
    for (const [inner, { number }] of own.entries()) {
      const { points = [], label = null } = laid.ways[inner] ?? {};
      laidWays[number] = { points: points.map(shift), label: label === null ? null : shift(label) };
    }
  }
  return { width: placed.width, height: placed.height, at, ways: laidWays };
}

/** For each box the number of the group of boxes that it is connected with. */
function groups(count: number, ways: readonly Way[]): number[] {
  const over = Array.from({ length: count }, (_, at) => at);
  const top = (at: number): number => {
    let one = at;
    while (over[one] !== one && over[one] !== undefined) {
      over[one] = over[over[one] ?? one] ?? one;
      one = over[one] ?? one;
    }
    return one;
  };
  for (const { from, to } of ways) over[Math.max(top(from), top(to))] = Math.min(top(from), top(to));
  return over.map((_, at) => top(at));
}

/** In columns, in their order; as high as lets them be drawn largest. */
function columns(sizes: readonly Size[], pane: Size): Corners {
  const tallest = Math.max(0, ...sizes.map(({ height }) => height));
  const all = sizes.reduce((sum, { height }) => sum + height + GAP, 0);
  let best = column(sizes, Math.max(tallest, all));
  const TRIES = 40;
  for (let at = 0; at < TRIES; at += 1) {
    const tried = column(sizes, tallest + ((all - tallest) * at) / TRIES);
    if (scale(tried, pane) > scale(best, pane)) best = tried;
  }
  return best;
}

function column(sizes: readonly Size[], limit: number): Corners {
  let [x, y, wide, height] = [0, 0, 0, 0];
  const at = sizes.map((size) => {
    if (y > 0 && y + size.height > limit) {
      x += wide + GAP * 2;
      y = 0;
      wide = 0;
    }
    const corner = { x, y };
    y += size.height + GAP;
    wide = Math.max(wide, size.width);
    height = Math.max(height, y - GAP);
    return corner;
  });
  return { width: x + wide, height, at };
}

function moved(box: LaidBox, to: Point): LaidBox {
  const shift = ({ x, y }: Point): Point => ({ x: x + to.x, y: y + to.y });
  return {
    ...box,
    ...to,
    nodes: box.nodes.map(shift),
    edges: box.edges.map(({ points, label }) => ({
      points: points.map(shift),
      label: label === null ? null : shift(label),
    })),
  };
}
