/** The topics that were considered, as bars against the threshold; one is opened to see what speaks for it. */
import type { Considered, ConsideredTopic, Hint } from "answertree/author";
import type { Place, Span } from "answertree/compiler";
import { button, type Child, fill, h, icon, prose } from "../dom.ts";
import { strings } from "./strings.ts";

export interface TopicsDeps {
  jump(place: Place): void;
  /** These words are what is looked at. */
  words(spans: readonly Span[]): void;
}

export interface Topics {
  element: HTMLElement;
  update(message: string, considered: Considered): void;
  clear(): void;
  /** What goes into the open row is another. */
  redraw(): void;
}

/** `inside` is put into the open row of a topic, below what speaks for it. */
export function mountTopics(
  deps: TopicsDeps,
  inside: (topic: string, first: boolean) => HTMLElement,
): Topics {
  const limit = h("span", { class: "why-limit-label" });
  const scale = h("div", { class: "why-scale", "aria-hidden": "true" }, limit);
  const list = h("ol", { class: "why-topics", "aria-label": strings.topics });
  const other = h("select", { id: "why-other" });
  const others = h("div", { class: "why-others" }, h("label", { for: "why-other" }, strings.others), other);
  const otherBody = h("div", { class: "why-other-body" });
  const element = h("div", { class: "why-chart" }, scale, list, others, otherBody);
  other.addEventListener("change", draw);
  let opened: string | null = null;
  /** Nobody has chosen yet: the first is open. */
  let chosen = false;
  let shown: { message: string; considered: Considered } | null = null;

  function toggle(topic: string): void {
    chosen = true;
    opened = opened === topic ? null : topic;
    draw();
  }

  function row(
    one: ConsideredTopic,
    at: number,
    message: string,
    considered: Considered,
    more: HTMLElement | null,
  ): HTMLElement {
    const { topic, title, confidence, reason, hints } = one;
    const is = opened === topic;
    const spans = spansOf(one);
    const wins = topic === winner(considered);
    const head = button(
      {
        class: "why-head",
        id: `why-${topic}`,
        "aria-expanded": String(is),
        "aria-controls": `why-body-${topic}`,
      },
      () => toggle(topic),
      h("span", { class: "why-rank" }, strings.rank(at + 1)),
      h("span", { class: "why-title" }, title === "" ? topic : title),
      h(
        "span",
        { class: `chip why-chip ${reason === null ? (wins ? "wins" : "fine") : "out"}` },
        reason === null ? (wins ? strings.wins : strings.suggested) : (strings.reasons[reason] ?? reason),
      ),
      h(
        "span",
        { class: "why-number" },
        h("span", { class: "visually-hidden" }, strings.sure(confidence)),
        h("span", { "aria-hidden": "true" }, strings.percent(confidence)),
      ),
      track(confidence, considered.threshold),
    );
    const body = h(
      "div",
      { class: "why-body", id: `why-body-${topic}`, hidden: !is },
      ...(is ? details(one, at, message, considered) : []),
      more,
    );
    const element = h(
      "li",
      { class: `why-topic${reason === null ? "" : " out"}${is ? " open" : ""}` },
      head,
      body,
    );
    const look = (): void => deps.words(spans);
    element.addEventListener("pointerenter", look);
    element.addEventListener("focusin", look);
    element.addEventListener("pointerleave", settle);
    if (hints.length === 0) element.classList.add("silent");
    return element;
  }

  function details(one: ConsideredTopic, at: number, message: string, considered: Considered): Child[] {
    const { title, topic, place, confidence, hints, part } = one;
    const first = considered.topics.find(({ reason }) => reason === null);
    const gap =
      part === null && at > 0 && first !== undefined && first.topic !== topic && first.confidence > confidence
        ? strings.behind(first.confidence - confidence, first.title)
        : first === undefined && confidence < considered.threshold
          ? strings.short(considered.threshold - confidence)
          : null;
    return [
      h(
        "p",
        { class: "why-where" },
        place === null
          ? null
          : button(
              { class: "line-link", title: strings.goTo(title) },
              () => deps.jump(place),
              h("code", {}, topic),
              h("span", { class: "test-line" }, strings.line(place.line)),
            ),
        gap === null ? null : h("span", { class: "why-gap" }, gap),
      ),
      part === null ? null : speaksIn(part, message),
      against(one, considered.threshold),
      hints.length === 0 ? h("p", { class: "why-quiet" }, strings.nothingFor) : h("h3", {}, strings.for),
      h("ul", { class: "why-hints" }, ...hints.map((hint) => speaks(hint, topic, message))),
    ];
  }

  /** Of a message of several topics, where it speaks of this one. */
  function speaksIn(part: Span, message: string): HTMLElement {
    const told = h(
      "p",
      { class: "why-part" },
      h("span", {}, strings.several),
      h("mark", {}, message.slice(part.start, part.end)),
    );
    pointed(told, [part]);
    return told;
  }

  /** Why it is not suggested. */
  function against({ reason, out }: ConsideredTopic, threshold: number): Child {
    if (reason === null) return null;
    const said =
      reason === "unlikely"
        ? strings.out.unlikely(threshold)
        : reason === "no reply" && out.length === 0
          ? strings.out.noReply
          : reason === "excluded" || reason === "no reply" || reason === "limit"
            ? strings.out[reason]
            : reason;
    const box = h(
      "div",
      { class: "why-against" },
      h("p", {}, icon("warning"), h("span", {}, ...prose(said))),
      ...out.map(({ text, place }) => lineLink(text, place)),
    );
    const spans = out.flatMap(({ spans }) => spans);
    if (spans.length > 0) pointed(box, spans);
    return box;
  }

  /** These words are marked while an element is pointed at or has the focus. */
  function pointed(element: HTMLElement, spans: readonly Span[]): void {
    const look = (event: Event): void => {
      event.stopPropagation();
      deps.words(spans);
    };
    element.addEventListener("pointerenter", look);
    element.addEventListener("focusin", look);
  }

  function lineLink(text: string, place: Place | null): HTMLElement {
    if (place === null) return h("code", { class: "why-pattern" }, text);
    return button(
      { class: "line-link" },
      () => deps.jump(place),
      h("code", {}, text),
      h("span", { class: "test-line" }, strings.line(place.line)),
    );
  }

  function speaks(
    { kind, text, intent, spans, confidence, place, words }: Hint,
    topic: string,
    message: string,
  ): HTMLElement {
    const title =
      kind === "example"
        ? intent === null || intent === topic
          ? strings.likeOwn
          : strings.like(intent)
        : strings.kinds[kind];
    const most = Math.max(...words.map(({ share }) => share), 0);
    const li = h(
      "li",
      { class: "why-hint" },
      h(
        "div",
        { class: "why-hint-head" },
        h("span", { class: "why-kind" }, title),
        kind === "pattern" ? lineLink(text, place) : null,
        kind === "condition"
          ? text === ""
            ? h("span", {}, strings.conditionHolds)
            : lineLink(text, place)
          : null,
        h("span", { class: "why-hint-number" }, strings.percent(confidence)),
      ),
      kind === "pattern" && spans.length > 0
        ? h(
            "div",
            { class: "why-words" },
            ...spans.map((span) => h("mark", {}, message.slice(span.start, span.end))),
          )
        : null,
      words.length === 0
        ? null
        : h(
            "ul",
            { class: "why-words", "aria-label": strings.words },
            ...words.map(({ span, share }) => {
              const bar = h("span", { class: "why-word-bar", "aria-hidden": "true" });
              bar.style.inlineSize = `${most === 0 ? 0 : (share / most) * 100}%`;
              return h(
                "li",
                {},
                h("span", { class: "why-word" }, h("mark", {}, message.slice(span.start, span.end)), bar),
                h("span", { class: "why-share" }, strings.share(share)),
              );
            }),
          ),
    );
    pointed(li, spans);
    return li;
  }

  /** Nothing is pointed at: the words of what is open, or of the first. */
  function settle(): void {
    const topics = shown?.considered.topics ?? [];
    const one = topics.find(({ topic }) => topic === opened) ?? topics[0];
    deps.words(one === undefined ? [] : spansOf(one));
  }

  function draw(): void {
    if (shown === null) {
      fill(list);
      drawOthers([]);
      return;
    }
    const { message, considered } = shown;
    const { topics, threshold, others } = considered;
    const first = winner(considered);
    const id =
      document.activeElement !== null && list.contains(document.activeElement)
        ? document.activeElement.id
        : "";
    scale.hidden = topics.length === 0;
    limit.style.insetInlineStart = `${threshold * 100}%`;
    fill(limit, strings.threshold(threshold));
    fill(
      list,
      ...topics.map((one, at) => {
        const more = one.topic === opened ? inside(one.topic, one.topic === first) : null;
        return row(one, at, message, considered, more);
      }),
    );
    drawOthers(others);
    if (id !== "") document.getElementById(id)?.focus({ preventScroll: true });
    settle();
  }

  /** Topics that nothing in the message speaks for can be made to win, too. */
  function drawOthers(rows: Considered["others"]): void {
    const was = other.value;
    const key = JSON.stringify(rows);
    if (other.dataset.rows !== key) {
      other.dataset.rows = key;
      fill(
        other,
        h("option", { value: "" }, strings.othersChoose(rows.length)),
        ...rows.map(({ topic, title }) => h("option", { value: topic }, title === "" ? topic : title)),
      );
      other.value = rows.some(({ topic }) => topic === was) ? was : "";
    }
    others.hidden = rows.length === 0;
    otherBody.id = `why-body-${other.value}`;
    fill(otherBody, other.value === "" ? null : inside(other.value, false));
  }

  return {
    element,
    update(message, considered) {
      shown = { message, considered };
      const { topics } = considered;
      if (!chosen || !topics.some(({ topic }) => topic === opened)) {
        chosen = false;
        opened = topics[0]?.topic ?? null;
      }
      draw();
    },
    clear() {
      shown = null;
      draw();
    },
    redraw: draw,
  };
}

/** A bar from nothing to certain, with the threshold across it. The number beside it says the same. */
function track(confidence: number, threshold: number): HTMLElement {
  const fillPart = h("span", { class: "why-fill" });
  fillPart.style.inlineSize = `${confidence * 100}%`;
  const limit = h("span", { class: "why-limit" });
  limit.style.insetInlineStart = `${threshold * 100}%`;
  return h("span", { class: "why-track", "aria-hidden": "true" }, fillPart, limit);
}

/** The topic that comes first. */
function winner({ topics }: Considered): string | undefined {
  return topics.find(({ reason }) => reason === null)?.topic;
}

function spansOf({ hints }: ConsideredTopic): Span[] {
  return hints.flatMap(({ spans }) => spans);
}
