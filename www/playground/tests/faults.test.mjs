/** What goes wrong with keeping a text: each time with a clear message, and the text safe. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { keptProject, open, start, violations } from "./page.mjs";

const small = `script Small shop
language en

== late: Late delivery
- where is my order
- my parcel is late
> We are looking for it.
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** @typedef {import("playwright-core").Page} Page */

/** @param {Page} page */
const text = (page) => page.locator(".cm-content").innerText();
/** @param {Page} page @param {string} written */
const shows = (page, written) => page.locator(".cm-content", { hasText: written }).waitFor();
/** @param {Page} page */
async function toEnd(page) {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+End");
}
/** Opens the history and shows what is different in a version. @param {Page} page @param {string} why */
async function inHistory(page, why) {
  await page.locator(".project-button").click();
  await page.getByRole("button", { name: "History" }).click();
  await page.locator(".version", { hasText: why }).first().click();
}

describe("a page that is left", () => {
  test("in the middle of a word has the word when it is opened again", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await toEnd(page);
    await page.keyboard.type("# half a wo");
    await page.reload();
    await shows(page, "# half a wo");
    await page.keyboard.press("Tab");
    await toEnd(page);
    await page.keyboard.type("rd");
    await page.close();
    const again = await site.browser.contexts()[0]?.newPage();
    assert.ok(again);
    await again.goto(site.url);
    await shows(again, "# half a word");
    await close();
  });

  test("by a crash has what was written 300 ms before it", async () => {
    const { page, context, write, close } = await open(site);
    await write(small);
    await toEnd(page);
    await page.keyboard.type("# before the cra");
    await page.waitForTimeout(300);
    const session = await context.newCDPSession(page);
    const crashed = page.waitForEvent("crash");
    session.send("Page.crash").catch(() => undefined);
    await crashed;
    const again = await context.newPage();
    await again.goto(site.url);
    await shows(again, "# before the cra");
    await toEnd(again);
    await again.keyboard.type("sh");
    assert.match((await keptProject(again)).files["main.answers"], /# before the crash$/);
    await close();
  });

  test("with a database that writes no more has noted the text, and says so", async () => {
    const { page, write, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript(() => {
          const real = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...given) {
            if (document.documentElement.dataset.broken === "1") throw new DOMException("no", "UnknownError");
            return real.apply(this, given);
          };
        }),
    });
    await page.evaluate(() => {
      document.documentElement.dataset.broken = "1";
    });
    await write(small);
    await page.getByRole("alert").getByText("could not be kept in the database").waitFor();
    assert.doesNotMatch(String((await keptProject(page)).files["main.answers"]), /Small shop/);
    await page.reload();
    await shows(page, "Small shop");
    assert.equal((await keptProject(page)).files["main.answers"], small);
    await close();
  });
});

