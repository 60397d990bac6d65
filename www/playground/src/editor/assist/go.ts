/** From a name to where it is declared, and to all places that name it. */
import type { Extension } from "@codemirror/state";
import { type Command, EditorView, type Panel } from "@codemirror/view";
import type { References, Use } from "answertree/author";
import { button, h } from "../../dom.ts";
import type { Assistant } from "./deps.ts";
import { closePanel, closesOnEscape, openPanel } from "./panel.ts";
import { strings } from "./strings.ts";

/** More than a person looks through. */
const SHOWN = 500;

export function goTo(assist: Assistant): { here: Command; clicks: Extension } {
  /** Goes to the declaration; from there, and where there are several, to the list. */
  async function go(view: EditorView, at: number): Promise<void> {
    const { doc } = view.state;
    const file = assist.file();
    const declared = await assist.demand("definition", { file, at });
    if (declared === undefined || view.state.doc !== doc) return;
    const [only, ...more] = declared;
    const here = only?.file === file && only.start <= at && at <= only.end;
    if (only === undefined) {
      const named = await assist.demand("symbol", { file, at });
      if (named === undefined) return;
      return assist.say(named === null ? strings.nothingHere : strings.noDefinition(named.noun, named.name));
    }
    if (more.length > 0 || here) return list(assist, view, at);
    assist.jump(only);
  }

  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  return {
    here(view) {
      void go(view, view.state.selection.main.head);
      return true;
    },
    clicks: EditorView.domEventHandlers({
      mousedown(event, view) {
        if (event.button !== 0 || !(mac ? event.metaKey : event.ctrlKey)) return false;
        const at = view.posAtCoords(event);
        if (at === null) return false;
        event.preventDefault();
        void go(view, at);
        return true;
      },
    }),
  };
}

export function references(assist: Assistant): Command {
  return (view) => {
    void list(assist, view, view.state.selection.main.head);
    return true;
  };
}

async function list(assist: Assistant, view: EditorView, at: number): Promise<void> {
  const { doc } = view.state;
  const found = await assist.demand("references", { file: assist.file(), at });
  if (found === undefined || view.state.doc !== doc) return;
  if (found === null) return assist.say(strings.nothingHere);
  openPanel(view, () => panel(assist, view, found));
}

function panel(assist: Assistant, view: EditorView, found: References, focused = true): Panel {
  const { name, noun, uses } = found;
  /** Goes to a place; the list comes along to another file. */
  function visit({ place }: Use): void {
    const here = place.file === assist.file();
    if (!here) closePanel(view);
    assist.jump(place);
    if (!here) openPanel(view, () => panel(assist, view, found, false));
  }

  const rows = uses.slice(0, SHOWN).map((use) => row(use, () => visit(use)));
  const heading = h("h3", { id: "references-heading" }, strings.references(uses.length, noun, name));
  const dom = h(
    "section",
    { class: "assist-panel references", "aria-labelledby": "references-heading" },
    h(
      "div",
      { class: "assist-head" },
      heading,
      button({}, () => closePanel(view), strings.close),
    ),
    h("ul", {}, ...rows.map((button) => h("li", {}, button))),
  );
  closesOnEscape(view, dom);
  dom.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = rows.indexOf(event.target as HTMLButtonElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    rows[at + step]?.focus();
  });
  return { dom, top: false, mount: () => focused && rows[0]?.focus() };
}

function row({ place, declares, text }: Use, visit: () => void): HTMLButtonElement {
  return button(
    { class: "assist-row" },
    visit,
    h("span", { class: "assist-place" }, strings.place(place.file, place.line)),
    h("code", {}, text),
    declares && h("span", { class: "assist-note" }, strings.declared),
  );
}
