/** What stands out in the tree: where the conversation is, and where the cursor is. */
import type { SessionTurn } from "answertree/compiler";
import type { Item, Model } from "./model.ts";

export interface Path {
  /** From the topic to where the conversation stands. */
  lit: ReadonlySet<Item>;
  /** The choices that it offers. */
  offered: ReadonlySet<Item>;
  /** Where it stands; `null` where it is nowhere in the tree. */
  last: Item | null;
}

/** `before` is the way that the conversation took last: once it is over, a turn says none. */
export function pathOf({ byId }: Model, turn: SessionTurn | null, before: SessionTurn["crumbs"]): Path {
  const lit = new Set<Item>();
  const offered = new Set<Item>();
  if (turn === null) return { lit, offered, last: null };
  const find = (name: string | null): Item | undefined => (name === null ? undefined : byId.get(name));
  const way = turn.open || turn.crumbs.length > 0 ? turn.crumbs : before;
  const crumbs = way.map(({ id }) => find(id)).filter((item) => item !== undefined);
  let last = crumbs.at(-1) ?? find(turn.topic) ?? null;
  for (const crumb of crumbs) light(crumb, lit);
  if (last !== null) light(last, lit);
  const out = last === null ? null : leaving(last, turn);
  if (out !== null) {
    light(out, lit);
    last = out;
  }
  for (const { id } of turn.choices) {
    const choice = find(id);
    if (choice !== undefined) offered.add(choice);
  }
  return { lit, offered, last };
}

/** It, and what it stands in. */
function light(item: Item, lit: Set<Item>): void {
  for (let at: Item | null = item; at !== null && !lit.has(at); at = at.parent) lit.add(at);
}

/** Where the conversation left the tree: a hand-off, or an end. */
function leaving(last: Item, { handoff, ended }: SessionTurn): Item | null {
  const by = (child: Item): boolean =>
    handoff === null
      ? child.kind === "end" && child.label === ended
      : child.kind === "hand-off" && child.label === handoff.title;
  return handoff === null && ended === null ? null : (last.children.find(by) ?? null);
}

/** What is written where the cursor is: the last that begins before it. */
export function itemAt({ items }: Model, file: string, offset: number): Item | null {
  let found: Item | null = null;
  for (const item of items) {
    const { place } = item;
    if (place === null || place.file !== file || place.start > offset) continue;
    if (place.start >= (found?.place?.start ?? 0)) found = item;
  }
  return found;
}

/** What of an item is seen: itself, or the closed topic that it stands in. */
export function shown(item: Item, isSeen: (item: Item) => boolean): Item {
  return isSeen(item) ? item : item.root;
}

/** An offset of one text in another that was changed in one place. */
export function moved(offset: number, before: string, now: string): number {
  if (before === now) return offset;
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  if (offset <= start) return offset;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const by = now.length - before.length;
  return offset >= before.length - end ? offset + by : Math.min(offset, now.length - end);
}
