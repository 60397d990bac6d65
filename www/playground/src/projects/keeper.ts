/** Keeps the open project: each change within a moment, and a history of it. */
import type { Sources } from "answertree/compiler";
import { type Project, same, scriptName, size, tidyName, type Version, type Why } from "./model.ts";
import { dropNote, leaveNote } from "./note.ts";
import { isFull, type Shelf } from "./shelf.ts";
import { superfluous } from "./thin.ts";

/** A change is kept this long after it was made at the latest, together with what came in between. */
const KEEP_MS = 200;
/** So long after a change a version goes into the history. */
const VERSION_MS = 30_000;
/** What is left of each history, first and then, when the space is used up. */
const LESS = [20, 3] as const;

/** What goes wrong with keeping. */
export type Trouble = "thinned" | "full" | "failed";

export interface KeeperDeps {
  shelf: Shelf;
  project: Project;
  /** What is on the page. */
  now(): Pick<Project, "files" | "front" | "kept">;
  /** Whether this page is the one that may write. */
  mine(): boolean;
  /** Said once each, until it goes well again. */
  trouble(what: Trouble): void;
  /** It is kept by now. */
  kept(project: Project): void;
}

export interface Keeper {
  project(): Project;
  /** Something changed. */
  touched(): void;
  /** Keeps what changed now. */
  flush(): Promise<void>;
  /** Leaves a note of what is not kept yet, before it is known whether there is time for more. */
  note(): void;
  /** Puts the text as it is now into the history, unless it is there. */
  version(why: Why): Promise<void>;
  rename(name: string): Promise<void>;
  /** What was kept by another page is what stands now. */
  adopt(project: Project): void;
  /** Nothing is written from now on. */
  end(): void;
}

export function startKeeper(deps: KeeperDeps): Keeper {
  const { shelf } = deps;
  let { project } = deps;
  let dirty = false;
  let ended = false;
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let versionTimer: ReturnType<typeof setTimeout> | undefined;
  /** The newest text of the history. */
  let newest: Sources | undefined;
  const said = new Set<Trouble>();
  /** A project that is called as its script calls itself goes on so, also past a moment in which that calls itself nothing. */
  let follows = followsScript(project);

  function tell(what: Trouble): void {
    if (!said.has(what)) deps.trouble(what);
    said.add(what);
  }

  function next(): Project {
    const now = deps.now();
    const called = follows ? scriptName(now.files) : "";
    const name = called === "" ? project.name : tidyName(called);
    return { ...project, ...now, name, changed: Date.now(), revision: project.revision + 1 };
  }

  function touched(): void {
    if (ended || !deps.mine()) return;
    dirty = true;
    timer ??= setTimeout(flush, KEEP_MS);
    versionTimer ??= setTimeout(() => void version("time"), VERSION_MS);
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (ended || !deps.mine()) return Promise.resolve();
    // Slower than the author types: a note holds until it is done.
    if (running !== null && dirty) note();
    running ??= write().finally(() => {
      running = null;
    });
    return running;
  }

  async function write(): Promise<void> {
    while (dirty && !ended && deps.mine()) {
      const mine = next();
      dirty = false;
      try {
        const stands = await roomy(() => shelf.put(mine, project.revision));
        if (stands !== null) {
          // Another page wrote, unasked: its text is history, and not lost.
          await log(stands, "tab", stands.files);
          project = { ...project, revision: stands.revision };
          dirty = true;
          continue;
        }
      } catch (error) {
        // Tried again with the next change.
        dirty = true;
        const noted = shelf.kind === "database" && leaveNote(mine);
        tell(isFull(error) ? "full" : noted ? "failed" : "full");
        return;
      }
      project = mine;
      said.delete("full");
      said.delete("failed");
      if (!dirty) dropNote(project.id);
      deps.kept(project);
    }
  }

  /** Does something that needs space; where there is none, histories make room. */
  async function roomy<T>(act: () => Promise<T>): Promise<T> {
    for (const most of LESS) {
      try {
        return await act();
      } catch (error) {
        if (!isFull(error)) throw error;
        const all = await shelf.projects();
        const gone: number[] = [];
        for (const { id } of all) gone.push(...superfluous(await shelf.versions(id), most));
        if (gone.length === 0) continue;
        await shelf.drop(gone);
        tell("thinned");
      }
    }
    return act();
  }

  function note(): void {
    // What is being written counts, too: whether it arrives is not known to a page that goes.
    const open = dirty || running !== null;
    if (open && !ended && deps.mine() && shelf.kind === "database") leaveNote(next());
  }

  async function log(of: Pick<Project, "id">, why: Why, texts: Sources): Promise<void> {
    const version: Omit<Version, "key"> = { project: of.id, at: Date.now(), why, size: size(texts) };
    await roomy(() => shelf.keep(version, texts));
    const gone = superfluous(await shelf.versions(of.id));
    if (gone.length > 0) await shelf.drop(gone);
  }

  async function version(why: Why): Promise<void> {
    clearTimeout(versionTimer);
    versionTimer = undefined;
    if (ended || !deps.mine()) return;
    const { files } = deps.now();
    try {
      newest ??= await newestText();
      if (newest !== undefined && same(newest, files)) return;
      const before = newest;
      newest = files;
      await log(project, why, files).catch((error: unknown) => {
        newest = before;
        throw error;
      });
    } catch (error) {
      tell(isFull(error) ? "full" : "failed");
    }
  }

  async function newestText(): Promise<Sources | undefined> {
    const last = (await shelf.versions(project.id))[0];
    return last && shelf.texts(last.key);
  }

  return {
    project: () => project,
    touched,
    flush,
    note,
    version,
    rename(name) {
      project = { ...project, name };
      follows = followsScript({ ...project, files: deps.now().files });
      dirty = true;
      return flush();
    },
    adopt(other) {
      project = other;
      follows = followsScript(other);
      newest = undefined;
      dirty = false;
    },
    end() {
      ended = true;
      clearTimeout(timer);
      clearTimeout(versionTimer);
    },
  };
}

function followsScript({ name, files }: Pick<Project, "name" | "files">): boolean {
  return name === tidyName(scriptName(files));
}
