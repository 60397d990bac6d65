/**
 * What crosses to the module and back: values one after the other without their keys, in one text.
 *
 * A number is its digits to the base of 64, the highest first, each as the character of its value, with 64 added to all but
 * the last. A text stands behind its length, a list behind its length. What may be missing is 0, or one more than the number
 * that it begins with. The other side is `src/json/packed.rs` and `src/wasm/unpack.rs`.
 */
import type {
  Context,
  MachineInfo,
  Operation,
  Problem,
  SessionEvent,
  SessionTurn,
  Sources,
  Start,
  Turn,
} from "../pkg/types.js";

/** Wrong use, or bytes that are no machine. `code` is stable; the message is for people. */
export class MachineError extends Error {
  override readonly name = "MachineError";
  /** Such as `"AM0001"`; `"crashed"` after a fault in the engine, which leaves the module unusable. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What is being read, and where reading stands. Reading is never interrupted, so there is one of each. */
let packed = "";
let at = 0;

function number(): number {
  let n = 0;
  for (;;) {
    const digit = packed.charCodeAt(at++);
    n = n * 64 + (digit & 63);
    if (digit < 64) return n;
  }
}

function take(length: number): string {
  at += length;
  return packed.slice(at - length, at);
}

const text = () => take(number());
const bool = () => number() === 1;
const share = () => number() / 1000;

/** A text that is one of some. */
const one = <T extends string>() => text() as T;

function option<T extends string>(): T | null {
  const more = number();
  return more === 0 ? null : (take(more - 1) as T);
}

function limit(): number | null {
  const more = number();
  return more === 0 ? null : more - 1;
}

function list<T>(item: () => T): T[] {
  const items: T[] = [];
  for (let left = number(); left > 0; left--) items.push(item());
  return items;
}

const span = () => ({ start: number(), end: number() });
const step = () => ({ id: text(), text: text() });
const argument = () => ({ name: text(), value: text() });
const because = () => ({
  kind: one<"pattern">(),
  text: text(),
  intent: option(),
  spans: list(span),
  confidence: share(),
});
const suggestion = () => ({
  id: text(),
  topic: text(),
  title: text(),
  department: option(),
  kind: one<"reply">(),
  text: text(),
  also: list(text),
  confidence: share(),
  because: list(because),
  length: { count: number(), limit: limit(), fits: bool() },
  language: text(),
  secrets: list(text),
});
const ask = () => ({ fact: text(), question: text() });
const filled = () => ({ fact: text(), value: text(), span: span() });
const choice = () => ({ id: text(), label: text(), key: option() });
const action = () => ({ name: text(), arguments: list(argument) });
const ruledOut = () => ({
  topic: text(),
  confidence: share(),
  reason: one<"limit">(),
  detail: text(),
});

function handoff() {
  const to = { department: text(), title: text(), why: text(), open: bool() };
  const opens = option();
  return { ...to, opens: opens === null ? null : Number(opens) };
}

/** A turn, its keys in the order of its JSON. */
export const turn = (): Turn => ({
  suggestions: list(suggestion),
  asks: list(ask),
  filled: list(filled),
  choices: list(choice),
  steps: list(step),
  notes: list(step),
  actions: list(action),
  handoff: bool() ? handoff() : null,
  ended: option(),
  topic: option(),
  department: option(),
  prefer: bool() ? { channel: text() } : null,
  ruledOut: list(ruledOut),
  truncated: bool(),
  smallTalk: option(),
  otherLanguage: option(),
});

const known = () => ({ fact: text(), value: text() });
const summary = () => ({
  facts: list(known),
  topics: list(text),
  messages: list(() => ({ customer: bool(), text: text() })),
});

/** A turn of a conversation, its keys in the order of its JSON. To spread a turn into a new object takes longer than all else. */
export const sessionTurn = (): SessionTurn =>
  Object.assign(turn(), {
    number: number(),
    open: bool(),
    alone: bool(),
    messages: list(text),
    crumbs: list(() => ({ id: text(), label: text() })),
    switches: list(() => ({ id: text(), topic: text(), title: text(), back: bool() })),
    facts: list(known),
    summary: bool() ? summary() : null,
    lost: list(text),
    dropped: number(),
  });

function moment(): number | null {
  const digits = option();
  return digits === null ? null : Number(digits);
}

/** The kinds of values behind the keys of an event, by their numbers. */
const kinds = [
  text,
  () => option(),
  number,
  bool,
  moment,
  () => list(text),
  () => list(() => ({ id: text(), topic: text(), confidence: share() })),
];

/** Events: what each says stands behind its keys. */
export const events = (): SessionEvent[] =>
  list(() => {
    const event: Record<string, unknown> = { v: 1, type: text(), turn: number(), at: moment() };
    for (let left = number(); left > 0; left--) {
      const key = text();
      event[key] = kinds[number()]?.();
    }
    return event as unknown as SessionEvent;
  });

/** What a machine is made of. */
export const info = (): MachineInfo => ({
  name: text(),
  version: number(),
  formatVersion: number(),
  languages: list(text),
  channels: list(() => ({ name: text(), limit: limit(), weighted: bool(), public: bool(), buttons: bool() })),
  departments: list(() => ({ name: text(), title: text() })),
  facts: list(() => ({ name: text(), kind: text(), secret: bool() })),
  topics: number(),
  bytes: number(),
  sections: list(() => ({ name: text(), bytes: number() })),
});

const place = () => ({
  file: text(),
  start: number(),
  end: number(),
  line: number(),
  column: number(),
  endLine: number(),
  endColumn: number(),
});
const label = () => ({ place: place(), text: text() });

/** The problems of a script. */
/** The language and the checksum of a pack. */
export const packInfo = () => ({ language: text(), checksum: text() });

export const problems = (): Problem[] =>
  list(() => ({
    code: text(),
    severity: one<"error">(),
    place: place(),
    message: text(),
    labels: list(label),
    help: option(),
    fix: bool() ? label() : null,
  }));

/** Reads what the module packed. */
export function unpack<T>(from: string, read: () => T): T {
  packed = from;
  at = 0;
  return read();
}

/** Reads what the module answers: what was asked for, or a code and what is wrong. */
export function answer<T>(read: () => T): () => T {
  return () => {
    if (bool()) throw new MachineError(text(), text());
    return read();
  };
}

/** A number of at least 0 as its digits. */
export function digits(n: number, more = 0): string {
  const last = String.fromCharCode((n % 64) + more);
  return n < 64 ? last : digits(Math.floor(n / 64), 64) + last;
}

/** A text behind its length. */
export const packText = (text: string) => digits(text.length) + text;

/** A whole number behind its sign. */
const packSigned = (n: number) => (n < 0 ? "\x02" : "\x01") + digits(Math.abs(n));

const wrong = (key: string, what: string) => new MachineError("AC0003", `\`${key}\` ${what}`);

function textOf(key: string, value: unknown): string {
  if (typeof value !== "string") throw wrong(key, "takes text");
  return packText(value);
}

/** A whole number that JavaScript holds exactly. */
function whole(key: string, value: unknown): number {
  if (typeof value !== "number" || !(Math.abs(value) < 9e15)) throw wrong(key, "takes a whole number");
  return Math.trunc(value);
}

function small(key: string, value: unknown): string {
  const n = whole(key, value);
  if (n < 0 || n > 0xffff_ffff) throw wrong(key, "takes a number from 0 to 4294967295");
  return digits(n);
}

/** Goes through an object; what says nothing is passed over. */
function each(what: string, object: unknown, take: (name: string, value: unknown) => void): void {
  if (typeof object !== "object") throw wrong(what, "takes an object");
  if (object === null) return;
  for (const name of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[name];
    if (value !== undefined && value !== null) take(name, value);
  }
}

/** A list of names with what stands behind each. */
function named(what: string, object: unknown, pack: (name: string, value: unknown) => string): string {
  let count = 0;
  let list = "";
  each(what, object, (name, value) => {
    count += 1;
    list += packText(name) + pack(name, value);
  });
  return digits(count) + list;
}

function fact(name: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return `\0${packText(value)}`;
    case "boolean":
      return value ? "\x01\x01" : "\x01\0";
    case "number": {
      // Half away from zero, as every platform rounds.
      const millionths = Math.trunc(value * 1e6 + (value < 0 ? -0.5 : 0.5));
      if (!(Math.abs(millionths) < 9.2e18)) throw wrong(name, "is a number too large to count with");
      return `\x02${packSigned(millionths)}`;
    }
    default:
      if (!Array.isArray(value)) throw wrong(name, "takes text, a number, true, false or a list of texts");
      return `\x03${digits(value.length)}${value.map((item) => textOf(name, item)).join("")}`;
  }
}

