/** The texts of the Machine pane. */
import type { MachineInfo } from "answertree/compiler";
import { share, size } from "../strings.ts";

const number = new Intl.NumberFormat("en");
const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const plural = (count: number, one: string, other: string): string =>
  `${number.format(count)} ${count === 1 ? one : other}`;

export const strings = {
  title: "Machine",
  none: "There is no machine yet: the script has errors.",
  old: "The script has errors now: this is the machine of the last version without any.",
  summary: ({ topics, facts, channels, departments }: MachineInfo): string =>
    [
      plural(topics, "topic", "topics"),
      plural(facts.length, "fact", "facts"),
      plural(channels.length, "channel", "channels"),
      plural(departments.length, "department", "departments"),
    ].join(", "),
  size,
  loaded: (milliseconds: number): string => `loaded in ${duration(milliseconds)}`,

  downloads: "Take it away",
  machineFile: "Machine",
  machineHint: "The one file that a runtime needs; what you download is what you have published",
  scriptFile: "Script",
  scriptHint: "What you have written, to go on with elsewhere",
  downloadedMachine: "Downloaded. This version counts as published from now on.",
  notKept: "Downloaded; the browser refused to remember which version it was.",

  changes: "Since the last published version",
  neverPublished: "Nothing was published yet: downloading the machine publishes it.",
  publishedAt: (at: number): string => `published ${moment.format(at)}`,
  same: "Nothing has changed for people.",
  brokenOld: "The version that was published has errors for this compiler, so it cannot be compared.",
  comparing: "Comparing…",
  count: (added: number, removed: number, changed: number): string =>
    [
      added > 0 ? `${plural(added, "thing", "things")} added` : "",
      removed > 0 ? `${number.format(removed)} removed` : "",
      changed > 0 ? `${number.format(changed)} changed` : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  wholeScript: "The script as a whole",
  added: "added",
  removed: "removed",
  changed: "changed",

  sections: "What it is made of",
  section: "Section",
  bytes: "Size",
  share: "Share",
  ofAll: share,

  embed: "Put it to use",
  target: "Where",
  copySnippet: "Copy",
  listing: "Listing",
  listingHint: "The machine in a form for people to read",
  listingMore: (lines: number): string =>
    `${plural(lines, "more line", "more lines")}: all of it is in the file`,
  listingSave: "Save the listing",
};

/** A short time as people say it. */
function duration(milliseconds: number): string {
  return milliseconds < 1
    ? `${number.format(Math.round(milliseconds * 1000))} µs`
    : `${number.format(Math.round(milliseconds * 10) / 10)} ms`;
}
