/** What the page and its worker say to each other. */
import type { Context, MachineInfo, Problem, Turn } from "answertree/compiler";

/** The one file a playground's script has. */
export const FILE = "main.answers";

export interface Requests {
  compile: { text: string };
  suggest: { message: string; context: Context };
  format: { text: string };
}

export interface Answers {
  compile: {
    problems: Problem[];
    /** `null` where a problem is an error; the machine before it stays in use. */
    machine: { bytes: Uint8Array<ArrayBuffer>; info: MachineInfo } | null;
    milliseconds: number;
  };
  /** `null` as long as no machine was ever compiled. */
  suggest: { turn: Turn; milliseconds: number } | null;
  format: { text: string };
}

export type Kind = keyof Requests;

/** A request with its number. */
export type Envelope = { [K in Kind]: { seq: number; kind: K; request: Requests[K] } }[Kind];

export type Reply =
  | { seq: number; ok: true; answer: Answers[Kind] }
  | { seq: number; ok: false; code: string; message: string };