describe("a browser that refuses", () => {
  const noDatabase = () => {
    indexedDB.open = () => {
      throw new DOMException("no", "SecurityError");
    };
  };

  test("the database: the small storage keeps the text, and the page says so", async () => {
    const { page, write, close } = await open(site, { prepare: (page) => page.addInitScript(noDatabase) });
    await page.getByRole("status").getByText("This browser refuses its database").waitFor();
    await write(small);
    await toEnd(page);
    await page.keyboard.type("# mid-wo");
    await page.reload();
    await shows(page, "# mid-wo");
    await inHistory(page, "as it was opened");
    await page.keyboard.press("Escape");
    assert.deepEqual(await violations(page), []);
    await close();
  });

  test("everything: that is said once, and the script can be saved", async () => {
    const { page, write, close } = await open(site, {
      prepare: async (page) => {
        await page.addInitScript(noDatabase);
        await page.addInitScript(() => {
          Storage.prototype.setItem = () => {
            throw new DOMException("no", "QuotaExceededError");
          };
        });
      },
    });
    const alarm = page.getByRole("alert").filter({ hasText: "This browser does not keep the script" });
    await alarm.waitFor();
    await write(small);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      alarm.getByRole("button", { name: "Save the script" }).click(),
    ]);
    assert.equal(readFileSync(await file.path(), "utf8"), small);
    await alarm.getByRole("button", { name: "Dismiss" }).click();
    await write(`${small}# more\n`);
    await page.waitForTimeout(500);
    assert.equal(await page.getByRole("alert").filter({ hasText: "keep" }).count(), 0);
    // Another project would take the place of what is nowhere else.
    await page.locator(".project-button").click();
    await page.getByRole("button", { name: "New project" }).click();
    await page.getByRole("alert").getByText("the script on the page would be lost").waitFor();
    assert.match(await text(page), /# more/);
    await close();
  });

  test("more space: old history goes, then it is said; the text stays on the page", async () => {
    // The browser's own limit is a part of the disk. Here it is a number that a test can set; what is deleted is free again.
    const limited = () => {
      const sizes = new Map();
      Object.assign(globalThis, { room: Number.POSITIVE_INFINITY });
      for (const name of /** @type {const} */ (["put", "add"])) {
        const real = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (value, key) {
          const place = `${this.name} ${key ?? value.id ?? ""}`;
          const size = JSON.stringify(value).length;
          const used = [...sizes].reduce((sum, [other, each]) => sum + (other === place ? 0 : each), 0);
          if (used + size > Reflect.get(globalThis, "room")) {
            this.transaction.abort();
            throw new DOMException("no room", "QuotaExceededError");
          }
          sizes.set(place, size);
          return key === undefined ? real.call(this, value) : real.call(this, value, key);
        };
      }
      const remove = IDBObjectStore.prototype.delete;
      IDBObjectStore.prototype.delete = function (key) {
        sizes.delete(`${this.name} ${key}`);
        return remove.call(this, key);
      };
      Object.assign(globalThis, { used: () => [...sizes.values()].reduce((sum, each) => sum + each, 0) });
    };
    const { page, write, close } = await open(site, { prepare: (page) => page.addInitScript(limited) });
    /** Leaves so much room over what is used. @param {number} room */
    const leave = (room) =>
      page.evaluate(
        (room) => Object.assign(globalThis, { room: Reflect.get(globalThis, "used")() + room }) && undefined,
        room,
      );
    const blob = (/** @type {number} */ seed) => {
      let at = seed;
      return Array.from({ length: 60_000 }, () => {
        at = (at * 48_271) % 2_147_483_647;
        return String.fromCharCode(97 + (at % 26));
      })
        .join("")
        .replaceAll(/(.{80})/g, "# $1\n");
    };
    // A long history.
    await page.evaluate(
      async ({ id, texts }) => {
        /** @type {IDBDatabase} */
        const database = await new Promise((resolve) => {
          const opened = indexedDB.open("answertree");
          opened.onsuccess = () => resolve(opened.result);
        });
        const transaction = database.transaction(["versions", "texts"], "readwrite");
        texts.forEach((text, at) => {
          const version = { project: id, at: at * 1000, why: "time", size: text.length };
          const added = transaction.objectStore("versions").add(version);
          added.onsuccess = () =>
            transaction.objectStore("texts").add({ "main.answers": text }, added.result);
        });
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        database.close();
      },
      { id: (await keptProject(page)).id, texts: Array.from({ length: 30 }, (_, at) => blob(at + 1)) },
    );
    await leave(1000);
    await write(small + blob(99));
    await page.locator(".bar-row", { hasText: "Old versions of the history were deleted" }).waitFor();
    await page.waitForTimeout(500);

    await page.evaluate(() => Object.assign(globalThis, { room: 1000 }) && undefined);
    await toEnd(page);
    await page.keyboard.insertText(`# the end\n${blob(123)}`);
    const alarm = page.getByRole("alert").filter({ hasText: "space for this page is used up" });
    await alarm.waitFor();
    assert.deepEqual(await violations(page), []);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      alarm.getByRole("button", { name: "Save the script" }).click(),
    ]);
    assert.match(readFileSync(await file.path(), "utf8"), /# the end/);
    await leave(100_000_000);
    await page.keyboard.press("ControlOrMeta+End");
    await page.locator(".cm-content").focus();
    await page.keyboard.type("# once more");
    await alarm.waitFor({ state: "detached" });
    assert.match((await keptProject(page)).files["main.answers"], /# once more/);
    await close();
  });
});

