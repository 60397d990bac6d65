/** What the page opens with: where projects stand in this browser, and which one is the first. */
import type { Sources } from "answertree/compiler";
import { FILE } from "../engine/protocol.ts";
import { openDatabase } from "./database.ts";
import { isLink, LinkError, type LinkFault, readLink } from "./link.ts";
import { type Project, project, same, scriptName, size } from "./model.ts";
import { dropNote, readNote } from "./note.ts";
import { memoryPairs, pairShelf, storedPairs } from "./pairs.ts";
import type { Shelf } from "./shelf.ts";

/** A database that does not open by then is not waited for. */
const PATIENCE_MS = 3000;
/** Which project a tab has open. */
const OPEN = "answertree.open";
const REMARK = "answertree.remark";
/** Where the page kept its one script before there were projects. */
const BEFORE = "answertree.playground.1";

export interface Start {
  shelf: Shelf;
  project: Project;
  /** Why the projects are not in the database, where they are not. */
  shelfFault: "newer" | "refused" | null;
  linkFault: LinkFault | null;
  /** Nobody has written anything here yet. */
  first: boolean;
}

/** `example` is what a first visit shows. */
export async function start(
  example: { name: string; text: string },
  outdated: () => Promise<void>,
): Promise<Start> {
  let { shelf, fault } = await openShelf(outdated);
  const link = await takeLink();
  let chosen: Project | undefined;
  let first = false;
  try {
    const before = await takeBefore(shelf);
    if (link?.shared !== undefined) {
      chosen = project(link.shared.name, link.shared.files, "link");
    } else {
      chosen = before ?? (await lastOpened(shelf));
      if (chosen !== undefined) chosen = await withNote(shelf, chosen);
    }
    if (chosen === undefined) {
      first = true;
      chosen = project(example.name, { [FILE]: example.text });
    }
    chosen = { ...chosen, opened: Date.now() };
    // One that stands there is left alone until it is known whether another tab writes it.
    if (first || link?.shared !== undefined) await shelf.put(chosen, 0);
  } catch {
    // It opened, and can be used no more.
    fault = "refused";
    shelf = pairShelf("memory", memoryPairs());
    chosen ??= project(example.name, { [FILE]: example.text });
  }
  setOpen(chosen.id);
  return { shelf, project: chosen, shelfFault: fault, linkFault: link?.fault ?? null, first };
}

/** The tab opens this project when it is loaded the next time. */
export function setOpen(id: string): void {
  try {
    sessionStorage.setItem(OPEN, id);
  } catch {
    // Then it opens the one that was opened last.
  }
}

/** Something that is said when the page is loaded the next time. */
export function setRemark(text: string): void {
  try {
    sessionStorage.setItem(REMARK, text);
  } catch {
    // It was for the better.
  }
}

export function takeRemark(): string {
  try {
    const text = sessionStorage.getItem(REMARK) ?? "";
    sessionStorage.removeItem(REMARK);
    return text;
  } catch {
    return "";
  }
}

async function openShelf(
  outdated: () => Promise<void>,
): Promise<{ shelf: Shelf; fault: Start["shelfFault"] }> {
  let fault: Start["shelfFault"] = "refused";
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new DOMException("no answer came", "TimeoutError")), PATIENCE_MS);
    });
    return { shelf: await Promise.race([openDatabase(outdated), late]), fault: null };
  } catch (error) {
    if (error instanceof DOMException && error.name === "VersionError") fault = "newer";
  }
  try {
    return { shelf: pairShelf("storage", storedPairs()), fault };
  } catch {
    return { shelf: pairShelf("memory", memoryPairs()), fault };
  }
}

/** The script of the link that the page was opened with. It stands in the address for no longer than that. */
async function takeLink(): Promise<{ shared?: { name: string; files: Sources }; fault?: LinkFault } | null> {
  const { hash, pathname, search } = location;
  if (!isLink(hash)) return null;
  history.replaceState(history.state, "", pathname + search);
  try {
    return { shared: await readLink(hash) };
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { fault: error.fault };
  }
}

async function lastOpened(shelf: Shelf): Promise<Project | undefined> {
  let id: string | null = null;
  try {
    id = sessionStorage.getItem(OPEN);
  } catch {
    // Then it is the newest.
  }
  const own = id === null ? undefined : await shelf.project(id);
  return own ?? (await shelf.projects()).sort((one, other) => other.opened - one.opened)[0];
}

/** What was written down at the last moment, and what the database has: the newer one is opened, the other becomes history. */
async function withNote(shelf: Shelf, stands: Project): Promise<Project> {
  const note = readNote(stands.id);
  if (note === undefined) return stands;
  const newer = note.changed >= stands.changed;
  const older = newer ? stands : note;
  const chosen = newer ? { ...stands, ...note, revision: stands.revision } : stands;
  // Where the note goes on from what stands, that is only the text of a moment ago.
  const history = !same(older.files, chosen.files) && !(newer && note.revision === stands.revision + 1);
  const why = newer ? "tab" : "unsaved";
  try {
    if (history) {
      await shelf.keep({ project: stands.id, at: Date.now(), why, size: size(older.files) }, older.files);
    }
    const kept = { ...chosen, revision: Math.max(note.revision, stands.revision + 1) };
    if (newer) {
      // The page before may still have been writing: what it wrote is looked at in its turn.
      const other = await shelf.put(kept, stands.revision);
      if (other !== null) return withNote(shelf, other);
      dropNote(stands.id);
      return kept;
    }
    dropNote(stands.id);
  } catch {
    // The note stays, and is opened all the same.
  }
  return chosen;
}

/** The script of the time before projects becomes one. It goes from where it was once it stands in its new place. */
async function takeBefore(shelf: Shelf): Promise<Project | undefined> {
  let text: string | null = null;
  try {
    text = localStorage.getItem(BEFORE);
  } catch {
    return undefined;
  }
  if (text === null) return undefined;
  let before: Record<string, unknown>;
  try {
    before = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { script, ...kept } = before;
  if (typeof script !== "string") return undefined;
  const files = { [FILE]: script };
  const taken = { ...project(scriptName(files), files), kept };
  if ((await shelf.put(taken, 0)) === null && shelf.kind !== "memory") localStorage.removeItem(BEFORE);
  return taken;
}
