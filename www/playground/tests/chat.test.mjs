/** A conversation on the page, from the first message to its end, in a real Chromium. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { start } from "./page.mjs";
import { acme, intoTheTree, late, order, talk } from "./talk.mjs";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

describe("with an agent", () => {
  test("a whole talk: message, question, fact, changed reply, branches, hand-off", async () => {
    const it = await talk(site);
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
    const { page, choice, send, lines, close } = await talk(site);
    await page.locator("#message").fill(`${late} ${order}`);
    await page.getByRole("heading", { name: "If this is sent" }).waitFor();
    assert.deepEqual(await lines(), []);
    await send().click();
    await page.locator(".bubble.sent").waitFor();
    await choice("It is on its way").waitFor();
    assert.deepEqual(
      (await lines()).map((line) => line?.slice(0, 22)),
      [`${late} ${order}`, `order_id = ${order}`, "Sorry about the wait, "].map((line) => line.slice(0, 22)),
    );
    assert.equal(await page.locator("#message").inputValue(), "");
    await close();
  });

  test("another topic in mid-tree is a switch, and the way back is one, too", async () => {
    const it = await talk(site);
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
    const it = await talk(site);
    const { page, lines, close } = it;
    await intoTheTree(it);
    await page.locator(".handoff-box summary").click();
    await page.getByLabel("To", { exact: true }).selectOption("Billing");
    await page.getByRole("textbox", { name: "Why" }).fill("wants <b>money</b>");
    await page.getByRole("button", { name: "Hand over" }).click();
    await page.locator(".outcome.handoff").waitFor();
    assert.match(String((await lines()).at(-1)), /^Handed over to Billing: wants <b>money<\/b>/);
    await close();
  });

  test("what does not fit is said with its code, and nothing is lost", async () => {
    const { page, say, close } = await talk(site);
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
    const it = await talk(site);
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

describe("an engine that takes its time", () => {
  test("leaves the focus where somebody went meanwhile, and puts it where it was lost", async () => {
    const it = await talk(site, { slow: 500 });
    const { page, choice, at, close } = it;
    const focus = () => page.evaluate(() => document.activeElement?.id);
    await intoTheTree(it);
    await choice("It arrived damaged").click();
    await page.locator("#channel").focus();
    await at("Late delivery", "Something else", "It arrived damaged");
    assert.equal(await focus(), "channel");
    await page.getByRole("button", { name: "Start again" }).click();
    await page.locator("#channel").focus();
    await page.locator(".bubble").first().waitFor({ state: "detached" });
    assert.equal(await focus(), "channel");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(".bubble").first().waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await page.locator(".bubble").first().waitFor({ state: "detached" });
    assert.equal(await focus(), "message");
    await close();
  });
});

describe("a customer alone", () => {
  test("walks the menu by number, on a channel without buttons", async () => {
    const { page, say, lines, close } = await talk(site);
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
    const { page, say, at, close } = await talk(site);
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
    const { page, choice, lines, close } = await talk(site);
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
    const { page, write, say, close } = await talk(site);
    await write(acme.slice(0, acme.indexOf("menu welcome")));
    await page.getByRole("switch", { name: "As customer, alone" }).check();
    await say("please refund me");
    await page.locator(".bubble.sent", { hasText: "Could you send us your order number?" }).waitFor();
    await close();
  });
});
