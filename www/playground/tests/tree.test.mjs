/** The tree of the script as a person uses it, in a real Chromium. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Author } from "answertree/author";
import { large } from "./large.mjs";
import { start, violations } from "./page.mjs";
import { acme, intoTheTree, late, order, talk } from "./talk.mjs";

const LARGE = 91;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** What the engine says of a script. @param {string} text */
function graphOf(text) {
  const author = new Author();
  author.open({ "main.answers": text });
  const graph = author.ask("graph", {});
  author.free();
  return graph;
}

/**
 * The page with its tree in front.
 * @param {Parameters<typeof talk>[1] & { script?: string }} [options]
 */
async function tree(options = {}) {
  const { script, ...rest } = options;
  const it = await talk(site, rest);
  const { page } = it;
  if (script !== undefined) {
    await it.write(script);
    await page.locator(".machine-status", { hasText: "compiled in" }).waitFor();
  }
  await page.getByRole("tab", { name: "Tree" }).click();
  await page.locator(".drawing .node").first().waitFor();
  return {
    ...it,
    nodes: page.locator(".drawing .node"),
    /** @param {string | RegExp} name */
    node: (name) => page.getByRole("treeitem", { name }),
    search: page.getByRole("searchbox"),
    status: page.locator(".tree-status"),
    /** The line that the cursor of the editor is on. */
    line: () => page.locator(".cm-activeLine").innerText(),
    transform: () => page.locator(".drawing > g").getAttribute("transform"),
    /** The name of the node that has the focus. */
    focused: () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""),
    /** Names of the nodes of a kind of mark. @param {string} mark */
    marked: (mark) =>
      page
        .locator(`.drawing .node.${mark}`)
        .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label") ?? "")),
    /** How long a thing takes, and the longest that the page did not answer meanwhile. @param {() => Promise<unknown>} act */
    async timed(act) {
      await page.evaluate(() => {
        const all = { last: performance.now(), longest: 0, on: true };
        Object.assign(window, { gaps: all });
        const look = () => {
          const now = performance.now();
          all.longest = Math.max(all.longest, now - all.last);
          all.last = now;
          if (all.on) setTimeout(look);
        };
        look();
      });
      const from = performance.now();
      await act();
      const took = performance.now() - from;
      const longest = await page.evaluate(() => {
        const { gaps } = /** @type {any} */ (window);
        gaps.on = false;
        return /** @type {number} */ (gaps.longest);
      });
      return `${Math.round(took)} ms, the page was away for ${Math.round(longest)} ms at most`;
    },
    /** Times between frames while something is done in each. @param {{ deltaX?: number; deltaY?: number; ctrlKey?: boolean }} wheel */
    frames: (wheel) =>
      page.locator(".stage").evaluate(async (stage, wheel) => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const box = stage.getBoundingClientRect();
        const middle = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
        const times = [];
        await frame();
        for (let at = 0; at < 60; at += 1) {
          const by = at < 30 ? 1 : -1;
          const from = performance.now();
          const { deltaX = 0, deltaY = 0, ctrlKey = false } = wheel;
          const event = { ...middle, deltaX: deltaX * by, deltaY: deltaY * by, ctrlKey };
          stage.dispatchEvent(new WheelEvent("wheel", { ...event, bubbles: true, cancelable: true }));
          await frame();
          times.push(performance.now() - from);
        }
        times.sort((a, b) => a - b);
        return `half of the frames within ${Math.round(times[30] ?? 0)} ms, 95 of 100 within ${Math.round(times[56] ?? 0)} ms`;
      }, wheel),
  };
}

