/** A conversation over the machines of either module. */
import type { FactValue, Operation, SessionEvent, SessionTurn, Start } from "../pkg/types.js";
import { answer, events, MachineError, packOperation, packStart, sessionTurn, unpack } from "./packed.js";

/** A conversation as the wasm module hands it out. */
export interface RawSession {
  events(): string;
  join(agent: string): void;
  leave(agent: string): void;
  free(): void;
}

/** What a machine does with conversations: what it takes and gives is packed. */
export interface RawSessions<S> {
  start(session: S, asked: string): string;
  apply(session: S, asked: string): string;
  save(session: S): Uint8Array;
  restore(session: S, bytes: Uint8Array): string;
}

/** Runs `call`; a fault in the engine comes out as a `MachineError`. */
export function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError) {
      throw new MachineError("crashed", `the engine stopped: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

const readTurn = answer(sessionTurn);

/**
 * A conversation: each call says what happened and gives what comes next. The last turn stays in `turn`.
 *
 * Every call takes the time last, in milliseconds since 1970; without it no time has gone by. A call that does not fit throws
 * a `MachineError` and changes nothing.
 */
export class Session {
  /** Where the conversation stands. */
  turn: SessionTurn;
  readonly #machine: RawSessions<RawSession>;
  readonly #raw: RawSession;

  /** Not for use: see `Machine.start` and `Machine.restore`. */
  constructor(machine: RawSessions<RawSession>, raw: RawSession, from: Start | Uint8Array) {
    this.#machine = machine;
    this.#raw = raw;
    try {
      this.turn = guarded(() =>
        unpack(
          from instanceof Uint8Array ? machine.restore(raw, from) : machine.start(raw, packStart(from)),
          readTurn,
        ),
      );
    } catch (error) {
      raw.free();
      throw error;
    }
  }

  /** The customer wrote. */
  receive(message: string, now?: number): SessionTurn {
    return this.#apply({ receive: message }, now);
  }

  /** The agent sent a suggestion; `text` is what was really sent. */
  accept(id: string, text?: string, now?: number): SessionTurn {
    return this.#apply(text === undefined ? { accept: id } : { accept: id, text }, now);
  }

  /** A branch was taken, or a switch to another topic. */
  choose(id: string, now?: number): SessionTurn {
    return this.#apply({ choose: id }, now);
  }

  /** The host learnt something. */
  set(fact: string, value: FactValue, now?: number): SessionTurn {
    return this.#apply({ set: fact, value }, now);
  }

  /** Time went by. */
  tick(now: number): SessionTurn {
    return this.#apply({ tick: now });
  }

  /** The agent hands over to a department. */
  handoff(department: string, why = "", now?: number): SessionTurn {
    return this.#apply({ handoff: department, why }, now);
  }

  /** Back to an earlier turn. */
  undo(turn: number): SessionTurn {
    return this.#apply({ undo: turn });
  }

  /** Does something else in an earlier turn, and again what came after it as far as it fits: `turn.dropped` counts what did not. */
  edit(turn: number, operation: Operation, now?: number): SessionTurn {
    return this.#apply(operation, now, turn);
  }

  /** The conversation as bytes, for `Machine.restore`. */
  save(): Uint8Array {
    return guarded(() => this.#machine.save(this.#raw));
  }

  /** What happened since this was asked last. */
  events(): SessionEvent[] {
    return guarded(() => unpack(this.#raw.events(), events));
  }

  /** An agent took the conversation. */
  join(agent: string): void {
    this.#raw.join(agent);
  }

  /** The agent turned to something else. */
  leave(agent: string): void {
    this.#raw.leave(agent);
  }

  /** Gives the memory back at once. The session cannot be used after it. */
  free(): void {
    this.#raw.free();
  }

  #apply(operation: Operation, now?: number, turn?: number): SessionTurn {
    const asked = packOperation(operation, now, turn);
    this.turn = guarded(() => unpack(this.#machine.apply(this.#raw, asked), readTurn));
    return this.turn;
  }
}