describe("an update of the page", () => {
  test("that needs the database gets it; the text is safe and the page says so", async () => {
    const { page, write, close } = await open(site);
    await write(small);
    await toEnd(page);
    await page.keyboard.type("# before the upd");
    const kept = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opened = indexedDB.open("answertree", 99);
          opened.onerror = () => reject(opened.error);
          opened.onsuccess = () => {
            const all = opened.result.transaction("projects").objectStore("projects").getAll();
            all.onsuccess = () => resolve(all.result.map((project) => project.files["main.answers"]));
            opened.result.close();
          };
        }),
    );
    assert.ok(String(kept).includes("# before the upd"));
    await page.getByRole("alert").getByText("A newer version of this page is open").waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.type("lost?");
    assert.doesNotMatch(await text(page), /lost\?/);
    await page.getByRole("button", { name: "Load anew" }).click();
    // This page is the older one: it does not pretend that there are no projects.
    await page.getByRole("status").getByText("A newer version of this page has kept projects").waitFor();
    await close();
  });

  test("that takes over the page in the background leaves the text alone", async () => {
    const { page, write, script, close } = await open(site, { bypassCSP: true });
    await page.evaluate(() => navigator.serviceWorker.ready);
    await write(small);
    await toEnd(page);
    await page.keyboard.type("# mid-wo");
    await page.evaluate(async () => {
      const changed = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
      });
      await navigator.serviceWorker.register("./offline.js?another");
      await changed;
    });
    await page.keyboard.type("rd");
    assert.equal(await script(), `${small}# mid-word`);
    await page.reload();
    await shows(page, "# mid-word");
    await close();
  });
});

describe("a file that is no script", () => {
  test("of random bytes is refused as no text, and the page lives", async () => {
    const { page, write, script, close } = await open(site);
    await write(small);
    let at = 3;
    const bytes = Buffer.from(
      Array.from({ length: 50_000 }, () => {
        at = (at * 48_271) % 2_147_483_647;
        return at % 256;
      }),
    );
    for (const [name, said] of /** @type {const} */ ([
      ["noise.answers", "noise.answers is not text in UTF-8"],
      ["noise.png", "noise.png is not text in UTF-8"],
    ])) {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        page.getByRole("button", { name: "Open", exact: true }).click(),
      ]);
      await chooser.setFiles({ name, mimeType: "text/plain", buffer: bytes });
      await page.getByRole("alert").getByText(said).waitFor();
    }
    assert.equal(await script(), small);
    // The same noise as text: every byte a character.
    await write(bytes.toString("latin1"));
    await page.locator(".problems-summary", { hasText: "error" }).waitFor();
    await write(small);
    await page.locator(".status", { hasText: "1 topic" }).waitFor();
    await close();
  });

  test("of 5 MB is compiled or refused in words, kept, and the page lives", async () => {
    const { page, write, close } = await open(site);
    const line = "# nothing but a remark that goes on and on, as long as a line may well be\n";
    const large = small + line.repeat(Math.ceil((5 * 1024 * 1024) / line.length));
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Open", exact: true }).click(),
    ]);
    await chooser.setFiles({ name: "large.answers", mimeType: "text/plain", buffer: Buffer.from(large) });
    await page.locator(".status", { hasText: "1 topic" }).waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.type("# x");
    // The promised time is that of scripts; what is this large takes a moment.
    await page.waitForTimeout(3000);
    assert.equal((await keptProject(page)).files["main.answers"].length, large.length + 3);
    await page.reload();
    await page.locator(".status", { hasText: "1 topic" }).waitFor();
    await write(small);
    assert.equal((await keptProject(page)).files["main.answers"], small);
    await close();
  });

  test("larger than any script is refused", async () => {
    const { page, close } = await open(site);
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "Open", exact: true }).click(),
    ]);
    await chooser.setFiles({
      name: "x.answers",
      mimeType: "text/plain",
      buffer: Buffer.alloc(9 * 1024 * 1024, 35),
    });
    await page.getByRole("alert").getByText("x.answers is larger than 8.0 MB").waitFor();
    await close();
  });
});