const packOption = (key: string, value: unknown) =>
  value === undefined || value === null ? "\0" : `\x01${textOf(key, value)}`;

function packBool(key: string, value: unknown): string {
  if (value === undefined || value === null || value === false) return "\0";
  if (value !== true) throw wrong(key, "takes true or false");
  return "\x01";
}

/** How a conversation begins. */
export function packStart(start: Start): string {
  if (typeof start !== "object" || start === null) throw wrong("the start", "takes an object");
  const { topic, alone, keep, texts, id, agent, ...context } = start;
  return (
    packContext(context) +
    packOption("topic", topic) +
    packBool("alone", alone) +
    small("keep", keep ?? 0) +
    packBool("texts", texts) +
    packOption("id", id) +
    packOption("agent", agent)
  );
}

/** What happens in a conversation, behind when and in which earlier turn. */
export function packOperation(operation: Operation, now?: number, turn?: number): string {
  if (typeof operation !== "object" || operation === null) throw wrong("the operation", "takes an object");
  const head =
    (now === undefined ? "\0" : packSigned(whole("now", now))) +
    (turn === undefined ? "\0" : packSigned(whole("turn", turn)));
  if ("receive" in operation) return `${head}\0${textOf("receive", operation.receive)}`;
  if ("accept" in operation)
    return `${head}\x01${textOf("accept", operation.accept)}${packOption("text", operation.text)}`;
  if ("choose" in operation) return `${head}\x02${textOf("choose", operation.choose)}`;
  if ("set" in operation)
    return `${head}\x03${textOf("set", operation.set)}${fact(operation.set, operation.value)}`;
  if ("tick" in operation) return `${head}\x04${packSigned(whole("tick", operation.tick))}`;
  if ("handoff" in operation)
    return `${head}\x05${textOf("handoff", operation.handoff)}${textOf("why", operation.why ?? "")}`;
  if ("undo" in operation) return `${head}\x06${small("undo", operation.undo)}`;
  throw wrong("the operation", "is none that a session knows");
}

