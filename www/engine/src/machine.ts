/**
 * One class over the machines of either module. The modules are built apart and each has a `Machine` of its own;
 * what differs is only where `load` finds it.
 */
import type { Context, MachineInfo, Start, Turn } from "../pkg/types.js";
import { answer, info, packContext, turn, unpack } from "./packed.js";
import { guarded, type RawSession, type RawSessions, Session } from "./session.js";

/** A machine as the wasm module hands it out: what it takes and gives is packed. */
export interface RawMachine extends RawSessions<RawSession> {
  suggest(asked: string): string;
  info(): string;
  free(): void;
}

const readTurn = answer(turn);
const readInfo = answer(info);

/** What is the same in both modules. */
export class LoadedMachine {
  readonly #raw: RawMachine;
  readonly #newSession: () => RawSession;

  /** Not for use: see `Machine.load`. */
  constructor(raw: RawMachine, newSession: () => RawSession) {
    this.#raw = raw;
    this.#newSession = newSession;
    try {
      // Where bytes are no machine, every call says so.
      this.info();
    } catch (error) {
      raw.free();
      throw error;
    }
  }

  /** Suggests replies to a customer's message. Deterministic: no clock, no randomness, no state. */
  suggest(message: string, context: Context = {}): Turn {
    return guarded(() => unpack(this.#raw.suggest(packContext(context) + message), readTurn));
  }

  /** The same as JSON text, byte for byte what the command line prints. */
  suggestJson(message: string, context: Context = {}): string {
    return JSON.stringify(this.suggest(message, context));
  }

  /** Begins a conversation. */
  start(start: Start = {}): Session {
    return new Session(this.#raw, this.#newSession(), start);
  }

  /**
   * A conversation that `Session.save` made bytes of, with this version of its script or another: `turn.lost` says what of it the
   * script no longer has.
   * @throws MachineError where the bytes are damaged or no saved session.
   */
  restore(saved: Uint8Array): Session {
    return new Session(this.#raw, this.#newSession(), saved);
  }

  /** What the machine is made of. */
  info(): MachineInfo {
    return guarded(() => unpack(this.#raw.info(), readInfo));
  }

  /** Gives the memory back at once, not when the garbage collector comes round. The machine cannot be used after it. */
  free(): void {
    this.#raw.free();
  }
}
