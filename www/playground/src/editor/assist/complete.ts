/** What may be written at the cursor. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { CompletionItem } from "answertree/author";
import { h, prose } from "../../dom.ts";
import type { Assistant } from "./deps.ts";

/** A pause in typing after which is looked for what may follow. */
const TYPING_MS = 120;

/** What a name is written with. */
const WORD = /[\p{L}\p{N}_-]+$/u;
/** Behind these a name is due. */
const DUE = /(?:->|\b(?:call|handoff|need|choose|include)) $|[[<{(]$/;

export function completion(assist: Assistant): Extension {
  async function source(context: CompletionContext): Promise<CompletionResult | null> {
    const { explicit, pos, state } = context;
    const before = state.doc.lineAt(pos).text.slice(0, pos - state.doc.lineAt(pos).from);
    if (!explicit && !WORD.test(before) && !DUE.test(before)) return null;
    const found = await assist.ask("complete", { file: assist.file(), at: pos });
    if (found === undefined || context.aborted || found.items.length === 0) return null;
    // A word that is written out is not offered: Enter begins a new line then.
    const written = state.sliceDoc(found.from, found.to);
    if (!explicit && found.items.some(({ label }) => label === written)) return null;
    return { from: found.from, to: found.to, options: found.items.map(option) };
  }
  return autocompletion({ override: [source], icons: false, activateOnTypingDelay: TYPING_MS });
}

function option(item: CompletionItem, at: number): Completion {
  const { label, kind, meaning } = item;
  const completion: Completion = {
    label,
    type: kind,
    // As the compiler has them in order.
    sortText: String(at).padStart(6, "0"),
    detail: meaning === null ? (item.detail ?? kind) : "",
  };
  if (meaning === null) return completion;
  const example = item.detail === null ? null : h("pre", {}, h("code", {}, item.detail));
  return {
    ...completion,
    info: () => h("div", { class: "assist-tip" }, example, h("p", {}, ...prose(meaning))),
  };
}
