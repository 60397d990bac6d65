/** The Data pane: past messages tried on the script, in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";

const script = `script Small shop
language en

channel chat

department care Customer care
department money Payments

== late: Late delivery
department care
- where is my order
- my parcel still has not arrived
- tracking has not moved in days
when parcel .. late|missing
> Sorry about the wait!

== refund: Refunds
department money
- I want my money back
- please refund me
- send me a refund
when refund
> Your money is on its way.
`;

const csv = `id,message,label
1,where is my order,late
2,"my parcel is late, please help",late
3,please refund me,refund
4,a refund for the parcel that is missing,refund
5,can I change my password,account
6,how do I reset the password,account
7,I forgot my password,account
8,hello,
9,where is my order,Refunds
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** Opens the page with the script and the pane in front. @param {Parameters<typeof open>[1]} [options] */
async function pane(options) {
  const it = await open(site, options);
  const { page } = it;
  await it.write(script);
  await page.locator(".machine-status", { hasText: "2 topics" }).waitFor();
  await page.getByRole("tab", { name: "Data" }).click();
  await page.getByRole("button", { name: "Choose a file" }).waitFor();
  /** @param {string | Buffer} content @param {string} name */
  const choose = async (content, name) => {
    const button = page.getByRole("button", { name: "Choose a file" });
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button.click()]);
    await chooser.setFiles({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
  };
  /** Chooses a file and tries its messages. @param {string | Buffer} content @param {string} name */
  const load = async (content, name) => {
    await choose(content, name);
    await page.getByRole("button", { name: "Try these messages" }).click();
    await page.locator(".data-took").waitFor({ timeout: 120_000 });
  };
  /** A figure, as a number. @param {string} name */
  const figure = async (name) => {
    const label = page.locator(".data-figure-name").getByText(name, { exact: true });
    const text = await page.locator(".data-figure").filter({ has: label }).locator(".data-quiet").innerText();
    return Number(text.split("/")[0]?.replaceAll(/\D/g, ""));
  };
  const count = () => page.locator(".data-messages [role=status]").innerText();
  return { ...it, choose, load, figure, count };
}

