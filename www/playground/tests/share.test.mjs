/** Links that carry a script: those that the page makes, and those that somebody means harm with. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { keptProject, open, start, violations } from "./page.mjs";

const small = `script Über shop
language en

== late: Late delivery
- where is my order
- my parcel is late
> We are looking for it 🚚.
`;

/** @type {Awaited<ReturnType<typeof start>>} */
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** A link as the format has it, written by other means than the page's. @param {Buffer} bytes */
const link = (bytes) =>
  `#script=1.${crc32(bytes).toString(16).padStart(8, "0")}.${deflateRawSync(bytes).toString("base64url")}`;
/** @param {unknown} value */
const linkOf = (value) => link(Buffer.from(JSON.stringify(value)));

/** @param {import("playwright-core").Page} page */
async function shared(page) {
  await page.getByRole("button", { name: "Share" }).click();
  await page.locator("#share-length:not(:empty)").waitFor();
  return page.locator("#share-link").inputValue();
}

describe("a link", () => {
  test("carries all files into a fresh profile, and stands in no address after that", async () => {
    const { page, write, close } = await open(site);
    await write(`include refunds.answers\n${small}`);
    await page.getByRole("button", { name: "Add a file" }).click();
    await page.getByLabel("File name").fill("refunds");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("== refund: Refunds\n- refund me\n- my money back\n> On its way.\n");
    await page.locator(".status", { hasText: "2 topics" }).waitFor();
    const address = await shared(page);
    assert.deepEqual(await violations(page), []);
    assert.match(
      await page.locator("#share-length").innerText(),
      new RegExp(`^${address.length} characters`),
    );
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Link copied").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
    const { files } = await keptProject(page);
    await close();

    assert.ok(address.startsWith(`${site.url}#script=1.`));
    const other = await open(site, { at: address.slice(site.url.length) });
    await other.page.locator(".bar-row", { hasText: "“Über shop” came with a link" }).waitFor();
    await other.page.locator(".status", { hasText: "2 topics" }).waitFor();
    assert.equal(other.page.url(), site.url);
    const project = await keptProject(other.page);
    assert.deepEqual(project.files, files);
    assert.equal(project.origin, "link");
    assert.deepEqual(await violations(other.page), []);
    await other.close();
  });

  test("is read as other programs write it, also into a page that is open, over no text of the author", async () => {
    const { page, write, close } = await open(site);
    await write(small.replace("Über", "My own"));
    const mine = await keptProject(page);
    const theirs = { name: "Theirs", files: [["main.answers", small]] };
    await page.goto(site.url + linkOf(theirs));
    await page.locator(".bar-row", { hasText: "“Theirs” came with a link" }).waitFor();
    assert.equal(page.url(), site.url);
    assert.equal((await keptProject(page)).files["main.answers"], small);
    await page.getByRole("button", { name: "Project: Theirs" }).click();
    await page.getByRole("button", { name: "Open the project My own shop" }).click();
    await page.getByRole("button", { name: "Project: My own shop" }).waitFor();
    assert.deepEqual((await keptProject(page)).files, mine.files);
    await close();
  });

  test("that is long says so, and offers the file", async () => {
    const { page, write, close } = await open(site);
    // What cannot be compressed.
    let seed = 7;
    const noise = Array.from({ length: 60_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return String.fromCharCode(97 + (seed % 26));
    }).join("");
    await write(`${small}# ${noise}\n`);
    const address = await shared(page);
    assert.ok(address.length > 30_000);
    await page.getByText("Longer than 30,000 characters").waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the file" }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "uber-shop.answers");
    await close();
  });
});

describe("a hostile link", () => {
  const main = [["main.answers", small]];
  const damaged = "The link is damaged or cut off";
  const notScript = "is not a script: its files have wrong names";
  /** @type {[string, string, string][]} */
  const cases = [
    ["that is empty", "#script=", damaged],
    ["that is no base64", "#script=1.00000000.%%%%<script>", damaged],
    ["that is base64 of nothing", "#script=1.00000000.AAAA", damaged],
    ["that is cut off", linkOf({ name: "x", files: main }).slice(0, -9), damaged],
    ["with another checksum", linkOf({ name: "x", files: main }).replace(/1\.\w{8}/, "1.deadbeef"), damaged],
    ["of a later format", "#script=2.00000000.AAAA", "of a newer version"],
    [
      "that inflates without end",
      link(Buffer.alloc(200 * 1024 * 1024, 32)),
      "holds more than a script may be",
    ],
    ["that is not UTF-8", link(Buffer.from([0xff, 0xfe, 0x00, 0xc3])), "not a script in UTF-8"],
    ["that is no JSON", link(Buffer.from("script Hello\n")), "not a script in UTF-8"],
    ["that is null", linkOf(null), notScript],
    ["without a main file", linkOf({ name: "x", files: [["other.answers", ""]] }), notScript],
    [
      "with a way out of its folder",
      linkOf({ name: "x", files: [...main, ["../up.answers", ""]] }),
      notScript,
    ],
    ["with a file twice", linkOf({ name: "x", files: [...main, ...main] }), notScript],
    ["with a number for a text", linkOf({ name: "x", files: [["main.answers", 7]] }), notScript],
    ["with an object for a name", linkOf({ name: { x: 1 }, files: main }), notScript],
    [
      "with too many files",
      linkOf({
        name: "x",
        files: [...main, ...Array.from({ length: 200 }, (_, at) => [`f${at}.answers`, ""])],
      }),
      notScript,
    ],
  ];

  for (const [what, hash, said] of cases) {
    test(`${what} ends in a message, and the page goes on`, async () => {
      const { page, write, script, close } = await open(site, { at: hash });
      await page.getByRole("alert").getByText(said).waitFor();
      assert.equal(page.url(), site.url);
      await write(small);
      await page.locator(".status", { hasText: "1 topic" }).waitFor();
      assert.equal(await script(), small);
      await close();
    });
  }

  test("with markup in its name and text shows it as text", async () => {
    const name = "<img src=x onerror=alert(1)>\u202egnp";
    const { page, close } = await open(site, { at: linkOf({ name, files: main }) });
    await page.locator(".bar-row", { hasText: "<img src=x onerror=alert(1)> gnp" }).waitFor();
    assert.equal(await page.locator(".bar-row img").count(), 0);
    await close();
  });
});
