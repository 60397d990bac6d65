/** Serves the built playground and opens it in a real Chromium. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Workers answer and files come so much later, in milliseconds: a test that reads what has yet to come fails then. */
const SLOW_MS = Number(process.env.SLOW_MS ?? 0);

/** Starts both; `stop` ends them. @param {readonly string[]} [flags] more for the browser */
export async function start(flags = []) {
  const server = await preview({
    root,
    logLevel: "silent",
    preview: { port: 0, strictPort: false, host: "127.0.0.1" },
  });
  const url = server.resolvedUrls?.local[0];
  assert.ok(url, "the server has an address");
  const profile = mkdtempSync(join(tmpdir(), "answertree-chromium-"));
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...flags,
    ],
  });
  return {
    url,
    browser,
    async stop() {
      await browser.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Opens the page in a fresh profile. Every error on its console, every refused policy and every request to anywhere
 * else is collected, and `close` fails on them.
 * @param {Awaited<ReturnType<typeof start>>} site
 * @param {import("playwright-core").BrowserContextOptions & { at?: string; prepare?: (page: import("playwright-core").Page) => Promise<unknown>; slow?: number }} [options] `at` goes behind the address; workers answer `slow` milliseconds later
 */
export async function open(site, options = {}) {
  const { prepare, at = "", slow = SLOW_MS, ...contextOptions } = options;
  const context = await site.browser.newContext({
    viewport: { width: 1280, height: 860 },
    permissions: ["clipboard-read", "clipboard-write"],
    ...contextOptions,
  });
  if (slow > 0) await context.addInitScript(slowWorkers, slow);
  if (SLOW_MS > 0) {
    await context.route(
      /\/assets\//,
      (route) => void setTimeout(() => route.continue().catch(() => {}), SLOW_MS),
    );
  }
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  /** @type {string[]} */
  const faults = [];
  watch(page);
  /** @param {import("playwright-core").Page} page */
  function watch(page) {
    page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const address = request.url();
      if (!/^(blob|data):/.test(address) && !address.startsWith(site.url)) faults.push(`request: ${address}`);
    });
  }
  await prepare?.(page);
  await page.goto(site.url + at);
  await page.locator(".problems-summary:not(:empty)").waitFor();
  return {
    context,
    page,
    faults,
    editor: page.locator(".cm-content"),
    /** The script's text, as the page keeps it. */
    script: async () => String((await keptProject(page))?.files["main.answers"] ?? ""),
    /** Another tab of the same profile. */
    async tab() {
      const other = await context.newPage();
      other.setDefaultTimeout(15_000);
      watch(other);
      await other.goto(site.url + at);
      await other.locator(".problems-summary:not(:empty)").waitFor();
      return other;
    },
    /** Puts another text into the editor, as pasting it does. @param {string} text */
    async write(text) {
      await page.locator(".cm-content").click();
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText(text);
    },
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/** Puts off what a page hears from its workers; the order stays. @param {number} milliseconds */
function slowWorkers(milliseconds) {
  const { addEventListener } = Worker.prototype;
  /** @param {string} type @param {(event: Event) => void} listener @param {unknown[]} rest */
  Worker.prototype.addEventListener = function (type, listener, ...rest) {
    const late = (/** @type {Event} */ event) => setTimeout(() => listener.call(this, event), milliseconds);
    // @ts-expect-error -- the options go on as they came
    addEventListener.call(this, type, type === "message" ? late : listener, ...rest);
  };
}

/** A change is kept after this time, in milliseconds; that is promised. */
const SAFE_MS = 300;

/**
 * The project that the tab has open, as the database of the browser has it once what was done is safe.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<any>}
 */
export async function keptProject(page) {
  await page.waitForTimeout(SAFE_MS);
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opened = indexedDB.open("answertree");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const store = opened.result.transaction("projects").objectStore("projects");
          const asked = store.get(sessionStorage.getItem("answertree.open") ?? "");
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => resolve(asked.result);
          asked.transaction?.addEventListener("complete", () => opened.result.close());
        };
      }),
  );
}

/**
 * Puts something in place of what the database has of the open project.
 * @param {import("playwright-core").Page} page
 * @param {any} project
 */
export function putProject(page, project) {
  return page.evaluate(
    (project) =>
      new Promise((resolve, reject) => {
        const opened = indexedDB.open("answertree");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const transaction = opened.result.transaction("projects", "readwrite");
          transaction.objectStore("projects").put(project);
          transaction.onerror = () => reject(transaction.error);
          transaction.oncomplete = () => {
            opened.result.close();
            resolve(undefined);
          };
        };
      }),
    project,
  );
}

/** Longer than the page waits before it makes a machine of what was written. */
const REST_MS = 300;

/** Waits until the page stays as it is, for a while at most. @param {import("playwright-core").Page} page */
function atRest(page) {
  return page.evaluate(
    (rest) =>
      new Promise((resolve) => {
        const done = () => {
          observer.disconnect();
          resolve(undefined);
        };
        let timer = setTimeout(done, rest);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(done, rest);
        });
        const shadows = [...document.querySelectorAll("*")].map((element) => element.shadowRoot);
        for (const root of [document, ...shadows]) {
          if (root === null) continue;
          observer.observe(root, { attributes: true, characterData: true, childList: true, subtree: true });
        }
        setTimeout(done, 10 * rest);
      }),
    REST_MS,
  );
}

/** What axe-core finds wrong. It loses its way where the page changes meanwhile. @param {import("playwright-core").Page} page */
export async function violations(page) {
  await atRest(page);
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    // @ts-expect-error -- put there by the line above
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return found.violations.map(
    (/** @type {{ id: string; nodes: { target: unknown; failureSummary: string }[] }} */ { id, nodes }) =>
      `${id}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(" | ")}`,
  );
}
