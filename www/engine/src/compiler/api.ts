/** What `answertree/compiler` exports: the runtime and the compiler, for authors. */
import * as raw from "../../pkg/compiler/answertree.js";
import type { Compiled, Sources } from "../../pkg/types.js";
import { LoadedMachine } from "../machine.js";
import { digits, packText, problems, unpack } from "../packed.js";
import { guarded } from "../session.js";

export type * from "../../pkg/types.js";
export { MachineError } from "../packed.js";
export type { Session } from "../session.js";

/** A compiled script, ready to suggest replies. */
export class Machine extends LoadedMachine {
  readonly #raw: raw.Machine;

  private constructor(machine: raw.Machine) {
    super(machine, () => new raw.Session());
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
  return guarded(() => {
    const files = Object.entries(typeof sources === "object" ? sources : { "": null });
    const packed = files.map(([name, text]) => {
      if (typeof text !== "string") throw new TypeError("compile takes an object of file names and texts");
      return packText(name) + packText(text);
    });
    const compiled = raw.compile(digits(files.length) + packed.join(""));
    const machine = compiled.machine() ?? null;
    const found = unpack(compiled.problems(), problems);
    compiled.free();
    return { machine, problems: found };
  });
}

/** The canonical form of a file's text. A line with a problem stays as it is. */
export function format(text: string): string {
  return guarded(() => raw.format(text));
}
