/** What the page and its worker say to each other. */
import type {
  Context,
  MachineInfo,
  Operation,
  Problem,
  SessionTurn,
  Sources,
  Start,
  Turn,
} from "answertree/compiler";

/** The file that a script begins with: it is always there, and the others are those that it includes. */
export const FILE = "main.answers";

/** Something that happens in a conversation, and when. */
export interface Happening {
  operation: Operation;
  now: number;
}

/** What is done with the one conversation that the worker holds. */
export type SessionRequest =
  /** Begins one over the newest machine; `then` happens in it at once. */
  | { do: "start"; start: Start; then: Happening[] }
  /** Takes up a saved one over the newest machine. */
  | { do: "restore"; saved: Uint8Array }
  | { do: "apply"; happening: Happening };

/** Where a conversation stands after that. */
export interface SessionAnswer {
  /** One for the start or the restore, and one for each thing that happened. */
  turns: SessionTurn[];
  saved: Uint8Array;
  /** Why the first of `then` that did not fit was refused; nothing behind it was done. */
  refused: { code: string; message: string } | null;
}

export interface Requests {
  /** Takes a machine that the page came with: what is seen first needs no compiler. */
  first: { machine: Uint8Array<ArrayBuffer> };
  /** Has the compiler loaded: somebody is about to write. */
  prepare: Record<string, never>;
  /** Finds the problems alone: in a frame, whatever training takes. */
  check: { sources: Sources };
  compile: { sources: Sources };
  /** Fetches the language pack, for scripts that ask for it. */
  pack: Record<string, never>;
  session: SessionRequest;
  /** What a message would bring, without it happening. */
  preview: { message: string; now: number };
  /** What the newest machine answers to a message, outside of the conversation. */
  suggest: { message: string; context: Context };
  format: { text: string };
}

/** A machine as the page has it. */
export interface Made {
  bytes: Uint8Array<ArrayBuffer>;
  info: MachineInfo;
  /** How long loading it took. */
  milliseconds: number;
}

export interface Answers {
  first: Made;
  prepare: Record<string, never>;
  check: { problems: Problem[] };
  compile: {
    problems: Problem[];
    /** `null` where a problem is an error; the machine before it stays in use. */
    machine: Made | null;
    milliseconds: number;
    /** Whether the language pack was at hand. */
    packed: boolean;
  };
  pack: { loaded: boolean };
  /** `null` as long as no machine was ever compiled, or as no conversation has begun. */
  session: SessionAnswer | null;
  preview: { turn: SessionTurn; milliseconds: number } | null;
  suggest: Turn | null;
  format: { text: string };
}

export type Kind = keyof Requests;

/** A request with its number. */
export type Envelope = { [K in Kind]: { seq: number; kind: K; request: Requests[K] } }[Kind];

export type Reply =
  | { seq: number; ok: true; answer: unknown }
  | { seq: number; ok: false; code: string; message: string };

/** What went wrong in a worker, as its reply says it. */
export function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "unknown", message: String(error) };
  const code =
    "code" in error ? String(error.code) : error instanceof WebAssembly.RuntimeError ? "crashed" : "unknown";
  return { code, message: error.message };
}
