/** The conversation that the page leads: what happened, where it stands, and what is done with it. Draws nothing. */
import type { Recorded } from "answertree/author";
import type { Operation, SessionTurn, Start } from "answertree/compiler";
import { EngineError } from "../engine/client.ts";
import type { Happening, SessionAnswer, SessionRequest } from "../engine/protocol.ts";
import { strings } from "../strings.ts";
import { type Entry, linesOf } from "./entries.ts";

/** Messages that the summary of a hand-off holds. */
const KEEP = 20;

/** All that is needed to take the conversation up again. */
export interface KeptTalk {
  saved: Uint8Array;
  entries: Entry[];
  alone: boolean;
  /** How far the page's clock is ahead, in milliseconds. */
  ahead: number;
  /** When a conversation begins, in milliseconds since 1970; `null` where that is when it really does. */
  begins: number | null;
}

export interface ConversationDeps {
  ask(request: SessionRequest): Promise<SessionAnswer | null | undefined>;
  /** What the host knows at the start. */
  start(): Start;
  /** The menu that a customer who is alone begins in. */
  menu(): string | undefined;
  /** A moment, as people read it. */
  at(now: number): string;
  /** Something changed: draw and keep it. */
  changed(): void;
  kept: KeptTalk | undefined;
}

export class Conversation {
  entries: readonly Entry[] = [];
  /** Where it stands; `null` where none could begin. */
  turn: SessionTurn | null = null;
  /** Whether it begins with a customer alone, from the last time that somebody said. */
  alone: boolean;
  /** What went wrong last, for people. */
  trouble: string | null = null;
  readonly #deps: ConversationDeps;
  /** The bytes after the last thing that happened. Restoring does not change them: what one version of the script lost, the next may have again. */
  #saved: Uint8Array | null = null;
  #ahead: number;
  #begins: number | null;
  /** The conversation before a restart, to come back to. */
  #before: KeptTalk | null = null;
  /** The script that took the engine down. */
  #stuck: string | null = null;
  /** One thing after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
    this.alone = deps.kept?.alone ?? false;
    this.#ahead = deps.kept?.ahead ?? 0;
    this.#begins = deps.kept?.begins ?? null;
    this.entries = deps.kept?.entries ?? [];
    this.#saved = deps.kept?.saved ?? null;
  }

  /** Nothing has happened yet. */
  get fresh(): boolean {
    return this.entries.length <= 1;
  }

  get canUndo(): boolean {
    return !this.fresh || this.#before !== null;
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  kept(): KeptTalk | undefined {
    const { entries, alone } = this;
    if (this.#saved === null) return undefined;
    return { saved: this.#saved, entries: [...entries], alone, ahead: this.#ahead, begins: this.#begins };
  }

  /** All that was done, with what is being written, as a test takes it down; `null` where that is nothing. */
  recorded(draft: string): Recorded | null {
    const first = this.entries[0];
    const begun = this.#beginning(first?.now ?? this.now());
    const done = this.entries.flatMap(({ operation, ahead }): Operation[] => {
      if (operation === null) return [];
      // In a test only what was waited for goes by, not the time that the author took.
      const waited = ahead - (first?.ahead ?? 0);
      return "tick" in operation ? [{ tick: (begun.now ?? 0) + waited }] : [operation];
    });
    const operations = draft.trim() === "" ? done : [...done, { receive: draft }];
    return operations.length === 0 ? null : { start: begun, operations };
  }

  /** Another version of the script: the conversation goes on in it. */
  adopt(script: string): Promise<boolean> {
    return this.#next(async () => {
      // What took the engine down is not tried again until the script changes.
      if (this.#stuck === script) return;
      try {
        await this.#takeUp();
        this.#stuck = null;
      } catch (error) {
        if (error instanceof EngineError && error.code === "crashed") this.#stuck = script;
        throw error;
      }
    });
  }

  async #takeUp(): Promise<void> {
    const saved = this.#saved;
    if (saved === null || this.fresh) return this.#start([]);
    try {
      const answer = await this.#deps.ask({ do: "restore", saved });
      this.turn = answer?.turns[0] ?? null;
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === "crashed") throw error;
      await this.#start([]);
      throw new EngineError(error.code, strings.notTakenUp(error.message));
    }
  }

