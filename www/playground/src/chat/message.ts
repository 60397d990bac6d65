/** The customer's message, with the words that counted marked in it. */
import type { Span } from "answertree/compiler";
import { button, fill, h } from "../dom.ts";
import { strings } from "../strings.ts";
import { pieces } from "./marks.ts";

export interface MessageDeps {
  text: string;
  samples: readonly string[];
  changed(): void;
  /** Mod-Enter. */
  accept(): void;
  /** Escape. */
  leave(): void;
}

export interface MessageBox {
  element: HTMLElement;
  text(): string;
  setSamples(samples: readonly string[]): void;
  /** Marks words, as long as the message is still this one. */
  mark(message: string, spans: readonly Span[]): void;
  focus(): void;
}

export function mountMessage(deps: MessageDeps): MessageBox {
  const input = h("textarea", {
    id: "message",
    rows: 2,
    placeholder: strings.messagePlaceholder,
    "aria-describedby": "message-samples",
    spellcheck: "false",
  });
  input.value = deps.text;
  // The same words in the same place behind the box: it makes the box as high as its text, and carries the marks.
  const behind = h("div", { class: "message-behind", "aria-hidden": "true" });
  const samples = h("div", { class: "samples", id: "message-samples" });
  const element = h(
    "div",
    { class: "message" },
    h("label", { for: "message" }, strings.message),
    h("div", { class: "message-box" }, behind, input),
    samples,
  );

  function draw(spans: readonly Span[]): void {
    // A last line break would have no height of its own.
    const parts = pieces(`${input.value}`, spans).map(({ text, marked }) =>
      marked ? h("mark", {}, text) : text,
    );
    fill(behind, ...parts, "\u200b");
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
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      deps.accept();
    } else if (event.key === "Escape") {
      event.preventDefault();
      deps.leave();
    }
  });

  function setSamples(texts: readonly string[]): void {
    samples.hidden = texts.length === 0;
    fill(
      samples,
      h("span", {}, strings.samples),
      ...texts.map((text) =>
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

  setSamples(deps.samples);
  draw([]);
  return {
    element,
    text: () => input.value,
    setSamples,
    mark(message, spans) {
      if (message === input.value) draw(spans);
    },
    focus: () => input.focus(),
  };
}
