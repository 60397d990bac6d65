/** How well a customer was answered. */
import type { Customer } from "./customers.ts";

/** What a trainee did for a customer. */
export interface Answered {
  customer: Customer;
  /** The topic's name; `null` where none was chosen. */
  topic: string | null;
  /** Places of the steps that were ticked, in the order in which they were. */
  steps: number[];
  text: string;
  seconds: number;
}

/** Shares from 0 to 1; `steps` is `null` where there was none to do. */
export interface Score {
  topic: number;
  steps: number | null;
  wording: number;
  time: number;
  all: number;
}

/** What each part counts. */
const WEIGHTS = { topic: 0.5, steps: 0.2, wording: 0.2, time: 0.1 };

/** `limit` is the seconds for a customer; `null` without a clock. */
export function scored(answered: Answered, limit: number | null): Score {
  const { customer, topic } = answered;
  const right = topic === customer.topic ? 1 : 0;
  const of = customer.steps.length;
  const steps = of === 0 ? null : inOrder(answered.steps) / of;
  const wording = Math.max(0, ...customer.replies.map((reply) => alike(answered.text, reply)));
  // Late is half as good when it took twice as long.
  const time = limit === null ? 1 : Math.min(1, limit / Math.max(answered.seconds, 1));
  const parts = [
    [WEIGHTS.topic, right],
    ...(steps === null ? [] : [[WEIGHTS.steps, steps] as const]),
    [WEIGHTS.wording, wording],
    [WEIGHTS.time, time],
  ] as const;
  const weight = parts.reduce((sum, [part]) => sum + part, 0);
  const all = parts.reduce((sum, [part, value]) => sum + part * value, 0) / weight;
  return { topic: right, steps, wording, time, all };
}

/** How many of the steps were done in their order: the longest part of them that rises. */
function inOrder(steps: readonly number[]): number {
  const longest: number[] = [];
  for (const [at, step] of steps.entries()) {
    const before = steps.slice(0, at).map((other, place) => (other < step ? (longest[place] ?? 0) : 0));
    longest[at] = 1 + Math.max(0, ...before);
  }
  return Math.max(0, ...longest);
}

/** How alike two texts are, by their words and pairs of words (Dice 1945): 0 to 1. */
export function alike(a: string, b: string): number {
  const [first, second] = [parts(a), parts(b)];
  const all = first.length + second.length;
  if (all === 0) return 0;
  const left = new Map<string, number>();
  for (const part of first) left.set(part, (left.get(part) ?? 0) + 1);
  let shared = 0;
  for (const part of second) {
    const count = left.get(part) ?? 0;
    if (count > 0) shared += 1;
    left.set(part, count - 1);
  }
  return (2 * shared) / all;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

function parts(text: string): string[] {
  const words = [...segmenter.segment(text.toLocaleLowerCase())]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  return [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)];
}
