/** The project that is open: kept as it changes, read only while another tab writes it, replaced by no surprise. */
import type { Sources } from "answertree/compiler";
import { strings as pageStrings } from "../strings.ts";
import { mountBar } from "./bar.ts";
import { type Keeper, startKeeper, type Trouble } from "./keeper.ts";
import { isLink } from "./link.ts";
import { project as newProject, type Project, same, size, tidyName, type Why } from "./model.ts";
import type { Shelf } from "./shelf.ts";
import { setOpen, setRemark, start, takeRemark } from "./start.ts";
import { strings } from "./strings.ts";
import { startTurn } from "./turn.ts";

/** What the desk needs of the page that it is set up for. It exists only after the project is read. */
export interface DeskPage {
  now(): Pick<Project, "files" | "front" | "kept">;
  /** Shows other files in place of those on the page. */
  open(files: Sources, front: string): void;
  lock(locked: boolean): void;
  /** Hands the script to the browser as a file. */
  save(): void;
}

export interface Desk {
  /** The lines over the page. */
  element: HTMLElement;
  shelf: Shelf;
  /** The project as it was opened. */
  opened: Project;
  /** Nobody has written anything here yet. */
  first: boolean;
  /** The page is there: from now on it is kept. */
  attach(page: DeskPage): void;
  /** Something that is kept changed. */
  touched(): void;
  /** Whether the page may change the project. Where it may not, that is said. */
  mayWrite(): boolean;
  project(): Project;
  /** To be told when the project has another name. */
  onName(listener: (name: string) => void): void;
  rename(name: string): void;
  /** Before something replaces the text: as it is at this moment it goes into the history. */
  before(why: Why): void;
  /** Opens another project. The page is loaded anew with it. */
  switchTo(id: string): Promise<void>;
  /** Makes a project of these files and opens it; false where it cannot be kept, which has been said. */
  create(name: string, files: Sources, more?: More): Promise<boolean>;
  /** Takes a project away; where it is the open one, another is opened. */
  remove(id: string): Promise<void>;
  /** Puts a version of the history in place of the text. */
  restore(files: Sources): Promise<void>;
}

/** What else a new project has. */
export interface More {
  /** Said once it is open. */
  remark?: string;
  /** What else of the page belongs to it. */
  kept?: unknown;
}

export interface DeskDeps {
  example: { name: string; text: string };
  /** Says that something went wrong. */
  show(text: string): void;
  say(text: string): void;
}

