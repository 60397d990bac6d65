/** Tables: comma, semicolon, tab or bar between cells, read in pieces. */
import Papa from "papaparse";
import type { Piece } from "./encoding.ts";
import { FaultError } from "./protocol.ts";

/** The most characters of a row: a quote that nobody closes would take in the whole file. */
const MAX_ROW = 1_000_000;

/** A character that no text has, for a table without the one or the other. */
const NOTHING = "\u001f";

/** How the cells of a table are told apart. */
export interface Dialect {
  delimiter: string;
  quotes: boolean;
}

/** A delimiter counts where so many of the rows have the same number of cells. */
const REGULAR = 0.9;

/** All rows, but for one that is broken. */
const ALL = 0.995;

/** The dialect of a table, from its beginning. One column where nothing stands between cells regularly. */
export function dialectOf(text: string): Dialect {
  // Nobody writes a tab into a message.
  for (const delimiters of [["\t"], [",", ";", "|"]]) {
    const found = delimiters
      .map((delimiter) => dialectWith(text, delimiter))
      .filter((one) => one !== null)
      .sort((a, b) => b.regular - a.regular)[0];
    if (found !== undefined) return { delimiter: found.delimiter, quotes: found.quotes };
  }
  const { errors } = shape(text, { delimiter: NOTHING, quotes: true });
  return { delimiter: NOTHING, quotes: errors === 0 };
}

/** Whether a text is a table with this delimiter, and whether quotes are around cells or words of someone. */
function dialectWith(text: string, delimiter: string): (Dialect & { regular: number }) | null {
  const quoted = shape(text, { delimiter, quotes: true });
  const bare = shape(text, { delimiter, quotes: false });
  const is = ({ columns, regular }: Shape): boolean => columns > 1 && regular >= REGULAR;
  // Programs that write tabs seldom quote; and a quote that opens a cell and does not close it swallows lines.
  const never = delimiter === "\t" && !/(?:^|[\t\n])"/.test(text);
  const lost = bare.regular >= ALL && quoted.errors > 0;
  if (is(bare) && (never || lost || !is(quoted))) return { delimiter, quotes: false, regular: bare.regular };
  return is(quoted) ? { delimiter, quotes: true, regular: quoted.regular } : null;
}

interface Shape {
  columns: number;
  /** The share of the rows that have as many. */
  regular: number;
  errors: number;
}

function shape(text: string, dialect: Dialect): Shape {
  const { rows, errors } = parse(text, dialect, true);
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [columns = 0, most = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  return {
    columns,
    regular: rows.length === 0 || errors > rows.length / 10 ? 0 : most / rows.length,
    errors,
  };
}

/** Rows of a text, and where the last one begins that may not be whole. */
function parse(
  text: string,
  { delimiter, quotes }: Dialect,
  open: boolean,
): { rows: string[][]; errors: number; cursor: number } {
  const parser = new Papa.Parser({ delimiter, newline: "\n", quoteChar: quotes ? '"' : NOTHING });
  const { data, errors, meta } = parser.parse(text, 0, open) as Papa.ParseResult<string[]>;
  const rows = data.filter((row) => row.length > 1 || row[0] !== "");
  return { rows, errors: errors.length, cursor: meta.cursor };
}

/** Rows in bunches, with the bytes that were read for them. `piece` ends the last line with a line end. */
export async function* rows(
  pieces: AsyncIterable<Piece>,
  dialect: Dialect,
): AsyncGenerator<{ rows: string[][]; bytes: number }> {
  let rest = "";
  let line = 1;
  let bytes = 0;
  for await (const piece of pieces) {
    rest += piece.text;
    bytes = piece.bytes;
    const parsed = parse(rest, dialect, true);
    if (parsed.rows.length > 0) yield { rows: parsed.rows, bytes };
    line += lines(rest, parsed.cursor);
    rest = rest.slice(parsed.cursor);
    if (rest.length > MAX_ROW) throw new FaultError({ code: "quote", line });
  }
  if (rest !== "") yield { rows: parse(rest, dialect, false).rows, bytes };
}

function lines(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
