// Walks one tree of 100, 1,000 and 10,000 nodes with answertree, inkjs and XState in one run, and prints a table:
// `node conversation.mjs [PAGE]` writes PAGE as Markdown. Every node has a reply of a few words and up to four choices.
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Compiler, Story } from "inkjs/full";
import { rolldown } from "../../www/node_modules/rolldown/dist/index.mjs";
import { Bench } from "tinybench";
import { createActor, createMachine } from "xstate";
import { compile } from "../../www/engine/dist/compiler/node.js";
import { Machine } from "../../www/engine/dist/runtime/node.js";
import { Machine as Raw, Session as RawSession } from "../../www/engine/pkg/runtime/answertree.js";
import { packStart } from "../../www/engine/dist/packed.js";
import { aligned, kibibytes, loadedByAPage, precise, thousands, time } from "./show.mjs";

const SIZES = [100, 1_000, 10_000];
/** How many choices the root has. */
const FIRST = 4;
const [page] = process.argv.slice(2);
const WORDS = "order parcel refund card late address delivery photo store size return label voucher account password".split(" ");

const children = (node, size) => [1, 2, 3, 4].map((n) => node * 4 + n).filter((child) => child < size);
const word = (n) => WORDS[(n * 7 + (n >> 3)) % WORDS.length];
const reply = (node) => `About your ${word(node)}: here is step ${node} of what we do next.`;
const label = (node) => `My ${word(node + 3)} ${node}`;

const engines = { answertree: answertree(), inkjs: ink(), XState: xstate() };

/** The language of answer trees: choices in choices. */
function answertree() {
  const body = (node, size, depth) =>
    [`> ${reply(node)}`, ...children(node, size).flatMap((child) => [`${"*".repeat(depth)} ${label(child)}`, ...body(child, size, depth + 1)])];
  return {
    version: "this tree",
    compile(size) {
      const script = ["channel chat buttons", "== tree: Tree", "when begin", ...body(0, size, 1), ""].join("\n");
      const { machine, problems } = compile({ "main.answers": script });
      if (!machine) throw new Error(problems[0].message);
      return machine;
    },
    load(artifact) {
      const machine = Machine.load(artifact);
      return { machine, start: () => machine.start({ channel: "chat", topic: "tree" }) };
    },
    free: ({ machine }) => machine.free(),
    begin: (loaded) => {
      const session = loaded.start();
      return { loaded, session, turn: session.turn };
    },
    count: (at) => at.turn.choices.length,
    choose(at, index) {
      at.turn = at.session.choose(at.turn.choices[index].id);
      return at.turn.suggestions[0].text;
    },
    text: (at) => at.turn.suggestions[0].text,
    end: (at) => at.session.free(),
    save: (at) => at.session.save(),
    restore(at, saved) {
      const session = at.loaded.machine.restore(saved);
      const { choices } = session.turn;
      session.free();
      return choices.length;
    },
  };
}

/** ink: a knot a node, which is how a tree of this size is written in it. */
function ink() {
  return {
    version: "2.4.0",
    compile(size) {
      const knots = Array.from({ length: size }, (_, node) => {
        const ways = children(node, size).map((child) => `+ [${label(child)}] -> n${child}`);
        return `=== n${node} ===\n${reply(node)}\n${ways.length > 0 ? ways.join("\n") : "-> END"}`;
      });
      return new Compiler(`-> n0\n${knots.join("\n")}\n`).Compile().ToJson();
    },
    load: (artifact) => ({ artifact, story: new Story(artifact) }),
    free() {},
    begin(loaded) {
      const { story } = loaded;
      story.ResetState();
      return { loaded, story, said: story.ContinueMaximally(), choices: story.currentChoices.map((choice) => choice.text) };
    },
    count: (at) => at.choices.length,
    choose(at, index) {
      at.story.ChooseChoiceIndex(index);
      at.said = at.story.ContinueMaximally();
      at.choices = at.story.currentChoices.map((choice) => choice.text);
      return at.said.trim();
    },
    text: (at) => at.said.trim(),
    end() {},
    save: (at) => at.story.state.toJson(),
    restore(at, saved) {
      at.story.state.LoadJson(saved);
      return at.story.currentChoices.length;
    },
  };
}

