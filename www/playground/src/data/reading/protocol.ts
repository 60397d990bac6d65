/** What the pane and the worker that reads files say to each other. */

/** The most messages that are kept. */
export const MAX_MESSAGES = 250_000;

/** The most characters of a message that are kept: the engine reads no more. */
export const MAX_CHARACTERS = 4_000;

/** The largest file of JSON, in bytes: it is read at once. Tables and JSON Lines are read in pieces, however large. */
export const MAX_JSON_BYTES = 256 * 1024 * 1024;

/** How a file is written. */
export type Format = "table" | "lines" | "json-lines" | "json";

/** Where an export comes from whose shape is known. */
export type Desk = "zendesk" | "chatwoot" | "intercom" | "thread";

/** Which columns mean what. Columns are numbers from 0. */
export interface Choice {
  message: number;
  /** The column with the right topic; -1 for none. */
  label: number;
  /** The column that says who wrote; -1 for none. */
  who: number;
  /** What stands in `who` where a customer wrote. */
  customers: string[];
  /** Whether the first row of a table names the columns. */
  headings: boolean;
}

/** The beginning of a file, for a person to choose columns by. */
export interface Peek {
  format: Format;
  /** As browsers name it. */
  encoding: string;
  desk: Desk | null;
  /** The first row of a table, whatever it holds; the names of fields elsewhere. */
  columns: string[];
  /** The rows behind `columns`: the first few. */
  rows: string[][];
  /** For each column what stands in it, where that is a handful of different texts. */
  values: (string[] | null)[];
  /** What the columns seem to mean. */
  choice: Choice;
}

/** Something that a person should know of what was read. */
export type Note =
  /** Lines that are no JSON, and the first of them. */
  | { kind: "broken"; count: number; line: number }
  /** Rows without a message. */
  | { kind: "empty"; count: number }
  /** Messages of others than customers. */
  | { kind: "others"; count: number }
  /** More messages than are kept. */
  | { kind: "more"; kept: number }
  /** Messages whose end was cut off. */
  | { kind: "long"; count: number }
  /** Read in another encoding than UTF-8. */
  | { kind: "encoding"; encoding: string };

/** Why a file cannot be read. */
export type FaultCode =
  | "empty"
  | "spreadsheet"
  | "archive"
  | "document"
  | "binary"
  | "large"
  | "json"
  | "json-lines"
  | "no-records"
  | "quote"
  | "no-messages"
  | "unreadable";

export interface Fault {
  code: FaultCode;
  /** Line of the file, where there is one. */
  line?: number;
  /** What a library said of it. */
  detail?: string;
}

/** To the worker: one file in its life. */
export type Request = { do: "peek"; file: Blob; name: string } | { do: "read"; choice: Choice };

/** From the worker. */
export type Reply =
  | { is: "peek"; peek: Peek }
  | { is: "messages"; texts: string[]; labels: string[] | null; bytes: number; of: number }
  | { is: "done"; notes: Note[] }
  | { is: "fault"; fault: Fault };

/** A file that cannot be read. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}
