/** Every text of the Tests pane. */
const number = new Intl.NumberFormat("en");
const plural = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${count === 1 ? one : other}`;

export const strings = {
  title: "Tests",
  views: "What is shown",
  results: "Results",
  coverage: "Coverage",
  walk: "What can go wrong",
  waiting: "Running the tests…",
  errors: "Tests run once the script has no errors.",
  errorsOld: "The script has errors: these are the results from before.",
  broken: (message: string): string => `The tests could not be run: ${message}`,
  none: "There is no test yet",
  noneHow:
    "Try a conversation and keep it as a test with the button above, or write one: a line `test` with a name, and under it what the customer writes and what to expect.",
  noneShown: "No test is like that.",
  failing: (failed: number): string => plural(failed, "test fails", "tests fail"),
  summary: (passed: number, failed: number): string =>
    failed === 0
      ? `${plural(passed, "test passes", "tests pass")}`
      : `${strings.failing(failed)}, ${number.format(passed)} pass`,
  ranIn: (milliseconds: number): string =>
    milliseconds < 1000
      ? `${Math.max(1, Math.round(milliseconds))} ms`
      : `${(milliseconds / 1000).toFixed(1)} s`,
  filter: "Find a test",
  onlyFailed: "Only failed",
  keep: "Keep the conversation as a test",
  keepHint: "Write what was tried in the conversation into the script, as a test",
  kept: "The conversation is a test of the script now.",
  keptPart: (message: string): string => `Kept up to what does not fit the script any more: ${message}`,
  nothingToKeep: "Nothing was tried yet: write as the customer first.",
  notKept: (message: string): string => `This cannot be kept as a test: ${message}`,
  passed: "Passed",
  failed: "Failed",
  line: (line: number): string => `line ${number.format(line)}`,
  expected: (expected: string): string => `${expected.charAt(0).toUpperCase()}${expected.slice(1)}`,
  found: (found: string): string => `but ${found}`,
  origin: "It comes from",
  alone: "Run alone",
  aloneSpoken: (name: string): string => `Run alone: ${name}`,
  aloneNow: (name: string): string => `Only “${name}” is run. Coverage is what it reaches.`,
  all: "Run all",
  jump: (name: string): string => `Go to the test: ${name}`,
  more: (count: number): string => `and ${plural(count, "more test", "more tests")}: narrow them down above`,

  // Coverage
  coverageNone: "Coverage comes with the first test.",
  inScript: "Show beside the script's lines",
  of: (reached: number, all: number): string => `${number.format(reached)} of ${number.format(all)}`,
  parts: {
    entered: "Topics entered",
    replies: "Replies said",
    offered: "Choices offered",
    taken: "Choices taken",
    steps: "Steps shown",
    ends: "Ends and hand-offs",
    guards: "Guards, both ways",
    examples: "Examples that lead to their topic",
  },
  whole: "All of it is reached.",
  notEntered: "No test comes here.",
  lineKinds: { reply: "reply", step: "step", end: "end", other: "line" } as Record<string, string>,
  never: (kind: string): string => `${kind}, never reached`,
  neverOffered: "choice, never offered",
  neverTaken: "choice, never taken",
  neverHeld: "guard, never true",
  alwaysHeld: "guard, never false",
  leadsTo: (topic: string | null): string =>
    topic === null ? "example, leads to no topic" : `example, leads to ${topic}`,
  reached: (times: number): string => `Tests come here: ${plural(times, "time", "times")}`,
  missed: "No test comes here",

  // Walking
  walkAbout:
    "Walks every conversation that the script allows, and says where one goes wrong: a dead end, a reply that says nothing, a branch that nobody can take.",
  walkStart: "Walk all conversations",
  walkStop: "Stop",
  walking: "Walking…",
  walkAgain: "Walk again",
  walkStale: "The script has changed since.",
  walked: (turns: number, whole: boolean): string =>
    `${plural(turns, "turn", "turns")} walked${whole ? ": all there are" : "; there are more"}`,
  walkFurther: "Walk further",
  undecided: (count: number): string =>
    `Whether anything leads to ${plural(count, "line", "lines")} is not decided by then.`,
  fine: "Nothing goes wrong in them.",
  findings: (count: number): string => plural(count, "finding", "findings"),
  way: "The way there",
  makeTest: "Make a test of this",
  madeTest:
    "The way is a test of the script now. It passes as long as it goes wrong: change what it expects.",
};
