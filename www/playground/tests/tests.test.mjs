/** The Tests pane: results with every change, coverage, walking all conversations, and keeping a talk, in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { start, violations } from "./page.mjs";
import { acme, intoTheTree, talk } from "./talk.mjs";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const written = acme.match(/^test /gm)?.length ?? 0;
const broken = acme.replace('expect reply has "adresse"', 'expect reply has "rue"');

/** @param {Parameters<typeof talk>[1]} [options] */
async function tests(options) {
  const it = await talk(site, options);
  const { page } = it;
  return {
    ...it,
    async front() {
      await page.getByRole("tab", { name: "Tests" }).click();
      await page.locator(".tests").waitFor();
    },
    /** @param {RegExp} what */
    summary: (what) => page.locator(".tests-summary", { hasText: what }).waitFor(),
    /** @param {string} name */
    row: (name) => page.locator(".test", { hasText: name }),
    /** @param {string} name */
    view: (name) => page.getByRole("button", { name, exact: true }).click(),
    line: () => page.locator(".cm-activeLine").textContent(),
  };
}

describe("results", () => {
  test("come with every change, beside their names and their lines", async () => {
    const { page, front, summary, row, line, write, close } = await tests();
    await front();
    await summary(new RegExp(`^${written} tests pass`));
    assert.equal(await page.locator(".test").count(), written);
    await row("French")
      .getByRole("button", { name: /French/ })
      .first()
      .click();
    assert.equal(await line(), "test French");
    assert.ok((await page.locator(".line-mark.good").count()) > 0);

    await write(broken);
    await summary(new RegExp(`^1 test fails, ${written - 1} pass`));
    const failed = row("French").locator(".test-why");
    const said = (await failed.textContent()) ?? "";
    assert.match(said, /expect reply has "rue"/);
    assert.match(said, /Expected a reply with rue/);
    assert.match(said, /Pouvez-vous/);
    await page.getByLabel("Only failed").check();
    assert.equal(await page.locator(".test").count(), 1);
    await failed.locator(".line-link").first().click();
    assert.match((await line()) ?? "", /expect reply has "rue"/);
    assert.ok((await page.locator(".line-mark.bad").count()) > 0);

    await write(acme);
    await summary(new RegExp(`^${written} tests pass`));
    await page.locator(".empty", { hasText: "No test is like that" }).waitFor();
    await close();
  });

  test("come without the pane being opened, and the tab counts what fails", async () => {
    const { page, write, close } = await tests();
    const tab = page.getByRole("tab", { name: "Tests" });
    // What the page begins with was compiled before.
    assert.equal(await tab.textContent(), "Tests");
    await write(broken);
    await page.getByRole("tab", { name: /^Tests ?, 1 test fails$/ }).waitFor();
    // Tests stand at the end; lines out of sight have no mark yet.
    await page.locator(".cm-content").press("ControlOrMeta+End");
    for (let pages = 0; pages < 8 && (await page.locator(".line-mark.bad").count()) === 0; pages += 1) {
      await page.keyboard.press("PageUp");
      await page.waitForTimeout(100);
    }
    // Beside its name, and beside what did not hold.
    assert.equal(await page.locator(".line-mark.bad").count(), 2);
    assert.equal(await tab.getAttribute("aria-selected"), "false");
    assert.deepEqual(await violations(page), []);
    await write(acme);
    await page.getByRole("tab", { name: "Tests", exact: true }).waitFor();
    assert.ok((await page.locator(".line-mark.good").count()) > 0);
    await close();
  });

  test("are found by their names, and one is run alone", async () => {
    const { page, front, summary, row, close } = await tests();
    await front();
    await summary(/tests pass/);
    await page.getByLabel("Find a test").fill("menu");
    const some = await page.locator(".test").count();
    assert.ok(some > 0 && some < written);
    await page.getByLabel("Find a test").fill("");
    await row("French").getByRole("button", { name: "Run alone: French" }).click();
    await summary(/^1 test passes/);
    assert.equal(await page.locator(".test").count(), 1);
    await page.getByRole("button", { name: "Run all" }).click();
    await summary(new RegExp(`^${written} tests pass`));
    await close();
  });

  test("errors of the script leave the last results, and say so", async () => {
    const { page, front, summary, write, close } = await tests();
    await front();
    await summary(/tests pass/);
    await write(`${acme}\n-> nowhere\n`);
    await page.locator(".tests-note", { hasText: "The script has errors" }).waitFor();
    assert.equal(await page.locator(".test").count(), written);
    await write("== late: Late\n- where is it\n- where was it\n> Soon!\n");
    await summary(/^There is no test yet/);
    await close();
  });
});

