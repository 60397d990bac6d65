/** Every text of the tour. What an author has named differently is spoken of by that name. */
import type { Own } from "./steps.ts";

/** A message for a topic, or what it must be. */
function message(known: string | undefined, topic: string): string {
  return known === undefined ? `a message that \`${topic}\` answers` : `\`${known}\``;
}

export const strings = {
  project: "Corner Bakery",
  beginning: "Your first script. A line that begins with # is a comment, for you alone.",

  heading: "Tour",
  stepOf: (step: number, all: number): string => `Step ${step} of ${all}`,
  toType: "To be typed",
  tasksDone: "What this step asks for",
  done: "done",
  open: "not yet",
  show: "Show me",
  showHint: "Types it into the script for you; undo takes it back",
  back: "Back",
  next: "Next step",
  nextHint: "Shift+Alt+N",
  skip: "Skip",
  finish: "Finish",
  leave: "Leave the tour",
  leaveHint: "The script stays a project of its own",
  stepDone: (step: number): string => `Step ${step} is done.`,
  stuck: "The tour's worker stopped. Go on writing; it looks again with the next change.",
  finishedTitle: "That was the tour",
  finished:
    "You wrote topics, examples, a pattern, choices, a reply for one channel, a question and a test. That is most of the language. `Tree` draws what you wrote, `Why` says why a topic won, and `Machine` gives you the file that a page or a help desk runs.",
  finishedNext: "The script is yours to go on with. Other ways from here:",
  gallery: "See other scripts",
  fresh: "Start my own",

  /** What tasks are called, as a list to be ticked. */
  tasks: {
    topic: "a topic with a name and a title",
    examples: "three examples",
    reply: "a reply below them",
    answered: "a message that your topic answers",
    words: "a list of words",
    pattern: "a topic with that list in a `when` line, and a reply",
    mistake: "a line with a mistake that can be mended",
    mended: "no mistake any more",
    choices: "two choices, each with a reply below it",
    chosen: "one of them taken, in the conversation",
    channels: "a second channel",
    wording: "a reply for it",
    onChannel: "the conversation on that channel",
    fact: "a fact with a question",
    need: "a topic that needs it",
    asked: "a message after which it is asked for",
    test: "a test",
    passes: "it passes",
  },

  steps: {
    topic: {
      title: "What is it about?",
      what: () =>
        "What customers write about is a topic. Write its heading at the end of the script: two equals signs, a name of one word, a colon and a title that people read.",
      why: "What you write below it, up to the next heading, belongs to it.",
    },
    examples: {
      title: "How do customers say it?",
      what: () => "Write three examples below the heading, each behind a dash, in customers' own words.",
      why: "The engine learns from them, and finds other messages that mean the same. Five to ten do better than three.",
    },
    reply: {
      title: "What do you reply?",
      what: () => "Write the reply below the examples, behind `>`.",
      why: "It is suggested to an agent, who reads it and sends it. Nothing goes out by itself.",
    },
    message: {
      title: "Talk to it",
      what: ({ first, toFirst }: Own) =>
        `Be the customer: write into the message field, in other words than your examples, and see the suggestion come while you type.${first === "hours" ? ` Try \`${toFirst}\`` : ""}`,
      why: "Each suggestion says how sure it is, and which words it comes from.",
    },
    pattern: {
      title: "Words and patterns",
      what: () =>
        "Where you know the words that matter, say so: a `when` line has them in their order, `|` is “or”, `..` is a gap, and `<cake>` is any word of a list.",
      why: "Patterns find what is certain, examples what is alike. A topic can have both.",
    },
    mistake: {
      title: "A mistake, mended",
      what: () =>
        "Make a mistake: write `chanel chat` on a line of its own, below `script`. Then put the cursor on it and press Ctrl and the full stop (⌘ and the full stop on a Mac), or press the button beside the problem.",
      why: "Problems are found while you type. Most of them say what to write instead.",
    },
    choices: {
      title: "Where the way forks",
      what: ({ last, toLast }: Own) =>
        `A star begins a choice; what is below it comes when the choice is taken. Write two at the end of \`${last}\`. Then send ${message(toLast, last)} as the customer, and take one of them.`,
      why: "Choices make a tree of it: the agent is led, step by step. Look at it in the `Tree` tab.",
    },
    channel: {
      title: "Shorter on X",
      what: () =>
        "Channels differ. Add a second one with its limit, and above your first reply one that is for it alone. Then change the conversation's channel, below the message field.",
      why: "The first reply that fits is suggested, and its length is counted as the channel counts.",
    },
    fact: {
      title: "Ask for what is missing",
      what: ({ last, toLast }: Own) =>
        `A fact is something to be known. Write one with the question that asks for it, and let \`${last}\` need it. Then press \`Start again\` over the conversation, and write ${message(toLast, last)}.`,
      why: "If the message has it already (“for Friday”), nobody asks again.",
    },
    test: {
      title: "Keep it true",
      what: () =>
        "A test is a talk that must go on working. Write one at the end: what the customer writes, and what you expect.",
      why: "Tests run with each change, and a mark beside the line says how they went. `Keep as test` writes down a talk that you just had.",
    },
  },
} as const;
