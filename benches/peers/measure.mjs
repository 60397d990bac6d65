// Measures one engine at one size in a process of its own: `node measure.mjs ENGINE FOLDER TOPICS SECONDS`, prints JSON
// after each step, so that what was measured before the time was over is kept. Milliseconds, medians.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Bench } from "tinybench";
import { readScript } from "./script.mjs";

const [engineName, folder, topics, seconds] = process.argv.slice(2);
const engine = await import(`./engines/${engineName}.mjs`);
const text = readFileSync(join(folder, `${topics}.answers`), "utf8");
const script = readScript(text);
const messages = readFileSync(join(folder, `${topics}.tsv`), "utf8").trim().split("\n").map((line) => line.split("\t"));
const result = { engine: engine.name, version: engine.version };
const say = () => console.log(JSON.stringify(result));
say();

if (engine.missing) {
  result.missing = engine.missing;
  say();
  process.exit(0);
}

const source = engine.write(script, text);
const machine = join(folder, `${topics}.machine`);
let artifact = source;
if (engineName === "answertree" && existsSync(machine)) {
  artifact = readFileSync(machine);
} else if (engine.compile) {
  artifact = await timed("compile", () => engine.compile(source));
  say();
}
const bytes = typeof artifact === "string" ? Buffer.from(artifact) : artifact;
result.gzip = gzipSync(bytes, { level: 9 }).length;

// The best of up to five loads: the first one also pays for code that is compiled while it runs.
let loaded = null;
for (let turn = 0; turn < 5; turn++) {
  loaded?.free?.();
  const best = result.load ?? Number.POSITIVE_INFINITY;
  loaded = await timed("load", () => engine.load(artifact));
  const now = result.load;
  result.load = Math.min(best, now);
  if (now > 1_000) break;
}
say();

// Every second message has the words of a pattern in order: those any engine should find.
const asked = messages.flatMap(([topic, message], index) => [[topic, message], patternMessage(index)]);
let next = 0;
const message = () => asked[next++ % asked.length][1];
if (loaded.match) {
  let found = 0;
  let tried = 0;
  const limit = performance.now() + Number(seconds) * 1_000;
  for (const [topic, said] of asked) {
    if ((await loaded.match(said)) === topic) found++;
    tried++;
    if (performance.now() > limit) break;
  }
  // A share of a few messages says nothing.
  if (tried >= 20) result.found = found / tried;
  result.match = await median(() => loaded.match(message()));
  say();
}
if (loaded.read) {
  result.read = await median(() => loaded.read(message()));
  say();
}
if (loaded.choose) {
  let at = 0;
  let [topic] = script.topics;
  await loaded.open(topic);
  result.choose = await median(() => loaded.choose(topic), {
    beforeEach: async () => {
      topic = script.topics[(at++ * 7) % script.topics.length];
      await loaded.open(topic);
    },
  });
  say();
}
const typed = join(folder, "keystroke.answers");
if (engine.keystroke && Number(topics) === 1_000) {
  result.keystroke = await median(await engine.keystroke(readFileSync(typed, "utf8")));
  say();
}
// Last: it takes seconds. Of the largest script only the native compiler is measured.
if (engineName === "answertree" && result.compile === undefined && Number(topics) <= 1_000) {
  const warm = await engine.keystroke(readFileSync(typed, "utf8"));
  for (let turn = 0; turn < 10; turn++) warm();
  await timed("compile", () => engine.compile(source));
  say();
}

async function timed(what, run) {
  const start = performance.now();
  const value = await run();
  result[what] = performance.now() - start;
  return value;
}

async function median(run, hooks = {}) {
  const bench = new Bench({ time: Number(seconds) * 1_000, warmupTime: 200, warmupIterations: 3, iterations: 3 });
  bench.add("it", run, hooks);
  await bench.run();
  const [task] = bench.tasks;
  if (task.result.error) throw task.result.error;
  return task.result.latency.p50;
}

function patternMessage(index) {
  const topic = script.topics[(index * 37) % script.topics.length];
  const said = topic.patterns[0].flatMap((element) =>
    element.kind === "gap" ? ["is", "the"] : element.kind === "either" ? [element.words[0]] : [element.word]);
  return [topic.name, `hi i need help please my ${said.join(" ")} and i do not know what to do`];
}
