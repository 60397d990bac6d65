/** The playground as a person uses it, in a real Chromium over a really built page. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { open, start, violations } from "./page.mjs";

const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));

const small = `script Small shop
language en

channel x     limit 280 weighted public
channel email

words parcel = parcel, package

== late: Late delivery
- where is my order
- my parcel still has not arrived
- tracking has not moved in days
when <parcel> .. late|missing
> Sorry about the wait! We are looking for it right now, and will be back in a minute.
> [on email] Dear customer, we are looking for it.
* It is lost
  -> refund

== refund: Refunds
- I want my money back
- please refund me
- send me a refund
when refund
> Your money is on its way.
end resolved
`;
const mistaken = small.replace("-> refund", "-> refnd");
const tight = small.replace("limit 280", "limit 60");

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

describe("the first visit", () => {
  test("shows the example without a problem, and what it compiles to", async () => {
    const { page, editor, close } = await open(site);
    await page.getByText("No problems").waitFor();
    assert.match(await editor.innerText(), /script Acme social care/);
    assert.match(await page.locator(".machine-status").innerText(), /\d+ topics, machine [\d.]+ KB/);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "acme-social-care.machine");
    const kept = await file.path();
    assert.ok(readFileSync(kept).length > 500);
    await close();
  });

  test("needs no compiler until somebody writes", async () => {
    /** @type {Set<string>} */
    const modules = new Set();
    const { page, editor, close } = await open(site, {
      serviceWorkers: "block",
      prepare: async (page) => {
        page.on("response", async (response) => {
          if (response.url().endsWith(".wasm")) modules.add(response.url());
        });
      },
    });
    await page.locator("#message").fill("where's my parcel?? it's been two weeks");
    await page.locator(".card").first().waitFor();
    assert.equal(modules.size, 1);
    await editor.click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n# mine");
    await page.locator(".machine-status", { hasText: "compiled in" }).waitFor();
    // The compiler, and what answers the editor.
    await page.locator(".token-comment", { hasText: "# mine" }).waitFor();
    assert.equal(modules.size, 3);
    await close();
  });

  test("a sample message brings the right reply, and its words are marked", async () => {
    const { page, close } = await open(site);
    await page.getByRole("button", { name: "where's my parcel?? it's been two weeks" }).click();
    await page.locator(".card").first().waitFor();
    assert.equal(await page.locator(".card h3").first().innerText(), "Late delivery");
    const marked = await page.locator(".message-behind mark").allInnerTexts();
    assert.ok(
      marked.some((word) => word.includes("parcel")),
      `marked: ${marked.join(", ")}`,
    );
    assert.ok((await page.locator(".card .because li").count()) > 0);
    await close();
  });
});

describe("writing a script", () => {
  test("a mistake is shown under its word, and its fix applies", async () => {
    const { page, write, script, close } = await open(site);
    await write(mistaken);
    await page.locator(".cm-lintRange-error").first().waitFor();
    assert.deepEqual(await page.locator(".cm-lintRange-error").allInnerTexts(), ["refnd"]);
    assert.match(await page.locator(".problems-summary").innerText(), /^1 error/);
    const row = page.locator(".problem-list li").filter({ hasText: "refnd" });
    assert.match(await row.innerText(), /AT\d{4}/);
    await row.getByRole("button", { name: "Change to refund" }).click();
    await page.locator(".cm-lintRange-error").first().waitFor({ state: "detached" });
    assert.equal(await script(), small);
    await close();
  });

  test("a problem in the list leads to its place", async () => {
    const { page, write, close } = await open(site);
    await write(mistaken);
    await page.locator(".problem-jump").first().click();
    await page.keyboard.insertText("X");
    await page.locator(".cm-lintRange-error").getByText("Xrefnd").waitFor();
    await close();
  });

  test("with errors, the last good machine stays in use and says so", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".card").first().waitFor();
    await write(mistaken);
    await page.getByText("Suggestions come from the last version without errors.").waitFor();
    assert.equal(await page.locator(".card h3").first().innerText(), "Late delivery");
    assert.ok(await page.getByRole("button", { name: "Download" }).isDisabled());
    await close();
  });

  test("the format button gives the canonical form, and undo takes it back", async () => {
    const { page, write, script, close } = await open(site);
    const untidy = small.replace("language en", "language    en").replace("- please", "-    please");
    await write(untidy);
    await page.getByRole("button", { name: "Format" }).click();
    await page.getByText("Formatted.").waitFor();
    assert.notEqual(await script(), untidy);
    assert.match(await script(), /^- please refund me$/m);
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+z");
    assert.equal(await script(), untidy);
    await close();
  });
});

