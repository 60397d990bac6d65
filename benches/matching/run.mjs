// Runs every engine on every draw, each time in a process of its own: `node run.mjs`, with DATA, TARGET, ANSWERTREE and PYTHON in the
// environment. Writes TARGET/bench-matching/figures.json, which page.mjs shows. With ONLY the engines whose names
// begin so are measured again, and the figures of the others are those of the run before.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./clock.mjs";
import { draw, NONE, parts, SETS, write } from "./draws.mjs";
import { score } from "./score.mjs";
import { script } from "./script.mjs";

/** Examples an intent, and how many draws of them. */
const SIZES = [[5, 5], [10, 5], [30, 3], [Number.POSITIVE_INFINITY, 1]];
/** Minutes for one engine on one draw. */
const BOUND = 5;
/** How often what is fast is run to be timed: another guest of the machine slows a whole run down. */
const TURNS = 3;
const { DATA, TARGET, ANSWERTREE, PYTHON, QUICK, PIN, ONLY } = process.env;
const here = fileURLToPath(new URL(".", import.meta.url));
const pack = join(here, "../../packs/en.pack");
const folder = join(TARGET, "bench-matching");
mkdirSync(folder, { recursive: true });

const ENGINES = {
  answertree: (files, first) => own(files, first, true),
  "answertree, no pack": (files, first) => own(files, first, false),
  "scikit-learn": (files, first) => peer(files, first, "scikit-learn", "native"),
  fastText: (files, first) => peer(files, first, "fastText", "native"),
  "nlp.js": (files, first) => peer(files, first, "nlpjs", "script"),
  RiveScript: (files, first) => peer(files, first, "rivescript", "script"),
};

/** The last line that a command prints, as JSON. What is timed has one processor for itself, where that can be said. */
function json(command, args, timed) {
  const [program, ...rest] = timed && PIN ? [...PIN.split(" "), command, ...args] : [command, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { cwd: here, env: { ...process.env, NO_COLOR: "1" }, stdio: ["ignore", "pipe", "pipe"] });
    let [out, problem, late] = ["", "", false];
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, BOUND * 60_000);
    child.stdout.on("data", (data) => { out += data; });
    child.stderr.on("data", (data) => { problem += data; });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      if (late) resolve({ over: BOUND });
      else if (code !== 0) reject(new Error(`${program} ${rest.join(" ")} ended with ${code}:\n${problem.slice(-2_000)}`));
      // The report of `backtest` has many lines, the others print one, behind what a library says.
      else resolve(JSON.parse(out.trimStart().startsWith("{") ? out : out.trim().split("\n").at(-1)));
    });
  });
}

/** What a command prints, run so often, one after the other. */
async function turns(count, command, args, timed) {
  const said = [];
  for (let turn = 0; turn < count; turn++) said.push(await json(command, args, timed));
  return said;
}

async function own({ train, test, rows, none, examples }, first, packed) {
  const args = ["backtest", "--train", train, "--test", test, "--json", ...(none ? ["--none", NONE] : []), ...(packed ? [] : ["--no-pack"])];
  const reports = await turns(first ? TURNS : 1, ANSWERTREE, args, first);
  const [report] = reports;
  const late = reports.find((one) => one.over);
  if (late) return late;
  const figures = {
    tried: rows.length,
    accuracy: report.accuracy_in_scope ?? report.accuracy,
    refused: report.in_scope_refused,
    noneRecall: report.none_recall,
    nonePrecision: report.none_precision,
    ece: report.ece,
    seconds: median(reports.map((one) => one.train_seconds)),
    gzip: report.model_bytes_gzip,
    native: median(reports.map((one) => one.microseconds_per_message)),
  };
  if (!first) return figures;
  const [text, machine] = [join(folder, "messages.answers"), join(folder, "messages.machine")];
  writeFileSync(text, (packed ? "pack en\n" : "") + script(examples));
  await json(ANSWERTREE, ["build", text, "-o", machine, "--json"], false);
  if (statSync(machine).size !== report.model_bytes) throw new Error("script.mjs does not make the script that `backtest` makes");
  const times = await turns(TURNS, process.execPath, ["wasm.mjs", machine, test, ...(packed ? [pack] : [])], true);
  return { ...figures, script: median(times.map((one) => one.microseconds)), object: median(times.map((one) => one.microseconds_object)) };
}

