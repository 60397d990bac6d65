/** The message that is looked at, with the words that counted marked in it. */
import type { Span } from "answertree/compiler";
import { pieces } from "../chat/marks.ts";
import { button, fill, h, icon } from "../dom.ts";
import { strings } from "./strings.ts";

export interface MessageDeps {
  /** Another message: `own` where it was typed here, not in the conversation. */
  changed(): void;
  try(message: string): void;
}

export interface Message {
  element: HTMLElement;
  text(): string;
  /** The conversation has another message; it is shown unless one is being tried here. */
  heard(text: string): void;
  mark(spans: readonly Span[]): void;
  focus(): void;
}

export function mountMessage(deps: MessageDeps): Message {
  let heard = "";
  let own = false;
  const input = h("textarea", {
    id: "why-message",
    rows: 2,
    placeholder: strings.messagePlaceholder,
    "aria-describedby": "why-message-hint",
    spellcheck: "false",
  });
  const behind = h("div", { class: "message-behind", "aria-hidden": "true" });
  const hint = h("span", { id: "why-message-hint", class: "message-hint" }, strings.messageHint);
  const follow = button({ class: "small", hidden: true }, back, icon("undo"), strings.follow);
  const attempt = button({ class: "small" }, () => deps.try(input.value), icon("go"), strings.tryIt);
  const element = h(
    "div",
    { class: "message why-message" },
    h(
      "div",
      { class: "message-head" },
      h("label", { for: "why-message" }, strings.message),
      hint,
      h("div", { class: "why-tools" }, follow, attempt),
    ),
    h("div", { class: "message-box" }, behind, input),
  );

  function draw(spans: readonly Span[]): void {
    const parts = pieces(input.value, spans).map(({ text, marked }) => (marked ? h("mark", {}, text) : text));
    // A last line break would have no height of its own.
    fill(behind, ...parts, "\u200b");
    fill(hint, own ? strings.messageOwn : strings.messageHint);
    follow.hidden = !own;
    attempt.hidden = !own || input.value.trim() === "";
  }

  function back(): void {
    own = false;
    input.value = heard;
    draw([]);
    input.focus();
    deps.changed();
  }

  input.addEventListener("input", () => {
    own = input.value !== heard;
    draw([]);
    deps.changed();
  });
  draw([]);

  return {
    element,
    text: () => input.value,
    heard(text) {
      heard = text;
      if (own || input.value === text) return;
      input.value = text;
      draw([]);
      deps.changed();
    },
    mark: draw,
    focus: () => input.focus(),
  };
}
