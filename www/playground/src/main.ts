/** Puts the page together. Only this module knows all the parts; a pane is a line among the tabs. */
import type { Problem, Sources } from "answertree/compiler";
import { mountChat } from "./chat/chat.ts";
import { button, fill, h, icon } from "./dom.ts";
import { mountAssisting } from "./editor/assisting.ts";
import { mountEditor } from "./editor/editor.ts";
import { mountProblems } from "./editor/problems.ts";
import { startAuthor } from "./engine/author.ts";
import { EngineError } from "./engine/client.ts";
import { startEngine } from "./engine/engine.ts";
import { type Answers, FILE } from "./engine/protocol.ts";
import { script } from "./engine/scripts.ts";
import { examples, first } from "./examples.ts";
import { choose, copy, download, fileName, MAX_FILE_BYTES } from "./files.ts";
import { mountKeys } from "./keys.ts";
import { mountNotice } from "./notice.ts";
import { mountBench } from "./panes/bench.ts";
import { mountTabs } from "./panes/tabs.ts";
import { keep, restore } from "./store.ts";
import { strings } from "./strings.ts";

/** A pause in typing after which the script is compiled. Compiling takes a frame; this only spares the eye. */
const TYPING_MS = 60;

const saved = restore();
const notice = mountNotice();
const keys = mountKeys();
let machine: Answers["compile"]["machine"] = null;
let refused = false;

const engine = startEngine((by) => {
  notice.show(by === "compile" ? strings.crashedText : strings.crashed);
  machine = null;
  // The new worker knows no machine. A text that took the old one down is not tried again until it changes.
  if (by !== "compile") compileSoon();
});
const asking = () => startAuthor(sources, () => notice.show(strings.crashed));
const author = asking();

const editor = mountEditor({
  text: saved.script ?? examples[0].text,
  changed() {
    compileSoon();
    persist();
  },
  moved: (offset) => bench.tell("cursor", { file: FILE, offset }),
  toMessage: async () => (await tabs.open("talk"))?.focus(),
  format,
  save,
  fixed: () => notice.say(strings.fixApplied),
});
const assisting = mountAssisting(
  editor,
  {
    ask: author.ask,
    file: () => FILE,
    sources,
    jump: (place) => editor.jump(place),
    edit: (edits, sources) => editor.edit(edits, sources[FILE] ?? ""),
    say: notice.say,
  },
  () => notice.show(strings.assistFailed),
);
const problems = mountProblems({ jump: ({ place }) => editor.jump(place), fix: editor.fix });
// Loaded while the author looks for the place to write at.
editor.element.addEventListener("focusin", () => void ask(() => engine.ask("prepare", {})), { once: true });
const chat = mountChat({
  kept: saved,
  samples: examples.find(({ text }) => text === editor.text())?.samples ?? [],
  session: (request) => engine.ask("session", request),
  preview: (request) => engine.ask("preview", request),
  async copy(text) {
    const copied = await copy(text);
    notice.say(copied ? strings.copied : strings.copyRefused);
    if (!copied) notice.show(strings.copyRefused);
    return copied;
  },
  changed: () => persist(),
  told: (talk) => bench.tell("talk", talk),
  leave: editor.focus,
  keep: async () => void (await (await import("./tests/keep.ts")).keepAsTest(bench.lent)),
});
const bench = mountBench(
  {
    ask: author.ask,
    apart: asking,
    suggest: async (message, context) => (await engine.ask("suggest", { message, context })) ?? null,
    jump: (place) => editor.jump(place),
    edit: (edits, { sources }) => editor.edit(edits, sources[FILE] ?? ""),
    append: editor.append,
    marks: (kind, rows, { sources }) => editor.marks(kind, rows, sources[FILE] ?? ""),
    async try(message) {
      await tabs.open("talk");
      chat.write(message);
      chat.focus();
    },
    say: notice.say,
    show: notice.show,
  },
  {
    version: { sources: {}, problems: [], machine: null, whole: false },
    talk: { turn: null, message: "", context: {}, recorded: null },
    cursor: { file: FILE, offset: 0 },
    messages: [],
  },
);
const tabs = mountTabs(
  strings.panes,
  [
    {
      id: "talk",
      label: strings.paneTalk,
      load: () => Promise.resolve({ element: chat.element, focus: chat.focus }),
    },
    { id: "why", label: strings.paneWhy, load: async () => (await import("./why/why.ts")).mount(bench.lent) },
    {
      id: "tree",
      label: strings.paneTree,
      load: async () => (await import("./tree/tree.ts")).mount(bench.lent),
    },
    {
      id: "tests",
      label: strings.paneTests,
      load: async () => (await import("./tests/tests.ts")).mount(bench.lent),
    },
    {
      id: "data",
      label: strings.paneData,
      load: async () => (await import("./data/data.ts")).mount(bench.lent),
    },
    {
      id: "machine",
      label: strings.paneMachine,
      load: async () => (await import("./machine/machine.ts")).mount(bench.lent),
    },
    {
      id: "practice",
      label: strings.panePractice,
      load: async () => (await import("./practice/practice.ts")).mount(bench.lent),
    },
  ],
  () => undefined,
);

const status = h("span", { class: "machine-status" });
const downloadButton = button(
  { class: "small", title: strings.downloadHint, disabled: true },
  () => {
    if (machine !== null) {
      download(`${fileName(machine.info.name)}.machine`, "application/octet-stream", machine.bytes);
    }
  },
  icon("down"),
  strings.download,
);

