/** Which topic a message is to be an example of: a list with a search, and the example to be changed before it is written. */
import { button, fill, h } from "../dom.ts";
import { strings } from "./strings.ts";

/** A topic to choose from. */
export interface Pick {
  name: string;
  title: string;
  /** Says so in the list. */
  near: boolean;
}

export interface Picker {
  element: HTMLDialogElement;
  /** The chosen topic with the examples as they are to be written; `null` where it was left. */
  ask(texts: readonly string[], topics: readonly Pick[]): Promise<{ topic: string; texts: string[] } | null>;
}

/** So many topics are drawn; a search finds the others. */
const MOST = 200;

export function mountPicker(): Picker {
  let topics: readonly Pick[] = [];
  let found: Pick[] = [];
  let active = 0;
  let done: (topic: string | null) => void = () => undefined;
  const text = h("textarea", { id: "data-pick-text", rows: 3, spellcheck: "false" });
  const count = h("span", { class: "data-quiet" });
  const search = h("input", {
    type: "text",
    id: "data-pick-search",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": "data-pick-list",
    "aria-expanded": "true",
  });
  const list = h("ul", { id: "data-pick-list", role: "listbox", "aria-label": strings.pickList });
  const none = h("p", { class: "data-quiet", role: "status" });
  const element = h(
    "dialog",
    { class: "data-picker", "aria-labelledby": "data-pick-title" },
    h("h2", { id: "data-pick-title" }, strings.pickTitle),
    h("div", { class: "data-row" }, h("label", { for: "data-pick-text" }, strings.pickText), count),
    text,
    h("label", { for: "data-pick-search" }, strings.pickSearch),
    search,
    list,
    none,
    h(
      "div",
      { class: "data-row" },
      button({ class: "primary" }, () => take(), strings.pickDo),
      button({}, () => element.close(), strings.cancel),
    ),
  );
  search.addEventListener("input", () => {
    active = 0;
    draw();
  });
  search.addEventListener("keydown", (event) => {
    const next = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (event.key === "Enter") take();
    else if (next !== undefined) {
      active = Math.min(found.length - 1, Math.max(0, next));
      draw();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("click", ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-at]") : null;
    if (row === null) return;
    active = Number(row.dataset.at);
    take();
  });
  element.addEventListener("close", () => done(null));

  function take(): void {
    const topic = found[active];
    if (topic === undefined) return;
    done(topic.name);
    element.close();
  }

  function draw(): void {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    found = topics
      .filter(({ name, title }) => words.every((word) => `${name} ${title}`.toLowerCase().includes(word)))
      .slice(0, MOST);
    fill(
      list,
      ...found.map(({ name, title, near }, at) =>
        h(
          "li",
          { role: "option", id: `data-pick-${at}`, "data-at": at, "aria-selected": String(at === active) },
          h("span", {}, title === "" ? name : title),
          near && h("span", { class: "chip" }, strings.pickNearest),
        ),
      ),
    );
    fill(none, found.length === 0 ? strings.pickNone : null);
    if (found.length === 0) search.removeAttribute("aria-activedescendant");
    else search.setAttribute("aria-activedescendant", `data-pick-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  }

  return {
    element,
    ask(texts, all) {
      topics = all;
      active = 0;
      search.value = "";
      text.value = texts.join("\n");
      fill(count, texts.length > 1 ? strings.pickTexts(texts.length) : null);
      draw();
      element.showModal();
      text.scrollTop = 0;
      search.focus();
      return new Promise((resolve) => {
        done = (topic) => {
          done = () => undefined;
          const lines = text.value.split("\n").filter((line) => line.trim() !== "");
          resolve(topic === null || lines.length === 0 ? null : { topic, texts: lines });
        };
      });
    },
  };
}
