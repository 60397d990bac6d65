/** When a conversation begins, where: opening hours are tried at any hour, on any clock. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";

const script = `script Shop

department shop Shop
  open Mon-Fri 09:00-17:00 in Europe/London

== hours: Hours
department shop
- are you open now
- is anybody there
> {if open(shop): We are open. | else: We are closed.}
* A colleague, please
  handoff shop "wants to talk"
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page @param {string} moment @param {string} [zone] */
async function set(page, moment, zone) {
  await page.locator(".clock-face").click();
  await page.getByLabel("Begins").fill(moment);
  if (zone !== undefined) await page.locator("#clock-zone").selectOption(zone);
  await page.getByRole("button", { name: "Set", exact: true }).click();
}

/** @param {Page} page @param {string} text */
const reply = (page, text) => page.locator(".card .reply", { hasText: text }).waitFor();
/** @param {Page} page @param {string} text */
const face = (page, text) => page.locator(".clock", { hasText: text }).waitFor();

describe("the conversation's clock", () => {
  test("goes by the script's place, wherever its author is", async () => {
    const { page, write, close } = await open(site, { timezoneId: "America/New_York" });
    await write(script);
    await page.getByText("1 topic, machine").waitFor();
    await page.locator("#message").fill("are you open now?");
    await set(page, "2026-11-29T23:10");
    await face(page, "Sun 29 Nov, 23:10 in London");
    await reply(page, "We are closed.");
    await set(page, "2026-11-30T10:00");
    await reply(page, "We are open.");
    // It is one in the night in London then.
    await set(page, "2026-11-30T10:00", "America/New_York");
    await face(page, "Mon 30 Nov, 10:00");
    await reply(page, "We are open.");
    await set(page, "2026-11-30T03:59", "America/New_York");
    await reply(page, "We are closed.");
    await set(page, "2026-11-30T04:00", "America/New_York");
    await reply(page, "We are open.");
    await close();
  });

  test("does all that happened once more at another time, and time goes on from there", async () => {
    const { page, write, close } = await open(site, { timezoneId: "Europe/London" });
    await write(script);
    await page.getByText("1 topic, machine").waitFor();
    await set(page, "2026-11-30T16:58");
    await page.locator("#message").fill("is anybody there");
    await page.locator("#message").press("Enter");
    await reply(page, "We are open.");
    await page.getByRole("button", { name: "A colleague, please" }).click();
    await page.locator(".log", { hasText: "Handed over to Shop: wants to talk" }).waitFor();
    assert.doesNotMatch(await page.locator(".log").innerText(), /closed/);
    await set(page, "2026-11-30T17:30");
    await page.locator(".log", { hasText: "closed until Tue 1 Dec, 09:00" }).waitFor();
    // The next one begins then, too, also after a reload; and in truth again where that is wanted.
    await page.getByRole("button", { name: "Start again" }).click();
    await face(page, "Mon 30 Nov, 17:30");
    await page.getByRole("button", { name: "+1 day" }).click();
    await face(page, "Tue 1 Dec, 17:30");
    await page.waitForTimeout(400);
    await page.reload();
    await face(page, "Tue 1 Dec, 17:30");
    await page.getByRole("button", { name: "Start again" }).click();
    await face(page, "Mon 30 Nov, 17:30");
    await page.locator(".clock-face").click();
    await page.getByRole("button", { name: "Now", exact: true }).click();
    await page.waitForFunction(() => {
      const shown = Date.parse(document.querySelector("time.clock")?.getAttribute("datetime") ?? "");
      return Math.abs(shown - Date.now()) < 120_000;
    });
    await close();
  });

  test("is set by keys alone, and refuses what is no time", async () => {
    const { page, close } = await open(site);
    await page.locator(".clock-face").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "clock-at");
    await page.getByLabel("Begins").fill("");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#clock-form").isVisible(), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#clock-form").isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.className.includes("clock-face")), true);
    await close();
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`axe finds nothing, ${colorScheme}, 360 px wide`, async () => {
      const { page, close } = await open(site, { colorScheme, viewport: { width: 360, height: 800 } });
      await page.locator(".clock-face").click();
      await page.locator("#clock-form").waitFor();
      assert.deepEqual(await violations(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
      if (process.env.SHOTS) {
        await page.locator(".talk-head").scrollIntoViewIfNeeded();
        await page.screenshot({ path: `${process.env.SHOTS}/clock-${colorScheme}.png` });
      }
      await close();
    });
  }
});
