/** What stays true for a while and asks for a decision: a line each over the page. */
import { button, h } from "../dom.ts";

export interface BarAction {
  label: string;
  act(): void;
}

export interface Bar {
  element: HTMLElement;
  /** Shows a line in place of the one of the same name. */
  set(name: string, text: string, tone: "quiet" | "alarm", actions: readonly BarAction[]): void;
  clear(name: string): void;
}

export function mountBar(): Bar {
  // Always there, so that what is put into it is said.
  const element = h("div", { class: "bars" });
  const rows = new Map<string, HTMLElement>();

  function clear(name: string): void {
    rows.get(name)?.remove();
    rows.delete(name);
  }

  return {
    element,
    clear,
    set(name, text, tone, actions) {
      const row = h(
        "div",
        { class: `bar-row ${tone}`, role: tone === "alarm" ? "alert" : "status" },
        h("span", {}, text),
        ...actions.map(({ label, act }) => button({ class: "small" }, act, label)),
      );
      const before = rows.get(name);
      if (before === undefined) element.append(row);
      else before.replaceWith(row);
      rows.set(name, row);
    },
  };
}
