/** Where a key goes to from a node. The drawing goes from left to right, and so do the arrows. */
import type { Item } from "./model.ts";

export interface Walk {
  /** All that is seen, in the order of reading. */
  all: readonly Item[];
  isSeen(item: Item): boolean;
  /** Where one came from to a topic, by following what led to it. */
  came: Map<Item, Item>;
}

/** `undefined` where the key goes nowhere. */
export function step(key: string, from: Item, walk: Walk): Item | undefined {
  switch (key) {
    case "ArrowRight":
      return inwards(from, walk);
    case "ArrowLeft":
      return from.parent ?? walk.came.get(from);
    case "ArrowDown":
      return beside(from, 1, walk);
    case "ArrowUp":
      return beside(from, -1, walk);
    case "Home":
      return walk.all[0];
    case "End":
      return walk.all.at(-1);
    default:
      return undefined;
  }
}

/** To what stands in it; where nothing does, to what it leads to. */
function inwards(from: Item, { isSeen, came }: Walk): Item | undefined {
  const child = from.children.find(isSeen);
  if (child !== undefined) return child;
  const to = from.links.find(({ to }) => to !== from)?.to;
  if (to === undefined || !isSeen(to)) return undefined;
  if (to.parent === null) came.set(to, from);
  return to;
}

/** To the next of the same parent; past the last one, to what comes next to the parent. */
function beside(from: Item, by: 1 | -1, { all, isSeen }: Walk): Item | undefined {
  for (let at: Item | null = from; at !== null; at = at.parent) {
    const row =
      at.parent === null ? all.filter(({ parent }) => parent === null) : at.parent.children.filter(isSeen);
    const next = row[row.indexOf(at) + by];
    if (next !== undefined) return next;
  }
  return undefined;
}
