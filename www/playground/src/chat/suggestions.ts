/** The suggested replies, why, and what else the turn says. */
import type { Because, RuledOut, Span, Suggestion, Turn } from "answertree/compiler";
import { button, type Child, fill, h, icon } from "../dom.ts";
import { strings } from "../strings.ts";

export interface SuggestionsDeps {
  copy(text: string): Promise<boolean>;
  /** A suggestion has come to the front: these are the words it rests on. */
  active(spans: readonly Span[]): void;
}

export interface Suggestions {
  element: HTMLElement;
  update(message: string, turn: Turn, milliseconds: number): void;
  /** There is no message, or no machine. */
  clear(title: string, text: string): void;
  /** Copies the best reply, as its button does. */
  copyBest(): void;
}

export function mountSuggestions(deps: SuggestionsDeps): Suggestions {
  const summary = h("p", { class: "results-summary", role: "status" });
  const list = h("ol", { class: "cards" });
  const rest = h("div", { class: "rest" });
  const empty = h("div", { class: "empty" });
  const element = h(
    "section",
    { class: "results", "aria-labelledby": "results-heading" },
    h("div", { class: "results-head" }, h("h2", { id: "results-heading" }, strings.suggestions), summary),
    empty,
    list,
    rest,
  );
  let best: HTMLButtonElement | null = null;

  function copyButton(text: string, title: string): HTMLButtonElement {
    const label = h("span", {}, strings.copy);
    const element: HTMLButtonElement = button(
      { class: "small copy", "aria-label": strings.copySpoken(title) },
      async () => {
        const copied = await deps.copy(text);
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

  function card(message: string, suggestion: Suggestion): HTMLElement {
    const copy = copyButton(suggestion.text, suggestion.title);
    best ??= copy;
    const element = h(
      "li",
      { class: "card" },
      h(
        "div",
        { class: "card-head" },
        h("h3", {}, suggestion.title),
        suggestion.department === null ? null : h("span", { class: "chip" }, suggestion.department),
        suggestion.kind === "ask" ? h("span", { class: "chip ask" }, strings.kindAsk) : null,
        confidence(suggestion.confidence),
      ),
      h("p", { class: "reply", lang: suggestion.language }, suggestion.text),
      h("div", { class: "card-foot" }, length(suggestion), copy),
      ...suggestion.also.map((text) =>
        h(
          "div",
          { class: "also" },
          h("span", { class: "also-word" }, strings.also),
          h("p", { class: "reply", lang: suggestion.language }, text),
          copyButton(text, suggestion.title),
        ),
      ),
      suggestion.secrets.length === 0
        ? null
        : h("p", { class: "alarm" }, icon("warning"), strings.secrets(suggestion.secrets)),
      because(message, suggestion.because),
    );
    const spans = suggestion.because.flatMap((reason) => reason.spans);
    const activate = (): void => {
      for (const other of list.children) other.classList.toggle("active", other === element);
      deps.active(spans);
    };
    element.addEventListener("pointerenter", activate);
    element.addEventListener("focusin", activate);
    return element;
  }

  function update(message: string, turn: Turn, milliseconds: number): void {
    best = null;
    const count = turn.suggestions.length;
    fill(
      summary,
      strings.suggestionCount(count),
      // The time changes with each key; hearing it each time would help nobody.
      h("span", { "aria-hidden": "true" }, ` ${strings.suggestedIn(milliseconds)}`),
    );
    fill(list, ...turn.suggestions.map((suggestion) => card(message, suggestion)));
    list.hidden = count === 0;
    empty.hidden = count > 0;
    fill(empty, h("h3", {}, strings.nothingTitle), h("p", {}, strings.nothing));
    fill(rest, ...remainder(message, turn));
    list.firstElementChild?.classList.add("active");
    deps.active(turn.suggestions[0]?.because.flatMap((reason) => reason.spans) ?? []);
  }

  return {
    element,
    update,
    clear(title, text) {
      best = null;
      fill(summary);
      fill(list);
      fill(rest);
      list.hidden = true;
      empty.hidden = false;
      fill(empty, h("h3", {}, title), h("p", {}, text));
      deps.active([]);
    },
    copyBest: () => best?.click(),
  };
}

function confidence(value: number): HTMLElement {
  const bar = h("span", { class: "bar" }, h("span", { class: "bar-fill" }));
  (bar.firstElementChild as HTMLElement).style.inlineSize = `${Math.round(value * 100)}%`;
  return h(
    "span",
    { class: "confidence" },
    h("span", { class: "visually-hidden" }, strings.confidenceSpoken(value)),
    bar,
    h("span", { "aria-hidden": "true" }, strings.confidence(value)),
  );
}

function length({ length: { count, limit, fits } }: Suggestion): HTMLElement {
  const bar = limit === null ? null : h("span", { class: "bar" }, h("span", { class: "bar-fill" }));
  if (bar !== null && limit !== null) {
    (bar.firstElementChild as HTMLElement).style.inlineSize =
      `${Math.min(100, Math.round((count / limit) * 100))}%`;
  }
  return h(
    "span",
    { class: fits ? "length" : "length over" },
    h("span", { class: "visually-hidden" }, strings.lengthSpoken(count, limit)),
    bar,
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
      " ",
      h("code", {}, reason.text),
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

/** Everything of the turn that is not a reply. */
function remainder(message: string, turn: Turn): Child[] {
  const { handoff } = turn;
  const groups = [
    group(
      strings.asks,
      turn.asks.map(({ fact, question }) => h("li", {}, h("code", {}, fact), " ", question)),
    ),
    group(
      strings.filled,
      turn.filled.map(({ fact, value, span }) =>
        h(
          "li",
          {},
          h("code", {}, fact),
          " ",
          value,
          value === message.slice(span.start, span.end)
            ? null
            : h("mark", {}, message.slice(span.start, span.end)),
        ),
      ),
    ),
    group(
      strings.steps,
      turn.steps.map(({ text }) => h("li", {}, text)),
    ),
    group(
      strings.choices,
      turn.choices.map(({ key, label }) => h("li", {}, key === null ? null : h("kbd", {}, key), " ", label)),
    ),
    group(
      strings.notes,
      turn.notes.map(({ text }) => h("li", {}, text)),
    ),
    group(
      strings.actions,
      turn.actions.map(({ name, arguments: given }) =>
        h("li", {}, h("code", {}, `${name}(${given.map((one) => `${one.name}: ${one.value}`).join(", ")})`)),
      ),
    ),
    group(
      strings.handoff,
      handoff === null ? [] : [h("li", {}, strings.handoffTo(handoff.title, handoff.why, handoff.open))],
    ),
    group(strings.ended, turn.ended === null ? [] : [h("li", {}, turn.ended)]),
  ].filter((child) => child !== null);
  return [
    turn.truncated ? h("p", { class: "alarm" }, icon("warning"), strings.truncated) : null,
    turn.prefer === null ? null : h("p", { class: "hint" }, strings.prefer(turn.prefer.channel)),
    groups.length === 0 ? null : h("h3", {}, strings.next),
    groups.length === 0 ? null : h("dl", { class: "groups" }, ...groups),
    ruledOut(turn.ruledOut),
  ];
}

function group(title: string, rows: HTMLElement[]): HTMLElement | null {
  return rows.length === 0 ? null : h("div", {}, h("dt", {}, title), h("dd", {}, h("ul", {}, ...rows)));
}

function ruledOut(topics: readonly RuledOut[]): HTMLElement | null {
  if (topics.length === 0) return null;
  const row = ({ topic, confidence: value, reason, detail }: RuledOut): HTMLElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, topic),
      h("td", {}, strings.confidence(value)),
      h("td", {}, strings.reasons[reason] ?? reason, detail === "" ? "" : `: ${detail}`),
    );
  return h(
    "div",
    { class: "ruled-out" },
    h("h3", {}, strings.ruledOut),
    h("table", {}, h("tbody", {}, ...topics.map(row))),
  );
}
