/** How it shows that a step of the tour was done. */
import type { OutlineEntry } from "answertree/author";
import type { Problem } from "answertree/compiler";
import type { Edit } from "../panes/pane.ts";
import type { Look } from "./look.ts";

const EXAMPLE = /^\s*-(?!>)\s*(\S.*?)\s*$/;
const WHEN = /^\s*when\b/;
const REPLY = /^\s*>\s*\S/;
const CHOICE = /^\s*\*+\s*\S/;

/** The example that a line is, if it is one. */
export function exampleIn(line: string): string | undefined {
  return EXAMPLE.exec(line)?.[1];
}

/** Whether a topic has so many examples. */
export function examples({ topics }: Look, least: number): boolean {
  return topics.some(({ lines }) => lines.filter((line) => EXAMPLE.test(line)).length >= least);
}

/** Whether a topic has a reply besides its examples. */
export function answered({ topics }: Look): boolean {
  return topics.some(
    ({ lines }) =>
      lines.some((line) => EXAMPLE.test(line)) && lines.some((line) => REPLY.test(line) && !onChannel(line)),
  );
}

/** Whether the best suggestion for a message is a topic of the script. */
export function suggested({ talk, topics }: Look): boolean {
  const topic = talk.turn?.suggestions[0]?.topic;
  return talk.message.trim() !== "" && topics.some(({ name }) => name === topic);
}

/** Whether a list of words stands in a pattern of a topic that has a reply. */
export function listed({ version, entries, topics }: Look): boolean {
  return (
    version.whole &&
    named(entries, "words").some((name) =>
      topics.some(
        ({ lines }) =>
          lines.some((line) => WHEN.test(line) && line.includes(`<${name}>`)) &&
          lines.some((line) => REPLY.test(line)),
      ),
    )
  );
}

/** The errors that a key would mend. */
export function mendable({ version }: Look): readonly Problem[] {
  return version.problems.filter(({ severity, fix }) => severity === "error" && fix !== null);
}

/** What that key would do. */
export function mending(look: Look): readonly Edit[] {
  return mendable(look).flatMap(({ fix }) => {
    if (fix === null) return [];
    const { file, start, end } = fix.place;
    return [{ file, start, end, text: fix.text }];
  });
}

/** Whether a topic has two choices, with something to say in each. */
export function branched({ topics }: Look): boolean {
  return topics.some(({ choices, lines }) => choices >= 2 && branches(lines) >= 2);
}

/** Choices that a reply stands under. */
function branches(lines: readonly string[]): number {
  let open = false;
  let found = 0;
  for (const line of lines) {
    if (CHOICE.test(line)) open = true;
    else if (open && REPLY.test(line)) {
      found += 1;
      open = false;
    }
  }
  return found;
}

/** The channels that a reply is for. */
export function spokenOn({ entries, topics }: Look): string[] {
  const worded = new Set(topics.flatMap(({ lines }) => lines.flatMap((line) => onChannel(line) ?? [])));
  return named(entries, "channel").filter((name) => worded.has(name));
}

function onChannel(line: string): string[] | undefined {
  return /^\s*>\s*\[on\s+([^\]]+)\]/
    .exec(line)?.[1]
    ?.split(/[,\s]+/)
    .filter((name) => name !== "");
}

export function named(entries: readonly OutlineEntry[], kind: OutlineEntry["kind"]): string[] {
  return entries.filter((entry) => entry.kind === kind).map(({ name }) => name);
}

/** Whether a topic needs a fact that the script has, which comes with a question. */
export function needed({ version, entries, topics }: Look): boolean {
  const facts = named(entries, "fact");
  return (
    version.whole &&
    topics.some(({ lines }) =>
      lines.some((line) =>
        facts.some((name) => new RegExp(`^\\s*need\\b.*(?<![\\w-])${name}(?![\\w-])`).test(line)),
      ),
    )
  );
}

/** Whether all tests pass, and one of them says what is expected. */
export function passing({ tested, entries, text }: Look): boolean {
  const first = entries.find(({ kind }) => kind === "test");
  const expects = first !== undefined && /^\s*expect \S/m.test(text.slice(first.place.start));
  return tested !== null && tested.passed > 0 && tested.failed === 0 && expects;
}
