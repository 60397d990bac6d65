/** The list of tests, and how each went. */
import type { Place, Sources } from "answertree/compiler";
import { button, type Child, fill, h, icon, prose } from "../dom.ts";
import { lineFinder } from "./lines.ts";
import type { Results, Run } from "./runner.ts";
import { strings } from "./strings.ts";

/** More than a person looks through; the rest is found by its name. */
const SHOWN = 300;

type Test = Results["tests"][number];

export interface ResultsDeps {
  jump(place: Place): void;
  /** Runs one test alone; with `null` all. */
  alone(name: string | null): void;
  redraw(): void;
}

export interface ResultsView {
  element: HTMLElement;
  update(run: Run | null, only: string | null): void;
}

export function mountResults(deps: ResultsDeps): ResultsView {
  const filter = h("input", {
    type: "search",
    id: "tests-filter",
    placeholder: strings.filter,
    "aria-label": strings.filter,
    autocomplete: "off",
    spellcheck: "false",
  });
  const failed = h("input", { type: "checkbox", id: "tests-failed" });
  filter.addEventListener("input", deps.redraw);
  failed.addEventListener("change", deps.redraw);
  const alone = h("div", { class: "tests-alone" });
  const list = h("ol", { class: "tests-list" });
  const empty = h("div", { class: "empty" });
  const element = h(
    "div",
    {},
    h("div", { class: "tests-filter" }, filter, h("label", { class: "check" }, failed, strings.onlyFailed)),
    alone,
    empty,
    list,
  );

  function row(test: Test, sources: Sources): HTMLElement {
    const { name, file, line, passed, failure } = test;
    const find = lineFinder(sources);
    const to = find(file, line)?.place;
    const head = h(
      "div",
      { class: "test-head" },
      button(
        { class: "test-name", id: `test-${file}-${line}`, title: strings.jump(name) },
        () => to !== undefined && deps.jump(to),
        h("span", { class: `test-sign ${passed ? "good" : "bad"}` }, icon(passed ? "check" : "cross")),
        h("span", { class: "visually-hidden" }, passed ? strings.passed : strings.failed, ": "),
        h("span", { class: "test-title" }, name),
        h("span", { class: "test-line" }, strings.line(line)),
      ),
      button(
        { class: "small quiet-button", "aria-label": strings.aloneSpoken(name) },
        () => deps.alone(name),
        strings.alone,
      ),
    );
    return h("li", { class: passed ? "test" : "test bad" }, head, ...why(failure, find));
  }

  function why(failure: Test["failure"], find: ReturnType<typeof lineFinder>): Child[] {
    if (failure === null) return [];
    const at = find(failure.file, failure.line);
    const from = failure.origin === null ? null : find(failure.origin.file, failure.origin.line);
    const link = (line: number, text: string, place: Place | undefined): HTMLElement =>
      button(
        { class: "line-link" },
        () => place !== undefined && deps.jump(place),
        h("span", { class: "test-line" }, strings.line(line)),
        h("code", {}, text),
      );
    return [
      h(
        "div",
        { class: "test-why" },
        link(failure.line, at?.text ?? "", at?.place),
        h(
          "p",
          {},
          h("strong", {}, ...prose(strings.expected(failure.expected))),
          ", ",
          ...prose(strings.found(failure.found)),
        ),
        failure.details.length === 0
          ? null
          : h("ul", { class: "test-details" }, ...failure.details.map((text) => h("li", {}, text))),
        failure.origin === null
          ? null
          : h(
              "div",
              { class: "test-origin" },
              h("span", {}, strings.origin),
              link(failure.origin.line, from?.text ?? "", from?.place),
              h("span", {}, ...prose(failure.origin.text)),
            ),
        failure.help === null ? null : h("p", { class: "problem-help" }, ...prose(failure.help)),
      ),
    ];
  }

  let drawn: unknown = null;

  return {
    element,
    update(run, only) {
      const wanted = filter.value.trim().toLowerCase();
      const key = JSON.stringify([wanted, failed.checked, only]);
      if (drawn === run && element.dataset.drawn === key) return;
      drawn = run;
      element.dataset.drawn = key;
      const all = run?.results.tests ?? [];
      const rows = all.filter(
        ({ name, passed }) => !(failed.checked && passed) && name.toLowerCase().includes(wanted),
      );
      fill(
        alone,
        only === null ? null : h("span", {}, strings.aloneNow(only)),
        only === null ? null : button({ class: "small" }, () => deps.alone(null), strings.all),
      );
      alone.hidden = only === null;
      empty.hidden = run === null || rows.length > 0;
      fill(
        empty,
        all.length === 0 ? h("h3", {}, strings.none) : null,
        h("p", {}, ...prose(all.length === 0 ? strings.noneHow : strings.noneShown)),
      );
      const more = rows.length - SHOWN;
      fill(
        list,
        ...rows.slice(0, SHOWN).map((test) => row(test, run?.version.sources ?? {})),
        more > 0 ? h("li", { class: "problem-more" }, strings.more(more)) : null,
      );
    },
  };
}
