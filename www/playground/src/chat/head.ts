/** Above the conversation: who leads it, and the ways back. */
import type { Crumb } from "answertree/compiler";
import { button, fill, h, icon } from "../dom.ts";
import { strings } from "../strings.ts";

export interface HeadDeps {
  alone: boolean;
  /** Begins anew, with a customer alone or with an agent. */
  lead(alone: boolean): void;
  undo(): void;
  restart(): void;
  again(): void;
  /** Writes what was tried into the script, as a test. */
  keep(): void;
  clock: HTMLElement;
}

export interface HeadState {
  alone: boolean;
  canUndo: boolean;
  fresh: boolean;
  crumbs: readonly Crumb[];
}

export interface Head {
  element: HTMLElement;
  update(state: HeadState): void;
}

export function mountHead(deps: HeadDeps): Head {
  const alone = h("input", { type: "checkbox", role: "switch", id: "alone" });
  alone.checked = deps.alone;
  alone.addEventListener("change", () => deps.lead(alone.checked));
  const undo = button({ class: "small", title: strings.undoHint }, deps.undo, icon("undo"), strings.undo);
  const again = button({ class: "small", title: strings.againHint }, deps.again, strings.again);
  const restart = button({ class: "small", title: strings.restartHint }, deps.restart, strings.restart);
  const keep = button({ class: "small", title: strings.keepTestHint }, deps.keep, strings.keepTest);
  const crumbs = h("ol", { class: "crumbs", "aria-label": strings.crumbs });
  const element = h(
    "div",
    { class: "talk-head" },
    h(
      "div",
      { class: "talk-bar" },
      h("label", { class: "check lead", title: strings.aloneHint }, alone, strings.alone),
      h(
        "div",
        { class: "talk-tools", role: "group", "aria-label": strings.conversation },
        undo,
        again,
        restart,
        keep,
      ),
    ),
    h("div", { class: "talk-bar" }, crumbs, deps.clock),
  );

  return {
    element,
    update(state) {
      alone.checked = state.alone;
      undo.disabled = !state.canUndo;
      again.disabled = state.fresh;
      restart.disabled = state.fresh;
      fill(crumbs, ...state.crumbs.map(({ label }) => h("li", {}, label)));
      crumbs.hidden = state.crumbs.length === 0;
    },
  };
}
