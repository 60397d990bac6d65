/** Every text of the Why pane. */
const number = new Intl.NumberFormat("en");
const percentage = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const plural = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${count === 1 ? one : other}`;
const points = (value: number): string => plural(Math.max(1, Math.round(value * 100)), "point", "points");

export const strings = {
  title: "Why",
  message: "Message",
  messagePlaceholder: "Write a message, here or in the conversation…",
  messageHint: "As in the conversation",
  messageOwn: "Tried here alone",
  follow: "Follow the conversation",
  tryIt: "Try in the conversation",
  emptyTitle: "No message yet",
  empty:
    "Write what a customer writes, above or in the conversation: every topic that it may mean is shown with what speaks for it and against it.",
  speaks: "Speaks for the topic that is suggested",
  nothingTitle: "No topic comes near",
  nothing: "No pattern matches, and no example is like this message.",
  errors: "The script has errors: this is how it was before.",
  errorsNone: "Why a topic wins is shown once the script has no errors.",
  broken: (message: string): string => `This could not be found out: ${message}`,
  truncated: "The message is longer than the engine reads; the rest was not considered.",
  summary: (considered: number, suggested: number): string =>
    `${plural(considered, "topic", "topics")} considered, ${number.format(suggested)} suggested`,
  threshold: (value: number): string => `suggested from ${percentage.format(value)}`,
  topics: "Topics that were considered, likeliest first",
  percent: (value: number): string => percentage.format(value),
  sure: (value: number): string => `${percentage.format(value)} sure`,
  rank: (rank: number): string => `${number.format(rank)}.`,
  wins: "wins",
  suggested: "suggested",
  reasons: {
    excluded: "kept out",
    unlikely: "too unlikely",
    "no reply": "no reply fits",
    limit: "past the limit",
  } as Record<string, string>,
  behind: (by: number, first: string): string => `${points(by)} behind ${first}`,
  several: "The message speaks of several topics, and of this one in",
  short: (by: number): string => `${points(by)} short of being suggested`,
  line: (line: number): string => `line ${number.format(line)}`,
  goTo: (title: string): string => `Go to the topic ${title}`,

  others: "Another topic",
  othersChoose: (count: number): string => `${plural(count, "topic", "topics")} that nothing speaks for…`,

  // What speaks for it and against it
  for: "What speaks for it",
  nothingFor: "Nothing in the message speaks for it.",
  kinds: {
    pattern: "pattern",
    condition: "condition",
  },
  like: (intent: string): string => `like the examples of ${intent}`,
  likeOwn: "like its examples",
  words: "Words that counted",
  share: (value: number): string => percentage.format(value),
  conditionHolds: "What is known leads here, whatever the message says.",
  out: {
    excluded: "A `when not` line keeps it out:",
    unlikely: (threshold: number): string =>
      `It is less sure than the ${percentage.format(threshold)} from which a topic is suggested.`,
    "no reply": "Nothing it says fits what is known now. Its guards that do not hold:",
    noReply: "Nothing it says fits what is known now.",
    limit: "Enough better ones come before it.",
  },

  // What would make it win
  win: "What would I have to write to make this topic win?",
  winning: "Trying changes of the script…",
  winStop: "Stop",
  winNone: "None of the changes that were tried makes it win.",
  winSome: (count: number): string => `${plural(count, "way", "ways")}, tried on the script as it is`,
  winFew: "The script is large: fewer ways were tried.",
  ways: {
    example: "Give it the message as an example",
    pattern: "Give it a pattern of its telling words",
    "example and pattern": "Give it both, an example and a pattern",
    "when not": "Take the line out that keeps it out",
    "when not and example": "Take that line out, and give it the message as an example",
    "when not and pattern": "Take that line out, and give it a pattern of its telling words",
  } as Record<string, string>,
  first: (value: number): string => `then it comes first, ${percentage.format(value)} sure`,
  notFirst: (value: number): string => `then it is ${percentage.format(value)} sure, and not first yet`,
  nothingElse: "Nothing else changes: every test and every example stays where it is.",
  failing: (count: number): string => `${plural(count, "test", "tests")} would fail:`,
  elsewhere: (count: number): string => `${plural(count, "example", "examples")} would go elsewhere:`,
  goesTo: (topic: string | null): string => (topic === null ? "to no topic" : `to ${topic}`),
  apply: "Write it",
  applied: "Written into the script.",
  overtaken: "The script has changed meanwhile; ask again.",
  takeBack: "Take it back",
  takenBack: "Taken back.",
  removed: "taken out",
  added: "added",
  more: (count: number): string => `and ${number.format(count)} more`,
};
