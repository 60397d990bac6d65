// nlp.js with its own network, its own language and its own threshold for none.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const name = "nlp.js";

export async function train(rows) {
  const { dockStart } = require("@nlpjs/basic");
  const settings = { nlp: { languages: ["en"], forceNER: false, autoSave: false, autoLoad: false }, "nlu-en": { log: false } };
  const dock = await dockStart({ settings, use: ["Basic", "LangEn"] });
  const nlp = dock.get("nlp");
  nlp.addLanguage("en");
  for (const [label, message] of rows) nlp.addDocument("en", message, label);
  await nlp.train();
  return {
    bytes: () => nlp.export(true),
    async find(message) {
      const { intent, classifications } = await nlp.process("en", message);
      const likeliest = classifications.find((one) => one.intent !== "None");
      return [likeliest?.intent ?? null, intent === "None"];
    },
  };
}
