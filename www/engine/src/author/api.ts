/** What `answertree/author` exports: questions about a script, for tools of authors. */

import * as raw from "../../pkg/author/answertree.js";
import type { Questions } from "../../pkg/author.js";
import type { Sources } from "../../pkg/types.js";
import { answer, packSources, unpack } from "../packed.js";
import { guarded } from "../session.js";

export type * from "../../pkg/author.js";
export { MachineError } from "../packed.js";

/** A script under its author's hands. */
export class Author {
  readonly #raw = guarded(() => new raw.Author());

  /** Takes the files of a script in place of those before; the first is the main one. */
  open(sources: Sources): void {
    guarded(() => this.#raw.open(packSources(sources)));
  }

  /**
   * Takes the bytes of a language pack, for scripts that say `pack`.
   * @throws MachineError where they are no pack.
   */
  takePack(bytes: Uint8Array): void {
    const wrong = guarded(() => this.#raw.takePack(bytes));
    if (wrong !== "")
      unpack(
        wrong,
        answer(() => undefined),
      );
  }

  /**
   * The answer to a question; `Questions` names them all.
   * @throws MachineError where the script has errors and the question needs one without (`AQ0003`).
   */
  ask<Q extends keyof Questions>(question: Q, asked: Questions[Q]["asked"]): Questions[Q]["answer"] {
    const said = guarded(() => this.#raw.ask(question, JSON.stringify(asked)));
    if (said.startsWith("\0")) return JSON.parse(said.slice(1)) as Questions[Q]["answer"];
    return unpack(
      said,
      answer(() => {
        throw new TypeError("an answer without its mark");
      }),
    );
  }

  /** Gives its memory back. */
  free(): void {
    this.#raw.free();
  }
}
