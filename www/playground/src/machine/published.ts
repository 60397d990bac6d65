/** Which version of a script was published last, by the script's name: what was downloaded as a machine. */
import type { Sources } from "answertree/compiler";

export interface Published {
  at: number;
  sources: Sources;
}

const KEY = "answertree.published.1";

/** The most scripts that are remembered; the oldest are forgotten. */
const MOST = 12;

/** The version that was published last under this name. */
export function published(name: string): Published | undefined {
  return read()[name];
}

/** Remembers a version. False where the browser refuses. */
export function publish(name: string, sources: Sources, at: number): boolean {
  const others = Object.entries(read()).filter(([other]) => other !== name);
  others.sort(([, a], [, b]) => b.at - a.at);
  const all = [[name, { at, sources }] as const, ...others.slice(0, MOST - 1)];
  // Where there is no room for all, there may be for fewer.
  for (let keep = all.length; keep > 0; keep = Math.floor(keep / 2)) {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(all.slice(0, keep))));
      return true;
    } catch {
      // Tried again with fewer.
    }
  }
  return false;
}

/** What is kept, as far as it can be read. */
function read(): Record<string, Published> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, Published] => isPublished(entry[1])),
    );
  } catch {
    return {};
  }
}

function isPublished(kept: unknown): kept is Published {
  if (typeof kept !== "object" || kept === null) return false;
  const { at, sources } = kept as Record<string, unknown>;
  return (
    typeof at === "number" &&
    typeof sources === "object" &&
    sources !== null &&
    Object.values(sources).every((text) => typeof text === "string")
  );
}
