/** Pictures of every pane, the gallery and the tour, light and dark, for the documentation: `SCREENSHOTS=1` takes them. */
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { open, start } from "./page.mjs";

const images = fileURLToPath(new URL("../../../docs/images/", import.meta.url));

/** What past messages may look like: made up, some of them answered. */
const messages = [
  "where's my parcel?? it's been two weeks",
  "I want my money back for AB123456",
  "can I change my password",
  "how do I reset my password please",
  "password reset does not work",
  "do you ship to Norway",
  "how much is shipping to Sweden",
  "is shipping free to Denmark",
  "the shoes are too small, can I have a larger size",
  "you sent it to the wrong address",
  "thank you so much!!",
  "wo ist mein Paket",
].flatMap((text) =>
  Array.from({ length: 12 }, (_, at) => (at === 0 ? text : `${text} ${"!".repeat(at % 3)}`)),
);

test("every pane, the gallery and the tour, light and dark", {
  skip: process.env.SCREENSHOTS !== "1" && "SCREENSHOTS=1 takes them",
}, async () => {
  mkdirSync(images, { recursive: true });
  const site = await start();
  try {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { page, close } = await open(site, { colorScheme, viewport: { width: 1360, height: 880 } });
      const shoot = async (/** @type {string} */ name) => {
        // Transitions end, and the toast goes.
        await page.waitForTimeout(3000);
        await page.screenshot({ path: `${images}pane-${name}-${colorScheme}.png` });
      };
      const tab = (/** @type {string} */ name) => page.getByRole("tab", { name, exact: true }).click();
      await page.getByRole("button", { name: "Do not show this again" }).click();
      await page.locator("#message").fill("where's my parcel?? it's been two weeks");
      await page.keyboard.press("Enter");
      await page.locator(".card").first().waitFor();
      await shoot("conversation");
      await page.locator("#message").fill("my shoes are too small and the parcel is late");
      await tab("Why");
      await page.locator(".why").waitFor();
      await shoot("why");
      await tab("Tree");
      await page.locator(".drawing .node").first().waitFor();
      await shoot("tree");
      await tab("Tests");
      await page.locator(".test").first().waitFor();
      await shoot("tests");
      await tab("Data");
      await page.getByRole("button", { name: "Paste messages" }).click();
      await page.getByLabel("Messages, a line each").fill(messages.join("\n"));
      await page.getByRole("button", { name: "Take these" }).click();
      await page.getByRole("button", { name: "Try these messages" }).click();
      await page.locator(".data-took").waitFor();
      await shoot("data");
      await tab("Machine");
      await page.locator(".machine-sections tbody tr").first().waitFor();
      await shoot("machine");
      await tab("Practice");
      await page.getByRole("button", { name: "Begin" }).click();
      await page.locator("#practice-topic").waitFor();
      await shoot("practice");
      await page.getByRole("button", { name: "Gallery" }).click();
      await page.locator(".gallery-card").first().waitFor();
      await shoot("gallery");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Tour", exact: true }).click();
      for (let step = 1; step <= 6; step += 1) {
        await page.locator(".tour-place", { hasText: `Step ${step} of 10` }).waitFor();
        while ((await page.locator("#tour-next.primary").count()) === 0) {
          await page.getByRole("button", { name: "Show me" }).click();
          await page.waitForTimeout(700);
        }
        await page.locator("#tour-next").click();
      }
      await page.locator("#message").fill("can I order a pie?");
      await page.getByRole("button", { name: "Show me" }).click();
      await shoot("tour");
      await close();
    }
  } finally {
    await site.stop();
  }
});
