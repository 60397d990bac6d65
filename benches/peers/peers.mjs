// Prints one table: answertree beside other engines, each with the same generated topics in its own terms.
// `npm ci && node peers.mjs [TOPICS …]`; needs cargo for the generator. Every engine at every size runs in its own
// process for a bounded time; what does not end in time is said to be so, with the figures it had by then.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ENGINES = ["answertree", "rivescript", "json-rules", "ink", "xstate"];
const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
/** Seconds for one engine at one size, all steps together. */
const BOUND = 60;
/** Seconds for everything. */
const BOUND_OF_ALL = 285;
/** Seconds for one figure. */
const SHARE = 1;

/** When the first measurement began: building the generator does not count. */
let started = 0;
const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "answertree-peers-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

console.log("In brackets: times answertree's. match: one message to its topic and reply, for answertree to the finished object.");
console.log("found: messages whose topic came first; half of them do not have the words of a pattern in order.");
console.log("Medians; compile once, load the best of three. A peer's artifact holds patterns, replies and choices; answertree's also examples, guards and steps.");

for (const topics of SIZES.length > 0 ? SIZES : [100, 1_000, 10_000]) {
  const script = join(folder, `${topics}.answers`);
  const messages = join(folder, `${topics}.tsv`);
  const text = generate(topics);
  writeFileSync(script, text);
  writeFileSync(messages, generate(topics, "--messages", "200"));
  const rows = [];
  started ||= performance.now();
  for (const engine of ENGINES) {
    if (process.stderr.isTTY) process.stderr.write(`\r${engine} with ${topics} topics … `);
    rows.push(await measure(engine, script, messages));
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(table(topics, gzipSync(text, { level: 9 }).length, rows));
}

function generate(...args) {
  const cargo = ["run", "--quiet", "--release", "--no-default-features", "--example", "generate", "--"];
  return execFileSync("cargo", [...cargo, ...args.map(String)], { cwd: join(here, "../.."), maxBuffer: 1 << 28, stdio: "pipe" });
}

/** Runs one measurement, keeps what it printed last, ends it when its time is over. */
function measure(engine, script, messages) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--max-old-space-size=3072", "measure.mjs", engine, script, messages, String(SHARE)], { cwd: here });
    let out = "";
    let problem = "";
    let late = false;
    const rest = BOUND_OF_ALL - (performance.now() - started) / 1_000;
    const bound = Math.max(1, Math.min(BOUND, Math.round(rest)));
    const timer = setTimeout(() => { late = true; child.kill("SIGKILL"); }, bound * 1_000);
    child.stdout.on("data", (data) => { out += data; });
    child.stderr.on("data", (data) => { problem += data; });
    child.on("close", (code) => {
      clearTimeout(timer);
      const lines = out.trim().split("\n").filter((line) => line.startsWith("{"));
      const row = lines.length > 0 ? JSON.parse(lines.at(-1)) : { engine };
      if (late) row.stopped = `stopped after ${bound} s`;
      else if (code !== 0) row.stopped = (/^\w*Error: .*$/m.exec(problem)?.[0] ?? /FATAL ERROR: .*/.exec(problem)?.[0] ?? `ended with ${code}`).slice(0, 90);
      resolve(row);
    });
  });
}

function table(topics, scriptSize, rows) {
  const ours = rows[0];
  const head = ["engine", "compile", "load", "artifact gz", "match", "found", "choose", ""];
  const body = rows.map((row) => [
    `${row.engine} ${row.version ?? ""}`,
    cell(row, ours, "compile", time),
    cell(row, ours, "load", time),
    cell(row, ours, "gzip", (n) => `${(n / 1024).toFixed(0)} KiB`),
    cell(row, ours, "match", time),
    row.found === undefined ? "-" : `${Math.round(row.found * 100)} %`,
    cell(row, ours, "choose", time),
    row.missing ?? row.stopped ?? "",
  ]);
  const lines = [head, head.map(() => "---"), ...body];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) => `| ${line.map((value, column) => value.padEnd(widths[column])).join(" | ")} |`).join("\n");
  const size = `${(scriptSize / 1024).toFixed(0)} KiB`;
  return `\n${topics} topics, a script of ${size} in gzip\n\n${text}`;
}

function cell(row, ours, key, show) {
  if (row[key] === undefined) return "-";
  const ratio = row !== ours && ours[key] ? ` (${precise(row[key] / ours[key])})` : "";
  return show(row[key]) + ratio;
}

function time(ms) {
  if (ms < 1) return `${precise(ms * 1_000)} µs`;
  return ms < 1_000 ? `${precise(ms)} ms` : `${precise(ms / 1_000)} s`;
}

function precise(n) {
  return n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toPrecision(2);
}
