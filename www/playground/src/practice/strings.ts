/** The texts of the Practice pane. */
const number = new Intl.NumberFormat("en");
const percentage = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });

export const strings = {
  title: "Practice",
  intro:
    "Answer customers as an agent would. Say what each wants, do the steps, and write the reply in your own words; the script is the measure.",
  customers: "Customers",
  seconds: "Seconds for each",
  noClock: "no clock",
  source: "They say",
  fromExamples: "what the examples say",
  fromData: (count: number): string => `what your data says (${number.format(count)} messages)`,
  begin: "Begin",
  gathering: "Gathering customers…",
  none: "No customer can be made: the script needs topics with examples that lead to them and have a reply.",
  broken: "The script has errors; practice begins when it has none.",
  changed: "The script is another by now: these customers are of the version you began with.",

  progress: (at: number, of: number): string => `Customer ${number.format(at)} of ${number.format(of)}`,
  left: (seconds: number): string => `${number.format(seconds)} s left`,
  over: (seconds: number): string => `${number.format(seconds)} s over`,
  customer: "The customer writes",
  topic: "What do they want?",
  topicChoose: "Choose a topic…",
  steps: "Steps of this topic",
  stepsHint: "Tick what you have done, in this order.",
  reply: "Your reply",
  send: "Send",
  sendHint: "Ctrl-Enter sends",
  stop: "Stop here",

  right: "Right: this is",
  wrong: (title: string): string => `You said ${title}. It is`,
  unsaid: "You said nothing. It is",
  scripted: "The script says",
  yours: "You said",
  nothing: "(nothing)",
  skipped: "Steps you left out",
  next: "Next customer",
  finish: "See the results",

  results: "Results",
  message: "Message",
  expected: "Topic",
  chosen: "You said",
  stepsDone: "Steps",
  wording: "Wording",
  time: "Time",
  score: "Score",
  total: "All",
  seconds_: (seconds: number): string => `${number.format(Math.round(seconds))} s`,
  percent: (share: number): string => percentage.format(share),
  summary: (score: number, right: number, of: number): string =>
    `${percentage.format(score)}: the right topic for ${number.format(right)} of ${number.format(of)} customers`,
  scoring:
    "A customer counts half by the topic, a fifth each by steps and wording, and a tenth by the time; a topic without steps counts by the rest.",
  save: "Save as CSV",
  again: "Practise again",
  onlyWrong: "Again with those that went wrong",
};