document
  .querySelector("#app")
  ?.append(
    h("a", { class: "skip", href: "#message" }, strings.skipToMessage),
    h(
      "header",
      {},
      h("img", { src: "./icon.svg", alt: "", width: 28, height: 28 }),
      h("h1", {}, strings.title),
      h("p", {}, strings.tagline),
      h(
        "div",
        { class: "tools", role: "group", "aria-label": strings.script },
        exampleMenu(),
        button({ title: strings.openHint }, open, icon("open"), strings.open),
        button({ title: strings.saveHint }, save, icon("down"), strings.save),
        button({ title: strings.formatHint }, format, icon("fix"), strings.format),
        button({ title: strings.outlineHint }, assisting.outline, icon("list"), strings.outline),
        button({ title: strings.keysHint }, keys.open, icon("keys"), strings.keys),
      ),
    ),
    notice.element,
    h(
      "main",
      {},
      h(
        "section",
        { class: "pane script", "aria-labelledby": "script-heading" },
        h("h2", { id: "script-heading", class: "visually-hidden" }, strings.script),
        editor.element,
        problems.element,
        h("div", { class: "status" }, problems.summary, status, downloadButton),
      ),
      tabs.element,
    ),
    keys.element,
  );

/** The files as they are written now, the main one first. */
function sources(): Sources {
  return { [FILE]: editor.text() };
}

let timer: ReturnType<typeof setTimeout> | undefined;

function compileSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(compile, TYPING_MS);
}

async function compile(): Promise<void> {
  const text = editor.text();
  const answer = await ask(() => engine.ask("compile", { text }));
  // Overtaken by a newer text, here or in the worker.
  if (answer === undefined || text !== editor.text()) return;
  show(answer, text);
  const wanted = answer.problems.some(({ code }) => code === "AT0207");
  if (wanted && !answer.packed) await fetchPack();
}

/** Has the language pack fetched that the script asks for, and compiles with it. */
async function fetchPack(): Promise<void> {
  fill(status, strings.packLoading);
  const answer = await ask(() => engine.ask("pack", {}));
  if (answer?.loaded) await compile();
  else if (answer !== undefined) fill(status, strings.packFailed);
}

/** `milliseconds` is `null` where nothing was compiled for it. */
function show(
  answer: Pick<Answers["compile"], "problems" | "machine"> & { milliseconds: number | null },
  text: string,
): void {
  const found: readonly Problem[] = answer.problems;
  editor.show(found, text);
  problems.update(found);
  if (answer.machine !== null) {
    machine = answer.machine;
    const { info, bytes } = machine;
    fill(
      status,
      strings.machineStatus(info.topics, bytes.length),
      answer.milliseconds !== null &&
        h("span", { class: "quiet" }, ` · ${strings.compiledIn(answer.milliseconds)}`),
    );
    chat.adopt(info, text);
  } else {
    fill(status, machine === null ? strings.machineNone : strings.machineOld);
  }
  const whole = answer.machine !== null;
  bench.tell("version", { sources: { [FILE]: text }, problems: found, machine, whole });
  status.classList.toggle("old", !whole);
  downloadButton.disabled = !whole;
}

/** The answer; `undefined` where there is none, which has then been said. */
async function ask<T>(request: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // A crash has been said by then.
    if (error.code !== "crashed") notice.show(strings.broken(error.message));
    return undefined;
  }
}

async function format(): Promise<void> {
  const text = editor.text();
  const answer = await ask(() => engine.ask("format", { text }));
  if (answer === undefined || text !== editor.text()) return;
  if (answer.text !== text) editor.replace(answer.text);
  notice.say(answer.text === text ? strings.formattedAlready : strings.formatted);
}

async function open(): Promise<void> {
  const file = await choose();
  if (file === undefined) return;
  if (file.size > MAX_FILE_BYTES) return notice.show(strings.openTooLarge(MAX_FILE_BYTES));
  try {
    take(await file.text(), []);
  } catch {
    notice.show(strings.openFailed);
  }
}

function save(): void {
  const name = /^[ \t]*script[ \t]+(.+)$/m.exec(editor.text())?.[1] ?? "";
  download(`${fileName(name)}.answers`, "text/plain;charset=utf-8", editor.text());
}

function take(text: string, samples: readonly string[]): void {
  editor.replace(text);
  chat.setSamples(samples);
  editor.focus();
}

function exampleMenu(): HTMLElement {
  const menu = h(
    "select",
    { "aria-label": strings.example, title: strings.exampleHint },
    h("option", { value: "" }, strings.exampleChoose),
    ...examples.map(({ id, title }) => h("option", { value: id }, title)),
  );
  menu.addEventListener("change", () => {
    const chosen = examples.find(({ id }) => id === menu.value);
    menu.value = "";
    if (chosen === undefined) return;
    const untouched = examples.some(({ text }) => text === editor.text()) || editor.text().trim() === "";
    if (untouched || confirm(strings.replaceAsk)) take(chosen.text, chosen.samples);
  });
  return menu;
}

function persist(): void {
  if (keep({ script: editor.text(), ...chat.values() }) || refused) return;
  refused = true;
  notice.show(strings.storageRefused);
}

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  // Only for opening the page with the network cut; without it everything else works all the same.
  navigator.serviceWorker.register(script("./offline.js")).catch(() => undefined);
}
/** What a first visit shows was compiled when the page was built. */
async function begin(): Promise<void> {
  fill(status, strings.loading);
  const { text } = first;
  if (editor.text() !== text) return compile();
  const made = await ask(() => engine.ask("first", { machine: first.machine() }));
  if (editor.text() !== text) return;
  if (made === undefined) return compile();
  show({ problems: [], machine: made, milliseconds: null }, text);
}

begin();
