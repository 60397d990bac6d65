/** The script's editor: CodeMirror, the problems under their words, and the keys. Each file has its own undo. */
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
import {
  Compartment,
  EditorState,
  type Extension,
  Prec,
  type Text,
  type TransactionSpec,
} from "@codemirror/state";
import {
  type Command,
  drawSelection,
  EditorView,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  ViewPlugin,
} from "@codemirror/view";
import type { Place, Problem, Sources } from "answertree/compiler";
import { h } from "../dom.ts";
import { FILE } from "../engine/protocol.ts";
import type { Edit, LineMark } from "../panes/pane.ts";
import { strings } from "../strings.ts";
import { wholeLines } from "./clicks.ts";
import { answers } from "./language.ts";
import { lineMarks } from "./marks.ts";
import { theme } from "./theme.ts";
import { explanation } from "./tip.ts";
import { isByKey, toMargin, typeOver } from "./typing.ts";

export interface EditorDeps {
  /** The main file is there, whatever else. */
  sources: Sources;
  /** The file in front. */
  front: string;
  /**
   * A text is another, as soon as that is known: before the editor shows it, which takes most of a key's time. `byKey` where somebody types,
   * rather than pastes, takes back, or takes what is offered.
   */
  typed(byKey: boolean): void;
  /** The text of a file, or which files there are, has changed. */
  changed(): void;
  /** Another file is in front, or there are others. */
  turned(): void;
  /** The cursor is somewhere else. */
  moved(file: string, offset: number): void;
  /** Somebody wants to change what is only to be read now. */
  refused(): void;
  toMessage(): void;
  format(): void;
  save(): void;
  fixed(): void;
}

export interface Editor {
  element: HTMLElement;
  /** All files as they are now, the main one first. The same object until one of them changes. */
  sources(): Sources;
  /** The name of the file in front. */
  front(): string;
  /** The text of the file in front. */
  text(): string;
  /** Brings a file to the front. */
  turn(file: string): void;
  /** Puts another text in place of a file's; undo brings it back. The cursor stays where it was, as far as it can. */
  replace(text: string, file?: string): void;
  /** Takes other files in place of all; what is undone before is forgotten where a file's text is another. */
  open(sources: Sources, front?: string): void;
  /** Adds a file, and brings it to the front. */
  add(file: string, text: string): void;
  /** Gives a file another name; its undo goes with it. */
  rename(file: string, to: string): void;
  /** Takes a file out. The answer puts it back with its undo. */
  remove(file: string): () => void;
  /** Whether the text may be changed. */
  lock(locked: boolean): void;
  /** Shows the problems of `sources`; does nothing where they are others by now. */
  show(problems: readonly Problem[], sources: Sources): void;
  /** Puts the cursor on a place, in its file, and brings it into view. */
  jump(place: Pick<Place, "start"> & { file?: string }): void;
  /** Makes changes in one step for each file, which undo takes back. False where a file is another than in `sources` by now. */
  edit(edits: readonly Edit[], sources: Sources): boolean;
  /** Puts a text behind the last line of the main file, in one step, and the cursor on it. */
  append(text: string): void;
  /** Applies a problem's fix, as long as the text is still the one it was found in. */
  fix(problem: Problem): void;
  /** Puts marks beside lines in place of those of the same kind; does nothing where the files are others than `sources`. */
  marks(kind: string, rows: readonly LineMark[], sources: Sources): void;
  /** Takes what was loaded later, such as completion. */
  extend(extension: Extension): void;
  run(command: Command): void;
  focus(): void;
}

/** The room of what comes later to the left of the text, which does not move then. */
const foldSpace = gutter({ class: "cm-fold-space" });

