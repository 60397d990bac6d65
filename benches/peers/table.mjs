// Prints one table of everything `make bench` measures, with the budgets beside the figures and the peers behind them.
// `node table.mjs TARGET ALLOCATIONS [PAGE]`: the native figures are read from TARGET/criterion, the scripts and machines
// from TARGET/bench; PAGE is written as Markdown.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { ENGINES, measureAll } from "./peers.mjs";
import { aligned, kibibytes, loadedByAPage, precise, thousands, time } from "./show.mjs";

const [target, allocations, page] = process.argv.slice(2);
const folder = join(target, "bench");
const root = fileURLToPath(new URL("../../", import.meta.url));
const SIZES = [100, 1_000, 10_000];
const MS = 1;
const US = 0.001;

/** What each figure may be at most, in milliseconds, bytes or as a ratio; from the design. */
const BUDGETS = {
  loadWasm: 5 * MS,
  readWasm: 10 * US,
  objectWasm: 25 * US,
  growth: 1.5,
  keystroke: 16 * MS,
  compile: 500 * MS,
  runtime: 40 * 1_024,
  compiler: 150 * 1_024,
  allocations: 0,
};

const bySize = new Map();
for (const size of SIZES) bySize.set(size, await measureAll(folder, size));
const peers = bySize.get(SIZES[0]).slice(1);
const ours = (size) => bySize.get(size)[0];

/** Cells of the table: where, what, topics, figure, budget, verdict, then each peer. */
const rows = [["where", "what", "topics", "figure", "budget", "within", ...peers.map((row) => `${row.engine} ${row.version ?? ""}`)]];

for (const size of SIZES) add("native", "suggest: the engine's part", size, native("suggest", `${size}-read`), time);
for (const size of SIZES) add("native", "suggest: to the finished turn", size, native("suggest", `${size}-turn`), time);
add("native", "suggest: allocations of the engine's part once warm, 50 messages", 1_000, number(allocations), count, BUDGETS.allocations);
for (const size of SIZES) add("native", "load", size, native("load", String(size)), time);
add("native", "compile without intents", 10_000, native("compile", "10000-without-intents"), time, BUDGETS.compile);
add("native", "compile again, its examples as they were", 10_000, native("compile", "10000"), time);
add("native", "keystroke to problems, 1,000 lines", "", native("keystroke", "problems"), time);
add("native", "keystroke to problems and machine, 1,000 lines", "", native("keystroke", "machine"), time);
for (const size of SIZES) {
  const script = gzipSync(readFileSync(join(folder, `${size}.answers`)), { level: 9 }).length;
  add("size", "machine in gzip, budget: its script in gzip", size, ours(size).gzip, kibibytes, script, "gzip");
}
for (const [name, bytes] of loadedByAPage()) add("size", `what a page loads, ${name}, brotli`, "", bytes, kibibytes, BUDGETS[name]);
for (const size of SIZES) {
  add("wasm", "suggest: the engine's part", size, ours(size).read, time, size === 10_000 ? BUDGETS.readWasm : undefined);
}
add("wasm", "suggest: the engine's part, 10,000 : 100 topics", "", grown("read", 0), ratio, BUDGETS.growth);
for (const size of SIZES) {
  add("wasm", "suggest: to the finished object", size, ours(size).match, time, size === 10_000 ? BUDGETS.objectWasm : undefined, "match");
}
const growth = ENGINES.map((_, index) => grown("match", index));
rows.push(line("wasm", "suggest: to the finished object, 10,000 : 100 topics", "", growth[0], ratio, BUDGETS.growth,
  growth.slice(1).map((value) => (value === undefined ? "-" : ratio(value)))));
for (const size of SIZES) add("wasm", "suggest: the right topic first", size, ours(size).found, share, undefined, "found");
for (const size of SIZES) add("wasm", "load", size, ours(size).load, time, size === 10_000 ? BUDGETS.loadWasm : undefined, "load");
for (const size of [100, 1_000]) add("wasm", "compile", size, ours(size).compile, time, undefined, "compile");
add("wasm", "keystroke to problems and machine, 1,000 lines", "", ours(1_000).keystroke, time, BUDGETS.keystroke);
if (ours(10_000).choose !== undefined) {
  for (const size of SIZES) add("wasm", "choose: to the finished object", size, ours(size).choose, time, 10 * US, "choose");
}

const stopped = SIZES.flatMap((size) => bySize.get(size).map((row) => ({ ...row, size })))
  .filter((row) => row.stopped ?? row.missing)
  .map((row) => `${row.engine} with ${thousands(row.size)} topics: ${row.stopped ?? row.missing}`);
const cpu = cpus();
const notes = [
  `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpu.length} × ${cpu[0]?.model ?? "unknown"}, Node ${process.versions.node}, ${rustc()}.`,
  `Other work on the machine at the end: a load of ${precise(loadavg()[0])}; a figure is only as good as the machine is idle.`,
  "Medians; compile in wasm once, load the best of five. In brackets: times answertree's figure in the same row.",
  "A message has about 15 words; half of them have the words of a pattern in order, the others say the topic's words in any.",
  "A peer has the same topics in its own terms: patterns, replies and choices. answertree's machine also holds examples, guards and steps.",
  ...(stopped.length > 0 ? [`Without figures: ${stopped.join("; ")}.`] : []),
];
const text = aligned(rows);
console.log(`${text}\n\n${notes.join("\n")}`);
if (page) {
  const head = "# Benchmarks\n\nWritten by `make bench`: do not edit. Budgets are upper bounds.\n";
  writeFileSync(page, `${head}\n${text}\n\n${notes.map((note) => `- ${note}`).join("\n")}\n`);
}

function add(where, what, topics, value, show, budget, peerKey) {
  const cells = peers.map((_, index) => {
    if (!peerKey) return "";
    const figure = bySize.get(topics)[index + 1][peerKey];
    if (figure === undefined) return "-";
    return show(figure) + (value && show !== share ? ` (${precise(figure / value)})` : "");
  });
  rows.push(line(where, what, topics, value, show, budget, cells));
}

function line(where, what, topics, value, show, budget, cells) {
  const known = value !== undefined && Number.isFinite(value);
  const verdict = budget === undefined ? "" : !known ? "?" : value <= budget ? "yes" : `NO: ${precise(value / (budget || 1))} ×`;
  const most = budget === undefined ? "" : `≤ ${show(budget)}`;
  return [where, what, topics === "" ? "" : thousands(topics), known ? show(value) : "-", most, verdict, ...cells];
}

/** A median that criterion wrote, in milliseconds. */
function native(group, name) {
  try {
    const { median } = JSON.parse(readFileSync(join(target, "criterion", group, name, "new/estimates.json"), "utf8"));
    return median.point_estimate / 1e6;
  } catch {
    return undefined;
  }
}

/** How many times slower the largest size is than the smallest. */
function grown(key, index) {
  const [small, large] = [SIZES[0], SIZES.at(-1)].map((size) => bySize.get(size)[index][key]);
  return small && large ? large / small : undefined;
}

function rustc() {
  return execFileSync("rustc", ["--version"], { cwd: root, stdio: "pipe" }).toString().trim().replace(/ \(.*/, "");
}

function number(written) {
  return /^\d+$/.test(written ?? "") ? Number(written) : undefined;
}

function share(part) {
  return `${Math.round(part * 100)} %`;
}

function ratio(value) {
  return `${precise(value)} ×`;
}

function count(value) {
  return String(value);
}
