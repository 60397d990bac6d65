/** The compiler's own colours, in place of what `language.ts` guesses line by line. */
import { type Extension, type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { Tokens } from "answertree/author";
import { colours } from "../language.ts";
import { afterTyping } from "./after.ts";
import type { Assistant } from "./deps.ts";

const TYPING_MS = 150;
/** A script larger than this keeps the guess: marks for all of it would be slow. */
const MAX_LENGTH = 500_000;

const found = StateEffect.define<DecorationSet>();

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(found)) return effect.value;
    return transaction.docChanged ? shown.map(transaction.changes) : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Always the same, so that nothing is made anew when it comes again. */
const none: Extension = [];

export function tokens(assist: Assistant): Extension {
  return [
    marks,
    afterTyping(TYPING_MS, async (view, doc) => {
      if (doc.length > MAX_LENGTH) return;
      const answer = await assist.ask("tokens", { file: assist.file() });
      if (answer === undefined || view.state.doc !== doc) return;
      // Each file has its own state, and so its own guess.
      view.dispatch({ effects: [found.of(drawn(answer, doc)), colours.reconfigure(none)] });
    }),
  ];
}

const made = new Map<string, Decoration>();

function mark(kind: string): Decoration {
  let decoration = made.get(kind);
  if (decoration === undefined) {
    decoration = Decoration.mark({ class: `token-${kind}`, inclusiveEnd: true });
    made.set(kind, decoration);
  }
  return decoration;
}

function drawn({ kinds, tokens }: Tokens, doc: Text): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (let at = 0; at + 2 < tokens.length; at += 3) {
    const [from = 0, to = 0, kind = 0] = tokens.slice(at, at + 3);
    if (from >= to || to > doc.length) continue;
    ranges.push(mark(shade(kinds[kind] ?? "", from, doc)).range(from, to));
  }
  return Decoration.set(ranges);
}

/** Of texts, the titles and those in quotes stand out. */
function shade(kind: string, from: number, doc: Text): string {
  const line = doc.lineAt(from);
  if (kind === "keyword" && /^[^\p{L}]/u.test(doc.sliceString(from, from + 1))) return "mark";
  if (kind !== "text") return kind;
  if (/^["“„]/.test(doc.sliceString(from, from + 1))) return "quoted";
  return /^\s*(==|menu\b)/.test(line.text) ? "title" : kind;
}
