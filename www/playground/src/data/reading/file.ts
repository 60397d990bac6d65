/** A file of messages: first its beginning, then all of it in pieces. */
import { encodingOf, type Piece, pieces } from "./encoding.ts";
import { choiceOf, hasHeadings, valuesOf } from "./guess.ts";
import { isHtml, textOf } from "./html.ts";
import { jsonOf, type Layout, layoutOf, lines, recordsOf, rowsOf } from "./json.ts";
import {
  type Choice,
  FaultError,
  type Format,
  MAX_CHARACTERS,
  MAX_JSON_BYTES,
  MAX_MESSAGES,
  type Note,
  type Peek,
  type Reply,
} from "./protocol.ts";
import { type Dialect, dialectOf, rows } from "./table.ts";

/** So many bytes are looked at to tell what a file is. */
const PEEK_BYTES = 512 * 1024;

/** So many rows are looked at to tell columns apart, and shown of those the first. */
const PEEK_ROWS = 400;

/** So many records go into rows at a time, where all are there at once. */
const BUNCH = 2_000;

/** Messages as they go to the page. */
type Messages = Extract<Reply, { is: "messages" }>;

/** A file whose beginning was looked at. */
export interface Opened {
  file: Blob;
  format: Format;
  encoding: string;
  dialect: Dialect;
  layout: Layout;
  /** Those of a file of JSON, which is read at once. */
  records: unknown[];
}

/**
 * Looks at the beginning of a file.
 * @throws FaultError where it cannot be read
 */
export async function peekAt(file: Blob, name: string): Promise<{ opened: Opened; peek: Peek }> {
  if (file.size === 0) throw new FaultError({ code: "empty" });
  const bytes = new Uint8Array(await file.slice(0, PEEK_BYTES).arrayBuffer());
  const encoding = encodingOf(bytes, name);
  const whole = bytes.length === file.size;
  let beginning = new TextDecoder(encoding).decode(bytes, { stream: !whole }).replaceAll(/\r\n?/g, "\n");
  if (beginning.trim() === "") throw new FaultError({ code: "empty" });
  if (!whole) beginning = beginning.slice(0, beginning.lastIndexOf("\n") + 1) || beginning;
  const format = jsonOf(beginning, name) ?? "table";
  const opened: Opened = {
    file,
    format,
    encoding,
    dialect: { delimiter: ",", quotes: true },
    layout: { desk: null, columns: [] },
    records: [],
  };
  return {
    opened,
    peek: await (format === "table" ? peekTable(opened, beginning) : peekJson(opened, beginning)),
  };
}

async function peekTable(opened: Opened, beginning: string): Promise<Peek> {
  opened.dialect = dialectOf(beginning);
  const found: string[][] = [];
  for await (const bunch of rows(once(beginning), opened.dialect)) found.push(...bunch.rows);
  const [first = [], ...rest] = found.slice(0, PEEK_ROWS + 1);
  const width = Math.max(first.length, ...rest.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, at) => first[at] ?? "");
  if (width === 1) opened.format = "lines";
  const headings = hasHeadings(first, rest);
  return shown(opened, null, columns, rest, choiceOf(columns, headings ? rest : [first, ...rest], headings));
}

async function peekJson(opened: Opened, beginning: string): Promise<Peek> {
  let records: unknown[];
  if (opened.format === "json") {
    if (opened.file.size > MAX_JSON_BYTES) throw new FaultError({ code: "large" });
    opened.records = recordsOf(await wholeOf(opened));
    records = opened.records.slice(0, PEEK_ROWS);
  } else {
    records = [];
    let line = 0;
    for await (const bunch of lines(once(beginning))) {
      records.push(...bunch.records);
      if (line === 0) line = bunch.line;
    }
    if (records.length === 0) throw new FaultError({ code: "json-lines", line });
    records = records.slice(0, PEEK_ROWS);
  }
  opened.layout = layoutOf(records);
  const { desk, columns } = opened.layout;
  const found = records.flatMap((record) => rowsOf(record, opened.layout));
  if (columns.length === 0 || found.length === 0) throw new FaultError({ code: "no-records" });
  return shown(opened, desk, columns, found, choiceOf(columns, found, true));
}

/** What looked like UTF-8 at the beginning may be none further on. */
async function wholeOf(opened: Opened): Promise<string> {
  try {
    let whole = "";
    for await (const { text } of pieces(opened.file, opened.encoding)) whole += text;
    return whole;
  } catch (error) {
    if (!(error instanceof TypeError) || opened.encoding !== "utf-8") throw error;
    opened.encoding = "windows-1252";
    return wholeOf(opened);
  }
}

