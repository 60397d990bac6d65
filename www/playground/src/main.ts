/** Puts the page together. Only this module knows all the parts; a pane is a line among the tabs. */
import type { Problem, Sources } from "answertree/compiler";
import { mountChat } from "./chat/chat.ts";
import { button, fill, h, icon } from "./dom.ts";
import { mountAssisting } from "./editor/assisting.ts";
import { mountEditor } from "./editor/editor.ts";
import { frontOf, mountFileTabs } from "./editor/files.ts";
import { moved } from "./editor/moved.ts";
import { mountProblems } from "./editor/problems.ts";
import { startAuthor } from "./engine/author.ts";
import { EngineError } from "./engine/client.ts";
import { startEngine } from "./engine/engine.ts";
import { type Answers, FILE } from "./engine/protocol.ts";
import { script } from "./engine/scripts.ts";
import { examples, first } from "./examples.ts";
import { choose, copy, download, fileName } from "./files.ts";
import type { Gallery } from "./gallery/gallery.ts";
import { mountKeys } from "./keys.ts";
import { mountNotice } from "./notice.ts";
import { mountBench } from "./panes/bench.ts";
import { mountTabs } from "./panes/tabs.ts";
import { startDesk } from "./projects/desk.ts";
import { packKept, readKept } from "./projects/kept.ts";
import { mountMenu } from "./projects/menu.ts";
import { strings } from "./strings.ts";

/** A pause in typing after which the machine is made. Problems do not wait for it. */
const TYPING_MS = 120;

const notice = mountNotice();
const desk = await startDesk({
  example: { name: examples[0].title, text: examples[0].text },
  show: notice.show,
  say: notice.say,
});
const saved = readKept(desk.opened.kept);
const keys = mountKeys();
let machine: Answers["compile"]["machine"] = null;
let shelf: Gallery | undefined;

const engine = startEngine((by) => {
  notice.show(by === "compile" ? strings.crashedText : strings.crashed);
  machine = null;
  // The new worker knows no machine. A text that took the old one down is not tried again until it changes.
  if (by !== "compile") compileSoon();
});
/** Finds problems while the other one makes the machine, which takes seconds for a large script. */
const checker = startEngine(() => notice.show(strings.crashedText));
const asking = () => startAuthor(sources, () => notice.show(strings.crashed));
const author = asking();

const editor = mountEditor({
  sources: desk.opened.files,
  front: frontOf(desk.opened.files, desk.opened.front),
  changed() {
    compileSoon();
    desk.touched();
    files.update();
  },
  turned() {
    files.update();
    desk.touched();
  },
  moved: (file, offset) => bench.tell("cursor", { file, offset }),
  refused: desk.mayWrite,
  toMessage: async () => (await tabs.open("talk"))?.focus(),
  format,
  save,
  fixed: () => notice.say(strings.fixApplied),
});
const assisting = mountAssisting(
  editor,
  {
    ask: author.ask,
    file: () => editor.front(),
    sources,
    jump: (place) => editor.jump(place),
    edit: (edits, sources) => editor.edit(edits, sources),
    say: notice.say,
  },
  () => notice.show(strings.assistFailed),
);
const files = mountFileTabs({
  editor,
  mayWrite: desk.mayWrite,
  before: () => desk.before("files"),
  offer: notice.offer,
});
const menu = mountMenu({
  desk,
  now: editor.sources,
  download: save,
  show: notice.show,
  say: notice.say,
  missing: () => notice.show(strings.paneFailed),
});
const problems = mountProblems({ jump: ({ place }) => editor.jump(place), fix: editor.fix });
// Loaded while the author looks for the place to write at.
editor.element.addEventListener(
  "focusin",
  () => {
    for (const one of [engine, checker]) void ask(() => one.ask("prepare", {}));
  },
  { once: true },
);
const chat = mountChat({
  kept: saved,
  samples: examples.find(({ text }) => text === editor.sources()[FILE])?.samples ?? [],
  session: (request) => engine.ask("session", request),
  preview: (request) => engine.ask("preview", request),
  async copy(text) {
    const copied = await copy(text);
    notice.say(copied ? strings.copied : strings.copyRefused);
    if (!copied) notice.show(strings.copyRefused);
    return copied;
  },
  changed: desk.touched,
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
    edit: (edits, { sources }) => editor.edit(edits, sources),
    append: editor.append,
    marks: (kind, rows, { sources }) => editor.marks(kind, rows, sources),
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
    cursor: { file: editor.front(), offset: 0 },
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
        menu.project,
        button({ title: strings.galleryHint }, gallery, icon("list"), strings.gallery),
        button({ title: strings.openHint }, open, icon("open"), strings.open),
        button({ title: strings.saveHint }, save, icon("down"), strings.save),
        menu.share,
        button({ title: strings.formatHint }, format, icon("fix"), strings.format),
        button({ title: strings.outlineHint }, assisting.outline, icon("list"), strings.outline),
        button({ title: strings.keysHint }, keys.open, icon("keys"), strings.keys),
      ),
    ),
    notice.element,
    desk.element,
    h(
      "main",
      {},
      h(
        "section",
        { class: "pane script", "aria-labelledby": "script-heading" },
        h("h2", { id: "script-heading", class: "visually-hidden" }, strings.script),
        files.element,
        editor.element,
        problems.element,
        h("div", { class: "status" }, problems.summary, status, downloadButton),
      ),
      tabs.element,
    ),
    keys.element,
    menu.element,
  );