describe("the drawing", () => {
  test("has all that the engine says of the script, with its words", async () => {
    const { page, nodes, node, status, close } = await tree();
    const graph = graphOf(acme);
    assert.equal(await nodes.count(), graph.nodes.length);
    assert.equal(await page.locator(".drawing .line").count(), graph.edges.length);
    assert.equal(await status.innerText(), `6 topics, ${graph.nodes.length} nodes`);
    for (const { label } of graph.nodes.filter(({ kind }) => kind === "topic" || kind === "choice")) {
      assert.equal(
        (await page.locator(".drawing .label", { hasText: label.split(" ")[0] ?? "" }).count()) > 0,
        true,
      );
    }
    assert.equal(
      await node(/^Choice: It is lost/).getAttribute("aria-label"),
      "Choice: It is lost; [if days_late > 7]; leads to Refunds",
    );
    await page.locator(".drawing .line text", { hasText: "on nomatch 3" }).waitFor();
    // No node covers another.
    const boxes = await nodes.evaluateAll((all) =>
      all.map((one) => one.querySelector(".shape")?.getBoundingClientRect()),
    );
    for (const [at, a] of boxes.entries()) {
      for (const b of boxes.slice(at + 1)) {
        assert.ok(a && b);
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        assert.ok(apart, `${JSON.stringify(a)} covers ${JSON.stringify(b)}`);
      }
    }
    await close();
  });

  test("goes to the line of a node, and marks the node of a line", async () => {
    const { page, node, line, marked, editor, close } = await tree();
    await node(/^Choice: It is lost/).click();
    assert.match(await line(), /It is lost/);
    assert.match((await marked("here")).join(), /^Choice: It is lost.*the cursor is here$/);
    assert.ok(await editor.evaluate((element) => element.getRootNode() instanceof ShadowRoot));
    // The next branch, two lines further down.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.match((await marked("here")).join(), /^Choice: The customer is upset/);
    await page.getByRole("button", { name: "Cursor" }).click();
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    assert.match(String(focused), /^Choice: The customer is upset/);
    // A mistake further up moves the line, and the last tree still finds it.
    await node(/^Topic: Late delivery/).press("Enter");
    await page.keyboard.press("Home");
    await page.keyboard.insertText("== broken\n-> nowhere\n\n");
    await page.getByText("this is the tree of the last version without").waitFor();
    await node(/^Choice: It is lost/).click();
    assert.match(await line(), /It is lost/);
    await close();
  });

  test("follows the script as it is written", async () => {
    const { page, node, status, line, write, close } = await tree();
    await write(acme.replace("== refund: Refunds", "== refund: Money back"));
    await node(/^Topic: Money back/).waitFor();
    // A line more above, which no tree shows: nothing is drawn anew, and the line is found where it is now.
    const before = await node(/^Choice: It is lost/).elementHandle();
    await write(`# one more\n${acme.replace("== refund: Refunds", "== refund: Money back")}`);
    // Until the new version is compiled, places are those of the one before.
    for (let tries = 0; tries < 50 && !/It is lost/.test(await line()); tries += 1) {
      await node(/^Choice: It is lost/).click();
      await page.waitForTimeout(100);
    }
    assert.match(await line(), /It is lost/);
    assert.equal(await before?.evaluate((element) => element.isConnected), true);
    await write("");
    await status.getByText("no topic to draw").or(status.getByText("has errors")).waitFor();
    await close();
  });

  test("shows where the conversation is", async () => {
    const it = await tree();
    const { page, marked, close } = it;
    assert.deepEqual(await marked("lit"), []);
    await page.getByRole("tab", { name: "Conversation" }).click();
    await intoTheTree(it);
    await page.getByRole("tab", { name: "Tree" }).click();
    const lit = await marked("lit");
    assert.deepEqual(
      lit.map((name) => name.split(";")[0]),
      ["Topic: Late delivery", "Choice: Something else"],
    );
    assert.ok(lit.every((name) => name.includes("on the current path")));
    assert.deepEqual(
      (await marked("offered")).map((name) => name.split(";")[0]),
      ["Choice: It went to the wrong address", "Choice: It arrived damaged"],
    );
    // Out of the topic, to both of what it offers, and nowhere else.
    assert.equal(await page.locator(".drawing .line.lit").count(), 3);
    await page.getByRole("tab", { name: "Conversation" }).click();
    await it.choice("It arrived damaged").click();
    await it.at("Late delivery", "Something else", "It arrived damaged");
    await page.getByRole("tab", { name: "Tree" }).click();
    assert.match((await marked("lit")).at(-1) ?? "", /^Choice: It arrived damaged/);
    await close();
  });
});

