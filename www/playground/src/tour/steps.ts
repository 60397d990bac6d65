/** The steps of the tour: what is to be done, and how it shows that it was. Their words are in `strings.ts`. */
import type { Edit } from "../panes/pane.ts";
import {
  answered,
  branched,
  exampleIn,
  examples,
  listed,
  mendable,
  mending,
  named,
  needed,
  passing,
  spokenOn,
  suggested,
} from "./checks.ts";
import type { Look, TopicLines } from "./look.ts";
import { strings } from "./strings.ts";
import { atEnd, atHead, beforeReply, inTopic } from "./write.ts";

/** Something that a step asks for. */
export interface Task {
  label: string;
  /** Whether it is there. What was there once counts, whatever becomes of it. */
  done(look: Look): boolean;
  /** What does it for the author, where it is a matter of writing. */
  write?(look: Look): readonly Edit[];
  /** A message to be tried, where one is known. */
  message?(own: Own): string | undefined;
}

/** What the author calls the topics that the tour speaks of, and what customers write about them. */
export interface Own {
  first: string;
  /** The title of the first one. */
  title: string;
  last: string;
  /** A message for each; none where the topic is the author's and has no examples. */
  toFirst: string | undefined;
  toLast: string | undefined;
}

export interface Step {
  title: string;
  /** What to do, and why; `names in backticks` are code. */
  what(own: Own): string;
  why: string;
  /** Lines to be typed; none where nothing is. */
  code(own: Own): string;
  tasks: readonly Task[];
  /** Where the author is led: behind the script, below its name, or to the message field. */
  place: "end" | "head" | "message";
}

/** The tour's script before the first step. */
export const BEGINNING = `# ${strings.beginning}\nscript ${strings.project}\n`;

const HEADING = "== hours: Opening hours";
const EXAMPLES = "- when are you open\n- are you open on sunday\n- what time do you close";
const REPLY = "> We are open from 7 to 6, and sleep in on Sunday.";
const ORDER = "can I order a pie";
const QUESTION = "are you open tomorrow?";
const WORDS = "words cake = cake, pie, tart";
const CAKES = "== cakes: Cakes\nwhen order|buy .. <cake>\n> We bake to order. Which one would you like?";
const MISTAKE = "chanel chat";
const CHOICES =
  "* For a birthday\n  > How old will they be? We bring the candles.\n* For a wedding\n  > Congratulations! Shall we call you about it?";
const CHANNEL = "channel x limit 280";
const SHORT = "> [on x] 7 to 6, but not on Sunday.";
const FACT = "fact day date\n  ask For which day would you like it?";
const NEED = "need day";

const { tasks, steps: words } = strings;

/** In their order. */
export const steps: readonly Step[] = [
  {
    ...words.topic,
    place: "end",
    code: () => HEADING,
    tasks: [
      {
        label: tasks.topic,
        done: ({ topics }) => topics.length > 0,
        write: ({ text }) => [atEnd(text, HEADING)],
      },
    ],
  },
  {
    ...words.examples,
    place: "end",
    code: () => EXAMPLES,
    tasks: [
      { label: tasks.examples, done: (look) => examples(look, 3), write: (look) => into(look, 0, EXAMPLES) },
    ],
  },
  {
    ...words.reply,
    place: "end",
    code: () => REPLY,
    tasks: [{ label: tasks.reply, done: answered, write: (look) => into(look, 0, REPLY) }],
  },
  {
    ...words.message,
    place: "message",
    code: () => "",
    tasks: [{ label: tasks.answered, done: suggested, message: ({ toFirst }) => toFirst }],
  },
  {
    ...words.pattern,
    place: "head",
    code: () => `${WORDS}\n\n${CAKES}`,
    tasks: [
      {
        label: tasks.words,
        done: ({ entries }) => named(entries, "words").length > 0,
        write: (look) => [atHead(look, WORDS)],
      },
      { label: tasks.pattern, done: listed, write: ({ text }) => [atEnd(text, CAKES)] },
    ],
  },
  {
    ...words.mistake,
    place: "head",
    code: () => MISTAKE,
    tasks: [
      {
        label: tasks.mistake,
        done: (look) => mendable(look).length > 0,
        write: (look) => [atHead(look, MISTAKE)],
      },
      { label: tasks.mended, done: ({ version }) => version.whole, write: mending },
    ],
  },
  {
    ...words.choices,
    place: "end",
    code: () => CHOICES,
    tasks: [
      { label: tasks.choices, done: branched, write: (look) => into(look, -1, CHOICES) },
      {
        label: tasks.chosen,
        done: ({ talk }) => talk.recorded()?.operations.some((one) => "choose" in one) === true,
        message: ({ toLast }) => toLast,
      },
    ],
  },
  {
    ...words.channel,
    place: "head",
    code: () => `${CHANNEL}\n\n${SHORT}`,
    tasks: [
      {
        label: tasks.channels,
        done: ({ entries }) => named(entries, "channel").length >= 2,
        write: (look) => [atHead(look, CHANNEL)],
      },
      {
        label: tasks.wording,
        done: (look) => spokenOn(look).length > 0,
        write: (look) => into(look, 0, SHORT, beforeReply),
      },
      {
        label: tasks.onChannel,
        done: (look) => spokenOn(look).some((name) => name === look.talk.context.channel),
        message: ({ toFirst }) => toFirst,
      },
    ],
  },
  {
    ...words.fact,
    place: "head",
    code: () => `${FACT}\n\n${NEED}`,
    tasks: [
      {
        label: tasks.fact,
        done: ({ entries, text }) => named(entries, "fact").length > 0 && /^\s*ask \S/m.test(text),
        write: (look) => [atHead(look, FACT)],
      },
      { label: tasks.need, done: needed, write: (look) => into(look, -1, NEED, beforeReply) },
      {
        label: tasks.asked,
        done: ({ talk }) => (talk.turn?.asks.length ?? 0) > 0,
        message: ({ toLast }) => toLast,
      },
    ],
  },
  {
    ...words.test,
    place: "end",
    code: test,
    tasks: [
      {
        label: tasks.test,
        done: ({ entries }) => named(entries, "test").length > 0,
        write: (look) => [atEnd(look.text, test(ownOf(look)))],
      },
      { label: tasks.passes, done: passing },
    ],
  },
];

/** The author's own topics; the tour's, where there is none yet. */
export function ownOf(look: Look | undefined): Own {
  const first = look?.topics[0];
  const last = look?.topics.at(-1);
  return {
    first: first?.name ?? "hours",
    title: first?.title ?? "Opening hours",
    last: last?.name ?? "cakes",
    toFirst: messageTo(first, QUESTION),
    toLast: messageTo(last, ORDER),
  };
}

function messageTo(topic: TopicLines | undefined, otherwise: string): string | undefined {
  if (topic === undefined) return otherwise;
  if (topic.name === "hours") return QUESTION;
  return topic.name === "cakes" ? ORDER : topic.lines.map(exampleIn).find((text) => text !== undefined);
}

function test({ first, title, toFirst }: Own): string {
  return `test ${title}\n  customer: ${toFirst ?? title}\n  expect topic ${first}`;
}

/** Lines in a topic, at its end where `put` does not say otherwise; counted from behind where `at` is negative. Where there is none, with a heading. */
function into(look: Look, at: number, lines: string, put = inTopic): Edit[] {
  const topic = look.topics.at(at);
  return [topic === undefined ? atEnd(look.text, `${HEADING}\n${lines}`) : put(look, topic, lines)];
}
