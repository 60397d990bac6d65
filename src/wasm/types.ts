/** A range of a text in UTF-16 code units, as JavaScript strings count: `text.slice(start, end)`. */
export interface Span { start: number; end: number }

/** A fact's value: text, number, yes/no, or a list of texts. Dates are `"2026-12-24"`, times `"08:30"`. */
export type FactValue = string | number | boolean | string[];

/** What the host knows when a message comes in. Everything is optional. */
export interface Context {
  /** The channel's name in the script. */
  channel?: string;
  /** The customer's language, such as `"fr"`, or several, best first: `"pt-BR, es"`; the script's own where it is missing. */
  language?: string;
  /** What is known of the customer, by the names of the script's facts. */
  facts?: Record<string, FactValue>;
  /** Milliseconds since 1970, UTC. Without it nothing that needs a clock holds. */
  now?: number;
  /** Chooses between wordings; the same seed gives the same words. */
  seed?: number;
  /** How often each topic has been visited in this conversation. */
  visits?: Record<string, number>;
  /** The most suggestions to return, 1 to 20; 5 where it is missing. */
  limit?: number;
  /** Also say what was considered and ruled out. */
  explain?: boolean;
}

/** Why a topic was suggested. */
export interface Because {
  /** `pattern`: a `when` line; `example`: likeness to examples of an intent; `condition`: a `when if` line. */
  kind: "pattern" | "example" | "condition";
  /** The pattern as the message met it, lists by their names, or the words that speak for the intent. */
  text: string;
  /** The intent whose examples the message is like; the topic's name for its own examples. */
  intent: string | null;
  /** The words of the message that counted. */
  spans: Span[];
  /** How much it counted, 0 to 1. */
  confidence: number;
}

/** A message's length as its channel counts it. */
export interface Length { count: number; limit: number | null; fits: boolean }

/** A reply the agent can send. */
export interface Suggestion {
  /** Stable name: the same reply keeps it in the next version of the script. */
  id: string;
  topic: string;
  title: string;
  department: string | null;
  /** `reply`: the script's reply; `ask`: the question for what is needed first. */
  kind: "reply" | "ask";
  /** The message, filled in. Plain text: never interpret it as HTML. */
  text: string;
  /** Further messages to send after it. */
  also: string[];
  /** How sure the engine is of the topic, 0 to 1. */
  confidence: number;
  because: Because[];
  length: Length;
  /** The language it is written in. */
  language: string;
  /** Secret facts it would show on a public channel; empty is safe. */
  secrets: string[];
}

/** A fact that is needed and not known. */
export interface Ask { fact: string; question: string }
/** A fact found in the message. */
export interface Filled { fact: string; value: string; span: Span }
/** A branch of the tree. `key` is what a customer types in a menu. */
export interface Choice { id: string; label: string; key: string | null }
/** Something the agent should do, or a note only the agent sees. */
export interface Step { id: string; text: string }
/** Something for the host to carry out. */
export interface Action { name: string; arguments: { name: string; value: string }[] }
/** The conversation goes to another department. `opens`: when it opens next, in milliseconds since 1970. */
export interface Handoff { department: string; title: string; why: string; open: boolean; opens: number | null }
/** A channel that would serve this better. */
export interface Prefer { channel: string }
/** A topic that was considered and not suggested. */
export interface RuledOut { topic: string; confidence: number; reason: "excluded" | "unlikely" | "no reply" | "limit"; detail: string }

/** Everything a panel needs to draw itself. */
export interface Turn {
  suggestions: Suggestion[];
  asks: Ask[];
  filled: Filled[];
  choices: Choice[];
  steps: Step[];
  notes: Step[];
  actions: Action[];
  handoff: Handoff | null;
  ended: "resolved" | "unresolved" | "spam" | null;
  /** The best suggestion's topic and who owns it. */
  topic: string | null;
  department: string | null;
  prefer: Prefer | null;
  /** Only with `explain`. */
  ruledOut: RuledOut[];
  /** The message was longer than the engine reads; the rest was not considered. */
  truncated: boolean;
  /** What a message is that no topic answers and that says nothing more. */
  smallTalk: "greeting" | "thanks" | "goodbye" | "insult" | "emoji" | null;
  /** What a message that no topic answers is written in, where that is none of the script's languages: `"fr"`, or the writing, as `"und-Cyrl"`. */
  otherLanguage: string | null;
}