test("coverage says what no test comes to, and marks the lines", async () => {
  const { page, front, summary, view, write, line, close } = await tests();
  await write(
    "== late: Late\n- where is it\n- it is late\n> Soon!\n* It is lost\n  > Sorry!\n  end resolved\n* It is found\n  end resolved\n\n== other: Other\n- something else\n- other things\n> Well.\n\ntest late\n  customer: where is it\n  choose It is found\n  expect end resolved\n",
  );
  await front();
  await summary(/^1 test passes/);
  await view("Coverage");
  await page.locator(".coverage-sums", { hasText: "Topics entered" }).waitFor();
  assert.match((await page.locator(".coverage-sums > div").first().textContent()) ?? "", /1 of 2/);
  await page.locator("#coverage-late").click();
  const missed = await page.locator("#coverage-late ~ .coverage-missed li").allTextContents();
  assert.deepEqual(
    missed.map((text) => text.replace(/^line /, "")),
    ["5* It is lostchoice, never taken", "6> Sorry!reply, never reached", "7end resolvedend, never reached"],
  );
  await page.locator("#coverage-late ~ .coverage-missed .line-link").nth(1).click();
  assert.match((await line()) ?? "", /> Sorry!/);
  assert.ok((await page.locator(".line-mark.reached").count()) > 0);
  const without = await page.locator(".line-mark.missed").count();
  assert.ok(without >= 3);
  await page.getByLabel("Show beside the script's lines").uncheck();
  assert.equal(await page.locator(".line-mark.missed").count(), 0);
  await close();
});

test("a conversation is kept as a test that passes", async () => {
  const it = await tests();
  const { page, front, summary, script, close } = it;
  await intoTheTree(it);
  await page.getByRole("button", { name: "Keep as test" }).click();
  await page.locator(".toast", { hasText: "is a test of the script now" }).waitFor();
  const text = await script();
  assert.match(text, /\n\ntest where's my parcel[^\n]*\n {2}given channel x\n {2}given now = /);
  assert.match(text, /\n {2}choose Something else\n/);
  await front();
  await summary(new RegExp(`^${written + 1} tests pass`));
  // By its key, and with what is being written.
  await page.getByRole("tab", { name: "Conversation" }).click();
  await page.locator("#message").fill("thanks a lot");
  await page.keyboard.press("Shift+Alt+T");
  await page.getByRole("tab", { name: "Tests" }).click();
  await summary(new RegExp(`^${written + 2} tests pass`));
  assert.match(await script(), /customer: thanks a lot/);
  await close();
});

test("walking finds what goes wrong, and makes a test of it", async () => {
  const { page, front, view, write, script, summary, line, close } = await tests();
  await write(
    "fact vip yes/no\n== late: Late\n- where is it\n- it is late\n* Lost\n  > [if vip] We look.\n* Found\n  end resolved\n",
  );
  await front();
  await view("What can go wrong");
  await page.getByRole("button", { name: "Walk all conversations" }).click();
  await page.locator(".walk-status", { hasText: "1 finding" }).waitFor();
  await page.locator(".finding .test-name").click();
  assert.notEqual(await line(), null);
  await page.locator(".finding").getByRole("button", { name: "Make a test of this" }).click();
  await summary(/^1 test passes/);
  assert.match(await script(), /\ntest [^\n]+\n/);
  assert.match(await script(), /choose Lost/);
  await page.locator(".walk-status", { hasText: "changed since" }).waitFor();
  await close();
});

for (const [name, options] of /** @type {const} */ ([
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["forced colours", { forcedColors: "active" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
])) {
  test(`has no barriers: ${name}`, async () => {
    const { page, front, write, summary, view, close } = await tests(options);
    await write(broken);
    await front();
    await summary(/fails/);
    for (const part of ["Results", "Coverage", "What can go wrong"]) {
      await view(part);
      if (part === "Coverage") await page.locator(".coverage-topics summary").first().click();
      if (part === "What can go wrong") {
        await page.getByRole("button", { name: "Walk all conversations" }).click();
        await page.locator(".walk-status", { hasText: "walked" }).waitFor({ timeout: 60_000 });
      }
      assert.deepEqual(await violations(page), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${part}: ${wide} px too wide`);
      if (process.env.SCREENSHOTS) {
        mkdirSync(process.env.SCREENSHOTS, { recursive: true });
        await page.screenshot({
          path: `${process.env.SCREENSHOTS}/tests-${part}-${name}.png`,
          fullPage: name === "narrow",
        });
      }
    }
    await close();
  });
}
