/** The header's buttons of projects, what they open, and files that are dropped onto the page. */
import type { Sources } from "answertree/compiler";
import { button, fill, h, icon } from "../dom.ts";
import type { Desk } from "./desk.ts";
import { strings } from "./strings.ts";

export interface MenuDeps {
  desk: Desk;
  now(): Sources;
  /** Hands the script to the browser as a file. */
  download(): void;
  show(text: string): void;
  say(text: string): void;
  /** What a part of the page is loaded with could not be had. */
  missing(): void;
}

export interface Menu {
  project: HTMLElement;
  share: HTMLElement;
  /** The dialogs, once they are loaded. */
  element: HTMLElement;
}

/** Each dialog is loaded when it is opened first. */
export function mountMenu(deps: MenuDeps): Menu {
  const { desk, now, show, say } = deps;
  const element = h("div", {});
  const label = h("span", { class: "project-title" });
  const project = button({ class: "project-button" }, () => open(projects), icon("project"), label);
  const share = button({ title: strings.shareHint }, () => open(sharing), icon("share"), strings.share);

  const history = once(async () => (await import("./history.ts")).mountHistory({ desk, now }));
  const projects = once(async () =>
    (await import("./dialog.ts")).mountDialog({ desk, now, show, say, history: () => open(history) }),
  );
  const sharing = once(async () =>
    (await import("./share.ts")).mountShare({
      shared: () => ({ name: desk.project().name, files: now() }),
      download: deps.download,
    }),
  );

  type Dialog = { element: HTMLElement; open(): unknown };

  function once(load: () => Promise<Dialog>): () => Promise<Dialog> {
    let loaded: Promise<Dialog> | undefined;
    return () => {
      loaded ??= load().then(
        (dialog) => {
          element.append(dialog.element);
          return dialog;
        },
        (error: unknown) => {
          loaded = undefined;
          throw error;
        },
      );
      return loaded;
    };
  }

  async function open(dialog: () => Promise<Dialog>): Promise<void> {
    try {
      await (await dialog()).open();
    } catch {
      deps.missing();
    }
  }

  function named(name: string): void {
    fill(label, name);
    project.title = strings.projectHint(name);
    project.setAttribute("aria-label", `${strings.project}: ${name}`);
  }

  function hasFiles(event: DragEvent): boolean {
    return event.dataTransfer?.types.includes("Files") === true;
  }

  // Before the editor, which would put the text of a file between the others.
  document.addEventListener(
    "dragover",
    (event) => {
      if (hasFiles(event)) event.preventDefault();
    },
    true,
  );
  document.addEventListener(
    "drop",
    (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!hasFiles(event) || files.length === 0) return;
      // What is no script may be for a pane.
      if (!files.some(({ name }) => name.endsWith(".answers"))) return;
      event.preventDefault();
      event.stopPropagation();
      void dropped(files);
    },
    true,
  );

  async function dropped(files: readonly File[]): Promise<void> {
    try {
      const { foundIn, ImportError, readFound } = await import("./folder.ts");
      try {
        const { name, files: taken, remarks } = await readFound(foundIn(files));
        await desk.create(name, taken, { remark: remarks.join(" ") });
      } catch (error) {
        show(error instanceof ImportError ? error.message : strings.imported);
      }
    } catch {
      deps.missing();
    }
  }

  named(desk.project().name);
  desk.onName(named);
  return { project, share, element };
}
