/** Short messages: shown in a bar until dismissed, or only said to a screen reader and shown for a moment. */
import { button, fill, h } from "./dom.ts";
import { strings } from "./strings.ts";

export interface Notice {
  element: HTMLElement;
  /** Something went wrong; stays until dismissed. */
  show(text: string): void;
  /** Something was done; goes by itself. */
  say(text: string): void;
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
  };
}
