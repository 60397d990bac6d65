/** What helps an author write, in a real Chromium over a really built page. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";

const script = `script Small shop
fact size one of small, large

== late: Late delivery
- where is my order
- my parcel still has not arrived
> Sorry about the wait!
* It is lost
  -> refund

== refund: Refunds
- I want my money back
- please refund me
> [if size = large] Your money is on its way.
> [if size = small] Sent.
end resolved
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** Opens the page with the script, once what helps is there. */
async function writing(/** @type {import("playwright-core").BrowserContextOptions} */ options = {}) {
  const opened = await open(site, options);
  const { page, write } = opened;
  await write(script);
  // The compiler's own colours are the last that comes.
  await page.locator(".token-topic").first().waitFor();
  await page.locator('.problems-summary[data-state="fine"]').waitFor();
  return {
    ...opened,
    /** Puts the cursor into the first place of a text of the script. */
    async at(/** @type {string} */ text) {
      const before = script.slice(0, script.indexOf(text) + 1).split("\n");
      await page.locator(".cm-content").focus();
      await page.keyboard.press("ControlOrMeta+Home");
      for (let line = 1; line < before.length; line += 1) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Home");
      for (const _ of before.at(-1) ?? "") await page.keyboard.press("ArrowRight");
    },
    /** The line that the cursor is in. */
    line: () => page.locator(".cm-activeLine").innerText(),
    said: (/** @type {string | RegExp} */ text) =>
      page.getByText(text).first().waitFor({ state: "attached" }),
  };
}

describe("nothing of it", () => {
  test("is loaded before the editor has the focus", async () => {
    /** @type {string[]} */
    const loaded = [];
    const { page, editor, close } = await open(site, {
      prepare: async (page) => {
        page.on("request", (request) => loaded.push(request.url()));
      },
    });
    await page.waitForLoadState("networkidle");
    assert.ok(loaded.length > 0 && !loaded.some((url) => /assist|author/.test(url)), loaded.join(" "));
    await editor.click();
    await page.locator(".token-topic").first().waitFor();
    assert.ok(loaded.some((url) => /assist/.test(url)));
    await close();
  });
});

describe("completion", () => {
  test("offers what the script declares, and Enter takes it", async () => {
    const { page, script: kept, close } = await writing();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n== lost: Lost\n- it is lost for good\n-> re");
    const chosen = page.locator(".cm-tooltip-autocomplete [aria-selected]");
    await chosen.waitFor();
    assert.match(await chosen.innerText(), /refund\s*topic/);
    await page.waitForTimeout(120);
    await page.keyboard.press("Enter");
    await page.locator(".cm-tooltip-autocomplete").waitFor({ state: "detached" });
    assert.match(await kept(), /-> refund$/);
    // A word that is written out is not offered, so that Enter begins a line.
    await page.keyboard.type("\nend");
    await page.waitForTimeout(500);
    await page.keyboard.press("Enter");
    await page.keyboard.type("x");
    await page.waitForTimeout(300);
    assert.match(await kept(), /-> refund\nend\nx$/);
    await close();
  });

  test("says what a word of the language means, and is silent in replies", async () => {
    const { page, close } = await writing();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    assert.match(
      await page.locator(".cm-completionInfo").innerText(),
      /== late: Late delivery\s+A topic: one answer tree/,
    );
    await page.keyboard.press("Escape");
    await page.keyboard.type("> Hello re");
    await page.waitForTimeout(500);
    assert.equal(await page.locator(".cm-tooltip-autocomplete").count(), 0);
    await close();
  });
});

