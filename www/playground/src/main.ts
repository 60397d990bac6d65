/** Puts the page together. Only this module knows all the parts; a pane is a line among the tabs. */
import type { Sources } from "answertree/compiler";
import { mountChat } from "./chat/chat.ts";
import { matched } from "./chat/matched.ts";
import { startCompiling } from "./compiling.ts";
import { breath, button, fill, h, icon } from "./dom.ts";
import { mountAssisting } from "./editor/assisting.ts";
import { mountEditor } from "./editor/editor.ts";
import { frontOf, mountFileTabs } from "./editor/files.ts";
import { startPatience } from "./editor/patience.ts";
import { mountProblems } from "./editor/problems.ts";
import { startAuthor } from "./engine/author.ts";
import { FILE } from "./engine/protocol.ts";
import { script } from "./engine/scripts.ts";
import { first, isFirst } from "./examples.ts";
import { choose, copy, download, fileName } from "./files.ts";
import { mountKeys } from "./keys.ts";
import { mountNotice } from "./notice.ts";
import { mountBench } from "./panes/bench.ts";
import type { Version } from "./panes/pane.ts";
import { mountTabs } from "./panes/tabs.ts";
import { startDesk } from "./projects/desk.ts";
import { packKept, readKept } from "./projects/kept.ts";
import { mountMenu } from "./projects/menu.ts";
import { mountStarting } from "./start/starting.ts";
import { strings as startStrings } from "./start/strings.ts";
import { strings } from "./strings.ts";

/** Tests of a script that takes longer to compile run when somebody looks at them: they compile it once more. */
const QUICK_MS = 1000;

const notice = mountNotice();
const desk = await startDesk({
  example: first,
  show: notice.show,
  say: notice.say,
});
const saved = readKept(desk.opened.kept);
const keys = mountKeys();

const compiling = startCompiling({
  sources,
  found: (problemsFound, of) => patience.found(problemsFound, of),
  made,
  status: (text) => fill(status, text),
  show: notice.show,
});
const { engine, ask } = compiling;
const opened = frontOf(desk.opened.files, desk.opened.front);
let cursor = { file: opened, offset: 0 };
const patience = startPatience({
  at: () => cursor,
  show(problemsFound, of) {
    editor.show(problemsFound, of);
    problems.update(problemsFound);
  },
});
const asking = () => startAuthor(sources, () => notice.show(strings.crashed));
const author = asking();

const editor = mountEditor({
  sources: desk.opened.files,
  front: opened,
  typed(byKey) {
    if (byKey) patience.typed();
    compiling.soon();
  },
  changed() {
    desk.touched();
    files.update();
  },
  turned() {
    files.update();
    desk.touched();
  },
  moved(file, offset) {
    cursor = { file, offset };
    bench.tell("cursor", cursor);
  },
  refused: desk.mayWrite,
  toMessage: async () => (await tabs.open("talk"))?.focus(),
  format,
  save,
  fixed: () => notice.say(strings.fixApplied),
});
await breath();
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
editor.element.addEventListener("focusin", compiling.prepare, { once: true });
await breath();
/** Whether the page shows what it shows on a first visit. */
const untouched = isFirst(desk.opened.files);
const samples = saved.samples ?? (untouched ? first.samples : []);
const chat = mountChat({
  kept: saved,
  samples,
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
  failed: () => notice.show(strings.paneFailed),
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
    badge: (tab, count, meaning) => tabs.badge(tab, count, meaning),
    marks: (kind, rows, { sources }) => editor.marks(kind, rows, sources),
    async try(message, anew = false) {
      await tabs.open("talk");
      if (anew) await chat.restart();
      chat.write(message);
      chat.focus();
    },
    say: notice.say,
    show: notice.show,
  },
  {
    version: { sources: {}, problems: [], machine: null, whole: false },
    talk: { turn: null, message: "", context: {}, recorded: () => null },
    cursor: { file: editor.front(), offset: 0 },
    messages: [],
  },
);
bench.lent.on("talk", (talk) => {
  const { sources } = bench.lent.version();
  editor.marks("match", matched(talk, sources), sources);
});
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

await breath();
const starting = mountStarting({
  desk,
  editor,
  chat,
  bench: bench.lent,
  samples,
  tour: saved.tour,
  untouched,
  show: notice.show,
});

const status = h("span", { class: "machine-status" });
const downloadButton = button(
  { class: "small", title: strings.downloadHint, disabled: true },
  () => {
    const { machine } = bench.lent.version();
    if (machine !== null) {
      download(`${fileName(machine.info.name)}.machine`, "application/octet-stream", machine.bytes);
    }
  },
  icon("down"),
  strings.download,
);

document.querySelector("#app")?.replaceChildren(
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
      button({ title: startStrings.tourHint }, () => void starting.tour(), icon("go"), startStrings.tour),
      button({ title: strings.galleryHint }, () => void starting.gallery(), icon("list"), strings.gallery),
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
  ...(starting.welcome === null ? [] : [starting.welcome]),
  h(
    "main",
    {},
    h(
      "section",
      { class: "pane script", "aria-labelledby": "script-heading" },
      h("h2", { id: "script-heading", class: "visually-hidden" }, strings.script),
      starting.tourPlace,
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
  now: () => ({
    files: editor.sources(),
    front: editor.front(),
    kept: packKept({ ...chat.values(), ...starting.kept() }),
  }),
  open: editor.open,
  lock: editor.lock,
  save,
});

/** The files as they are written now, the main one first. */
function sources(): Sources {
  return editor.sources();
}

function hasTests(sources: Sources): boolean {
  return Object.values(sources).some((text) => /^test\b/m.test(text));
}

/** A version was compiled. */
function made(version: Version, milliseconds: number | null): void {
  const { whole, sources, machine } = version;
  if (whole && machine !== null) {
    const { info, bytes } = machine;
    fill(
      status,
      strings.machineStatus(info.topics, bytes.length),
      milliseconds !== null && h("span", { class: "quiet" }, ` · ${strings.compiledIn(milliseconds)}`),
    );
    chat.adopt(info, Object.values(sources).join("\n"));
  } else {
    fill(status, machine === null ? strings.machineNone : strings.machineOld);
    if (machine === null) chat.refused();
  }
  bench.tell("version", version);
  if (milliseconds !== null && milliseconds < QUICK_MS && hasTests(sources)) tabs.wake("tests");
  status.classList.toggle("old", !whole);
  downloadButton.disabled = !whole;
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
      const text = await readText(file);
      if (!desk.mayWrite()) return;
      desk.before("open");
      editor.replace(text);
      starting.replaced();
      editor.focus();
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

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  // Only for opening the page with the network cut; without it everything else works all the same.
  navigator.serviceWorker.register(script("./offline.js")).catch(() => undefined);
}
void compiling.begin();
