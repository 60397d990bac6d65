// RiveScript: a trigger for each pattern, a topic of its own for each tree, so that choices are heard only there.
// Stems become the word's usual endings; RiveScript has no way to say "begins so" without a following word.
import RiveScript from "rivescript";
import { fill } from "../script.mjs";

export const name = "RiveScript";
export const version = "2.2.1";

const plain = (text) => fill(text, (fact) => (fact === "name" ? "<get name>" : "")).replace(/[{}\\#]/g, "");
const said = (label) => label.toLowerCase().replace(/[^a-z0-9 ]/g, "");

function trigger(elements) {
  const parts = elements.map((element) => {
    switch (element.kind) {
      case "gap": return "[*]";
      case "list": return `(@${element.word})`;
      case "optional": return `[${element.word}]`;
      case "stem": return `(${["", "s", "ed", "ing"].map((end) => element.word + end).join("|")})`;
      case "either": return `(${element.words.join("|")})`;
      default: return element.word;
    }
  });
  return `[*] ${parts.join(" ")} [*]`;
}

export function write({ lists, topics }) {
  const out = ["! version = 2.0", "! var name = bot"];
  for (const [list, members] of lists) out.push(`! array ${list} = ${members.join(" ")}`);
  const trees = [];
  for (const topic of topics) {
    const tree = topic.name.replace(/_/g, "");
    for (const pattern of topic.patterns) {
      out.push(`+ ${trigger(pattern)}`, ...topic.replies.map((reply) => `- {topic=${tree}}${topic.name} ${plain(reply)}`));
    }
    trees.push(`> topic ${tree}`);
    for (const choice of topic.choices) trees.push(`+ ${said(choice.label)}`, `- ${plain(choice.reply ?? "ok")}`);
    trees.push("+ *", "- {topic=random}nothing", "< topic");
  }
  out.push("+ *", "- nothing", ...trees);
  return out.join("\n");
}

/** Compiling and loading are one step: the text is the artifact. */
export async function load(text) {
  const bot = new RiveScript({ utf8: false, concat: "none", errors: {} });
  bot.stream(text, (problem) => { throw new Error(problem); });
  bot.sortReplies();
  await bot.setUservar("u", "name", "Sam");
  return {
    async match(message) {
      await bot.setUservar("u", "topic", "random");
      const reply = await bot.reply("u", message);
      return reply.startsWith("t") ? reply.slice(0, reply.indexOf(" ")) : null;
    },
    open: (topic) => bot.setUservar("u", "topic", topic.name.replace(/_/g, "")),
    choose: (topic) => bot.reply("u", topic.choices[0].label),
  };
}
