/** The table of messages with what narrows it down, and the one that is chosen. */
import { button, type Child, fill, h, icon, keepingFocus } from "../dom.ts";
import type { Corpus } from "./corpus.ts";
import { type Labels, perTopic, titleOf } from "./figures.ts";
import { all, type Filter, matching, type Sure, type Which } from "./filter.ts";
import { mountGrid } from "./grid.ts";
import { KINDS, type Run } from "./run.ts";
import { strings } from "./strings.ts";

/** A pause in typing after which the table is searched. */
const TYPING_MS = 120;

export interface MessagesDeps {
  example(at: number): void;
  topic(at: number): void;
  try(at: number): void;
}

/** What the table is of. */
export interface Shown {
  corpus: Corpus;
  run: Run;
  labels: Labels | null;
  changed: ReadonlySet<number> | null;
}

export interface Messages {
  element: HTMLElement;
  update(shown: Shown): void;
  /** Narrows it down to this and nothing else. */
  show(filter: Partial<Filter>): void;
  focus(): void;
}

export function mountMessages(deps: MessagesDeps): Messages {
  let filter: Filter = all;
  let shown: Shown | null = null;
  let places = new Int32Array();
  /** The place of the chosen message; -1 for none. */
  let chosen = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const search = h("input", {
    type: "search",
    id: "data-search",
    placeholder: strings.search,
    "aria-label": strings.search,
  });
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => narrow({ search: search.value }), TYPING_MS);
  });
  const which = h("select", { id: "data-which" });
  which.addEventListener("change", () => narrow({ which: which.value as Which }));
  const topic = h("select", { id: "data-topic" });
  topic.addEventListener("change", () => narrow({ topic: Number(topic.value) }));
  const sure = h(
    "select",
    { id: "data-sure" },
    ...Object.entries(strings.confidences).map(([value, text]) => h("option", { value }, text)),
  );
  sure.addEventListener("change", () => narrow({ sure: sure.value as Sure }));
  const only = h("div", { class: "data-only" });
  const count = h("p", { class: "data-quiet", role: "status" });
  const detail = h("section", { class: "data-detail", "aria-label": strings.chosen });
  const grid = mountGrid({
    label: strings.rows,
    describedBy: "data-keys",
    heads: [strings.headMessage, strings.headTopic, strings.headSure],
    cells: (row) => cells(places[row] ?? 0),
    chosen: (row) => {
      chosen = places[row] ?? -1;
      drawDetail();
    },
    key: (event, row) => {
      const at = places[row] ?? 0;
      const act = { e: deps.example, t: deps.topic, enter: deps.try }[event.key.toLowerCase()];
      act?.(at);
      return act !== undefined;
    },
  });
  const element = h(
    "div",
    { class: "data-messages" },
    h(
      "div",
      { class: "data-filter", role: "search" },
      search,
      field("data-which", strings.which, which),
      field("data-topic", strings.topic, topic),
      field("data-sure", strings.confidence, sure),
    ),
    only,
    count,
    grid.element,
    h("p", { class: "data-quiet", id: "data-keys" }, strings.keys),
    detail,
  );

  function field(id: string, label: string, select: HTMLElement): HTMLElement {
    return h("div", { class: "field" }, h("label", { for: id }, label), select);
  }

  function narrow(part: Partial<Filter>): void {
    filter = { ...filter, ...part };
    draw();
  }

  function cells(at: number): Child[] {
    if (shown === null) return [];
    const { corpus, run } = shown;
    const kind = KINDS[run.kinds[at] ?? 0] ?? "none";
    const answered = kind === "answered";
    const topic =
      kind === "language"
        ? strings.language(run.languages.get(at) ?? "und")
        : answered
          ? titleOf(run, run.first[at] ?? -1)
          : strings.kinds[kind];
    return [
      h("span", { class: "data-text" }, corpus.texts[at]?.slice(0, 240)),
      h("span", { class: "data-topic", "data-kind": kind }, topic),
      h("span", { class: "data-sure" }, answered || kind === "none" ? strings.sure(run.sure[at] ?? 0) : ""),
    ];
  }

  function draw(): void {
    if (shown === null) return;
    const { corpus, run, labels, changed } = shown;
    places = matching(corpus, run, labels, changed, filter) as typeof places;
    fill(count, places.length === 0 ? strings.noneShown : strings.shown(places.length, corpus.texts.length));
    fill(
      only,
      filter.only !== null && h("span", { class: "chip" }, strings.only(filter.only.what)),
      filter !== all &&
        Object.entries(all).some(([key, value]) => filter[key as keyof Filter] !== value) &&
        button({ class: "small", id: "data-only-off" }, () => show({}), strings.onlyOff),
    );
    grid.resize(places.length, chosen === -1 ? places.length : indexOf(chosen));
    drawFields();
    drawDetail();
  }

  /** Places are in the order of the file. */
  function indexOf(at: number): number {
    const found = places.indexOf(at);
    return found === -1 ? places.length : found;
  }

  function drawFields(): void {
    if (shown === null) return;
    const { run, labels, changed } = shown;
    const kinds: [Which, string, boolean][] = [
      ["all", strings.whichAll, true],
      ["answered", strings.kinds.answered, true],
      ["unanswered", strings.whichUnanswered, true],
      ["none", strings.kinds.none, true],
      ["small talk", strings.kinds["small talk"], true],
      ["language", strings.kinds.language, true],
      ["unsure", strings.whichUnsure, true],
      ["wrong", strings.whichWrong, labels !== null],
      ["changed", strings.whichChanged, changed !== null],
    ];
    fill(which, ...kinds.filter(([, , is]) => is).map(([value, text]) => h("option", { value }, text)));
    const of = perTopic(run);
    fill(
      topic,
      h("option", { value: -1 }, strings.topicAll),
      ...run.topics.map((_, at) =>
        h("option", { value: at }, `${titleOf(run, at)} (${strings.count(of[at] ?? 0)})`),
      ),
    );
    which.value = filter.which;
    topic.value = String(filter.topic);
    sure.value = filter.sure;
    if (search !== document.activeElement) search.value = filter.search;
  }

  function drawDetail(): void {
    if (shown === null || chosen === -1) {
      fill(detail);
      return;
    }
    const { corpus, run } = shown;
    const at = chosen;
    const kind = KINDS[run.kinds[at] ?? 0] ?? "none";
    const label = corpus.labels?.[at] ?? "";
    const rows: Child[] = [
      near(strings.first, run.first[at] ?? -1, run.sure[at] ?? 0),
      near(strings.second, run.second[at] ?? -1, run.secondSure[at] ?? 0),
      label === "" ? null : h("div", {}, h("dt", {}, strings.headLabel), h("dd", {}, label)),
    ];
    keepingFocus(detail, () =>
      fill(
        detail,
        h("p", { class: "data-whole" }, corpus.texts[at]),
        h("p", { class: "data-kind", "data-kind": kind }, strings.kinds[kind]),
        h("dl", { class: "data-near" }, ...rows),
        h(
          "div",
          { class: "data-row" },
          button(
            { class: "small primary", id: "data-example", title: strings.exampleHint },
            () => deps.example(at),
            icon("check"),
            strings.example,
            h("kbd", { "aria-hidden": "true" }, "E"),
          ),
          button(
            { class: "small", id: "data-new-topic", title: strings.newTopicHint },
            () => deps.topic(at),
            strings.newTopic,
            h("kbd", { "aria-hidden": "true" }, "T"),
          ),
          button(
            { class: "small", id: "data-try", title: strings.tryHint },
            () => deps.try(at),
            icon("go"),
            strings.try,
          ),
        ),
      ),
    );
  }

  function near(name: string, topic: number, value: number): Child {
    if (shown === null || topic < 0) return null;
    return h(
      "div",
      {},
      h("dt", {}, name),
      h("dd", {}, `${titleOf(shown.run, topic)}, ${strings.sure(value)}`),
    );
  }

  function show(part: Partial<Filter>): void {
    filter = { ...all, ...part };
    search.value = filter.search;
    draw();
  }

  return {
    element,
    update(next) {
      // Another file has other messages at the same places.
      if (shown !== null && shown.corpus !== next.corpus) {
        chosen = -1;
        filter = all;
      }
      // Another version has other topics at the same places.
      const before = shown?.run.topics[filter.topic]?.name;
      const topic = before === undefined ? -1 : next.run.topics.findIndex(({ name }) => name === before);
      if (topic !== filter.topic) filter = { ...filter, topic };
      if (filter.which === "changed" && next.changed === null) filter = { ...filter, which: "all" };
      shown = next;
      draw();
    },
    show,
    focus: grid.focus,
  };
}
