/** What `answertree` exports: the small runtime, for everyone who has a machine. */
import { Machine as Raw, Pack as RawPack, Session as RawSession } from "../../pkg/runtime/answertree.js";
import { LoadedMachine } from "../machine.js";
import { LoadedPack } from "../pack.js";
import { guarded } from "../session.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../packed.js";
export type { Session } from "../session.js";

/** A language pack, for machines that were trained with it. */
export class Pack extends LoadedPack<RawPack> {
  /**
   * Takes a `.pack` file's bytes.
   * @throws MachineError where they are damaged, of another format, or no pack at all.
   */
  static read(bytes: Uint8Array): Pack {
    return new Pack(guarded(() => RawPack.read(bytes)));
  }
}

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  /**
   * Takes a `.machine` file's bytes, and the language pack that it was trained with, if it was.
   * @throws MachineError where they are damaged, of a newer format, or no machine at all; or where it needs a pack.
   */
  static load(bytes: Uint8Array, pack?: Pack): Machine {
    return new Machine(
      guarded(() => (pack ? Raw.loadWith(bytes, pack.raw) : Raw.load(bytes))),
      () => new RawSession(),
    );
  }
}
