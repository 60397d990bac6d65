/** Marks beside lines: how tests went, and what of the script they came upon. */
import {
  type EditorState,
  type Extension,
  type RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
} from "@codemirror/state";
import { EditorView, GutterMarker, gutter } from "@codemirror/view";
import { h } from "../dom.ts";
import type { LineMark } from "../panes/pane.ts";

export interface LineMarks {
  extension: Extension;
  /** Puts marks in place of those of the same kind. */
  set(state: EditorState, kind: string, rows: readonly LineMark[]): StateEffect<unknown>;
}

type Sets = ReadonlyMap<string, RangeSet<GutterMarker>>;

/** Not colour alone: each has a form of its own. */
const forms: Record<LineMark["tone"], string> = { good: "✓", bad: "✗", reached: "", missed: "", match: "▸" };

class Marker extends GutterMarker {
  readonly tone: LineMark["tone"];
  readonly label: string;

  constructor({ tone, label }: LineMark) {
    super();
    this.tone = tone;
    this.label = label;
  }

  override eq(other: Marker): boolean {
    return this.tone === other.tone && this.label === other.label;
  }

  override toDOM(): HTMLElement {
    return h("span", { class: `line-mark ${this.tone}`, title: this.label }, forms[this.tone]);
  }
}

export function lineMarks(): LineMarks {
  const put = StateEffect.define<{ kind: string; set: RangeSet<GutterMarker> }>();
  const field = StateField.define<Sets>({
    create: () => new Map(),
    update(sets, transaction) {
      let next = sets;
      if (transaction.docChanged && sets.size > 0) {
        next = new Map([...sets].map(([kind, set]) => [kind, set.map(transaction.changes)]));
      }
      for (const effect of transaction.effects) {
        if (effect.is(put)) next = new Map(next).set(effect.value.kind, effect.value.set);
      }
      return next;
    },
  });
  const column = gutter({
    class: "cm-line-marks",
    markers: (view) => [...view.state.field(field).values()],
  });

  function set(state: EditorState, kind: string, rows: readonly LineMark[]): StateEffect<unknown> {
    const { doc } = state;
    // One for a line: the first that is named, as a gutter has room for no more.
    const byLine = new Map<number, LineMark>();
    for (const row of rows) {
      const { from } = doc.lineAt(Math.min(row.place.start, doc.length));
      if (!byLine.has(from)) byLine.set(from, row);
    }
    const builder = new RangeSetBuilder<GutterMarker>();
    for (const [from, row] of [...byLine].sort(([a], [b]) => a - b)) builder.add(from, from, new Marker(row));
    return put.of({ kind, set: builder.finish() });
  }

  return { extension: [field, column, look], set };
}

const look = EditorView.theme({
  ".cm-line-marks .cm-gutterElement": { position: "relative", minWidth: "13px" },
  ".line-mark": { display: "block", fontWeight: "700", fontSize: "12px", textAlign: "center" },
  ".line-mark.good": { color: "var(--accent)", width: "14px" },
  ".line-mark.bad": { color: "var(--error)", width: "14px" },
  // Takes no room: it comes and goes with each letter of a message.
  ".line-mark.match": {
    position: "absolute",
    inset: "0 auto 0 0",
    width: "11px",
    color: "var(--code-keyword)",
  },
  // As high as its line, so that the marks of a topic are one bar.
  ".line-mark.reached, .line-mark.missed": { position: "absolute", inset: "0 0 0 auto", width: "4px" },
  ".line-mark.reached": { backgroundColor: "var(--accent)", forcedColorAdjust: "none" },
  ".line-mark.missed": {
    border: "1px dashed var(--warning)",
    borderWidth: "0 0 0 3px",
  },
});
