/** Where messages come from: a file that is dropped or chosen, or what is pasted. */
import { button, h, icon } from "../dom.ts";
import { strings } from "./strings.ts";

export interface StartDeps {
  /** A file to look at. */
  take(file: Blob, name: string): void;
}

export interface Start {
  element: HTMLElement;
  focus(): void;
}

export function mountStart({ take }: StartDeps): Start {
  const choose = button({ class: "primary" }, pick, icon("open"), strings.choose);
  const paste = button({ "aria-expanded": "false" }, () => show(true), strings.paste);
  const field = h("textarea", { id: "data-paste", rows: 8, spellcheck: "false" });
  const form = h(
    "form",
    { class: "data-paste", hidden: true },
    h("label", { for: "data-paste" }, strings.pasteLabel),
    field,
    h(
      "div",
      { class: "data-row" },
      h("button", { type: "submit", class: "primary" }, strings.pasteDone),
      button({}, () => show(false), strings.cancel),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim() !== "") take(new Blob([field.value]), strings.pasted);
  });
  const element = h(
    "div",
    { class: "data-start" },
    h(
      "div",
      { class: "data-drop" },
      h("h3", {}, strings.startTitle),
      h("p", {}, strings.start),
      h("div", { class: "data-row" }, choose, paste),
      h("p", { class: "data-quiet" }, strings.stays),
    ),
    form,
  );

  function show(is: boolean): void {
    form.hidden = !is;
    paste.setAttribute("aria-expanded", String(is));
    (is ? field : paste).focus();
  }

  function pick(): void {
    const input = h("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/*,application/json",
    });
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file !== undefined) take(file, file.name);
    });
    input.click();
  }

  return { element, focus: () => choose.focus() };
}

/** Takes files that are dropped on an element. */
export function takeDrops(element: HTMLElement, take: (file: Blob, name: string) => void): void {
  let depth = 0;
  const mark = (): void => void element.classList.toggle("dropping", depth > 0);
  const files = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
  element.addEventListener("dragenter", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    depth += 1;
    mark();
  });
  element.addEventListener("dragleave", (event) => {
    if (!files(event)) return;
    depth = Math.max(0, depth - 1);
    mark();
  });
  element.addEventListener("dragover", (event) => {
    if (files(event)) event.preventDefault();
  });
  element.addEventListener("drop", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    depth = 0;
    mark();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) take(file, file.name);
  });
}
