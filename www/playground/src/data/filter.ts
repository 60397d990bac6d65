/** Which of the messages are shown. */
import type { Corpus } from "./corpus.ts";
import { isClose, isWrong, type Labels } from "./figures.ts";
import { KINDS, type Run } from "./run.ts";

/** By what becomes of them. `unanswered` is all but answered, small talk and not tried. */
export type Which =
  | "all"
  | "answered"
  | "small talk"
  | "language"
  | "none"
  | "unanswered"
  | "unsure"
  | "wrong"
  | "changed";
export type Sure = "any" | "high" | "middle" | "low";

/** A few messages that something points at, such as a group. */
export interface Only {
  what: string;
  messages: ReadonlySet<number>;
}

export interface Filter {
  search: string;
  which: Which;
  /** A place in the list of topics; -1 for any. */
  topic: number;
  sure: Sure;
  only: Only | null;
}

export const all: Filter = { search: "", which: "all", topic: -1, sure: "any", only: null };

const RANGES: Record<Sure, [number, number]> = {
  any: [0, 1001],
  high: [800, 1001],
  middle: [500, 800],
  low: [0, 500],
};

/** The places of the messages that are shown. */
export function matching(
  corpus: Corpus,
  run: Run,
  labels: Labels | null,
  changed: ReadonlySet<number> | null,
  { search, which, topic, sure, only }: Filter,
): Int32Array {
  const words = search
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  // Not lower case of every message: that would be a copy of all of them at each key.
  const wanted = words.map((word) => new RegExp(word.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "iu"));
  const [from, to] = RANGES[sure];
  const kind = KINDS.indexOf(which as (typeof KINDS)[number]);
  const open = ["language", "none"].map((name) => KINDS.indexOf(name as (typeof KINDS)[number]));
  const found = new Int32Array(corpus.texts.length);
  let count = 0;
  for (let at = 0; at < corpus.texts.length; at += 1) {
    const is = run.kinds[at] ?? 0;
    if (only !== null && !only.messages.has(at)) continue;
    if (kind !== -1 && is !== kind) continue;
    if (which === "unanswered" && !open.includes(is)) continue;
    if (which === "unsure" && !isClose(run, at)) continue;
    if (which === "changed" && changed?.has(at) !== true) continue;
    if (which === "wrong" && (labels === null || !isWrong(corpus, run, labels, at))) continue;
    if (topic !== -1 && run.first[at] !== topic) continue;
    const value = run.sure[at] ?? 0;
    if (sure !== "any" && (value < from || value >= to)) continue;
    const text = corpus.texts[at] ?? "";
    if (!wanted.every((word) => word.test(text))) continue;
    found[count] = at;
    count += 1;
  }
  return found.subarray(0, count);
}
