/** What the parts of the assistant have of the page. */
import type { Questions } from "answertree/author";
import type { Place, Sources } from "answertree/compiler";
import { EngineError } from "../../engine/client.ts";
import type { Asking, Edit } from "../../panes/pane.ts";
import { strings } from "./strings.ts";

/** An answer that takes longer is said to be under way: the first waits for its module. */
const SLOW_MS = 400;

export interface AssistDeps extends Pick<Asking, "ask"> {
  /** The name of the file that the editor shows. */
  file(): string;
  /** All files, as they are written now. */
  sources(): Sources;
  /** Puts the cursor on a place of any file. */
  jump(place: Place): void;
  /** Changes files in one step. False where they are others by now than `sources`. */
  edit(edits: readonly Edit[], sources: Sources): boolean;
  /** Says that something was done, or cannot be. */
  say(text: string): void;
}

export interface Assistant extends Omit<AssistDeps, "ask"> {
  /** The answer; `undefined` where a newer question has overtaken this one, or none came. */
  ask: Asking["ask"];
  /** The same for what the author waits for: says so where no answer comes soon, or none. */
  demand: Asking["ask"];
}

export function assistant(deps: AssistDeps): Assistant {
  const asked =
    (loud: boolean) =>
    async <Q extends keyof Questions>(
      question: Q,
      asked: Questions[Q]["asked"],
    ): Promise<Questions[Q]["answer"] | undefined> => {
      const slow = loud ? setTimeout(() => deps.say(strings.looking), SLOW_MS) : undefined;
      try {
        return await deps.ask(question, asked);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (loud) deps.say(strings.noAnswer);
        return undefined;
      } finally {
        clearTimeout(slow);
      }
    };
  return { ...deps, ask: asked(false), demand: asked(true) };
}
