// Tries one of the engines that run in Node: `node measure.mjs ENGINE TRAIN TEST`, prints one line of JSON as peers.py does.
import { gzipSync } from "node:zlib";
import { median, perMessage } from "./clock.mjs";
import { read } from "./draws.mjs";

/** Seconds for trying the messages; of what is left then nothing is known. */
const LIMIT = 30;
const [engine, train, test] = process.argv.slice(2);
const { train: learn } = await import(`./engines/${engine}.mjs`);
const rows = read(train);
const begin = performance.now();
const model = await learn(rows);
const seconds = (performance.now() - begin) / 1_000;
const messages = read(test).map(([, message]) => message);
const found = [];
const first = performance.now();
for (const message of messages) {
  found.push(await model.find(message));
  if (performance.now() - first > LIMIT * 1_000) break;
}
const once = ((performance.now() - first) * 1_000) / found.length;
// Who is that slow needs no passes to be timed.
const microseconds = found.length < messages.length ? once : median(await perMessage(messages, model.find));
const bytes = gzipSync(model.bytes(), { level: 9 }).length;
console.log(JSON.stringify({ train_seconds: seconds, model_bytes_gzip: bytes, microseconds, found }));
