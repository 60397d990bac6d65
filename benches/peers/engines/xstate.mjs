// XState: a state for each topic with a state for each choice; the first transition whose guard holds takes a message.
import { createActor, createMachine } from "xstate";
import { fill, words } from "../script.mjs";

export const name = "XState";
export const version = "5.33.3";

/** The machine's description is plain data: it is the artifact. */
export function write({ lists, topics }) {
  const list = Object.fromEntries(lists);
  const states = { idle: {} };
  const ways = [];
  for (const topic of topics) {
    const own = { ask: { on: {} } };
    topic.choices.forEach((choice, index) => {
      own[`c${index}`] = { meta: { reply: choice.reply } };
      own.ask.on[`choose.${index}`] = `c${index}`;
    });
    states[topic.name] = { initial: "ask", states: own, meta: { replies: topic.replies } };
    ways.push(...topic.patterns.map((pattern) => ({ target: `.${topic.name}`, guard: { type: "matches", params: { pattern } } })));
  }
  const open = topics.map((topic) => [`open.${topic.name}`, `.${topic.name}`]);
  return JSON.stringify({ lists: list, machine: { id: "script", initial: "idle", states, on: { message: ways, idle: ".idle", ...Object.fromEntries(open) } } });
}

function fits(said, at, pattern, from, lists) {
  if (from === pattern.length) return true;
  const element = pattern[from];
  if (element.kind === "gap") {
    for (let next = at; next <= said.length; next++) if (fits(said, next, pattern, from + 1, lists)) return true;
    return false;
  }
  const word = said[at];
  if (element.kind === "optional" && fits(said, at, pattern, from + 1, lists)) return true;
  const same = word !== undefined && (
    element.kind === "list" ? lists[element.word].includes(word)
    : element.kind === "stem" ? word.startsWith(element.word)
    : element.kind === "either" ? element.words.includes(word)
    : element.word === word);
  return same && fits(said, at + 1, pattern, from + 1, lists);
}

export async function load(text) {
  const { lists, machine } = JSON.parse(text);
  const matches = ({ event }, { pattern }) => event.words.some((_, at) => fits(event.words, at, pattern, 0, lists));
  const actor = createActor(createMachine(machine, { guards: { matches } }));
  actor.start();
  const reply = (found) => fill(found ?? "", (fact) => (fact === "name" ? "Sam" : ""));
  return {
    match(message) {
      actor.send({ type: "idle" });
      actor.send({ type: "message", words: words(message) });
      const snapshot = actor.getSnapshot();
      if (snapshot.value === "idle") return null;
      const topic = Object.keys(snapshot.value)[0];
      reply(snapshot.getMeta()[`script.${topic}`]?.replies[0]);
      return topic;
    },
    open: (topic) => actor.send({ type: `open.${topic.name}` }),
    choose(topic) {
      actor.send({ type: "choose.0" });
      return reply(actor.getSnapshot().getMeta()[`script.${topic.name}.c0`]?.reply);
    },
  };
}
