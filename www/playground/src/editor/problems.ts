/** The list of problems under the editor. */
import type { Problem } from "answertree/compiler";
import { button, fill, h, icon, prose } from "../dom.ts";
import { FILE } from "../engine/protocol.ts";
import { strings } from "../strings.ts";

/** More than a person reads at once; the rest comes as these are mended. */
const SHOWN = 100;

export interface ProblemsDeps {
  jump(problem: Problem): void;
  fix(problem: Problem): void;
}

export interface Problems {
  element: HTMLElement;
  /** How many there are, for the status line; a live region. */
  summary: HTMLElement;
  update(problems: readonly Problem[]): void;
}

export function mountProblems(deps: ProblemsDeps): Problems {
  const summary = h("span", { class: "problems-summary", role: "status" });
  const list = h("ol", { class: "problem-list" });
  const heading = h("h2", { id: "problems-heading", class: "visually-hidden" }, strings.problems);
  const element = h("section", { class: "problems", "aria-labelledby": "problems-heading" }, heading, list);

  function row(problem: Problem): HTMLElement {
    const { line, column } = problem.place;
    // The main file goes without saying.
    const file = problem.place.file === FILE ? null : problem.place.file;
    const severity = strings[problem.severity];
    const jump = button(
      { class: "problem-jump" },
      () => deps.jump(problem),
      h(
        "span",
        { class: `severity ${problem.severity}` },
        icon(problem.severity === "error" ? "cross" : "warning"),
      ),
      h("span", { class: "visually-hidden" }, `${severity}, ${strings.placeSpoken(line, column, file)}: `),
      h("span", { class: "problem-place", "aria-hidden": "true" }, strings.place(line, column)),
      h(
        "span",
        { class: "problem-text" },
        file !== null && h("span", { class: "problem-file", "aria-hidden": "true" }, file, " "),
        h("span", { class: "problem-message" }, ...prose(problem.message)),
        " ",
        h("span", { class: "problem-code" }, problem.code),
        problem.help === null ? null : h("span", { class: "problem-help" }, ...prose(problem.help)),
      ),
    );
    const fix =
      problem.fix === null
        ? null
        : button(
            { class: "small" },
            () => deps.fix(problem),
            icon("fix"),
            strings.applyFix(problem.fix.text),
          );
    return h("li", {}, jump, fix);
  }

  let drawn = "";

  return {
    element,
    summary,
    update(problems) {
      // The same again, as when a machine was made: what somebody is about to press stays where it is.
      const told = JSON.stringify(problems);
      if (told === drawn) return;
      drawn = told;
      const errors = problems.filter((problem) => problem.severity === "error").length;
      summary.dataset.state = errors > 0 ? "error" : problems.length > 0 ? "warning" : "fine";
      fill(
        summary,
        problems.length === 0 ? strings.noProblems : strings.problemCount(errors, problems.length - errors),
      );
      element.hidden = problems.length === 0;
      const more = problems.length - SHOWN;
      fill(
        list,
        ...problems.slice(0, SHOWN).map(row),
        more > 0 ? h("li", { class: "problem-more" }, strings.moreProblems(more)) : null,
      );
    },
  };
}
