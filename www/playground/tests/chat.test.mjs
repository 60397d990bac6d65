/** A conversation on the page, from the first message to its end, in a real Chromium. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { open, start, violations } from "./page.mjs";

const acme = readFileSync(new URL("../../../examples/acme.answers", import.meta.url), "utf8");
const late = "where's my parcel?? it's been two weeks";
const order = "AB123456";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @typedef {import("playwright-core").Page} Page */

/** What is asked of the page here again and again. @param {Parameters<typeof open>[1]} [options] */
async function talk(options) {
  const it = await open(site, options);
  const { page } = it;
  return {
    ...it,
    /** The customer writes. @param {string} text */
    async say(text) {
      await page.locator("#message").fill(text);
      await page.locator("#message").press("Enter");
      await page.locator(".bubble.customer", { hasText: text }).last().waitFor();
    },
    /** @param {string} label */
    choice: (label) => page.locator(".choice", { hasText: label }),
    send: () => page.getByRole("button", { name: /^Send the reply/ }).first(),
    /** The way through the tree, when it is this. @param {string[]} way */
    async at(...way) {
      await page.waitForFunction(
        (way) => [...document.querySelectorAll(".crumbs li")].map((li) => li.textContent).join() === way,
        way.join(),
      );
    },
    /** The transcript's lines: bubbles and marks, without their kinds. */
    lines: () =>
      page.locator(".log").evaluate((log) =>
        [...log.querySelectorAll(".bubble, .event, .outcome")].map((line) => {
          const copy = /** @type {HTMLElement} */ (line.cloneNode(true));
          for (const kind of copy.querySelectorAll(".visually-hidden, .event-kind, ul")) kind.remove();
          return copy.textContent?.trim();
        }),
      ),
  };
}

/** @param {Awaited<ReturnType<typeof talk>>} it */
async function intoTheTree({ say, send, choice }) {
  await say(`${late} ${order}`);
  await send().click();
  await choice("Something else").click();
  await choice("It arrived damaged").waitFor();
}

