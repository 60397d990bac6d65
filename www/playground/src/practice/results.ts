/** What a customer should have heard, and what came of all of them. */
import { button, h, icon } from "../dom.ts";
import { download } from "../files.ts";
import type { Topic } from "./customers.ts";
import { type Answered, scored } from "./score.ts";
import { strings } from "./strings.ts";

/** What was right and what was not, for one customer. */
export function feedback(
  answered: Answered,
  topics: readonly Topic[],
  last: boolean,
  next: () => void,
): HTMLElement {
  const { customer, topic } = answered;
  const right = topic === customer.topic;
  const said = topics.find(({ name }) => name === topic)?.title;
  const left = customer.steps.filter((_, at) => !answered.steps.includes(at));
  const verdict = right ? strings.right : said === undefined ? strings.unsaid : strings.wrong(said);
  return h(
    "div",
    { class: "practice-feedback" },
    h(
      "p",
      { class: "practice-verdict", "data-right": String(right), role: "status" },
      icon(right ? "check" : "cross"),
      h("span", {}, verdict, " ", h("strong", {}, customer.title), "."),
    ),
    h("blockquote", { class: "practice-message" }, customer.message),
    h("h3", {}, strings.scripted),
    ...customer.replies.slice(0, 2).map((reply) => h("p", { class: "practice-text" }, reply)),
    h("h3", {}, strings.yours),
    h("p", { class: "practice-text" }, answered.text.trim() === "" ? strings.nothing : answered.text),
    left.length > 0 && h("h3", {}, strings.skipped),
    left.length > 0 && h("ol", { class: "practice-left" }, ...left.map((text) => h("li", {}, text))),
    h(
      "div",
      { class: "practice-row" },
      button(
        { class: "primary", id: "practice-next" },
        next,
        icon("go"),
        last ? strings.finish : strings.next,
      ),
    ),
  );
}

/** The table of all customers. */
export function results(
  all: readonly Answered[],
  topics: readonly Topic[],
  limit: number | null,
  again: (wrong: boolean) => void,
): HTMLElement {
  const rows = all.map((answered) => ({ answered, score: scored(answered, limit) }));
  const title = (name: string | null) => topics.find((topic) => topic.name === name)?.title ?? "–";
  const mean = rows.reduce((sum, { score }) => sum + score.all, 0) / Math.max(rows.length, 1);
  const right = rows.filter(({ score }) => score.topic === 1).length;
  const columns = [
    strings.message,
    strings.expected,
    strings.chosen,
    strings.stepsDone,
    strings.wording,
    strings.time,
    strings.score,
  ];
  const cells = rows.map(({ answered, score }) => [
    answered.customer.message,
    answered.customer.title,
    title(answered.topic),
    score.steps === null ? "–" : strings.percent(score.steps),
    strings.percent(score.wording),
    strings.seconds_(answered.seconds),
    strings.percent(score.all),
  ]);

  function save(): void {
    const text = [columns, ...cells].map((row) => row.map(quoted).join(",")).join("\r\n");
    download("practice.csv", "text/csv;charset=utf-8", `\ufeff${text}\r\n`);
  }

  return h(
    "div",
    { class: "practice-results" },
    h("h3", { tabindex: -1, id: "practice-results" }, strings.results),
    h("p", { class: "practice-summary", role: "status" }, strings.summary(mean, right, rows.length)),
    h("p", { class: "quiet" }, strings.scoring),
    h(
      "div",
      { class: "practice-row" },
      button({ class: "primary" }, () => again(false), strings.again),
      right < rows.length && button({}, () => again(true), strings.onlyWrong),
      button({}, save, icon("down"), strings.save),
    ),
    h(
      "div",
      { class: "practice-table", tabindex: 0, role: "region", "aria-label": strings.results },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...columns.map((text) => h("th", { scope: "col" }, text)))),
        h(
          "tbody",
          {},
          ...cells.map((row, at) =>
            h(
              "tr",
              { "data-right": String(rows[at]?.score.topic === 1) },
              ...row.map((text, column) =>
                column === 0 ? h("th", { scope: "row" }, text) : h("td", {}, text),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A field of CSV. What begins like a formula is not one for the spreadsheet that opens it (OWASP, CSV injection). */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