describe("a file of messages", () => {
  test("is shown with what its columns seem to mean, and its figures are true", async () => {
    const { page, choose, figure, count, close } = await pane();
    await choose(csv, "messages.csv");
    const chosen = async (/** @type {string} */ label) =>
      page
        .getByLabel(label)
        .evaluate((field) => /** @type {HTMLSelectElement} */ (field).selectedOptions[0]?.text);
    await page.getByText("Which column is what?").waitFor();
    assert.equal(await chosen("What the customer wrote"), "message");
    assert.equal(await chosen("The right topic"), "label");
    assert.equal(await chosen("Who wrote"), "none");
    assert.equal(await page.locator(".data-preview tbody tr").count(), 9);
    await page.getByRole("button", { name: "Try these messages" }).click();
    await page.locator(".data-took").waitFor();
    assert.equal(await figure("Answered"), 5);
    assert.equal(await figure("Small talk"), 1);
    assert.equal(await figure("Not answered"), 3);
    // Five labels name a topic; one of them says something else than the script.
    assert.match(await page.locator(".data-figure", { hasText: "Right topic" }).innerText(), /\d \/ 5/);
    assert.equal(await count(), "9 messages");
    await close();
  });

  test("what is dropped or pasted is read as well, and what agents wrote is left out", async () => {
    const { page, count, close } = await pane();
    const drop = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      const lines = [
        {
          id: 1,
          messages: [
            { content: "where is my order", message_type: 0 },
            { content: "Sorry!", message_type: 1 },
          ],
        },
        { id: 2, messages: [{ content: "please refund me", message_type: 0 }] },
      ];
      transfer.items.add(new File([lines.map((line) => JSON.stringify(line)).join("\n")], "export.jsonl"));
      return transfer;
    });
    await page.locator(".data").dispatchEvent("drop", { dataTransfer: drop });
    await page.getByText("export.jsonl: conversations of Chatwoot").waitFor();
    assert.equal(await page.getByLabel("customer", { exact: true }).isChecked(), true);
    assert.equal(await page.getByLabel("agent", { exact: true }).isChecked(), false);
    await page.getByRole("button", { name: "Try these messages" }).click();
    await page.getByText("1 message of others than customers left out.").waitFor();
    await page.locator(".data-took").waitFor();
    assert.equal(await count(), "2 messages");
    await page.getByRole("button", { name: "Other data" }).click();
    await page.getByRole("button", { name: "Paste messages" }).click();
    await page
      .getByLabel("Messages, a line each")
      .fill("where is my order\nI want, as I said, my money back\n");
    await page.getByRole("button", { name: "Take these" }).click();
    await page.getByRole("button", { name: "Try these messages" }).click();
    await page.locator(".data-took").waitFor();
    assert.equal(await count(), "2 messages");
    await close();
  });

  test("files that are no messages say what is wrong, and the pane goes on", async () => {
    const { page, choose, load, count, close } = await pane();
    const random = Buffer.from(Array.from({ length: 9_000 }, (_, at) => (at * 7919 + 13) % 251));
    for (const [content, name, said] of /** @type {[string | Buffer, string, RegExp][]} */ ([
      [random, "messages.csv", /no text/],
      [Buffer.from("PK\x03\x04 and so on"), "messages.xlsx", /spreadsheet/],
      ['{"text": \n{"text": "x\n', "a.jsonl", /No line of this file is whole JSON, from line 1/],
      ['{"messages": [', "a.json", /not whole JSON/],
      ["", "empty.csv", /nothing in this file/],
    ])) {
      await choose(content, name);
      await page.locator(".data-alarm", { hasText: said }).waitFor();
    }
    // Two bytes a character, and one column.
    await load(Buffer.from("\ufeffwhere is my order\r\nplease, refund me\r\n", "utf16le"), "lines.txt");
    await page.getByText("Read as UTF-16LE.").waitFor();
    assert.equal(await page.locator(".data-alarm").isVisible(), false);
    assert.equal(await count(), "2 messages");
    await close();
  });

  test("of 100 MB the first 250,000 messages are taken, and the page goes on meanwhile", async () => {
    const { page, load, count, close } = await pane();
    await page.evaluate(() => {
      const part = new Blob([`1,${"where is my parcel and my money ".repeat(12)},late\n`.repeat(10_000)]);
      const parts = Array(Math.ceil((100 * 1024 * 1024) / part.size)).fill(part);
      const transfer = new DataTransfer();
      transfer.items.add(new File(["id,message,label\n", ...parts], "large.csv"));
      document
        .querySelector(".data")
        ?.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
    });
    await page.getByRole("button", { name: "Try these messages" }).click();
    await page
      .getByText("Trying 0 of 250,000 messages")
      .or(page.getByText(/Trying [\d,]+ of 250,000/))
      .waitFor({ timeout: 60_000 });
    await page.getByText("The file has more: the first 250,000 messages were taken.").waitFor();
    await page.locator("#data-stop").click();
    await page.locator(".data-progress").waitFor({ state: "hidden" });
    // Another file takes its place while it is there.
    await page.getByRole("button", { name: "Other data" }).click();
    await load(csv, "messages.csv");
    assert.equal(await count(), "9 messages");
    await close();
  });
});

