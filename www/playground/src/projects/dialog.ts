/** The dialog of projects: the open one, its files in and out, and the others. */
import type { Sources } from "answertree/compiler";
import { button, fill, h, icon } from "../dom.ts";
import { FILE } from "../engine/protocol.ts";
import { fileName } from "../files.ts";
import type { Desk } from "./desk.ts";
import { chooseFiles, hasFolders, ImportError, readFound, writeFiles } from "./folder.ts";
import type { Project } from "./model.ts";
import { strings } from "./strings.ts";

export interface DialogDeps {
  desk: Desk;
  now(): Sources;
  history(): void;
  show(text: string): void;
  say(text: string): void;
}

export interface ProjectDialog {
  element: HTMLElement;
  open(): Promise<void>;
}

export function mountDialog(deps: DialogDeps): ProjectDialog {
  const { desk } = deps;
  const name = h("input", { type: "text", id: "project-name", autocomplete: "off" });
  const others = h("ul", { class: "project-list" });
  const ask = h("div", { class: "project-ask", role: "alert" });
  const nameForm = h(
    "form",
    { class: "form-row" },
    h("label", { for: "project-name" }, strings.name),
    name,
    h("button", { type: "submit" }, strings.rename),
  );
  const dialog = h(
    "dialog",
    { class: "box", "aria-labelledby": "project-heading" },
    h("h2", { id: "project-heading" }, strings.project),
    h("h3", {}, strings.thisProject),
    nameForm,
    h(
      "div",
      { class: "form-row" },
      button({ title: strings.historyHint }, history, icon("undo"), strings.history),
      button({ title: strings.duplicateHint }, duplicate, icon("copy"), strings.duplicate),
      button({}, output, icon("down"), hasFolders() ? strings.exportFolder : strings.exportFiles),
      button({}, () => askDelete(desk.project()), icon("bin"), strings.delete),
    ),
    ask,
    h("h3", {}, strings.otherProjects),
    others,
    h(
      "div",
      { class: "form-row" },
      button({}, fresh, icon("plus"), strings.newProject),
      button(
        { title: strings.importHint },
        input,
        icon("open"),
        hasFolders() ? strings.importFolder : strings.importFiles,
      ),
      button({ class: "primary" }, () => dialog.close(), strings.close),
    ),
  );

  nameForm.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!desk.mayWrite()) return;
    desk.rename(name.value);
    name.value = desk.project().name;
  });

  async function draw(): Promise<void> {
    name.value = desk.project().name;
    fill(ask);
    const all = await desk.shelf.projects().catch(() => []);
    const rows = all
      .filter(({ id }) => id !== desk.opened.id)
      .sort((one, other) => other.changed - one.changed)
      .map(row);
    fill(others, ...(rows.length === 0 ? [h("li", { class: "quiet" }, strings.noOthers)] : rows));
  }

  function row(project: Project): HTMLElement {
    const { id, name, changed, files } = project;
    const about = `${strings.fileCount(Object.keys(files).length)}, ${strings.changed(changed)}`;
    return h(
      "li",
      {},
      h("span", { class: "project-about" }, h("strong", {}, name), h("span", { class: "quiet" }, about)),
      button(
        { class: "small", "aria-label": strings.openProject(name) },
        () => void desk.switchTo(id),
        strings.open,
      ),
      button(
        { class: "small", "aria-label": strings.deleteProject(name) },
        () => askDelete(project),
        icon("bin"),
      ),
    );
  }

  function askDelete({ id, name }: Pick<Project, "id" | "name">): void {
    // What another tab writes is not taken from under it.
    if (id === desk.opened.id && !desk.mayWrite()) {
      dialog.close();
      return;
    }
    const yes = button({ class: "small danger" }, () => void remove(id), strings.deleteYes);
    const no = button({ class: "small" }, () => fill(ask), strings.cancel);
    fill(ask, h("span", {}, strings.deleteAsk(name)), yes, no);
    no.focus();
  }

  async function remove(id: string): Promise<void> {
    await desk.remove(id);
    await draw();
    dialog.querySelector<HTMLElement>("button.primary")?.focus();
  }

  function history(): void {
    dialog.close();
    deps.history();
  }

  async function duplicate(): Promise<void> {
    if (!(await desk.create(strings.copyOf(desk.project().name), deps.now()))) dialog.close();
  }

  async function fresh(): Promise<void> {
    if (!(await desk.create(strings.newName, { [FILE]: strings.newText }))) dialog.close();
  }

  async function input(): Promise<void> {
    try {
      const chosen = await chooseFiles();
      if (chosen === undefined) return;
      const { name, files, remarks } = await readFound(chosen);
      await desk.create(name, files, { remark: remarks.join(" ") });
    } catch (error) {
      deps.show(error instanceof ImportError ? error.message : strings.imported);
    }
    dialog.close();
  }

  async function output(): Promise<void> {
    try {
      const count = await writeFiles(fileName(desk.project().name), deps.now());
      if (count !== undefined) deps.say(strings.exported(count));
    } catch {
      deps.show(strings.exportFailed);
    }
    dialog.close();
  }

  return {
    element: dialog,
    async open() {
      await draw();
      dialog.showModal();
    },
  };
}
