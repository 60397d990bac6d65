/** A conversation on the page, for tests: what a person does again and again, and what they see. */
import { readFileSync } from "node:fs";
import { open } from "./page.mjs";

export const acme = readFileSync(new URL("../../../examples/acme.answers", import.meta.url), "utf8");
export const late = "where's my parcel?? it's been two weeks";
export const order = "AB123456";

/**
 * Opens the page.
 * @param {Parameters<typeof open>[0]} site
 * @param {Parameters<typeof open>[1]} [options]
 */
export async function talk(site, options) {
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

/** Through a message, its reply and a branch. @param {Awaited<ReturnType<typeof talk>>} it */
export async function intoTheTree({ say, send, choice }) {
  await say(`${late} ${order}`);
  await send().click();
  await choice("Something else").click();
  await choice("It arrived damaged").waitFor();
}
