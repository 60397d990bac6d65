/** The lines that include files: found and changed as text, since a script under way need not compile. */
import type { Sources } from "answertree/compiler";

const LINE = /^([ \t]*include[ \t]+)(\S.*?)([ \t]*)$/gm;

/** Whether any file has a line that includes this one. */
export function included(sources: Sources, file: string): boolean {
  return Object.entries(sources).some(([from, text]) =>
    [...text.matchAll(LINE)].some(([, , name = ""]) => resolve(from, name) === file),
  );
}

/** A text with one more line that includes a file: behind the last of them, or before the first topic. */
export function withInclude(text: string, file: string): string {
  const line = `include ${file}\n`;
  const last = [...text.matchAll(LINE)].at(-1);
  if (last !== undefined) {
    const end = last.index + last[0].length + 1;
    const head = text.slice(0, end);
    return `${head}${head.endsWith("\n") ? "" : "\n"}${line}${text.slice(end)}`;
  }
  const topic = /^[ \t]*==/m.exec(text);
  if (topic === null) return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}${line}`;
  return `${text.slice(0, topic.index)}${line}\n${text.slice(topic.index)}`;
}

/** The texts whose lines included a file under its old name, with the new one. */
export function withRenamed(sources: Sources, file: string, to: string): Sources {
  const changed: Sources = {};
  for (const [from, text] of Object.entries(sources)) {
    const folder = from.slice(0, from.lastIndexOf("/") + 1);
    // Only what lies in the folder of a file or below can be included by it.
    if (!to.startsWith(folder)) continue;
    const next = text.replaceAll(LINE, (whole, head: string, name: string, tail: string) =>
      resolve(from, name) === file ? `${head}${to.slice(folder.length)}${tail}` : whole,
    );
    if (next !== text) changed[from] = next;
  }
  return changed;
}

function resolve(from: string, name: string): string {
  return from.slice(0, from.lastIndexOf("/") + 1) + name;
}
