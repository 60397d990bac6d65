/** What became of all messages, in a bar and numbers, and what the last edit did to them. */
import { button, type Child, fill, h } from "../dom.ts";
import type { Corpus } from "./corpus.ts";
import { accuracy, type Change, counts, type Labels } from "./figures.ts";
import type { Which } from "./filter.ts";
import type { Kind, Run } from "./run.ts";
import { strings } from "./strings.ts";

/** The kinds as the bar has them, and what the table shows for each. */
const PARTS: [Kind, Which][] = [
  ["answered", "answered"],
  ["small talk", "small talk"],
  ["language", "language"],
  ["none", "none"],
];

/** So many topics are named that an edit gave messages to, or took some from. */
const MOST_TOPICS = 4;

export interface Summary {
  element: HTMLElement;
  update(corpus: Corpus, run: Run, labels: Labels | null, change: Change | null): void;
  clear(): void;
}

export function mountSummary(show: (which: Which) => void): Summary {
  const changed = h("div", { class: "data-change", role: "status" });
  const figures = h("div", { class: "data-figures" });
  const element = h("div", { class: "data-summary" }, figures, changed);

  function part(kind: Kind, which: Which, count: number, of: number): HTMLElement {
    return h(
      "li",
      {},
      button(
        { class: "data-figure", "data-kind": kind },
        () => show(which),
        h("span", { class: "data-figure-share" }, strings.percent(count, of)),
        h("span", { class: "data-figure-name" }, strings.kinds[kind]),
        h("span", { class: "data-quiet" }, strings.count(count)),
      ),
    );
  }

  function right(corpus: Corpus, run: Run, labels: Labels): Child {
    if (labels.named.size === 0) return h("li", { class: "data-figure data-quiet" }, strings.accuracyNone);
    const { right, of } = accuracy(corpus, run, labels);
    return h(
      "li",
      {},
      button(
        { class: "data-figure", title: strings.accuracyHint(right, of) },
        () => show("wrong"),
        h("span", { class: "data-figure-share" }, strings.percent(right, of)),
        h("span", { class: "data-figure-name" }, strings.accuracy),
        h("span", { class: "data-quiet" }, `${strings.count(right)} / ${strings.count(of)}`),
      ),
    );
  }

  return {
    element,
    update(corpus, run, labels, change) {
      const found = counts(run);
      const { count } = run;
      const bar = h("div", { class: "data-bar", "aria-hidden": "true" });
      for (const [kind] of PARTS) {
        const piece = h("span", { "data-kind": kind });
        piece.style.flexGrow = String(found[kind]);
        if (found[kind] > 0) bar.append(piece);
      }
      fill(
        figures,
        bar,
        h(
          "ul",
          { class: "data-parts", "aria-label": strings.figures },
          ...PARTS.map(([kind, which]) => part(kind, which, found[kind], count)),
          labels !== null && right(corpus, run, labels),
        ),
      );
      fill(changed, ...(change === null ? [] : told(change, () => show("changed"))));
      changed.hidden = change === null;
    },
    clear() {
      fill(figures);
      fill(changed);
      changed.hidden = true;
    },
  };
}

function told(change: Change, show: () => void): Child[] {
  const { before, after, of, gained, lost, moved, topics, messages } = change;
  return [
    h("p", { class: "data-before" }, strings.before(before, after, of)),
    h("p", {}, strings.beforeMore(gained, lost, moved)),
    topics.length > 0 &&
      h(
        "ul",
        { class: "data-deltas" },
        ...topics
          .slice(0, MOST_TOPICS)
          .map(([title, by]) => h("li", { class: "chip" }, strings.topicDelta(title, by))),
      ),
    messages.size > 0 && button({ class: "small" }, show, strings.showChanged),
  ];
}
