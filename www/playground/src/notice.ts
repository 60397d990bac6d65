/** Short messages: shown in a bar until dismissed, or only said to a screen reader and shown for a moment. */
import { button, fill, h } from "./dom.ts";
import { strings } from "./strings.ts";

/** So long an offer stands. */
const OFFER_MS = 12_000;

export interface Notice {
  element: HTMLElement;
  /** Something went wrong; stays until dismissed. */
  show(text: string): void;
  /** Something was done; goes by itself. */
  say(text: string): void;
  /** Something was done, and there is a way back for a while. */
  offer(text: string, label: string, act: () => void): void;
}

export function mountNotice(): Notice {
  const bar = h("div", { class: "notice", role: "alert", hidden: true });
  const toast = h("div", { class: "toast", role: "status" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element: h("div", {}, bar, toast),
    show(text) {
      bar.hidden = false;
      fill(
        bar,
        h("span", {}, text),
        button(
          { class: "small" },
          () => {
            bar.hidden = true;
          },
          strings.dismiss,
        ),
      );
    },
    say(text) {
      clearTimeout(timer);
      fill(toast, text);
      timer = setTimeout(() => fill(toast), 2500);
    },
    offer(text, label, act) {
      clearTimeout(timer);
      const back = button(
        { class: "small" },
        () => {
          fill(toast);
          act();
        },
        label,
      );
      fill(toast, h("span", {}, text), back);
      timer = setTimeout(() => fill(toast), OFFER_MS);
    },
  };
}
