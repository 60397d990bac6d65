/** The Machine pane and the Practice pane, in a real Chromium. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Machine } from "answertree";
import { open, start, violations } from "./page.mjs";

const script = `script Corner shop
language en

channel chat
department shop Shop

== late: Late delivery
department shop
- where is my order
- my parcel still has not arrived
- tracking has not moved in days
step Open the tracking page.
step Note what it says.
> Sorry about the wait! We are looking for it right now.

== refund: Refunds
- i want my money back
- please refund me
- send me a refund
> Your money is on its way.
end resolved
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @param {string} tab @param {Parameters<typeof open>[1]} [options] */
async function pane(tab, options) {
  const it = await open(site, options);
  await it.write(script);
  await it.page.locator(".machine-status", { hasText: "2 topics" }).waitFor();
  await it.page.getByRole("tab", { name: tab }).click();
  return it;
}

describe("the machine", () => {
  test("is taken away, and what has changed since is told", async () => {
    const { page, write, close } = await pane("Machine");
    await page.getByText("Nothing was published yet").waitFor();
    const sum = await page.locator(".machine-sections tbody tr").count();
    assert.equal(sum, 15);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Machine", exact: true }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "corner-shop.machine");
    const machine = Machine.load(readFileSync(await file.path()));
    assert.equal(machine.suggest("where is my order").suggestions[0]?.topic, "late");
    machine.free();
    await page.getByText("Nothing has changed for people.").waitFor();
    await write(
      script
        .replace("We are looking for it right now.", "We look for it.")
        .replace(
          "== refund: Refunds",
          "== swap: Swaps\n- swap it\n- another one please\n> Of course.\n\n== refund: Refunds",
        ),
    );
    await page.locator(".machine-topic", { hasText: "Late delivery" }).waitFor();
    const late = page.locator(".machine-topic", { hasText: "Late delivery" });
    assert.match(await late.locator("del").innerText(), /We are looking for it right now\./);
    assert.match(await late.locator("ins").innerText(), /We look for it\./);
    assert.match(await page.locator(".machine-topic", { hasText: "Swaps" }).innerText(), /added/);
    // With errors the machine before them can still be had, and does not count as published.
    await write(`${script}nonsense\n`);
    await page.getByText("The script has errors now").waitFor();
    await page.reload();
    await page.getByRole("tab", { name: "Machine" }).click();
    await page.getByText("There is no machine yet").waitFor();
    await close();
  });

  test("is run by a snippet for each host, and has a listing", async () => {
    const { page, close } = await pane("Machine");
    const snippet = page.locator(".machine-code").first();
    for (const [host, part] of /** @type {const} */ ([
      ["Web page, help desk, extension", 'new URL("./corner-shop.machine", import.meta.url)'],
      ["Edge worker", 'import runtime from "answertree/runtime.wasm"'],
      ["Node", "readFileSync"],
      ["Command line", "answertree suggest corner-shop.machine"],
    ])) {
      await page.getByLabel("Where", { exact: true }).selectOption({ label: host });
      assert.ok((await snippet.innerText()).includes(part), host);
    }
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^answertree suggest/);
    await page.getByText("Listing", { exact: true }).click();
    await page.locator(".machine-code", { hasText: 'machine "Corner shop"' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await close();
  });

  test("where nothing can be kept, the download says so", async () => {
    const { page, close } = await pane("Machine", {
      prepare: (page) =>
        page.addInitScript(() => {
          const set = Storage.prototype.setItem;
          Storage.prototype.setItem = function (key, value) {
            if (key.includes("published")) throw new DOMException("full", "QuotaExceededError");
            set.call(this, key, value);
          };
        }),
    });
    await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Machine", exact: true }).click(),
    ]);
    await page.getByText("the browser refused to remember").waitFor();
    await close();
  });
});

describe("practice", () => {
  test("scores topic, steps and wording, and gives the results as a table and a file", async () => {
    const { page, close } = await pane("Practice");
    await page.getByLabel("Seconds for each").selectOption("no clock");
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    for (let at = 1; at <= 5; at += 1) {
      await page.getByText(`Customer ${at} of 5`).waitFor();
      const says = await page.locator(".practice-message").innerText();
      const late = !/money|refund/.test(says);
      // The last is answered wrongly.
      const right = at < 5;
      await page.getByLabel("What do they want?").selectOption(late === right ? "late" : "refund");
      if (late && right) {
        await page.getByLabel("Open the tracking page.").check();
        await page.getByLabel("Note what it says.").check();
      }
      await page
        .getByLabel("Your reply")
        .fill(late ? "Sorry about the wait! We are looking for it right now." : "Your money is on its way.");
      await page.keyboard.press("ControlOrMeta+Enter");
      await page.locator(`.practice-verdict[data-right=${right}]`).waitFor();
      await page.keyboard.press("Enter");
    }
    await page.locator(".practice-summary", { hasText: "4 of 5 customers" }).waitFor();
    assert.equal(await page.locator(".practice-table tbody tr").count(), 5);
    assert.match(await page.locator(".practice-table tbody tr").first().innerText(), /100%/);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click(),
    ]);
    const csv = readFileSync(await file.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    assert.equal(csv.length, 6);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Again with those that went wrong" }).click();
    await page.getByText("Customer 1 of 1").waitFor();
    await page.getByRole("button", { name: "Stop here" }).click();
    await page.getByRole("button", { name: "Begin", exact: true }).waitFor();
    await close();
  });

  test("begins when the script has no errors and an example with a reply", async () => {
    const { page, write, close } = await pane("Practice");
    await write(`${script}nonsense\n`);
    await page.locator(".problems-summary", { hasText: "1 error" }).waitFor();
    await page.waitForTimeout(500);
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    await page.getByText("practice begins when it has none").waitFor();
    await write("script Empty\n");
    await page.locator(".machine-status", { hasText: "0 topics" }).waitFor();
    await page.getByRole("button", { name: "Begin", exact: true }).click();
    await page.getByText("No customer can be made").waitFor();
    await close();
  });
});

describe("for everybody", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
        const { page, close } = await pane("Machine", { colorScheme, viewport: { width, height: 800 } });
        await page.locator(".machine-sections tbody tr").first().waitFor();
        assert.deepEqual(await violations(page), []);
        await page.getByRole("tab", { name: "Practice" }).click();
        await page.getByRole("button", { name: "Begin", exact: true }).click();
        await page.locator("#practice-topic").waitFor();
        assert.deepEqual(await violations(page), []);
        await page.getByRole("button", { name: "Send", exact: true }).click();
        await page.locator("#practice-next").waitFor();
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
        await close();
      });
    }
  }
});
