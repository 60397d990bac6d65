// Prints one table: answertree beside other engines, each with the same generated topics in its own terms.
// `npm ci && node peers.mjs [TOPICS …]`; needs cargo for the generator. Every engine at every size runs in its own
// process for a bounded time; what does not end in time is said to be so.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ENGINES = ["answertree", "rivescript", "json-rules", "ink", "xstate"];
const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
/** Seconds for one engine at one size, all steps together; 15 such runs stay under five minutes. */
const BOUND = 30;
/** Seconds for one figure. */
const SHARE = 1;

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "answertree-peers-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

for (const topics of SIZES.length > 0 ? SIZES : [100, 1_000, 10_000]) {
  const script = join(folder, `${topics}.answers`);
  const messages = join(folder, `${topics}.tsv`);
  writeFileSync(script, generate(topics));
  writeFileSync(messages, generate(topics, "--messages", "200"));
  const rows = [];
  for (const engine of ENGINES) {
    if (process.stderr.isTTY) process.stderr.write(`\r${engine} with ${topics} topics … `);
    rows.push(await measure(engine, script, messages));
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  console.log(table(topics, rows));
}

function generate(...args) {
  const cargo = ["run", "--quiet", "--release", "--no-default-features", "--example", "generate", "--"];
  return execFileSync("cargo", [...cargo, ...args.map(String)], { cwd: join(here, "../.."), maxBuffer: 1 << 28 });
}

/** Runs one measurement, keeps what it printed last, ends it when its time is over. */
function measure(engine, script, messages) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--max-old-space-size=3072", "measure.mjs", engine, script, messages, String(SHARE)], { cwd: here });
    let out = "";
    let problem = "";
    let late = false;
    const timer = setTimeout(() => { late = true; child.kill("SIGKILL"); }, BOUND * 1_000);
    child.stdout.on("data", (data) => { out += data; });
    child.stderr.on("data", (data) => { problem += data; });
    child.on("close", (code) => {
      clearTimeout(timer);
      const lines = out.trim().split("\n").filter((line) => line.startsWith("{"));
      const row = lines.length > 0 ? JSON.parse(lines.at(-1)) : { engine };
      if (late) row.stopped = `over ${BOUND} s`;
      else if (code !== 0) row.stopped = (/^\w*Error: .*$/m.exec(problem)?.[0] ?? /FATAL ERROR: .*/.exec(problem)?.[0] ?? `ended with ${code}`).slice(0, 90);
      resolve(row);
    });
  });
}

function table(topics, rows) {
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
  return `\n${topics} topics (in brackets: times answertree's; found: messages whose topic came first, half of them without the words of a pattern in order)\n\n${text}`;
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
