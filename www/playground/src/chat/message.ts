/** Where the customer's next message is written, with the words that counted marked in it. */
import type { Span } from "answertree/compiler";
import { button, fill, h } from "../dom.ts";
import { strings } from "../strings.ts";
import { pieces } from "./marks.ts";

export interface MessageDeps {
  text: string;
  samples: readonly string[];
  changed(): void;
  /** Enter: the customer sends it. */
  send(): void;
  /** Mod-Enter. */
  accept(): void;
  /** Escape. */
  leave(): void;
}

export interface MessageBox {
  element: HTMLElement;
  text(): string;
  /** Puts a message into the box in place of what is there. */
  write(text: string): void;
  /** Empties the box, unless something else was typed meanwhile. */
  sent(text: string): void;
  setSamples(samples: readonly string[]): void;
  /** Samples are for beginnings only. */
  showSamples(shown: boolean): void;
  /** Marks words, as long as the message is still this one. */
  mark(message: string, spans: readonly Span[]): void;
  focus(): void;
}

export function mountMessage(deps: MessageDeps): MessageBox {
  const input = h("textarea", {
    id: "message",
    rows: 2,
    placeholder: strings.messagePlaceholder,
    "aria-describedby": "message-hint message-samples",
    spellcheck: "false",
    enterkeyhint: "send",
  });
  input.value = deps.text;
  // The same words in the same place behind the box: it makes the box as high as its text, and carries the marks.
  const behind = h("div", { class: "message-behind", "aria-hidden": "true" });
  const samples = h("div", { class: "samples", id: "message-samples" });
  const send = button({ class: "small primary send" }, deps.send, strings.sendMessage);
  const element = h(
    "div",
    { class: "message" },
    h(
      "div",
      { class: "message-head" },
      h("label", { for: "message" }, strings.message),
      h("span", { id: "message-hint", class: "message-hint" }, strings.messageHint),
      send,
    ),
    h("div", { class: "message-box" }, behind, input),
    samples,
  );
  let known: readonly string[] = [];
  let shown = true;

  function draw(spans: readonly Span[]): void {
    // A last line break would have no height of its own.
    const parts = pieces(`${input.value}`, spans).map(({ text, marked }) =>
      marked ? h("mark", {}, text) : text,
    );
    fill(behind, ...parts, "\u200b");
    send.disabled = input.value.trim() === "";
  }

  function change(text: string): void {
    input.value = text;
    draw([]);
    deps.changed();
  }

  input.addEventListener("input", () => {
    draw([]);
    deps.changed();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) deps.accept();
      else deps.send();
    } else if (event.key === "Escape") {
      event.preventDefault();
      deps.leave();
    }
  });

  function drawSamples(): void {
    samples.hidden = !shown || known.length === 0;
    fill(
      samples,
      h("span", {}, strings.samples),
      ...known.map((text) =>
        button(
          { class: "sample" },
          () => {
            change(text);
            input.focus();
          },
          text,
        ),
      ),
    );
  }

  function setSamples(texts: readonly string[]): void {
    known = texts;
    drawSamples();
  }

  setSamples(deps.samples);
  draw([]);
  return {
    element,
    text: () => input.value,
    write: change,
    sent(text) {
      if (text === input.value) change("");
    },
    setSamples,
    showSamples(next) {
      if (next === shown) return;
      shown = next;
      drawSamples();
    },
    mark(message, spans) {
      if (message === input.value) draw(spans);
    },
    focus: () => input.focus(),
  };
}
