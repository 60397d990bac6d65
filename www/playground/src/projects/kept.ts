/** What of the page is kept with a project, next to its files, as a value of JSON. */
import type { KeptTalk } from "../chat/conversation.ts";
import { readEntries } from "../chat/entries.ts";
import { readTour, type TourState } from "../tour/state.ts";

export interface Kept {
  message: string;
  channel: string;
  language: string;
  facts: Record<string, string>;
  /** Where the conversation's clock is; empty where that is for the script to say. */
  zone: string;
  talk: KeptTalk | undefined;
  /** Messages worth trying with it. */
  samples: readonly string[];
  /** Where the tour stands, where this is its project. */
  tour: TourState | undefined;
}

export function packKept({ talk, ...rest }: Partial<Kept>): unknown {
  const bytes = talk && btoa(Array.from(talk.saved, (byte) => String.fromCharCode(byte)).join(""));
  // As JSON has it, wherever it is put: without what is not there.
  return JSON.parse(JSON.stringify({ ...rest, talk: talk && { ...talk, saved: bytes } }));
}

/** What was kept, as far as it can be read. */
export function readKept(kept: unknown): Partial<Kept> {
  if (typeof kept !== "object" || kept === null) return {};
  const from = kept as Record<string, unknown>;
  const read: Partial<Kept> = {};
  for (const name of ["message", "channel", "language", "zone"] as const) {
    const value = from[name];
    if (typeof value === "string") read[name] = value;
  }
  const { facts } = from;
  if (typeof facts === "object" && facts !== null) {
    read.facts = Object.fromEntries(
      Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  }
  const talk = readTalk(from.talk);
  if (talk !== undefined) read.talk = talk;
  if (Array.isArray(from.samples)) read.samples = from.samples.filter((one) => typeof one === "string");
  const tour = readTour(from.tour);
  if (tour !== undefined) read.tour = tour;
  return read;
}

/** A conversation that was kept. Whether its bytes are any is for the engine to say. */
function readTalk(kept: unknown): KeptTalk | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const { saved, entries, alone, ahead, begins } = kept as Record<string, unknown>;
  const read = readEntries(entries);
  const bytes = typeof saved === "string" ? readBytes(saved) : undefined;
  if (bytes === undefined || read.length === 0) return undefined;
  return {
    saved: bytes,
    entries: read,
    alone: alone === true,
    ahead: typeof ahead === "number" && Number.isSafeInteger(ahead) ? ahead : 0,
    begins: typeof begins === "number" && Number.isSafeInteger(begins) ? begins : null,
  };
}

function readBytes(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
