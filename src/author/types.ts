/** What an author's tools ask about a script. Changes here are changes of the API. */
import type { Context, Operation, Place, Sources, Start, Turn } from "./types.js";

/** A node of the graph of a script. */
export interface GraphNode {
  kind: "topic" | "menu" | "choice" | "then" | "hand-off" | "end" | "another topic";
  /** What people read; empty where branches come together. */
  label: string;
  /** Its stable name; empty for what has none. */
  name: string;
  /** What must hold for it, and what it needs or does: a line each. */
  details: string[];
  /** What is said there. */
  replies: string[];
  /** Where it is written; `null` for what is written nowhere by itself. */
  place: Place | null;
}

/** An edge between two nodes, as places in the list of nodes. */
export interface GraphEdge { from: number; to: number; kind: "next" | "goto" | "call" | "handler"; label: string }

/** The trees of a script, in the order of the script. */
export interface Graph { title: string; nodes: GraphNode[]; edges: GraphEdge[] }

/** A conversation to be kept as a test. Only ticks let time go by in a test, so their times say how long was waited. */
export interface Recorded { start: Start; operations: Operation[] }

/** A test that passes now. */
export interface RecordedTest {
  /** Its lines, to be put into the script; empty where nothing was done. */
  test: string;
  /** Why the first operation that does not fit the script was refused; the test ends before it. */
  refused: { code: string; message: string } | null;
}

/** Something that has changed for people, in the order of the new script. */
export interface ScriptChange {
  /** The topic's name; `null` for what belongs to the whole script. */
  topic: string | null;
  title: string | null;
  /** What kind of thing, in a word, such as `reply`. */
  subject: string;
  name: string | null;
  /** `null` where it is new. */
  old: string | null;
  /** `null` where it is gone. */
  new: string | null;
}

/** What a machine is made of. */
export interface MachineParts {
  bytes: number;
  sections: { name: string; bytes: number }[];
  /** In a form for people to read. */
  listing: string;
}

/**
 * What the script makes of a message: whether it answers, the likeliest topic and the second, each as a place in the list of
 * topics with how sure it is in thousandths, and what it is that no topic answers.
 */
export type BatchRow = [
  answered: boolean,
  first: number | null,
  sure: number,
  second: number | null,
  secondSure: number,
  smallTalk: Turn["smallTalk"],
  otherLanguage: string | null,
];

/** What the script makes of many messages. */
export interface Batch {
  topics: { name: string; title: string; department: string | null }[];
  /** One for each message. */
  rows: BatchRow[];
}

/** Messages that no topic answers and that belong together. */
export interface MessageGroup {
  /** Its most telling words, in the order in which messages have them. */
  name: string;
  messages: number;
  different: number;
  words: string[];
  /** The most central messages; none that could be somebody's own is among them. */
  central: string[];
  examples: string[];
  closest: { topic: string; confidence: number; messages: number } | null;
  /** A topic for it, as text to be put behind the script; `null` where no message may be shown. */
  draft: string | null;
}

/** Groups of what no topic answers. */
export interface MessageGroups {
  messages: number;
  grouped: number;
  groups: MessageGroup[];
  /** For each message its group, as a place in the list; `null` for those that are answered, or in no group. */
  of: (number | null)[];
}

/** The questions: what each is asked with, and what it answers. All but those that say so need a script without errors. */
export interface Questions {
  batch: { asked: { messages: string[]; context?: Context }; answer: Batch };
  /** What has changed since a version without errors; `main` names its main file, `main.answers` where it is not said. */
  changes: { asked: { old: Sources; main?: string }; answer: ScriptChange[] };
  graph: { asked: Record<string, never>; answer: Graph };
  groups: { asked: { messages: string[] }; answer: MessageGroups };
  machine: { asked: Record<string, never>; answer: MachineParts };
  record: { asked: Recorded; answer: RecordedTest };
}
