/** Simulated customers: messages whose topic is known, with what the script has to say to them. */
import type { Workbench } from "../panes/pane.ts";

export interface Customer {
  message: string;
  /** The name of the topic that answers it. */
  topic: string;
  title: string;
  /** What the script would say, a wording each. */
  replies: string[];
  steps: string[];
}

export interface Topic {
  name: string;
  title: string;
}

/** At most so many messages are looked at for each customer that is wanted. */
const TRIES = 12;

/** Draws customers from the script's examples, or from messages of the author's own; `draw` gives numbers from 0 to 1. */
export async function customers(
  bench: Pick<Workbench, "ask" | "suggest" | "talk">,
  wanted: number,
  messages: readonly string[] | null,
  draw: () => number,
): Promise<{ customers: Customer[]; topics: Topic[] } | undefined> {
  const graph = await bench.ask("graph", {});
  if (graph === undefined) return undefined;
  const topics = graph.nodes
    .filter(({ kind }) => kind === "topic")
    .map(({ name, label }) => ({ name, title: label }));
  const said = messages ?? (await examples(bench));
  if (said === undefined) return undefined;
  const found: Customer[] = [];
  const { channel, language, now } = bench.talk().context;
  const context = {
    ...(channel !== undefined && { channel }),
    ...(language !== undefined && { language }),
    ...(now !== undefined && { now }),
  };
  for (const message of shuffled(said, draw).slice(0, wanted * TRIES)) {
    if (found.length === wanted) break;
    const turn = await bench.suggest(message, context);
    const topic = topics.find(({ name }) => name === turn?.suggestions[0]?.topic);
    if (turn === null || topic === undefined) continue;
    const replies = turn.suggestions.filter((row) => row.topic === topic.name);
    found.push({
      message,
      topic: topic.name,
      title: topic.title,
      replies: replies.map(({ text, also }) => [text, ...also].join("\n")),
      steps: turn.steps.map(({ text }) => text),
    });
  }
  return { customers: found, topics };
}

/** The examples that lead to their own topic. */
async function examples(bench: Pick<Workbench, "ask">): Promise<string[] | undefined> {
  const tested = await bench.ask("tests", { coverage: true });
  return tested?.coverage?.topics.flatMap((topic) =>
    topic.examples.filter(({ fits }) => fits).map(({ text }) => text),
  );
}

/** In another order (Fisher and Yates), as `draw` has it. */
function shuffled(texts: readonly string[], draw: () => number): string[] {
  const all = [...texts];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    [all[at], all[other]] = [all[other] ?? "", all[at] ?? ""];
  }
  return all;
}
