/** What survives a reload. */

export interface Saved {
  script: string;
  message: string;
  channel: string;
  language: string;
  facts: Record<string, string>;
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
    localStorage.setItem(KEY, JSON.stringify(saved));
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
  return saved;
}
