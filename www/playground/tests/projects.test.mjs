/** Projects, their files and their history, as a person uses them. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { keptProject, open, start, violations } from "./page.mjs";

const small = `script Small shop
language en

== late: Late delivery
- where is my order
- my parcel is late
> We are looking for it.
`;
const refunds = `== refund: Refunds
- I want my money back
- please refund me
> Your money is on its way.
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const projectButton = (page) => page.locator(".project-button");
/** @param {Page} page @param {string} name */
const named = (page, name) => page.getByRole("button", { name: `Project: ${name}`, exact: true });
/** @param {Page} page @param {string} name */
const tab = (page, name) => page.getByRole("tab", { name, exact: true });
/** @param {Page} page */
const text = (page) => page.locator(".cm-content").innerText();

test("a project is called as its script, also when the name is written anew, slowly", async () => {
  const { page, write, close } = await open(site);
  await write(small);
  await named(page, "Small shop").waitFor();
  await write("");
  // Kept without a name.
  assert.equal((await keptProject(page)).files["main.answers"], "");
  await write(small.replace("Small", "Large"));
  await named(page, "Large shop").waitFor();
  await close();
});

describe("a script from before there were projects", () => {
  test("becomes one, once, with what belonged to it", async () => {
    const { page, script, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript((script) => {
          if (sessionStorage.getItem("told") !== null) return;
          sessionStorage.setItem("told", "1");
          const kept = { script, message: "where is it", channel: "", language: "", facts: {} };
          localStorage.setItem("answertree.playground.1", JSON.stringify(kept));
        }, small),
    });
    assert.match(await text(page), /script Small shop/);
    assert.equal(await page.locator("#message").inputValue(), "where is it");
    await named(page, "Small shop").waitFor();
    assert.equal(await page.evaluate(() => localStorage.getItem("answertree.playground.1")), null);
    await page.reload();
    await page.locator(".card, .empty").first().waitFor();
    assert.equal(await script(), small);
    await projectButton(page).click();
    await page.getByText("There are no others yet.").waitFor();
    await close();
  });
});

describe("a history", () => {
  test("has the text before a file was opened, shows what changed, and brings it back", async () => {
    const { page, write, script, close } = await open(site);
    await write(small);
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Open", exact: true }).click(),
    ]);
    const text = "script My first answer tree\n== late: Late\n- where is it\n- it is late\n> Soon.\n";
    await chooser.setFiles({ name: "first.answers", mimeType: "text/plain", buffer: Buffer.from(text) });
    await page.locator(".cm-content", { hasText: "My first answer tree" }).waitFor();
    await projectButton(page).click();
    await page.getByRole("button", { name: "History" }).click();
    const version = page.locator(".version", { hasText: "before a file was opened" });
    await version.click();
    await page.locator(".hunk del", { hasText: "script Small shop" }).waitFor();
    await page.locator(".hunk ins", { hasText: "script My first answer tree" }).waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Bring it back" }).click();
    await page.locator(".cm-content", { hasText: "Small shop" }).waitFor();
    assert.equal(await script(), small);
    await projectButton(page).click();
    await page.getByRole("button", { name: "History" }).click();
    await page.locator(".hunk", { hasText: "My first answer tree" }).first().waitFor();
    await close();
  });

  test("has a version half a minute after a change", async () => {
    const { page, write, close } = await open(site, { prepare: (page) => page.clock.install() });
    await write(small);
    await page.clock.fastForward(31_000);
    await write(small.replace("Small", "Large"));
    await projectButton(page).click();
    await page.getByRole("button", { name: "History" }).click();
    await page.locator(".version", { hasText: "while writing" }).last().click();
    await page.locator(".hunk del", { hasText: "script Small shop" }).waitFor();
    await close();
  });
});

describe("files", () => {
  test("are added, lead to each other, keep their own undo, and go and come back", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.getByRole("button", { name: "Add a file" }).click();
    assert.deepEqual(await violations(page), []);
    await page.getByLabel("File name").fill("../out");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("alert").getByText("cannot include a file of this name").waitFor();
    await page.getByLabel("File name").fill("refunds");
    await page.keyboard.press("Enter");
    await tab(page, "refunds.answers").waitFor();
    await page.keyboard.insertText(`${refunds}-> nowhere\n`);
    const row = page.locator(".problem-list li", { hasText: "refunds.answers" }).first();
    await row.waitFor();
    await tab(page, "main.answers").click();
    assert.match(await text(page), /include refunds\.answers/);
    await row.locator(".problem-jump").click();
    assert.equal(await tab(page, "refunds.answers").getAttribute("aria-selected"), "true");
    await page.locator(".cm-lintRange-error").first().waitFor();

    await write(refunds);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await tab(page, "main.answers").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText("# a remark\n");
    await tab(page, "refunds.answers").click();
    await page.keyboard.press("ControlOrMeta+z");
    assert.match(await text(page), /nowhere/);
    await page.keyboard.press("ControlOrMeta+y");
    await tab(page, "main.answers").click();
    assert.match(await text(page), /# a remark/);

    await tab(page, "refunds.answers").click();
    await page.getByRole("button", { name: "Rename the file" }).click();
    await page.getByLabel("File name").fill("money.answers");
    await page.keyboard.press("Enter");
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    assert.match((await keptProject(page)).files["main.answers"], /^include money\.answers$/m);
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Delete the file" }).click();
    await page.locator(".problem-list li", { hasText: "AT0203" }).waitFor();
    assert.deepEqual(Object.keys((await keptProject(page)).files), ["main.answers"]);
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await page.reload();
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    assert.equal(await tab(page, "money.answers").getAttribute("aria-selected"), "true");
    assert.equal((await keptProject(page)).files["money.answers"], refunds);
    await tab(page, "money.answers").focus();
    await page.keyboard.press("ArrowLeft");
    assert.match(await text(page), /script Small shop/);
    await close();
  });

  test("are formatted and saved one by one, the one in front", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.getByRole("button", { name: "Add a file" }).click();
    await page.getByLabel("File name").fill("refunds");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(refunds.replace("- please", "-     please"));
    await page.getByRole("button", { name: "Format" }).click();
    await page.getByText("Formatted.").waitFor();
    assert.equal((await keptProject(page)).files["refunds.answers"], refunds);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save", exact: true }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "refunds.answers");
    assert.equal(readFileSync(await file.path(), "utf8"), refunds);
    await close();
  });
});

