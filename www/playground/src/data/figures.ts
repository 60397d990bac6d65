/** What a run says in numbers. */
import type { Corpus } from "./corpus.ts";
import { KINDS, type Kind, type Run } from "./run.ts";

/** The second topic is close where it is so near, in thousandths, or has such a share of the first. */
const CLOSE = 120;
const CLOSE_SHARE = 0.75;

const kind = (name: Kind): number => KINDS.indexOf(name);
const ANSWERED = kind("answered");
const UNTRIED = kind("untried");

/** How many messages became of each kind. */
export function counts(run: Run): Record<Kind, number> {
  const found = new Uint32Array(KINDS.length);
  for (const one of run.kinds) found[one] = (found[one] ?? 0) + 1;
  return Object.fromEntries(KINDS.map((name, at) => [name, found[at] ?? 0])) as Record<Kind, number>;
}

/** How a topic is called for people. */
export function titleOf(run: Run, topic: number): string {
  const found = run.topics[topic];
  return found === undefined ? "" : found.title === "" ? found.name : found.title;
}

/** How many messages each topic answers. */
export function perTopic(run: Run): Uint32Array {
  const found = new Uint32Array(run.topics.length);
  run.kinds.forEach((one, at) => {
    const topic = run.first[at] ?? -1;
    if (one === ANSWERED && topic >= 0) found[topic] = (found[topic] ?? 0) + 1;
  });
  return found;
}

/** What a department would get. */
export interface Share {
  /** `null` for topics of no department. */
  department: string | null;
  messages: number;
  topics: { topic: number; messages: number }[];
}

export function departments(run: Run): Share[] {
  const found = new Map<string | null, Share>();
  const of = perTopic(run);
  run.topics.forEach(({ department }, topic) => {
    const share = found.get(department) ?? { department, messages: 0, topics: [] };
    found.set(department, share);
    const messages = of[topic] ?? 0;
    share.messages += messages;
    share.topics.push({ topic, messages });
  });
  const all = [...found.values()].sort((a, b) => b.messages - a.messages);
  for (const { topics } of all) topics.sort((a, b) => b.messages - a.messages);
  return all;
}

/** Whether the second topic of a message is close behind the first. */
export function isClose(run: Run, at: number): boolean {
  const [sure = 0, second = 0] = [run.sure[at], run.secondSure[at]];
  if (run.kinds[at] !== ANSWERED || (run.second[at] ?? -1) < 0) return false;
  return sure - second <= CLOSE || second >= CLOSE_SHARE * sure;
}

/** Which topic each label stands for. */
export interface Labels {
  /** The topic of a label; -1 for none. */
  topics: Map<string, number>;
  /** Labels that name their topic; the others were taken for the topic that most of theirs go to. */
  named: Set<string>;
}

export function labelled({ labels }: Corpus, run: Run): Labels | null {
  if (labels === null) return null;
  const names = new Map<string, number>();
  run.topics.forEach(({ title }, topic) => {
    if (!names.has(plain(title))) names.set(plain(title), topic);
  });
  for (const [topic, { name }] of run.topics.entries()) names.set(plain(name), topic);
  const topics = new Map<string, number>();
  const named = new Set<string>();
  for (const label of new Set(labels)) {
    const topic = label === "" ? undefined : names.get(plain(label));
    if (topic === undefined) continue;
    topics.set(label, topic);
    named.add(label);
  }
  const votes = new Map<string, Map<number, number>>();
  labels.forEach((label, at) => {
    if (label === "" || named.has(label) || run.kinds[at] !== ANSWERED) return;
    const of = votes.get(label) ?? new Map<number, number>();
    votes.set(label, of);
    const topic = run.first[at] ?? -1;
    of.set(topic, (of.get(topic) ?? 0) + 1);
  });
  for (const [label, of] of votes) topics.set(label, [...of].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1);
  return { topics, named };
}

/** Letters and digits alone: `card_arrival` is `Card arrival`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Of the messages whose label names a topic, how many went to it. */
export function accuracy(
  { labels }: Corpus,
  run: Run,
  { topics, named }: Labels,
): { right: number; of: number } {
  let [right, of] = [0, 0];
  labels?.forEach((label, at) => {
    if (!named.has(label) || run.kinds[at] === UNTRIED) return;
    of += 1;
    if (run.kinds[at] === ANSWERED && run.first[at] === topics.get(label)) right += 1;
  });
  return { right, of };
}

