// ink (inkjs and its compiler): a knot for each topic. It follows trees and fills in text; it does not read messages.
import { Compiler } from "inkjs/full";
import { Story } from "inkjs";
import { fill } from "../script.mjs";

export const name = "inkjs";
export const version = "2.4.0";

const plain = (text) => fill(text, (fact) => (fact === "name" ? "\u0001" : ""))
  .replace(/[{}|#~<>[\]]/g, "").replace(/\/\//g, "\\/\\/").replace(/->/g, "").replaceAll("\u0001", "{name}");

export function write({ topics }) {
  const known = new Set(topics.map((topic) => topic.name));
  const out = ['VAR name = "Sam"', "-> END"];
  for (const topic of topics) {
    out.push(`=== ${topic.name} ===`, plain(topic.replies[0]));
    for (const choice of topic.choices) {
      out.push(`+ [${plain(choice.label)}]`);
      if (choice.reply) out.push(plain(choice.reply));
      for (const inner of choice.choices) out.push(`++ [${plain(inner.label)}]`, plain(inner.reply ?? "ok"), "-> END");
      if (choice.choices.length === 0) out.push(known.has(choice.target) ? `-> ${choice.target}` : "-> END");
    }
  }
  return out.join("\n");
}

export function compile(text) {
  return new Compiler(text).Compile().ToJson();
}

export async function load(json) {
  const story = new Story(json);
  return {
    open(topic) {
      story.ChoosePathString(topic.name);
      while (story.canContinue) story.Continue();
    },
    choose() {
      story.ChooseChoiceIndex(0);
      let text = "";
      while (story.canContinue) text += story.Continue();
      return text;
    },
  };
}