describe("projects", () => {
  test("are named, copied, made, opened and deleted", async () => {
    const { page, write, script, close } = await open(site);
    await write(small);
    await named(page, "Small shop").click();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("My shop");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Duplicate" }).click();
    await named(page, "My shop, copy").waitFor();
    await write(small.replace("shop", "copy"));
    assert.match(await script(), /Small copy/);
    await named(page, "My shop, copy").click();
    await page.getByRole("button", { name: "Open the project My shop", exact: true }).click();
    await named(page, "My shop").waitFor();
    assert.equal(await script(), small);

    await named(page, "My shop").click();
    await page.getByRole("button", { name: "Delete the project My shop, copy" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Delete the project My shop, copy" }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.getByText("There are no others yet.").waitFor();
    await page.getByRole("button", { name: "New project" }).click();
    await named(page, "New script").click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await named(page, "My shop").waitFor();
    assert.equal(await script(), small);
    await close();
  });

  test("go to a folder and come from one, where the browser has folders", async () => {
    const { page, write, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript(() => {
          // The browser's own window cannot be pressed by a test; the folder is a real one.
          Object.assign(window, { showDirectoryPicker: () => navigator.storage.getDirectory() });
        }),
    });
    await write(`include parts/refunds.answers\n${small}`);
    await page.getByRole("button", { name: "Add a file" }).click();
    await page.getByLabel("File name").fill("parts/refunds");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText(refunds);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await projectButton(page).click();
    await page.getByRole("button", { name: "Export to a folder" }).click();
    await page.getByText("2 files written.").waitFor();
    const before = await keptProject(page);
    await projectButton(page).click();
    await page.getByRole("button", { name: "Import a folder" }).click();
    await page.waitForFunction((id) => sessionStorage.getItem("answertree.open") !== id, before.id);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    const taken = await keptProject(page);
    assert.deepEqual(taken.files, before.files);
    assert.equal(Object.keys(taken.files)[0], "main.answers");
    await close();
  });

  test("come from several files and go as downloads, where it has none", async () => {
    const { page, close } = await open(site, {
      prepare: (page) => page.addInitScript(() => Object.assign(window, { showDirectoryPicker: undefined })),
    });
    await projectButton(page).click();
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Import files" }).click(),
    ]);
    await chooser.setFiles([
      { name: "refunds.answers", mimeType: "text/plain", buffer: Buffer.from(refunds) },
      {
        name: "shop.answers",
        mimeType: "text/plain",
        buffer: Buffer.from(`include refunds.answers\n${small}`),
      },
    ]);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await page.getByText("shop.answers is taken").waitFor();
    assert.deepEqual(Object.keys((await keptProject(page)).files), ["main.answers", "refunds.answers"]);
    await projectButton(page).click();
    /** @type {string[]} */
    const names = [];
    page.on("download", (file) => names.push(file.suggestedFilename()));
    await page.getByRole("button", { name: "Download the files" }).click();
    await page.getByText("2 files written.").waitFor();
    await page.waitForTimeout(500);
    assert.ok(names.includes("refunds.answers"), String(names));
    await close();
  });

  test("are dropped onto the page, and nothing is overwritten", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    const before = await keptProject(page);
    const data = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "Money.answers"));
      return data;
    }, refunds);
    await page.locator("main").dispatchEvent("drop", { dataTransfer: data });
    await named(page, "Money").waitFor();
    assert.equal((await keptProject(page)).files["main.answers"], refunds);
    await projectButton(page).click();
    await page.getByRole("button", { name: "Open the project Small shop" }).click();
    await named(page, "Small shop").waitFor();
    assert.deepEqual((await keptProject(page)).files, before.files);
    await close();
  });
});

describe("everyone can use it", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`the dialogs, ${colorScheme}, ${width} px wide`, async () => {
        const { page, write, close } = await open(site, { colorScheme, viewport: { width, height: 800 } });
        await write(small);
        await page.getByRole("button", { name: "Add a file" }).click();
        await page.getByLabel("File name").fill("refunds");
        await page.keyboard.press("Enter");
        await page.keyboard.insertText(refunds);
        const shots = process.env.SHOTS;
        if (shots !== undefined) mkdirSync(shots, { recursive: true });
        /** @param {string} name */
        const look = async (name) => {
          assert.deepEqual(await violations(page), []);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
          if (shots !== undefined)
            await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png` });
        };
        await look("page");
        await page.getByRole("button", { name: "Share" }).click();
        await page.locator("#share-length:not(:empty)").waitFor();
        await look("share");
        await page.keyboard.press("Escape");
        await projectButton(page).click();
        await page.getByRole("button", { name: "Duplicate" }).click();
        await named(page, "Small shop, copy").click();
        await look("project");
        await page.keyboard.press("Escape");
        await page.getByRole("tab", { name: "main.answers" }).click();
        await page.keyboard.insertText("# a remark\n");
        await projectButton(page).click();
        await page.getByRole("button", { name: "History" }).click();
        await page.locator(".version").last().click();
        await page.locator(".hunk ins").first().waitFor();
        await look("history");
        await close();
      });
    }
  }
});