describe("the end of a conversation", () => {
  test("stays lit once all is sent", async () => {
    const { page, say, send, choice, at, marked, close } = await tree();
    await page.getByRole("tab", { name: "Conversation" }).click();
    await say(`${late} ${order}`);
    await send().click();
    await choice("It is on its way").click();
    await at("Late delivery", "It is on its way");
    await send().click();
    await page.locator(".outcome", { hasText: "resolved" }).waitFor();
    await page.getByRole("tab", { name: "Tree" }).click();
    await page.locator(".node.lit").first().waitFor();
    assert.deepEqual(
      (await marked("lit")).map((name) => name.split(";")[0]),
      ["Topic: Late delivery", "Choice: It is on its way", "End: Ends: resolved"],
    );
    await close();
  });
});

describe("finding", () => {
  test("by label, name and what is said; Enter goes through what was found", async () => {
    const { page, node, search, marked, focused, close } = await tree();
    await node(/^Topic: Late delivery/).focus();
    await page.keyboard.press("/");
    await page.keyboard.type("REFUND");
    const count = page.locator(".tree-count");
    const found = await marked("hit");
    assert.ok(found.some((name) => name.startsWith("Topic: Refunds")));
    assert.ok(found.length > 1);
    assert.equal(await count.innerText(), `1 of ${found.length}`);
    const [first] = await marked("found");
    await page.keyboard.press("Enter");
    assert.equal(await count.innerText(), `2 of ${found.length}`);
    assert.notEqual((await marked("found"))[0], first);
    await page.keyboard.press("Shift+Enter");
    assert.deepEqual(await marked("found"), [first]);
    await search.fill("send us a photo");
    assert.deepEqual(
      (await marked("hit")).map((name) => name.split(";")[0]),
      ["Choice: It arrived damaged"],
    );
    await search.press("ArrowDown");
    assert.match(await focused(), /^Choice: It arrived damaged/);
    await search.fill("nowhere to be found");
    assert.equal(await count.innerText(), "Nothing found");
    await search.press("Escape");
    assert.deepEqual(await marked("hit"), []);
    assert.match(await focused(), /^Choice: It arrived damaged/);
    await close();
  });
});

describe("by keyboard", () => {
  test("from node to node, to the line, and over the drawing", async () => {
    const { page, search, focused, line, transform, node, close } = await tree();
    await search.focus();
    for (let at = 0; at < 8; at += 1) await page.keyboard.press("Tab");
    assert.match(await focused(), /^Topic: Late delivery/);
    /** @param {string} key @param {RegExp} name */
    const goes = async (key, name) => {
      await page.keyboard.press(key);
      assert.match(await focused(), name);
    };
    await goes("ArrowRight", /^Choice: It is on its way/);
    await goes("ArrowDown", /^Choice: It is lost/);
    // Nothing stands in it: on to what it leads to, and back.
    await goes("ArrowRight", /^Topic: Refunds/);
    await goes("ArrowLeft", /^Choice: It is lost/);
    await goes("ArrowUp", /^Choice: It is on its way/);
    await goes("ArrowRight", /^End: Ends: resolved/);
    await goes("ArrowDown", /^Choice: It is lost/);
    await goes("ArrowLeft", /^Topic: Late delivery/);
    await goes("ArrowDown", /^Topic: Refunds/);
    await goes("End", /^Hand-off: Customer support/);
    await goes("Home", /^Topic: Late delivery/);
    await page.keyboard.press("Space");
    await node(/^Topic: Late delivery.*8 nodes in it/).waitFor();
    assert.equal(await node(/^Topic: Late delivery/).getAttribute("aria-expanded"), "false");
    assert.match(await focused(), /^Topic: Late delivery/);
    await page.keyboard.press("ArrowRight");
    await node(/^Choice: It is lost/).waitFor();
    const before = await transform();
    for (const key of ["+", "-", "Shift+ArrowRight", "Shift+ArrowDown", "0"]) {
      const now = await transform();
      await page.keyboard.press(key);
      await page.waitForFunction(
        (was) => document.querySelector(".drawing > g")?.getAttribute("transform") !== was,
        now,
      );
    }
    assert.notEqual(before, null);
    await goes("ArrowRight", /^Choice: It is on its way/);
    await page.keyboard.press("Enter");
    assert.match(await line(), /It is on its way/);
    await close();
  });

  test("every node says what it is among its neighbours", async () => {
    const { page, close } = await tree();
    const said = await page
      .getByRole("treeitem")
      .evaluateAll((nodes) =>
        nodes.map((node) =>
          ["aria-level", "aria-posinset", "aria-setsize"].map((name) => Number(node.getAttribute(name))),
        ),
      );
    assert.ok(said.every(([level = 0, at = 0, of = 0]) => level >= 1 && at >= 1 && at <= of));
    assert.equal(said.filter(([level]) => level === 1).length, 6);
    assert.equal(await page.locator(".drawing [tabindex='0']").count(), 1);
    await close();
  });
});

