/** Every text of the page, in one place, so that a translation is one module. */
import type { Action, Handoff, SessionTurn } from "answertree/compiler";

const number = new Intl.NumberFormat("en");
const percentage = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const moment = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
const languages = new Intl.DisplayNames("en", { type: "language" });
const plural = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${count === 1 ? one : other}`;

export const strings = {
  title: "answertree",
  tagline: "Write answer trees, and see the reply they suggest.",
  skipToMessage: "Skip to the message",
  skipToEditor: "Skip to the script",

  // Panes
  panes: "Panes",
  paneLoading: "Loading…",
  paneFailed: "This pane could not be loaded. Check the network, or load the page anew.",
  paneAgain: "Try again",
  paneTalk: "Conversation",
  paneWhy: "Why",
  paneTree: "Tree",
  paneTests: "Tests",
  paneData: "Data",
  paneMachine: "Machine",
  panePractice: "Practice",

  // The script
  script: "Script",
  editor: "Answer tree script",
  open: "Open",
  openHint: "Open a script from this computer",
  save: "Save",
  saveHint: "Save the script to this computer",
  format: "Format",
  formatHint: "Put the script into its canonical form",
  outline: "Outline",
  outlineHint: "Go to a topic, choice, fact or test of the script",
  assistFailed: "The outline could not be loaded. Check the network, and try again.",
  gallery: "Gallery",
  galleryHint: "Scripts to start a project from",
  replaceAsk: "Take the example in place of your script? Save yours first if you want to keep it.",
  keys: "Keys",
  keysHint: "Keyboard shortcuts",
  formatted: "Formatted.",
  formattedAlready: "The script is in its canonical form already.",
  fixApplied: "Fix applied.",
  loading: "Starting the compiler…",
  packLoading: "Loading the language pack that the script asks for…",
  packFailed: "The language pack could not be loaded. It is tried again with the next change.",

  // Problems
  problems: "Problems",
  noProblems: "No problems",
  problemCount: (errors: number, warnings: number): string =>
    [
      errors > 0 ? plural(errors, "error", "errors") : "",
      warnings > 0 ? plural(warnings, "warning", "warnings") : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  error: "Error",
  warning: "Warning",
  place: (line: number, column: number): string => `${line}:${column}`,
  placeSpoken: (line: number, column: number, file: string | null): string =>
    `${file === null ? "" : `${file}, `}line ${line}, column ${column}`,
  applyFix: (text: string): string => (text === "" ? "Take it out" : `Change to ${shortened(text)}`),
  moreProblems: (count: number): string => `and ${plural(count, "more", "more")}`,

  // The machine
  machineStatus: (topics: number, bytes: number): string =>
    `${plural(topics, "topic", "topics")}, machine ${size(bytes)}`,
  compiledIn: (milliseconds: number): string => `compiled in ${duration(milliseconds)}`,
  machineOld: "Suggestions come from the last version without errors.",
  machineNone: "Suggestions start once the script has no errors.",
  download: "Download",
  downloadHint: "Download the compiled machine, ready for a page, an extension or a server",

  // The message
  tryIt: "Try a conversation",
  message: "Customer's message",
  messageHint: "Enter sends it",
  messagePlaceholder: "Write or paste what the customer writes…",
  sendMessage: "Send as customer",
  samples: "For example:",
  channel: "Channel",
  language: "Language",
  languageDefault: (name: string): string => `${name} (default)`,
  facts: "What is known of the customer",
  factsKnown: (count: number): string => plural(count, "fact", "facts"),
  factSecret: "secret",
  factUnknown: "not known",
  yes: "yes",
  no: "no",
  explain: "Show ruled out",

  // The conversation
  conversation: "Conversation",
  transcript: "What was written and sent",
  crumbs: "The way through the tree",
  alone: "As customer, alone",
  aloneHint: "A customer walks the script's menu without an agent; the conversation begins anew",
  aloneTitle: "Without an agent",
  aloneText: "What the customer reads stands above. Suggestions for an agent come with a hand-off.",
  undo: "Undo",
  undoHint: "Back to before what happened last",
  again: "Run again",
  againHint: "Do all of it once more, with the script and what is known as they are now",
  restart: "Start again",
  restartHint: "Begin a new conversation; undo comes back to this one",
  keepTest: "Keep as test",
  keepTestHint: "Write what was tried into the script, as a test (Shift+Alt+T)",
  backHere: "Back to here",
  backHereHint: "Take back what happened after this",
  backHereSpoken: (what: string): string => `Back to here: ${shortened(what)}`,
  clock: "The conversation's clock",
  clockHint: "Set when the conversation begins",
  clockAt: (now: number, zone: string): string => moment(zone).format(now),
  clockThere: (time: string, zone: string): string => `${time} in ${place(zone)}`,
  clockBegins: "Begins",
  clockIn: "in",
  clockSet: "Set",
  clockReal: "Now",
  passes: [
    ["+5 min", "Let 5 minutes go by", 5],
    ["+1 day", "Let a day go by", 24 * 60],
  ] as [string, string, number][],
  lineKinds: {
    customer: "Customer",
    sent: "Sent",
    choice: "Choice",
    fact: "Known",
    time: "Time goes by",
    action: "Action",
    handoff: "Hand-off",
    ended: "End",
  },
  edited: "edited",
  factIs: (fact: string, value: string): string => `${fact} = ${value}`,
  switchTo: (title: string): string => `switched to ${title}`,
  backTo: (title: string): string => `back to ${title}`,
  timeNow: (time: string): string => `it is ${time}`,
  action: ({ name, arguments: given }: Action): string =>
    `${name}(${given.map((one) => `${one.name}: ${one.value}`).join(", ")})`,
  summary: "For the colleague",
  walked: (topics: string[]): string => `topics: ${topics.join(", ")}`,
  handedTo: ({ title, department, why, open, opens }: Handoff, at: (now: number) => string): string =>
    `Handed over to ${title === "" ? department : title}${why === "" ? "" : `: ${why}`}${
      open ? "" : opens === null ? " (closed now)" : ` (closed until ${at(opens)})`
    }`,
  endedAs: {
    resolved: "Ended: resolved",
    unresolved: "Ended: unresolved",
    spam: "Ended: spam",
  },
  closed: ({ ended }: SessionTurn): string =>
    ended === null
      ? "A colleague has the conversation. The customer's next message goes on with it."
      : "The conversation has ended. The customer's next message opens it again.",
  lost: ({ lost, crumbs }: SessionTurn): string =>
    `The script no longer has ${lost.join(", ")}.${
      crumbs.length > 0
        ? ""
        : " The conversation is in no topic until the place is there again or the customer writes."
    }`,
  notTakenUp: (message: string): string => `A new conversation was begun, for ${message}`,
  dropped: (count: number, message: string): string =>
    `${plural(count, "step does", "steps do")} not fit any more: ${message}`,
  refusal: (message: string, code: string): string => `${message} (${code})`,

  // What an agent does
  previewTitle: "If this is sent",
  nextTitle: "Next",
  send: "Send",
  sendSpoken: (title: string): string => `Send the reply: ${title}`,
  edit: "Edit",
  editCancel: "Leave as it was",
  editCancelSpoken: (title: string): string => `Leave as it was: ${title}`,
  editSpoken: (title: string): string => `Edit the reply: ${title}`,
  orphan: "A reply you changed, which is not suggested now:",
  discard: "Discard",
  fillIn: "Fill in",
  switches: "Other topics",
  handOver: "Hand over",
  handoffDepartment: "To",
  handoffWhy: "Why",
  overTitle: "Nothing to do",
  over: "Write the customer's next message above.",

  // Suggestions
  suggestions: "Suggestions",
  suggestionCount: (count: number): string => plural(count, "suggestion", "suggestions"),
  suggestedIn: (milliseconds: number): string => `in ${duration(milliseconds)}`,
  emptyTitle: "No message yet",
  empty:
    "Type or paste a customer's message above. Suggestions come as you type, Enter sends it, and nothing leaves this page.",
  nothingTitle: "No topic fits this message",
  nothing: "Give a topic an example like it (a line that starts with -), or a when line with its words.",
  contextTitle: "What is known does not fit the script",
  kindAsk: "asks first",
  also: "then",
  confidence: (value: number): string => percentage.format(value),
  confidenceHint:
    "How sure the engine is that the customer means this. Topics alike share it; more examples for each tell them apart.",
  confidenceSpoken: (value: number): string => `${percentage.format(value)} sure`,
  copy: "Copy",
  copySpoken: (title: string): string => `Copy the reply: ${title}`,
  copied: "Copied",
  copyRefused: "The browser refused to copy; select the text instead.",
  length: (count: number, limit: number | null): string =>
    limit === null
      ? plural(count, "character", "characters")
      : `${number.format(count)} / ${number.format(limit)}`,
  lengthSpoken: (count: number, limit: number | null): string =>
    limit === null
      ? plural(count, "character", "characters")
      : `${number.format(count)} of ${plural(limit, "character", "characters")}`,
  tooLong: (over: number): string => `${number.format(over)} too long`,
  secrets: (names: string[]): string => `Shows ${names.join(", ")} on a public channel`,
  matchedHere: (confidence: number): string =>
    `Suggested for the last message, ${percentage.format(confidence)} sure`,
  because: "Because",
  becausePattern: "pattern",
  becauseExample: (intent: string | null): string =>
    intent === null ? "like its examples:" : `like the examples of ${intent}:`,
  becauseCondition: "condition",

  // The rest of a turn
  next: "With this reply",
  asks: "To be asked",
  filled: "Found in the message",
  steps: "To do",
  notes: "Notes",
  choices: "Then",
  actions: "Actions",
  handoff: "Hand-off",
  handoffTo: (title: string, why: string, open: boolean): string =>
    `${title}${why === "" ? "" : `: ${why}`}${open ? "" : " (closed now)"}`,
  ended: "Ends",
  prefer: (channel: string): string => `Better on ${channel}`,
  ruledOut: "Ruled out",
  reasons: {
    excluded: "excluded",
    unlikely: "unlikely",
    "no reply": "no reply fits",
    limit: "past the limit",
  } as Record<string, string>,
  smallTalk: {
    greeting: "The customer says hello, and nothing else.",
    thanks: "The customer says thanks, and nothing else.",
    goodbye: "The customer says goodbye, and nothing else.",
    insult: "The customer swears, and says nothing else.",
    emoji: "Pictures alone.",
  },
  otherLanguage: (code: string): string =>
    code === "und"
      ? "This is in a language that the script does not have."
      : `This seems to be in ${languages.of(code) ?? code}, which the script does not have.`,
  truncated: "The message is longer than the engine reads; the rest was not considered.",

  // What can go wrong
  crashed: "The engine stopped and was started again. If it happens with the same text, please report it.",
  crashedText: "The engine stopped on this text and was started again. Change the script to go on.",
  broken: (message: string): string => `The engine cannot answer: ${message}`,
  storageRefused: "This browser does not keep the script. Save it before you leave.",
  openFailed: "This file cannot be read.",
  openTooLarge: (bytes: number): string => `This file is larger than ${size(bytes)}.`,
  dismiss: "Dismiss",

  // Keys
  close: "Close",
  keyList: [
    ["Mod-Enter", "in the script: go to the message"],
    ["Enter", "in the message: the customer sends it"],
    ["Shift-Enter", "in the message: a new line"],
    ["Mod-Enter", "in the message: send the best reply"],
    ["Shift-Alt-T", "in the conversation: keep it as a test of the script"],
    ["Shift-Alt-N", "in the tour: the next step"],
    ["1…9", "take a choice, while nothing is typed"],
    ["Escape", "in the message: go back to the script"],
    ["F8", "next problem"],
    ["Shift-F8", "previous problem"],
    ["Mod-.", "apply the fix under the cursor"],
    ["Shift-Alt-F", "format the script"],
    ["Ctrl-Space", "in the script: what may be written here"],
    ["Mod-I", "in the script: what this word is"],
    ["F12", "go to where the name is declared; with the mouse, Mod and a click"],
    ["Shift-F12", "all places of the name"],
    ["F2", "give the name another one everywhere"],
    ["Mod-Shift-O", "outline: go to a topic, choice, fact or test"],
    ["Ctrl-Shift-[", "fold the topic or choice away; with ] unfold it"],
    ["Mod-F", "find in the script"],
    ["Mod-S", "save the script to this computer"],
    ["←↑→↓", "in the tree: from node to node; with Shift: move the view"],
    ["Enter", "in the tree: go to the line in the script"],
    ["Space", "in the tree: open or close a topic"],
    ["/", "in the tree: search"],
    ["+", "in the tree: larger; - smaller, 0 all of it, c where the cursor is"],
    ["↑↓", "in the data's table and groups: from row to row; PageUp, PageDown, Home, End"],
    ["E", "in the data: the message becomes an example"],
    ["T", "in the data: a new topic from it"],
    ["F2", "on a file's tab: rename it"],
    ["Delete", "on a file's tab: take it out"],
    ["Tab", "moves on, in the script too"],
  ] as [string, string][],
} as const;

/** How much of all something is, to a tenth of a percent. */
export function share(part: number, of: number): string {
  return tenths.format(of === 0 ? 0 : part / of);
}

/** Bytes as a person reads them. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${number.format(bytes)} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KB` : `${(kib / 1024).toFixed(1)} MB`;
}

function duration(milliseconds: number): string {
  // Browsers round their clocks; a finer figure would be made up.
  if (milliseconds < 1) return "under 1 ms";
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** A zone's city, or what else it ends with. */
function place(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

function shortened(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
