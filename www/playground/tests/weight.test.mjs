/** What a first visit loads, as a host would send it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { start } from "./page.mjs";

/** In bytes: 350 KB in brotli for all that the first page needs. */
const BUDGET = 350_000;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("the first page is at most 350 KB", async (t) => {
  // The service worker keeps everything for when the network is cut: behind the page, and not before it can be used.
  const context = await site.browser.newContext({ serviceWorkers: "block" });
  const page = await context.newPage();
  /** @type {Promise<[string, number]>[]} */
  const sizes = [];
  page.on("response", (response) => {
    sizes.push(
      response.body().then((body) => {
        const small = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
        return [new URL(response.url()).pathname, small.length];
      }),
    );
  });
  await page.goto(site.url);
  await page.locator(".machine-status", { hasText: "topics" }).waitFor();
  await page.locator("#message").fill("where's my parcel?? it's been two weeks");
  await page.locator(".card").first().waitFor();
  const loaded = await Promise.all(sizes);
  const all = loaded.reduce((sum, [, bytes]) => sum + bytes, 0);
  for (const [path, bytes] of loaded) t.diagnostic(`${bytes} ${path}`);
  t.diagnostic(`${all} bytes in brotli`);
  assert.ok(loaded.length > 4, "the page loads its parts");
  assert.ok(all <= BUDGET, `${all} bytes`);
  await context.close();
});
