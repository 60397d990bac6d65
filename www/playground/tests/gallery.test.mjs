/** The gallery: every script starts as a project of its own, without a problem, and answers what it says it does. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { open, start, violations } from "./page.mjs";

const { scripts } = /** @type {typeof import("../src/gallery/scripts.ts")} */ (
  (await runnerImport(fileURLToPath(new URL("../src/gallery/scripts.ts", import.meta.url)))).module
);

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("has eight scripts at least", () => {
  assert.ok(scripts.length >= 8);
  assert.equal(new Set(scripts.map(({ id }) => id)).size, scripts.length);
});

describe("a script of the gallery", () => {
  test("starts as a project without a problem, and answers its samples", async () => {
    const { page, write, close } = await open(site);
    await write("script Mine\n");
    for (const { title, samples } of scripts) {
      await page.getByRole("button", { name: "Gallery" }).click();
      await page.getByRole("button", { name: `Start from this: ${title}` }).click();
      await page.getByText("No problems").waitFor();
      await page.locator(".tools button", { hasText: title }).waitFor();
      for (const text of samples) {
        await page.locator("#message").fill(text);
        await page.locator(".card, .asks").first().waitFor();
        assert.equal(await page.locator("#message").inputValue(), text);
        await page.locator("#message").fill("");
        await page.locator(".card").first().waitFor({ state: "hidden" });
      }
    }
    // What was there before is a project still.
    await page.locator(".tools button", { hasText: scripts.at(-1)?.title ?? "" }).click();
    await page.locator(".project-list", { hasText: "Mine" }).waitFor();
    await close();
  });

  test("is found by its words, and by keyboard alone", async () => {
    const { page, close } = await open(site);
    await page.getByRole("button", { name: "Gallery" }).focus();
    await page.keyboard.press("Enter");
    // It is loaded when it is opened first: what is typed before it has the focus is not for it.
    await page.waitForFunction(() => document.activeElement?.id === "gallery-find");
    await page.keyboard.type("spanish");
    assert.equal(await page.locator(".gallery-card").count(), 1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".cm-content", { hasText: "Casa Mirador" }).waitFor();
    await page.getByRole("button", { name: "Gallery" }).click();
    await page.getByLabel("Find a script").fill("xyzzy");
    await page.getByText("No script is like that.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await close();
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
        const { page, close } = await open(site, { colorScheme, viewport: { width, height: 800 } });
        await page.getByRole("button", { name: "Gallery" }).click();
        await page.locator(".gallery-card").first().waitFor();
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/gallery-${colorScheme}-${width}.png` });
        await close();
      });
    }
  }
});
