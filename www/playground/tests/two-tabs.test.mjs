/** The same project in two tabs: one edits, nothing is overwritten. */
import assert from "node:assert/strict";
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

describe("two tabs with the same project", () => {
  test("the second reads along, takes over, and nothing is overwritten", async () => {
    const { page, write, tab, close } = await open(site);
    await write(small);
    await keptProject(page);
    const second = await tab();
    await second.getByRole("alert").getByText("is being edited in another tab").waitFor();
    assert.deepEqual(await violations(second), []);
    await second.locator(".cm-content").click();
    await second.keyboard.type("x");
    await second.getByRole("button", { name: "Format" }).click();
    assert.match(await text(second), /^script Small shop/);
    await toEnd(page);
    await page.keyboard.type("# by the first");
    await shows(second, "# by the first");

    // Not kept yet when the other takes over.
    await page.keyboard.type(", to the last key");
    await second.bringToFront();
    await second.getByRole("button", { name: "Edit here" }).click();
    await shows(second, "to the last key");
    await second.getByRole("alert").getByText("edited in another tab").waitFor({ state: "detached" });
    await page.getByRole("alert").getByText("Another tab has taken over").waitFor();
    await toEnd(second);
    await second.keyboard.type("\n# by the second");
    await shows(page, "# by the second");
    await page.locator(".cm-content").click();
    await page.keyboard.type("zzz");
    assert.doesNotMatch(await text(page), /zzz/);

    await second.close();
    await page.getByRole("alert").getByText("Another tab has taken over").waitFor({ state: "detached" });
    await toEnd(page);
    await page.keyboard.type("\n# by the first again");
    const { files } = await keptProject(page);
    assert.match(
      files["main.answers"],
      /# by the first, to the last key\n# by the second\n# by the first again/,
    );
    await close();
  });

  test("a tab that does not answer loses its turn, and what it wrote becomes history", async () => {
    const { page, write, tab, close } = await open(site, {
      prepare: (page) =>
        page.addInitScript(() => {
          // As a tab that the browser has put to sleep: it hears nothing, and its last text is not kept.
          if (location.hash === "#deaf") return;
          const real = BroadcastChannel.prototype.addEventListener;
          BroadcastChannel.prototype.addEventListener =
            /** @this {BroadcastChannel} @param {string} type @param {any} listener */ function (
              type,
              listener,
            ) {
              return real.call(this, type, (event) => {
                if (document.documentElement.dataset.asleep === "1") return;
                /** @type {(event: Event) => void} */ (listener)(event);
              });
            };
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...given) {
            if (document.documentElement.dataset.asleep === "1") throw new DOMException("no", "UnknownError");
            return put.apply(this, given);
          };
        }),
    });
    await write(small);
    await keptProject(page);
    await page.evaluate(() => {
      document.documentElement.dataset.asleep = "1";
    });
    const second = await tab();
    await toEnd(page);
    await page.keyboard.type("# asleep");
    await second.getByRole("button", { name: "Edit here" }).click();
    await second.getByRole("alert").getByText("edited in another tab").waitFor({ state: "detached" });
    await page.getByRole("alert").getByText("Another tab has taken over").waitFor();
    await toEnd(second);
    await second.keyboard.type("# awake");
    await keptProject(second);
    await page.evaluate(() => {
      document.documentElement.dataset.asleep = "0";
    });
    await second.keyboard.type("!");
    await shows(page, "# awake!");
    await inHistory(page, "written, and not kept in time");
    await page.locator(".hunk del", { hasText: "# asleep" }).waitFor();
    await page.locator(".hunk ins", { hasText: "# awake!" }).waitFor();
    await close();
  });
});
