/** What is different between two versions of the files, line by line. */
import type { Sources } from "answertree/compiler";
import { structuredPatch } from "diff";

/** So many changed lines are looked for before the texts count as too different; the work grows with the square. */
const MOST_CHANGES = 4000;
const CONTEXT = 2;

export interface Line {
  kind: "same" | "out" | "in";
  text: string;
}

/** Changed lines with some around them; `from` is the line of the newer text that they begin at. */
export interface Hunk {
  from: number;
  lines: Line[];
}

export interface FileChange {
  file: string;
  kind: "changed" | "added" | "gone";
  /** `null` where the texts are too different. */
  hunks: Hunk[] | null;
}

/** The files that differ. */
export function changes(before: Sources, after: Sources): FileChange[] {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return files
    .filter((file) => before[file] !== after[file])
    .map((file) => ({
      file,
      kind: before[file] === undefined ? "added" : after[file] === undefined ? "gone" : "changed",
      hunks: hunks(before[file] ?? "", after[file] ?? ""),
    }));
}

function hunks(before: string, after: string): Hunk[] | null {
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context: CONTEXT,
    maxEditLength: MOST_CHANGES,
  });
  if (patch === undefined) return null;
  return patch.hunks.map(({ newStart, lines }) => ({
    from: newStart,
    lines: lines
      // A remark on the end of the file, not a line of it.
      .filter((line) => !line.startsWith("\\"))
      .map(
        (line): Line => ({
          kind: line.startsWith("-") ? "out" : line.startsWith("+") ? "in" : "same",
          text: line.slice(1),
        }),
      ),
  }));
}
