/** The Tests pane: the script's tests, run with every change, what they reach, and what can go wrong elsewhere. */
import { button, fill, h, icon, keepingFocus } from "../dom.ts";
import type { Mount } from "../panes/pane.ts";
import { mountCoverage } from "./coverage.ts";
import { keepAsTest } from "./keep.ts";
import { coverageMarks, testMarks } from "./marks.ts";
import { mountResults } from "./results.ts";
import { type State, startRunner } from "./runner.ts";
import { strings } from "./strings.ts";
import { mountWalk } from "./walk.ts";
import "./tests.css";

type View = "results" | "coverage" | "walk";

export const mount: Mount = (bench) => {
  let view: View = "results";
  let marked: State["run"] = null;

  const results = mountResults({
    jump: bench.jump,
    alone: (name) => runner.only(name),
    redraw: draw,
  });
  const coverage = mountCoverage({ jump: bench.jump, redraw: mark });
  const walk = mountWalk(bench);
  const parts = { results, coverage, walk };

  const summary = h("p", { class: "tests-summary", role: "status" });
  const note = h("p", { class: "tests-note" });
  const keep = button(
    { class: "small primary", title: strings.keepHint },
    () => void keepAsTest(bench),
    icon("check"),
    strings.keep,
  );
  const heads = (["results", "coverage", "walk"] as const).map((name) => ({
    name,
    head: button({ class: "small", "aria-pressed": "false" }, () => choose(name), strings[name]),
  }));
  const element = h(
    "section",
    { class: "pane tests", "aria-labelledby": "tests-heading", tabindex: -1 },
    h("h2", { id: "tests-heading", class: "visually-hidden" }, strings.title),
    h("div", { class: "tests-head" }, summary, keep),
    note,
    h(
      "div",
      { class: "segments", role: "group", "aria-label": strings.views },
      ...heads.map(({ head }) => head),
    ),
    results.element,
    coverage.element,
    walk.element,
  );
  const runner = startRunner(bench, bench.apart(), draw);

  function choose(next: View): void {
    view = next;
    draw();
  }

  function draw(): void {
    const { state } = runner;
    const { run, running, stale, trouble, only } = state;
    for (const { name, head } of heads) {
      head.setAttribute("aria-pressed", String(name === view));
      parts[name].element.hidden = name !== view;
    }
    const failed = run?.results.failed ?? 0;
    summary.dataset.state = run === null ? "none" : failed > 0 ? "error" : "fine";
    fill(
      summary,
      run === null || run.results.tests.length === 0
        ? running || run === null
          ? strings.waiting
          : strings.none
        : strings.summary(run.results.passed, failed),
      run === null
        ? null
        : h("span", { class: "quiet", "aria-hidden": "true" }, ` · ${strings.ranIn(run.milliseconds)}`),
    );
    const whole = bench.version().whole;
    const old = !whole && !running;
    fill(
      note,
      trouble !== null
        ? strings.broken(trouble)
        : old
          ? run === null
            ? strings.errors
            : strings.errorsOld
          : null,
    );
    note.hidden = note.childNodes.length === 0;
    element.classList.toggle("stale", stale && old);
    keepingFocus(element, () => {
      results.update(run, only);
      coverage.update(run);
    });
    mark();
  }

  /** Beside the lines; only for a run that is not there yet, so that marks move along with what is typed. */
  function mark(): void {
    const { run } = runner.state;
    if (run === null || (run === marked && !coverage.toggled())) return;
    marked = run;
    bench.marks("tests", testMarks(run), run.version);
    bench.badge("tests", run.results.failed, strings.failing(run.results.failed));
    bench.marks("coverage", coverage.shown() ? coverageMarks(run) : [], run.version);
  }

  draw();
  runner.start();
  return {
    element,
    focus: () => element.focus(),
  };
};
