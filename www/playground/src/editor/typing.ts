/** What the editor does itself where a browser would do it against the page's policy. */
import { EditorView } from "@codemirror/view";

/** Types over a selection. Left to a browser, it writes down the colours of what it took out, which the page's policy refuses. */
export function typeOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  if (inputType !== "insertText" || isComposing || data === null) return false;
  if (view.state.selection.ranges.every(({ empty }) => empty)) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** What is written at the margin, wherever the line before it began: choices, headings and what stands between topics. */
const MARGIN =
  /^[ \t]+(?:\*+|==|menu|test|channel|department|fact|words|intent|language|script|include|prefer|then)$/u;

/** A line that turns out to be one of those goes to the margin with the space behind its first word. */
export const toMargin = EditorView.inputHandler.of((view, from, to, text, insert) => {
  if (text !== " " || from !== to) return false;
  const line = view.state.doc.lineAt(from);
  const before = line.text.slice(0, from - line.from);
  if (!MARGIN.test(before)) return false;
  const indent = before.length - before.trimStart().length;
  view.dispatch(insert(), {
    changes: { from: line.from, to: line.from + indent },
    userEvent: "input.indent",
  });
  return true;
});
