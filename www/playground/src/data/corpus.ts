/** The messages that are tried. They live in memory alone. */
import type { Note } from "./reading/protocol.ts";

export interface Corpus {
  /** The file they are from. */
  name: string;
  texts: string[];
  /** The right topic of each, as the file says it. */
  labels: string[] | null;
  notes: Note[];
  /** Whether reading came to the end. */
  whole: boolean;
}
