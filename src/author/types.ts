/** What an author's tools ask about a script. Changes here are changes of the API. */
import type { Because, Context, Operation, Place, Problem, RuledOut, Sources, Span, Start, Turn } from "./types.js";

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

/** A line of a file, counted from 1. */
export interface FileLine { file: string; line: number }

/** The line of a test that does not hold. */
export interface TestFailure extends FileLine {
  /** What was expected, as a sentence without its full stop. */
  expected: string;
  /** What was there instead, in a few words. */
  found: string;
  /** What was there in full: replies, choices and the like. */
  details: string[];
  /** The line of the script that it comes from, and what it did. */
  origin: (FileLine & { text: string }) | null;
  /** What the author may have meant. */
  help: string | null;
}

/** How a test went. */
export interface TestRow extends FileLine { name: string; passed: boolean; failure: TestFailure | null }

/** How many of all were reached. */
export interface Tally { reached: number; all: number }

/** What tests reach of a topic. */
export interface TopicCoverage extends FileLine {
  topic: string;
  /** How often it was walked in. */
  entered: number;
  lines: { line: number; kind: "reply" | "step" | "end" | "other"; times: number }[];
  choices: { line: number; label: string; offered: number; taken: number }[];
  /** How often guards held, and how often they did not. */
  guards: { line: number; held: number; not: number }[];
  /** Examples, and the topic that each leads to as a message. */
  examples: { text: string; leadsTo: string | null; fits: boolean }[];
  total: Tally;
}

/** What tests reach of a script. */
export interface Coverage {
  entered: Tally;
  offered: Tally;
  taken: Tally;
  replies: Tally;
  steps: Tally;
  ends: Tally;
  /** Each guard has two ways to go. */
  guards: Tally;
  /** Examples that lead to their topic. */
  examples: Tally;
  total: Tally;
  topics: TopicCoverage[];
}

/** How the tests of a script went: what `answertree test --format json` says of one. */
export interface Tested {
  /** The main file. */
  script: string;
  passed: number;
  failed: number;
  tests: TestRow[];
  problems: Problem[];
  /** Where it was asked for. */
  coverage: Coverage | null;
}

/** Something that goes wrong in some conversation: a problem with the way there. */
export interface Finding extends Problem {
  /** What is given at the beginning of the way, and what is done on it: lines of a test. */
  given: string[];
  done: string[];
  /** A test that goes the way and passes while it is so; `null` for what no way leads to. */
  test: string | null;
}

/** What a walk through all conversations found: what `answertree explore --format json` says. */
export interface Explored {
  findings: Finding[];
  /** Turns that were looked at. */
  turns: number;
  /** Whether that was everything. */
  whole: boolean;
  /** Topics, choices and replies that nothing led to by then. */
  undecided: number;
}

/** What speaks for a topic. */
export interface Hint {
  kind: Because["kind"];
  /** A pattern or a condition as it is written; the words that speak for an intent. */
  text: string;
  /** The intent whose examples the message is like; the topic's name for its own examples. */
  intent: string | null;
  /** The words of the message that counted. */
  spans: Span[];
  /** How much it counts, 0 to 1. Hints add up as independent ones do. */
  confidence: number;
  /** The line, where it is one alone. */
  place: Place | null;
  /** For likeness: how much of it each word brought, 0 to 1. */
  words: { span: Span; share: number }[];
}

/** A topic that a message was considered for. */
export interface ConsideredTopic {
  topic: string;
  title: string;
  /** Its heading. */
  place: Place | null;
  /** How sure the engine is of it before anything rules it out, 0 to 1. */
  confidence: number;
  hints: Hint[];
  /** The part of the message that speaks of it, where the message speaks of several topics; else `null`. */
  part: Span | null;
  /** Why it is not suggested; `null` where it is. */
  reason: RuledOut["reason"] | null;
  /** The lines that rule it out: what excludes it, or the guards that do not hold. */
  out: { text: string; place: Place | null; spans: Span[] }[];
}

/** What a message was considered for. */
export interface Considered {
  /** From here on a topic is suggested, 0 to 1. */
  threshold: number;
  /** The message was longer than the engine reads; the rest was not considered. */
  truncated: boolean;
  /** In the order in which they would be suggested; at most 200. */
  topics: ConsideredTopic[];
  /** The topics that it was not considered for. */
  others: { topic: string; title: string }[];
}

