/** Runs over the messages: anew with each version of the script, with what has changed since the one before. */
import { EngineError } from "../engine/client.ts";
import type { Asking, Version, Workbench } from "../panes/pane.ts";
import type { Corpus } from "./corpus.ts";
import { type Change, change, counts, type Labels, labelled } from "./figures.ts";
import { type Fallen, groupAll, type Run, runAll } from "./run.ts";

/** A pause after a change of the script before all messages are tried again. */
const PAUSE_MS = 500;

/** While the first run goes on, its figures are shown so often. */
const SHOW_MS = 700;

export interface State {
  run: Run | null;
  labels: Labels | null;
  /** What the last edit did. */
  change: Change | null;
  /** `null` where they are not grouped yet. */
  fallen: Fallen | null;
  /** The run that `fallen` is of, or that nobody wants grouped: grouping it was stopped. */
  grouped: Run | null;
  working: { is: "run"; done: number; of: number } | { is: "group"; of: number } | null;
  /** Why there is no run of this version: `errors`, or what the engine says. */
  trouble: string | null;
  /** Whether a person stopped the run. */
  stopped: boolean;
}

export interface Trials {
  state: State;
  /** Tries these messages from now on. */
  take(corpus: Corpus): Promise<void>;
  forget(): void;
  run(): Promise<void>;
  group(): Promise<void>;
  stop(): void;
  /** There may be another version of the script. */
  changed(): void;
  /** How many messages no topic answers. */
  missed(): number;
}

const nothing: State = {
  run: null,
  labels: null,
  change: null,
  fallen: null,
  grouped: null,
  working: null,
  trouble: null,
  stopped: false,
};

export function startTrials(bench: Workbench, asking: Asking, drawn: () => void): Trials {
  let state: State = nothing;
  let corpus: Corpus | null = null;
  /** The version of the run. */
  let version: Version | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The newest work; older work that comes to an end is nobody's. */
  let turn = 0;

  function set(part: Partial<State>): void {
    state = { ...state, ...part };
    drawn();
  }

  async function run(): Promise<void> {
    clearTimeout(timer);
    const of = corpus;
    if (of === null) return;
    const mine = begin();
    version = bench.version();
    if (!version.whole) return set({ trouble: "errors", working: null });
    const { run: old } = state;
    set({ working: { is: "run", done: 0, of: of.texts.length }, trouble: null, stopped: false });
    let last = performance.now();
    let partial: Run | null = null;
    try {
      const found = await runAll(asking, of, (partly) => {
        if (mine !== turn) return;
        partial = partly;
        const first = old === null && performance.now() - last > SHOW_MS;
        if (first) last = performance.now();
        set({
          working: { is: "run", done: partly.count, of: of.texts.length },
          ...(first ? { run: { ...partly }, labels: labelled(of, partly) } : {}),
        });
      });
      if (mine !== turn) return;
      // Overtaken: the next version tells.
      if (found === null) return set({ working: null });
      set({
        run: found,
        labels: labelled(of, found),
        change: old === null ? null : change(old, found),
        working: null,
      });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (mine !== turn && error.code === "stopped") return;
      fail(error, of, partial, old);
    }
  }

  function fail(error: EngineError, of: Corpus, partial: Run | null, old: Run | null): void {
    // The text was changed while the messages were tried; the next version tells.
    const trouble = error.code === "AQ0003" ? "errors" : error.code === "stopped" ? null : error.message;
    if (trouble !== null) {
      set({ working: null, trouble });
      return;
    }
    // What is whole and old says more than what is new and in pieces.
    const run = old ?? partial;
    set({ working: null, stopped: true, run, labels: run === null ? null : labelled(of, run) });
  }

  async function group(): Promise<void> {
    const { run } = state;
    if (corpus === null || run === null || state.working !== null) return;
    const mine = begin();
    set({ working: { is: "group", of: missed() }, stopped: false });
    try {
      const fallen = await groupAll(asking, corpus, run);
      if (mine === turn) set({ fallen, grouped: run, working: null });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (mine !== turn) return;
      const trouble = error.code === "stopped" ? null : error.code === "AQ0003" ? "errors" : error.message;
      set({ working: null, trouble, fallen: null, grouped: run });
    }
  }

  /** Ends what is under way. */
  function begin(): number {
    turn += 1;
    if (state.working !== null) asking.stop();
    return turn;
  }

  function changed(): void {
    const now = bench.version();
    if (corpus === null || now === version || same(now, version)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), PAUSE_MS);
  }

  function missed(): number {
    return state.run === null ? 0 : counts(state.run).none;
  }

  return {
    get state() {
      return state;
    },
    async take(next) {
      corpus = next;
      state = nothing;
      await run();
    },
    forget() {
      clearTimeout(timer);
      if (state.working !== null) begin();
      corpus = null;
      version = null;
      state = nothing;
    },
    run,
    group,
    stop() {
      clearTimeout(timer);
      if (state.working !== null) asking.stop();
    },
    changed,
    missed,
  };
}

function same(a: Version, b: Version | null): boolean {
  if (b === null || a.whole !== b.whole) return false;
  const names = Object.keys(a.sources);
  return (
    names.length === Object.keys(b.sources).length &&
    names.every((name) => a.sources[name] === b.sources[name])
  );
}