describe("files", () => {
  test("SVG and PNG hold all of the drawing, without the page", async () => {
    const { page, context, nodes, close } = await tree();
    const count = await nodes.count();
    const [svg] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "SVG" }).click(),
    ]);
    assert.equal(svg.suggestedFilename(), "acme-social-care-tree.svg");
    const text = readFileSync(await svg.path(), "utf8");
    assert.doesNotMatch(text, /class=|style=|tabindex|var\(/);
    const [png] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "PNG" }).click(),
    ]);
    assert.equal(png.suggestedFilename(), "acme-social-care-tree.png");
    const bytes = readFileSync(await png.path());
    assert.equal(bytes.subarray(1, 4).toString(), "PNG");

    // Opened again where nothing of the page is.
    const other = await context.newPage();
    await other.setContent("<body></body>");
    const found = await other.evaluate(
      async ([svg, png]) => {
        const parsed = new DOMParser().parseFromString(String(svg), "image/svg+xml");
        document.body.append(document.importNode(parsed.documentElement, true));
        const shown = [...document.querySelectorAll("svg text")].filter(
          (one) => one.getBoundingClientRect().width > 0,
        );
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width, image.height];
        const pen = canvas.getContext("2d");
        pen?.drawImage(image, 0, 0);
        const colours = new Set(
          new Uint32Array(pen?.getImageData(0, 0, image.width, image.height).data.buffer ?? []),
        );
        return {
          error: parsed.querySelector("parsererror")?.textContent ?? null,
          title: parsed.querySelector("title")?.textContent,
          titles: parsed.querySelectorAll("g > title").length,
          size: [
            Number(parsed.documentElement.getAttribute("width")),
            Number(parsed.documentElement.getAttribute("height")),
          ],
          words: shown.map((one) => one.textContent),
          fill: parsed.querySelector("g > title")?.parentElement?.querySelector("path")?.getAttribute("fill"),
          png: [image.width, image.height],
          colours: colours.size,
        };
      },
      [text, bytes.toString("base64")],
    );
    assert.equal(found.error, null);
    assert.equal(found.title, "Acme social care");
    assert.equal(found.titles, count);
    assert.ok(found.words.includes("It is lost"));
    assert.match(String(found.fill), /^rgb\(/);
    assert.deepEqual(
      found.png,
      found.size.map((side) => side * 2),
    );
    assert.ok(found.colours > 20, `${found.colours} colours`);
    await other.close();
    await close();
  });
});

