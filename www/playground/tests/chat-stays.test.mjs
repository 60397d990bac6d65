/** What a conversation on the page survives: new versions of the script, reloads, crashes; and who can use it. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { keptProject, putProject, start, violations } from "./page.mjs";
import { acme, intoTheTree, late, order, talk } from "./talk.mjs";

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

describe("another version of the script", () => {
  test("takes the conversation up where it was", async () => {
    const it = await talk(site);
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
    const it = await talk(site);
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
    const { page, say, write, close } = await talk(site);
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
    const it = await talk(site);
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
    const it = await talk(site);
    const { page, lines, close } = it;
    await intoTheTree(it);
    const project = await keptProject(page);
    project.kept.talk.saved = btoa("ATS\u0001 and then nothing that fits");
    await putProject(page, project);
    await page.reload();
    await page.locator(".trouble", { hasText: /A new conversation was begun.*\(AC002\d\)/ }).waitFor();
    assert.deepEqual(await lines(), []);
    await page.locator("#message").fill(late);
    await page.locator(".card").first().waitFor();
    await close();
  });
});

describe("an engine that stops in mid-tree", () => {
  test("takes the conversation up again, and does not try the same message twice", async () => {
    const it = await talk(site, {
      serviceWorkers: "block",
      prepare: (page) =>
        page.route("**/worker-*.js", async (route) => {
          const real = await (await route.fetch()).text();
          const body = `self.addEventListener("message", (event) => {
            const { seq, kind, request } = event.data;
            if (kind !== "preview" || request.message !== "boom") return;
            event.stopImmediatePropagation();
            self.postMessage({ seq, ok: false, code: "crashed", message: "unreachable" });
          });
          ${real}`;
          await route.fulfill({ contentType: "text/javascript", body });
        }),
    });
    const { page, choice, at, lines, close } = it;
    await intoTheTree(it);
    const before = await lines();
    await page.locator("#message").fill("boom");
    await page.getByRole("alert").getByText("The engine stopped and was started again").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.waitForTimeout(500);
    assert.ok(await page.locator(".notice").isHidden(), "it stopped again");
    assert.equal(await page.locator("#message").inputValue(), "boom");
    // Answered by the engine that is there instead.
    await page.locator("#message").fill("thanks");
    await page.getByRole("heading", { name: "If this is sent" }).waitFor();
    await page.locator("#message").fill("");
    await at("Late delivery", "Something else");
    assert.deepEqual(await lines(), before);
    await choice("It arrived damaged").click();
    await page.locator(".card .reply", { hasText: "Could you send us a photo?" }).waitFor();
    await close();
  });
});

describe("everyone can use it", () => {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${colorScheme}, ${width} px wide`, async () => {
        const it = await talk(site, { colorScheme, viewport: { width, height: 800 } });
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
    const { page, say, send, write, lines, close } = await talk(site);
    await write(
      acme
        .replace("fact name      text = there", `fact name      text = there\nfact town text\n  ask Where?`)
        .replace("need order_id\n\n> Sorry", "need town\n\n> Sorry"),
    );
    // The new version has to be there before anything is said in it.
    await page.getByLabel("town").first().waitFor({ state: "attached" });
    await say(`${hostile} ${late}`);
    // An answer of the version before may stand there for a moment.
    await page.locator(".ask-form", { hasText: "town" }).locator("input").fill(hostile);
    await page.keyboard.press("Enter");
    await page.locator(".event", { hasText: "town" }).waitFor();
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