/** A change of the script that was tried. */
export interface Way {
  /** The message as an example of the topic, a pattern of its telling words, a `when not` line taken out, or two of these. */
  kind: "example" | "pattern" | "when not" | "when not and example" | "when not and pattern" | "example and pattern";
  /** What to write where; none of them touches another. */
  edits: { place: Place; text: string }[];
  /** Whether the topic comes first then. */
  wins: boolean;
  /** How sure the engine is of it then, 0 to 1. */
  confidence: number;
  /** Tests that pass now and would fail. */
  failing: { name: string; place: Place | null }[];
  /** Examples that lead to their topic now and would not. */
  elsewhere: { text: string; from: string; to: string | null; place: Place | null }[];
}

/** What would have to be written for a topic to come first. */
export interface Win {
  /** Whether it comes first as it is, and how sure the engine is of it. */
  wins: boolean;
  confidence: number;
  /** The best first; none where what the topic says rules it out. */
  ways: Way[];
  /** Whether all ways were tried; in a script of 200 KB and more none that changes examples is. */
  whole: boolean;
}

/** A file and a UTF-16 offset in it. */
export interface At { file: string; at: number }

/** Something that may be written. */
export interface CompletionItem {
  label: string;
  /** `channel` to `topic` are names of those; `choice` is a label. */
  kind:
    | "keyword" | "function" | "channel" | "language" | "department" | "fact" | "words" | "intent" | "topic"
    | "option" | "action" | "tag" | "choice" | "file";
  /** How it is written in a line, or what sort of name it is. */
  detail: string | null;
  /** What it means; words of the language are in `` ` ``. */
  meaning: string | null;
}

/** What may be written at a place: an item takes the place of `from` to `to`, the word that is being written. */
export interface Completion { from: number; to: number; items: CompletionItem[]; more: boolean }

/** What the word from `start` to `end` is: lines of script, and a text with words of the language in `` ` ``. */
export interface Hover { start: number; end: number; code: string[]; text: string }

/** The name from `start` to `end`; `refused` says why it cannot be another. */
export interface NamedAt { start: number; end: number; name: string; noun: string; refused: string | null }

/** Where something is named; `text` is the line. */
export interface Use { place: Place; declares: boolean; text: string }

/** Everywhere that something is named, by file and offset. */
export interface References { name: string; noun: string; uses: Use[] }

/** What gives something another name in all files, or why that would make the script another. */
export interface Renaming { edits: { place: Place; text: string }[]; refused: string | null }

/** Something with a name, and what is in it: choices are in topics and in choices. */
export interface OutlineEntry {
  kind:
    | "script" | "channel" | "department" | "fact" | "words" | "intent" | "topic" | "menu" | "test" | "choice";
  name: string;
  /** What people read. */
  title: string | null;
  place: Place;
  children: OutlineEntry[];
}

/** The colours of a file: `tokens` has three numbers for each, where it begins, where it ends, its kind among `kinds`. */
export interface Tokens { kinds: string[]; tokens: number[] }

/** The questions: what each is asked with, and what it answers. All but those that say so need a script without errors. */
export interface Questions {
  batch: { asked: { messages: string[]; context?: Context }; answer: Batch };
  /** What has changed since a version without errors; `main` names its main file, `main.answers` where it is not said. */
  changes: { asked: { old: Sources; main?: string }; answer: ScriptChange[] };
  /** `topics` in rank order, for one message as it comes first in a conversation. */
  considered: { asked: { message: string; context?: Context }; answer: Considered };
  /** `turns` are looked at, 5,000 where it is not said. */
  explore: { asked: { turns?: number }; answer: Explored };
  graph: { asked: Record<string, never>; answer: Graph };
  groups: { asked: { messages: string[] }; answer: MessageGroups };
  machine: { asked: Record<string, never>; answer: MachineParts };
  record: { asked: Recorded; answer: RecordedTest };
  /** `only` plays the tests of that name alone. */
  tests: { asked: { coverage?: boolean; only?: string }; answer: Tested };
  win: { asked: { message: string; topic: string; context?: Context }; answer: Win };
  /** What may be written at a place. This and all below answer for a script with errors, too. */
  complete: { asked: At; answer: Completion };
  /** What the word at a place is. */
  hover: { asked: At; answer: Hover | null };
  /** What is named at a place. */
  symbol: { asked: At; answer: NamedAt | null };
  /** Where that is declared; of an `include`, the beginning of the file. */
  definition: { asked: At; answer: Place[] };
  /** Where that is named. */
  references: { asked: At; answer: References | null };
  /** What changes when that gets another name. */
  rename: { asked: At & { name: string }; answer: Renaming | null };
  /** What is in each file. */
  outline: { asked: Record<string, never>; answer: { file: string; entries: OutlineEntry[] }[] };
  /** What can be folded away: pairs of offsets, each from the end of a thing's first line to its end. */
  folds: { asked: { file: string }; answer: [number, number][] };
  /** The colours of a file. */
  tokens: { asked: { file: string }; answer: Tokens };
}