  /** From the beginning; undo comes back. */
  restart(alone = this.alone): Promise<boolean> {
    // At once: what is drawn before its turn comes shows what was asked for.
    const was = this.alone;
    this.alone = alone;
    return this.#next(() => {
      const before = this.kept();
      if (!this.fresh) this.#before = before ? { ...before, alone: was } : null;
      return this.#start([]);
    });
  }

  /** Does all that happened once more, with the script and what is known as they are now. */
  again(): Promise<boolean> {
    return this.#next(() => this.#start(this.entries));
  }

  /** Does one thing after another, as far as they fit. True where all did. */
  async act(...operations: Operation[]): Promise<boolean> {
    let fit = true;
    for (const operation of operations) {
      fit &&= await this.#next(() => this.#apply(operation));
    }
    return fit;
  }

  /** Does all of it once more as if it had begun then, and begins the next ones then; `null` is when they really do. */
  begin(at: number | null): Promise<boolean> {
    return this.#next(() => {
      this.#begins = at;
      const first = this.entries[0];
      if (this.fresh || first === undefined) return this.#start([]);
      const later = (at ?? Date.now()) - first.now;
      this.#ahead += later;
      return this.#start(
        this.entries.map((entry) => ({ ...entry, now: entry.now + later, ahead: entry.ahead + later })),
      );
    });
  }

  /** Lets time go by. */
  wait(milliseconds: number): Promise<boolean> {
    this.#ahead += milliseconds;
    return this.act({ tick: this.now() });
  }

  /** Back to a turn; without one to before what happened last. */
  undo(turn?: number): Promise<boolean> {
    return this.#next(async () => {
      const before = this.#before;
      if (turn === undefined && this.fresh) {
        if (before === null) return;
        this.#take(await this.#deps.ask({ do: "restore", saved: before.saved }));
        this.#before = null;
        this.entries = before.entries;
        this.alone = before.alone;
        this.#ahead = before.ahead;
        return;
      }
      const [last, beforeLast] = [this.entries.at(-1), this.entries.at(-2)];
      // Where only time went by, that is what happened last.
      const waited = last !== undefined && last.turn === beforeLast?.turn;
      const to = turn ?? Math.max(0, (last?.turn ?? 0) - (waited ? 0 : 1));
      this.#take(await this.#deps.ask({ do: "apply", happening: this.#happening({ undo: to }) }));
      const kept = this.entries.findIndex((entry) => entry.turn >= to);
      this.entries = this.entries.slice(0, kept + 1);
      this.#ahead = this.entries.at(-1)?.ahead ?? 0;
    });
  }

  /** Does something when all before it is done; what goes wrong with it is `trouble`. */
  #next(job: () => Promise<void>): Promise<boolean> {
    const run = async (): Promise<boolean> => {
      try {
        await job();
        this.trouble = null;
        return true;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        const { code, message } = error;
        // A crash has been said by then.
        this.trouble = code === "crashed" ? null : code === "none" ? message : strings.refusal(message, code);
        return false;
      } finally {
        this.#deps.changed();
      }
    };
    const done = this.#queue.then(run, run);
    this.#queue = done;
    return done;
  }

  async #start(entries: readonly Entry[]): Promise<void> {
    if (entries.length <= 1) this.#ahead = this.#begins === null ? 0 : this.#begins - Date.now();
    const start = this.#beginning(entries[0]?.now ?? this.now());
    const then = entries.flatMap(({ operation, now }) => (operation === null ? [] : [{ operation, now }]));
    this.turn = null;
    const answer = await this.#deps.ask({ do: "start", start, then });
    const { turns, refused } = this.#take(answer);
    const happened = [null, ...then.map(({ operation }) => operation)];
    this.entries = turns.map((turn, at) => ({
      turn: turn.number,
      now: then[at - 1]?.now ?? start.now ?? 0,
      ahead: entries[at]?.ahead ?? this.#ahead,
      operation: happened[at] ?? null,
      lines: linesOf(happened[at] ?? null, turns[at - 1] ?? null, turn, this.#deps.at),
    }));
    if (refused === null) return;
    throw new EngineError(refused.code, strings.dropped(then.length + 1 - turns.length, refused.message));
  }

  #beginning(now: number): Start {
    const start: Start = { ...this.#deps.start(), now, keep: KEEP, explain: true };
    const menu = this.#deps.menu();
    if (this.alone) start.alone = true;
    if (this.alone && menu !== undefined) start.topic = menu;
    return start;
  }

  async #apply(operation: Operation): Promise<void> {
    const before = this.turn;
    const happening = this.#happening(operation);
    const answer = before === null ? null : await this.#deps.ask({ do: "apply", happening });
    this.#take(answer);
    const after = this.turn;
    if (after === null) return;
    const entry = { turn: after.number, now: happening.now, ahead: this.#ahead, operation };
    this.entries = [...this.entries, { ...entry, lines: linesOf(operation, before, after, this.#deps.at) }];
  }

  #happening(operation: Operation): Happening {
    return { operation, now: this.now() };
  }

  /** An answer of the worker; there is none where it has no conversation, as between a crash and the next machine. */
  #take(answer: SessionAnswer | null | undefined): SessionAnswer {
    if (answer === null || answer === undefined) throw new EngineError("none", strings.machineNone);
    this.turn = answer.turns.at(-1) ?? null;
    this.#saved = answer.saved;
    return answer;
  }
}
