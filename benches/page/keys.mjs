// Types into the editor of the built playground, in a real Chromium, and measures how long each key takes until its
// letter is drawn and until its problems stand in the page: `node keys.mjs [PAGE]` writes PAGE as Markdown.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { large } from "../../www/playground/tests/large.mjs";
import { open, start } from "../../www/playground/tests/page.mjs";
import { aligned, thousands, time } from "../peers/show.mjs";

/** What each size of a script is to reach, in milliseconds from the key to its problems. */
const BUDGETS = new Map([
  [1_000, 16],
  [10_000, 50],
]);
/** Ten keys a second are quick for one who thinks of what to write; a key stays down for more than half of that. */
const DOWN_MS = 60;
const UP_MS = 40;
const KEYS = 120;
/** The first keys also pay for code that is compiled while it runs. */
const WARM = 20;
/** Lines of a topic of `large`. */
const TOPIC = 17;
/** Chromium holds back what workers answer to a key until its letter is drawn. */
const HELD_BACK = "DeferRendererTasksAfterInput";

const [page] = process.argv.slice(2);
const rows = [["lines", "key to", "budget", "median", "90 of 100", "most", "answers not held back: median", "90 of 100"]];
const browsers = [await start(), await start([`--disable-features=${HELD_BACK}`])];
let version = "";
for (const [lines, budget] of BUDGETS) {
  const [usual, free] = [await measure(browsers[0], lines), await measure(browsers[1], lines)];
  rows.push(row(lines, "letter drawn", "", usual.drawn, free.drawn));
  rows.push(row(lines, "problems", `≤ ${time(budget)}`, usual.problems, free.problems));
  version = usual.version;
}
for (const one of browsers) await one.stop();

const text = `# Benchmarks of the page

Written by \`make bench\`: do not edit. How long a key takes in the playground's editor, at ten keys a second.

${aligned(rows)}

- Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model}, Chromium ${version} without a screen or a graphics
  processor; ${KEYS} keys each; a load of ${loadavg()[0]?.toFixed(1)} at the end.
- From the moment that the browser has the key. *Letter drawn* is when the page is done with the frame that shows the letter;
  *problems* is when what the compiler says of the new text stands in the page.
- Chromium draws at 60 frames a second, and hands the page no answer of a worker between a key and the frame that shows it
  (\`${HELD_BACK}\`). The last columns are with that off, which users do not have: what the compiler and the page need themselves.
`;
console.log(text);
if (page !== undefined) writeFileSync(page, text);

/** @param {Awaited<ReturnType<typeof start>>} site @param {number} lines */
async function measure(site, lines) {
  const { page, write, close } = await open(site);
  const topics = Math.floor(lines / TOPIC);
  await write(large(topics));
  await page.locator(".machine-status", { hasText: `${topics} topic` }).waitFor({ timeout: 60_000 });
  await page.evaluate(watch);
  // A line of its own: a letter there is a mistake, and without it there is none.
  await page.keyboard.press("ControlOrMeta+Home");
  for (let line = 0; line < 24; line++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(2_000);
  /** @type {number[]} */
  const problems = [];
  /** @type {number[]} */
  const drawn = [];
  for (let key = 0; key < WARM + KEYS; key++) {
    await page.keyboard.press(key % 2 === 0 ? "q" : "Backspace", { delay: DOWN_MS });
    await page.waitForTimeout(UP_MS);
    await page.waitForFunction(() => /** @type {any} */ (window).keyMeasured.problems !== null);
    const one = await page.evaluate(() => /** @type {any} */ (window).keyMeasured);
    if (key < WARM) continue;
    problems.push(one.problems);
    drawn.push(one.drawn);
  }
  await close();
  return { problems, drawn, version: site.browser.version() };
}

/** In the page: when the last key was pressed, when its letter was drawn, and when its problems stood there. */
function watch() {
  const measured = { problems: /** @type {number | null} */ (null), drawn: /** @type {number | null} */ (null) };
  Object.assign(window, { keyMeasured: measured });
  let pressed = 0;
  addEventListener(
    "keydown",
    (event) => {
      pressed = event.timeStamp;
      measured.problems = null;
      measured.drawn = null;
      // A message that is sent in a frame comes after the frame.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        measured.drawn = performance.now() - pressed;
      };
      requestAnimationFrame(() => port2.postMessage(null));
    },
    { capture: true },
  );
  const summary = document.querySelector(".problems-summary");
  if (summary === null) throw new Error("the page does not say how many problems there are");
  new MutationObserver(() => {
    measured.problems ??= performance.now() - pressed;
  }).observe(summary, { childList: true, subtree: true, characterData: true });
}

/** @param {number} lines @param {string} what @param {string} budget @param {number[]} usual @param {number[]} free */
function row(lines, what, budget, usual, free) {
  return [thousands(lines), what, budget, ...[0.5, 0.9, 1].map((share) => at(usual, share)), ...[0.5, 0.9].map((share) => at(free, share))];
}

/** @param {number[]} times @param {number} share */
function at(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return time(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
}
