// Opens the built playground in Chromium by Lighthouse and prints what it says; fails where a category is below 95.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const LEAST = 95;
const categories = ["performance", "accessibility", "best-practices"];
const root = fileURLToPath(new URL("../../www/playground/dist/", import.meta.url));
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** What was compressed before, by file: as hosts do, once and not for every visitor. @type {Map<string, Buffer>} */
const compressed = new Map();

/** Serves the folder as a host would: compressed, and what has its content in its name for good. */
const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname));
  const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
  const type = types[/** @type {keyof typeof types} */ (extname(file))] ?? "application/octet-stream";
  try {
    if (!file.startsWith(root) || !(await stat(file)).isFile()) throw new Error("no file");
  } catch {
    response.writeHead(404).end();
    return;
  }
  const headers = {
    "content-type": type,
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (!/\bbr\b/.test(request.headers["accept-encoding"] ?? "")) {
    response.writeHead(200, headers);
    createReadStream(file).pipe(response);
    return;
  }
  const body =
    compressed.get(file) ??
    brotliCompressSync(await readFile(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  compressed.set(file, body);
  response.writeHead(200, { ...headers, "content-encoding": "br" }).end(body);
});
await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
const url = `http://127.0.0.1:${port}/`;

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const { version } = createRequire(import.meta.url)("lighthouse/package.json");
console.log(`Lighthouse ${version}`);
let below = 0;
try {
  // Once to have everything compressed, as it is on a host.
  await lighthouse(url, { port: chrome.port, onlyCategories: ["best-practices"], logLevel: "error" });
  for (const [device, config] of /** @type {const} */ ([
    ["desktop", desktopConfig],
    ["phone", undefined],
  ])) {
    const run = await lighthouse(url, { port: chrome.port, onlyCategories: categories, logLevel: "error" }, config);
    if (run === undefined) throw new Error("Lighthouse gave no result");
    const { lhr } = run;
    const scores = categories.map((name) => {
      const score = Math.round((lhr.categories[name]?.score ?? 0) * 100);
      if (score < LEAST) below += 1;
      return `${name} ${score}`;
    });
    const figure = (/** @type {string} */ name) => lhr.audits[name]?.displayValue ?? "–";
    console.log(`${device.padEnd(8)} ${scores.join(", ")}`);
    console.log(
      `         first paint ${figure("first-contentful-paint")}, largest ${figure("largest-contentful-paint")}, ` +
        `interactive ${figure("interactive")}, blocked ${figure("total-blocking-time")}, ${figure("total-byte-weight")}`,
    );
    for (const name of categories) {
      for (const { id, weight } of lhr.categories[name]?.auditRefs ?? []) {
        const { score, title } = lhr.audits[id] ?? {};
        if (weight > 0 && score !== null && score !== undefined && score < 0.9) {
          console.log(`         ${name}: ${title} (${Math.round(score * 100)})`);
        }
      }
    }
  }
} finally {
  chrome.kill();
  server.close();
  server.closeAllConnections();
}
if (below > 0) console.error(`*** ${below} of the scores are below ${LEAST}.`);
process.exitCode = below === 0 ? 0 : 1;
