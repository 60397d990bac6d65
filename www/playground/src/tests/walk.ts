/** Walks all conversations, and shows where one goes wrong. */
import type { Questions } from "answertree/author";
import { button, fill, h, icon, prose } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Asking, Version, Workbench } from "../panes/pane.ts";
import { strings } from "./strings.ts";

/** Turns of a first walk: a second or so. Each further one walks so many times as far. */
const TURNS = 5000;
const FURTHER = 8;

/** How the engine's advice names the way. */
const WAY = "the way there:";

type Walked = Questions["explore"]["answer"];
type Finding = Walked["findings"][number];

export function mountWalk(bench: Pick<Workbench, "apart" | "version" | "on" | "jump" | "append" | "say">): {
  element: HTMLElement;
} {
  // A worker of its own, so that stopping ends nothing else; made with the first walk.
  let asking: Asking | null = null;
  let turns = TURNS;
  let walked: { answer: Walked; version: Version } | null = null;
  let walking = false;

  const start = button({ class: "small primary" }, () => void walk(TURNS), icon("go"), strings.walkStart);
  const stop = button({ class: "small" }, () => asking?.stop(), strings.walkStop);
  const further = button({ class: "small" }, () => void walk(turns * FURTHER), strings.walkFurther);
  const status = h("p", { class: "walk-status", role: "status" });
  const progress = h("progress", { class: "walk-progress", "aria-label": strings.walking });
  const list = h("ol", { class: "findings" });
  const element = h(
    "div",
    { class: "walk" },
    h("p", { class: "walk-about" }, strings.walkAbout),
    h("div", { class: "walk-bar" }, start, stop, further, progress),
    status,
    list,
  );

  async function walk(far: number): Promise<void> {
    asking ??= bench.apart();
    const version = bench.version();
    turns = far;
    walking = true;
    const within = document.activeElement === start || document.activeElement === further;
    draw();
    if (within) stop.focus();
    try {
      const answer = await asking.ask("explore", { turns: far });
      if (answer === undefined) return;
      walked = { answer, version };
      draw(false);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      draw(false);
      if (error.code === "AQ0003") fill(status, strings.errors);
      else if (error.code !== "stopped" && error.code !== "crashed")
        fill(status, strings.broken(error.message));
    }
  }

  function draw(still = walking): void {
    const back = walking && !still && document.activeElement === stop;
    walking = still;
    start.hidden = walking;
    stop.hidden = !walking;
    progress.hidden = !walking;
    further.hidden = walking || walked === null || walked.answer.whole;
    fill(start, icon("go"), walked === null ? strings.walkStart : strings.walkAgain);
    if (back) start.focus();
    if (walking) fill(status, strings.walking);
    else if (walked === null) fill(status);
    else told(walked.answer, walked.version !== bench.version());
  }

  function told({ findings, turns, whole, undecided }: Walked, stale: boolean): void {
    const said = [
      findings.length === 0 ? strings.fine : strings.findings(findings.length),
      strings.walked(turns, whole),
      undecided > 0 ? strings.undecided(undecided) : "",
      stale ? strings.walkStale : "",
    ];
    fill(status, said.filter((part) => part !== "").join(" · "));
    fill(list, ...findings.map(finding));
  }

  function finding({ place, message, severity, code, help, given, done, test }: Finding): HTMLElement {
    const way = [...given, ...done];
    // The way is told beneath, a line each.
    const advice = (help ?? "").split("\n").filter((line) => way.length === 0 || !line.startsWith(WAY));
    return h(
      "li",
      { class: "finding" },
      button(
        { class: "test-name" },
        () => bench.jump(place),
        h("span", { class: `severity ${severity}` }, icon(severity === "error" ? "cross" : "warning")),
        h(
          "span",
          { class: "problem-text" },
          ...prose(message),
          " ",
          h("span", { class: "problem-code" }, code),
        ),
        h("span", { class: "test-line" }, strings.line(place.line)),
      ),
      ...advice
        .filter((line) => line !== "")
        .map((line) => h("p", { class: "problem-help" }, ...prose(line))),
      way.length === 0
        ? null
        : h(
            "details",
            {},
            h("summary", {}, strings.way),
            h("ol", { class: "way" }, ...way.map((line) => h("li", {}, h("code", {}, line)))),
          ),
      test === null
        ? null
        : button(
            { class: "small" },
            () => {
              bench.append(test);
              bench.say(strings.madeTest);
            },
            icon("check"),
            strings.makeTest,
          ),
    );
  }

  bench.on("version", () => {
    if (!walking && walked !== null) told(walked.answer, walked.version !== bench.version());
  });
  draw();
  return { element };
}
