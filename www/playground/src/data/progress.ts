/** How far long work is, with a way to stop it. */
import { button, fill, h } from "../dom.ts";
import { strings } from "./strings.ts";

export interface Progress {
  element: HTMLElement;
  /** `share` is `null` where nobody knows. */
  show(text: string, share: number | null): void;
  hide(): void;
}

export function mountProgress(stop: () => void): Progress {
  const bar = h("progress", { "aria-label": strings.progress, max: 1 });
  const said = h("span", {});
  const halt = button({ class: "small", id: "data-stop" }, stop, strings.stop);
  const element = h("div", { class: "data-progress", hidden: true }, bar, said, halt);
  return {
    element,
    show(text, share) {
      fill(said, text);
      if (share === null) bar.removeAttribute("value");
      else bar.value = share;
      element.hidden = false;
    },
    hide() {
      element.hidden = true;
    },
  };
}
