// Prints what a page loads of each module, bundled and compressed as a server would, against the budget it is to reach and
// the ceiling it may not grow above; fails over the ceiling. A ceiling comes down until it is the budget; what is
// added with reason, as conversations and trained models were, sets it anew.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Budgets of what a page loads: wasm and JavaScript together, brotli at its best level, in bytes. */
const budgets = { runtime: 40 * 1024, compiler: 150 * 1024 };

/** What each may have today. */
const ceilings = { runtime: 134 * 1024, compiler: 323 * 1024 };

const engine = new URL("../www/engine/", import.meta.url);
const fromWww = createRequire(new URL("../www/package.json", import.meta.url));
// The bundler that the playground is built with.
const { rolldown } = await import(pathToFileURL(fromWww.resolve("rolldown")).href);

/** The JavaScript over a module as a bundler ships it. @param {string} name */
async function bundled(name) {
  const build = await rolldown({
    input: fileURLToPath(new URL(`dist/${name}/web.js`, engine)),
    platform: "browser",
    logLevel: "silent",
  });
  const { output } = await build.generate({ format: "esm", minify: true });
  await build.close();
  return Buffer.concat(
    output.map((/** @type {{ code?: string }} */ { code }) => Buffer.from(code ?? "")),
  );
}

const brotli = (/** @type {Buffer} */ bytes) =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
const row = (/** @type {(string | number)[]} */ cells) =>
  console.log(cells.map((cell, at) => (at === 0 ? String(cell).padEnd(24) : String(cell).padStart(12))).join(""));

let over = 0;
row(["", "bytes", "gzip -9", "brotli -11", "budget"]);
for (const name of /** @type {("runtime" | "compiler")[]} */ (["runtime", "compiler"])) {
  const [budget, ceiling] = [budgets[name], ceilings[name]];
  const parts = {
    wasm: readFileSync(new URL(`pkg/${name}/answertree_bg.wasm`, engine)),
    JavaScript: await bundled(name),
  };
  let total = 0;
  for (const [kind, bytes] of Object.entries(parts)) {
    const small = brotli(bytes);
    total += small;
    row([`${name}, ${kind}`, bytes.length, gzipSync(bytes, { level: 9 }).length, small, ""]);
  }
  row([`${name}, together`, "", "", total, budget]);
  if (total > budget) console.log(`    ${name} is ${total - budget} bytes over its budget of ${budget / 1024} KiB.`);
  if (total > ceiling) {
    over += 1;
    console.error(`*** ${name} grew above ${ceiling / 1024} KiB. Make it smaller again.`);
  }
}
process.exit(over === 0 ? 0 : 1);
