/** The same script, message and context give the same bytes in Chromium as natively: `tests/turns.rs` writes what is expected. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { chromium } from "playwright-core";

const root = new URL("../../../", import.meta.url);
const site = "http://answertree.test/";

test("turns in Chromium are as they are natively", async (t) => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  // The package comes from the disk: no server is asked.
  await page.route(`${site}**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const type = path.endsWith(".js")
      ? "text/javascript"
      : path.endsWith(".wasm")
        ? "application/wasm"
        : "text/html";
    const body = path === "" ? "<!doctype html>" : await readFile(new URL(`www/engine/${path}`, root));
    await route.fulfill({ contentType: type, body });
  });
  await page.goto(site);
  const lines = (await readFile(new URL("tests/data/turns.jsonl", root), "utf8")).trimEnd().split("\n");
  const cases = await Promise.all(
    lines.map(async (line) => {
      const value = JSON.parse(line);
      return "script" in value
        ? { ...value, text: await readFile(new URL(value.script, root), "utf8") }
        : value;
    }),
  );
  const told = await page.evaluate(async (cases) => {
    const [compiler, runtime] = ["/dist/compiler/web.js", "/dist/runtime/web.js"];
    const { compile } = await import(compiler);
    const { Machine } = await import(runtime);
    let machine;
    const told = [];
    for (const { script, text, message, context } of cases) {
      if (script === undefined) {
        told.push(machine.suggestJson(message, context));
      } else {
        const { machine: bytes } = compile({ "main.answers": text });
        machine = Machine.load(bytes);
        const checksum = [...bytes.slice(8, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        told.push(`${bytes.length} ${checksum}`);
      }
    }
    return told;
  }, cases);
  assert.ok(cases.length > 60);
  for (const [at, { script, bytes, checksum, message, turn }] of cases.entries()) {
    assert.equal(told[at], script === undefined ? turn : `${bytes} ${checksum}`, script ?? message);
  }
});
