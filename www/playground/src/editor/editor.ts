/** The script's editor: CodeMirror, the problems under their words, and the keys. */
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import {
  type Action,
  type Diagnostic,
  forEachDiagnostic,
  nextDiagnostic,
  previousDiagnostic,
  setDiagnostics,
} from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import {
  type Command,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { Place, Problem } from "answertree/compiler";
import { h, prose } from "../dom.ts";
import { FILE } from "../engine/protocol.ts";
import type { LineMark } from "../panes/pane.ts";
import { strings } from "../strings.ts";
import { answers } from "./language.ts";
import { lineMarks } from "./marks.ts";
import { theme } from "./theme.ts";

export interface EditorDeps {
  text: string;
  /** The text has changed. */
  changed(): void;
  /** The cursor is somewhere else. */
  moved(offset: number): void;
  toMessage(): void;
  format(): void;
  save(): void;
  fixed(): void;
}

export interface Editor {
  element: HTMLElement;
  text(): string;
  /** Puts another text in place of this one; undo brings it back. The cursor stays where it was, as far as it can. */
  replace(text: string): void;
  /** Shows the problems of `text`; does nothing where the text is another by now. */
  show(problems: readonly Problem[], text: string): void;
  /** Puts the cursor on a place and brings it into view. */
  jump(place: Pick<Place, "start">): void;
  /** Makes changes in one step that undo takes back. False where the text is another than `text` by now. */
  edit(changes: readonly { start: number; end: number; text: string }[], text: string): boolean;
  /** Puts a text behind the last line, in one step, and the cursor on it. */
  append(text: string): void;
  /** Applies a problem's fix, as long as the text is still the one it was found in. */
  fix(problem: Problem): void;
  /** Puts marks beside lines in place of those of the same kind; does nothing where the text is another than `text`. */
  marks(kind: string, rows: readonly LineMark[], text: string): void;
  /** Takes what was loaded later, such as completion. */
  extend(extension: Extension): void;
  run(command: Command): void;
  focus(): void;
}

export function mountEditor(deps: EditorDeps): Editor {
  const element = h("div", { class: "editor" });
  // In a shadow tree CodeMirror adopts its style sheets, so that the page's policy need not allow styles inline.
  const root = element.attachShadow({ mode: "open" });
  const marks = lineMarks();
  /** The text that the problems on show belong to. */
  let shown: Text | null = null;
  /** What is loaded later; before the keys below, which it may take for itself. */
  const later = new Compartment();

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: deps.text,
      extensions: [
        lineNumbers(),
        highlightActiveLineGutter(),
        marks.extension,
        history(),
        drawSelection(),
        bracketMatching(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": strings.editor,
          spellcheck: "false",
          tabindex: "0",
          autocapitalize: "off",
        }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        answers(),
        theme,
        later.of([]),
        keymap.of([
          { key: "Mod-Enter", run: () => done(deps.toMessage) },
          { key: "Mod-.", run: fixHere },
          { key: "Shift-Alt-f", run: () => done(deps.format) },
          { key: "Mod-s", run: () => done(deps.save), preventDefault: true },
          { key: "F8", run: nextDiagnostic, shift: previousDiagnostic },
          ...searchKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) deps.changed();
          if (update.docChanged || update.selectionSet) deps.moved(update.state.selection.main.head);
        }),
      ],
    }),
  });

  function show(problems: readonly Problem[], text: string): void {
    const { doc } = view.state;
    if (doc.toString() !== text) return;
    shown = doc;
    view.dispatch(setDiagnostics(view.state, problems.filter((p) => p.place.file === FILE).map(diagnostic)));
  }

  function diagnostic(problem: Problem): Diagnostic {
    const { length } = view.state.doc;
    const from = Math.min(problem.place.start, length);
    const to = Math.max(from, Math.min(problem.place.end, length));
    const actions: Action[] =
      problem.fix === null ? [] : [{ name: strings.applyFix(problem.fix.text), apply: () => fix(problem) }];
    return {
      from,
      to,
      severity: problem.severity,
      message: problem.message,
      source: problem.code,
      renderMessage: () => explanation(problem),
      actions,
    };
  }

  function jump({ start }: Pick<Place, "start">): void {
    const at = Math.min(start, view.state.doc.length);
    view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    view.focus();
  }

  function edit(edits: readonly { start: number; end: number; text: string }[], text: string): boolean {
    const { doc } = view.state;
    if (doc.toString() !== text) return false;
    const changes = edits.map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
    view.dispatch({ changes, scrollIntoView: true, annotations: isolateHistory.of("full") });
    return true;
  }

  function append(text: string): void {
    const { doc } = view.state;
    const end = doc.toString().trimEnd().length;
    const insert = `${end === 0 ? "" : "\n\n"}${text.trim()}\n`;
    const at = end + insert.length - text.trim().length - 1;
    view.dispatch({
      changes: { from: end, to: doc.length, insert },
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
      annotations: isolateHistory.of("full"),
    });
    view.focus();
  }

  function fix(problem: Problem): void {
    // Edited since: the offsets are no longer these. The next problems come in a moment.
    if (problem.fix === null || shown === null || !view.state.doc.eq(shown)) return;
    const { place, text } = problem.fix;
    view.dispatch({
      changes: { from: place.start, to: place.end, insert: text },
      selection: { anchor: place.start + text.length },
      scrollIntoView: true,
      userEvent: "input.fix",
      annotations: isolateHistory.of("full"),
    });
    view.focus();
    deps.fixed();
  }

  function fixHere(target: EditorView): boolean {
    const { head } = target.state.selection.main;
    const line = target.state.doc.lineAt(head);
    let best: { distance: number; action: Action; from: number; to: number } | null = null;
    forEachDiagnostic(target.state, (found, from, to) => {
      const action = found.actions?.[0];
      if (action === undefined || to < line.from || from > line.to) return;
      const distance = head < from ? from - head : Math.max(0, head - to);
      if (best === null || distance < best.distance) best = { distance, action, from, to };
    });
    const chosen = best as { action: Action; from: number; to: number } | null;
    chosen?.action.apply(target, chosen.from, chosen.to);
    return chosen !== null;
  }

  function replace(text: string): void {
    const { doc, selection } = view.state;
    view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      selection: { anchor: Math.min(selection.main.head, text.length) },
      // A step of its own for undo, however soon after the last key.
      annotations: isolateHistory.of("full"),
    });
  }

  return {
    element,
    text: () => view.state.doc.toString(),
    replace,
    show,
    jump,
    edit,
    append,
    fix,
    marks(kind, rows, text) {
      const own = rows.filter(({ place }) => place.file === FILE);
      if (view.state.doc.toString() === text) view.dispatch({ effects: marks.set(view.state, kind, own) });
    },
    extend: (extension) => view.dispatch({ effects: later.reconfigure(extension) }),
    run: (command) => command(view),
    focus: () => view.focus(),
  };
}

/** Types over a selection. Left to a browser, it writes down the colours of what it took out, which the page's policy refuses. */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { data, inputType, isComposing } = event;
  if (inputType !== "insertText" || isComposing || data === null) return false;
  if (view.state.selection.ranges.every(({ empty }) => empty)) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

function explanation(problem: Problem): HTMLElement {
  return h(
    "div",
    { class: "problem-tip" },
    h("div", {}, ...prose(problem.message), " ", h("span", { class: "problem-code" }, problem.code)),
    problem.help === null ? null : h("div", { class: "problem-help" }, ...prose(problem.help)),
  );
}

function done(act: () => void): true {
  act();
  return true;
}
