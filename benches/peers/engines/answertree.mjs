// answertree: the compiler and the runtime as wasm, through the package that a page loads.
import { existsSync } from "node:fs";

const dist = new URL("../../../www/engine/dist/", import.meta.url);

export const name = "answertree";
export const version = "this tree";
/** Without the built package there is nothing to measure. */
export const missing = existsSync(new URL("../pkg/runtime/answertree_bg.wasm", dist)) ? null : "build www/engine first: make wasm";

const context = { channel: "x", facts: { name: "Sam", vip: false, days: 2 }, seed: 1, limit: 1 };

/** The script's own text is what authors write. */
export function write(_, text) {
  return text;
}

export async function compile(text) {
  const { compile } = await import(new URL("compiler/node.js", dist));
  const { machine, problems } = compile({ "main.answers": text });
  if (!machine) throw new Error(problems.filter((p) => p.severity === "error").slice(0, 3).map((p) => p.message).join("; "));
  return machine;
}

export async function load(bytes) {
  const { Machine } = await import(new URL("runtime/node.js", dist));
  const machine = Machine.load(bytes);
  return {
    match: (message) => machine.suggest(message, context).topic,
    // Sessions choose; where the runtime has none yet, there is nothing to measure.
    ...(typeof machine.start === "function" ? session(machine) : {}),
  };
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
