// Runs every engine at every size, each in a process of its own for a bounded time; what does not end in time is said to
// be so, with the figures it had by then.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** File names of engines/, ours first. */
export const ENGINES = ["answertree", "rivescript", "json-rules", "ink", "xstate"];
/** Seconds for one peer at one size, all steps together; ours has more to measure. */
const BOUND = 10;
const BOUND_OF_OURS = 60;
/** Seconds for one figure. */
const SHARE = 1;

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * The figures of each engine at a size: `{ engine, version, compile, load, gzip, match, found, read … }`, times in
 * milliseconds; `stopped` or `missing` says why some are not there.
 */
export async function measureAll(folder, topics) {
  const rows = [];
  for (const engine of ENGINES) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${engine} with ${topics} topics …`);
    rows.push(await measure(engine, folder, topics));
  }
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  return rows;
}

/** Runs one measurement, keeps what it printed last, ends it when its time is over. */
function measure(engine, folder, topics) {
  return new Promise((resolve) => {
    const args = ["--max-old-space-size=3072", "measure.mjs", engine, folder, String(topics), String(SHARE)];
    const child = spawn(process.execPath, args, { cwd: here });
    let out = "";
    let problem = "";
    let late = false;
    const bound = engine === ENGINES[0] ? BOUND_OF_OURS : BOUND;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, bound * 1_000);
    child.stdout.on("data", (data) => { out += data; });
    child.stderr.on("data", (data) => { problem += data; });
    child.on("close", (code) => {
      clearTimeout(timer);
      const last = out.trim().split("\n").filter((line) => line.startsWith("{")).at(-1);
      const row = last ? JSON.parse(last) : { engine };
      if (late) row.stopped = `over ${bound} s`;
      else if (code !== 0) row.stopped = (/^\w*Error: .*$/m.exec(problem)?.[0] ?? /FATAL ERROR: .*/.exec(problem)?.[0] ?? `ended with ${code}`).slice(0, 90);
      resolve(row);
    });
  });
}
