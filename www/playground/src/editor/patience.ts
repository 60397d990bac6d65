/** Warnings of what is being written wait for a pause: what is written next mends half of them. */
import type { Problem, Sources } from "answertree/compiler";

/** A pause in typing after which they are told, in milliseconds. */
export const PAUSE_MS = 1_500;

export interface PatienceDeps {
  /** Where the cursor is. */
  at(): { file: string; offset: number };
  show(problems: readonly Problem[], sources: Sources): void;
}

export interface Patience {
  /** A key has changed the text. */
  typed(): void;
  /** What was found in a text: errors, and what stands elsewhere, are told at once. */
  found(problems: readonly Problem[], sources: Sources): void;
}

export function startPatience({ at, show }: PatienceDeps): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let found: readonly Problem[] = [];
  let told: readonly Problem[] = [];
  let sources: Sources = {};

  function tell(isTold: (problem: Problem) => boolean): void {
    told = timer === undefined ? found : found.filter((one) => !waits(one) || isTold(one));
    show(told, sources);
  }

  /** What is told already stays: where it was, or as far from there as the text has grown. */
  function toldIn(of: Sources): (problem: Problem) => boolean {
    const [before, from] = [told, sources];
    const grown = (file: string): number => (of[file]?.length ?? 0) - (from[file]?.length ?? 0);
    return ({ code, place: { file, start } }) => {
      const places = [start, start - grown(file)];
      return before.some(
        (one) => one.code === code && one.place.file === file && places.includes(one.place.start),
      );
    };
  }

  function waits({ severity, place }: Problem): boolean {
    const { file, offset } = at();
    if (severity === "error" || place.file !== file) return false;
    const [from, to] = sectionAt(sources[file] ?? "", offset);
    return from <= place.start && place.start <= to;
  }

  return {
    typed() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        if (told.length < found.length) tell(() => true);
      }, PAUSE_MS);
    },
    found(problems, of) {
      const isTold = toldIn(of);
      found = problems;
      sources = of;
      tell(isTold);
    },
  };
}

/** The topic that an offset is in, or what stands before the first one. */
function sectionAt(text: string, offset: number): [number, number] {
  const before = text.lastIndexOf("\n==", Math.max(0, offset - 1));
  const next = text.indexOf("\n==", offset);
  return [before + 1, next < 0 ? text.length : next];
}