describe("with an agent", () => {
  test("a whole talk: message, question, fact, changed reply, branches, hand-off", async () => {
    const it = await talk();
    const { page, say, choice, send, at, lines, close } = it;
    await say(late);
    await at("Late delivery");
    await send().click();
    await page
      .getByLabel(/^order_id/)
      .last()
      .fill(order);
    await page.keyboard.press("Enter");
    await page.locator(".card .reply", { hasText: `order ${order}` }).waitFor();
    await page.getByRole("button", { name: "Edit the reply: Late delivery" }).click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("So sorry! I am on it.");
    await send().click();
    await page.locator(".bubble.sent", { hasText: "So sorry! I am on it." }).waitFor();
    assert.equal(await page.locator(".edited").count(), 1);
    assert.match(await page.locator(".groups").innerText(), /read the last scan/);

    // A digit takes a choice where nothing is typed; arrows go through them.
    await choice("Something else").waitFor();
    await page.keyboard.press("2");
    await at("Late delivery", "Something else");
    await choice("It went to the wrong address").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await at("Late delivery", "Something else", "It arrived damaged");
    await page.locator(".card .reply", { hasText: "Could you send us a photo?" }).waitFor();

    await page.getByRole("button", { name: "Undo" }).click();
    await at("Late delivery", "Something else");
    await page.locator(".entry", { hasText: "So sorry!" }).hover();
    await page.getByRole("button", { name: "Back to here: So sorry! I am on it." }).click();
    await at("Late delivery");
    assert.equal(await choice("The customer is upset").count(), 0);

    await page.getByText("What is known of the customer").click();
    await page.getByLabel("vip").selectOption("yes");
    await choice("The customer is upset").click();
    await page.locator(".outcome.handoff").waitFor();
    const said = await lines();
    assert.deepEqual(said.slice(0, -1), [
      late,
      "Could you send us your order number? It starts with two letters.",
      `order_id = ${order}`,
      "So sorry! I am on it.edited",
      "vip = yes",
      "The customer is upset",
      `open_ticket(priority: high, order: ${order})`,
    ]);
    assert.match(String(said.at(-1)), /^Handed over to Customer support: VIP, late order/);
    assert.deepEqual(await page.locator(".outcome.handoff li").allInnerTexts(), [
      `order_id = ${order}`,
      "vip = yes",
      "topics: late",
    ]);
    await page.getByText("A colleague has the conversation.").waitFor();
    await say("I want my money back");
    await at("Refunds");
    await close();
  });

  test("a message that is being written shows what it would bring; sending a reply sends it first", async () => {
    const { page, choice, send, lines, close } = await talk();
    await page.locator("#message").fill(`${late} ${order}`);
    await page.getByRole("heading", { name: "If this is sent" }).waitFor();
    assert.deepEqual(await lines(), []);
    await send().click();
    await choice("It is on its way").waitFor();
    assert.deepEqual(
      (await lines()).map((line) => line?.slice(0, 22)),
      [`${late} ${order}`, `order_id = ${order}`, "Sorry about the wait, "].map((line) => line.slice(0, 22)),
    );
    assert.equal(await page.locator("#message").inputValue(), "");
    await close();
  });

  test("another topic in mid-tree is a switch, and the way back is one, too", async () => {
    const it = await talk();
    const { page, say, at, close } = it;
    await intoTheTree(it);
    await say("you charged me twice");
    await page.locator(".switches").getByRole("button", { name: "Payment taken twice" }).click();
    await at("Payment taken twice");
    await page.locator(".switches").getByRole("button", { name: "back to Late delivery" }).click();
    await at("Late delivery", "Something else");
    await page.locator(".event", { hasText: "back to Late delivery" }).waitFor();
    await close();
  });

  test("a hand-off by hand says why, and what to the colleague", async () => {
    const it = await talk();
    const { page, lines, close } = it;
    await intoTheTree(it);
    await page.locator(".handoff-box summary").click();
    await page.getByLabel("To", { exact: true }).selectOption("Billing");
    await page.getByLabel("Why").fill("wants <b>money</b>");
    await page.getByRole("button", { name: "Hand over" }).click();
    await page.locator(".outcome.handoff").waitFor();
    assert.match(String((await lines()).at(-1)), /^Handed over to Billing: wants <b>money<\/b>/);
    await close();
  });

  test("what does not fit is said with its code, and nothing is lost", async () => {
    const { page, say, close } = await talk();
    await say(`these do not fit, can I exchange them? ${order}`);
    const field = page.locator(".ask-form input");
    await field.fill("enormous");
    await page.keyboard.press("Enter");
    await page.locator(".trouble", { hasText: "takes one of small, medium, large (AC0002)" }).waitFor();
    assert.equal(await field.inputValue(), "enormous");
    await field.fill("large");
    await page.keyboard.press("Enter");
    await page.locator(".card .reply", { hasText: "put a large aside" }).waitFor();
    assert.equal(await page.locator(".trouble").innerText(), "");
    await page.getByText("What is known of the customer").click();
    await page.getByLabel("days_late").fill("many");
    await page.keyboard.press("Enter");
    await page.locator(".trouble", { hasText: "takes number (AC0002)" }).waitFor();
    assert.equal(await page.getByLabel("days_late").inputValue(), "many");
    assert.equal(await page.locator("#fact-size").inputValue(), "large");
    await close();
  });

  test("runs again on another channel, starts again, and undo brings it back", async () => {
    const it = await talk();
    const { page, say, send, lines, close } = it;
    await page.locator("#channel").selectOption("email");
    await say(`I want my money back for ${order}`);
    await page.locator(".card .reply", { hasText: "Dear there" }).waitFor();
    await page.locator("#channel").selectOption("x");
    await page.locator(".card .reply", { hasText: "sending you a DM" }).waitFor();
    await send().click();
    await page.locator(".outcome.ended").waitFor();
    const before = await lines();
    assert.equal(before.at(-1), "Ended: resolved");
    await page.getByRole("button", { name: "Run again" }).click();
    await page.locator(".outcome.ended").waitFor();
    assert.deepEqual(await lines(), before);
    await page.getByRole("button", { name: "Start again" }).click();
    await page.getByText("No message yet").waitFor();
    assert.deepEqual(await lines(), []);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(".outcome.ended").waitFor();
    assert.deepEqual(await lines(), before);
    await close();
  });
});

