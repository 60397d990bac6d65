/** What is shown of a problem under its word. */
import type { Problem } from "answertree/compiler";
import { h, prose } from "../dom.ts";

export function explanation(problem: Problem): HTMLElement {
  return h(
    "div",
    { class: "problem-tip" },
    h("div", {}, ...prose(problem.message), " ", h("span", { class: "problem-code" }, problem.code)),
    problem.help === null ? null : h("div", { class: "problem-help" }, ...prose(problem.help)),
  );
}
