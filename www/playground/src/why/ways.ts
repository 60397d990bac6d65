/** What would have to be written for a topic to win: each way tried on the script, and written with one key. */
import type { Way, Win } from "answertree/author";
import type { Place } from "answertree/compiler";
import { button, type Child, h, icon } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Asking, Edit, Version, Workbench } from "../panes/pane.ts";
import { type DiffLine, diffLines, joined, reversed } from "./diff.ts";
import { strings } from "./strings.ts";

/** As many tests and examples as a person takes in; how many more there are is said. */
const NAMED = 6;

export interface WaysDeps extends Pick<Workbench, "version" | "edit" | "jump" | "say" | "talk"> {
  asking(): Asking;
  message(): string;
}

export interface Ways {
  /** What goes into the row of a topic. */
  of(topic: string, first: boolean): HTMLElement;
  /** The message or the script is another: what was found is of before. */
  forget(): void;
  /** The script was compiled anew. */
  version(): void;
}

type Found = { topic: string; win: Win; version: Version } | { topic: string; trouble: string };

export function mountWays(deps: WaysDeps, redraw: () => void): Ways {
  let busy: string | null = null;
  let found: Found | null = null;
  /** What was written last, to be taken back as long as nothing else was. */
  let written: { topic: string; undo: Edit[]; version: Version | null } | null = null;

  async function ask(topic: string): Promise<void> {
    const version = deps.version();
    const message = deps.message();
    busy = topic;
    found = null;
    redraw();
    focusIn(topic, ".ways-stop");
    let answer: Found | null = null;
    try {
      const win = await deps.asking().ask("win", { message, topic, context: deps.talk().context });
      if (win !== undefined) answer = { topic, win, version };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== "stopped" && error.code !== "crashed") answer = { topic, trouble: error.message };
    }
    // Another topic was asked about meanwhile, or the message is another.
    if (busy !== topic || message !== deps.message()) return;
    busy = null;
    found = answer;
    const stays = document.activeElement === document.body || within(topic);
    redraw();
    if (stays) focusIn(topic, ".way-apply", ".ways-ask");
  }

  function apply(topic: string, way: Way, version: Version): void {
    const edits = editsOf(way);
    if (!deps.edit(edits, version)) {
      deps.say(strings.overtaken);
      return;
    }
    written = { topic, undo: reversed(version.sources, edits), version: null };
    found = null;
    deps.say(strings.applied);
    redraw();
    focusIn(topic, ".ways-back");
  }

  function takeBack(): void {
    if (written?.version === null || written === null) return;
    const { topic, undo, version } = written;
    const done = deps.edit(undo, version);
    written = null;
    deps.say(done ? strings.takenBack : strings.overtaken);
    redraw();
    focusIn(topic, ".ways-ask");
  }

  function row(topic: string): Element | null {
    return document.getElementById(`why-body-${topic}`);
  }

  function within(topic: string): boolean {
    return row(topic)?.contains(document.activeElement) === true;
  }

  function focusIn(topic: string, ...wanted: string[]): void {
    for (const one of wanted) {
      const target = row(topic)?.querySelector<HTMLElement>(one);
      if (target) {
        target.focus();
        return;
      }
    }
  }

  function card(topic: string, way: Way, at: number, version: Version): HTMLElement {
    const { kind, wins, confidence, failing, elsewhere } = way;
    const title = strings.ways[kind] ?? kind;
    const parts = editsOf(way).map((edit) => diffLines(version.sources[edit.file] ?? "", edit));
    const bad = failing.length + elsewhere.length;
    return h(
      "li",
      { class: `way ${wins ? "wins" : ""}` },
      h("h4", {}, title),
      ...parts.map((lines) => h("div", { class: "way-diff" }, ...lines.map(diffLine))),
      h(
        "p",
        { class: `way-then ${wins ? "good" : "bad"}` },
        icon(wins ? "check" : "warning"),
        wins ? strings.first(confidence) : strings.notFirst(confidence),
      ),
      bad === 0
        ? h("p", { class: "way-quiet" }, strings.nothingElse)
        : h(
            "div",
            { class: "way-cost" },
            ...cost(
              strings.failing(failing.length),
              failing.length,
              failing.map(({ name, place }) => link(name, place)),
            ),
            ...cost(
              strings.elsewhere(elsewhere.length),
              elsewhere.length,
              elsewhere.map(({ text, from, to, place }) =>
                h("span", {}, link(text, place), ` ${from} → ${strings.goesTo(to)}`),
              ),
            ),
          ),
      button(
        {
          class: "small primary way-apply",
          "data-way": String(at + 1),
        },
        () => apply(topic, way, version),
        h("kbd", {}, String(at + 1)),
        strings.apply,
        h("span", { class: "visually-hidden" }, `: ${title}`),
      ),
    );
  }

  function cost(title: string, count: number, rows: Child[]): Child[] {
    if (count === 0) return [];
    const more = count - NAMED;
    return [
      h("p", {}, icon("warning"), title),
      h(
        "ul",
        {},
        ...rows.slice(0, NAMED).map((row) => h("li", {}, row)),
        more > 0 ? h("li", {}, strings.more(more)) : null,
      ),
    ];
  }

  function link(text: string, place: Place | null): Child {
    return place === null ? text : button({ class: "line-link" }, () => deps.jump(place), text);
  }

  function content(topic: string, first: boolean): Child[] {
    if (busy === topic) {
      return [
        h("p", { class: "ways-busy", role: "status" }, strings.winning),
        h("progress", { "aria-label": strings.winning }),
        button({ class: "small ways-stop" }, stop, strings.winStop),
      ];
    }
    if (written?.topic === topic) {
      return [
        h("p", { class: "ways-done" }, icon("check"), strings.applied),
        button(
          { class: "small ways-back", "aria-disabled": written.version === null },
          takeBack,
          icon("undo"),
          strings.takeBack,
        ),
      ];
    }
    if (first) return [];
    if (found?.topic !== topic) {
      return [button({ class: "small ways-ask" }, () => void ask(topic), icon("fix"), strings.win)];
    }
    if ("trouble" in found) return [h("p", { role: "alert" }, strings.broken(found.trouble))];
    const { win, version } = found;
    const any = win.ways.some(({ wins }) => wins);
    return [
      h("h3", {}, strings.win),
      h(
        "p",
        { class: "ways-busy", role: "status" },
        any ? strings.winSome(win.ways.length) : strings.winNone,
        win.whole ? "" : ` ${strings.winFew}`,
      ),
      h("ol", { class: "way-list" }, ...win.ways.map((way, at) => card(topic, way, at, version))),
    ];
  }

  function stop(): void {
    const topic = busy;
    busy = null;
    deps.asking().stop();
    redraw();
    if (topic !== null) focusIn(topic, ".ways-ask");
  }

  return {
    of(topic, first) {
      const element = h("div", { class: "ways" }, ...content(topic, first));
      // One key writes a way, as long as nothing is being typed.
      element.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
        const target = element.querySelector<HTMLButtonElement>(`[data-way="${event.key}"]`);
        if (target === null) return;
        event.preventDefault();
        event.stopPropagation();
        target.click();
      });
      return element;
    },
    forget() {
      if (busy !== null) deps.asking().stop();
      busy = null;
      found = null;
      written = null;
    },
    version() {
      if (busy !== null) deps.asking().stop();
      busy = null;
      found = null;
      const now = deps.version();
      if (written === null) return;
      // The first version after it was written is the one that it can be taken back in.
      if (written.version === null) written.version = now;
      else {
        const { undo, version } = written;
        if (undo.some(({ file }) => version.sources[file] !== now.sources[file])) written = null;
      }
    },
  };
}

function editsOf({ edits }: Way): Edit[] {
  return joined(
    edits.map(({ place, text }) => ({ file: place.file, start: place.start, end: place.end, text })),
  );
}

function diffLine({ kind, text }: DiffLine): HTMLElement {
  return h(
    "div",
    { class: `diff-${kind}` },
    h("span", { class: "diff-sign", "aria-hidden": "true" }, { same: " ", out: "−", in: "+" }[kind]),
    kind === "same"
      ? null
      : h("span", { class: "visually-hidden" }, kind === "out" ? strings.removed : strings.added, ": "),
    h("code", {}, text),
  );
}
