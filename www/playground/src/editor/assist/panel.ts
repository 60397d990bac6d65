/** The one panel that the assistant has open: places of a name, a new name, the outline. */
import { StateEffect, StateField } from "@codemirror/state";
import { closeHoverTooltips, type EditorView, type PanelConstructor, showPanel } from "@codemirror/view";

const show = StateEffect.define<PanelConstructor | null>();

export const panel = StateField.define<PanelConstructor | null>({
  create: () => null,
  update(shown, transaction) {
    let now = shown;
    for (const effect of transaction.effects) if (effect.is(show)) now = effect.value;
    return now;
  },
  provide: (field) => showPanel.from(field),
});

/** Shows a panel in place of the one before. */
export function openPanel(view: EditorView, made: PanelConstructor): void {
  view.dispatch({ effects: [closeHoverTooltips, show.of(made)] });
}

/** Closes it and goes back to the text. */
export function closePanel(view: EditorView): void {
  view.dispatch({ effects: show.of(null) });
  view.focus();
}

/** Has Escape close the panel that an element is. */
export function closesOnEscape(view: EditorView, element: HTMLElement): void {
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    closePanel(view);
  });
}
