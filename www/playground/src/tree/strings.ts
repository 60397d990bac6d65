/** All text of the tree pane. */
import type { GraphNode } from "answertree/author";
import type { Item } from "./model.ts";

const outcomes: Readonly<Record<string, string>> = {
  resolved: "Ends: resolved",
  unresolved: "Ends: unresolved",
  spam: "Ends: spam",
  return: "Goes back",
};

const kinds: Readonly<Record<GraphNode["kind"] | "department", string>> = {
  topic: "Topic",
  menu: "Menu",
  choice: "Choice",
  // biome-ignore lint/suspicious/noThenProperty: the engine's word for where branches come together
  then: "Branches come together",
  "hand-off": "Hand-off",
  end: "End",
  "another topic": "Topic",
  department: "Department",
};

const label = ({ kind, label }: Item): string => (kind === "end" ? (outcomes[label] ?? label) : label);

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

export const strings = {
  tree: "Tree of the script",
  heading: "Tree",
  label,
  kind: ({ kind }: Item): string => kinds[kind],
  ways: (count: number) => `${count} ways`,

  search: "Search the tree",
  searchHint: "Search (/)",
  hits: (at: number, count: number) => (count === 0 ? "Nothing found" : `${at} of ${count}`),

  tools: "Drawing",
  fit: "Fit",
  fitHint: "Show all of it (0)",
  larger: "Larger (+)",
  smaller: "Smaller (-)",
  cursor: "Cursor",
  cursorHint: "Go to where the cursor is in the script (c)",
  openAll: "Open all",
  openAllHint: "Show the choices of every topic",
  closeAll: "Close all",
  closeAllHint: "Show topics and departments only",
  saveSvg: "SVG",
  saveSvgHint: "Save the drawing as a picture that can be enlarged",
  savePng: "PNG",
  savePngHint: "Save the drawing as a picture of dots",
  saved: (name: string) => `Saved ${name}.`,
  pngFailed: "The browser could not draw the picture: it may be too large. SVG has no such limit.",

  overview: "Overview: arrow keys move the view",
  open: (title: string) => `Show the choices of ${title}`,

  empty: "There is no topic to draw yet. Write one, such as “== late: Late delivery”.",
  old: "The script has errors: this is the tree of the last version without.",
  none: "The script has errors. Its tree is drawn once they are gone.",
  drawing: "Drawing…",
  failed: (why: string) => `The tree could not be drawn: ${why}`,
  crashed: "The drawing of the tree took too long and was stopped. Close topics to draw less.",
  counts: (topics: number, nodes: number, shown: number) =>
    `${many(topics, "topic")}, ${shown === nodes ? many(nodes, "node") : `${shown} of ${many(nodes, "node")} shown`}`,
  help: "Arrows go from node to node, Enter to the line, Space opens a topic, Shift and arrows move the view.",

  /** What a node says to somebody who does not see it. */
  spoken({
    item,
    targets,
    closed,
    marks,
  }: {
    item: Item;
    /** What it leads to, other than what stands in it. */
    targets: readonly string[];
    /** How many choices a closed topic has. */
    closed: number;
    marks: readonly string[];
  }): string {
    const parts = [`${kinds[item.kind]}${item.label === "" ? "" : `: ${label(item)}`}`, ...item.details];
    if (closed > 0) parts.push(`${many(closed, "node")} in it`);
    if (targets.length > 0) parts.push(`leads to ${targets.join(", ")}`);
    return [...parts, ...marks].join("; ");
  },
  lit: "on the current path",
  offered: "can be chosen now",
  here: "the cursor is here",
};