describe("a customer alone", () => {
  test("walks the menu by number, on a channel without buttons", async () => {
    const { page, say, lines, close } = await talk();
    await page.getByRole("switch", { name: "As customer, alone" }).check();
    const list = "1 Where is my order\n2 Billing\n0 A person";
    await page.locator(".bubble.sent", { hasText: "Reply with a number" }).waitFor();
    assert.ok((await page.locator(".bubble.sent").first().innerText()).endsWith(list));
    assert.equal(await page.locator(".choice").count(), 0);
    await say("7");
    await page.locator(".bubble.sent", { hasText: "Sorry, I did not get that" }).waitFor();
    await say("1");
    await page.locator(".bubble.sent", { hasText: "Could you send us your order number?" }).waitFor();
    await say(order);
    // What an agent should do is no customer's work: the conversation is handed over, and the agent's side is there.
    await page.locator(".outcome.handoff", { hasText: "Customer support" }).waitFor();
    assert.ok((await lines()).some((line) => line?.includes(`looking into order ${order}`)));
    await close();
  });

  test("says it in own words, and asks for a person", async () => {
    const { page, say, at, close } = await talk();
    await page.getByRole("switch", { name: "As customer, alone" }).check();
    await at("Main menu");
    await say("please refund me");
    await at("Refunds");
    await page.getByRole("button", { name: "Start again" }).click();
    await at("Main menu");
    await say("can I talk to a person");
    await page.locator(".outcome.handoff").waitFor();
    await close();
  });

  test("presses buttons where the channel has them, and is asked when silent", async () => {
    const { page, choice, lines, close } = await talk();
    await page.locator("#channel").selectOption("chat");
    await page.getByRole("switch", { name: "As customer, alone" }).check();
    await choice("Where is my order").waitFor();
    assert.deepEqual(
      (await page.locator(".choice").allInnerTexts()).map((text) => text.replace(/\s+/, " ")),
      ["1 Where is my order", "2 Billing", "0 A person"],
    );
    assert.deepEqual(await lines(), ["Hi! Reply with a number, or just tell me what is wrong."]);
    const clock = page.locator(".clock");
    const then = Date.parse(String(await clock.getAttribute("datetime")));
    await page.getByRole("button", { name: "+5 min" }).click();
    await page.locator(".bubble.sent", { hasText: "Are you still there?" }).waitFor();
    const passed = Date.parse(String(await clock.getAttribute("datetime"))) - then;
    assert.ok(passed >= 300_000 && passed < 360_000, `${passed} ms went by`);
    await page.keyboard.press("1");
    await page.locator(".bubble.customer", { hasText: "Where is my order" }).waitFor();
    await page.locator(".bubble.sent", { hasText: "Could you send us your order number?" }).waitFor();
    await close();
  });

  test("begins without a topic where the script has no menu", async () => {
    const { page, write, say, close } = await talk();
    await write(acme.slice(0, acme.indexOf("menu welcome")));
    await page.getByRole("switch", { name: "As customer, alone" }).check();
    await say("please refund me");
    await page.locator(".bubble.sent", { hasText: "Could you send us your order number?" }).waitFor();
    await close();
  });
});

describe("another version of the script", () => {
  test("takes the conversation up where it was", async () => {
    const it = await talk();
    const { page, write, at, choice, lines, close } = it;
    await intoTheTree(it);
    const before = await lines();
    await write(
      acme
        .replace("late: Late delivery", "late: Very late")
        .replace("* It is on its way", "* It comes")
        .replaceAll("choose It is on its way", "choose It comes"),
    );
    await at("Very late", "Something else");
    assert.deepEqual(await lines(), before);
    await page.getByRole("button", { name: "Undo" }).click();
    await choice("It comes").waitFor();
    await write(`${acme}\nstep`);
    await page.getByText("Suggestions come from the last version without errors.").waitFor();
    await choice("It comes").waitFor();
    await close();
  });

  test("says what is lost, and finds it again when it is there again", async () => {
    const it = await talk();
    const { page, write, at, choice, close } = it;
    await intoTheTree(it);
    await write(
      acme.replace("== late:", "== lat:").replace("-> late", "-> lat").replaceAll("topic late", "topic lat"),
    );
    await page.locator(".lost", { hasText: "The conversation is in no topic" }).waitFor();
    assert.match(await page.locator(".lost").innerText(), /no longer has .*late/);
    await at();
    await write(acme);
    await at("Late delivery", "Something else");
    await choice("It arrived damaged").waitFor();
    assert.equal(await page.locator(".lost").count(), 0);
    await close();
  });

  test("keeps what is being typed: a changed reply, an answer, a message", async () => {
    const { page, say, write, close } = await talk();
    await say(late);
    await page.getByRole("button", { name: "Edit the reply: Late delivery" }).click();
    await page.locator(".reply-edit").fill("Which order, please?");
    await page.locator(".ask-form input").fill("AB12");
    await write(acme.replace("late: Late delivery", "late: Too late"));
    await page.locator(".card h3", { hasText: "Too late" }).waitFor();
    assert.equal(await page.locator(".reply-edit").inputValue(), "Which order, please?");
    assert.equal(await page.locator(".ask-form input").inputValue(), "AB12");
    await write(acme.replace("need order_id\n\n> Sorry", "> Sorry"));
    await page.locator(".orphan", { hasText: "Which order, please?" }).waitFor();
    await close();
  });
});

