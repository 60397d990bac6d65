/** The tour: every step done by an author's own keys, refused before, and nothing of theirs lost by it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const next = (page) => page.locator("#tour-next");
/** @param {Page} page @param {number} step */
const at = (page, step) => page.locator(".tour-place", { hasText: `Step ${step} of 10` }).waitFor();

/** What of the step is done by now, as it is seen and heard. @param {Page} page */
const ticked = (page) =>
  page
    .locator(".tour-tasks li")
    .evaluateAll((items) => items.map((item) => item.textContent?.endsWith(", done") === true));

/** Waits until so many tasks of the step are done. @param {Page} page @param {number} count */
const done = (page, count) =>
  page.waitForFunction((count) => document.querySelectorAll(".tour-tasks .done").length === count, count);

/** The step is through: goes on. @param {Page} page @param {number} step */
async function through(page, step) {
  await page.locator("#tour-next.primary").waitFor();
  assert.ok(!(await ticked(page)).includes(false));
  assert.equal(await page.locator(".tour [role=status]").textContent(), `Step ${step} is done.`);
  await next(page).click();
}

/** Writes at the end of the script with keys, a line at a time. @param {Page} page @param {string[]} lines */
async function type(page, ...lines) {
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+End");
  await lay(page, lines);
}

/** Writes lines above a line that begins so. @param {Page} page @param {string} line @param {string[]} lines */
async function typeAbove(page, line, ...lines) {
  await page
    .locator(".cm-line", { hasText: line })
    .first()
    .click({ position: { x: 2, y: 8 } });
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await lay(page, lines);
}

/** @param {Page} page @param {string[]} lines */
async function lay(page, lines) {
  for (const [index, line] of lines.entries()) {
    if (index > 0) {
      await page.keyboard.press("Enter");
      // What the editor puts before a line by itself is not typed again.
      await page.keyboard.press("Shift+Home");
    }
    await page.keyboard.type(line);
    // As an author does who sees a list of words and has written what they want.
    await page.keyboard.press("Escape");
  }
}

/** Begins it. @param {Page} page */
async function begin(page) {
  await page.getByRole("button", { name: "Take the tour" }).click();
  await at(page, 1);
}