describe("names", () => {
  test("say what they are, under the pointer and under the cursor", async () => {
    const { page, at, close } = await writing();
    await page.locator(".token-topic", { hasText: "refund" }).first().hover();
    const tip = page.locator(".assist-tip");
    await tip.waitFor();
    assert.match(await tip.innerText(), /== refund: Refunds[\s\S]*A topic, used once\./);
    await page.mouse.move(5, 5);
    await tip.waitFor({ state: "detached" });
    await at("size = large");
    await page.keyboard.press("ControlOrMeta+i");
    await tip.waitFor();
    assert.match(await tip.innerText(), /fact size one of small, large[\s\S]*A fact, used 2 times\./);
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "detached" });
    await close();
  });

  test("lead to their declaration, with F12 and with a click", async () => {
    const { page, at, line, close } = await writing();
    await at("refund\n\n");
    await page.keyboard.press("F12");
    await page.locator(".cm-activeLine", { hasText: "== refund" }).waitFor();
    await at("Sorry");
    await page.keyboard.press("F12");
    await page.getByText("There is no name under the cursor.").waitFor({ state: "attached" });
    const mac = await page.evaluate(() => /Mac/.test(navigator.platform));
    await page.keyboard.down(mac ? "Meta" : "Control");
    await page.locator(".token-fact", { hasText: "size" }).last().click();
    await page.keyboard.up(mac ? "Meta" : "Control");
    await page.locator(".cm-activeLine", { hasText: "fact size" }).waitFor();
    assert.match(await line(), /^fact size/);
    await close();
  });

  test("are listed with all their places", async () => {
    const { page, at, line, close } = await writing();
    await at("size one");
    await page.keyboard.press("Shift+F12");
    const list = page.locator(".references");
    await list.waitFor();
    assert.equal(await list.getByRole("heading").innerText(), "3 places of the fact size");
    const rows = list.locator(".assist-row");
    assert.match(
      await rows.first().innerText(),
      /main\.answers, line 2\s+fact size one of small, large\s+declared here/,
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".cm-activeLine", { hasText: "Sent." }).waitFor();
    assert.match(await line(), /size = small/);
    await list.getByRole("button", { name: "Close" }).click();
    await list.waitFor({ state: "detached" });
    await close();
  });

  test("are given others in one step that undo takes back", async () => {
    const { page, at, script: kept, close } = await writing();
    await at("refund\n\n");
    await page.keyboard.press("F2");
    const field = page.getByLabel("New name of the topic refund");
    await field.waitFor();
    assert.equal(await field.inputValue(), "refund");
    await page.keyboard.type("late");
    await page.keyboard.press("Enter");
    assert.match(
      await page.locator(".assist-why:not(:empty)").innerText(),
      /there is the topic late already/,
    );
    await field.fill("money-back");
    await page.keyboard.press("Enter");
    await page.getByText("Renamed in 2 places.").waitFor({ state: "attached" });
    await page.waitForTimeout(300);
    assert.equal(
      await kept(),
      script.replace("-> refund", "-> money-back").replace("== refund", "== money-back"),
    );
    await page.keyboard.press("ControlOrMeta+z");
    await page.waitForTimeout(300);
    assert.equal(await kept(), script);
    await close();
  });

  test("that are others' are not given another, which is said", async () => {
    const { page, at, close } = await writing();
    await at("It is lost");
    await page.keyboard.press("F2");
    assert.match(await page.locator(".assist-why").innerText(), /change both by hand/);
    await page.keyboard.press("Escape");
    await page.locator(".rename").waitFor({ state: "detached" });
    await close();
  });
});

describe("the outline", () => {
  test("finds a choice by a part of its label and goes there", async () => {
    const { page, close } = await writing();
    await page.keyboard.press("ControlOrMeta+Shift+o");
    const field = page.getByRole("combobox", { name: "Go to a topic, choice, fact or test" });
    await field.waitFor();
    const options = page.locator(".outline").getByRole("option");
    assert.deepEqual(
      (await options.allInnerTexts()).map((text) => text.replace(/\s+/g, " ")),
      [
        "Small shop script",
        "size fact",
        "Late delivery late topic",
        "It is lost choice",
        "Refunds refund topic",
      ],
    );
    await page.keyboard.type("lost");
    assert.equal(await options.count(), 1);
    await page.keyboard.press("Enter");
    await page.locator(".cm-activeLine", { hasText: "* It is lost" }).waitFor();
    assert.equal(await field.count(), 0);
    await close();
  });

  test("opens with its button before anything was written", async () => {
    const { page, close } = await open(site);
    await page.getByRole("button", { name: "Outline" }).click();
    const options = page.locator(".outline").getByRole("option");
    await options.first().waitFor();
    assert.ok((await options.count()) > 5);
    await page.keyboard.press("Escape");
    await page.locator(".outline").waitFor({ state: "detached" });
    await close();
  });
});

