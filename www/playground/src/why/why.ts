/** The Why pane: every topic that a message was considered for, what speaks for and against it, and what would make it win. */
import type { Considered } from "answertree/author";
import { fill, h } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Asking, LineMark, Mount, Version } from "../panes/pane.ts";
import { mountMessage } from "./message.ts";
import { strings } from "./strings.ts";
import { mountTopics } from "./topics.ts";
import { mountWays } from "./ways.ts";
import "./why.css";

/** A pause in typing after which it is asked: the answer takes about as long. */
const PAUSE_MS = 40;

export const mount: Mount = (bench) => {
  let inFront = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the answer on show was asked with. */
  let answered: { message: string; version: Version; context: string } | null = null;
  /** The lines that speak for what that suggests. */
  let marks: LineMark[] = [];
  // A worker of its own: trying changes takes seconds, and nothing else is to wait for it.
  let apart: Asking | null = null;

  const message = mountMessage({ changed: soon, try: bench.try });
  const ways = mountWays(
    {
      ...bench,
      asking: () => {
        apart ??= bench.apart();
        return apart;
      },
      message: message.text,
    },
    () => topics.redraw(),
  );
  const topics = mountTopics({ jump: bench.jump, words: message.mark }, ways.of);
  const summary = h("p", { class: "results-summary", role: "status" });
  const note = h("p", { class: "tests-note", hidden: true });
  const empty = h("div", { class: "empty" });
  const element = h(
    "section",
    { class: "pane why", "aria-labelledby": "why-heading" },
    h("h2", { id: "why-heading", class: "visually-hidden" }, strings.title),
    message.element,
    note,
    summary,
    empty,
    topics.element,
  );

  function soon(): void {
    clearTimeout(timer);
    if (inFront) timer = setTimeout(() => void ask(), PAUSE_MS);
  }

  async function ask(): Promise<void> {
    const text = message.text();
    const version = bench.version();
    const { context } = bench.talk();
    if (Object.keys(version.sources).length === 0) return;
    if (text.trim() === "") return blank(strings.emptyTitle, strings.empty);
    const key = JSON.stringify({ ...context, now: Math.floor((context.now ?? 0) / 60_000) });
    if (answered?.message === text && answered.version === version && answered.context === key) return;
    if (answered !== null && answered.message !== text) ways.forget();
    if (answered !== null && answered.version !== version) ways.version();
    if (!version.whole) return say(answered === null ? strings.errorsNone : strings.errors);
    try {
      const considered = await bench.ask("considered", { message: text, context });
      // Overtaken by another message or another version; the answer to that is under way.
      if (considered === undefined || text !== message.text() || version !== bench.version()) return;
      answered = { message: text, version, context: key };
      say(considered.truncated ? strings.truncated : null);
      const suggested = considered.topics.filter(({ reason }) => reason === null).length;
      fill(summary, strings.summary(considered.topics.length, suggested));
      empty.hidden = considered.topics.length > 0;
      topics.element.hidden = false;
      fill(empty, h("h3", {}, strings.nothingTitle), h("p", {}, strings.nothing));
      topics.update(text, considered);
      marks = spoke(considered);
      bench.marks("why", marks, version);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code === "AQ0003") say(answered === null ? strings.errorsNone : strings.errors);
      else if (error.code !== "crashed") say(strings.broken(error.message));
    }
  }

  function blank(title: string, text: string): void {
    answered = null;
    bench.marks("why", [], bench.version());
    ways.forget();
    topics.clear();
    say(null);
    fill(summary);
    message.mark([]);
    topics.element.hidden = true;
    empty.hidden = false;
    fill(empty, h("h3", {}, title), h("p", {}, text));
  }

  function say(text: string | null): void {
    note.hidden = text === null;
    fill(note, text);
    element.classList.toggle("stale", text === strings.errors);
  }

  bench.on("talk", (talk) => {
    message.heard(talk.message);
    soon();
  });
  bench.on("version", soon);
  blank(strings.emptyTitle, strings.empty);

  return {
    element,
    shown() {
      inFront = true;
      if (answered !== null) bench.marks("why", marks, answered.version);
      void ask();
    },
    hidden() {
      inFront = false;
      clearTimeout(timer);
      bench.marks("why", [], bench.version());
    },
    focus: message.focus,
  };
};

/** The lines that speak for what is suggested. */
function spoke({ topics }: Considered): LineMark[] {
  return topics
    .filter(({ reason }) => reason === null)
    .flatMap(({ hints }) => hints.flatMap(({ place }) => (place === null ? [] : [place])))
    .map((place) => ({ place, tone: "match", label: strings.speaks }));
}
