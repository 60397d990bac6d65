// Prints what a page loads of each module, compressed as a server would, against the budget it is to reach and the
// ceiling it may not grow above; fails over the ceiling. A ceiling only ever comes down, until it is the budget.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Budgets of what a page loads: wasm and JavaScript together, brotli at its best level, in bytes. */
const budgets = { runtime: 40 * 1024, compiler: 150 * 1024 };

/** What each may have today. */
const ceilings = { runtime: 64 * 1024, compiler: 240 * 1024 };

const engine = new URL("../www/engine/", import.meta.url);
const brotli = (/** @type {Buffer} */ bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
const row = (/** @type {(string | number)[]} */ cells) =>
  console.log(cells.map((cell, i) => String(cell)[i === 0 ? "padEnd" : "padStart"](i === 0 ? 30 : 10)).join(""));

let over = 0;
row(["file", "bytes", "gzip -9", "brotli -11", "budget"]);
for (const name of /** @type {("runtime" | "compiler")[]} */ (["runtime", "compiler"])) {
  const [budget, ceiling] = [budgets[name], ceilings[name]];
  const files = [
    `pkg/${name}/answertree_bg.wasm`,
    `pkg/${name}/answertree.js`,
    `dist/${name}/web.js`,
    `dist/${name}/api.js`,
    "dist/machine.js",
  ];
  let total = 0;
  for (const file of files) {
    const bytes = readFileSync(new URL(file, engine));
    const small = brotli(bytes);
    total += small;
    row([file, bytes.length, gzipSync(bytes, { level: 9 }).length, small, ""]);
  }
  row([`${name}, together`, "", "", total, budget]);
  if (total > budget) console.log(`    ${name} is ${total - budget} bytes over its budget of ${budget / 1024} KiB.`);
  if (total > ceiling) {
    over += 1;
    console.error(`*** ${name} grew above ${ceiling / 1024} KiB. Make it smaller again.`);
  }
}
process.exit(over === 0 ? 0 : 1);
