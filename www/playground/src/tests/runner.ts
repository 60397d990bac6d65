/** Runs the tests whenever the script has changed, in a worker of its own. Draws nothing. */
import type { Questions } from "answertree/author";
import { EngineError } from "../engine/client.ts";
import type { Asking, Version, Workbench } from "../panes/pane.ts";

/** A pause in typing after which tests are run: the script is compiled more often than that. */
const PAUSE_MS = 250;

export type Results = Questions["tests"]["answer"];

export interface Run {
  version: Version;
  results: Results;
  milliseconds: number;
}

export interface State {
  /** The last run; of an earlier version where `stale`. */
  run: Run | null;
  running: boolean;
  /** The script has errors, so what was run is of a version before. */
  stale: boolean;
  /** Why there are no results, where it is not the script's errors. */
  trouble: string | null;
  /** The name of the one test that is run. */
  only: string | null;
}

export interface Runner {
  readonly state: State;
  /** Runs them now, and with every change from then on. */
  start(): void;
  /** Runs one test alone from now on; with `null` all again. */
  only(name: string | null): void;
}

export function startRunner(
  bench: Pick<Workbench, "on" | "version">,
  asking: Asking,
  changed: () => void,
): Runner {
  const state: State = { run: null, running: false, stale: false, trouble: null, only: null };
  let timer: ReturnType<typeof setTimeout> | undefined;

  function soon(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), wait);
  }

  async function run(): Promise<void> {
    const version = bench.version();
    const began = performance.now();
    const asked: Questions["tests"]["asked"] = { coverage: true };
    if (state.only !== null) asked.only = state.only;
    state.running = true;
    changed();
    try {
      const results = await asking.ask("tests", asked);
      // A newer question is under way.
      if (results === undefined) return;
      state.run = { version, results, milliseconds: performance.now() - began };
      state.trouble = null;
      state.stale = bench.version() !== version;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      state.stale = true;
      // Errors are on show under the script; a crash has been said by then.
      state.trouble = error.code === "AQ0003" || error.code === "crashed" ? null : error.message;
    }
    state.running = false;
    changed();
  }

  return {
    state,
    start() {
      bench.on("version", (version) => {
        if (Object.keys(version.sources).length === 0) return;
        state.stale = true;
        if (version.whole) soon(state.run === null ? 0 : PAUSE_MS);
        else clearTimeout(timer);
        changed();
      });
    },
    only(name) {
      state.only = name;
      soon(0);
    },
  };
}
