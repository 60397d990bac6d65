/** What an author's tools ask about a script. Changes here are changes of the API. */
import type { Operation, Place, Start } from "./types.js";

/** A node of the graph of a script. */
export interface GraphNode {
  kind: "topic" | "menu" | "choice" | "then" | "hand-off" | "end" | "another topic";
  /** What people read; empty where branches come together. */
  label: string;
  /** Its stable name; empty for what has none. */
  name: string;
  /** What must hold for it, and what it needs or does: a line each. */
  details: string[];
  /** What is said there. */
  replies: string[];
  /** Where it is written; `null` for what is written nowhere by itself. */
  place: Place | null;
}

/** An edge between two nodes, as places in the list of nodes. */
export interface GraphEdge { from: number; to: number; kind: "next" | "goto" | "call" | "handler"; label: string }

/** The trees of a script, in the order of the script. */
export interface Graph { title: string; nodes: GraphNode[]; edges: GraphEdge[] }

/** A conversation to be kept as a test. Only ticks let time go by in a test, so their times say how long was waited. */
export interface Recorded { start: Start; operations: Operation[] }

/** A test that passes now. */
export interface RecordedTest {
  /** Its lines, to be put into the script; empty where nothing was done. */
  test: string;
  /** Why the first operation that does not fit the script was refused; the test ends before it. */
  refused: { code: string; message: string } | null;
}

/** The questions: what each is asked with, and what it answers. All but those that say so need a script without errors. */
export interface Questions {
  graph: { asked: Record<string, never>; answer: Graph };
  record: { asked: Recorded; answer: RecordedTest };
}
