/** What becomes of a text: its problems with every key, and its machine after a pause. */
import type { Problem, Sources } from "answertree/compiler";
import { moved } from "./editor/moved.ts";
import { type Client, EngineError } from "./engine/client.ts";
import { startEngine } from "./engine/engine.ts";
import type { Answers, Made, Requests } from "./engine/protocol.ts";
import { first, isFirst } from "./examples.ts";
import type { Version } from "./panes/pane.ts";
import { strings } from "./strings.ts";

/** A pause in typing after which the machine is made. Problems do not wait for it. */
const TYPING_MS = 120;

export interface CompilingDeps {
  /** The files as they are written now. The same object until one of them changes. */
  sources(): Sources;
  /** Problems of a text, which may change once its machine is made. */
  found(problems: readonly Problem[], sources: Sources): void;
  /** A version was compiled. `milliseconds` is `null` where nothing was compiled for it. */
  made(version: Version, milliseconds: number | null): void;
  /** What it is doing, where that is neither problems nor a machine. */
  status(text: string): void;
  /** Says that something went wrong. */
  show(text: string): void;
}

export interface Compiling {
  engine: Client<Requests, Answers>;
  /** The text has changed. */
  soon(): void;
  /** The first time. What a first visit shows was compiled when the page was built. */
  begin(): Promise<void>;
  /** Has the compiler loaded. */
  prepare(): void;
  /** The answer; `undefined` where there is none, which has then been said. */
  ask<T>(request: () => Promise<T | undefined>): Promise<T | undefined>;
}

interface Found {
  sources: Sources;
  problems: readonly Problem[];
}

export function startCompiling(deps: CompilingDeps): Compiling {
  let machine: Made | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What was found last without a machine, with one, and what only making one told. */
  let checked: Found | null = null;
  let compiled: Found | null = null;
  let advice: Found = { sources: {}, problems: [] };

  const engine = startEngine((by) => {
    deps.show(by === "compile" ? strings.crashedText : strings.crashed);
    machine = null;
    // The new worker knows no machine. A text that took the old one down is not tried again until it changes.
    if (by !== "compile") soon();
  });
  /** Finds problems while the other one makes the machine, which takes seconds for a large script. */
  const checker = startEngine(() => deps.show(strings.crashedText));

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(compile, TYPING_MS);
    void check();
  }

  /** Shows problems with every key; advice that takes a machine stays where it was until there is one. */
  async function check(): Promise<void> {
    const sources = deps.sources();
    const answer = await ask(() => checker.ask("check", { sources }));
    if (answer === undefined || sources !== deps.sources()) return;
    checked = { sources, problems: answer.problems };
    advise();
    // Who makes the machine was faster, and knows more.
    if (compiled?.sources === sources) return;
    deps.found([...answer.problems, ...moved(advice.problems, advice.sources, sources)], sources);
  }

  /** Both come in any order. */
  function advise(): void {
    if (checked === null || checked.sources !== compiled?.sources) return;
    const before = checked.problems;
    const same = (a: Problem, b: Problem) => a.code === b.code && a.place.start === b.place.start;
    const more = compiled.problems.filter((one) => !before.some((other) => same(one, other)));
    advice = { sources: compiled.sources, problems: more };
  }

  async function compile(): Promise<void> {
    const sources = deps.sources();
    const answer = await ask(() => engine.ask("compile", { sources }));
    // Overtaken by a newer text, here or in the worker.
    if (answer === undefined || sources !== deps.sources()) return;
    take(answer, sources);
    const wanted = answer.problems.some(({ code }) => code === "AT0207");
    if (wanted && !answer.packed) await fetchPack();
  }

  /** Has the language pack fetched that the script asks for, and compiles with it. */
  async function fetchPack(): Promise<void> {
    deps.status(strings.packLoading);
    const answer = await ask(() => engine.ask("pack", {}));
    if (answer?.loaded) await compile();
    else if (answer !== undefined) deps.status(strings.packFailed);
  }

  function take(
    answer: Pick<Answers["compile"], "problems" | "machine"> & { milliseconds: number | null },
    sources: Sources,
  ): void {
    const { problems, milliseconds } = answer;
    compiled = { sources, problems };
    advise();
    deps.found(problems, sources);
    machine = answer.machine ?? machine;
    deps.made({ sources, problems, machine, whole: answer.machine !== null }, milliseconds);
  }

  async function ask<T>(request: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A crash has been said by then.
      if (error.code !== "crashed") deps.show(strings.broken(error.message));
      return undefined;
    }
  }

  async function begin(): Promise<void> {
    deps.status(strings.loading);
    const sources = deps.sources();
    if (!isFirst(sources)) return compile();
    const made = await ask(() => engine.ask("first", { machine: first.machine() }));
    if (sources !== deps.sources()) return;
    if (made === undefined) return compile();
    take({ problems: [], machine: made, milliseconds: null }, sources);
  }

  return {
    engine,
    soon,
    begin,
    prepare() {
      for (const one of [engine, checker]) void ask(() => one.ask("prepare", {}));
    },
    ask,
  };
}
