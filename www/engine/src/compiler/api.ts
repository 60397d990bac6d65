/** What `answertree/compiler` exports: the runtime and the compiler, for authors. */
import * as raw from "../../pkg/compiler/answertree.js";
import type { Compiled, Sources } from "../../pkg/types.js";
import { guarded, LoadedMachine } from "../machine.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../machine.js";

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  /**
   * Takes a `.machine` file's bytes.
   * @throws MachineError where they are damaged, of a newer format, or no machine at all.
   */
  static load(bytes: Uint8Array): Machine {
    return new Machine(guarded(() => raw.Machine.load(bytes)));
  }
}

/** Compiles a script. What is wrong with it is data: `machine` is `null` where a problem is an error. */
export function compile(sources: Sources): Compiled {
  return guarded(() => raw.compile(sources));
}
