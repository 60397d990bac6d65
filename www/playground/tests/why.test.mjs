/** The Why pane: what a message was considered for, and what would make a topic win, in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";
import { late } from "./talk.mjs";

const cancelled = "my package is late because you cancelled it";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @param {Parameters<typeof open>[1]} [options] */
async function why(options) {
  const it = await open(site, options);
  const { page } = it;
  await page.getByRole("tab", { name: "Why" }).click();
  await page.locator("#why-message").waitFor();
  const row = (/** @type {string} */ topic) =>
    page.locator(".why-topic", { has: page.locator(`#why-${topic}`) });
  return {
    ...it,
    row,
    /** @param {string} message */
    async tryOut(message) {
      await page.locator("#why-message").fill(message);
    },
    /** The rows as they are read: title, state, number. */
    rows: () =>
      page
        .locator(".why-head")
        .evaluateAll((heads) =>
          heads.map((head) =>
            [".why-title", ".why-chip", ".why-number [aria-hidden]"].map(
              (part) => head.querySelector(part)?.textContent,
            ),
          ),
        ),
    marked: () => page.locator(".why .message-behind mark").allTextContents(),
    /** @param {string} topic */
    first: (topic) =>
      page.waitForFunction(
        (id) => document.querySelector(".why-chip.wins")?.closest("button")?.id === id,
        `why-${topic}`,
      ),
    /** The line of the script that has the cursor. */
    line: () => page.locator(".cm-activeLine").textContent(),
  };
}

describe("marks beside the script's lines", () => {
  test("show what the last message led to, and here also what speaks for it", async () => {
    const { page, first, tryOut, write, close } = await why();
    await write(`script Shop
words parcel = parcel, package

== late: Late
- where is my order
when <parcel> .. late
> We look into it.

== refund: Refund
- money back please
> It is on its way.
`);
    await page.getByText("2 topics, machine").waitFor();
    const marks = page.locator(".line-mark.match");
    /** The lines that have one, from their height. */
    const lines = () =>
      page.evaluate(() => {
        const root = document.querySelector(".editor")?.shadowRoot;
        const at = (/** @type {Element} */ element) => Math.round(element.getBoundingClientRect().top);
        const rows = [...(root?.querySelectorAll(".cm-line") ?? [])];
        return [...(root?.querySelectorAll(".line-mark.match") ?? [])].map((mark) => {
          const gutter = mark.closest(".cm-gutterElement");
          return rows.find((row) => gutter !== null && Math.abs(at(row) - at(gutter)) < 3)?.textContent;
        });
      });
    await page.getByRole("tab", { name: "Conversation" }).click();
    assert.equal(await marks.count(), 0);
    await page.locator("#message").fill("my package is late again");
    await marks.first().waitFor();
    assert.deepEqual(await lines(), ["== late: Late"]);
    await page.locator("#message").fill("money back please");
    await page.locator(".card", { hasText: "It is on its way." }).waitFor();
    assert.deepEqual(await lines(), ["== refund: Refund"]);
    await page.getByRole("tab", { name: "Why" }).click();
    await tryOut("my package is late again");
    await first("late");
    await page.waitForFunction(
      () => document.querySelector(".editor")?.shadowRoot?.querySelectorAll(".line-mark.match").length === 2,
    );
    assert.ok((await lines()).includes("when <parcel> .. late"));
    await page.getByRole("tab", { name: "Conversation" }).click();
    await page.locator("#message").fill("");
    await marks.first().waitFor({ state: "detached" });
    await close();
  });
});