export function mountEditor(deps: EditorDeps): Editor {
  const element = h("div", { class: "editor" });
  // In a shadow tree CodeMirror adopts its style sheets, so that the page's policy need not allow styles inline.
  const root = element.attachShadow({ mode: "open" });
  const marks = lineMarks();
  let locked = false;
  /** The states of all files, the main one first; that of the one in front is the view's. */
  let states = new Map<string, EditorState>();
  let front = FILE;
  /** The texts that the problems on show belong to. */
  let shown = new Map<string, Text>();
  let whole: Sources | null = null;

  /** What is loaded later; before the keys below, which it may take for itself. */
  const later = new Compartment();
  let extra: Extension = [];

  const extensions: Extension = [
    lineNumbers(),
    highlightActiveLineGutter(),
    marks.extension,
    foldSpace,
    wholeLines,
    history(),
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of(() => ({
      "aria-label": strings.editor,
      "aria-readonly": String(locked),
      spellcheck: "false",
      tabindex: "0",
      autocapitalize: "off",
    })),
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    toMargin,
    // A filter and not the flag alone: that holds for keys, and not for what is put in by a button.
    EditorState.changeFilter.of(() => !locked),
    Prec.highest(EditorView.domEventHandlers({ beforeinput: refuse, paste: refuse, drop: refuse })),
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
    // Plugins are told before the document is drawn, listeners after it.
    ViewPlugin.define(() => ({
      update({ docChanged, transactions }) {
        if (docChanged) typed(transactions.some(isByKey));
      },
    })),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) deps.changed();
      if (update.docChanged || update.selectionSet) deps.moved(front, update.state.selection.main.head);
    }),
  ];
  const fresh = (doc: string): EditorState => {
    const state = EditorState.create({ doc, extensions });
    return state.update({ effects: later.reconfigure(extra) }).state;
  };

  for (const [file, text] of Object.entries(deps.sources)) states.set(file, fresh(text));
  if (states.has(deps.front)) front = deps.front;
  const view = new EditorView({ root, parent: root, state: states.get(front) ?? fresh("") });

  function typed(byKey: boolean): void {
    whole = null;
    deps.typed(byKey);
  }

  function changed(): void {
    typed(false);
    deps.changed();
  }

  function refuse(): boolean {
    if (locked) deps.refused();
    return locked;
  }

  function state(file: string): EditorState | undefined {
    return file === front ? view.state : states.get(file);
  }

  /** Changes a file, in front or not. */
  function dispatch(file: string, spec: TransactionSpec): void {
    if (file === front) {
      view.dispatch(spec);
      return;
    }
    const transaction = states.get(file)?.update(spec);
    if (transaction === undefined) return;
    states.set(file, transaction.state);
    if (transaction.docChanged) changed();
  }

  function sources(): Sources {
    whole ??= Object.fromEntries([...states.keys()].map((file) => [file, state(file)?.doc.toString() ?? ""]));
    return whole;
  }

  function turn(file: string): void {
    const next = states.get(file);
    if (file === front || next === undefined) return;
    if (states.has(front)) states.set(front, view.state);
    front = file;
    view.setState(next);
    deps.turned();
    deps.moved(front, next.selection.main.head);
  }

  /** Takes other states in place of all. */
  function put(next: Map<string, EditorState>, to: string): void {
    states = next;
    front = next.has(to) ? to : FILE;
    const state = next.get(front);
    if (state !== undefined) view.setState(state);
    changed();
    deps.turned();
    deps.moved(front, view.state.selection.main.head);
  }

  /** The states with that of the file in front as it is now. */
  function current(): Map<string, EditorState> {
    return new Map([...states.keys()].map((file) => [file, state(file) ?? fresh("")]));
  }

  function show(problems: readonly Problem[], of: Sources): void {
    if (of !== sources()) return;
    shown = new Map();
    for (const file of states.keys()) {
      const target = state(file);
      if (target === undefined) continue;
      shown.set(file, target.doc);
      const own = problems.filter(({ place }) => place.file === file);
      dispatch(
        file,
        setDiagnostics(
          target,
          own.map((problem) => diagnostic(problem, target.doc.length)),
        ),
      );
    }
  }

  function diagnostic(problem: Problem, length: number): Diagnostic {
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

  function jump({ start, file = front }: Pick<Place, "start"> & { file?: string }): void {
    turn(file);
    const at = Math.min(start, view.state.doc.length);
    view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    view.focus();
  }

  function edit(edits: readonly Edit[], of: Sources): boolean {
    if (refuse()) return false;
    const files = [...new Set(edits.map(({ file }) => file))];
    if (!files.every((file) => state(file)?.doc.toString() === of[file])) return false;
    for (const name of files) {
      const changes = edits
        .filter(({ file }) => file === name)
        .map(({ start, end, text }) => ({ from: start, to: end, insert: text }));
      const scroll = name === front ? { scrollIntoView: true } : {};
      dispatch(name, { changes, ...scroll, annotations: isolateHistory.of("full") });
    }
    return true;
  }

  function append(text: string): void {
    if (refuse()) return;
    turn(FILE);
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
    if (refuse() || problem.fix === null) return;
    const { place, text } = problem.fix;
    const doc = shown.get(place.file);
    // Edited since: the offsets are no longer these. The next problems come in a moment.
    if (doc === undefined || state(place.file)?.doc.eq(doc) !== true) return;
    turn(place.file);
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

  function replace(text: string, file = front): void {
    const target = state(file);
    if (refuse() || target === undefined) return;
    dispatch(file, {
      changes: { from: 0, to: target.doc.length, insert: text },
      selection: { anchor: Math.min(target.selection.main.head, text.length) },
      // A step of its own for undo, however soon after the last key.
      annotations: isolateHistory.of("full"),
    });
  }

  return {
    element,
    sources,
    front: () => front,
    text: () => view.state.doc.toString(),
    turn,
    replace,
    open(next, to = front) {
      const before = current();
      const kept = Object.entries(next).map(([file, text]): [string, EditorState] => {
        const old = before.get(file);
        return [file, old?.doc.toString() === text ? old : fresh(text)];
      });
      put(new Map(kept), to);
    },
    add: (file, text) => put(current().set(file, fresh(text)), file),
    rename(file, to) {
      const renamed = [...current()].map(([name, state]): [string, EditorState] => [
        name === file ? to : name,
        state,
      ]);
      put(new Map(renamed), front === file ? to : front);
    },
    remove(file) {
      const all = current();
      const taken = all.get(file);
      all.delete(file);
      put(all, front === file ? FILE : front);
      return () => {
        if (taken !== undefined && !refuse()) put(current().set(file, taken), file);
      };
    },
    lock(next) {
      locked = next;
      view.dispatch({});
    },
    show,
    jump,
    edit,
    append,
    fix,
    marks(kind, rows, of) {
      if (of !== sources()) return;
      for (const file of states.keys()) {
        const target = state(file);
        const own = rows.filter(({ place }) => place.file === file);
        if (target !== undefined) dispatch(file, { effects: marks.set(target, kind, own) });
      }
    },
    extend(extension) {
      extra = extension;
      for (const file of states.keys()) dispatch(file, { effects: later.reconfigure(extension) });
    },
    run: (command) => command(view),
    focus: () => view.focus(),
  };
}

function done(act: () => void): true {
  act();
  return true;
}