describe("the tour", () => {
  test("is done by writing", async () => {
    const { page, script, close } = await open(site);
    await begin(page);
    const message = page.locator("#message");

    assert.deepEqual(await ticked(page), [false]);
    assert.equal(await next(page).textContent(), "Skip");
    await type(page, "", "", "== hours: Opening hours");
    await through(page, 1);

    await at(page, 2);
    await type(page, "", "- when are you open", "- are you open on sunday");
    await page.getByText("1 topic, machine").waitFor();
    assert.deepEqual(await ticked(page), [false]);
    await type(page, "", "- what time do you close");
    await through(page, 2);

    await at(page, 3);
    await type(page, "", "> We are open from 7 to 6, and sleep in on Sunday.");
    await through(page, 3);

    await at(page, 4);
    await message.fill("my shoes hurt");
    await page.getByText("No topic fits this message").waitFor();
    assert.deepEqual(await ticked(page), [false]);
    await message.fill("are you open tomorrow?");
    await through(page, 4);

    await at(page, 5);
    await typeAbove(page, "== hours", "words cake = cake, pie, tart", "");
    await done(page, 1);
    await type(page, "", "== cakes: Cakes", "when order|buy .. <cake>");
    await page.getByText("2 topics, machine").waitFor();
    assert.deepEqual(await ticked(page), [true, false]);
    await type(page, "", "> We bake to order. Which one would you like?");
    await through(page, 5);

    await at(page, 6);
    assert.deepEqual(await ticked(page), [false, false]);
    await typeAbove(page, "words cake", "chanel chat");
    await done(page, 1);
    assert.deepEqual(await ticked(page), [true, false]);
    await page.locator(".problem-list li").waitFor();
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+.");
    await through(page, 6);

    await at(page, 7);
    await type(page, "", "* For a birthday", "  > How old will they be?", "* For a wedding");
    await page.waitForTimeout(600);
    assert.deepEqual(await ticked(page), [false, false]);
    await type(page, "", "  > Congratulations!");
    await done(page, 1);
    await message.fill("can I order a pie");
    await message.press("Enter");
    await page.getByRole("button", { name: "For a birthday" }).click();
    await through(page, 7);

    await at(page, 8);
    await typeAbove(page, "words cake", "channel x limit 280");
    await done(page, 1);
    await typeAbove(page, "> We are open", "> [on x] 7 to 6, but not on Sunday.");
    await done(page, 2);
    await page.getByLabel("Channel").selectOption("x");
    await through(page, 8);

    await at(page, 9);
    await typeAbove(page, "words cake", "fact day date", "  ask For which day would you like it?");
    await done(page, 1);
    await typeAbove(page, "> We bake", "need day");
    await done(page, 2);
    await page.getByRole("button", { name: "Start again" }).click();
    await message.fill("I want to buy a tart");
    await through(page, 9);

    await at(page, 10);
    await type(page, "", "test opening hours");
    await done(page, 1);
    // It passes, and expects nothing.
    await page.waitForTimeout(600);
    assert.deepEqual(await ticked(page), [true, false]);
    await type(page, "", "  customer: are you open tomorrow?", "  expect topic cakes");
    await page.waitForTimeout(600);
    assert.deepEqual(await ticked(page), [true, false]);
    await page.keyboard.press("ControlOrMeta+Shift+ArrowLeft");
    await page.keyboard.type("hours");
    await page.keyboard.press("Escape");
    await through(page, 10);

    await page.getByRole("heading", { name: "That was the tour" }).waitFor();
    await page.getByText("No problems").waitFor();
    assert.match(await script(), /^script Corner Bakery$[\s\S]*^ {2}expect topic hours$/m);
    await close();
  });

  test("does what it asks for where it is told to, and undo takes it back", async () => {
    const { page, script, close } = await open(site);
    await begin(page);
    const show = page.getByRole("button", { name: "Show me" });
    for (let step = 1; step <= 10; step += 1) {
      await at(page, step);
      const tasks = await page.locator(".tour-tasks li").count();
      for (let task = await page.locator(".tour-tasks .done").count(); task < tasks; ) {
        // These are the author's own to do.
        if (step === 7 && task === 1) {
          await show.click();
          await page.locator("#message").press("Enter");
          await page.getByRole("button", { name: "For a wedding" }).click();
        } else if (step === 8 && task === 2) await page.getByLabel("Channel").selectOption("x");
        else await show.click();
        await page.waitForFunction(
          (before) => document.querySelectorAll(".tour-tasks .done").length > before,
          task,
        );
        // Several may come at once.
        await page.waitForTimeout(500);
        task = await page.locator(".tour-tasks .done").count();
      }
      await through(page, step);
    }
    await page.getByRole("heading", { name: "That was the tour" }).waitFor();
    await page.getByText("No problems").waitFor();
    const whole = await script();
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    assert.equal(await script(), `${whole.slice(0, whole.indexOf("\n\ntest Opening hours"))}\n`);
    // It goes on from there as any other project.
    await page.getByRole("button", { name: "Start my own" }).click();
    // A line that the tour's script has not.
    await page.locator(".cm-content", { hasText: "We are open from 9 to 5" }).waitFor();
    assert.equal(await page.locator(".tour").count(), 0);
    await close();
  });

  test("leaves the author's own script alone, and goes on after a reload", async () => {
    const { page, script, write, close } = await open(site);
    await write("script Mine\n\n== a: A\n- hello there\n> Hello!\n");
    await page.getByText("1 topic, machine").waitFor();
    await page.getByRole("button", { name: "Tour", exact: true }).click();
    await at(page, 1);
    await type(page, "", "== hours: Opening hours");
    await through(page, 1);
    await at(page, 2);
    await type(page, "", "- when are you open");
    const text = await script();
    await page.reload();
    await at(page, 2);
    assert.equal(await script(), text);
    await page.getByRole("button", { name: "Leave the tour" }).click();
    await page.locator(".tour").waitFor({ state: "detached" });
    await page.waitForTimeout(400);
    await page.reload();
    await page.locator(".problems-summary:not(:empty)").waitFor();
    assert.equal(await page.locator(".tour").count(), 0);
    assert.equal(await script(), text);
    await page.getByRole("button", { name: "Project: Corner Bakery" }).click();
    await page.getByRole("button", { name: "Open the project Mine" }).click();
    await page.locator(".cm-content", { hasText: "hello there" }).waitFor();
    await close();
  });

  test("speaks of the author's own topics by their names", async () => {
    const { page, close } = await open(site);
    await begin(page);
    const what = page.locator(".tour-body p").first();
    const onwards = async (/** @type {number} */ step) => {
      await page.keyboard.press("Shift+Alt+N");
      await at(page, step);
    };
    await type(page, "", "", "== sunday: Sunday delivery", "- do you deliver on sundays?", "> We do.");
    await page.locator("#tour-next.primary").waitFor();
    await onwards(2);
    await onwards(3);
    await page.locator("#tour-next.primary").waitFor();
    await onwards(4);
    assert.doesNotMatch((await what.textContent()) ?? "", /open tomorrow/);
    for (const step of [5, 6, 7]) await onwards(step);
    assert.match(
      (await what.textContent()) ?? "",
      /Write two at the end of sunday\. Then send do you deliver on sundays\? as the customer/,
    );
    for (const step of [8, 9]) await onwards(step);
    assert.match((await what.textContent()) ?? "", /let sunday need it/);
    await onwards(10);
    assert.equal(
      await page.locator(".tour-code").textContent(),
      "test Sunday delivery\n  customer: do you deliver on sundays?\n  expect topic sunday",
    );
    await page.getByRole("button", { name: "Show me" }).click();
    await through(page, 10);
    await page.getByRole("heading", { name: "That was the tour" }).waitFor();
    await close();
  });

  test("goes on without a mouse", async () => {
    const { page, close } = await open(site);
    await page.getByRole("button", { name: "Take the tour" }).focus();
    await page.keyboard.press("Enter");
    await at(page, 1);
    // The cursor is where the step is done: it can be typed at once. The tour is behind Shift and Tab.
    await page.waitForFunction(() => document.activeElement?.classList.contains("editor"));
    const to = async (/** @type {string} */ id) => {
      for (let presses = 0; presses < 8; presses += 1) {
        await page.keyboard.press("Shift+Tab");
        if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
      }
      assert.fail(`no way to #${id} with Shift and Tab`);
    };
    await to("tour-show");
    await page.keyboard.press("Enter");
    await page.locator("#tour-next.primary").waitFor();
    // The cursor stands in what was written; back to the tour.
    await page.keyboard.press("Escape");
    for (let presses = 0; presses < 8; presses += 1) {
      await page.keyboard.press("Shift+Tab");
      if ((await page.evaluate(() => document.activeElement?.id)) === "tour-next") break;
    }
    await page.keyboard.press("Enter");
    await at(page, 2);
    await page.keyboard.press("Enter");
    await page.keyboard.type("- when are you open");
    await page.locator(".cm-line", { hasText: /^- when are you open$/ }).waitFor();
    await close();
  });

  test("takes the script's place where nothing can be kept, and asks before", async () => {
    const { page, editor, write, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(window, "indexedDB", { value: undefined });
          Object.defineProperty(window, "localStorage", {
            get() {
              throw new DOMException("refused", "SecurityError");
            },
          });
        }),
    });
    await write("script Mine\n");
    const take = async () => {
      const asked = page.waitForEvent("dialog");
      // Not awaited: it ends when the question is answered.
      const clicked = page.getByRole("button", { name: "Take the tour" }).click();
      return { asked: await asked, clicked };
    };
    const no = await take();
    await no.asked.dismiss();
    await no.clicked;
    assert.match((await editor.textContent()) ?? "", /^script Mine/);
    const yes = await take();
    await yes.asked.accept();
    await yes.clicked;
    await at(page, 1);
    await page.getByRole("button", { name: "Show me" }).click();
    await through(page, 1);
    await close();
  });
});

