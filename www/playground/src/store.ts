/** What survives a reload. */
import type { KeptTalk } from "./chat/conversation.ts";
import { readEntries } from "./chat/entries.ts";

export interface Saved {
  script: string;
  message: string;
  channel: string;
  language: string;
  facts: Record<string, string>;
  talk: KeptTalk | undefined;
}

const KEY = "answertree.playground.1";

/** What was kept, as far as it can be read. */
export function restore(): Partial<Saved> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? checked(kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Keeps it. False where the browser refuses (private mode, full, switched off). */
export function keep(saved: Saved): boolean {
  try {
    const { talk, ...rest } = saved;
    const bytes = talk && btoa(Array.from(talk.saved, (byte) => String.fromCharCode(byte)).join(""));
    localStorage.setItem(KEY, JSON.stringify({ ...rest, talk: talk && { ...talk, saved: bytes } }));
    return true;
  } catch {
    return false;
  }
}

function checked(kept: Record<string, unknown>): Partial<Saved> {
  const saved: Partial<Saved> = {};
  for (const name of ["script", "message", "channel", "language"] as const) {
    const value = kept[name];
    if (typeof value === "string") saved[name] = value;
  }
  const { facts } = kept;
  if (typeof facts === "object" && facts !== null) {
    saved.facts = Object.fromEntries(
      Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  }
  const talk = readTalk(kept.talk);
  if (talk !== undefined) saved.talk = talk;
  return saved;
}

/** A conversation that was kept. Whether its bytes are any is for the engine to say. */
function readTalk(kept: unknown): KeptTalk | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const { saved, entries, alone, ahead } = kept as Record<string, unknown>;
  const read = readEntries(entries);
  if (typeof saved !== "string" || read.length === 0) return undefined;
  return {
    saved: Uint8Array.from(atob(saved), (character) => character.charCodeAt(0)),
    entries: read,
    alone: alone === true,
    ahead: typeof ahead === "number" && Number.isSafeInteger(ahead) ? ahead : 0,
  };
}
