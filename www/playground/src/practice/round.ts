/** One customer: what they write, what the trainee says of it, and the clock. */
import { button, fill, h, icon } from "../dom.ts";
import type { Customer, Topic } from "./customers.ts";
import type { Answered } from "./score.ts";
import { strings } from "./strings.ts";

export interface RoundDeps {
  customer: Customer;
  topics: readonly Topic[];
  at: number;
  of: number;
  /** In seconds; `null` without a clock. */
  limit: number | null;
  /** The steps of a topic for this message. */
  done(answered: Answered): void;
  stop(): void;
}

export interface Round {
  element: HTMLElement;
  focus(): void;
  /** Ends the clock. */
  end(): void;
}

export function mountRound(deps: RoundDeps): Round {
  const { customer, topics, limit } = deps;
  const begun = performance.now();
  const ticked: number[] = [];
  const seconds = (): number => (performance.now() - begun) / 1000;

  const clock = h("span", { class: "practice-clock" });
  const bar = h("progress", { max: limit ?? 1, value: 0, "aria-hidden": "true", hidden: limit === null });
  const topic = h(
    "select",
    { id: "practice-topic" },
    h("option", { value: "" }, strings.topicChoose),
    ...topics.map(({ name, title }) => h("option", { value: name }, title)),
  );
  const steps = h("fieldset", { class: "practice-steps", hidden: true });
  const reply = h("textarea", { id: "practice-reply", rows: 4 });
  const form = h(
    "form",
    { class: "practice-form" },
    h("label", { for: "practice-topic" }, strings.topic),
    topic,
    steps,
    h("label", { for: "practice-reply" }, strings.reply),
    reply,
    h(
      "div",
      { class: "practice-row" },
      h("button", { type: "submit", class: "primary" }, icon("send"), strings.send),
      h("span", { class: "quiet" }, strings.sendHint),
      button({ class: "small practice-stop" }, deps.stop, strings.stop),
    ),
  );
  const element = h(
    "div",
    { class: "practice-round" },
    h("div", { class: "practice-row" }, h("h3", {}, strings.progress(deps.at, deps.of)), clock),
    bar,
    h("p", { class: "quiet", id: "practice-says" }, strings.customer),
    h("blockquote", { class: "practice-message", "aria-labelledby": "practice-says" }, customer.message),
    form,
  );

  topic.addEventListener("change", () => {
    ticked.length = 0;
    // The steps of another topic would tell that it is the wrong one; that is told when the reply is sent.
    const shown = topic.value === customer.topic ? customer.steps : [];
    steps.hidden = shown.length === 0;
    fill(
      steps,
      h("legend", {}, strings.steps),
      h("p", { class: "quiet" }, strings.stepsHint),
      ...shown.map(step),
    );
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  reply.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    send();
  });

  function step(text: string, at: number): HTMLElement {
    const box = h("input", { type: "checkbox", id: `practice-step-${at}` });
    box.addEventListener("change", () => {
      const place = ticked.indexOf(at);
      if (box.checked && place < 0) ticked.push(at);
      else if (!box.checked && place >= 0) ticked.splice(place, 1);
    });
    return h("div", { class: "practice-step" }, box, h("label", { for: `practice-step-${at}` }, text));
  }

  function send(): void {
    const chosen = topic.value === "" ? null : topic.value;
    deps.done({ customer, topic: chosen, steps: [...ticked], text: reply.value, seconds: seconds() });
  }

  function tick(): void {
    if (limit === null) return;
    const left = limit - seconds();
    bar.value = Math.min(limit, limit - left);
    fill(clock, left >= 0 ? strings.left(Math.ceil(left)) : strings.over(Math.floor(-left)));
    clock.classList.toggle("late", left < 0);
  }

  tick();
  const timer = setInterval(tick, 250);
  return { element, focus: () => topic.focus(), end: () => clearInterval(timer) };
}