/** XState: a state a node, an event a choice. */
function xstate() {
  return {
    version: "5.33.3",
    compile(size) {
      const states = {};
      for (let node = 0; node < size; node++) {
        const on = Object.fromEntries(children(node, size).map((child, index) => [`choose.${index}`, `n${child}`]));
        const labels = children(node, size).map(label);
        states[`n${node}`] = { meta: { reply: reply(node), labels }, on };
      }
      return JSON.stringify({ id: "tree", initial: "n0", states });
    },
    load: (artifact) => ({ machine: createMachine(JSON.parse(artifact)) }),
    free() {},
    begin(loaded) {
      const actor = createActor(loaded.machine);
      actor.start();
      const at = { loaded, actor };
      shown(at);
      return at;
    },
    count: (at) => at.meta.labels.length,
    choose(at, index) {
      at.actor.send({ type: `choose.${index}` });
      return shown(at);
    },
    text: (at) => at.meta.reply,
    end: (at) => at.actor.stop(),
    save: (at) => JSON.stringify(at.actor.getPersistedSnapshot()),
    restore(at, saved) {
      const actor = createActor(at.loaded.machine, { snapshot: JSON.parse(saved) });
      actor.start();
      const { labels } = shown({ actor }) && actor.getSnapshot().getMeta()[`tree.${actor.getSnapshot().value}`];
      actor.stop();
      return labels.length;
    },
  };
}

function shown(at) {
  const snapshot = at.actor.getSnapshot();
  at.meta = snapshot.getMeta()[`tree.${snapshot.value}`];
  return at.meta.reply;
}

/** Goes down the tree, a little to the right each time, until a leaf; then begins again outside the clock. */
function walker(engine, loaded) {
  let at = engine.begin(loaded);
  let turn = 0;
  return {
    at: () => at,
    step: () => engine.choose(at, turn++ % engine.count(at)),
    renew() {
      if (engine.count(at) > 0) return;
      engine.end(at);
      at = engine.begin(loaded);
    },
  };
}

/** The median of `run`, in milliseconds. */
async function median(run, beforeEach) {
  const bench = new Bench({ time: 400, warmupTime: 150, retainSamples: true });
  bench.add("it", run, { beforeEach });
  await bench.run();
  const { result } = bench.tasks[0];
  if (result.error) throw result.error;
  return result.latency.p50;
}

const figures = new Map();
for (const size of SIZES) {
  const artifacts = Object.fromEntries(Object.entries(engines).map(([name, engine]) => [name, engine.compile(size)]));
  const loaded = Object.fromEntries(Object.entries(engines).map(([name, engine]) => [name, engine.load(artifacts[name])]));
  agree(loaded, size);
  for (const [name, engine] of Object.entries(engines)) {
    const artifact = artifacts[name];
    const bytes = typeof artifact === "string" ? Buffer.from(artifact) : artifact;
    const row = { gzip: gzipSync(bytes, { level: 9 }).length };
    row.load = await median(() => engine.free(engine.load(artifact)));
    const walk = walker(engine, loaded[name]);
    row.choose = await median(() => walk.step(), () => walk.renew());
    if (name === "answertree") row.engine = await inTheEngine(artifact);
    // Ten turns, or as deep as the tree is.
    const at = engine.begin(loaded[name]);
    for (let turn = 0; turn < 10 && engine.count(at) > 0; turn++) engine.choose(at, turn % engine.count(at));
    const saved = engine.save(at);
    row.saved = saved.length;
    row.save = await median(() => engine.save(at));
    row.restore = await median(() => engine.restore(at, saved));
    figures.set(`${name} ${size}`, row);
  }
}

