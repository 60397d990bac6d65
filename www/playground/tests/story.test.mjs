/**
 * The whole story, in Chromium and in an ordinary Firefox, with the server gone after the first load: the tour is finished, a
 * script is written with two mistakes and mended, talked to on two channels, a test is kept, past messages are dropped, one becomes an example, the tree
 * leads to its line, the machine is taken away; then a link opens in a fresh profile. STORY_DATA names a table of real messages
 * (label, tab, message) to take instead of made ones.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { preview } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @type {{ name: "chrome" | "firefox"; path: string | undefined; args: string[] }[]} */
const browsers = [
  {
    name: "chrome",
    path: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  },
  { name: "firefox", path: process.env.FIREFOX ?? "/usr/bin/firefox-esr", args: [] },
];

const head = `script Corner shop
language en

channel chat
channel x  limit 280 public

== late: Late delivery
- where is my order
- my parcel still has not arrived
- tracking has not moved in days
> Sorry about the wait! We are looking for it right now.
> [on x] Sorry! We are on it.
* It is lost
`;
const mistaken = `${head}  -> refnd

== refund: Refunds
- i want my money back
- please refund me
- send me a refund
> Your money is on its way.
endd resolved
`;

/** @param {number} port */
const serve = (port) =>
  preview({ root, logLevel: "silent", preview: { port, strictPort: port !== 0, host: "127.0.0.1" } });

/** 10,000 messages: real ones where they are at hand. */
function messages() {
  const file = process.env.STORY_DATA;
  const said =
    file === undefined
      ? [
          "my order never came",
          "can I pay by card",
          "is the shop open on sunday",
          "refund me please",
          "thanks",
        ]
      : readFileSync(file, "utf8")
          .split("\n")
          .map((line) => line.split("\t")[1] ?? "")
          .filter((line) => line !== "");
  const rows = Array.from({ length: 10_000 }, (_, at) => `${said[at % said.length]}`);
  return `message\n${rows.map((text) => `"${text.replaceAll('"', '""')}"`).join("\n")}\n`;
}