function shown(
  { format, encoding }: Opened,
  desk: Peek["desk"],
  columns: string[],
  found: string[][],
  choice: Choice,
): Peek {
  // Tags of a help desk are seldom names of topics.
  const label = desk === null || desk === "thread" ? choice.label : -1;
  const rows = found.slice(0, 10).map((row) => row.map((cell) => cell.slice(0, 300)));
  return {
    format,
    encoding,
    desk,
    columns,
    rows,
    values: valuesOf(columns.length, found),
    choice: { ...choice, label },
  };
}

async function* once(text: string): AsyncGenerator<Piece> {
  yield { text: text.endsWith("\n") ? text : `${text}\n`, bytes: text.length };
}

/**
 * Reads all of a file; `told` hears of each bunch. Where `bytes` is negative, what it heard before is void.
 * @throws FaultError where it cannot be read
 */
export async function readAll(
  opened: Opened,
  choice: Choice,
  told: (bunch: Messages) => void,
): Promise<Note[]> {
  try {
    return await readAs(opened, choice, told);
  } catch (error) {
    // What looked like UTF-8 at the beginning is not: read anew, and those that were sent are forgotten.
    if (!(error instanceof TypeError) || opened.encoding !== "utf-8") throw error;
    opened.encoding = "windows-1252";
    told({ is: "messages", texts: [], labels: null, bytes: -1, of: opened.file.size });
    return readAs(opened, choice, told);
  }
}

async function readAs(opened: Opened, choice: Choice, told: (bunch: Messages) => void): Promise<Note[]> {
  const { file, encoding } = opened;
  const counts = { kept: 0, empty: 0, others: 0, long: 0, broken: 0, line: 0, more: false };
  const customers = new Set(choice.customers.map((value) => value.trim()));
  let skip = (opened.format === "table" || opened.format === "lines") && choice.headings;
  for await (const { rows, bytes, broken, line } of bunches(opened)) {
    counts.broken += broken;
    if (counts.line === 0) counts.line = line;
    const texts: string[] = [];
    const labels: string[] | null = choice.label === -1 ? null : [];
    for (const row of rows) {
      if (skip) {
        skip = false;
        continue;
      }
      if (choice.who !== -1 && !customers.has((row[choice.who] ?? "").trim())) {
        counts.others += 1;
        continue;
      }
      const cell = row[choice.message] ?? "";
      const text = (isHtml(cell) ? textOf(cell) : cell).trim();
      if (text === "") {
        counts.empty += 1;
        continue;
      }
      if (counts.kept === MAX_MESSAGES) {
        counts.more = true;
        break;
      }
      if (text.length > MAX_CHARACTERS) counts.long += 1;
      counts.kept += 1;
      texts.push(text.slice(0, MAX_CHARACTERS));
      labels?.push((row[choice.label] ?? "").trim());
    }
    told({ is: "messages", texts, labels, bytes, of: file.size });
    if (counts.more) break;
  }
  if (counts.kept === 0) throw new FaultError({ code: "no-messages" });
  const notes: Note[] = [];
  if (encoding !== "utf-8") notes.push({ kind: "encoding", encoding });
  if (counts.broken > 0) notes.push({ kind: "broken", count: counts.broken, line: counts.line });
  if (counts.others > 0) notes.push({ kind: "others", count: counts.others });
  if (counts.empty > 0) notes.push({ kind: "empty", count: counts.empty });
  if (counts.long > 0) notes.push({ kind: "long", count: counts.long });
  if (counts.more) notes.push({ kind: "more", kept: MAX_MESSAGES });
  return notes;
}

interface Bunch {
  rows: string[][];
  bytes: number;
  broken: number;
  line: number;
}

async function* bunches({ file, format, encoding, dialect, layout, records }: Opened): AsyncGenerator<Bunch> {
  if (format === "json") {
    for (let at = 0; at < records.length; at += BUNCH) {
      const rows = records.slice(at, at + BUNCH).flatMap((record) => rowsOf(record, layout));
      yield {
        rows,
        bytes: Math.round((file.size * Math.min(at + BUNCH, records.length)) / records.length),
        broken: 0,
        line: 0,
      };
    }
  } else if (format === "json-lines") {
    for await (const { records, broken, line, bytes } of lines(pieces(file, encoding)))
      yield { rows: records.flatMap((record) => rowsOf(record, layout)), bytes, broken, line };
  } else {
    for await (const bunch of rows(pieces(file, encoding), dialect)) yield { ...bunch, broken: 0, line: 0 };
  }
}