describe("trying a message", () => {
  test("the script's channels are there to choose, and their limits count", async () => {
    const { page, write, close } = await open(site);
    await write(tight);
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".length.over").first().waitFor();
    assert.deepEqual(await page.locator("#channel option").allInnerTexts(), ["x", "email"]);
    await page.locator("#channel").selectOption("email");
    await page.locator(".reply").getByText("Dear customer, we are looking for it.").waitFor();
    assert.equal(await page.locator(".length.over").count(), 0);
    await close();
  });

  test("a fact that is typed goes into the reply", async () => {
    const { page, write, close } = await open(site);
    await write(
      small
        .replace("words parcel", "fact name  text = there\n\nwords parcel")
        .replace("Sorry", "Hi {name}, sorry"),
    );
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".reply").getByText("Hi there, sorry").first().waitFor();
    await page.getByText("What is known of the customer").click();
    await page.getByLabel("name").fill("Sam <b>");
    await page.locator(".reply").getByText("Hi Sam <b>, sorry").first().waitFor();
    await close();
  });

  test("what customers and authors write is never HTML", async () => {
    const { page, write, close } = await open(site);
    const hostile = '<img src=x onerror="document.title=1"> my parcel is late';
    await write(small.replace("== late: Late delivery", "== late: <b>Late</b>"));
    await page.locator("#message").fill(hostile);
    // The cards of the script before stand until the new one has answered.
    await page.locator(".card h3").getByText("<b>Late</b>").first().waitFor();
    assert.equal(await page.locator(".card h3").first().innerText(), "<b>Late</b>");
    assert.equal(await page.locator("#app img:not(header img)").count(), 0);
    await close();
  });

  test("a message that nothing fits says what to do", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.locator("#message").fill("zzzz qqqq");
    await page.getByText("No topic fits this message").waitFor();
    await close();
  });
});

describe("the keyboard alone", () => {
  test("reaches the message, sends the best reply and comes back", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.keyboard.insertText("my parcel is missing");
    await page.locator(".card .reply").getByText("We are looking for it right now").first().waitFor();
    const reply = await page.locator(".card .reply").first().innerText();
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.locator(".bubble.sent").waitFor();
    assert.deepEqual(await page.locator(".bubble").allTextContents(), [
      "Customer: my parcel is missing",
      `Sent: ${reply}`,
    ]);
    assert.equal(await page.locator("#message").inputValue(), "");
    await page.locator("#message").focus();
    await page.keyboard.press("Escape");
    await page.locator(".cm-editor.cm-focused").waitFor();
    await close();
  });

  test("a reply can be copied", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await page.locator("#message").fill("my parcel is missing");
    // The cards of the script before stand until the new one has answered.
    await page.locator(".card .reply").getByText("We are looking for it right now").first().waitFor();
    await page
      .getByRole("button", { name: /^Copy the reply/ })
      .first()
      .press("Enter");
    await page.locator(".toast").getByText("Copied").waitFor();
    const reply = await page.locator(".card .reply").first().innerText();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), reply);
    await close();
  });

  test("goes from problem to problem and mends one", async () => {
    const { page, write, script, close } = await open(site);
    await write(mistaken);
    await page.locator(".cm-lintRange-error").first().waitFor();
    await page.keyboard.press("F8");
    await page.keyboard.press("ControlOrMeta+.");
    await page.locator(".cm-lintRange-error").first().waitFor({ state: "detached" });
    assert.equal(await script(), small);
    await close();
  });

  test("begins with a link past the script, and Tab leaves the editor", async () => {
    const { page, close } = await open(site);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "message");
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Tab");
    await page.locator(".cm-editor.cm-focused").waitFor({ state: "detached" });
    await close();
  });

  test("the list of keys opens and closes", async () => {
    const { page, close } = await open(site);
    await page.getByRole("button", { name: "Keys" }).press("Enter");
    await page.getByRole("dialog").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await close();
  });
});

describe("what stays", () => {
  test("script, message, channel and facts survive a reload", async () => {
    const { page, write, close } = await open(site);
    await write(small.replace("words parcel", "fact name  text = there\n\nwords parcel"));
    await page.locator("#message").fill("please refund me");
    await page.locator(".card").first().waitFor();
    await page.locator("#channel").selectOption("email");
    await page.getByText("What is known of the customer").click();
    await page.getByLabel("name").fill("Sam");
    await page.reload();
    await page.locator(".card").first().waitFor();
    assert.match(await page.locator(".cm-content").innerText(), /script Small shop/);
    assert.equal(await page.locator("#message").inputValue(), "please refund me");
    assert.equal(await page.locator("#channel").inputValue(), "email");
    await page.getByText("What is known of the customer").click();
    assert.equal(await page.getByLabel("name").inputValue(), "Sam");
    await close();
  });

  test("a browser that keeps nothing is said once, and the page works", async () => {
    const { page, write, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript(() => {
          Storage.prototype.setItem = () => {
            throw new DOMException("no", "QuotaExceededError");
          };
          indexedDB.open = () => {
            throw new DOMException("no", "SecurityError");
          };
        }),
    });
    await write(small);
    await page.getByRole("alert").getByText("This browser does not keep the script").waitFor();
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".card").first().waitFor();
    await close();
  });

  test("with the network cut it goes on, and opens again", async () => {
    const { page, context, write, close } = await open(site);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await write(small);
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".card").first().waitFor();
    await page.reload();
    await page.locator(".card").first().waitFor();
    assert.equal(await page.locator(".card h3").first().innerText(), "Late delivery");
    await close();
  });
});

