/** What `answertree/compiler` exports: the runtime and the compiler, for authors. */
import * as raw from "../../pkg/compiler/answertree.js";
import type { Compiled, Sources } from "../../pkg/types.js";
import { guarded, LoadedMachine } from "../machine.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../machine.js";

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  readonly #raw: raw.Machine;

  private constructor(machine: raw.Machine) {
    super(machine);
    this.#raw = machine;
  }

  /**
   * Takes a `.machine` file's bytes.
   * @throws MachineError where they are damaged, of a newer format, or no machine at all.
   */
  static load(bytes: Uint8Array): Machine {
    return new Machine(guarded(() => raw.Machine.load(bytes)));
  }

  /** The machine in a form for people to read: its sections, and its trees as code. */
  listing(): string {
    return guarded(() => this.#raw.listing());
  }
}

/** Compiles a script. What is wrong with it is data: `machine` is `null` where a problem is an error. */
export function compile(sources: Sources): Compiled {
  return guarded(() => raw.compile(sources));
}

/** The canonical form of a file's text. A line with a problem stays as it is. */
export function format(text: string): string {
  return guarded(() => raw.format(text));
}
