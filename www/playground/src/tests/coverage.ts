/** What of each topic the tests reach, and what they do not. */
import type { Place } from "answertree/compiler";
import { bar, button, fill, h } from "../dom.ts";
import { lineFinder } from "./lines.ts";
import type { Results, Run } from "./runner.ts";
import { strings } from "./strings.ts";

type Coverage = NonNullable<Results["coverage"]>;
type Topic = Coverage["topics"][number];

export interface CoverageDeps {
  jump(place: Place): void;
  redraw(): void;
}

export interface CoverageView {
  element: HTMLElement;
  /** Whether it is to be shown beside the script's lines. */
  shown(): boolean;
  /** Whether that has changed since it was asked last. */
  toggled(): boolean;
  update(run: Run | null): void;
}

export function mountCoverage(deps: CoverageDeps): CoverageView {
  let toggled = false;
  const beside = h("input", { type: "checkbox", id: "coverage-beside" });
  beside.checked = true;
  beside.addEventListener("change", () => {
    toggled = true;
    deps.redraw();
  });
  const sums = h("dl", { class: "coverage-sums" });
  const list = h("ul", { class: "coverage-topics" });
  const empty = h("div", { class: "empty" }, h("p", {}, strings.coverageNone));
  const element = h(
    "div",
    {},
    h("label", { class: "check coverage-beside" }, beside, strings.inScript),
    empty,
    sums,
    list,
  );
  /** Topics that were opened stay open when the tests run anew. */
  const open = new Set<string>();
  let drawn: Run | null = null;

  function topic(topic: Topic, find: ReturnType<typeof lineFinder>): HTMLElement {
    const { reached, all } = topic.total;
    const missed = missing(topic);
    const box = h(
      "details",
      { open: open.has(topic.topic) },
      h(
        "summary",
        { id: `coverage-${topic.topic}` },
        h("span", { class: "coverage-name" }, topic.topic),
        bar(reached, all),
        h("span", { class: "coverage-count" }, strings.of(reached, all)),
      ),
      missed.length === 0
        ? h("p", { class: "coverage-whole" }, strings.whole)
        : h(
            "ul",
            { class: "coverage-missed" },
            ...missed.map(({ line, text, what }) => {
              const at = find(topic.file, line);
              return h(
                "li",
                {},
                button(
                  { class: "line-link" },
                  () => at !== null && deps.jump(at.place),
                  h("span", { class: "test-line" }, strings.line(line)),
                  h("code", {}, text ?? at?.text ?? ""),
                ),
                h("span", { class: "coverage-what" }, what),
              );
            }),
          ),
    );
    box.addEventListener("toggle", () => {
      if (box.open) open.add(topic.topic);
      else open.delete(topic.topic);
    });
    return h("li", { class: reached < all ? "partly" : "whole" }, box);
  }

  return {
    element,
    shown: () => beside.checked,
    toggled() {
      const was = toggled;
      toggled = false;
      return was;
    },
    update(run) {
      if (run === drawn) return;
      drawn = run;
      const coverage = run?.results.coverage ?? null;
      const tested = coverage !== null && (run?.results.tests.length ?? 0) > 0;
      empty.hidden = tested;
      sums.hidden = !tested;
      list.hidden = !tested;
      if (coverage === null || run === null) return;
      const find = lineFinder(run.version.sources);
      fill(
        sums,
        ...Object.entries(strings.parts).flatMap(([part, title]) => {
          const { reached, all } = coverage[part as keyof typeof strings.parts];
          return all === 0
            ? []
            : [
                h(
                  "div",
                  {},
                  h("dt", {}, title),
                  h(
                    "dd",
                    {},
                    bar(reached, all),
                    h("span", { class: "coverage-count" }, strings.of(reached, all)),
                  ),
                ),
              ];
        }),
      );
      fill(list, ...coverage.topics.map((one) => topic(one, find)));
    },
  };
}

interface Missing {
  line: number;
  text?: string;
  what: string;
}

/** What of a topic no test came upon, by line; as the command tells it. */
function missing({ line, entered, lines, choices, guards, examples }: Topic): Missing[] {
  const found: Missing[] = [];
  // All that stands in it is missed then.
  if (entered === 0) found.push({ line, what: strings.notEntered });
  if (entered === 0) return [...found, ...astray(line, examples)];
  for (const { line, kind, times } of lines) {
    if (times === 0 && kind !== "other")
      found.push({ line, what: strings.never(strings.lineKinds[kind] ?? kind) });
  }
  for (const { line, offered, taken } of choices) {
    if (offered === 0) found.push({ line, what: strings.neverOffered });
    else if (taken === 0) found.push({ line, what: strings.neverTaken });
  }
  for (const { line, held, not } of guards) {
    // What was never come to is told by itself.
    if (held === 0 && not === 0) continue;
    if (held === 0) found.push({ line, what: strings.neverHeld });
    else if (not === 0) found.push({ line, what: strings.alwaysHeld });
  }
  found.sort((a, b) => a.line - b.line);
  return [...found, ...astray(line, examples)];
}

/** Examples that lead elsewhere. */
function astray(line: number, examples: Topic["examples"]): Missing[] {
  return examples
    .filter(({ fits }) => !fits)
    .map(({ text, leadsTo }) => ({ line, text, what: strings.leadsTo(leadsTo) }));
}
