/** What a first visit shows, with its machine, made when the page was built. */
import type { Sources } from "answertree/compiler";
import acmeMachine from "../../../examples/acme.answers?machine";
import acme from "../../../examples/acme.answers?raw";
import { FILE } from "./engine/protocol.ts";

export const first = {
  name: "Acme social care",
  text: acme,
  /** Messages worth trying with it. */
  samples: [
    "where's my parcel?? it's been two weeks",
    "I want my money back for AB123456",
    "you sent it to the wrong address",
  ] as readonly string[],
  machine: (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(acmeMachine), (character) => character.charCodeAt(0)),
};

/** Whether these are the files that a first visit shows. */
export function isFirst(files: Sources): boolean {
  return files[FILE] === first.text && Object.keys(files).length === 1;
}