describe("100,000 messages", () => {
  const texts = [
    "where is my order",
    "please refund me",
    "can I change my password",
    "the parcel is late",
    "hello",
  ];
  const many = Array.from({ length: 100_000 }, (_, at) => `${at},${texts[at % 5]} ${at}`).join("\n");

  test("a bar moves, the page stays awake, and stopping leaves what was tried", async () => {
    const { page, choose, count, close } = await pane();
    await choose(`id,message\n${many}\n`, "many.csv");
    await page.getByText("Which column is what?").waitFor();
    await page.evaluate(() => {
      const seen = { longest: 0, last: performance.now() };
      Object.assign(window, { seen });
      const tick = () => {
        seen.longest = Math.max(seen.longest, performance.now() - seen.last);
        seen.last = performance.now();
        setTimeout(tick);
      };
      tick();
    });
    await page.getByRole("button", { name: "Try these messages" }).click();
    // Within the page: a hundred thousand may be done before a click from here comes in.
    const shares = /** @type {number[]} */ (
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            /** @type {number[]} */
            const seen = [];
            const look = () => {
              const bar = document.querySelector("progress");
              const text = document.querySelector(".data-progress")?.textContent ?? "";
              if (bar !== null && text.startsWith("Trying") && bar.value !== seen.at(-1))
                seen.push(bar.value);
              if ((seen.at(-1) ?? 0) < 0.2) return void setTimeout(look);
              document.getElementById("data-stop")?.click();
              resolve(seen);
            };
            look();
          }),
      )
    );
    assert.ok(shares.length > 4, `it moved ${shares.length} times`);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    await page.getByText(/Stopped: the figures are of [\d,]+ of 100,000 messages/).waitFor();
    const longest = await page.evaluate(() => /** @type {any} */ (window).seen.longest);
    assert.ok(longest < 1_000, `the page was busy for ${Math.round(longest)} ms`);
    assert.equal(await count(), "100,000 messages");
    // All of it, from the first row to the last, with the keys alone.
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("End");
    await page.locator("#data-row-99999[aria-selected=true]").waitFor();
    assert.equal(await grid.getAttribute("aria-activedescendant"), "data-row-99999");
    assert.ok((await page.locator(".data-grid-body [role=row]").count()) < 60);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.locator("#data-row-1[aria-selected=true]").waitFor();
    const before = Date.now();
    await page.getByLabel("Find in the messages").fill("99998");
    await page.getByText("1 of 100,000 messages").waitFor();
    assert.ok(Date.now() - before < 2_000);
    assert.match(await page.locator("#data-row-0").innerText(), /the parcel is late 99998/);
    await page.getByRole("button", { name: "Run again" }).click();
    await page.locator(".data-took").waitFor({ timeout: 240_000 });
    assert.equal(await page.locator(".data-figure", { hasText: "Not answered" }).isVisible(), true);
    await close();
  });
});

/** Messages that belong together, and that no topic of the script answers. */
const lost = [
  "I forgot my password",
  "I lost my password",
  "can I change my password",
  "how do I change the password",
];
const lines = ["", " please", " since yesterday", " again"].flatMap((end) =>
  lost.map((text) => `${text}${end}`),
);
const fallen = `id,message\n${[...lines, "where is my order", "hello"].map((text, at) => `${at},${text}`).join("\n")}\n`;

