/** Problems that were found in a text, carried over to the text that came of it. */
import type { Place, Problem, Sources } from "answertree/compiler";

/** Those that what was written since left whole, where they are now. */
export function moved(problems: readonly Problem[], from: Sources, to: Sources): Problem[] {
  const changes = new Map<string, Change | null>();
  return problems.flatMap((problem) => {
    const { file } = problem.place;
    let change = changes.get(file);
    if (change === undefined) {
      change = changeOf(from[file], to[file]);
      changes.set(file, change);
    }
    const place = change === null ? null : movedPlace(problem.place, change);
    // What it would change stands elsewhere by now: the next compiler has it again.
    return place === null ? [] : [{ ...problem, place, fix: place === problem.place ? problem.fix : null }];
  });
}

/** What is written in place of `start` to `end`: so many signs and lines more. */
interface Change {
  start: number;
  end: number;
  signs: number;
  lines: number;
}

/** The change from one text to another, as one piece; `null` where a text is missing. */
function changeOf(from: string | undefined, to: string | undefined): Change | null {
  if (from === undefined || to === undefined) return null;
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start += 1;
  let same = 0;
  while (same < most - start && from.at(-1 - same) === to.at(-1 - same)) same += 1;
  const end = from.length - same;
  const lines = count(to.slice(start, to.length - same)) - count(from.slice(start, end));
  return { start, end, signs: to.length - from.length, lines };
}

function movedPlace(place: Place, { start, end, signs, lines }: Change): Place | null {
  if (place.end < start || (signs === 0 && start === end)) return place;
  if (place.start <= end) return null;
  return {
    ...place,
    start: place.start + signs,
    end: place.end + signs,
    line: place.line + lines,
    endLine: place.endLine + lines,
  };
}

function count(text: string): number {
  return text.split("\n").length - 1;
}
