/** How a host runs the machine, by where it runs. */
import type { MachineInfo } from "answertree/compiler";

export interface Target {
  id: string;
  label: string;
  /** The code, for a file of this name. */
  code(file: string, info: MachineInfo): string;
}

/** A text as JavaScript writes it. */
const quoted = (text: string): string => JSON.stringify(text);

/** What a conversation starts with: the first channel, where the script has channels. */
function start({ channels }: MachineInfo): string {
  const channel = channels[0]?.name;
  return channel === undefined ? "" : `{ channel: ${quoted(channel)} }`;
}

const use = (info: MachineInfo): string => `const session = machine.start(${start(info)});
const turn = session.receive("where is my order?", Date.now());
for (const { text, confidence } of turn.suggestions) console.log(confidence, text);`;

export const targets: readonly Target[] = [
  {
    id: "page",
    label: "Web page, help desk, extension",
    code: (file, info) => `import { Machine } from "answertree";

const answer = await fetch(new URL(${quoted(`./${file}`)}, import.meta.url));
const machine = Machine.load(new Uint8Array(await answer.arrayBuffer()));
${use(info)}`,
  },
  {
    id: "edge",
    label: "Edge worker",
    code: (file, info) => `import { init, Machine } from "answertree/slim";
import runtime from "answertree/runtime.wasm";
import bytes from ${quoted(`./${file}`)};

init(runtime);
const machine = Machine.load(new Uint8Array(bytes));
${use(info)}`,
  },
  {
    id: "node",
    label: "Node",
    code: (file, info) => `import { readFileSync } from "node:fs";
import { Machine } from "answertree";

const machine = Machine.load(readFileSync(new URL(${quoted(`./${file}`)}, import.meta.url)));
${use(info)}`,
  },
  {
    id: "command",
    label: "Command line",
    code: (file) => `answertree suggest ${file} "where is my order?"`,
  },
];
