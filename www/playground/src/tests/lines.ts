/** Lines of the script, as results name them. */
import type { Place, Sources } from "answertree/compiler";

/** Where a line begins and ends, and what it says. */
export interface Line {
  place: Place;
  text: string;
}

/** Finds lines by file and number; each file is cut into its lines once. */
export function lineFinder(sources: Sources): (file: string, line: number) => Line | null {
  const cut = new Map<string, string[]>();
  const starts = new Map<string, number[]>();
  return (file, line) => {
    const text = sources[file];
    if (text === undefined) return null;
    let lines = cut.get(file);
    let begins = starts.get(file);
    if (lines === undefined || begins === undefined) {
      lines = text.split("\n");
      begins = [];
      let at = 0;
      for (const one of lines) {
        begins.push(at);
        at += one.length + 1;
      }
      cut.set(file, lines);
      starts.set(file, begins);
    }
    const whole = lines[line - 1];
    const start = begins[line - 1];
    if (whole === undefined || start === undefined) return null;
    const lead = whole.length - whole.trimStart().length;
    const said = whole.trim();
    const place: Place = {
      file,
      start: start + lead,
      end: start + lead + said.length,
      line,
      column: lead + 1,
      endLine: line,
      endColumn: lead + 1 + said.length,
    };
    return { place, text: said };
  };
}