desk.attach({
  now: () => ({ files: editor.sources(), front: editor.front(), kept: packKept(chat.values()) }),
  open: editor.open,
  lock: editor.lock,
  save,
});

/** The files as they are written now, the main one first. */
function sources(): Sources {
  return editor.sources();
}

let timer: ReturnType<typeof setTimeout> | undefined;

interface Found {
  sources: Sources;
  problems: readonly Problem[];
}

/** What was found last without a machine, with one, and what only making one told. */
let checked: Found | null = null;
let compiled: Found | null = null;
let advice: Found = { sources: {}, problems: [] };

function compileSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(compile, TYPING_MS);
  void check();
}

/** Shows problems with every key; advice that takes a machine stays where it was until there is one. */
async function check(): Promise<void> {
  const sources = editor.sources();
  const answer = await ask(() => checker.ask("check", { sources }));
  if (answer === undefined || sources !== editor.sources()) return;
  checked = { sources, problems: answer.problems };
  advise();
  // Who makes the machine was faster, and knows more.
  if (compiled?.sources === sources) return;
  tell([...answer.problems, ...moved(advice.problems, advice.sources, sources)], sources);
}

/** Both come in any order. */
function advise(): void {
  if (checked === null || checked.sources !== compiled?.sources) return;
  const before = checked.problems;
  const same = (a: Problem, b: Problem) => a.code === b.code && a.place.start === b.place.start;
  const more = compiled.problems.filter((one) => !before.some((other) => same(one, other)));
  advice = { sources: compiled.sources, problems: more };
}

function tell(found: readonly Problem[], sources: Sources): void {
  editor.show(found, sources);
  problems.update(found);
}

async function compile(): Promise<void> {
  const sources = editor.sources();
  const answer = await ask(() => engine.ask("compile", { sources }));
  // Overtaken by a newer text, here or in the worker.
  if (answer === undefined || sources !== editor.sources()) return;
  show(answer, sources);
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
  sources: Sources,
): void {
  const found: readonly Problem[] = answer.problems;
  compiled = { sources, problems: found };
  advise();
  tell(found, sources);
  if (answer.machine !== null) {
    machine = answer.machine;
    const { info, bytes } = machine;
    fill(
      status,
      strings.machineStatus(info.topics, bytes.length),
      answer.milliseconds !== null &&
        h("span", { class: "quiet" }, ` · ${strings.compiledIn(answer.milliseconds)}`),
    );
    chat.adopt(info, Object.values(sources).join("\n"));
  } else {
    fill(status, machine === null ? strings.machineNone : strings.machineOld);
  }
  const whole = answer.machine !== null;
  bench.tell("version", { sources, problems: found, machine, whole });
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
  if (!desk.mayWrite()) return;
  const text = editor.text();
  const answer = await ask(() => engine.ask("format", { text }));
  if (answer === undefined || text !== editor.text()) return;
  if (answer.text !== text) editor.replace(answer.text);
  notice.say(answer.text === text ? strings.formattedAlready : strings.formatted);
}

async function open(): Promise<void> {
  const file = await choose();
  if (file === undefined) return;
  try {
    const { ImportError, readText } = await import("./projects/folder.ts");
    try {
      take(await readText(file), [], "open");
    } catch (error) {
      notice.show(error instanceof ImportError ? error.message : strings.openFailed);
    }
  } catch {
    notice.show(strings.paneFailed);
  }
}

function save(): void {
  const front = editor.front();
  const name =
    front === FILE ? `${fileName(desk.project().name)}.answers` : (front.split("/").at(-1) ?? front);
  download(name, "text/plain;charset=utf-8", editor.text());
}

/** Another script in place of the file in front, which is in the history after that. */
function take(text: string, samples: readonly string[], why: "open" | "example"): void {
  if (!desk.mayWrite()) return;
  desk.before(why);
  editor.replace(text);
  chat.setSamples(samples);
  editor.focus();
}

/** Opens the gallery, which is loaded when somebody wants to see it. */
async function gallery(): Promise<void> {
  try {
    shelf ??= (await import("./gallery/gallery.ts")).mountGallery({ start: startFrom, show: notice.show });
    if (!shelf.element.isConnected) document.querySelector("#app")?.append(shelf.element);
    shelf.open();
  } catch {
    notice.show(strings.paneFailed);
  }
}

/** A script becomes a project of its own; where there can be only one, it takes that one's place. */
async function startFrom(title: string, text: string, samples: readonly string[]): Promise<void> {
  if (await desk.create(title, { [FILE]: text })) {
    chat.setSamples(samples);
    editor.focus();
  } else if (confirm(strings.replaceAsk)) {
    editor.turn(FILE);
    take(text, samples, "example");
  }
}

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  // Only for opening the page with the network cut; without it everything else works all the same.
  navigator.serviceWorker.register(script("./offline.js")).catch(() => undefined);
}
/** What a first visit shows was compiled when the page was built. */
async function begin(): Promise<void> {
  fill(status, strings.loading);
  const sources = editor.sources();
  if (Object.keys(sources).length > 1 || sources[FILE] !== first.text) return compile();
  const made = await ask(() => engine.ask("first", { machine: first.machine() }));
  if (sources !== editor.sources()) return;
  if (made === undefined) return compile();
  show({ problems: [], machine: made, milliseconds: null }, sources);
}

begin();
