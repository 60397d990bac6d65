/** What the tour looks at: the script as it is written, what was found in it, and the conversation. */
import type { OutlineEntry, Tested } from "answertree/author";
import { lineStart } from "../editor/lines.ts";
import { FILE } from "../engine/protocol.ts";
import type { Asking, Talk, Version } from "../panes/pane.ts";

/** A topic with the lines that belong to it. */
export interface TopicLines {
  name: string;
  title: string;
  /** Where its heading begins, and where what follows it does, in UTF-16 offsets. */
  start: number;
  end: number;
  lines: readonly string[];
  choices: number;
}

/** A version of the script with all that the tour may ask of it. */
export interface Look {
  version: Version;
  /** The main file. */
  text: string;
  /** What has a name, from top to bottom. */
  entries: readonly OutlineEntry[];
  topics: readonly TopicLines[];
  /** How its tests went; `null` where it has none, or errors. */
  tested: Tested | null;
  talk: Talk;
}

/** `undefined` where the script has become another meanwhile, or the engine gave no answer. */
export async function look(asking: Asking, version: Version, talk: Talk): Promise<Look | undefined> {
  const outline = await asking.ask("outline", {});
  if (outline === undefined) return undefined;
  const text = version.sources[FILE] ?? "";
  const entries = outline.find(({ file }) => file === FILE)?.entries ?? [];
  const tests = version.whole && entries.some(({ kind }) => kind === "test");
  const tested = tests ? await asking.ask("tests", {}) : null;
  return tested === undefined
    ? undefined
    : { version, text, entries, topics: topicsOf(text, entries), tested, talk };
}

function topicsOf(text: string, entries: readonly OutlineEntry[]): TopicLines[] {
  const starts = entries.map(({ place }) => lineStart(text, place.start));
  return entries.flatMap(({ kind, name, title, children }, at) => {
    if (kind !== "topic") return [];
    const start = starts[at] ?? text.length;
    const end = starts[at + 1] ?? text.length;
    const lines = text.slice(start, end).split("\n");
    return [{ name, title: title ?? name, start, end, lines, choices: children.length }];
  });
}