describe("a script of a thousand nodes", () => {
  test("opens with topics and departments, and is fluid with all of it", async (t) => {
    const script = large(LARGE);
    const it = await tree();
    const { page, nodes, node, status, search, marked, frames, timed, write, close } = it;
    const graph = graphOf(script);
    assert.ok(graph.nodes.length >= 1000);
    t.diagnostic(
      `drawn closed after the paste: ${await timed(async () => {
        await write(script);
        await status.getByText(`${LARGE} topics, ${LARGE} of ${graph.nodes.length} nodes shown`).waitFor();
      })}`,
    );
    // Topics, and the two departments that they lead to.
    assert.equal(await nodes.count(), LARGE + 2);
    assert.match(String(await node(/^Department: Second line/).getAttribute("aria-label")), /^Department/);

    await node(/^Topic: Refund 1 /).focus();
    await page.keyboard.press("ArrowRight");
    await node(/^Choice: The customer cannot wait, number 1\b/).waitFor();
    assert.equal(await nodes.count(), LARGE + 2 + 10);

    // What is found in a closed topic opens it.
    await search.fill("patience with matter 42.");
    await node(/^Choice: The customer can wait, number 42\b/).waitFor();
    assert.equal((await marked("found")).length, 1);
    await search.press("Escape");

    t.diagnostic(
      `all opened: ${await timed(async () => {
        await page.getByRole("button", { name: "Open all" }).click();
        await page.getByRole("button", { name: "Close all" }).waitFor();
      })}`,
    );
    assert.equal(await nodes.count(), graph.nodes.length);
    t.diagnostic(`moving all of it: ${await frames({ deltaX: 12, deltaY: 8 })}`);
    await page.getByRole("button", { name: "Fit" }).click();
    t.diagnostic(`zooming: ${await frames({ deltaY: -40, ctrlKey: true })}`);
    for (let at = 0; at < 8; at += 1) await page.getByRole("button", { name: "Larger" }).click();
    t.diagnostic(`moving where words are read: ${await frames({ deltaX: 12, deltaY: 8 })}`);

    const overview = page.getByRole("group", { name: /^Overview/ });
    const before = await it.transform();
    const box = await overview.boundingBox();
    assert.ok(box !== null);
    await page.mouse.move(box.x + 66, box.y + 46);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 70, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(
      (was) => document.querySelector(".drawing > g")?.getAttribute("transform") !== was,
      before,
    );
    const dragged = await it.transform();
    const stage = await page.locator(".stage").boundingBox();
    assert.ok(stage !== null);
    await page.mouse.move(stage.x + 200, stage.y + 200);
    await page.mouse.down();
    await page.mouse.move(stage.x + 260, stage.y + 240, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(
      (was) => document.querySelector(".drawing > g")?.getAttribute("transform") !== was,
      dragged,
    );
    // What is dragged is not clicked: the cursor is still at the end of the script.
    assert.equal((await it.line()).trim(), "");

    t.diagnostic(
      `closed again, from memory: ${await timed(async () => {
        await page.getByRole("button", { name: "Close all" }).click();
        await page.getByRole("button", { name: "Open all" }).waitFor();
      })}`,
    );
    assert.equal(await nodes.count(), LARGE + 2);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "SVG" }).click(),
    ]);
    assert.ok(readFileSync(await file.path(), "utf8").includes("Parcel 0 is late"));
    await close();
  });
});

describe("what nobody would write", () => {
  test("one topic with thousands of choices, and thousands of topics in a ring", async (t) => {
    const { page, nodes, node, status, timed, write, close } = await tree();
    const many = Array.from({ length: 1500 }, (_, at) => `* one ${at}\n* two ${at}\nthen\n> so ${at}`);
    const chain = `script Chain\nlanguage en\nchannel email\n== only: Only one\n- help me\n- please help\n${many.join("\n")}\n`;
    const length = graphOf(chain).nodes.length;
    assert.ok(length > 3000);
    await write(chain);
    await status.getByText(`1 topic, 1 of ${length} nodes shown`).waitFor();
    t.diagnostic(
      `${length} nodes in a chain: ${await timed(async () => {
        await node(/^Topic: Only one/).focus();
        await page.keyboard.press("Space");
        await status.getByText(`1 topic, ${length} nodes`).waitFor();
      })}`,
    );
    assert.equal(await nodes.count(), length);

    const count = 2000;
    const ring = Array.from(
      { length: count },
      (_, at) => `== t${at}: Topic ${at}\nwhen word${at}\n> Yes.\n-> t${(at + 1) % count}\n`,
    );
    t.diagnostic(
      `${count} topics in a ring: ${await timed(async () => {
        await write(`script Ring\nlanguage en\nchannel email\n${ring.join("\n")}`);
        await status.getByText(`${count} topics, ${count} nodes`).waitFor();
      })}`,
    );
    assert.equal(await nodes.count(), count);
    await close();
  });
});

describe("for everybody", () => {
  for (const width of [1280, 360]) {
    for (const scheme of /** @type {const} */ (["light", "dark", "forced"])) {
      test(`no fault of accessibility at ${width} pixels, ${scheme}`, async () => {
        const { page, close } = await tree({
          viewport: { width, height: 860 },
          colorScheme: scheme === "dark" ? "dark" : "light",
          forcedColors: scheme === "forced" ? "active" : "none",
          reducedMotion: "reduce",
        });
        await page.getByRole("searchbox").fill("refund");
        await page.locator(".node.hit").first().waitFor();
        assert.deepEqual(await violations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} pixels wide`);
        if (process.env.SCREENSHOTS) {
          mkdirSync(process.env.SCREENSHOTS, { recursive: true });
          await page.screenshot({
            path: `${process.env.SCREENSHOTS}/tree-${width}-${scheme}.png`,
            fullPage: true,
          });
        }
        await close();
      });
    }
  }
});
