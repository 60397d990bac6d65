/** Asks about the file after each pause in typing. */
import type { Extension, Text } from "@codemirror/state";
import { type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** Calls `look` at once and `milliseconds` after the last change; what it found is for the text that it was found in. */
export function afterTyping(milliseconds: number, look: (view: EditorView, doc: Text) => void): Extension {
  return ViewPlugin.define((view) => {
    const soon = (pause: number) => setTimeout(() => look(view, view.state.doc), pause);
    let timer = soon(0);
    return {
      update({ docChanged }: ViewUpdate) {
        if (!docChanged) return;
        clearTimeout(timer);
        timer = soon(milliseconds);
      },
      destroy: () => clearTimeout(timer),
    };
  });
}
