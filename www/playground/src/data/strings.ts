/** Every text of the Data pane. */
import { share } from "../strings.ts";
import type { Desk, Fault, Format, Note } from "./reading/protocol.ts";

const number = new Intl.NumberFormat("en");
const whole = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const languages = new Intl.DisplayNames("en", { type: "language" });
const plural = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${count === 1 ? one : other}`;
const signed = (count: number): string => `${count < 0 ? "−" : "+"}${number.format(Math.abs(count))}`;

const formats: Record<Format, string> = {
  table: "table",
  lines: "lines of text",
  "json-lines": "JSON Lines",
  json: "JSON",
};
const desks: Record<Desk, string> = {
  zendesk: "tickets of Zendesk",
  chatwoot: "conversations of Chatwoot",
  intercom: "conversations of Intercom",
  thread: "conversations",
};

export const strings = {
  title: "Data",
  count: (count: number): string => number.format(count),
  messages: (count: number): string => plural(count, "message", "messages"),
  percent: (part: number, of: number): string => share(part, of),
  sure: (thousandths: number): string => whole.format(thousandths / 1000),

  // A file
  startTitle: "Try the script on what customers really wrote",
  start:
    "Drop a CSV, TSV or JSON Lines file here, or an export of Zendesk, Chatwoot or Intercom. It shows what the script answers, and what it misses.",
  stays: "The messages stay in this page: they go nowhere, and are forgotten when you leave it.",
  choose: "Choose a file",
  paste: "Paste messages",
  pasteLabel: "Messages, a line each, or a table or JSON as text",
  pasteDone: "Take these",
  pasted: "pasted text",
  cancel: "Cancel",
  another: "Other data",
  looking: (name: string): string => `Looking at ${name}…`,
  faults: {
    empty: () => "There is nothing in this file.",
    spreadsheet: () => "This is a spreadsheet. Save it as CSV in the program it is from, and drop that.",
    archive: () => "This is a packed archive. Unpack it, and drop the file that is in it.",
    document: () => "This is a document for reading, not a table. Export the messages as CSV.",
    binary: () => "This is no text: no messages can be read from it. Export them as CSV or JSON Lines.",
    large: () =>
      "JSON of this size cannot be read at once. Export it as JSON Lines or CSV: those may be any size.",
    json: ({ detail }) => `This is not whole JSON: ${detail ?? "it ends too early"}`,
    "json-lines": ({ line }) =>
      `No line of this file is whole JSON, from line ${number.format(line ?? 1)} on.`,
    "no-records": () => "This is JSON, but there is no list of messages in it.",
    quote: ({ line }) =>
      `A quote that opens at line ${number.format(line ?? 1)} is never closed. Close it, or double quotes within quotes.`,
    "no-messages": () => "No message was found with these columns. Choose others.",
    unreadable: ({ detail }) => `This file cannot be read${detail === undefined ? "." : `: ${detail}`}`,
  } satisfies Record<Fault["code"], (fault: Fault) => string>,
  notes: (note: Note): string => {
    switch (note.kind) {
      case "broken":
        return `${plural(note.count, "line was", "lines were")} no JSON and left out; the first is line ${number.format(note.line)}.`;
      case "empty":
        return `${plural(note.count, "row", "rows")} without a message left out.`;
      case "others":
        return `${plural(note.count, "message", "messages")} of others than customers left out.`;
      case "more":
        return `The file has more: the first ${number.format(note.kept)} messages were taken.`;
      case "long":
        return `${plural(note.count, "message is", "messages are")} very long; the end was cut off.`;
      case "encoding":
        return `Read as ${note.encoding === "windows-1252" ? "Latin-1" : note.encoding.toUpperCase()}.`;
    }
  },

  // Columns
  columnsTitle: "Which column is what?",
  fileIs: (name: string, format: Format, desk: Desk | null): string =>
    `${name}: ${desk === null ? formats[format] : desks[desk]}`,
  messageColumn: "What the customer wrote",
  labelColumn: "The right topic, if it says",
  whoColumn: "Who wrote, if it says",
  noColumn: "none",
  column: (at: number): string => `column ${number.format(at + 1)}`,
  customers: "Customers are",
  headings: "The first row is headings",
  preview: "The first rows",
  go: "Try these messages",

  // Work
  reading: (count: number): string => `Reading: ${plural(count, "message", "messages")}`,
  trying: (done: number, of: number): string =>
    `Trying ${number.format(done)} of ${plural(of, "message", "messages")}`,
  grouping: (count: number): string =>
    `Grouping ${plural(count, "message", "messages")} that no topic answers…`,
  progress: "How far it is",
  stop: "Stop",
  again: "Run again",
  stopped: (done: number, of: number): string =>
    `Stopped: the figures are of ${number.format(done)} of ${plural(of, "message", "messages")}.`,
  stoppedOld: "Stopped: the figures are of the script before the last change.",
  readStopped: (count: number): string =>
    `Reading was stopped after ${plural(count, "message", "messages")}.`,
  errors: "The script has errors. It is tried again once it has none.",
  broken: (message: string): string => `The messages could not be tried: ${message}`,

  // Figures
  figures: "What the script makes of them",
  kinds: {
    answered: "Answered",
    "small talk": "Small talk",
    language: "Other language",
    none: "Not answered",
    untried: "Not tried",
  },
  accuracy: "Right topic",
  accuracyHint: (right: number, of: number): string =>
    `${number.format(right)} of ${plural(of, "message", "messages")} whose label names a topic`,
  accuracyNone: "No label names a topic of the script.",
  ranIn: (milliseconds: number): string =>
    milliseconds < 1000
      ? `in ${Math.max(1, Math.round(milliseconds))} ms`
      : `in ${(milliseconds / 1000).toFixed(1)} s`,
  before: (before: number, after: number, of: number): string =>
    `Answered: ${share(before, of)} → ${share(after, of)}`,
  beforeMore: (gained: number, lost: number, moved: number): string =>
    [
      gained > 0 ? `${signed(gained)} answered now` : "",
      lost > 0 ? `${signed(-lost)} no longer` : "",
      moved > 0 ? `${number.format(moved)} in another topic` : "",
    ]
      .filter((part) => part !== "")
      .join(", ") || "nothing has changed",
  showChanged: "Show them",
  topicDelta: (title: string, delta: number): string => `${title} ${signed(delta)}`,

  // Views
  views: "What is shown",
  rows: "Messages",
  groups: "What fell through",
  departments: "Departments",
  confusion: "Mix-ups",

  // The table
  search: "Find in the messages",
  which: "Which",
  whichAll: "all",
  whichUnanswered: "without an answer",
  whichUnsure: "two topics are close",
  whichWrong: "the label says otherwise",
  whichChanged: "changed by the last edit",
  topic: "Topic",
  topicAll: "any topic",
  confidence: "Sure",
  confidences: { any: "however sure", high: "80 % and more", middle: "50 to 80 %", low: "below 50 %" },
  shown: (count: number, of: number): string =>
    count === of
      ? plural(of, "message", "messages")
      : `${number.format(count)} of ${plural(of, "message", "messages")}`,
  only: (what: string): string => `Only: ${what}`,
  onlyOff: "Show all again",
  noneShown: "No message is like that.",
  headMessage: "Message",
  headTopic: "Topic",
  headSure: "Sure",
  headLabel: "Label",
  noTopic: "no topic",
  nearest: (title: string): string => `nearest: ${title}`,
  language: (code: string): string => (code === "und" ? "another language" : (languages.of(code) ?? code)),
  keys: "Arrows move, E makes an example, T a new topic, Enter tries it.",
  chosen: "The chosen message",
  first: "First",
  second: "Then",
  example: "Make an example",
  exampleHint: "Put this message into a topic, as an example (E)",
  newTopic: "New topic",
  newTopicHint: "Begin a topic with this message (T)",
  try: "Try it",
  tryHint: "Say it in the conversation (Enter)",

  // Making
  pickTitle: "An example of which topic?",
  pickText: "Example",
  pickTexts: (count: number): string => plural(count, "example", "examples"),
  pickSearch: "Find a topic",
  pickList: "Topics",
  pickNone: "No topic is called that.",
  pickDo: "Add",
  pickNearest: "nearest",
  added: (count: number, topic: string): string =>
    `${plural(count, "example", "examples")} added to ${topic}`,
  drafted: (title: string): string => `A draft of ${title} is at the end of the script`,
  notWhole: "The script has errors. Mend them first.",
  moved: "The script was changed meanwhile. Try again.",
  notFound: (topic: string): string => `The topic ${topic} is not in the script any more.`,
  untitled: "New topic",

  // Groups
  groupsNone: "Nothing that fell through belongs together.",
  groupsAll: "Every message is answered, or small talk, or in another language.",
  groupsOf: (grouped: number, of: number): string =>
    `${number.format(grouped)} of ${plural(of, "message", "messages")} without an answer are like others:`,
  groupsSome: (tried: number, of: number): string =>
    `${number.format(tried)} of ${number.format(of)}, picked evenly, were grouped.`,
  groupsMore: (next: number, rest: number): string =>
    next === rest
      ? `Show ${number.format(next)} more`
      : `Show ${number.format(next)} of ${number.format(rest)} more`,
  groupsStart: "Group them",
  groupName: (name: string): string => (name === "" ? "(no words in common)" : name),
  groupClosest: (topic: string, confidence: number): string =>
    `nearest: ${topic}, ${whole.format(confidence)} sure`,
  groupFor: (name: string): string => ` of ${name}`,
  groupShow: (name: string): string => `Show the messages: ${name}`,
  groupExamples: "Make examples",
  groupMessages: "Messages",
  groupKeys: "E makes examples of the group, T a new topic, Enter shows its messages.",

  // Departments
  departmentNone: "No department",
  departmentsNone: "The script has no department: all of it is one.",
  departmentTopics: (count: number): string => plural(count, "topic", "topics"),
  departmentBar: (count: number, of: number): string =>
    `${plural(count, "message", "messages")}, ${share(count, of)}`,

  // Mix-ups
  mixLabelled: "Messages that went to another topic than their label says:",
  mixClose: "Topics that are close behind each other for the same messages:",
  mixLabel: (label: string, topic: string): string => `${label} → ${topic}`,
  mixPair: (one: string, other: string): string => `${one} and ${other}`,
  mixTaken: (label: string, topic: string): string =>
    `Most of “${label}” goes to ${topic}, which was taken for its topic.`,
  strangers: "Labels that no topic is called after:",
  strangerTo: (topic: string): string => (topic === "" ? "no topic answers them" : `most go to ${topic}`),
  mixNone: "No topics are mixed up.",
  mixShow: (what: string): string => `Show the messages: ${what}`,
} as const;
