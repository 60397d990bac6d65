/** What no topic answers, in groups of messages that are alike. */
import type { MessageGroup } from "answertree/author";
import { bar, button, fill, h, icon, keepingFocus } from "../dom.ts";
import type { Fallen } from "./run.ts";
import { strings } from "./strings.ts";

/** So many groups are listed at first, and as many more each time that somebody asks. */
const SHOWN = 40;

/** So many of the central messages are shown. */
const MOST_CENTRAL = 3;

export interface FallenDeps {
  example(group: MessageGroup, at: number): void;
  topic(group: MessageGroup): void;
  show(group: MessageGroup, at: number): void;
  start(): void;
}

export interface FallenView {
  element: HTMLElement;
  /** `null` where they are not grouped yet; `missed` is how many there are. */
  update(fallen: Fallen | null, missed: number): void;
}

export function mountFallen(deps: FallenDeps): FallenView {
  const list = h("ol", { class: "data-groups" });
  const said = h("div", {});
  let listed = SHOWN;
  const more = button({ class: "small", id: "data-groups-more" }, () => {
    const next = listed;
    listed += SHOWN;
    drawList();
    document.getElementById(`data-group-${next}`)?.focus();
  });
  const element = h(
    "div",
    { class: "data-fallen" },
    said,
    list,
    more,
    h("p", { class: "data-quiet" }, strings.groupKeys),
  );
  let groups: readonly MessageGroup[] = [];
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
    const at = Number(event.target.closest<HTMLElement>("[data-group]")?.dataset.group ?? -1);
    const group = groups[at];
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    const key = event.key.toLowerCase();
    if (group === undefined) return;
    if (next !== undefined) document.getElementById(`data-group-${next}`)?.focus();
    else if (key === "e") deps.example(group, at);
    else if (key === "t") deps.topic(group);
    else return;
    event.preventDefault();
  });

  function row(group: MessageGroup, at: number, most: number): HTMLElement {
    const { name, messages, central, closest, examples } = group;
    const called = strings.groupName(name);
    return h(
      "li",
      { class: "data-group", "data-group": at },
      button(
        { class: "data-group-head", id: `data-group-${at}`, title: strings.groupShow(called) },
        () => deps.show(group, at),
        h("span", { class: "data-group-name" }, called),
        bar(messages, most),
        h("span", { class: "data-quiet" }, strings.messages(messages)),
      ),
      h("ul", { class: "data-central" }, ...central.slice(0, MOST_CENTRAL).map((text) => h("li", {}, text))),
      h(
        "div",
        { class: "data-row" },
        closest !== null &&
          h("span", { class: "data-quiet" }, strings.groupClosest(closest.topic, closest.confidence)),
        button(
          {
            class: "small",
            id: `data-group-example-${at}`,
            disabled: examples.length === 0,
          },
          () => deps.example(group, at),
          icon("check"),
          strings.groupExamples,
          h("span", { class: "visually-hidden" }, strings.groupFor(called)),
          h("kbd", { "aria-hidden": "true" }, "E"),
        ),
        button(
          {
            class: "small",
            id: `data-group-topic-${at}`,
            disabled: group.draft === null,
          },
          () => deps.topic(group),
          strings.newTopic,
          h("span", { class: "visually-hidden" }, strings.groupFor(called)),
          h("kbd", { "aria-hidden": "true" }, "T"),
        ),
      ),
    );
  }

  function drawList(): void {
    const most = Math.max(1, ...groups.map(({ messages }) => messages));
    fill(list, ...groups.slice(0, listed).map((group, at) => row(group, at, most)));
    list.hidden = groups.length === 0;
    const rest = groups.length - listed;
    more.hidden = rest <= 0;
    fill(more, strings.groupsMore(Math.min(rest, SHOWN), rest));
  }

  return {
    element,
    update(fallen, missed) {
      groups = fallen?.groups ?? [];
      keepingFocus(element, () => {
        fill(
          said,
          fallen === null
            ? missed === 0
              ? h("p", {}, strings.groupsAll)
              : button({ class: "primary", id: "data-group-start" }, deps.start, strings.groupsStart)
            : h(
                "p",
                {},
                fallen.all === 0
                  ? strings.groupsAll
                  : groups.length === 0
                    ? strings.groupsNone
                    : strings.groupsOf(fallen.grouped, fallen.tried),
                fallen.tried < fallen.all ? ` ${strings.groupsSome(fallen.tried, fallen.all)}` : null,
              ),
        );
        drawList();
      });
    },
  };
}
