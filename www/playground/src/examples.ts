/** The scripts a visitor can start from. */
import acmeMachine from "../../../examples/acme.answers?machine";
import acme from "../../../examples/acme.answers?raw";

export interface Example {
  id: string;
  title: string;
  text: string;
  /** Messages worth trying with it. */
  samples: readonly string[];
}

const starter = `script My first answer tree
language en

channel chat
channel x  limit 280 weighted public

fact name  text = there

words parcel = parcel, package, order, delivery

== late: Late delivery
- where is my order
- my parcel still hasn't arrived
when <parcel> .. late|delayed|missing
> Sorry about the wait, {name}! I'm looking into it right now.

== thanks: Thanks
- thank you so much
- that was quick, thanks
> You're welcome, {name}!
`;

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
  {
    id: "starter",
    title: "A first answer tree",
    text: starter,
    samples: ["my package is sooo late", "thanks, that was quick!"],
  },
];

/** What the first visit shows: the first example, with its machine, made when the page was built. */
export const first = {
  text: acme,
  machine: (): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(acmeMachine), (character) => character.charCodeAt(0)),
};