describe("a reload", () => {
  test("goes on where the conversation was, with its clock", async () => {
    const it = await talk();
    const { page, say, at, choice, lines, close } = it;
    await intoTheTree(it);
    await page.getByRole("button", { name: "+1 day" }).click();
    await page.locator(".event", { hasText: "Time goes by" }).waitFor();
    const later = await page.locator(".clock").innerText();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(".event", { hasText: "Time goes by" }).waitFor({ state: "detached" });
    assert.notEqual((await page.locator(".clock").innerText()).slice(0, 6), later.slice(0, 6));
    await at("Late delivery", "Something else");
    await page.getByRole("button", { name: "+1 day" }).click();
    await page.locator(".event", { hasText: "Time goes by" }).waitFor();
    const [before, clock] = [await lines(), await page.locator(".clock").innerText()];
    await page.locator("#message").fill("not sent yet");
    await page.reload();
    await at("Late delivery", "Something else");
    assert.deepEqual(await lines(), before);
    assert.equal((await page.locator(".clock").innerText()).slice(0, 10), clock.slice(0, 10));
    assert.equal(await page.locator("#message").inputValue(), "not sent yet");
    await page.locator("#message").fill("");
    await choice("It arrived damaged").click();
    await page.getByRole("button", { name: "Undo" }).click();
    await at("Late delivery", "Something else");
    await say("thanks");
    await close();
  });

  test("with bytes that are no conversation begins a new one, and says so", async () => {
    const it = await talk();
    const { page, lines, close } = it;
    await intoTheTree(it);
    await page.evaluate(() => {
      const key = "answertree.playground.1";
      const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
      kept.talk.saved = btoa("ATS\u0001 and then nothing that fits");
      localStorage.setItem(key, JSON.stringify(kept));
    });
    await page.reload();
    await page.locator(".trouble", { hasText: /A new conversation was begun.*\(AC002\d\)/ }).waitFor();
    assert.deepEqual(await lines(), []);
    await page.locator("#message").fill(late);
    await page.locator(".card").first().waitFor();
    await close();
  });
});

describe("everyone can use it", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
        const it = await talk({ colorScheme, viewport: { width, height: 800 } });
        const { page, say, send, choice, close } = it;
        const check = async (/** @type {string} */ where) => {
          assert.deepEqual(await violations(page), [], where);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          assert.ok(overflow <= 0, `${where}: the page is ${overflow} px too wide`);
        };
        await say(`these do not fit, can I exchange them? ${order}`);
        await page.getByRole("button", { name: /^Edit the reply/ }).click();
        await page.locator(".ask-form input").fill("x");
        await page.keyboard.press("Enter");
        await page.locator(".trouble:not(:empty)").waitFor();
        await page.getByText("What is known of the customer").click();
        await check("asked");
        await page.getByRole("button", { name: "Start again" }).click();
        await say(`${late} ${order}`);
        await send().click();
        await choice("Something else").click();
        await say("you charged me twice");
        await page.locator(".switches button").first().waitFor();
        await page.locator(".handoff-box summary").click();
        await check("in the tree");
        await page.getByRole("button", { name: "Hand over" }).click();
        await page.locator(".outcome.handoff").waitFor();
        await check("handed over");
        await page.locator("#channel").selectOption("chat");
        await page.getByRole("switch").check();
        await choice("Billing").waitFor();
        await check("alone");
        await close();
      });
    }
  }

  test("what anybody writes is text, in bubbles, facts and marks", async () => {
    const hostile = `<img src=x onerror="document.title='bad'">`;
    const { page, say, send, write, lines, close } = await talk();
    await write(
      acme
        .replace("fact name      text = there", `fact name      text = there\nfact town text\n  ask Where?`)
        .replace("need order_id\n\n> Sorry", "need town\n\n> Sorry"),
    );
    await say(`${hostile} ${late}`);
    await page.locator(".ask-form input").fill(hostile);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Edit the reply/ }).click();
    await page.locator(".reply-edit").fill(hostile);
    await send().click();
    await page.locator(".bubble.sent").waitFor();
    assert.deepEqual(await lines(), [`${hostile} ${late}`, `town = ${hostile}`, `${hostile}edited`]);
    await page.reload();
    await page.locator(".bubble.sent").waitFor();
    assert.equal(await page.locator("#app img:not(header img)").count(), 0);
    assert.equal(await page.title(), "answertree playground");
    await close();
  });
});
