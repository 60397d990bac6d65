// Measures one engine at one size in a process of its own: `node measure.mjs ENGINE SCRIPT MESSAGES SECONDS`, prints JSON.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Bench } from "tinybench";
import { readScript } from "./script.mjs";

const [engineName, scriptFile, messagesFile, seconds] = process.argv.slice(2);
const engine = await import(`./engines/${engineName}.mjs`);
const text = readFileSync(scriptFile, "utf8");
const script = readScript(text);
const messages = readFileSync(messagesFile, "utf8").trim().split("\n").map((line) => line.split("\t"));
const result = { engine: engine.name, version: engine.version };
const say = () => console.log(JSON.stringify(result));

say();

if (engine.missing) {
  result.missing = engine.missing;
  say();
  process.exit(0);
}

const source = engine.write(script, text);
let artifact = source;
if (engine.compile) {
  artifact = await timed("compile", () => engine.compile(source));
  say();
}
const bytes = typeof artifact === "string" ? Buffer.from(artifact) : artifact;
result.size = bytes.length;
result.gzip = gzipSync(bytes, { level: 9 }).length;

// The best of up to three loads: the first one also pays for code that is compiled while it runs.
let loaded = null;
for (let turn = 0; turn < 3; turn++) {
  const before = result.load ?? Infinity;
  loaded = await timed("load", () => engine.load(artifact));
  const now = result.load;
  result.load = Math.min(before, now);
  if (now > 2_000) break;
}
say();

// Every second message has the words of a pattern in order: those any engine should find.
const asked = messages.flatMap(([topic, message], index) => [[topic, message], patternMessage(index)]);
if (loaded.match) {
  let found = 0;
  const limit = performance.now() + Number(seconds) * 1_000;
  let tried = 0;
  for (const [topic, message] of asked) {
    if ((await loaded.match(message)) === topic) found++;
    tried++;
    if (performance.now() > limit) break;
  }
  // A share of a few messages says nothing.
  if (tried >= 20) result.found = found / tried;
  let next = 0;
  result.match = await median(() => loaded.match(asked[next++ % asked.length][1]));
  say();
}
if (loaded.choose) {
  let next = 0;
  let [topic] = script.topics;
  await loaded.open(topic);
  result.choose = await median(() => loaded.choose(topic), {
    beforeEach: async () => {
      topic = script.topics[(next++ * 7) % script.topics.length];
      await loaded.open(topic);
    },
  });
}
say();

async function timed(what, run) {
  const start = performance.now();
  const value = await run();
  result[what] = performance.now() - start;
  return value;
}

/** Milliseconds, the median. */
async function median(run, hooks = {}) {
  const bench = new Bench({ time: Number(seconds) * 1_000, warmupTime: 100, warmupIterations: 3, iterations: 3 });
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
