/** The tour: one task at a time over the editor, and a look at what the author really did. */
import { button, fill, h, icon, isShiftAlt, keepingFocus, prose } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import { FILE } from "../engine/protocol.ts";
import type { Talk, Version, Workbench } from "../panes/pane.ts";
import { type Look, look } from "./look.ts";
import type { TourState } from "./state.ts";
import { type Own, ownOf, type Step, steps, type Task } from "./steps.ts";
import { strings } from "./strings.ts";
import "./tour.css";

/** A place that is taken for the end of the text, also before there is a version of it. */
const BEHIND_ALL = Number.MAX_SAFE_INTEGER;

export interface TourDeps {
  bench: Workbench;
  state: TourState;
  /** Where it stands is to be kept. */
  changed(): void;
  /** The author has had enough, or is through. */
  left(): void;
  gallery(): void;
  /** A project of the author's own. */
  fresh(): void;
}

export interface Tour {
  element: HTMLElement;
  /** Where it stands. */
  state(): TourState;
  /** Leads the author to where the step is done. */
  focus(): void;
  /** It looks no more. */
  end(): void;
}

export function mountTour(deps: TourDeps): Tour {
  const { bench } = deps;
  let at = Math.min(Math.max(0, deps.state.step), steps.length);
  let ticked = new Set(deps.state.ticked);
  let seen: Look | undefined;
  let own = ownOf(undefined);
  /** Asked to be shown before it was known what is there. */
  let showNext = false;
  let looking = false;
  let again = false;
  /** A worker of its own: the panes' questions of the same name would take its answers away. */
  const asking = bench.apart();

  const title = h("h2", { id: "tour-heading", tabindex: -1 });
  const place = h("span", { class: "tour-place" });
  const body = h("div", { class: "tour-body" });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const element = h(
    "section",
    { class: "tour", "aria-labelledby": "tour-heading" },
    h(
      "div",
      { class: "tour-head" },
      place,
      title,
      button({ class: "small", title: strings.leaveHint }, deps.left, strings.leave),
    ),
    body,
    said,
  );

  /** One look after the other; what came meanwhile is looked at next. */
  async function watch(version: Version, talk: Talk): Promise<void> {
    // Before the first version there is nothing to look at.
    if (version.sources[FILE] === undefined) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    try {
      const found = await look(asking, version, talk);
      if (found !== undefined && version === bench.version()) {
        seen = found;
        rename(ownOf(found));
        tick(found);
        if (showNext) show();
      }
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A script that it cannot read yet is looked at again with the next key.
      if (error.code === "crashed") fill(said, strings.stuck);
    }
    looking = false;
    if (!again) return;
    again = false;
    await watch(bench.version(), bench.talk());
  }

  function tick(found: Look): void {
    const before = ticked.size;
    // One after the other: that there is no mistake counts only once one was made.
    for (const [index, task] of (steps[at]?.tasks ?? []).entries()) {
      if (!ticked.has(index) && !task.done(found)) break;
      ticked.add(index);
    }
    if (ticked.size === before) return;
    if (isDone()) fill(said, strings.stepDone(at + 1));
    draw();
    deps.changed();
  }

  /** The author's topics have other names by now. */
  function rename(next: Own): void {
    const step = steps[at];
    const words = (of: Own): string => `${step?.what(of)}\n${step?.code(of)}`;
    const others = words(next) !== words(own);
    own = next;
    if (others) draw();
  }

  function isDone(): boolean {
    return ticked.size >= (steps[at]?.tasks.length ?? 0);
  }

  function go(to: number): void {
    at = Math.min(Math.max(0, to), steps.length);
    ticked = new Set();
    showNext = false;
    draw();
    lead();
    deps.changed();
    if (seen !== undefined) tick(seen);
  }

  /** The cursor goes to where the step is done; what it is about is read out. */
  function lead(): void {
    const step = steps[at];
    if (step === undefined) {
      title.focus();
      return;
    }
    fill(said, `${strings.stepOf(at + 1, steps.length)}: ${step.title} ${step.what(own)}`);
    if (step.place === "message") {
      bench.try("");
      return;
    }
    const named = /^[ \t]*script\b.*$/m.exec(bench.version().sources[FILE] ?? "");
    const head = named === null ? 0 : named.index + named[0].length;
    bench.jump({ file: FILE, start: step.place === "end" ? BEHIND_ALL : head });
  }

  function draw(): void {
    const step = steps[at];
    fill(place, step === undefined ? strings.heading : strings.stepOf(at + 1, steps.length));
    fill(title, step?.title ?? strings.finishedTitle);
    keepingFocus(body, () => fill(body, ...(step === undefined ? closing() : parts(step))));
  }

  function parts({ what, why, code, tasks }: Step): HTMLElement[] {
    const toType = code(own);
    return [
      h("p", {}, ...prose(what(own))),
      ...(toType === ""
        ? []
        : [h("pre", { class: "tour-code", "aria-label": strings.toType, tabindex: 0 }, toType)]),
      h("p", { class: "tour-why" }, ...prose(why)),
      h("ul", { class: "tour-tasks", "aria-label": strings.tasksDone }, ...tasks.map(row)),
      h(
        "div",
        { class: "form-row" },
        at > 0 && button({ class: "small" }, () => go(at - 1), strings.back),
        button(
          { class: "small", id: "tour-show", title: strings.showHint, disabled: isDone() },
          show,
          strings.show,
        ),
        button(
          { class: isDone() ? "small primary" : "small", id: "tour-next", title: strings.nextHint },
          () => go(at + 1),
          isDone() ? (at + 1 < steps.length ? strings.next : strings.finish) : strings.skip,
        ),
      ),
    ];
  }

  function row({ label }: Task, index: number): HTMLElement {
    const done = ticked.has(index);
    return h(
      "li",
      { class: done ? "done" : "open" },
      done ? icon("check") : icon("go"),
      h("span", {}, ...prose(label)),
      h("span", { class: "visually-hidden" }, `, ${done ? strings.done : strings.open}`),
    );
  }

  function closing(): HTMLElement[] {
    return [
      h("p", {}, ...prose(strings.finished)),
      h("p", {}, strings.finishedNext),
      h(
        "div",
        { class: "form-row" },
        button({ class: "small" }, () => go(steps.length - 1), strings.back),
        button({ class: "small" }, deps.gallery, strings.gallery),
        button({ class: "small primary" }, deps.fresh, strings.fresh),
      ),
    ];
  }

  /** What is to be written is written first, all of it; then what is to be tried. */
  function show(): void {
    const now = seen;
    const step = steps[at];
    showNext = now === undefined || now.version !== bench.version();
    if (now === undefined || step === undefined || showNext) return;
    const open = step.tasks.filter((_, index) => !ticked.has(index));
    const edits = open.flatMap((task) => task.write?.(now) ?? []);
    const [first] = edits;
    if (first !== undefined) {
      // Where the text is newer than what was looked at, it is done once that was looked at.
      showNext = !bench.edit(edits, now.version);
      if (!showNext) bench.jump(first);
      return;
    }
    const message = open.map((task) => task.message?.(own)).find((text) => text !== undefined);
    if (message !== undefined) bench.try(message, true);
  }

  /** From wherever the author is: the hands stay on the keys. */
  function onKey(event: KeyboardEvent): void {
    if (!isShiftAlt(event, "KeyN")) return;
    event.preventDefault();
    if (at < steps.length) go(at + 1);
  }

  draw();
  document.addEventListener("keydown", onKey);
  const ends = [
    bench.on("version", (version) => void watch(version, bench.talk())),
    bench.on("talk", (talk) => void watch(bench.version(), talk)),
  ];
  return {
    element,
    state: () => ({ step: at, ticked: [...ticked].sort((one, other) => one - other) }),
    focus: lead,
    end() {
      for (const end of ends) end();
      document.removeEventListener("keydown", onKey);
      asking.stop();
    },
  };
}
