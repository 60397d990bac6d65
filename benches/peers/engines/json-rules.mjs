// json-rules-engine: a rule for each topic, with conditions on the words of the message. It has no conversations, so
// there is nothing to choose, and its conditions do not see the order of words.
import { Engine } from "json-rules-engine";
import { fill, words } from "../script.mjs";

export const name = "json-rules-engine";
export const version = "7.3.1";

const has = (value) => ({ fact: "words", operator: "contains", value });

function conditions(elements, lists) {
  return elements.flatMap((element) => {
    switch (element.kind) {
      case "gap":
      case "optional": return [];
      case "list": return [{ any: (lists.get(element.word) ?? []).map(has) }];
      case "stem": return [{ fact: "words", operator: "hasStem", value: element.word }];
      case "either": return [{ any: element.words.map(has) }];
      default: return [has(element.word)];
    }
  });
}

export function write({ lists, topics }) {
  return JSON.stringify(topics.map((topic) => ({
    conditions: { any: topic.patterns.map((pattern) => ({ all: conditions(pattern, lists) })) },
    event: { type: "topic", params: { topic: topic.name, replies: topic.replies } },
  })));
}

export async function load(text) {
  const engine = new Engine();
  engine.addOperator("hasStem", (all, stem) => all.some((word) => word.startsWith(stem)));
  for (const rule of JSON.parse(text)) engine.addRule(rule);
  return {
    async match(message) {
      const { events } = await engine.run({ words: words(message) });
      const found = events[0]?.params;
      if (!found) return null;
      fill(found.replies[0], (fact) => (fact === "name" ? "Sam" : ""));
      return found.topic;
    },
  };
}
