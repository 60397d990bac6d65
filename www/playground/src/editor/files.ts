/** The tabs over the editor: the files of the script. */
import type { Sources } from "answertree/compiler";
import { button, fill, h, icon, keepingFocus } from "../dom.ts";
import { FILE } from "../engine/protocol.ts";
import { fits, MAX_FILES } from "../projects/model.ts";
import { strings } from "../projects/strings.ts";
import type { Editor } from "./editor.ts";
import { included, withInclude, withRenamed } from "./includes.ts";

export interface FileTabsDeps {
  editor: Editor;
  /** False where nothing may be changed now, which has then been said. */
  mayWrite(): boolean;
  /** Before files are added, taken out or get other names. */
  before(): void;
  /** Says what was done, with a way back. */
  offer(text: string, label: string, act: () => void): void;
}

export interface FileTabs {
  element: HTMLElement;
  /** Draws the tabs as the files are now. */
  update(): void;
}

export function mountFileTabs(deps: FileTabsDeps): FileTabs {
  const { editor } = deps;
  const list = h("div", { class: "file-list", role: "tablist", "aria-label": strings.files });
  const tools = h("div", { class: "file-tools" });
  const element = h("div", { class: "file-tabs" }, list, tools);
  const form = nameForm();
  editor.element.setAttribute("role", "tabpanel");
  editor.element.id = "file-panel";
  let drawn = "";

  list.addEventListener("keydown", (event) => {
    const files = Object.keys(editor.sources());
    const at = files.indexOf(editor.front());
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: files.length - 1 }[event.key];
    const file = to === undefined ? undefined : files[(to + files.length) % files.length];
    if (file !== undefined) {
      event.preventDefault();
      editor.turn(file);
      list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    } else if (event.key === "F2") rename();
    else if (event.key === "Delete") remove();
  });

  function update(): void {
    const files = Object.keys(editor.sources());
    const front = editor.front();
    // A key in the text changes nothing here.
    const now = JSON.stringify([files, front]);
    if (now === drawn) return;
    drawn = now;
    editor.element.setAttribute("aria-labelledby", `file-${files.indexOf(front)}`);
    keepingFocus(element, () => {
      fill(list, ...files.map((file, at) => tab(file, at, file === front)));
      fill(
        tools,
        files.length < MAX_FILES &&
          button(
            { id: "file-add", class: "small bare", title: strings.fileAdd, "aria-label": strings.fileAdd },
            add,
            icon("plus"),
          ),
        button(
          { id: "topic-add", class: "small bare", title: strings.topicAddHint },
          addTopic,
          icon("list"),
          strings.topicAdd,
        ),
        front !== FILE &&
          button(
            {
              id: "file-rename",
              class: "small bare",
              title: strings.fileRename,
              "aria-label": strings.fileRename,
            },
            rename,
            icon("fix"),
          ),
        front !== FILE &&
          button(
            {
              id: "file-delete",
              class: "small bare",
              title: strings.fileDelete,
              "aria-label": strings.fileDelete,
            },
            remove,
            icon("bin"),
          ),
      );
    });
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Behind all else, with its name to be typed over. */
  function addTopic(): void {
    if (!deps.mayWrite()) return;
    const text = Object.values(editor.sources()).join("\n");
    let name = "topic";
    for (let number = 2; new RegExp(`^\\s*==\\s*${name}\\b`, "m").test(text); number += 1)
      name = `topic${number}`;
    editor.append(strings.topicText(name));
  }

  function tab(file: string, at: number, chosen: boolean): HTMLElement {
    return button(
      {
        id: `file-${at}`,
        role: "tab",
        "aria-selected": String(chosen),
        "aria-controls": chosen ? "file-panel" : undefined,
        tabindex: chosen ? 0 : -1,
      },
      () => {
        editor.turn(file);
        editor.focus();
      },
      file,
    );
  }

  function add(): void {
    if (!deps.mayWrite()) return;
    form.ask(strings.fileAdd, "", true, (name, include) => {
      deps.before();
      const main = editor.sources()[FILE] ?? "";
      if (include && !included(editor.sources(), name)) editor.replace(withInclude(main, name), FILE);
      editor.add(name, "");
      editor.focus();
    });
  }

  function rename(): void {
    const file = editor.front();
    if (file === FILE || !deps.mayWrite()) return;
    form.ask(strings.fileRename, file, false, (name) => {
      deps.before();
      editor.rename(file, name);
      for (const [other, text] of Object.entries(withRenamed(editor.sources(), file, name))) {
        editor.replace(text, other);
      }
      editor.focus();
    });
  }

  function remove(): void {
    const file = editor.front();
    if (file === FILE || !deps.mayWrite()) return;
    deps.before();
    const back = editor.remove(file);
    editor.focus();
    deps.offer(strings.fileDeleted(file), strings.undo, () => {
      back();
      editor.focus();
    });
  }

  /** The dialog that asks for a file's name. */
  function nameForm(): {
    ask(title: string, name: string, include: boolean, then: (name: string, include: boolean) => void): void;
  } {
    const heading = h("h2", { id: "file-form-heading" });
    const input = h("input", {
      type: "text",
      id: "file-form-name",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "file-form-hint file-form-fault",
    });
    const fault = h("p", { id: "file-form-fault", class: "form-fault", role: "alert" });
    const check = h("input", { type: "checkbox", id: "file-form-include", checked: true });
    const checkRow = h(
      "label",
      { class: "form-check", for: "file-form-include" },
      check,
      strings.fileInclude,
    );
    const submit = h("button", { type: "submit", class: "primary" });
    let was = "";
    let then: (name: string, include: boolean) => void = () => undefined;
    const body = h(
      "form",
      {},
      heading,
      h("label", { for: "file-form-name" }, strings.fileName),
      input,
      h("p", { id: "file-form-hint", class: "form-hint" }, strings.fileNameHint),
      fault,
      checkRow,
      h(
        "div",
        { class: "form-row" },
        submit,
        button({}, () => element.close(), strings.cancel),
      ),
    );
    const element = h("dialog", { class: "box", "aria-labelledby": "file-form-heading" }, body);
    // Only there while it is open: what is hidden is found by nobody.
    element.addEventListener("close", () => element.remove());
    body.addEventListener("submit", (event) => {
      event.preventDefault();
      const plain = input.value.trim();
      const name = plain.endsWith(".answers") ? plain : `${plain}.answers`;
      const taken = name !== was && Object.keys(editor.sources()).includes(name);
      fill(fault, !fits(name) ? strings.fileNameWrong : taken ? strings.fileNameTaken : null);
      input.setAttribute("aria-invalid", String(fault.hasChildNodes()));
      if (fault.hasChildNodes()) return input.focus();
      element.close();
      if (name !== was) then(name, check.checked);
    });
    return {
      ask(title, name, include, act) {
        [was, then] = [name, act];
        fill(heading, title);
        fill(submit, include ? strings.add : strings.rename);
        fill(fault);
        input.value = name;
        checkRow.hidden = !include;
        document.body.append(element);
        element.showModal();
        input.select();
      },
    };
  }

  update();
  return { element, update };
}

/** How the front of a project that was kept is found again. */
export function frontOf(files: Sources, front: string): string {
  return Object.hasOwn(files, front) ? front : FILE;
}
