/** The small print of a turn. */
import type { RuledOut, SessionTurn } from "answertree/compiler";
import { type Child, h } from "../dom.ts";
import { strings } from "../strings.ts";

/** What goes with the replies: groups of short lines. What is to come stands here, what has happened in the transcript. */
export function groups(message: string, turn: SessionTurn): Child[] {
  const { handoff } = turn;
  const found = [
    group(
      strings.filled,
      turn.filled.map(({ fact, value, span }) =>
        h(
          "li",
          {},
          h("code", {}, fact),
          " ",
          value,
          value === message.slice(span.start, span.end)
            ? null
            : h("mark", {}, message.slice(span.start, span.end)),
        ),
      ),
    ),
    group(
      strings.steps,
      turn.steps.map(({ text }) => h("li", {}, text)),
    ),
    group(
      strings.notes,
      turn.notes.map(({ text }) => h("li", {}, text)),
    ),
    group(
      strings.actions,
      turn.actions.map((action) => h("li", {}, h("code", {}, strings.action(action)))),
    ),
    group(
      strings.handoff,
      handoff === null || !turn.open
        ? []
        : [h("li", {}, strings.handoffTo(handoff.title, handoff.why, handoff.open))],
    ),
    group(strings.ended, turn.ended === null || !turn.open ? [] : [h("li", {}, turn.ended)]),
  ].filter((child) => child !== null);
  if (found.length === 0) return [];
  const title = turn.suggestions.length === 0 || turn.alone ? null : h("h3", {}, strings.next);
  return [title, h("dl", { class: "groups" }, ...found)];
}

function group(title: string, rows: HTMLElement[]): HTMLElement | null {
  return rows.length === 0 ? null : h("div", {}, h("dt", {}, title), h("dd", {}, h("ul", {}, ...rows)));
}

/** What was considered and not suggested. */
export function ruledOut(topics: readonly RuledOut[]): HTMLElement | null {
  if (topics.length === 0) return null;
  const row = ({ topic, confidence: value, reason, detail }: RuledOut): HTMLElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, topic),
      h("td", {}, strings.confidence(value)),
      h("td", {}, strings.reasons[reason] ?? reason, detail === "" ? "" : `: ${detail}`),
    );
  return h(
    "div",
    { class: "ruled-out" },
    h("h3", {}, strings.ruledOut),
    h("table", {}, h("tbody", {}, ...topics.map(row))),
  );
}