async function peer({ train, test, rows, none }, first, engine, where) {
  const program = where === "native" ? [PYTHON, "peers.py", engine, train, test, none ? NONE : "-"] : [process.execPath, "measure.mjs", engine, train, test];
  const said = await json(program[0], program.slice(1), first);
  if (said.over) return said;
  return { ...score(rows, said.found), seconds: said.train_seconds, gzip: said.model_bytes_gzip, [where]: said.microseconds };
}

const kept = join(folder, "figures.json");
const again = ONLY ? Object.keys(ENGINES).filter((engine) => engine.startsWith(ONLY)) : [];
if (ONLY && again.length === 0) throw new Error(`no engine begins with ${ONLY}; there are ${Object.keys(ENGINES).join("; ")}`);
const measured = Object.keys(ENGINES).filter((engine) => again.length === 0 || again.includes(engine));
const figures = again.length > 0 ? JSON.parse(readFileSync(kept, "utf8")).figures.filter(({ engine }) => !again.includes(engine)) : [];
const later = [];
for (const set of SETS) {
  const { train, test, none } = parts(DATA, set);
  // Mixed, so that the first so many of them stand for all.
  const rows = draw([...test, ...none], Number.POSITIVE_INFINITY, 0);
  const file = join(folder, `${set.name}.test.tsv`);
  write(file, rows);
  for (const [size, draws] of SIZES) {
    for (let number = 1; number <= (QUICK ? 1 : draws); number++) {
      const examples = draw(train, size, number);
      const files = { train: join(folder, `${set.name}.${size}.${number}.tsv`), test: file, rows, none: none.length > 0, examples };
      write(files.train, examples);
      for (const engine of measured) {
        const task = { set: set.name, size: Number.isFinite(size) ? size : "all", engine, number, files };
        if (number > 1) later.push(task);
        else await tried(task);
      }
    }
  }
}

/** Tries one engine on one draw. */
async function tried({ files, ...task }) {
  // Where the time was too short for the messages of the first draw, the others would say as little.
  const before = figures.find(({ set, size, engine }) => set === task.set && size === task.size && engine === task.engine);
  if (before && (before.over || before.tried < files.rows.length)) return;
  const begin = performance.now();
  const row = { ...task, messages: files.rows.length, ...(await ENGINES[task.engine](files, task.number === 1)) };
  figures.push(row);
  const took = ((performance.now() - begin) / 1_000).toFixed(0);
  const right = row.over ? `over ${row.over} min` : `${(row.accuracy * 100).toFixed(1)} %`;
  process.stderr.write(`    ${task.set}, ${task.size}, draw ${task.number}: ${task.engine} ${right} (${took} s)\n`);
}

// The other draws are not timed: as many at once as there are processors.
const workers = Array.from({ length: availableParallelism() }, async () => {
  for (let task = later.shift(); task; task = later.shift()) await tried(task);
});
await Promise.all(workers);

const npm = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).dependencies;
const pypi = Object.fromEntries(readFileSync(join(here, "requirements.txt"), "utf8").trim().split("\n").map((line) => line.split("==")));
const versions = { "scikit-learn": pypi["scikit-learn"], fastText: pypi["fasttext-community"], "nlp.js": npm["@nlpjs/basic"], RiveScript: npm.rivescript };
// As the table has them, whatever was measured first.
const place = ({ set, size, engine, number }) => [
  SETS.findIndex(({ name }) => name === set),
  SIZES.findIndex(([count]) => count === size || size === "all" && !Number.isFinite(count)),
  Object.keys(ENGINES).indexOf(engine),
  number,
].reduce((sum, at) => sum * 10 + at, 0);
figures.sort((a, b) => place(a) - place(b));
writeFileSync(kept, `${JSON.stringify({ versions, again, load: loadavg()[0], figures }, null, 1)}\n`);
