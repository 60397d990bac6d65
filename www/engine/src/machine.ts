/**
 * One class over the machines of either module. The modules are built apart and each has a `Machine` of its own;
 * what differs is only where `load` finds it.
 */
import type { Context, MachineInfo, Turn } from "../pkg/types.js";
import { answer, info, MachineError, packContext, turn, unpack } from "./packed.js";

/** A machine as the wasm module hands it out: what it takes and gives is packed. */
export interface RawMachine {
  suggest(asked: string): string;
  info(): string;
  free(): void;
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

const readTurn = answer(turn);
const readInfo = answer(info);

/** What is the same in both modules. */
export class LoadedMachine {
  readonly #raw: RawMachine;

  /** Not for use: see `Machine.load`. */
  constructor(raw: RawMachine) {
    this.#raw = raw;
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

  /** What the machine is made of. */
  info(): MachineInfo {
    return guarded(() => unpack(this.#raw.info(), readInfo));
  }

  /** Gives the memory back at once, not when the garbage collector comes round. The machine cannot be used after it. */
  free(): void {
    this.#raw.free();
  }
}
