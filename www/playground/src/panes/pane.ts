/** What a pane of the workbench is, and what it may use of the page. */
import type { Questions, Recorded } from "answertree/author";
import type { Context, Place, Problem, SessionTurn, Sources, Turn } from "answertree/compiler";
import type { Answers } from "../engine/protocol.ts";

/** A version of the script as it was compiled last. */
export interface Version {
  sources: Sources;
  problems: readonly Problem[];
  /** The newest machine; that of an earlier version where this one has errors, `null` where there was none yet. */
  machine: Answers["compile"]["machine"];
  /** Whether the machine is that of this version. */
  whole: boolean;
}

/** What the conversation pane shows. */
export interface Talk {
  /** The last turn, or the one that the message in the field would bring; `null` where no conversation has begun. */
  turn: SessionTurn | null;
  /** The message that it answers. */
  message: string;
  context: Context;
  /** All that was done up to the moment of asking, with a message that is being written; `null` where nothing was. */
  recorded(): Recorded | null;
}

/** A mark beside a line of the script. */
export interface LineMark {
  /** Its line. */
  place: Pick<Place, "file" | "start">;
  /** `good` and `bad` are tests and the like; `reached` and `missed` say whether a line was come upon; `match` led to a reply. */
  tone: "good" | "bad" | "reached" | "missed" | "match";
  /** What it means, for people who point at it. */
  label: string;
}

/** Tells panes what happens. */
export interface Happenings {
  /** A version was compiled. */
  version: Version;
  /** The conversation moved, or its message field changed. */
  talk: Talk;
  /** The cursor in the script moved. */
  cursor: { file: string; offset: number };
  /** Past messages were loaded, or are there no longer. */
  messages: readonly string[];
}

/** A change of a file, in UTF-16 offsets of the version that it was found in. */
export interface Edit {
  file: string;
  start: number;
  end: number;
  text: string;
}

/** Asks about the script in a worker of its own. */
export interface Asking {
  /**
   * The answer; `undefined` where a newer question of the same name has overtaken this one.
   * @throws EngineError with the code that the engine gives, such as `AQ0003` where the script has errors.
   */
  ask<Q extends keyof Questions>(
    question: Q,
    asked: Questions[Q]["asked"],
  ): Promise<Questions[Q]["answer"] | undefined>;
  /** Ends all work under way. The next question starts anew. */
  stop(): void;
}

/** What the page lends to its panes. */
export interface Workbench extends Pick<Asking, "ask"> {
  version(): Version;
  talk(): Talk;
  /** The past messages that were loaded; none where there are none. */
  messages(): readonly string[];
  /** Lends messages that were loaded to the other panes. */
  lend(messages: readonly string[]): void;
  /** What the newest machine answers to a message, outside of any conversation; `null` where there is no machine. */
  suggest(message: string, context: Context): Promise<Turn | null>;
  /** Calls back with what is, and each time that it changes; the answer ends it. */
  on<H extends keyof Happenings>(happening: H, listener: (what: Happenings[H]) => void): () => void;
  /** A worker for one pane's long work, which nothing else waits for. */
  apart(): Asking;
  /** Puts the cursor on a place in the script and brings it into view. */
  jump(place: Pick<Place, "file" | "start">): void;
  /** Changes files in one step, which undo takes back. False where the script is another by now than `version`. */
  edit(edits: readonly Edit[], version: Version): boolean;
  /** Puts a text behind the end of the main file, in one step, and shows it there. */
  append(text: string): void;
  /** Puts marks beside lines, in place of those of the same kind. Does nothing where the script is another than `version`. */
  marks(kind: string, rows: readonly LineMark[], version: Version): void;
  /** Shows the conversation, with a message in its field; `anew` begins a new one for it. */
  try(message: string, anew?: boolean): void;
  /** Puts a number beside the name of a tab, and what it counts; none for 0. */
  badge(tab: string, count: number, meaning: string): void;
  /** Says that something was done: shown for a moment. */
  say(text: string): void;
  /** Says that something went wrong: shown until dismissed. */
  show(text: string): void;
}

/** A pane: what is behind a tab. */
export interface Pane {
  element: HTMLElement;
  /** It comes to the front; also after it was made. */
  shown?(): void;
  /** Another one covers it. */
  hidden?(): void;
  /** Gives the focus to where work in it begins. */
  focus(): void;
}

/** Makes a pane. A pane's module is loaded when its tab is opened first, and exports this as `mount`. */
export type Mount = (bench: Workbench) => Pane;
