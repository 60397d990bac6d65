/** Which lines of the script the last message led to. */
import type { Place, Sources } from "answertree/compiler";
import type { LineMark, Talk } from "../panes/pane.ts";
import { strings } from "../strings.ts";

/** A mark beside the heading of each topic that is suggested. */
export function matched({ turn }: Talk, sources: Sources): LineMark[] {
  return (turn?.suggestions ?? []).flatMap(({ topic, confidence }) => {
    const place = heading(topic, sources);
    return place === undefined ? [] : [{ place, tone: "match", label: strings.matchedHere(confidence) }];
  });
}

/** Where a topic begins. The first heading of the name counts, as for the compiler. */
function heading(topic: string, sources: Sources): Pick<Place, "file" | "start"> | undefined {
  const line = new RegExp(`^[ \\t]*(?:==|menu\\b)[ \\t]*${topic}(?=[ \\t]*(?::|$))`, "mu");
  for (const [file, text] of Object.entries(sources)) {
    const start = line.exec(text)?.index;
    if (start !== undefined) return { file, start };
  }
  return undefined;
}
