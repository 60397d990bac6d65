/** What happened in a conversation, as its transcript shows it: plain data, so that it survives a reload. */
import type { Operation, SessionTurn } from "answertree/compiler";
import { strings } from "../strings.ts";

/** One thing to show. `customer` and `sent` are messages; the others are marks between them. */
export interface Line {
  kind: "customer" | "sent" | "choice" | "fact" | "time" | "action" | "handoff" | "ended";
  text: string;
  /** The agent changed the script's words. */
  edited?: boolean;
  /** What a colleague should know, with a hand-off. */
  details?: string[];
}

/** What was done, and what came of it. The first entry is the start: nothing was done. */
export interface Entry {
  /** The turn after it. */
  turn: number;
  now: number;
  /** How far the page's clock was ahead then. */
  ahead: number;
  operation: Operation | null;
  lines: Line[];
}

/** What to show of an operation, from the turns before and after it; `at` is a moment as people read it. */
export function linesOf(
  operation: Operation | null,
  before: SessionTurn | null,
  after: SessionTurn,
  at: (now: number) => string,
): Line[] {
  return [
    ...(operation === null ? [] : done(operation, before, at)),
    ...after.filled.map(({ fact, value }): Line => ({ kind: "fact", text: strings.factIs(fact, value) })),
    ...after.messages.map((text): Line => ({ kind: "sent", text })),
    ...after.actions.map((action): Line => ({ kind: "action", text: strings.action(action) })),
    ...left(before, after, at),
  ];
}

function done(operation: Operation, before: SessionTurn | null, at: (now: number) => string): Line[] {
  if ("receive" in operation) return [{ kind: "customer", text: operation.receive }];
  if ("accept" in operation) {
    const offered = before?.suggestions.find(({ id }) => id === operation.accept);
    const text = operation.text ?? offered?.text ?? "";
    const sent: Line = { kind: "sent", text };
    if (offered !== undefined && offered.text !== text) sent.edited = true;
    return [sent, ...(offered?.also ?? []).map((more): Line => ({ kind: "sent", text: more }))];
  }
  if ("choose" in operation) {
    const choice = before?.choices.find(({ id }) => id === operation.choose);
    if (choice !== undefined) {
      return [{ kind: before?.alone === true ? "customer" : "choice", text: choice.label }];
    }
    const other = before?.switches.find(({ id }) => id === operation.choose);
    const title = other?.title ?? operation.choose;
    return [{ kind: "choice", text: other?.back === true ? strings.backTo(title) : strings.switchTo(title) }];
  }
  if ("set" in operation) {
    const { value } = operation;
    const said = value === true ? strings.yes : value === false ? strings.no : [value].flat().join(", ");
    return [{ kind: "fact", text: strings.factIs(operation.set, said) }];
  }
  if ("tick" in operation) return [{ kind: "time", text: strings.timeNow(at(operation.tick)) }];
  return [];
}

/** How the conversation left the tree, where it just did. */
function left(before: SessionTurn | null, after: SessionTurn, at: (now: number) => string): Line[] {
  if (after.open) return [];
  const lines: Line[] = [];
  if (after.handoff !== null) {
    const details = (after.summary?.facts ?? []).map(({ fact, value }) => strings.factIs(fact, value));
    const topics = after.summary?.topics ?? [];
    if (topics.length > 0) details.push(strings.walked(topics));
    lines.push({ kind: "handoff", text: strings.handedTo(after.handoff, at), details });
  }
  if (after.ended !== null && (before?.open ?? true)) {
    lines.push({ kind: "ended", text: strings.endedAs[after.ended] });
  }
  return lines;
}

/** Entries that were kept, as far as they are any. */
export function readEntries(kept: unknown): Entry[] {
  return Array.isArray(kept) && kept.every(isEntry) ? kept : [];
}

const kinds: readonly string[] = [
  "customer",
  "sent",
  "choice",
  "fact",
  "time",
  "action",
  "handoff",
  "ended",
] satisfies Line["kind"][];

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { turn, now, ahead, operation, lines } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(turn) &&
    Number.isFinite(now) &&
    Number.isFinite(ahead) &&
    typeof operation === "object" &&
    Array.isArray(lines) &&
    lines.every(isLine)
  );
}

function isLine(value: unknown): value is Line {
  if (typeof value !== "object" || value === null) return false;
  const { kind, text, details } = value as Record<string, unknown>;
  return (
    typeof text === "string" &&
    kinds.includes(String(kind)) &&
    (details === undefined || (Array.isArray(details) && details.every((one) => typeof one === "string")))
  );
}
