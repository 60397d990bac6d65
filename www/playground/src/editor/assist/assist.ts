/**
 * What helps an author write: completion, what a word is, where a name is declared and used, another name, the outline,
 * folding, the compiler's own colours. Loaded when the editor has the focus first.
 */
import { type Extension, Prec } from "@codemirror/state";
import { type Command, keymap } from "@codemirror/view";
import { completion } from "./complete.ts";
import { type AssistDeps, assistant } from "./deps.ts";
import { folding } from "./folding.ts";
import { goTo, references } from "./go.ts";
import { hover, hoverHere } from "./hover.ts";
import { outline } from "./outline.ts";
import { panel } from "./panel.ts";
import { rename } from "./rename.ts";
import { theme } from "./theme.ts";
import { tokens } from "./tokens.ts";

export interface Assist {
  extension: Extension;
  /** Opens the outline. */
  outline: Command;
}

export function startAssist(deps: AssistDeps): Assist {
  const assist = assistant(deps);
  const outlined = outline(assist);
  const go = goTo(assist);
  return {
    outline: outlined,
    extension: [
      Prec.high(
        keymap.of([
          { key: "F12", run: go.here, shift: references(assist) },
          { key: "F2", run: rename(assist) },
          { key: "Mod-i", run: hoverHere(assist), preventDefault: true },
          { key: "Mod-Shift-o", run: outlined, preventDefault: true },
        ]),
      ),
      completion(assist),
      hover(assist),
      go.clicks,
      folding(assist),
      tokens(assist),
      panel,
      theme,
    ],
  };
}
