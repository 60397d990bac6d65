// Times the runtime in wasm under Node: `node wasm.mjs MACHINE TEST [PACK]`, prints one line of JSON.
import { readFileSync } from "node:fs";
import { median, perMessage } from "./clock.mjs";
import { read } from "./draws.mjs";
import { Machine, Pack } from "../../www/engine/dist/runtime/node.js";
// The class of the module itself: `read` is there for measuring, not for hosts.
import { Machine as Raw } from "../../www/engine/pkg/runtime/answertree.js";

const [machine, test, packFile] = process.argv.slice(2);
const bytes = readFileSync(machine);
const messages = read(test).map(([, message]) => message);
const pack = packFile ? Pack.read(readFileSync(packFile)) : undefined;
const raw = pack ? Raw.loadWith(bytes, pack.raw) : Raw.load(bytes);
// Bytes that are no machine would be fast to ask.
const whole = Machine.load(bytes, pack);
const engine = median(await perMessage(messages, (message) => raw.read(message)));
const object = median(await perMessage(messages, (message) => whole.suggest(message)));
console.log(JSON.stringify({ microseconds: engine, microseconds_object: object }));
