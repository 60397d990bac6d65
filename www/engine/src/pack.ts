/** Language packs: what words mean, for machines that were trained with one. */
import { answer, packInfo, unpack } from "./packed.js";
import { guarded } from "./session.js";

/** A pack as the wasm module hands it out. */
export interface RawPack {
  info(): string;
  free(): void;
}

const readInfo = answer(packInfo);

/** What is the same in both modules. */
export class LoadedPack<Raw extends RawPack> {
  /** Not for use: what `Machine.load` takes. */
  readonly raw: Raw;
  /** The language, as scripts name it. */
  readonly language: string;
  /** What machines refer to it by: sixteen hexadecimal digits. */
  readonly checksum: string;

  /** Not for use: see `Pack.read`. */
  constructor(raw: Raw) {
    this.raw = raw;
    try {
      const { language, checksum } = guarded(() => unpack(raw.info(), readInfo));
      this.language = language;
      this.checksum = checksum;
    } catch (error) {
      raw.free();
      throw error;
    }
  }

  /** Gives the memory back at once. Machines that were loaded with it keep what they need. */
  free(): void {
    this.raw.free();
  }
}
