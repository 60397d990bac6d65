/** What `answertree/compiler` exports: the runtime and the compiler, for authors. */
import * as raw from "../../pkg/compiler/answertree.js";
import type { Compiled, Problem, Sources } from "../../pkg/types.js";
import { LoadedMachine } from "../machine.js";
import { LoadedPack } from "../pack.js";
import { packSources, problems, unpack } from "../packed.js";
import { guarded } from "../session.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../packed.js";
export type { Session } from "../session.js";

/** A language pack: what words mean, for scripts with few examples. */
export class Pack extends LoadedPack<raw.Pack> {
  /**
   * Takes a `.pack` file's bytes.
   * @throws MachineError where they are damaged, of another format, or no pack at all.
   */
  static read(bytes: Uint8Array): Pack {
    return new Pack(guarded(() => raw.Pack.read(bytes)));
  }
}

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  readonly #raw: raw.Machine;

  private constructor(machine: raw.Machine) {
    super(machine, () => new raw.Session());
    this.#raw = machine;
  }

  /**
   * Takes a `.machine` file's bytes, and the language pack that it was trained with, if it was.
   * @throws MachineError where they are damaged, of a newer format, or no machine at all; or where it needs a pack.
   */
  static load(bytes: Uint8Array, pack?: Pack): Machine {
    return new Machine(
      guarded(() => (pack ? raw.Machine.loadWith(bytes, pack.raw) : raw.Machine.load(bytes))),
    );
  }

  /** The machine in a form for people to read: its sections, and its trees as code. */
  listing(): string {
    return guarded(() => this.#raw.listing());
  }
}

/**
 * Compiles a script. What is wrong with it is data: `machine` is `null` where a problem is an error. A script that
 * says `pack` is trained with the language pack of that language, which its machine then needs; it is `AT0207` without one.
 */
export function compile(sources: Sources, pack?: Pack): Compiled {
  return guarded(() => {
    const script = packSources(sources);
    const compiled = pack ? raw.compileWith(script, pack.raw) : raw.compile(script);
    const machine = compiled.machine() ?? null;
    const found = unpack(compiled.problems(), problems);
    compiled.free();
    return { machine, problems: found };
  });
}

/**
 * The problems of a script, without making its machine: in a fraction of the time of `compile`, which tells of some more, such as
 * examples that read like another topic's.
 */
export function check(sources: Sources): Problem[] {
  return guarded(() => unpack(raw.check(packSources(sources)), problems));
}

/** The canonical form of a file's text. A line with a problem stays as it is. */
export function format(text: string): string {
  return guarded(() => raw.format(text));
}
