/** The Data pane: past messages of customers, tried on the script; what it misses becomes an example or a topic. */
import type { MessageGroup } from "answertree/author";
import { button, fill, h } from "../dom.ts";
import type { Mount } from "../panes/pane.ts";
import { mountColumns } from "./columns.ts";
import type { Corpus } from "./corpus.ts";
import { mountFallen } from "./fallen.ts";
import { mountMessages } from "./messages.ts";
import { mountMixups } from "./mixups.ts";
import { mountPicker, type Pick } from "./picker.ts";
import { mountProgress } from "./progress.ts";
import { type Reading, startReading } from "./reading/client.ts";
import { type Choice, FaultError, type Peek } from "./reading/protocol.ts";
import type { Run } from "./run.ts";
import { mountShares } from "./shares.ts";
import { mountStart, takeDrops } from "./start.ts";
import { strings } from "./strings.ts";
import { mountSummary } from "./summary.ts";
import { startTrials } from "./trials.ts";
import { addExamples, draftOf, withExample } from "./write.ts";
import "./data.css";

type Stage = "start" | "columns" | "results";
const VIEWS = ["rows", "groups", "departments", "confusion"] as const;
type View = (typeof VIEWS)[number];

export const mount: Mount = (bench) => {
  let stage: Stage = "start";
  let view: View = "rows";
  let corpus: Corpus | null = null;
  let file: { blob: Blob; name: string; peek: Peek } | null = null;
  let reading: Reading | null = null;
  /** A file's beginning is being looked at. */
  let peeking = false;
  let seen = true;
  /** What the view in front was drawn for. */
  let drawn: readonly unknown[] = [];

  const trials = startTrials(bench, bench.apart(), draw);
  const alarm = h("p", { class: "data-alarm", role: "alert", hidden: true });
  const said = h("p", { class: "data-quiet", role: "status" });
  const progress = mountProgress(stop);
  const start = mountStart({ take });
  const columns = mountColumns({ go: (choice) => void read(choice), cancel: () => enter("start") });
  const summary = mountSummary((which) => showRows({ which }));
  const messages = mountMessages({ example: exampleOfRow, topic: topicOfRow, try: tryRow });
  const fallen = mountFallen({
    example: (group, at) => void example(group.examples, nearGroup(group, at)),
    topic: topicOfGroup,
    show: showGroup,
    start: () => void trials.group(),
  });
  const shares = mountShares((topic) => showRows({ topic, which: "answered" }));
  const mixups = mountMixups((only) => showRows({ only }));
  const picker = mountPicker();
  const parts = { rows: messages, groups: fallen, departments: shares, confusion: mixups };
  const heads = VIEWS.map((name) => ({
    name,
    head: button({ class: "small", "aria-pressed": "false" }, () => choose(name), strings[name]),
  }));
  const again = button({ class: "small", hidden: true }, () => void trials.run(), strings.again);
  const notes = h("ul", { class: "data-notes" });
  const results = h(
    "div",
    { class: "data-results" },
    h(
      "div",
      { class: "data-head" },
      said,
      again,
      button({ class: "small", id: "data-another" }, () => enter("start"), strings.another),
    ),
    notes,
    summary.element,
    h(
      "div",
      { class: "segments", role: "group", "aria-label": strings.views },
      ...heads.map(({ head }) => head),
    ),
    ...VIEWS.map((name) => parts[name].element),
  );
  const element = h(
    "section",
    { class: "pane data", "aria-labelledby": "data-heading", tabindex: -1 },
    h("h2", { id: "data-heading", class: "visually-hidden" }, strings.title),
    alarm,
    progress.element,
    start.element,
    columns.element,
    results,
    picker.element,
  );
  takeDrops(element, (blob, name) => void take(blob, name));
  bench.on("version", () => {
    if (seen) trials.changed();
  });

  function enter(next: Stage): void {
    if (next === "start") {
      stop();
      // What was read by then is for nobody.
      reading = null;
      trials.forget();
      if (corpus !== null) bench.lend([]);
      corpus = null;
      file = null;
    }
    alarm.hidden = true;
    stage = next;
    draw();
    element.scrollTop = 0;
    ({ start, columns, results: messages })[stage].focus();
  }

  function complain(error: unknown): void {
    if (!(error instanceof FaultError)) throw error;
    const { fault } = error;
    fill(alarm, strings.faults[fault.code](fault));
    alarm.hidden = false;
  }

  /** Looks at a file, in place of what is there. */
  async function take(blob: Blob, name: string): Promise<void> {
    reading?.stop();
    const mine = startReading(blob, name);
    reading = mine;
    peeking = true;
    alarm.hidden = true;
    progress.show(strings.looking(name), null);
    try {
      const peek = await mine.peek;
      if (reading !== mine) return;
      peeking = false;
      file = { blob, name, peek };
      columns.update(name, peek);
      progress.hide();
      enter("columns");
    } catch (error) {
      if (reading !== mine) return;
      reading = null;
      peeking = false;
      progress.hide();
      complain(error);
    }
  }

  async function read(choice: Choice): Promise<void> {
    if (file === null) return;
    const { blob, name } = file;
    // It was read with other columns before, or the reading was stopped.
    const fresh = reading === null;
    const mine = reading ?? startReading(blob, name);
    reading = mine;
    alarm.hidden = true;
    try {
      if (fresh) await mine.peek;
      const found = await mine.read(choice, (share, count) => progress.show(strings.reading(count), share));
      if (reading !== mine) return;
      if (found.texts.length === 0 && !found.whole) return;
      if (found.texts.length === 0) throw new FaultError({ code: "no-messages" });
      corpus = { name, ...found };
      bench.lend(corpus.texts);
      enter("results");
      void trials.take(corpus);
    } catch (error) {
      if (reading === mine) complain(error);
    } finally {
      if (reading === mine) reading = null;
      progress.hide();
      draw();
    }
  }

  function stop(): void {
    reading?.stop();
    if (peeking) reading = null;
    peeking = false;
    progress.hide();
    trials.stop();
  }

  function choose(next: View): void {
    view = next;
    draw();
  }

  function showRows(filter: Parameters<typeof messages.show>[0]): void {
    view = "rows";
    draw();
    messages.show(filter);
    messages.focus();
  }

  function draw(): void {
    start.element.hidden = stage !== "start";
    columns.element.hidden = stage !== "columns";
    results.hidden = stage !== "results";
    if (stage !== "results" || corpus === null) return;
    const { run, working, trouble, stopped } = trials.state;
    const { texts } = corpus;
    if (working === null) progress.hide();
    else
      progress.show(
        working.is === "group" ? strings.grouping(working.of) : strings.trying(working.done, working.of),
        working.is === "group" ? null : working.done / working.of,
      );
    fill(
      said,
      trouble === "errors"
        ? strings.errors
        : trouble !== null
          ? strings.broken(trouble)
          : stopped && run !== null
            ? run.count < texts.length
              ? strings.stopped(run.count, texts.length)
              : strings.stoppedOld
            : `${corpus.name}: ${strings.messages(texts.length)}`,
      run !== null &&
        working === null &&
        trouble === null &&
        h("span", { class: "data-took" }, ` · ${strings.ranIn(run.milliseconds)}`),
    );
    again.hidden = !(working === null && (stopped || (trouble !== null && trouble !== "errors")));
    fill(
      notes,
      ...corpus.notes.map((note) => h("li", {}, strings.notes(note))),
      !corpus.whole && h("li", {}, strings.readStopped(texts.length)),
    );
    element.classList.toggle("stale", trouble === "errors" || working?.is === "run");
    for (const { name, head } of heads) {
      head.setAttribute("aria-pressed", String(name === view));
      parts[name].element.hidden = name !== view || run === null;
    }
    if (run === null) {
      summary.clear();
      drawn = [];
      return;
    }
    drawView(corpus, run);
  }

  /** Only where something is another: lists that are drawn anew close under the hand. */
  function drawView(corpus: Corpus, run: Run): void {
    const { labels, change, fallen: groups } = trials.state;
    const now = [corpus, run, labels, change, groups, view];
    const same = now.every((one, at) => one === drawn[at]);
    drawn = now;
    if (!same) {
      summary.update(corpus, run, labels, change);
      if (view === "rows") messages.update({ corpus, run, labels, changed: change?.messages ?? null });
      else if (view === "groups") fallen.update(groups, trials.missed());
      else if (view === "departments") shares.update(run);
      else mixups.update(corpus, run, labels);
    }
    if (view === "groups") groupWhereDue(run);
  }

  /** Groups of another version are shown until those of this one are there. */
  function groupWhereDue(run: Run): void {
    const { grouped, working, trouble, stopped } = trials.state;
    if (grouped !== run && working === null && trouble === null && !stopped) void trials.group();
  }

  /** Topics to choose from, those that come to mind first. */
  function picks(near: readonly string[]): Pick[] {
    const { topics = [] } = trials.state.run ?? {};
    const all = topics.map(({ name, title }) => ({ name, title, near: near.includes(name) }));
    return all.sort((a, b) => rank(near, a.name) - rank(near, b.name));
  }

  async function example(texts: readonly string[], near: readonly string[]): Promise<void> {
    if (texts.length === 0) return;
    const before = document.activeElement;
    const found = await picker.ask(texts, picks(near));
    if (before instanceof HTMLElement) before.focus();
    if (found !== null) await addExamples(bench, found.topic, found.texts);
  }

  function exampleOfRow(at: number): void {
    const { run } = trials.state;
    if (run === null || corpus === null) return;
    const near = [run.first[at] ?? -1, run.second[at] ?? -1].flatMap(
      (topic) => run.topics[topic]?.name ?? [],
    );
    void example([(corpus.texts[at] ?? "").replaceAll(/\s+/g, " ")], near);
  }

  /** The topics that come nearest to the messages of a group. */
  function nearGroup({ closest }: MessageGroup, at: number): string[] {
    const { run, fallen } = trials.state;
    if (run === null || fallen === null) return [];
    const votes = new Map<string, number>();
    for (const [place, group] of fallen.of) {
      const name = run.topics[run.first[place] ?? -1]?.name;
      if (group === at && name !== undefined) votes.set(name, (votes.get(name) ?? 0) + 1);
    }
    const names = [...votes].sort((a, b) => b[1] - a[1]).map(([name]) => name);
    return [...new Set([...(closest === null ? [] : [closest.topic]), ...names])].slice(0, 3);
  }

  function topicOfRow(at: number): void {
    const { run, fallen } = trials.state;
    if (run === null || corpus === null) return;
    const text = corpus.texts[at] ?? "";
    const group = fallen?.groups[fallen.of.get(at) ?? -1];
    if (group?.draft) {
      append(withExample(group.draft, text), group.name);
      return;
    }
    const draft = draftOf(
      text,
      run.topics.map(({ name }) => name),
    );
    append(draft.text, draft.title);
  }

  function topicOfGroup({ draft, name }: MessageGroup): void {
    if (draft !== null) append(draft, name);
  }

  function append(text: string, title: string): void {
    bench.append(text);
    bench.say(strings.drafted(title));
  }

  function tryRow(at: number): void {
    bench.try(corpus?.texts[at] ?? "");
  }

  function showGroup({ name }: MessageGroup, at: number): void {
    const { fallen } = trials.state;
    if (fallen === null) return;
    const found = [...fallen.of].filter(([, group]) => group === at).map(([place]) => place);
    showRows({ only: { what: strings.groupName(name), messages: new Set(found) } });
  }

  draw();
  return {
    element,
    shown() {
      seen = true;
      trials.changed();
    },
    hidden() {
      seen = false;
    },
    focus: () => (stage === "start" ? start.focus() : element.focus()),
  };
};

/** Those that are not in the list come last. */
function rank(near: readonly string[], name: string): number {
  const at = near.indexOf(name);
  return at === -1 ? near.length : at;
}
