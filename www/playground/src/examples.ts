/** What a first visit shows. */
import acmeMachine from "../../../examples/acme.answers?machine";
import acme from "../../../examples/acme.answers?raw";

export interface Example {
  id: string;
  title: string;
  text: string;
  /** Messages worth trying with it. */
  samples: readonly string[];
}

export const examples: readonly [Example, ...Example[]] = [
  {
    id: "acme",
    title: "Acme social care",
    text: acme,
    samples: [
      "where's my parcel?? it's been two weeks",
      "I want my money back for AB123456",
      "you sent it to the wrong address",
    ],
  },
];

/** What the first visit shows: the first example, with its machine, made when the page was built. */
export const first = {
  text: acme,
  machine: (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(acmeMachine), (character) => character.charCodeAt(0)),
};
