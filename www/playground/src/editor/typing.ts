/** What the editor does itself where a browser would do it against the page's policy. */
import type { EditorView } from "@codemirror/view";

/** Types over a selection. Left to a browser, it writes down the colours of what it took out, which the page's policy refuses. */
export function typeOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  if (inputType !== "insertText" || isComposing || data === null) return false;
  if (view.state.selection.ranges.every(({ empty }) => empty)) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}
