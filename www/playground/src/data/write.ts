/** What is written into the script: examples into a topic, and drafts of topics. */
import type { Place } from "answertree/compiler";
import type { Edit, Version, Workbench } from "../panes/pane.ts";
import { strings } from "./strings.ts";

/** The most characters of an example that is made of a message: more are no example of anything. */
const MAX_EXAMPLE = 400;

/** What `\` takes the meaning from, where it stands before it. */
const MARKS = '\\{}[]()<>|#*-=:"“”„., ';

/** Lines that the head of a topic is made of, beside its examples. */
const HEAD = /^[ \t]*(?:when|need|department|prefer|#)(?:[ \t]|$)|^[ \t]*$/;

/** A text in one line, as the line of an example says it. */
export function exampleOf(message: string): string {
  const line = oneLine(message).slice(0, MAX_EXAMPLE);
  let out = "";
  for (let at = 0; at < line.length; at += 1) {
    const next = line[at + 1];
    if (line[at] === "\\" && (next === undefined || MARKS.includes(next))) out += "\\";
    out += line[at];
  }
  return out;
}

/** A text in one line. */
export function oneLine(text: string): string {
  // What takes no room is white space in a script.
  return text.replaceAll(/[\s\p{Cc}\u200b\u2060\ufeff]+/gu, " ").trim();
}

/** The edit that puts examples behind those that a topic has; `heading` is where the topic begins. */
export function exampleEdit(source: string, heading: Place, examples: readonly string[]): Edit {
  const lineEnd = (at: number): number => {
    const end = source.indexOf("\n", at);
    return end === -1 ? source.length : end;
  };
  let at = lineEnd(heading.start);
  let indent = "";
  for (let next = at; next < source.length; ) {
    const end = lineEnd(next + 1);
    const line = source.slice(next + 1, end);
    const example = /^([ \t]*)- /.exec(line);
    if (example !== null) {
      at = end;
      indent = example[1] ?? "";
    } else if (!HEAD.test(line)) break;
    next = end;
  }
  const text = examples.map((one) => `\n${indent}- ${exampleOf(one)}`).join("");
  return { file: heading.file, start: at, end: at, text };
}

/** Puts examples into a topic. Says what was done, or why not. */
export async function addExamples(
  bench: Workbench,
  topic: string,
  texts: readonly string[],
): Promise<boolean> {
  const version: Version = bench.version();
  if (!version.whole) return refuse(bench, strings.notWhole);
  const graph = await bench.ask("graph", {});
  const found = graph?.nodes.find(
    ({ kind, name }) => (kind === "topic" || kind === "menu") && name === topic,
  );
  const source = found?.place ? version.sources[found.place.file] : undefined;
  if (!found?.place || source === undefined) return refuse(bench, strings.notFound(topic));
  const examples = texts.map(oneLine).filter((text) => text !== "");
  if (!bench.edit([exampleEdit(source, found.place, examples)], version)) return refuse(bench, strings.moved);
  bench.say(strings.added(examples.length, found.label === "" ? topic : found.label));
  return true;
}

function refuse(bench: Workbench, why: string): false {
  bench.show(why);
  return false;
}

/** A draft of a topic for a message; `taken` are names that topics have. */
export function draftOf(message: string, taken: readonly string[]): { title: string; text: string } {
  const words = oneLine(message).match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const few = words.slice(0, 5).join(" ");
  const title = few === "" ? strings.untitled : few.charAt(0).toUpperCase() + few.slice(1);
  const base =
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^[^\p{L}]+|-+$/gu, "") || "topic";
  let name = base === "end" || base === "handoff" ? `${base}-topic` : base;
  for (let at = 2; taken.includes(name); at += 1) name = `${base}-${at}`;
  const text = `== ${name}: ${title}\n- ${exampleOf(message)}\n> \\[Reply: ${title}]\n`;
  return { title, text };
}

/** The draft of a group with a message among its examples. */
export function withExample(draft: string, message: string): string {
  const line = `- ${exampleOf(message)}`;
  const lines = draft.split("\n");
  if (lines.some((one) => one.trim() === line)) return draft;
  let last = -1;
  lines.forEach((one, at) => {
    if (/^[ \t]*- /.test(one)) last = at;
  });
  return last === -1 ? draft : [...lines.slice(0, last + 1), line, ...lines.slice(last + 1)].join("\n");
}
