/** What the editor does itself where a browser would do it against the page's policy. */
import type { Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** What changes a text whole: nobody stands in the middle of a word then. */
const AT_ONCE = ["input.paste", "input.drop", "input.complete", "input.fix"];

/** Whether a key wrote it or took it out. */
export function isByKey(transaction: Transaction): boolean {
  const is = (event: string): boolean => transaction.isUserEvent(event);
  return is("delete") || (is("input") && !AT_ONCE.some(is));
}

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