/** The files of a script, the main one first. */
export function packSources(sources: Sources): string {
  const files = Object.entries(typeof sources === "object" && sources !== null ? sources : { "": null });
  const packed = files.map(([name, text]) => {
    if (typeof text !== "string") throw new TypeError("a script is an object of file names and texts");
    return packText(name) + packText(text);
  });
  return digits(files.length) + packed.join("");
}

/** A context, to stand before a message. */
export function packContext(context: Context): string {
  let channel = "\0";
  let language = "\0";
  let now = "\0";
  let seed = "\0";
  let limit = "\x05";
  let explain = "\0";
  let facts = "\0";
  let visits = "\0";
  each("the context", context, (key, value) => {
    if (key === "channel") channel = `\x01${textOf(key, value)}`;
    else if (key === "language") language = `\x01${textOf(key, value)}`;
    else if (key === "now") now = packSigned(whole(key, value));
    else if (key === "seed") seed = small(key, value);
    else if (key === "limit") limit = small(key, value);
    else if (key === "facts") facts = named(key, value, fact);
    else if (key === "visits") visits = named(key, value, small);
    else if (key !== "explain") throw wrong(key, "is not a key of a context");
    else if (typeof value !== "boolean") throw wrong(key, "takes true or false");
    else explain = value ? "\x01" : "\0";
  });
  return channel + language + now + seed + limit + explain + facts + visits;
}