for (const { name, path, args } of browsers) {
  describe(`the whole story in ${name}`, { timeout: 600_000 }, () => {
    test("is told with the network cut", async (t) => {
      const downloads = mkdtempSync(join(tmpdir(), "answertree-story-"));
      const options = {
        browser: name,
        executablePath: path ?? "",
        args,
        headless: true,
        protocolTimeout: 240_000,
      };
      const browser = await puppeteer.launch(options);
      let server = await serve(0);
      const url = server.resolvedUrls?.local[0] ?? "";
      const port = Number(new URL(url).port);
      /** @type {string[]} */
      const faults = [];
      const page = await browser.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      page.setDefaultTimeout(60_000);
      page.on("pageerror", (error) => faults.push(`thrown: ${/** @type {Error} */ (error).message}`));
      page.on("console", (message) => {
        if (message.type() === "error") faults.push(`console: ${message.text()}`);
      });
      const text = (/** @type {string} */ selector) => page.$eval(selector, (e) => e.textContent ?? "");
      const has = (/** @type {string} */ selector, /** @type {string} */ wanted) =>
        page.waitForFunction(
          (selector, wanted) =>
            [...document.querySelectorAll(selector)].some((e) => e.textContent?.includes(wanted)),
          {},
          selector,
          wanted,
        );
      const press = (/** @type {string} */ button) =>
        page.locator(`::-p-aria([name="${button}"][role="button"])`).click();
      const open = async (/** @type {string} */ tab) => {
        await page.click(`#tab-${tab}`);
        await page.waitForSelector(`#panel-${tab}:not([hidden]) > section`);
      };
      const typed = async (/** @type {string} */ selector, /** @type {string} */ text) => {
        await page.click(selector);
        await page.keyboard.type(text);
      };
      try {
        // The first load, and everything kept for when there is no network.
        await page.goto(url);
        await has(".machine-status", "topics");
        await page.waitForFunction(
          async () => (await navigator.serviceWorker.ready).active?.state === "activated",
        );
        await server.close();
        await page.reload();
        await has(".machine-status", "topics");

        // The tour, to its end.
        await press("Take the tour");
        for (let step = 1; step <= 10; step += 1) {
          await has(".tour-place", `Step ${step} of 10`);
          for (let tries = 0; tries < 8 && (await page.$("#tour-next.primary")) === null; tries += 1) {
            const open = await text(".tour-tasks .open");
            if (open.startsWith("the conversation on that channel")) await page.select("#channel", "x");
            else await press("Show me");
            if (open.startsWith("one of them taken")) {
              await page.waitForFunction(() => document.activeElement?.id === "message");
              await page.keyboard.press("Enter");
              await press("For a birthday");
            }
            await page
              .waitForFunction(
                (open) => !document.querySelector(".tour-tasks")?.textContent?.includes(open),
                {},
                open,
              )
              .catch(() => undefined);
          }
          await page.click("#tour-next.primary");
        }
        await has("#tour-heading", "That was the tour");
        await press("Start my own");
        await has(".project-title", "New script");
        await has(".machine-status", "1 topic");

        // Written with two mistakes, which are found and mended with one key each.
        const editor = await page.waitForSelector(">>> .cm-content");
        assert.ok(editor);
        await editor.click();
        await page.keyboard.down("Control");
        await page.keyboard.press("a");
        await page.keyboard.up("Control");
        await page.keyboard.press("Delete");
        for (const line of mistaken.trimEnd().split("\n")) {
          await page.keyboard.type(line.trimStart());
          // What is offered while typing is not taken.
          await page.keyboard.press("Escape");
          await page.keyboard.press("Enter");
        }
        await has(".problems-summary", "2 errors");
        await press("Change to refund");
        await has(".problems-summary", "1 error");
        await press("Change to end");
        await has(".problems-summary", "No problems");
        await has(".machine-status", "2 topics");

        // Talked to on two channels.
        await page.select("#channel", "chat");
        await typed("#message", "where is my order??");
        await has(".card", "We are looking for it right now.");
        assert.ok(!(await text(".try")).includes("We are on it."));
        await page.select("#channel", "x");
        await has(".card", "Sorry! We are on it.");
        await page.focus("#message");
        await page.keyboard.press("Enter");
        await has(".log", "where is my order??");

        // Kept as a test, which passes.
        await press("Keep as test");
        await open("tests");
        await has(".tests-summary", "1");
        await has(".test", "where is my order");
        assert.match(await text(".tests-summary"), /pass/);

        // 10,000 past messages are dropped, and one that was missed becomes an example.
        await open("data");
        await page.evaluate((csv) => {
          const data = new DataTransfer();
          data.items.add(new File([csv], "messages.csv", { type: "text/csv" }));
          document
            .querySelector(".data")
            ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }, messages());
        await press("Try these messages");
        await page.waitForSelector(".data-took");
        t.diagnostic(`${name}: ${(await text(".data-took")).trim()}`);
        const select = await page.$$eval(".data-messages select", (all) =>
          all.map(({ id, options }) => [id, [...options].map(({ value }) => value)]),
        );
        const which = select.find(([, values]) => values?.includes("none"))?.[0];
        await page.select(`#${which}`, "none");
        await page.focus("[role=grid]");
        await page.keyboard.press("ArrowDown");
        await page.waitForSelector(".data-whole:not(:empty)");
        await page.keyboard.press("e");
        await page.waitForSelector("dialog[open]");
        await page.keyboard.type("late");
        await page.keyboard.press("Enter");
        await has("body", "1 example added to Late delivery");
        await page.waitForSelector(".data-before");

        // The tree leads to its line.
        await open("tree");
        await page.waitForSelector(".drawing .node");
        const node = await page.$$("[role=treeitem]");
        const names = await Promise.all(
          node.map((one) => one.evaluate((e) => e.getAttribute("aria-label") ?? e.textContent)),
        );
        const refund = node[names.findIndex((label) => label?.startsWith("Topic: Refunds"))];
        assert.ok(refund, names.join(", "));
        await refund.click();
        await page.waitForFunction(() =>
          document
            .querySelector(".editor")
            ?.shadowRoot?.querySelector(".cm-activeLine")
            ?.textContent?.includes("== refund"),
        );

        // The machine is taken away.
        await open("machine");
        await has(".machine-summary", "2 topics");
        const session = await page.createCDPSession().catch(() => null);
        await session
          ?.send("Page.setDownloadBehavior", { behavior: "allow", downloadPath: downloads })
          .catch(() => null);
        await page.click(".machine-row button.primary");
        await has(".toast", "published");
        if (name === "chrome") {
          for (
            let tries = 0;
            tries < 100 && !readdirSync(downloads).includes("corner-shop.machine");
            tries += 1
          ) {
            await new Promise((done) => setTimeout(done, 100));
          }
          assert.equal(
            readFileSync(join(downloads, "corner-shop.machine")).subarray(0, 4).toString(),
            "ATRM",
          );
        }

        // A link, opened in a fresh profile, with a network again.
        await press("Share");
        await page.waitForSelector("#share-length:not(:empty)");
        const link = await page.$eval(
          "#share-link",
          (input) => /** @type {HTMLInputElement} */ (input).value,
        );
        server = await serve(port);
        const profile = await browser.createBrowserContext();
        const other = await profile.newPage();
        await other.goto(link);
        await other.waitForFunction(() =>
          document.querySelector(".bar-row")?.textContent?.includes("Corner shop"),
        );
        await other.waitForFunction(() =>
          document.querySelector(".machine-status")?.textContent?.includes("2 topics"),
        );
        assert.deepEqual(faults, []);
      } catch (error) {
        const shot = join(tmpdir(), `answertree-story-${name}.png`);
        await page.screenshot({ path: /** @type {`${string}.png`} */ (shot) }).catch(() => undefined);
        t.diagnostic(`seen last: ${shot}; faults: ${faults.join(" | ")}`);
        throw error;
      } finally {
        await browser.close();
        await server.close();
        rmSync(downloads, { recursive: true, force: true });
      }
    });
  });
}
