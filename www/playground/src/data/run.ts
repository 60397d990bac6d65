/** Tries all messages on the script, some thousand at a time, in a worker that nothing else waits for. */
import type { Batch, MessageGroups } from "answertree/author";
import type { Asking } from "../panes/pane.ts";
import type { Corpus } from "./corpus.ts";

/** What becomes of a message. */
export const KINDS = ["answered", "small talk", "language", "none", "untried"] as const;
export type Kind = (typeof KINDS)[number];

/** What the script made of the messages, by their places. */
export interface Run {
  topics: Batch["topics"];
  /** So many were tried. */
  count: number;
  /** Places in `KINDS`. */
  kinds: Uint8Array;
  /** Places in `topics`; -1 for none. */
  first: Int32Array;
  second: Int32Array;
  /** In thousandths. */
  sure: Uint16Array;
  secondSure: Uint16Array;
  /** Of those in another language. */
  languages: Map<number, string>;
  milliseconds: number;
}

/** A bunch takes about so long: long enough to be worth its way, short enough for the bar to move. */
const BUNCH_MS = 150;
const SMALLEST = 100;
const LARGEST = 5_000;

/** So many messages that no topic answers are grouped at the most. */
export const MOST_GROUPED = 20_000;

/**
 * The run; `told` hears of each bunch. `null` where the script became another one meanwhile.
 * @throws EngineError where the script has errors, or the work was stopped
 */
export async function runAll(
  asking: Asking,
  { texts }: Corpus,
  told: (run: Run) => void,
): Promise<Run | null> {
  const { length } = texts;
  const run: Run = {
    topics: [],
    count: 0,
    kinds: new Uint8Array(length).fill(KINDS.indexOf("untried")),
    first: new Int32Array(length).fill(-1),
    second: new Int32Array(length).fill(-1),
    sure: new Uint16Array(length),
    secondSure: new Uint16Array(length),
    languages: new Map(),
    milliseconds: 0,
  };
  const start = performance.now();
  let size = SMALLEST;
  while (run.count < length) {
    const began = performance.now();
    const messages = texts.slice(run.count, run.count + size);
    const answer = await asking.ask("batch", { messages });
    if (answer === undefined) return null;
    if (run.count === 0) run.topics = answer.topics;
    else if (!same(run.topics, answer.topics)) return null;
    take(run, answer);
    run.milliseconds = performance.now() - start;
    told(run);
    const took = performance.now() - began;
    size = Math.min(
      LARGEST,
      Math.max(SMALLEST, took < BUNCH_MS ? size * 2 : took > 2 * BUNCH_MS ? size >> 1 : size),
    );
  }
  return run;
}

function take(run: Run, { rows }: Batch): void {
  for (const [answered, first, sure, second, secondSure, smallTalk, language] of rows) {
    const at = run.count;
    const kind: Kind = answered
      ? "answered"
      : smallTalk !== null
        ? "small talk"
        : language !== null
          ? "language"
          : "none";
    run.kinds[at] = KINDS.indexOf(kind);
    run.first[at] = first ?? -1;
    run.second[at] = second ?? -1;
    run.sure[at] = sure;
    run.secondSure[at] = secondSure;
    if (kind === "language" && language !== null) run.languages.set(at, language);
    run.count += 1;
  }
}

function same(a: Batch["topics"], b: Batch["topics"]): boolean {
  return a.length === b.length && a.every(({ name }, at) => name === b[at]?.name);
}

/** Groups of what no topic answers. */
export interface Fallen extends Pick<MessageGroups, "groups" | "grouped"> {
  /** The group of a message, by its place; nothing for those that are in none. */
  of: Map<number, number>;
  /** How many were looked at, out of how many. */
  tried: number;
  all: number;
}

/** @throws EngineError where the script has errors, or the work was stopped */
export async function groupAll(asking: Asking, { texts }: Corpus, run: Run): Promise<Fallen | null> {
  const none = KINDS.indexOf("none");
  const all: number[] = [];
  run.kinds.forEach((kind, at) => {
    if (kind === none) all.push(at);
  });
  // Evenly, so that what came late in a file counts, too.
  const step = Math.max(1, all.length / MOST_GROUPED);
  const picked = Array.from(
    { length: Math.min(all.length, MOST_GROUPED) },
    (_, at) => all[Math.floor(at * step)] ?? 0,
  );
  if (picked.length === 0) return { groups: [], grouped: 0, of: new Map(), tried: 0, all: 0 };
  const answer = await asking.ask("groups", { messages: picked.map((at) => texts[at] ?? "") });
  if (answer === undefined) return null;
  const of = new Map<number, number>();
  answer.of.forEach((group, at) => {
    if (group !== null) of.set(picked[at] ?? 0, group);
  });
  return { groups: answer.groups, grouped: answer.grouped, of, tried: picked.length, all: all.length };
}