/** How a conversation begins; `visits` says nothing here. */
export interface Start extends Context {
  /** The topic or menu to enter at once. */
  topic?: string;
  /** A customer walks alone: what is said comes in `messages`. */
  alone?: boolean;
  /** So many of the last messages are kept for the summary of a hand-off. */
  keep?: number;
  /** Events carry what was written. */
  texts?: boolean;
  /** The host's own name for the conversation, for events. */
  id?: string;
  /** The host's own name for the agent, for events. */
  agent?: string;
}

/** Something that happens in a conversation. */
export type Operation =
  | { receive: string }
  | { accept: string; text?: string }
  | { choose: string }
  | { set: string; value: FactValue }
  | { tick: number }
  | { handoff: string; why?: string }
  | { undo: number };

/** A part of the way through a tree: a topic or a choice. */
export interface Crumb { id: string; label: string }
/** Another topic that can be gone to: `Session.choose(id)`. `back`: a tree that was left in the middle. */
export interface Switch { id: string; topic: string; title: string; back: boolean }
/** A fact that is known, as people read it. */
export interface Known { fact: string; value: string }
/** What was gathered before a hand-off. */
export interface Summary { facts: Known[]; topics: string[]; messages: { customer: boolean; text: string }[] }

/** A turn of a conversation: what is suggested, and where the conversation stands. */
export interface SessionTurn extends Turn {
  /** Its number, from 0. */
  number: number;
  /** Whether the conversation goes on: it was not handed off and has not ended. */
  open: boolean;
  /** Whether a customer walks alone. */
  alone: boolean;
  /** What to send to a customer who walks alone. Plain text. */
  messages: string[];
  /** The way to where the tree stands. */
  crumbs: Crumb[];
  switches: Switch[];
  facts: Known[];
  /** With a hand-off: what the colleague should know. */
  summary: Summary | null;
  /** After a restore: what the script no longer has. */
  lost: string[];
  /** After an edit: how many operations did not fit any more. */
  dropped: number;
}

/** What happened in a conversation; `docs/events.md` describes each. Times are milliseconds since 1970. */
export type SessionEvent = { v: 1; turn: number; at: number | null } & (
  | { type: "started"; script: string; version: number; id: string | null; channel: string | null; language: string; topic: string | null; alone: boolean }
  | { type: "joined" | "left"; agent: string }
  | { type: "received"; length: number; text: string | null }
  | { type: "filled"; fact: string; corrected: boolean }
  | { type: "set"; fact: string; value: string | null }
  | { type: "suggested"; suggestions: { id: string; topic: string; confidence: number }[] }
  | { type: "accepted"; id: string; edits: number; length: number; text: string | null }
  | { type: "ignored"; ids: string[] }
  | { type: "sent"; id: string }
  | { type: "chosen"; id: string }
  | { type: "asked"; facts: string[] }
  | { type: "switched"; topic: string; back: boolean }
  | { type: "nomatch"; count: number }
  | { type: "silence"; seconds: number }
  | { type: "handoff"; department: string; from: string | null; topic: string | null; byHand: boolean }
  | { type: "deferred"; department: string; opens: number | null }
  | { type: "ended"; outcome: "resolved" | "unresolved" | "spam" }
  | { type: "undone"; to: number }
  | { type: "restored"; lost: string[] }
);

/** One file of a script. */
export type Sources = Record<string, string>;

/** A place in a file: UTF-16 offsets, line and column from 1 (column in characters). */
export interface Place { file: string; start: number; end: number; line: number; column: number; endLine: number; endColumn: number }

/** One thing an author should know about a script. */
export interface Problem {
  code: string;
  severity: "error" | "warning";
  place: Place;
  message: string;
  labels: { place: Place; text: string }[];
  help: string | null;
  fix: { place: Place; text: string } | null;
}

/** What `compile` returns: the machine's bytes where no problem is an error. */
export interface Compiled { machine: Uint8Array | null; problems: Problem[] }

/** What a machine is made of. */
export interface MachineInfo {
  name: string;
  version: number;
  formatVersion: number;
  languages: string[];
  channels: { name: string; limit: number | null; weighted: boolean; public: boolean; buttons: boolean }[];
  departments: { name: string; title: string }[];
  facts: { name: string; kind: string; secret: boolean }[];
  topics: number;
  bytes: number;
  sections: { name: string; bytes: number }[];
}