/** Whether a message went to another topic than that of its label. */
export function isWrong({ labels }: Corpus, run: Run, { topics, named }: Labels, at: number): boolean {
  const label = labels?.[at] ?? "";
  const topic = topics.get(label) ?? -1;
  if (topic < 0 || (named.size > 0 && !named.has(label))) return false;
  return run.kinds[at] === ANSWERED && run.first[at] !== topic;
}

/** Messages that are mixed up alike. */
export interface Mix {
  /** Their label; `null` where topics are compared with each other. */
  label: string | null;
  one: number;
  other: number;
  /** Places of the messages. */
  messages: number[];
}

/** What is mixed up, most first: by labels where there are some, else where two topics are close. Labels that name no topic count
 * only where none does. */
export function mixes(corpus: Corpus, run: Run, found: Labels | null): Mix[] {
  const all = new Map<string, Mix>();
  const put = (label: string | null, one: number, other: number, at: number): void => {
    const key = `${label ?? ""}\n${one}\n${other}`;
    const mix = all.get(key) ?? { label, one, other, messages: [] };
    all.set(key, mix);
    mix.messages.push(at);
  };
  for (let at = 0; at < run.count; at += 1) {
    const [first = -1, second = -1] = [run.first[at], run.second[at]];
    if (found !== null) {
      const label = corpus.labels?.[at] ?? "";
      if (isWrong(corpus, run, found, at)) put(label, found.topics.get(label) ?? -1, first, at);
    } else if (isClose(run, at)) put(null, Math.min(first, second), Math.max(first, second), at);
  }
  return [...all.values()].sort((a, b) => b.messages.length - a.messages.length);
}

/** A label that no topic is called after. */
export interface Stranger {
  label: string;
  messages: Set<number>;
  /** The topic that most of them go to; -1 for none. */
  topic: number;
}

/** Labels that no topic is called after, those of most messages first. */
export function strangers({ labels }: Corpus, { topics, named }: Labels): Stranger[] {
  const all = new Map<string, Stranger>();
  labels?.forEach((label, at) => {
    if (label === "" || named.has(label)) return;
    const one = all.get(label) ?? { label, messages: new Set(), topic: topics.get(label) ?? -1 };
    all.set(label, one);
    one.messages.add(at);
  });
  return [...all.values()].sort((a, b) => b.messages.size - a.messages.size);
}

/** What an edit did. */
export interface Change {
  before: number;
  after: number;
  of: number;
  gained: number;
  lost: number;
  /** Answered by another topic than before. */
  moved: number;
  /** Places of all those messages. */
  messages: Set<number>;
  /** Titles of topics with how many more messages they answer; the largest first. */
  topics: [string, number][];
}

/** What changed between two runs over the same messages; `null` where one of them is not whole. */
export function change(old: Run, now: Run): Change | null {
  if (old.kinds.length !== now.kinds.length || old.count < old.kinds.length || now.count < now.kinds.length)
    return null;
  const found: Change = {
    before: 0,
    after: 0,
    of: now.count,
    gained: 0,
    lost: 0,
    moved: 0,
    messages: new Set(),
    topics: [],
  };
  const deltas = new Map<string, number>();
  const add = (title: string, by: number): void => void deltas.set(title, (deltas.get(title) ?? 0) + by);
  for (let at = 0; at < now.count; at += 1) {
    const was = old.kinds[at] === ANSWERED;
    const is = now.kinds[at] === ANSWERED;
    const [from, to] = [old.topics[old.first[at] ?? -1]?.name, now.topics[now.first[at] ?? -1]?.name];
    if (was) found.before += 1;
    if (is) found.after += 1;
    if (is && !was) found.gained += 1;
    else if (was && !is) found.lost += 1;
    else if (was && is && from !== to) found.moved += 1;
    else continue;
    found.messages.add(at);
    if (was) add(titleOf(old, old.first[at] ?? -1), -1);
    if (is) add(titleOf(now, now.first[at] ?? -1), 1);
  }
  found.topics = [...deltas].filter(([, by]) => by !== 0).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  return found;
}
