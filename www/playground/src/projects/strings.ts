/** Every text of projects, files and links. */
import { size } from "../strings.ts";
import type { LinkFault } from "./link.ts";
import type { Why } from "./model.ts";

const number = new Intl.NumberFormat("en");
const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

export const strings = {
  close: "Close",
  cancel: "Cancel",
  dismiss: "Dismiss",
  reload: "Load anew",
  saveFile: "Save the script",

  // The project
  project: "Project",
  projectHint: (name: string): string => `Project: ${name}. Files, history and other projects`,
  name: "Name",
  thisProject: "This project",
  otherProjects: "Other projects",
  noOthers: "There are no others yet.",
  rename: "Rename",
  duplicate: "Duplicate",
  duplicateHint: "Make a copy of this project and open it",
  delete: "Delete",
  deleteAsk: (name: string): string =>
    `Delete the project “${name}” with its history? This cannot be undone.`,
  deleteYes: "Delete for good",
  newProject: "New project",
  newName: "New script",
  /** Called as the project is, which goes on being called as the script is. */
  newText: `script New script
language en

# What customers write about: a name of one word, a colon, and a title. Make it yours.
== hours: Opening hours
# How they say it, a line for each.
- when are you open
- are you open on Sunday
# What you reply.
> We are open from 9 to 5, and closed on Sunday.

# For the next subject, write the same lines again below.
`,
  openProject: (name: string): string => `Open the project ${name}`,
  deleteProject: (name: string): string => `Delete the project ${name}`,
  open: "Open",
  changed: (at: number): string => `changed ${when.format(at)}`,
  fileCount: (count: number): string => `${number.format(count)} ${count === 1 ? "file" : "files"}`,
  importFolder: "Import a folder",
  importFiles: "Import files",
  importHint: "Make a project of .answers files on this computer",
  exportFolder: "Export to a folder",
  exportFiles: "Download the files",
  imported: "The files could not be imported.",
  exported: (count: number): string => `${number.format(count)} ${count === 1 ? "file" : "files"} written.`,
  exportFailed: "The files could not be written.",
  copyOf: (name: string): string => `${name}, copy`,
  importFaults: {
    none: "There is no .answers file among these.",
    main: (name: string): string =>
      `No file is called main.answers, and several could be the one that includes the others: ${name} is taken.`,
    text: (name: string): string => `${name} is not text in UTF-8. Nothing was changed.`,
    large: (name: string, most: number): string =>
      `${name} is larger than ${size(most)}. Nothing was changed.`,
    many: (most: number): string => `These are more than ${number.format(most)} files.`,
    skipped: (names: string): string => `Left out, for a script cannot include a file of that name: ${names}`,
  },
  dropHere: "Drop .answers files to open them as a new project",

  // History
  history: "History",
  historyHint: "Earlier versions of this project, and what has changed since",
  versions: "Versions",
  noVersions:
    "There is none yet. A version is kept half a minute after a change, and before anything takes the place of the script.",
  versionAt: (at: number): string => clock.format(at),
  why: {
    opened: "as it was opened",
    time: "while writing",
    open: "before a file was opened",
    example: "before an example",
    restore: "before an earlier version",
    tab: "from another tab",
    unsaved: "written, and not kept in time",
    files: "before files changed",
  } satisfies Record<Why, string>,
  restore: "Bring it back",
  restored: "The version is back. The text before it is in the history.",
  differences: "What is different now",
  noDifference: "The script is as it is in this version.",
  tooDifferent: "The texts have too little in common to show their differences line by line.",
  fileAdded: (name: string): string => `${name} (not in this version)`,
  fileGone: (name: string): string => `${name} (only in this version)`,
  lineOut: "in this version only:",
  lineIn: "now only:",
  linesSame: (count: number): string => `${number.format(count)} unchanged ${count === 1 ? "line" : "lines"}`,
  versionGone: "This version is no longer there.",

  // Files
  files: "Files of the script",
  fileAdd: "Add a file",
  topicAdd: "Topic",
  topicAddHint: "Write another topic at the end of the script",
  topicText: (name: string): string => `== ${name}: Title
- what a customer writes
- the same in other words
> What you reply.`,
  fileRename: "Rename the file",
  fileDelete: "Delete the file",
  fileName: "File name",
  fileNameHint: "Letters, digits, - and _, with / between folders. The ending .answers is put behind it.",
  fileInclude: "Include it in the main file",
  fileNameWrong: "A script cannot include a file of this name.",
  fileNameTaken: "There is a file of this name.",
  fileDeleted: (name: string): string => `${name} is deleted.`,
  undo: "Undo",
  add: "Add",

  // Two tabs
  turnOther:
    "This project is being edited in another tab. Here it can only be read; it follows what is written there.",
  turnLost:
    "Another tab has taken over this project. Here it can only be read; it follows what is written there.",
  turnReading: "Here the project can only be read: another tab edits it.",
  turnTake: "Edit here",
  turnCopy: "Open a copy",
  turnGained: "This tab edits the project now.",
  outdated:
    "A newer version of this page is open in another tab. Your text is kept; load this page anew to go on with it.",

  // Where it is kept
  smallShelf:
    "This browser refuses its database, as in a private window. The script is kept in a smaller place, with a short history.",
  newer:
    "A newer version of this page has kept projects, which this one cannot read. Load the page anew to get it.",
  nowhereToPut:
    "This browser keeps nothing, so the script on the page would be lost. Save it, or use another window.",
  thinned: "The browser's space for this page is nearly used up. Old versions of the history were deleted.",
  full: "The browser's space for this page is used up: what you write may not be kept. Delete projects, or save the script.",
  failed:
    "The last changes could not be kept in the database. They are noted down in this browser until it works again.",

  // Links
  share: "Share",
  shareHint: "A link that carries the script",
  shareText:
    "The link holds the whole script behind its #. Whoever opens it has the script; no server gets it.",
  shareLink: "Link",
  shareLength: (length: number): string => `${number.format(length)} characters`,
  shareLong: (most: number): string =>
    `Longer than ${number.format(most)} characters: chats and mail programs may cut it. Send the file instead.`,
  shareCopy: "Copy link",
  shareCopied: "Link copied",
  shareFile: "Download the file",
  shareFailed: "This browser cannot compress the script, so there is no link. Send the file instead.",
  fromLink: (name: string): string =>
    `“${name}” came with a link: somebody else wrote it. It is a project of its own; yours are under Project.`,
  linkFaults: {
    broken: "The link is damaged or cut off: no script can be read from it.",
    newer: "The link is of a newer version of this page, which this one cannot read.",
    large: "The link holds more than a script may be, and was not opened.",
    text: "What the link holds is not a script in UTF-8 text.",
    files: "What the link holds is not a script: its files have wrong names, or there are too many.",
  } satisfies Record<LinkFault, string>,
} as const;
