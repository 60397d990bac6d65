// What both pages of benchmarks show alike: figures in words, tables, and what a page loads.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What tools/sizes.mjs says a page loads: name and bytes. */
export function loadedByAPage() {
  let said = "";
  try {
    said = execFileSync(process.execPath, [join(root, "tools/sizes.mjs")], { stdio: "pipe" }).toString();
  } catch (failure) {
    // Over budget is no failure here: the table says so.
    said = failure.stdout?.toString() ?? "";
  }
  return [...said.matchAll(/^(\w+), together\s+(\d+)/gm)].map(([, name, bytes]) => [name, Number(bytes)]);
}

/** A table in Markdown with its columns in line; the first row is the head. */
export function aligned(lines) {
  const width = (cell) => [...cell].length;
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((cells) => width(cells[column]))));
  const write = (cells) => `| ${cells.map((cell, column) => cell + " ".repeat(widths[column] - width(cell))).join(" | ")} |`;
  return [write(lines[0]), write(widths.map((n) => "-".repeat(n))), ...lines.slice(1).map(write)].join("\n");
}

/** Milliseconds in the unit that fits. */
export function time(ms) {
  if (ms < 1) return `${precise(ms * 1_000)} µs`;
  return ms < 1_000 ? `${precise(ms)} ms` : `${precise(ms / 1_000)} s`;
}

/** Bytes. */
export function kibibytes(bytes) {
  return `${(bytes / 1_024).toFixed(1)} KiB`;
}

/** A whole number with its thousands apart. */
export function thousands(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Two digits or three. */
export function precise(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}
