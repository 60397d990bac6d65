/** What `answertree` exports: the small runtime, for everyone who has a machine. */
import { Machine as Raw, Session as RawSession } from "../../pkg/runtime/answertree.js";
import { LoadedMachine } from "../machine.js";
import { guarded } from "../session.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../packed.js";
export type { Session } from "../session.js";

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  /**
   * Takes a `.machine` file's bytes.
   * @throws MachineError where they are damaged, of a newer format, or no machine at all.
   */
  static load(bytes: Uint8Array): Machine {
    return new Machine(
      guarded(() => Raw.load(bytes)),
      () => new RawSession(),
    );
  }
}
