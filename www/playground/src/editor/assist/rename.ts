/** Another name for what is under the cursor, in all files. */
import type { Command, EditorView, Panel } from "@codemirror/view";
import type { NamedAt } from "answertree/author";
import { button, fill, h, prose } from "../../dom.ts";
import type { Assistant } from "./deps.ts";
import { closePanel, closesOnEscape, openPanel } from "./panel.ts";
import { strings } from "./strings.ts";

export function rename(assist: Assistant): Command {
  return (view) => {
    const { doc, selection } = view.state;
    void assist.demand("symbol", { file: assist.file(), at: selection.main.head }).then((named) => {
      if (named === undefined || view.state.doc !== doc) return;
      if (named === null) return assist.say(strings.nothingHere);
      openPanel(view, () => panel(assist, view, named));
    });
    return true;
  };
}

function panel(assist: Assistant, view: EditorView, named: NamedAt): Panel {
  /** Where the name stands, whatever is written before it meanwhile. */
  let at = named.start;
  const field = h("input", {
    type: "text",
    id: "rename-field",
    class: "cm-textfield",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    "aria-describedby": "rename-why",
    disabled: named.refused !== null,
  });
  field.value = named.name;
  const why = h("p", { id: "rename-why", class: "assist-why", role: "alert" }, ...prose(named.refused ?? ""));
  const close = button({ class: "cm-button" }, () => closePanel(view), strings.close);
  const dom = h(
    "form",
    { class: "assist-panel rename" },
    h("label", { for: "rename-field" }, strings.renameLabel(named.noun, named.name)),
    h(
      "div",
      { class: "assist-fields" },
      field,
      h("button", { class: "cm-button", disabled: named.refused !== null }, strings.rename),
      close,
    ),
    why,
  );
  dom.addEventListener("submit", (event) => {
    event.preventDefault();
    void apply();
  });
  field.addEventListener("input", () => fill(why));
  closesOnEscape(view, dom);

  async function apply(): Promise<void> {
    const sources = assist.sources();
    const answer = await assist.demand("rename", { file: assist.file(), at, name: field.value });
    if (answer === undefined || !dom.isConnected) return;
    if (answer === null) return fill(why, strings.changedMeanwhile);
    if (answer.refused !== null) {
      field.focus();
      return fill(why, ...prose(answer.refused));
    }
    if (answer.edits.length === 0) return fill(why, strings.sameName);
    const edits = answer.edits.map(({ place, text }) => ({
      file: place.file,
      start: place.start,
      end: place.end,
      text,
    }));
    if (!assist.edit(edits, sources)) return fill(why, strings.changedMeanwhile);
    closePanel(view);
    assist.say(strings.renamed(edits.length));
  }

  return {
    dom,
    top: true,
    mount() {
      if (named.refused === null) field.select();
      else close.focus();
    },
    update({ changes }) {
      at = changes.mapPos(at);
    },
  };
}
