// The sets, how each is parted into what is learned and what is tried, and what is drawn: the same for every engine.
// Nothing is random: the order is that of SHA-256, so that anybody can draw the same in any language.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Of each label so many messages are tried where a set has no part for it; the language pack never saw those. */
export const HELD_OUT = 25;
/** The label of messages that belong to no topic. */
export const NONE = "oos";

/** The sets with their files. */
export const SETS = [
  { name: "BANKING77", train: "banking77/train.tsv" },
  { name: "CLINC150", train: "clinc150/train.tsv", test: "clinc150/val.tsv", none: ["clinc150/oos_train.tsv", "clinc150/oos_val.tsv"] },
];

/** Files that are not in the folder. */
export const missing = (folder) =>
  SETS.flatMap(({ train, test, none }) => [train, test, ...(none ?? [])]).filter((file) => file && !existsSync(join(folder, file)));

/** Lines of `label<TAB>message`. */
export function read(path) {
  const lines = readFileSync(path, "utf8").split(/\r?\n/).filter(Boolean);
  return lines.map((line) => {
    const tab = line.indexOf("\t");
    return [line.slice(0, tab), line.slice(tab + 1)];
  });
}

export function write(path, rows) {
  writeFileSync(path, rows.map((row) => `${row.join("\t")}\n`).join(""));
}

const digest = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** Rows by a key of each; two rows of one key stay as they were. */
function sorted(rows, key) {
  const keyed = rows.map((row) => [key(row), row]);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}

/** The first so many rows of each label. */
function first(rows, count) {
  const had = new Map();
  return rows.filter(([label]) => {
    const n = had.get(label) ?? 0;
    had.set(label, n + 1);
    return n < count;
  });
}

/** Of each label the messages with the smallest SHA-256 are tried, wherever they stand; the others train. */
export function split(rows, count = HELD_OUT) {
  const out = new Set(first(sorted(rows, ([, message]) => digest(message)), count).map((row) => row.join("\t")));
  const isOut = (row) => out.has(row.join("\t"));
  return { train: rows.filter((row) => !isOut(row)), test: rows.filter(isOut) };
}

/**
 * So many messages of each label: those with the smallest SHA-256 of the draw's number, a colon and the message. They come in that order,
 * labels mixed: an engine that learns line by line must not see one label after the other.
 */
export function draw(rows, count, number) {
  return first(sorted(rows, ([, message]) => digest(`${number}:${message}`)), count);
}

/** What is learned and what is tried of a set. */
export function parts(folder, { train, test, none }) {
  const rows = read(join(folder, train));
  const both = test ? { train: rows, test: read(join(folder, test)) } : split(rows);
  return { ...both, none: (none ?? []).flatMap((file) => read(join(folder, file))) };
}