/** All three must say the same on the same way down, or nothing is compared. */
function agree(loaded, size) {
  const walks = Object.entries(engines).map(([name, engine]) => [name, engine, engine.begin(loaded[name])]);
  for (let turn = 0; ; turn++) {
    const said = walks.map(([, engine, at]) => `${engine.count(at)} ${engine.text(at)}`);
    if (new Set(said).size > 1) throw new Error(`with ${size} nodes the engines differ: ${said.join(" | ")}`);
    if (walks[0][1].count(walks[0][2]) === 0) break;
    for (const [, engine, at] of walks) engine.choose(at, turn % engine.count(at));
  }
}

/** A choice without what crosses to JavaScript and back: the engine's own part. */
async function inTheEngine(artifact) {
  const raw = Raw.load(artifact);
  let session = null;
  let [left, turn] = [0, 0];
  return median(
    () => {
      left = raw.walk(session, turn++ % left);
    },
    () => {
      if (left > 0) return;
      session?.free();
      session = new RawSession();
      raw.start(session, packStart({ channel: "chat", topic: "tree" }));
      [left, turn] = [FIRST, 0];
    },
  );
}

/** What a page loads of each engine to run a tree, minified, brotli -11. */
async function pageLoads() {
  const small = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const entry = fileURLToPath(new URL("entry.mjs", import.meta.url));
  const bundled = async (code) => {
    const build = await rolldown({
      input: entry,
      logLevel: "silent",
      plugins: [{ name: "entry", resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) }],
    });
    const { output } = await build.generate({ minify: true });
    return small(Buffer.from(output[0].code));
  };
  return {
    answertree: Object.fromEntries(loadedByAPage()).runtime,
    inkjs: await bundled('export { Story } from "inkjs";'),
    XState: await bundled('export { createActor, createMachine } from "xstate";'),
  };
}

const bytes = (n) => (n < 2_048 ? `${n} B` : kibibytes(n));
const names = Object.keys(engines);
const rows = [["what", "nodes", "budget", ...names.map((name) => `${name} ${engines[name].version}`)]];
const row = (what, size, budget, key, show) => {
  const own = figures.get(`answertree ${size}`)[key];
  const cells = names.map((name) => {
    const value = figures.get(`${name} ${size}`)[key];
    if (value === undefined) return "";
    return name === "answertree" ? show(value) : `${show(value)} (${precise(value / own)})`;
  });
  rows.push([what, thousands(size), budget, ...cells]);
};
for (const size of SIZES) row("load", size, "", "load", time);
for (const size of SIZES) row("choose: the engine's part", size, "≤ 2.0 µs", "engine", time);
for (const size of SIZES) row("choose: to the finished object", size, "≤ 10 µs", "choose", time);
for (const size of SIZES) row("save, after ten turns at most", size, "", "save", time);
for (const size of SIZES) row("restore", size, "", "restore", time);
for (const size of SIZES) row("what is saved", size, "≤ 400 B", "saved", bytes);
for (const size of SIZES) row("the tree in gzip", size, "", "gzip", bytes);
const loads = await pageLoads();
rows.push(["what a page loads, brotli", "", "", ...names.map((name) => bytes(loads[name]) + (name === "answertree" ? "" : ` (${precise(loads[name] / loads.answertree)})`))]);

const table = aligned(rows);
const notes = [
  `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}; a load of ${precise(loadavg()[0])} at the end.`,
  "Medians. In brackets: times answertree's figure in the same row.",
  "All three say the same words on the same way down the same tree, which is checked first. A choice gives the reply and the labels of what follows.",
  "answertree also gives names, breadcrumbs, facts and events, and keeps every turn so that it can be gone back to.",
];
console.log(`${table}\n\n${notes.join("\n")}`);
if (page) {
  writeFileSync(page, `# Benchmarks of conversations\n\nWritten by \`make bench\`: do not edit. Budgets are upper bounds.\n\n${table}\n\n${notes.map((note) => `- ${note}`).join("\n")}\n`);
}
