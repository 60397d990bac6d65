/** The texts of what helps an author write. */
const plural = (count: number, one: string, other: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : other}`;

export const strings = {
  looking: "Looking at the script…",
  noAnswer: "The script could not be looked at. Try again in a moment.",
  nothingHere: "There is no name under the cursor.",
  nothingToSay: "There is nothing to say about this place.",
  noDefinition: (noun: string, name: string): string => `Nothing declares the ${noun} ${name}.`,
  close: "Close",

  references: (count: number, noun: string, name: string): string =>
    `${plural(count, "place", "places")} of the ${noun} ${name}`,
  place: (file: string, line: number): string => `${file}, line ${line}`,
  declared: "declared here",

  renameLabel: (noun: string, name: string): string => `New name of the ${noun} ${name}`,
  rename: "Rename",
  renamed: (count: number): string => `Renamed in ${plural(count, "place", "places")}.`,
  sameName: "That is its name already.",
  changedMeanwhile: "The script was changed meanwhile. Try again.",

  outline: "Outline",
  outlineFilter: "Go to a topic, choice, fact or test",
  outlineCount: (count: number): string => plural(count, "entry", "entries"),
  outlineNone: "Nothing is called so.",
  outlineMore: (count: number): string => `and ${plural(count, "more", "more")}: write a part of the name`,
  kinds: {
    script: "script",
    channel: "channel",
    department: "department",
    fact: "fact",
    words: "words",
    intent: "intent",
    topic: "topic",
    menu: "menu",
    test: "test",
    choice: "choice",
  },
  unfold: "Unfold",
  folded: "Folded lines",
};