describe("what is missed", () => {
  test("becomes an example with one key, and the figures say what changed", async () => {
    const { page, load, figure, script: written, close } = await pane();
    await load(csv, "messages.csv");
    const missed = await figure("Not answered");
    await page.getByLabel("Which", { exact: true }).selectOption("none");
    await page.getByRole("grid").focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".data-whole", { hasText: "can I change my password" }).waitFor();
    await page.keyboard.press("e");
    await page.getByRole("dialog").waitFor();
    assert.equal(
      await page.getByRole("dialog").getByLabel("Example").inputValue(),
      "can I change my password",
    );
    await page.keyboard.type("late");
    await page.keyboard.press("Enter");
    await page.getByText("1 example added to Late delivery").waitFor();
    await page.locator(".data-before").waitFor();
    assert.match(
      await written(),
      /- tracking has not moved in days\n- can I change my password\nwhen parcel/,
    );
    assert.ok((await figure("Not answered")) < missed);
    assert.match(
      await page.locator(".data-change").innerText(),
      /Answered: 55\.6% → \d\d\.\d%[\s\S]*answered now[\s\S]*Late delivery \+/,
    );
    // The focus is where it was, for the next one.
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
    await page.getByRole("button", { name: "Show them" }).click();
    await page.locator("#data-row-0", { hasText: "password" }).waitFor();
    // Undo takes it back, and the messages are tried again.
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+z");
    await page.locator(".data-before", { hasText: "→ 55.6%" }).waitFor();
    await close();
  });

  test("becomes a topic with one key, from a row and from a group", async () => {
    const { page, load, script: written, close } = await pane();
    await load(fallen, "messages.csv");
    await page.getByRole("button", { name: "What fell through" }).click();
    const group = page.locator(".data-group").first();
    await group.waitFor({ timeout: 60_000 });
    assert.match(await group.innerText(), /\d+ messages[\s\S]*password/);
    await group.locator(".data-group-head").focus();
    await page.keyboard.press("t");
    await page.locator(".data-before").waitFor();
    assert.match(await written(), /== [\w-]+: [^\n]+\n(?:- [^\n]*password[^\n]*\n){3,}> \\\[Reply/);
    const [was = 0, is = 0] =
      (await page.locator(".data-before").innerText()).match(/[\d.]+(?=%)/g)?.map(Number) ?? [];
    assert.ok(is > was, `${was} to ${is}`);
    await page.getByRole("button", { name: "Messages", exact: true }).click();
    await page.getByLabel("Which", { exact: true }).selectOption("small talk");
    await page.getByRole("grid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("t");
    await page.locator(".machine-status", { hasText: "4 topics" }).waitFor();
    assert.match(await written(), /== hello: Hello\n- hello\n> \\\[Reply: Hello\]\n$/);
    await close();
  });

  test("departments, mix-ups, and a row tried in the conversation", async () => {
    const { page, load, count, close } = await pane();
    await load(csv, "messages.csv");
    await page.getByRole("button", { name: "Departments" }).click();
    const shares = await page.locator(".data-share summary").allInnerTexts();
    assert.match(shares.join("\n"), /Customer care\s+[34] messages[\s\S]*Payments\s+[12] messages/);
    await page.locator(".data-share", { hasText: "Payments" }).locator("summary").click();
    await page.locator(".data-share-topic", { hasText: "Refunds" }).click();
    assert.match(await count(), /^[12] of 9 messages$/);
    await page.getByRole("button", { name: "Mix-ups" }).click();
    await page.locator(".data-group", { hasText: "Refunds → Late delivery" }).waitFor();
    await page.locator(".data-group", { hasText: "account" }).waitFor();
    await page.locator(".data-group-head", { hasText: "Refunds → Late delivery" }).click();
    await page.getByText("Only: Refunds → Late delivery").waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.locator(".card h3", { hasText: "Late delivery" }).first().waitFor();
    await close();
  });

  test("loaded messages are lent to the practice, and taken back", async () => {
    const { page, load, close } = await pane();
    await load(csv, "messages.csv");
    const offered = page.locator("#panel-practice option[value=data]");
    await page.getByRole("tab", { name: "Practice" }).click();
    await offered.waitFor({ state: "attached" });
    await page.getByRole("tab", { name: "Data" }).click();
    await page.getByRole("button", { name: "Other data" }).click();
    await offered.waitFor({ state: "detached" });
    await close();
  });

  test("errors in the script are waited out", async () => {
    const { page, load, figure, editor, close } = await pane();
    await load(csv, "messages.csv");
    await editor.click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.insertText("-> nowhere\n");
    await page.getByText("The script has errors. It is tried again once it has none.").waitFor();
    assert.equal(await figure("Answered"), 5);
    await page.keyboard.press("ControlOrMeta+z");
    await page.locator(".data-took").waitFor();
    await close();
  });
});

/** Kept in the folder that `SCREENSHOTS` names. @param {import("playwright-core").Page} page @param {string} name */
async function picture(page, name) {
  const { SCREENSHOTS: folder } = process.env;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png` });
}

describe("everybody", () => {
  for (const [name, options] of /** @type {[string, Parameters<typeof open>[1]][]} */ ([
    ["light", {}],
    ["dark", { colorScheme: "dark" }],
    ["360 pixels", { viewport: { width: 360, height: 780 } }],
    ["forced colours", { forcedColors: "active" }],
  ])) {
    test(`axe finds nothing: ${name}`, async () => {
      const { page, choose, close } = await pane(options);
      const clean = async () => assert.deepEqual(await violations(page), []);
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await clean();
      await choose(`${csv}${fallen.slice(11).replaceAll("\n", ",\n")}`, "messages.csv");
      await page.getByText("Which column is what?").waitFor();
      await clean();
      await page.getByRole("button", { name: "Try these messages" }).click();
      await page.locator(".data-took").waitFor();
      await page.getByRole("grid").focus();
      await page.keyboard.press("ArrowDown");
      await clean();
      assert.ok((await wide()) <= 0);
      await picture(page, `data-${name.replaceAll(" ", "-")}`);
      await page.keyboard.press("e");
      await page.getByRole("dialog").waitFor();
      await clean();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "What fell through" }).click();
      await page.locator(".data-group").first().waitFor({ timeout: 60_000 });
      await clean();
      await picture(page, `data-groups-${name.replaceAll(" ", "-")}`);
      await page.getByRole("button", { name: "Departments" }).click();
      await page.locator(".data-share summary").first().click();
      await clean();
      await page.getByRole("button", { name: "Mix-ups" }).click();
      await page.locator(".data-mixups .data-group").first().waitFor();
      await clean();
      assert.ok((await wide()) <= 0);
      await close();
    });
  }
});
