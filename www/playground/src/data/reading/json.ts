/** JSON and JSON Lines as rows of texts. */
import { DESK_COLUMNS, deskOf, type Fields, isFields, messagesOf, text } from "./desks.ts";
import type { Piece } from "./encoding.ts";
import { type Desk, FaultError } from "./protocol.ts";

/** The most fields of an object that become columns. */
const MAX_COLUMNS = 60;

/** How deep fields are looked for. */
const MAX_DEPTH = 3;

/** The most characters of a line. */
const MAX_LINE = 16_000_000;

/** Whether a text is written as JSON, and whether each line is by itself. `null` for what is no JSON. */
export function jsonOf(beginning: string, name: string): "json" | "json-lines" | null {
  const start = beginning.trimStart();
  if (!/^[[{]/.test(start)) return null;
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return "json-lines";
  const lines = start.split("\n").filter((line) => line.trim() !== "");
  // One that is whole by itself, and another behind it.
  const whole = lines.slice(0, -1).filter(isWhole).length;
  if (whole > 0 && whole * 2 >= lines.length - 1) return "json-lines";
  // Words in brackets begin plain lines, too.
  return /^\[[^\]\n]*\][ \t]*[^\s,[{\]}]/.test(start) ? null : "json";
}

function isWhole(line: string): boolean {
  try {
    return isFields(JSON.parse(line));
  } catch {
    return false;
  }
}

/** How the objects of a file become rows. */
export interface Layout {
  desk: Desk | null;
  columns: string[];
}

/** The layout of a file, by its first records. */
export function layoutOf(records: readonly unknown[]): Layout {
  const found = records.filter(isFields).map(deskOf);
  const desk = found.find((desk) => desk !== null) ?? null;
  // A list of messages in a few of the records alone is not what the file is about.
  if (desk !== null && found.filter((one) => one === desk).length * 2 >= found.length) {
    return { desk, columns: DESK_COLUMNS };
  }
  const columns = new Set<string>();
  for (const record of records) {
    for (const name of flat(record).keys()) if (columns.size < MAX_COLUMNS) columns.add(name);
  }
  return { desk: null, columns: [...columns] };
}

/** The rows of a record. */
export function rowsOf(record: unknown, { desk, columns }: Layout): string[][] {
  if (desk !== null) return isFields(record) ? messagesOf(desk, record) : [];
  const fields = flat(record);
  return [columns.map((name) => fields.get(name) ?? "")];
}

/** All single values in an object, by the way to them. */
function flat(record: unknown): Map<string, string> {
  const out = new Map<string, string>();
  if (isFields(record)) walk(record, "", 1, out);
  else if (text(record) !== "") out.set("text", text(record));
  return out;
}

function walk(fields: Fields, before: string, depth: number, out: Map<string, string>): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = `${before}${key}`;
    if (isFields(value)) {
      if (depth < MAX_DEPTH) walk(value, `${name}.`, depth + 1, out);
    } else if (Array.isArray(value)) {
      const texts = value.map(text).filter((one) => one !== "");
      if (texts.length > 0) out.set(name, texts.join(", "));
    } else if (text(value) !== "") out.set(name, text(value));
  }
}

/** The records of a whole file of JSON: the list in it that is longest. */
export function recordsOf(whole: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(whole);
  } catch (error) {
    throw new FaultError({ code: "json", detail: error instanceof Error ? error.message : String(error) });
  }
  if (Array.isArray(value)) return value;
  if (!isFields(value)) throw new FaultError({ code: "no-records" });
  // A conversation by itself is a record with a list in it, not a list of records.
  if (deskOf(value) !== null && deskOf(value) !== "thread") return [value];
  return longest(value, MAX_DEPTH) ?? [value];
}

function longest(fields: Fields, depth: number): unknown[] | null {
  let best: unknown[] | null = null;
  for (const value of Object.values(fields)) {
    const found = Array.isArray(value)
      ? value.some(isFields)
        ? value
        : null
      : isFields(value) && depth > 1
        ? longest(value, depth - 1)
        : null;
    if (found !== null && found.length > (best?.length ?? 0)) best = found;
  }
  return best;
}

/** What was read of a file of JSON Lines. */
export interface Line {
  records: unknown[];
  /** Lines that are no JSON. */
  broken: number;
  /** The first of those; 0 for none. */
  line: number;
  bytes: number;
}

/** Records in bunches. */
export async function* lines(pieces: AsyncIterable<Piece>): AsyncGenerator<Line> {
  let rest = "";
  let number = 0;
  for await (const { text, bytes } of pieces) {
    const all = (rest + text).split("\n");
    rest = all.pop() ?? "";
    if (rest.length > MAX_LINE) throw new FaultError({ code: "json-lines", line: number + all.length + 1 });
    yield parsed(all, number, bytes);
    number += all.length;
    if (text === "" && rest !== "") {
      yield parsed([rest], number, bytes);
      rest = "";
    }
  }
  if (rest !== "") yield parsed([rest], number, 0);
}

function parsed(all: readonly string[], before: number, bytes: number): Line {
  const found: Line = { records: [], broken: 0, line: 0, bytes };
  all.forEach((line, at) => {
    if (line.trim() === "") return;
    try {
      found.records.push(JSON.parse(line));
    } catch {
      found.broken += 1;
      if (found.line === 0) found.line = before + at + 1;
    }
  });
  return found;
}
