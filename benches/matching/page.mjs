// Shows what run.mjs measured as Markdown: `node page.mjs FIGURES [PAGE]`. The first table is printed, PAGE has both.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { brotliCompressSync } from "node:zlib";
import { aligned, kibibytes, precise, thousands } from "../peers/show.mjs";

const [file, page] = process.argv.slice(2);
const { versions, again, load, figures } = JSON.parse(readFileSync(file, "utf8"));
const unique = (key) => [...new Set(figures.map((row) => row[key]))];
const [engines, sets, sizes] = [unique("engine"), unique("set"), unique("size")];
const OURS = engines[0];

const of = (engine, set, size) => figures.filter((row) => row.engine === engine && row.set === set && row.size === size);
const title = (engine) => `${engine}${versions[engine] ? ` ${versions[engine]}` : ""}`;

/** The mean of a figure over draws; null where there is none. */
function mean(rows, key) {
  const list = rows.map((row) => row[key]).filter((value) => typeof value === "number");
  return list.length > 0 ? list.reduce((sum, value) => sum + value, 0) / list.length : null;
}

const percent = (value) => (value === null ? "" : (value * 100).toFixed(1));
const micro = (value) => (value < 1_000 ? `${precise(value)} µs` : `${precise(value / 1_000)} ms`);
const seconds = (value) => (value < 1 ? `${precise(value * 1_000)} ms` : `${precise(value)} s`);
const size = (bytes) => (bytes < 10_000_000 ? kibibytes(bytes) : `${precise(bytes / 1_048_576)} MiB`);

/** A share with what must be known of it: that the time was over, or how many messages it is of. */
function share(rows, key) {
  const [row] = rows;
  if (row.over) return `over ${row.over} min`;
  const value = percent(mean(rows, key));
  return value && row.tried < row.messages ? `${value} (${thousands(row.tried)} messages)` : value;
}

/** The same where there is less room. */
const starred = (cell) => cell.replace(/ \(.*/, "*");

/** What is measured on the first draw alone. */
function timed(engine, set, count, key, show, ratio) {
  const [row] = of(engine, set, count);
  if (row.over && key === "seconds") return `over ${row.over} min`;
  if (typeof row[key] !== "number") return "";
  const [own] = of(OURS, set, count);
  return ratio && engine !== OURS && own[key] ? `${show(row[key])} (${precise(row[key] / own[key])})` : show(row[key]);
}

/** Native figures are beside answertree's native one, those of JavaScript beside its wasm. */
const costs = [
  ["gzip", size, "model, gzip"],
  ["seconds", seconds, "trained in"],
  ["native", micro, "a message, native"],
  ["script", micro, "a message, wasm or JavaScript"],
];

function overview() {
  const [fine, wide] = sets;
  const all = sizes.at(-1);
  const asked = sizes.filter((count) => count === 10 || count === all);
  const head = [
    "engine",
    ...sets.flatMap((set) => sizes.map((count) => `${set}, ${count}`)),
    ...["none found", "none right", "in scope refused"].map((what) => `${what}, ${asked.join(" / ")}`),
    ...costs.map(([, , what]) => what),
  ];
  const rows = engines.map((engine) => [
    title(engine),
    ...sets.flatMap((set) => sizes.map((count) => starred(share(of(engine, set, count), "accuracy")))),
    ...["noneRecall", "nonePrecision", "refused"].map((key) => asked.map((count) => starred(share(of(engine, wide, count), key)) || "-").join(" / ")),
    ...costs.map(([key, show]) => timed(engine, fine, all, key, show, true)),
  ]);
  return aligned([head, ...rows]);
}

function details() {
  const head = ["set", "examples", "engine", "draws", "accuracy", "least to most", "none found", "none right", "in scope refused", "ECE", ...costs.map(([, , what]) => what), "finished object"];
  const rows = sets.flatMap((set) =>
    sizes.flatMap((count) =>
      engines.map((engine) => {
        const rows = of(engine, set, count);
        const list = rows.map((row) => row.accuracy).filter((value) => typeof value === "number");
        return [
          set,
          String(count),
          engine,
          String(rows.length),
          share(rows, "accuracy"),
          list.length > 1 ? `${percent(Math.min(...list))} to ${percent(Math.max(...list))}` : "",
          ...["noneRecall", "nonePrecision", "refused"].map((key) => percent(mean(rows, key))),
          mean(rows, "ece")?.toFixed(3) ?? "",
          ...costs.map(([key, show]) => timed(engine, set, count, key, show, false)),
          timed(engine, set, count, "object", micro, false),
        ];
      }),
    ),
  );
  return aligned([head, ...rows]);
}

const table = overview();
const runs = again?.length ? `in one run, after which was measured again: ${again.join("; ")}` : "in one run";
const where = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}, ${runs}; a load of ${precise(load)} at the end, other work on the machine included`;
const pack = brotliCompressSync(readFileSync(new URL("../../packs/en.pack", import.meta.url))).length;
console.log(`\n${table}\n`);
if (page) {
  const text = readFileSync(new URL("page.md", import.meta.url), "utf8");
  // A function, because a `$` in a text would mean something.
  const filled = { "@@TABLE@@": table, "@@DETAILS@@": details(), "@@WHERE@@": where, "@@PACK@@": size(pack) };
  writeFileSync(page, text.replace(/@@\w+@@/g, (what) => filled[what]));
}
