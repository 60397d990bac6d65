/** What the editor shows beside the script's lines. */
import type { LineMark } from "../panes/pane.ts";
import { lineFinder } from "./lines.ts";
import type { Run } from "./runner.ts";
import { strings } from "./strings.ts";

/** Each test beside its name, and what did not hold beside its line. */
export function testMarks({ results, version }: Run): LineMark[] {
  const find = lineFinder(version.sources);
  const marks: LineMark[] = [];
  const mark = (file: string, line: number, tone: LineMark["tone"], label: string): void => {
    const found = find(file, line);
    if (found !== null) marks.push({ place: found.place, tone, label });
  };
  for (const { file, line, passed, failure } of results.tests) {
    mark(file, line, passed ? "good" : "bad", passed ? strings.passed : strings.failed);
    if (failure === null) continue;
    const label = `${strings.expected(failure.expected)}, ${strings.found(failure.found)}`;
    mark(failure.file, failure.line, "bad", label);
  }
  return marks;
}

/** What tests came upon and what they did not, a mark for each line that something can come upon. */
export function coverageMarks({ results, version }: Run): LineMark[] {
  const { coverage } = results;
  if (coverage === null) return [];
  const find = lineFinder(version.sources);
  const marks: LineMark[] = [];
  for (const topic of coverage.topics) {
    const mark = (line: number, times: number, label?: string): void => {
      const found = find(topic.file, line);
      const tone = times > 0 && label === undefined ? "reached" : "missed";
      if (found === null) return;
      marks.push({
        place: found.place,
        tone,
        label: label ?? (times > 0 ? strings.reached(times) : strings.missed),
      });
    };
    mark(topic.line, topic.entered);
    // A guard that went one way alone is told at its line, before how often the line was reached.
    for (const { line, held, not } of topic.guards) {
      // What was never come to is told by itself.
      if (held === 0 && not === 0) continue;
      if (held === 0) mark(line, 0, strings.neverHeld);
      else if (not === 0) mark(line, 0, strings.alwaysHeld);
    }
    for (const { line, times } of topic.lines) mark(line, times);
    for (const { line, offered, taken } of topic.choices) {
      if (offered === 0) mark(line, 0, strings.neverOffered);
      else mark(line, taken, taken === 0 ? strings.neverTaken : undefined);
    }
  }
  return marks;
}
