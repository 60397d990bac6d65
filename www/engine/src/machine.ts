/**
 * One class over the machines of either module. The modules are built apart and each has a `Machine` of its own;
 * what differs is only where `load` finds it.
 */
import type { Context, MachineInfo, Turn } from "../pkg/types.js";

/** A machine as the wasm module hands it out. */
export interface RawMachine {
  suggest(message: string, context?: Context): Turn;
  suggestJson(message: string, context?: Context): string;
  info(): MachineInfo;
  free(): void;
}

/** Wrong use, or bytes that are no machine. `code` is stable; the message is for people. */
export class MachineError extends Error {
  override readonly name = "MachineError";
  /** Such as `"checksum"` or `"version"`; `"crashed"` after a fault in the engine, which leaves the module unusable. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Runs `call`; what the module throws comes out as a `MachineError`. */
export function guarded<T>(call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError) {
      throw new MachineError("crashed", `the engine stopped: ${cause.message}`, { cause });
    }
    if (cause instanceof Error && "code" in cause) {
      throw new MachineError(String(cause.code), cause.message, { cause });
    }
    throw cause;
  }
}

/** What is the same in both modules. */
export class LoadedMachine {
  readonly #raw: RawMachine;

  /** Not for use: see `Machine.load`. */
  constructor(raw: RawMachine) {
    this.#raw = raw;
  }

  /** Suggests replies to a customer's message. Deterministic: no clock, no randomness, no state. */
  suggest(message: string, context: Context = {}): Turn {
    return guarded(() => this.#raw.suggest(message, context));
  }

  /** The same as JSON text, byte for byte what the command line prints. */
  suggestJson(message: string, context: Context = {}): string {
    return guarded(() => this.#raw.suggestJson(message, context));
  }

  /** What the machine is made of. */
  info(): MachineInfo {
    return guarded(() => this.#raw.info());
  }

  /** Gives the memory back at once, not when the garbage collector comes round. The machine cannot be used after it. */
  free(): void {
    this.#raw.free();
  }
}
