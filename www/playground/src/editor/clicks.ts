/** What clicks select. */
import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Three clicks take a line without its end: what is typed over it leaves the next line where it is. */
export const wholeLines = EditorView.mouseSelectionStyle.of((view, { button, detail, clientX, clientY }) => {
  if (detail < 3 || button !== 0) return null;
  let from = view.posAtCoords({ x: clientX, y: clientY }, false);
  return {
    get(current) {
      const { doc } = view.state;
      const to = view.posAtCoords({ x: current.clientX, y: current.clientY }, false);
      return EditorSelection.single(doc.lineAt(Math.min(from, to)).from, doc.lineAt(Math.max(from, to)).to);
    },
    update({ changes }) {
      from = changes.mapPos(from);
    },
  };
});