describe("what a message was considered for", () => {
  test("follows the conversation", async () => {
    const { page, first, rows, marked, close } = await why();
    await page.locator(".why .empty h3").getByText("No message yet").waitFor();
    await page.getByRole("tab", { name: "Conversation" }).click();
    await page.locator("#message").fill(late);
    await page.getByRole("tab", { name: "Why" }).click();
    await first("late");
    assert.equal(await page.locator("#why-message").inputValue(), late);
    const shown = await rows();
    assert.deepEqual(shown[0]?.slice(0, 2), ["Late delivery", "wins"]);
    const numbers = shown.map(([, , number]) => Number.parseInt(number ?? "", 10));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => b - a),
    );
    assert.match((await page.locator(".why-limit-label").textContent()) ?? "", /from 40/);
    // The words of the winner are marked, and those of a topic that is pointed at.
    assert.ok((await marked()).includes("parcel"));
    await page.locator(".why-hint", { hasText: "pattern" }).first().hover();
    const pattern = await marked();
    assert.ok(pattern.length > 0 && pattern.join(" ") !== "");
    // Another message, sent.
    await page.getByRole("tab", { name: "Conversation" }).click();
    await page.locator("#message").fill("you charged me twice");
    await page.locator("#message").press("Enter");
    await page.locator(".bubble.customer").waitFor();
    await page.getByRole("tab", { name: "Why" }).click();
    await first("payment");
    await close();
  });

  test("a message of its own, and back", async () => {
    const { page, first, tryOut, close } = await why();
    await tryOut("I typed the wrong address");
    await first("address");
    await page.getByRole("button", { name: "Follow the conversation" }).click();
    await page.locator(".why .empty h3").getByText("No message yet").waitFor();
    // While another is typed over it, the last one stands.
    await page.locator("#why-message").pressSequentially("the shirt is too small", { delay: 5 });
    await first("exchange");
    await page.getByRole("button", { name: "Try in the conversation" }).click();
    await page.locator("#message").waitFor();
    assert.equal(await page.locator("#message").inputValue(), "the shirt is too small");
    await close();
  });

  test("a message of two topics: each tells the part that speaks of it", async () => {
    const { page, tryOut, row, first, marked, close } = await why();
    await tryOut("you charged me twice, and I typed the wrong address");
    await first("payment");
    const head = row("address").locator(".why-head");
    await head.locator(".why-chip.fine").waitFor();
    if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
    const part = row("address").locator(".why-part");
    await part.hover();
    assert.equal(await part.locator("mark").textContent(), "and I typed the wrong address");
    assert.deepEqual(await marked(), ["and I typed the wrong address"]);
    // It is second because it was written second, not because it is less sure.
    assert.equal(await row("address").locator(".why-gap").count(), 0);
    await tryOut("I typed the wrong address");
    await first("address");
    await page.locator(".why-part").waitFor({ state: "detached" });
    await close();
  });

  test("what rules a topic out is a link to its line", async () => {
    const { tryOut, row, line, marked, close } = await why();
    await tryOut(cancelled);
    await row("late").locator(".why-chip.out").getByText("kept out").waitFor();
    const head = row("late").locator(".why-head");
    if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
    await row("late").locator(".why-against").hover();
    assert.deepEqual(await marked(), ["cancelled"]);
    await row("late")
      .locator(".why-against")
      .getByRole("button", { name: /when not cancelled/ })
      .click();
    assert.match((await line()) ?? "", /^when not cancelled/);
    await close();
  });

  test("the script has errors: the last answer stays, and says so", async () => {
    const { page, tryOut, first, write, script, close } = await why();
    await tryOut(late);
    await first("late");
    const good = await script();
    await write(`${good}\n-> nowhere\n`);
    await page.locator(".why > .tests-note", { hasText: "has errors" }).waitFor();
    assert.ok((await page.locator(".why-topic").count()) > 0);
    await write(good);
    await page.locator(".why > .tests-note", { hasText: "has errors" }).waitFor({ state: "hidden" });
    await close();
  });
});

describe("what would make a topic win", () => {
  test("a way is tried, written with one key and taken back", async () => {
    const { page, tryOut, row, first, script, close } = await why();
    await tryOut(cancelled);
    await row("late").locator(".why-chip.out").waitFor();
    const head = row("late").locator(".why-head");
    if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
    await row("late")
      .getByRole("button", { name: /^What would I have to write/ })
      .press("Enter");
    const ways = row("late").locator(".way");
    await ways.first().waitFor();
    assert.match((await ways.first().locator("h4").textContent()) ?? "", /Take the line out/);
    assert.equal(await ways.first().locator(".diff-out code").textContent(), "when not cancelled");
    // What it costs: the test that says the opposite.
    assert.match(
      (await ways.first().locator(".way-cost").textContent()) ?? "",
      /cancelled orders are not late/,
    );
    // The focus is where one key writes it.
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-way")), "1");
    await page.keyboard.press("1");
    await first("late");
    assert.doesNotMatch(await script(), /when not cancelled/);
    await row("late").getByRole("button", { name: "Take it back" }).click();
    await row("late").locator(".why-chip.out").waitFor();
    assert.match(await script(), /when not cancelled/);
    await close();
  });

  test("a topic that nothing speaks for", async () => {
    const { page, tryOut, first, script, editor, close } = await why();
    await tryOut("zebra crossing wobble");
    await page.locator("#why-other").selectOption("refund");
    await page
      .getByRole("button", { name: /^What would I have to write/ })
      .last()
      .click();
    const way = page.locator(".way.wins", { hasText: "as an example" });
    await way.waitFor();
    assert.match((await way.locator(".diff-in").textContent()) ?? "", /- zebra crossing wobble/);
    assert.match((await way.locator(".way-quiet").textContent()) ?? "", /Nothing else changes/);
    await way.locator(".way-apply").click();
    await first("refund");
    assert.match(
      await script(),
      / {2}- you still owe me the money for my return\n {2}- zebra crossing wobble\n/,
    );
    // Undo in the editor takes it back, too.
    await editor.click();
    await page.keyboard.press("ControlOrMeta+z");
    await page.waitForFunction(() => document.querySelector(".why-chip.wins") === null);
    assert.doesNotMatch(await script(), /zebra/);
    await close();
  });
});

for (const [name, options] of /** @type {const} */ ([
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
])) {
  test(`has no barriers: ${name}`, async () => {
    const { page, tryOut, row, close } = await why(options);
    await tryOut(cancelled);
    await row("late").locator(".why-chip.out").waitFor();
    const head = row("late").locator(".why-head");
    if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
    await row("late")
      .getByRole("button", { name: /^What would I have to write/ })
      .click();
    await row("late").locator(".way").first().waitFor();
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    if (process.env.SCREENSHOTS) {
      mkdirSync(process.env.SCREENSHOTS, { recursive: true });
      await page.screenshot({
        path: `${process.env.SCREENSHOTS}/why-${name}.png`,
        fullPage: name === "narrow",
      });
    }
    await close();
  });
}
