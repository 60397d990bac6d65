/** One suggested reply: its words, why, and what can be done with it. */
import type { Because, Suggestion } from "answertree/compiler";
import { bar, button, fill, h, icon } from "../dom.ts";
import { strings } from "../strings.ts";

export interface CardDeps {
  /** Sends the reply; with `text` in other words. */
  send(id: string, text?: string): void;
  copy(text: string): Promise<boolean>;
  /** Replies that are being changed, by the suggestion. They stay when cards are drawn anew. */
  edits: Map<string, string>;
}

export function card(deps: CardDeps, message: string, suggestion: Suggestion): HTMLElement {
  const { id, title, language } = suggestion;
  const reply = h("div", {});
  const send = button(
    { id: `send-${id}`, class: "small primary send", "aria-label": strings.sendSpoken(title) },
    () => deps.send(id, deps.edits.get(id)),
    icon("send"),
    strings.send,
  );
  const edit = button(
    { id: `change-${id}`, class: "small" },
    () => {
      if (deps.edits.has(id)) deps.edits.delete(id);
      else deps.edits.set(id, suggestion.text);
      draw();
      (reply.querySelector("textarea") ?? edit).focus();
    },
    strings.edit,
  );

  function draw(): void {
    const changed = deps.edits.get(id);
    fill(edit, changed === undefined ? strings.edit : strings.editCancel);
    edit.setAttribute(
      "aria-label",
      changed === undefined ? strings.editSpoken(title) : strings.editCancelSpoken(title),
    );
    if (changed === undefined) {
      fill(reply, h("p", { class: "reply", lang: language }, suggestion.text));
      return;
    }
    const input = h("textarea", {
      class: "reply-edit",
      id: `edit-${id}`,
      lang: language,
      rows: Math.min(12, changed.split("\n").length + 1),
      "aria-label": strings.editSpoken(title),
    });
    input.value = changed;
    input.addEventListener("input", () => deps.edits.set(id, input.value));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send.click();
      else if (event.key === "Escape") edit.click();
      else return;
      event.preventDefault();
    });
    fill(reply, input);
  }

  draw();
  return h(
    "li",
    { class: "card" },
    h(
      "div",
      { class: "card-head" },
      h("h3", {}, title),
      suggestion.department === null ? null : h("span", { class: "chip" }, suggestion.department),
      suggestion.kind === "ask" ? h("span", { class: "chip ask" }, strings.kindAsk) : null,
      confidence(suggestion.confidence),
    ),
    reply,
    ...suggestion.also.map((text) =>
      h(
        "div",
        { class: "also" },
        h("span", { class: "also-word" }, strings.also),
        h("p", { class: "reply", lang: language }, text),
        copyButton(deps, () => text, title),
      ),
    ),
    h(
      "div",
      { class: "card-foot" },
      length(suggestion),
      h(
        "div",
        { class: "card-tools" },
        copyButton(deps, () => deps.edits.get(id) ?? suggestion.text, title),
        edit,
        send,
      ),
    ),
    suggestion.secrets.length === 0
      ? null
      : h("p", { class: "alarm" }, icon("warning"), strings.secrets(suggestion.secrets)),
    because(message, suggestion.because),
  );
}

export function copyButton(
  { copy }: Pick<CardDeps, "copy">,
  text: () => string,
  title: string,
): HTMLButtonElement {
  const label = h("span", {}, strings.copy);
  const element: HTMLButtonElement = button(
    { class: "small copy", "aria-label": strings.copySpoken(title) },
    async () => {
      const copied = await copy(text());
      label.textContent = copied ? strings.copied : strings.copy;
      element.classList.toggle("done", copied);
      setTimeout(() => {
        label.textContent = strings.copy;
        element.classList.remove("done");
      }, 2000);
    },
    icon("copy"),
    label,
  );
  return element;
}

function confidence(value: number): HTMLElement {
  return h(
    "span",
    { class: "confidence", title: strings.confidenceHint },
    h("span", { class: "visually-hidden" }, strings.confidenceSpoken(value)),
    bar(value, 1),
    h("span", { "aria-hidden": "true" }, strings.confidence(value)),
  );
}

function length({ length: { count, limit, fits } }: Suggestion): HTMLElement {
  return h(
    "span",
    { class: fits ? "length" : "length over" },
    h("span", { class: "visually-hidden" }, strings.lengthSpoken(count, limit)),
    limit === null ? null : bar(count, limit),
    h("span", { "aria-hidden": "true" }, strings.length(count, limit)),
    fits || limit === null ? null : h("strong", {}, strings.tooLong(count - limit)),
  );
}

function because(message: string, reasons: readonly Because[]): HTMLElement | null {
  if (reasons.length === 0) return null;
  const row = (reason: Because): HTMLElement =>
    h(
      "li",
      {},
      h("span", { class: "because-kind" }, kindOf(reason)),
      // Of an example the words are those that are marked, and are not said twice.
      ...(reason.kind === "example" && reason.spans.length > 0 ? [] : [" ", h("code", {}, reason.text)]),
      ...reason.spans.flatMap(({ start, end }) => [" ", h("mark", {}, message.slice(start, end))]),
    );
  return h(
    "div",
    { class: "because" },
    h("span", { class: "because-word" }, strings.because),
    h("ul", {}, ...reasons.map(row)),
  );
}

function kindOf({ kind, intent }: Because): string {
  switch (kind) {
    case "pattern":
      return strings.becausePattern;
    case "example":
      return strings.becauseExample(intent);
    case "condition":
      return strings.becauseCondition;
  }
}
