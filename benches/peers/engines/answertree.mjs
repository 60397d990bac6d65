// answertree: the compiler and the runtime as wasm, through the package that a page loads.
import { existsSync } from "node:fs";

const engine = new URL("../../../www/engine/", import.meta.url);

export const name = "answertree";
export const version = "this tree";
/** Without the built package there is nothing to measure. */
export const missing = existsSync(new URL("pkg/runtime/answertree_bg.wasm", engine)) ? null : "build www/engine first: make wasm";

const context = { channel: "x", facts: { name: "Sam", vip: false, days: 2 }, seed: 1, limit: 1 };

/** The script's own text is what authors write. */
export function write(_, text) {
  return text;
}

export async function compile(text) {
  const { compile } = await import(new URL("dist/compiler/node.js", engine));
  const { machine, problems } = compile({ "main.answers": text });
  if (!machine) throw new Error(problems.filter((p) => p.severity === "error").slice(0, 3).map((p) => p.message).join("; "));
  return machine;
}

export async function load(bytes) {
  const { Machine } = await import(new URL("dist/runtime/node.js", engine));
  // The class of the module itself: `read` is there for measuring, not for hosts.
  const { Machine: Raw } = await import(new URL("pkg/runtime/answertree.js", engine));
  const machine = Machine.load(bytes);
  let raw = null;
  return {
    match: (message) => machine.suggest(message, context).topic,
    read: (message) => (raw ??= Raw.load(bytes)).read(message),
    free: () => machine.free(),
    // Sessions choose; where the runtime has none yet, there is nothing to measure.
    ...(typeof machine.start === "function" ? session(machine) : {}),
  };
}

/** From a keystroke to the script's problems and its machine, as an editor asks for them. */
export async function keystroke(text) {
  const { compile } = await import(new URL("dist/compiler/node.js", engine));
  const at = text.indexOf("\n> ") + 3;
  const typed = [text, `${text.slice(0, at)}a${text.slice(at)}`].map((script) => ({ "main.answers": script }));
  let turn = 0;
  return () => compile(typed[turn++ % 2]);
}

function session(machine) {
  let conversation = null;
  let turn = null;
  return {
    open(topic) {
      conversation = machine.start(context);
      turn = conversation.receive(topic.examples[0]);
    },
    choose: () => (turn.choices.length > 0 ? conversation.choose(turn.choices[0].id) : null),
  };
}