describe("the welcome", () => {
  test("shows three ways, and comes no more once it was dismissed", async () => {
    const { page, close } = await open(site);
    const welcome = page.getByRole("region", { name: "Welcome" });
    await welcome.getByRole("button", { name: "See example scripts" }).click();
    await page.getByRole("heading", { name: "Gallery" }).waitFor();
    await page.keyboard.press("Escape");
    await welcome.getByRole("button", { name: "Do not show this again" }).click();
    await welcome.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement?.id), "message");
    await page.reload();
    await page.locator(".problems-summary:not(:empty)").waitFor();
    assert.equal(await welcome.count(), 0);
    await close();
  });

  test("leads to an own script and its first suggestion, as somebody new would go", async () => {
    const { page, script, close } = await open(site);
    await page.getByRole("button", { name: "Start my own" }).click();
    const line = (/** @type {string} */ text) => page.locator(".cm-line", { hasText: text });
    await line("== hours: Opening hours").waitFor();
    // Three clicks and typing put a line in place of a line, and leave the next one where it is.
    for (const [old, text] of /** @type {const} */ ([
      ["== hours", "== sunday: Sunday delivery"],
      ["- when are", "- do you deliver on sundays?"],
      ["- are you open", "- can I get the bouquet on sunday"],
      ["> We are", "> Yes, we deliver on Sundays between 10 and 2."],
    ])) {
      await line(old).click({ clickCount: 3, position: { x: 40, y: 10 } });
      await page.keyboard.type(text);
    }
    await page.locator("#message").fill("do you bring flowers sunday");
    await page.locator(".card", { hasText: "Yes, we deliver on Sundays between 10 and 2." }).waitFor();
    const lines = (await script()).split("\n").filter((text) => /^(==|-|>)/.test(text));
    assert.equal(lines.length, 4);
    await close();
  });

  test("nothing is offered, and no error is spoken of, while the first machine is made", async () => {
    /** @type {() => void} */
    let go = () => undefined;
    const held = new Promise((resolve) => {
      go = () => resolve(undefined);
    });
    const context = await site.browser.newContext();
    const page = await context.newPage();
    await page.route("**/*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(site.url);
    await page.locator("#message").waitFor();
    await page.locator(".results", { hasText: "Starting the compiler" }).waitFor();
    assert.equal(await page.locator("#channel").isVisible(), false);
    assert.equal(await page.getByText("once the script has no errors").count(), 0);
    go();
    await page.locator("#channel").waitFor();
    await context.close();
  });

  test("the text stays where it is when the editor is used for the first time", async () => {
    const { page, close } = await open(site);
    const left = () =>
      page
        .locator(".cm-line")
        .first()
        .evaluate((line) => line.getBoundingClientRect().left);
    const before = await left();
    await page.locator(".cm-content").click();
    await page.locator(".cm-foldGutter").waitFor();
    assert.ok(Math.abs((await left()) - before) <= 1, `${before} and then ${await left()}`);
    await close();
  });
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
      const { page, close } = await open(site, { colorScheme, viewport: { width, height: 800 } });
      assert.deepEqual(await violations(page), []);
      await begin(page);
      for (let step = 1; step <= 10; step += 1) {
        await at(page, step);
        if (step === 1 || step === 7) assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide at step ${step}`);
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/tour-${step}-${colorScheme}-${width}.png` });
        await next(page).click();
      }
      await page.getByRole("heading", { name: "That was the tour" }).waitFor();
      assert.deepEqual(await violations(page), []);
      await close();
    });
  }
}
