/** The Practice pane: a trainee answers simulated customers, and the script is the measure. */
import { button, fill, h, icon } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Mount } from "../panes/pane.ts";
import { type Customer, customers, type Topic } from "./customers.ts";
import { feedback, results } from "./results.ts";
import { mountRound, type Round } from "./round.ts";
import { type Answered, scored } from "./score.ts";
import { strings } from "./strings.ts";
import "./practice.css";

const COUNTS = [5, 10, 20];
const CLOCKS = [30, 60, 90, 0];

export const mount: Mount = (bench) => {
  let topics: readonly Topic[] = [];
  let waiting: Customer[] = [];
  let done: Answered[] = [];
  let limit: number | null = 60;
  let round: Round | null = null;
  let of = 0;

  const count = choice("practice-count", COUNTS, String);
  const clock = choice("practice-clock", CLOCKS, (n) => (n === 0 ? strings.noClock : String(n)));
  clock.value = "60";
  const source = h("select", { id: "practice-source" });
  const trouble = h("p", { class: "practice-trouble", role: "alert" });
  const begin = button({ class: "primary" }, start, icon("go"), strings.begin);
  const stage = h("div", { class: "practice-stage" });
  const element = h(
    "section",
    { class: "pane practice", "aria-labelledby": "practice-heading" },
    h("h2", { id: "practice-heading", class: "visually-hidden" }, strings.title),
    stage,
  );

  function setUp(): void {
    fill(
      stage,
      h("p", { class: "practice-intro" }, strings.intro),
      h(
        "div",
        { class: "practice-fields" },
        field("practice-count", strings.customers, count),
        field("practice-clock", strings.seconds, clock),
        field("practice-source", strings.source, source),
      ),
      h("div", { class: "practice-row" }, begin),
      trouble,
    );
  }

  async function start(): Promise<void> {
    fill(trouble);
    if (!bench.version().whole) return fill(trouble, strings.broken);
    begin.disabled = true;
    fill(trouble, strings.gathering);
    try {
      const messages = source.value === "data" ? bench.messages() : null;
      const found = await customers(bench, Number(count.value), messages, Math.random);
      if (found === undefined) return fill(trouble);
      if (found.customers.length === 0) return fill(trouble, strings.none);
      topics = found.topics;
      limit = clock.value === "0" ? null : Number(clock.value);
      serve(found.customers);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      fill(trouble, error.message);
    } finally {
      begin.disabled = false;
    }
  }

  /** Begins with these customers. */
  function serve(all: Customer[]): void {
    fill(trouble);
    [waiting, done, of] = [[...all], [], all.length];
    next();
  }

  function next(): void {
    const customer = waiting.shift();
    if (customer === undefined) {
      finish();
      return;
    }
    round = mountRound({ customer, topics, at: done.length + 1, of, limit, done: answered, stop: finish });
    fill(stage, round.element);
    round.focus();
  }

  function answered(answer: Answered): void {
    round?.end();
    done.push(answer);
    fill(stage, feedback(answer, topics, waiting.length === 0, next));
    document.getElementById("practice-next")?.focus();
  }

  function finish(): void {
    round?.end();
    if (done.length === 0) {
      setUp();
      return;
    }
    const wrong = done.filter((one) => scored(one, limit).topic === 0).map(({ customer }) => customer);
    fill(
      stage,
      results(done, topics, limit, (onlyWrong) => (onlyWrong ? serve(wrong) : setUp())),
    );
    document.getElementById("practice-results")?.focus();
  }

  setUp();
  bench.on("messages", (messages) => {
    const { value } = source;
    fill(
      source,
      h("option", { value: "examples" }, strings.fromExamples),
      messages.length > 0 && h("option", { value: "data" }, strings.fromData(messages.length)),
    );
    source.value = value === "data" && messages.length > 0 ? "data" : "examples";
  });
  return {
    element,
    focus: () => (stage.querySelector<HTMLElement>("select, button") ?? element).focus(),
  };
};

function choice(id: string, values: readonly number[], label: (value: number) => string): HTMLSelectElement {
  return h("select", { id }, ...values.map((value) => h("option", { value }, label(value))));
}

function field(id: string, label: string, input: HTMLElement): HTMLElement {
  return h("div", { class: "field" }, h("label", { for: id }, label), input);
}
