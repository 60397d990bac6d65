/** What the columns of a file seem to mean. A person sees the guess with a preview, and changes it. */
import { CUSTOMER } from "./desks.ts";
import type { Choice, Peek } from "./protocol.ts";

/** Names of columns with what was written; those before count for more. */
const MESSAGES = [
  "message_body",
  "customer_message",
  "message",
  "plain_body",
  "body",
  "content",
  "text",
  "description",
  "comment",
  "utterance",
  "question",
  "query",
  "sentence",
  "example",
  "transcript",
  "subject",
];

/** Names of columns with the right topic. */
const LABELS = [
  "label",
  "intent",
  "category",
  "topic",
  "class",
  "reason",
  "tag",
  "tags",
  "labels",
  "conversation_tags",
];

/** Names of columns that say who wrote. */
const WHO = [
  "message_type",
  "written by",
  "author_type",
  "message_author_type",
  "sender_type",
  "author.type",
  "sender.type",
  "direction",
  "role",
  "from",
  "author",
  "sender",
  "speaker",
  "inbound",
  "is_customer",
  "is_inbound",
  "incoming",
];

const CUSTOMERS = new Set([
  CUSTOMER,
  "client",
  "end-user",
  "end_user",
  "enduser",
  "end user",
  "contact",
  "lead",
  "visitor",
  "incoming",
  "inbound",
  "in",
  "requester",
  "consumer",
  "guest",
  "buyer",
  "caller",
  "user",
]);
const AGENTS = [
  "agent",
  "admin",
  "operator",
  "assistant",
  "outgoing",
  "outbound",
  "bot",
  "system",
  "support",
];

/** The most different texts of a column that says who wrote, or which label. */
const MOST_VALUES = 12;

/** What stands in each column; `null` where those are many different texts. */
export function valuesOf(columns: number, rows: readonly string[][]): (string[] | null)[] {
  return Array.from({ length: columns }, (_, at) => {
    const values = new Set(rows.map((row) => (row[at] ?? "").trim()).filter((value) => value !== ""));
    return values.size > 0 && values.size <= MOST_VALUES ? [...values] : null;
  });
}

/** Whether the first row of a table names the columns. */
export function hasHeadings(first: readonly string[], rows: readonly string[][]): boolean {
  const names = first.map(plain);
  if (names.some((name) => name === "" || name.length > 40) || new Set(names).size < names.length)
    return false;
  if (names.some((name) => [...MESSAGES, ...LABELS, ...WHO].includes(name))) return true;
  if (names.some((name) => /(?:^|_)id$/.test(name))) return true;
  // Names are short, and what stands under one of them is not.
  if (first.length < 2 || names.some((name) => name.split(/[\s_]/).length > 3)) return false;
  return rows.length > 0 && first.some((name, at) => mean(rows, at) > 3 * name.length + 10);
}

/** The guess. `rows` are those below the headings. */
export function choiceOf(columns: readonly string[], rows: readonly string[][], headings: boolean): Choice {
  const names = columns.map((name) => (headings ? plain(name) : ""));
  const message = messageOf(names, rows);
  const values = valuesOf(columns.length, rows);
  const who = whoOf(names, values);
  const empty = names.flatMap((_, at) => (rows.some((row) => (row[at] ?? "") !== "") ? [] : [at]));
  const named = best(names, LABELS, [message, who, ...empty]);
  const label = named !== -1 ? named : headings ? -1 : bareLabel(names.length, rows, message);
  const customers = who === -1 ? [] : customersOf(names[who] ?? "", values[who] ?? []);
  return { message, label, who, customers, headings };
}

function messageOf(names: readonly string[], rows: readonly string[][]): number {
  const scored = names.map((name, at) => {
    const place = MESSAGES.indexOf(name);
    const texts = rows.map((row) => row[at] ?? "").filter((text) => text !== "");
    const filled = texts.length / Math.max(1, rows.length);
    const spaced = texts.filter((text) => text.trim().includes(" ")).length / Math.max(1, texts.length);
    const different = new Set(texts).size / Math.max(1, texts.length);
    const named = place === -1 ? 0 : 3 - place / MESSAGES.length;
    return {
      at,
      score: (named + 2 * spaced + different + Math.min(mean(rows, at), 200) / 200) * (0.3 + filled),
    };
  });
  return scored.sort((a, b) => b.score - a.score)[0]?.at ?? 0;
}

/** A column says who wrote where its name does, and customers are among what stands in it. */
function whoOf(names: readonly string[], values: readonly (string[] | null)[]): number {
  for (const wanted of WHO) {
    const at = names.indexOf(wanted);
    const found = values[at];
    if (found && customersOf(wanted, found).length > 0) return at;
  }
  return -1;
}

/** Which of the texts mean that a customer wrote. */
export function customersOf(name: string, values: readonly string[]): string[] {
  const small = values.map(plain);
  if (/inbound|customer|incoming/.test(name) && small.some((value) => ["true", "1", "yes"].includes(value)))
    return values.filter((value) => ["true", "1", "yes"].includes(plain(value)));
  // Chatwoot counts kinds: 0 is what comes in.
  if (name === "message_type" && small.every((value) => /^[0-3]$/.test(value)))
    return values.filter((value) => value.trim() === "0");
  // Where contacts write to users, users are those who answer; unless those have a name of their own.
  const staff = small.includes("contact") && !small.some((value) => AGENTS.includes(value));
  return values.filter((value) => CUSTOMERS.has(plain(value)) && !(staff && plain(value) === "user"));
}

/** A table without headings: the column beside the message whose texts come again and again. */
function bareLabel(columns: number, rows: readonly string[][], message: number): number {
  for (let at = 0; at < columns; at += 1) {
    if (at === message) continue;
    const texts = rows.map((row) => row[at] ?? "").filter((text) => text !== "");
    const words = texts.every((text) => text.length <= 60 && /\p{L}/u.test(text));
    if (texts.length > 5 && words && new Set(texts).size <= texts.length / 2) return at;
  }
  return -1;
}

function best(names: readonly string[], wanted: readonly string[], taken: readonly number[]): number {
  for (const one of wanted) {
    const at = names.indexOf(one);
    if (at !== -1 && !taken.includes(at)) return at;
  }
  return -1;
}

function mean(rows: readonly string[][], at: number): number {
  return rows.reduce((sum, row) => sum + (row[at] ?? "").length, 0) / Math.max(1, rows.length);
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, (run) => (run.includes("-") ? "-" : " "))
    .replaceAll(/ (?=type|body|message|tags)/g, "_");
}

/** The choice again, for a person who says otherwise whether the first row names the columns. */
export function withHeadings(peek: Peek, headings: boolean): Choice {
  return choiceOf(peek.columns, headings ? peek.rows : [peek.columns, ...peek.rows], headings);
}
