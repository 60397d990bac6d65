// Reads the scripts that benches/generate writes, so that each engine can be given the same topics in its own terms.
// It knows the lines of generated scripts only, not the language.

/**
 * @typedef {{ kind: "word" | "stem" | "list", word: string } | { kind: "either", words: string[] } |
 *           { kind: "optional", word: string } | { kind: "gap" }} Element
 * @typedef {{ label: string, reply: string | null, target: string | null, choices: Choice[] }} Choice
 * @typedef {{ name: string, title: string, examples: string[], patterns: Element[][], replies: string[], choices: Choice[] }} Topic
 * @typedef {{ lists: Map<string, string[]>, topics: Topic[] }} Script
 */

/** @param {string} text @returns {Script} */
export function readScript(text) {
  const lists = new Map();
  const topics = [];
  let topic = null;
  let first = null;
  let second = null;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [, head = "", name = "", rest = ""] = /^(==|menu|words) ([\w]+)(?::| =) ?(.*)$/.exec(line) ?? [];
    if (head === "words") {
      lists.set(name, rest.split(", "));
    } else if (head === "menu") {
      topic = null;
    } else if (head === "==") {
      topic = { name, title: rest, examples: [], patterns: [], replies: [], choices: [] };
      topics.push(topic);
      first = second = null;
    } else if (topic === null) {
      continue;
    } else if (line.startsWith("- ")) {
      topic.examples.push(line.slice(2));
    } else if (line.startsWith("when ")) {
      topic.patterns.push(line.slice(5).split(" ").map(readElement));
    } else if (line.startsWith("** ")) {
      second = newChoice(line.slice(3));
      first.choices.push(second);
    } else if (line.startsWith("* ")) {
      first = newChoice(line.slice(2));
      second = null;
      topic.choices.push(first);
    } else if (line.startsWith("> ")) {
      const reply = line.slice(2).replace(/^\[.*?\] /, "");
      const choice = second ?? first;
      if (choice) choice.reply = reply;
      else topic.replies.push(reply);
    } else if (line.startsWith("-> ") && first) {
      (second ?? first).target = line.slice(3);
    }
  }
  return { lists, topics };
}

function newChoice(label) {
  return { label: label.replace(/^\[.*?\] /, ""), reply: null, target: null, choices: [] };
}

/** @returns {Element} */
function readElement(text) {
  if (text.startsWith("..")) return { kind: "gap" };
  if (text.startsWith("<")) return { kind: "list", word: text.slice(1, -1) };
  if (text.startsWith("[")) return { kind: "optional", word: text.slice(1, -1) };
  if (text.endsWith("*")) return { kind: "stem", word: text.slice(0, -1) };
  if (text.includes("|")) return { kind: "either", words: text.split("|") };
  return { kind: "word", word: text };
}

/** The reply with its holes handed to `hole`: `name` for a fact, "" for what only answertree computes. */
export function fill(reply, hole) {
  return reply.replace(/\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, (text) => hole(/^\{(\w+)( or .*)?\}$/.exec(text)?.[1] ?? ""));
}

/** Lower-case words. */
export function words(message) {
  return message.toLowerCase().match(/[a-z0-9']+/g) ?? [];
}