export async function startDesk(deps: DeskDeps): Promise<Desk> {
  const bar = mountBar();
  let page: DeskPage | undefined;
  let keeper: Keeper | undefined;
  const names = new Set<(name: string) => void>();
  const begun = await start(deps.example, outdated);
  const { shelf, project: opened } = begun;
  const turn = await startTurn({
    id: opened.id,
    async gained() {
      await catchUp();
      page?.lock(false);
      // Also what this tab could not keep before, where nobody wrote in between.
      keeper?.touched();
      bar.clear("turn");
      deps.say(strings.turnGained);
    },
    lost: () => readOnly(strings.turnLost),
    async yielding() {
      await keeper?.flush();
      await keeper?.version("tab");
    },
    behind: () => void catchUp(),
  });

  /** Only to be read: somebody else writes. */
  function readOnly(why: string): void {
    page?.lock(true);
    bar.set("turn", why, "alarm", [
      { label: strings.turnTake, act: () => void turn.take() },
      { label: strings.turnCopy, act: () => void copyHere() },
    ]);
  }

  async function copyHere(): Promise<void> {
    if (page === undefined) return;
    await create(strings.copyOf(current().name), page.now().files);
  }

  /** Shows what another tab has kept. Where this one has something else that is not kept, it goes into the history. */
  async function catchUp(): Promise<void> {
    const stands = await shelf.project(opened.id).catch(() => undefined);
    if (stands === undefined || page === undefined || keeper === undefined) return;
    const { files } = page.now();
    const known = keeper.project();
    if (stands.revision === known.revision) return;
    if (!same(files, known.files)) {
      await shelf
        .keep({ project: opened.id, at: Date.now(), why: "unsaved", size: size(files) }, files)
        .catch(() => deps.show(strings.full));
    }
    keeper.adopt(stands);
    if (!same(files, stands.files)) page.open(stands.files, stands.front);
    for (const listener of names) listener(stands.name);
  }

  /** A newer version of the page wants the database. What is not kept is written down first. */
  async function outdated(): Promise<void> {
    await keeper?.flush();
    keeper?.note();
    keeper?.end();
    page?.lock(true);
    bar.set("turn", strings.outdated, "alarm", [
      { label: strings.reload, act: () => location.reload() },
      ...saving(),
    ]);
  }

  function saving(): { label: string; act(): void }[] {
    return [{ label: strings.saveFile, act: () => page?.save() }];
  }

  function trouble(what: Trouble): void {
    if (what === "thinned") bar.set("thinned", strings.thinned, "quiet", [dismiss("thinned")]);
    else bar.set("space", what === "full" ? strings.full : strings.failed, "alarm", saving());
  }

  function dismiss(name: string): { label: string; act(): void } {
    return { label: strings.dismiss, act: () => bar.clear(name) };
  }

  function current(): Project {
    return keeper?.project() ?? opened;
  }

  /** Leaves for another project. Where nothing is kept there is none to leave for. */
  async function leave(id: string): Promise<void> {
    await keeper?.flush();
    keeper?.note();
    setOpen(id);
    location.reload();
  }

  async function create(
    name: string,
    files: Sources,
    { remark = "", kept = {} }: More = {},
  ): Promise<boolean> {
    if (shelf.kind === "memory") {
      deps.show(strings.nowhereToPut);
      return false;
    }
    const made = { ...newProject(name, files), kept };
    try {
      await shelf.put(made, 0);
    } catch {
      deps.show(strings.full);
      return false;
    }
    if (remark !== "") setRemark(remark);
    await leave(made.id);
    return true;
  }

  function saySo(): void {
    const remark = takeRemark();
    if (remark !== "") deps.show(remark);
    if (begun.linkFault !== null) deps.show(strings.linkFaults[begun.linkFault]);
    if (opened.origin === "link") bar.set("link", strings.fromLink(opened.name), "quiet", [dismiss("link")]);
    if (shelf.kind === "memory")
      bar.set("shelf", pageStrings.storageRefused, "alarm", [...saving(), dismiss("shelf")]);
    else if (begun.shelfFault !== null) {
      const text = begun.shelfFault === "newer" ? strings.newer : strings.smallShelf;
      bar.set("shelf", text, "quiet", [dismiss("shelf")]);
    }
  }

  return {
    element: bar.element,
    shelf,
    opened,
    first: begun.first,
    attach(attached) {
      page = attached;
      keeper = startKeeper({
        shelf,
        project: opened,
        now: attached.now,
        mine: turn.mine,
        trouble,
        kept({ name }) {
          bar.clear("space");
          turn.kept();
          for (const listener of names) listener(name);
        },
      });
      const own = keeper;
      // Another tab may have kept something after this one had read it.
      void catchUp();
      // When it was opened is kept, too.
      own.touched();
      saySo();
      if (!turn.mine()) readOnly(strings.turnOther);
      // What the project is opened with can be come back to, also where it was left before it was history.
      if (!begun.first) void own.version("opened");
      const last = (): void => {
        own.note();
        void own.flush();
      };
      addEventListener("pagehide", last);
      document.addEventListener("visibilitychange", () => document.hidden && last());
      addEventListener("hashchange", () => {
        if (!isLink(location.hash)) return;
        if (shelf.kind === "memory") deps.show(strings.nowhereToPut);
        else void own.flush().then(() => location.reload());
      });
    },
    touched: () => keeper?.touched(),
    mayWrite() {
      if (turn.mine()) return true;
      deps.say(strings.turnReading);
      return false;
    },
    project: current,
    onName: (listener) => void names.add(listener),
    rename(name) {
      const tidy = tidyName(name);
      void keeper?.rename(tidy);
      for (const listener of names) listener(tidy);
    },
    before: (why) => void keeper?.version(why),
    switchTo: leave,
    create,
    async remove(id) {
      if (id === opened.id) keeper?.end();
      await shelf.remove(id);
      if (id === opened.id) location.reload();
    },
    async restore(files) {
      if (page === undefined) return;
      void keeper?.version("restore");
      page.open(files, page.now().front);
      await keeper?.flush();
      deps.say(strings.restored);
    },
  };
}
