/** What an edit does to the lines of a file. */
import type { Sources } from "answertree/compiler";
import { lineStart } from "../editor/lines.ts";
import type { Edit } from "../panes/pane.ts";

export interface DiffLine {
  kind: "same" | "out" | "in";
  text: string;
}

/** The changed lines, with a line before and behind them. */
export function diffLines(
  source: string,
  { start, end, text }: Pick<Edit, "start" | "end" | "text">,
): DiffLine[] {
  const from = lineStart(source, start);
  const stop = source.indexOf("\n", end);
  const to = stop === -1 ? source.length : stop;
  let before = source.slice(from, to).split("\n");
  let after = (source.slice(from, start) + text + source.slice(end, to)).split("\n");
  const lead: string[] = [];
  const trail: string[] = [];
  while (before.length > 0 && after.length > 0 && before[0] === after[0]) {
    lead.push(before[0] ?? "");
    before = before.slice(1);
    after = after.slice(1);
  }
  while (before.length > 0 && after.length > 0 && before.at(-1) === after.at(-1)) {
    trail.unshift(before.at(-1) ?? "");
    before = before.slice(0, -1);
    after = after.slice(0, -1);
  }
  const above = lead.at(-1) ?? (from === 0 ? undefined : lineBefore(source, from));
  const below = trail[0] ?? (to === source.length ? undefined : lineAfter(source, to));
  return [
    ...(above === undefined ? [] : [same(above)]),
    ...before.map((line): DiffLine => ({ kind: "out", text: line })),
    ...after.map((line): DiffLine => ({ kind: "in", text: line })),
    ...(below === undefined ? [] : [same(below)]),
  ];
}

/** Edits in their order, those of one place as one. */
export function joined(edits: readonly Edit[]): Edit[] {
  const result: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    const beside = last !== undefined && last.file === edit.file && last.end === edit.start;
    if (beside && last.start === last.end && edit.start === edit.end) last.text += edit.text;
    else result.push({ ...edit });
  }
  return result;
}

/** What takes edits back, once they were made in these files; `edits` are as `joined` has them. */
export function reversed(sources: Sources, edits: readonly Edit[]): Edit[] {
  const moved = new Map<string, number>();
  return edits.map(({ file, start, end, text }) => {
    const by = moved.get(file) ?? 0;
    moved.set(file, by + text.length - (end - start));
    return {
      file,
      start: start + by,
      end: start + by + text.length,
      text: (sources[file] ?? "").slice(start, end),
    };
  });
}

function same(text: string): DiffLine {
  return { kind: "same", text };
}

function lineBefore(source: string, from: number): string {
  const end = from - 1;
  return source.slice(lineStart(source, end), end);
}

function lineAfter(source: string, to: number): string {
  const end = source.indexOf("\n", to + 1);
  return source.slice(to + 1, end === -1 ? source.length : end);
}
