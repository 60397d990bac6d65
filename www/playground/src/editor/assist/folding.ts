/** Topics, choices and whatever else has lines below it can be folded away. */
import { codeFolding, foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { afterTyping } from "./after.ts";
import type { Assistant } from "./deps.ts";
import { strings } from "./strings.ts";

const TYPING_MS = 250;

type Folds = readonly [number, number][];

const found = StateEffect.define<Folds>();

/** By where they begin. */
const folds = StateField.define<Folds>({
  create: () => [],
  update(known, transaction) {
    for (const effect of transaction.effects) if (effect.is(found)) return effect.value;
    if (!transaction.docChanged) return known;
    const { changes } = transaction;
    return known.map(([from, to]): [number, number] => [changes.mapPos(from, 1), changes.mapPos(to, -1)]);
  },
});

export function folding(assist: Assistant): Extension {
  return [
    folds,
    afterTyping(TYPING_MS, async (view, doc) => {
      const answer = await assist.ask("folds", { file: assist.file() });
      if (answer !== undefined && view.state.doc === doc) view.dispatch({ effects: found.of(answer) });
    }),
    foldService.of((state, lineStart, lineEnd) => {
      const known = state.field(folds);
      let [low, high] = [0, known.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((known[middle]?.[0] ?? 0) < lineStart) low = middle + 1;
        else high = middle;
      }
      const [from, to] = known[low] ?? [0, 0];
      return from > lineEnd || from >= to ? null : { from, to };
    }),
    codeFolding({
      placeholderDOM(_view, unfold) {
        const element = document.createElement("button");
        element.type = "button";
        element.className = "cm-foldPlaceholder";
        element.textContent = "…";
        element.title = strings.unfold;
        element.setAttribute("aria-label", strings.folded);
        element.addEventListener("click", unfold);
        return element;
      },
    }),
    foldGutter({ foldingChanged: ({ startState, state }) => startState.field(folds) !== state.field(folds) }),
    keymap.of(foldKeymap),
  ];
}
