/** What the word under the pointer is, or under the cursor. */
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  type Command,
  closeHoverTooltips,
  EditorView,
  hoverTooltip,
  keymap,
  showTooltip,
  type Tooltip,
} from "@codemirror/view";
import type { Hover } from "answertree/author";
import { h, prose } from "../../dom.ts";
import type { Assistant } from "./deps.ts";
import { strings } from "./strings.ts";

const show = StateEffect.define<Tooltip | null>();

/** The one that a key has opened; it goes when the cursor does. */
const opened = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection !== undefined ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

export function hover(assist: Assistant): Extension {
  return [
    hoverTooltip(
      async (view, pos) => {
        const { doc } = view.state;
        const found = await assist.ask("hover", { file: assist.file(), at: pos });
        return found === undefined || found === null || view.state.doc !== doc ? null : tooltip(found);
      },
      { hideOnChange: true },
    ),
    opened,
    keymap.of([
      {
        key: "Escape",
        run(view) {
          if (view.state.field(opened) === null) return false;
          view.dispatch({ effects: show.of(null) });
          return true;
        },
      },
    ]),
  ];
}

/** Shows what is under the cursor, and says it. */
export function hoverHere(assist: Assistant): Command {
  return (view) => {
    const { doc, selection } = view.state;
    void assist.demand("hover", { file: assist.file(), at: selection.main.head }).then((found) => {
      if (found === undefined || view.state.doc !== doc) return;
      if (found === null) return assist.say(strings.nothingToSay);
      view.dispatch({
        effects: [closeHoverTooltips, show.of(tooltip(found)), EditorView.announce.of(found.text)],
      });
    });
    return true;
  };
}

function tooltip({ start, end, code, text }: Hover): Tooltip {
  const dom = h(
    "div",
    { class: "assist-tip" },
    ...code.map((lines) => h("pre", {}, h("code", {}, lines))),
    h("p", {}, ...prose(text)),
  );
  return { pos: start, end, above: true, create: () => ({ dom }) };
}
