// RiveScript: a trigger for each example. A trigger that is the whole example matches almost nothing that a customer writes, so it is the
// two rarest words of the example, in the order written, with anything around them. Where intents share a trigger, the one with most examples of it has it.
import RiveScript from "rivescript";

export const name = "RiveScript";

/** What RiveScript compares: small letters, digits and spaces. */
const words = (message) => message.toLowerCase().replace(/['’]/g, "").split(/[^a-z0-9]+/).filter(Boolean);

export async function train(rows) {
  const labels = [...new Set(rows.map(([label]) => label))];
  const having = new Map();
  for (const [, message] of rows) for (const word of new Set(words(message))) having.set(word, (having.get(word) ?? 0) + 1);
  const triggers = new Map();
  for (const [label, message] of rows) {
    const said = [...new Set(words(message))];
    const two = new Set([...said].sort((a, b) => having.get(a) - having.get(b)).slice(0, 2));
    if (two.size === 0) continue;
    const trigger = `[*] ${said.filter((word) => two.has(word)).join(" [*] ")} [*]`;
    const counts = triggers.get(trigger) ?? new Map();
    triggers.set(trigger, counts.set(label, (counts.get(label) ?? 0) + 1));
  }
  const script = ["! version = 2.0"];
  for (const [trigger, counts] of triggers) {
    const [[label]] = [...counts].sort(([, a], [, b]) => b - a);
    script.push(`+ ${trigger}`, `- ${labels.indexOf(label)}`);
  }
  script.push("+ *", "- none");
  const text = `${script.join("\n")}\n`;
  const bot = new RiveScript({ utf8: false, concat: "none", errors: {} });
  bot.stream(text, (problem) => { throw new Error(problem); });
  bot.sortReplies();
  return {
    bytes: () => text,
    async find(message) {
      // Asked as it reads triggers; what it was asked before must not matter.
      const label = labels[await bot.reply("customer", words(message).join(" "))];
      return [label ?? null, label === undefined];
    },
  };
}
