/** The outline of the script: a list with a filter. */
import type { Command, EditorView, Panel } from "@codemirror/view";
import type { OutlineEntry, Questions } from "answertree/author";
import { fill, h } from "../../dom.ts";
import type { Assistant } from "./deps.ts";
import { closePanel, closesOnEscape, openPanel } from "./panel.ts";
import { strings } from "./strings.ts";

/** More than fits a screen; the filter finds the others. */
const SHOWN = 300;

interface Row {
  entry: OutlineEntry;
  depth: number;
  /** What the filter looks in. */
  words: string;
}

export function outline(assist: Assistant): Command {
  return (view) => {
    void assist.demand("outline", {}).then((files) => {
      if (files !== undefined) openPanel(view, () => panel(assist, view, flat(files)));
    });
    return true;
  };
}

/** All entries in their order, choices under what they are in. */
function flat(files: Questions["outline"]["answer"]): Row[] {
  const rows: Row[] = [];
  const add = (entry: OutlineEntry, depth: number): void => {
    const words = `${entry.name} ${entry.title ?? ""}`.toLowerCase();
    rows.push({ entry, depth, words });
    for (const child of entry.children) add(child, depth + 1);
  };
  for (const { entries } of files) for (const entry of entries) add(entry, 0);
  return rows;
}

function panel(assist: Assistant, view: EditorView, rows: readonly Row[]): Panel {
  let shown: readonly Row[] = [];
  /** Which of those is chosen. */
  let chosen = 0;

  const field = h("input", {
    type: "text",
    id: "outline-filter",
    class: "cm-textfield",
    role: "combobox",
    "aria-label": strings.outlineFilter,
    "aria-controls": "outline-list",
    "aria-expanded": "true",
    "aria-autocomplete": "list",
    placeholder: strings.outlineFilter,
    spellcheck: "false",
    autocomplete: "off",
  });
  const list = h("ul", {
    id: "outline-list",
    role: "listbox",
    "aria-label": strings.outline,
    tabindex: "-1",
  });
  const count = h("p", { class: "assist-note", role: "status" });
  const dom = h("div", { class: "assist-panel outline" }, field, list, count);

  function draw(): void {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter(({ words }) => wanted.every((word) => words.includes(word)));
    shown = found.slice(0, SHOWN);
    chosen = wanted.length === 0 ? here(shown) : 0;
    fill(list, ...shown.map(option));
    list.hidden = shown.length === 0;
    const more = found.length - shown.length;
    fill(
      count,
      found.length === 0 ? strings.outlineNone : strings.outlineCount(found.length),
      more > 0 && ` (${strings.outlineMore(more)})`,
    );
    mark();
  }

  /** The entry that the cursor is in. */
  function here(rows: readonly Row[]): number {
    const file = assist.file();
    const { head } = view.state.selection.main;
    const last = rows.findLastIndex(
      ({ entry: { place } }) =>
        place.file === file && view.state.doc.lineAt(clamped(place.start)).from <= head,
    );
    return Math.max(0, last);
  }

  const clamped = (at: number): number => Math.min(at, view.state.doc.length);

  function option({ entry, depth }: Row, at: number): HTMLElement {
    const { kind, name, title } = entry;
    const element = h(
      "li",
      {
        id: `outline-${at}`,
        role: "option",
        "aria-selected": "false",
        class: `assist-row depth-${Math.min(depth, 6)}`,
      },
      h("span", { class: "outline-name" }, title ?? name),
      title !== null && h("code", {}, name),
      h("span", { class: "assist-note" }, strings.kinds[kind]),
    );
    // The field keeps the focus.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", () => go(at));
    return element;
  }

  function mark(): void {
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    const element = list.children[chosen];
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element === undefined) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", element.id);
  }

  function go(at: number): void {
    const row = shown[at];
    if (row === undefined) return;
    closePanel(view);
    assist.jump(row.entry.place);
  }

  field.addEventListener("input", draw);
  field.addEventListener("keydown", (event) => {
    const last = shown.length - 1;
    const to = {
      ArrowDown: chosen === last ? 0 : chosen + 1,
      ArrowUp: chosen === 0 ? last : chosen - 1,
      PageDown: Math.min(last, chosen + 10),
      PageUp: Math.max(0, chosen - 10),
    }[event.key];
    if (to !== undefined) {
      chosen = to;
      mark();
    } else if (event.key === "Enter") go(chosen);
    else return;
    event.preventDefault();
  });
  closesOnEscape(view, dom);
  draw();
  return {
    dom,
    top: true,
    mount() {
      field.focus();
      mark();
    },
  };
}
