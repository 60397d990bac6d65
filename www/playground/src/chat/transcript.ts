/** What was written and sent, newest below. */
import { button, h, icon } from "../dom.ts";
import { strings } from "../strings.ts";
import type { Entry, Line } from "./entries.ts";

export interface Transcript {
  element: HTMLElement;
  /** `here` is the turn where the conversation stands: it cannot be gone back to. */
  update(entries: readonly Entry[], here: number): void;
}

export function mountTranscript(back: (turn: number) => void): Transcript {
  const list = h("ol", { class: "log-list" });
  // Reachable by keyboard where there is something to scroll; there from the start, so that what is put into it is said.
  const element = h("div", { class: "log", role: "log", "aria-label": strings.transcript }, list);
  /** What is drawn: entries never change, so that only what is new is put in and said. */
  const drawn: { entry: Entry; row: HTMLElement }[] = [];

  /** Where only time went by there is no turn to go back to. */
  function draw(entry: Entry, waited: boolean): HTMLElement {
    const first = entry.lines[0]?.text ?? "";
    return h(
      "li",
      { class: "entry" },
      ...entry.lines.map(line),
      waited
        ? null
        : button(
            { class: "small back", "aria-label": strings.backHereSpoken(first), title: strings.backHereHint },
            () => back(entry.turn),
            icon("undo"),
            strings.backHere,
          ),
    );
  }

  return {
    element,
    update(entries, here) {
      const shown = entries.filter(({ lines }) => lines.length > 0);
      const same = drawn.findIndex(({ entry }, at) => shown[at] !== entry);
      for (const { row } of same < 0 ? [] : drawn.splice(same)) row.remove();
      const fresh = shown.slice(drawn.length).map((entry) => {
        const waited = entries[entries.indexOf(entry) - 1]?.turn === entry.turn;
        return { entry, row: draw(entry, waited) };
      });
      drawn.push(...fresh);
      list.append(...fresh.map(({ row }) => row));
      for (const { entry, row } of drawn) row.classList.toggle("here", entry.turn >= here);
      if (drawn.length > 0) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
      if (fresh.length > 0) element.scrollTop = element.scrollHeight;
    },
  };
}

function line({ kind, text, edited, details }: Line): HTMLElement {
  const who = strings.lineKinds[kind];
  switch (kind) {
    case "customer":
    case "sent":
      return h(
        "p",
        { class: `bubble ${kind}` },
        h("span", { class: "visually-hidden" }, `${who}: `),
        text,
        edited === true ? h("span", { class: "edited" }, strings.edited) : null,
      );
    case "handoff":
    case "ended":
      return h(
        "div",
        { class: `outcome ${kind}` },
        h("strong", {}, text),
        details === undefined || details.length === 0
          ? null
          : h("ul", { "aria-label": strings.summary }, ...details.map((one) => h("li", {}, one))),
      );
    default:
      return h("p", { class: "event" }, h("span", { class: "event-kind" }, who), " ", text);
  }
}