test("names are found and changed in all files", async () => {
  const { page, at, editor, close } = await writing();
  await page.getByRole("button", { name: "Add a file" }).click();
  await page.keyboard.type("lost.answers");
  await page.keyboard.press("Enter");
  await page.getByRole("tab", { name: "lost.answers", exact: true }).waitFor();
  await editor.click();
  await page.keyboard.insertText("== lost: Lost\n- it is lost\n- nobody has it\n> Oh.\n-> refund\n");
  await page.getByRole("tab", { name: "main.answers", exact: true }).click();
  await at("refund: Refunds");
  await page.keyboard.press("Shift+F12");
  const rows = page.locator(".references .assist-row");
  await rows.nth(2).waitFor();
  await rows.filter({ hasText: "lost.answers, line 5" }).click();
  await page.locator(".cm-activeLine", { hasText: "-> refund" }).waitFor();
  assert.match(await editor.innerText(), /== lost: Lost/);
  // The list came along.
  await rows.nth(2).waitFor();
  await page.keyboard.press("F2");
  const field = page.getByLabel("New name of the topic refund");
  await field.fill("money-back");
  await page.keyboard.press("Enter");
  await page.locator(".cm-activeLine", { hasText: "-> money-back" }).waitFor();
  await page.keyboard.press("F12");
  await page.locator(".cm-activeLine", { hasText: "== money-back: Refunds" }).waitFor();
  await close();
});

test("topics and choices fold away and unfold", async () => {
  const { page, at, editor, close } = await writing();
  await page.locator('.cm-foldGutter [title="Fold line"]:visible').first().waitFor();
  await at("late: Late");
  await page.keyboard.press("Control+Shift+BracketLeft");
  await page.locator(".cm-foldPlaceholder").waitFor();
  assert.doesNotMatch(await editor.innerText(), /It is lost/);
  assert.match(await editor.innerText(), /== refund/);
  await page.getByRole("button", { name: "Folded lines" }).click();
  assert.match(await editor.innerText(), /It is lost/);
  await close();
});

test("what stands at the margin goes there while it is typed, and nothing else does", async () => {
  const { page, write, script: kept, close } = await open(site);
  await write("== a: A\n- hello there\n> Hello!\n* One\n  > 1");
  for (const line of ["* Two", "  > test it then", "test a", "  customer: hello there"]) {
    await page.keyboard.press("Enter");
    await page.keyboard.type(line);
    await page.keyboard.press("Escape");
  }
  const lines = (await kept()).split("\n").slice(5);
  assert.equal(lines[0], "* Two");
  assert.match(lines[1] ?? "", /^ +> test it then$/);
  assert.equal(lines[2], "test a");
  assert.match(lines[3] ?? "", /^ +customer: hello there$/);
  await close();
});

test("a topic is written with a button, each with a name of its own", async () => {
  const { page, write, script: kept, close } = await open(site);
  await write("== a: A\n- hello there\n- good day\n> Hello!\n");
  await page.getByRole("button", { name: "Topic", exact: true }).click();
  await page.getByText("2 topics, machine").waitFor();
  await page.getByRole("button", { name: "Topic", exact: true }).click();
  await page.getByText("3 topics, machine").waitFor();
  assert.deepEqual((await kept()).match(/^== .*$/gm), ["== a: A", "== topic: Title", "== topic2: Title"]);
  await close();
});

test("a script with errors has it all the same", async () => {
  const { page, write, close } = await writing();
  await write(`${script}\n== lost: Lost\nnonsense {\n-> refnd\n`);
  await page.locator('.problems-summary[data-state="error"]').waitFor();
  await page.keyboard.press("ControlOrMeta+Shift+o");
  await page.getByRole("option", { name: /Lost lost/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("-> la");
  const chosen = page.locator(".cm-tooltip-autocomplete [aria-selected]");
  await chosen.waitFor();
  assert.match(await chosen.innerText(), /late/);
  await close();
});

for (const [name, colorScheme, width] of /** @type {const} */ ([
  ["light", "light", 1280],
  ["dark", "dark", 360],
])) {
  test(`axe finds nothing in its lists and fields, ${name}, ${width} px wide`, async () => {
    const { page, at, close } = await writing({ colorScheme, viewport: { width, height: 800 } });
    /** @type {[string, string][]} */
    const opened = [
      ["ControlOrMeta+Shift+o", ".outline"],
      ["Shift+F12", ".references"],
      ["F2", ".rename"],
      ["ControlOrMeta+i", ".assist-tip"],
    ];
    for (const [key, shown] of opened) {
      await at("refund\n\n");
      await page.keyboard.press(key);
      await page.locator(shown).waitFor();
      assert.deepEqual(await violations(page), [], shown);
      await page.keyboard.press("Escape");
    }
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-completionInfo").waitFor();
    await close();
  });
}