describe("a language pack", () => {
  test("is fetched once the script asks for it, and is there with the network cut", async () => {
    const { page, context, write, close } = await open(site);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.locator(".problems-summary:not(:empty)").waitFor();
    await write(`pack en\n${small}`);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".card").first().waitFor();
    await context.setOffline(true);
    await page.reload();
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await page.locator(".card").first().waitFor();
    await close();
  });

  test("that cannot be had is said, and the last machine stays", async () => {
    const { page, write, close } = await open(site, {
      serviceWorkers: "block",
      prepare: (page) => page.route("**/*.pack", (route) => route.abort()),
    });
    await write(`pack en\n${small}`);
    await page.getByText("The language pack could not be loaded.").waitFor();
    await page.locator(".problems", { hasText: /no language pack .*en.* here/ }).waitFor();
    await page.unroute("**/*.pack");
    await write(`pack en\n${small}\n`);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await close();
  });

  test("of a language that there is none for is asked for once", async () => {
    const { page, write, close } = await open(site);
    await write(`pack fr\n${small}`);
    await page.locator(".problems", { hasText: /no language pack .*fr.* here/ }).waitFor();
    await write(small);
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    await close();
  });
});

describe("an engine that stops", () => {
  test("is started again, and the page says so", async () => {
    let first = true;
    const { page, write, close } = await open(site, {
      serviceWorkers: "block",
      prepare: (page) =>
        page.route("**/worker-*.js", async (route) => {
          const body = first
            ? `self.onmessage = ({ data }) => self.postMessage(data.kind === "first"
                ? { seq: data.seq, ok: false, code: "AM0001", message: "no machine" }
                : { seq: data.seq, ok: true, answer: { problems: [], machine: null, milliseconds: 1 } });
               setTimeout(() => { self.onmessage = ({ data }) => self.postMessage(data.kind === "prepare"
                ? { seq: data.seq, ok: true, answer: {} }
                : { seq: data.seq, ok: false, code: "crashed", message: "unreachable" }) }, 500);`
            : undefined;
          first = false;
          await (body === undefined
            ? route.continue()
            : route.fulfill({ contentType: "text/javascript", body }));
        }),
    });
    await page.waitForTimeout(700);
    await write(`${small}\n`);
    await page.getByRole("alert").getByText("The engine stopped on this text").waitFor();
    await write(small);
    await page.locator("#message").fill("my parcel is late");
    await page.locator(".card").first().waitFor();
    await close();
  });
});

describe("everyone can use it", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
        const { page, write, close } = await open(site, { colorScheme, viewport: { width, height: 800 } });
        await page.locator("#message").fill("where's my parcel?? it's been two weeks");
        await page.locator(".card").first().waitFor();
        await page.getByText("What is known of the customer").click();
        await page.getByLabel("Show ruled out").check();
        assert.deepEqual(await violations(page), []);
        await write(mistaken);
        await page.locator(".problem-list li").first().waitFor();
        assert.deepEqual(await violations(page), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
        await close();
      });
    }
  }

  test("at four times the text size nothing is cut off", async () => {
    const { page, close } = await open(site, { viewport: { width: 320, height: 640 } });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await close();
  });
});

test("pictures for the documentation", {
  skip: process.env.SCREENSHOTS !== "1" && "SCREENSHOTS=1 takes them",
}, async () => {
  mkdirSync(images, { recursive: true });
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const { page, close } = await open(site, { colorScheme, viewport: { width: 1280, height: 800 } });
    await page.getByRole("button", { name: "Do not show this again" }).click();
    await page.getByText("What is known of the customer").click();
    await page.getByLabel("name").fill("Sam");
    await page.getByText("What is known of the customer").click();
    await page.locator("#message").fill("where's my parcel AB123456?? it's been two weeks");
    await page.locator("#message").press("Enter");
    await page.locator(".card .send").first().click();
    await page.locator(".choice", { hasText: "Something else" }).click();
    await page.locator(".choice", { hasText: "It arrived damaged" }).click();
    await page.locator(".card").first().waitFor();
    // The topic that answers, beside its answer.
    const topic = page.locator(".cm-line", { hasText: "== late" });
    for (let tries = 0; tries < 40 && (await topic.count()) === 0; tries += 1) {
      await page.locator(".cm-scroller").evaluate((scroller) => scroller.scrollBy(0, 200));
      await page.waitForTimeout(50);
    }
    await topic.evaluate((line) => line.scrollIntoView({ block: "start" }));
    await page.locator("h1").click();
    await page.screenshot({ path: `${images}playground${colorScheme === "dark" ? "-dark" : ""}.png` });
    await close();
  }
});
