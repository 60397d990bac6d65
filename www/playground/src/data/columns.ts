/** Which column is what: a guess with the first rows, for a person to change. */
import { button, type Child, fill, h } from "../dom.ts";
import { customersOf, withHeadings } from "./reading/guess.ts";
import type { Choice, Peek } from "./reading/protocol.ts";
import { strings } from "./strings.ts";

export interface ColumnsDeps {
  go(choice: Choice): void;
  cancel(): void;
}

export interface Columns {
  element: HTMLElement;
  update(name: string, peek: Peek, choice?: Choice): void;
  focus(): void;
}

export function mountColumns(deps: ColumnsDeps): Columns {
  const element = h("form", { class: "data-columns", "aria-labelledby": "data-columns-title" });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (choice !== null) deps.go(choice);
  });
  let name = "";
  let peek: Peek | null = null;
  let choice: Choice | null = null;

  function set(part: Partial<Choice>): void {
    if (choice === null) return;
    choice = { ...choice, ...part };
    draw();
  }

  function draw(): void {
    if (peek === null || choice === null) return;
    const before = document.activeElement?.id ?? "";
    const { format, desk, columns } = peek;
    const table = format === "table" || format === "lines";
    const { headings } = choice;
    const named = columns.map((column, at) =>
      headings && column.trim() !== "" ? column.trim() : strings.column(at),
    );
    fill(
      element,
      h("h3", { id: "data-columns-title" }, strings.columnsTitle),
      h("p", { class: "data-quiet" }, strings.fileIs(name, format, desk)),
      h(
        "div",
        { class: "data-fields" },
        select("message", strings.messageColumn, named, choice.message, false),
        columns.length > 1 && select("label", strings.labelColumn, named, choice.label, true),
        columns.length > 1 && select("who", strings.whoColumn, named, choice.who, true),
      ),
      customers(peek, choice),
      table &&
        h(
          "label",
          { class: "check data-check", for: "data-headings" },
          tick("data-headings", headings, (is) => {
            choice = peek === null ? null : withHeadings(peek, is);
            draw();
          }),
          strings.headings,
        ),
      h(
        "div",
        { class: "data-row" },
        h("button", { type: "submit", class: "primary", id: "data-go" }, strings.go),
        button({}, deps.cancel, strings.cancel),
      ),
      preview(peek, choice, named),
    );
    if (before !== "") document.getElementById(before)?.focus();
  }

  function select(
    part: "message" | "label" | "who",
    label: string,
    named: string[],
    is: number,
    none: boolean,
  ): HTMLElement {
    const id = `data-column-${part}`;
    const field = h(
      "select",
      { id },
      none && h("option", { value: -1 }, strings.noColumn),
      ...named.map((column, at) => h("option", { value: at }, column.slice(0, 60))),
    );
    field.value = String(is);
    field.addEventListener("change", () => {
      const at = Number(field.value);
      set(part === "who" ? { who: at, customers: guessed(at) } : { [part]: at });
    });
    return h("div", { class: "field" }, h("label", { for: id }, label), field);
  }

  function guessed(at: number): string[] {
    const values = peek?.values[at] ?? [];
    return customersOf((peek?.columns[at] ?? "").trim().toLowerCase(), values);
  }

  function customers({ values }: Peek, { who, customers }: Choice): Child {
    const found = who === -1 ? null : values[who];
    if (!found) return null;
    return h(
      "fieldset",
      { class: "data-customers" },
      h("legend", {}, strings.customers),
      ...found.map((value, at) =>
        h(
          "label",
          { class: "check data-check", for: `data-customer-${at}` },
          tick(`data-customer-${at}`, customers.includes(value), (is) =>
            set({ customers: is ? [...customers, value] : customers.filter((one) => one !== value) }),
          ),
          value.slice(0, 40),
        ),
      ),
    );
  }

  function tick(id: string, is: boolean, changed: (is: boolean) => void): HTMLInputElement {
    const box = h("input", { type: "checkbox", id, checked: is });
    box.addEventListener("change", () => changed(box.checked));
    return box;
  }

  function preview({ columns, rows, format }: Peek, choice: Choice, named: string[]): HTMLElement {
    const below = choice.headings || format.startsWith("json") ? rows : [columns, ...rows].slice(0, 10);
    const mean = (at: number): string | undefined =>
      at === choice.message
        ? "message"
        : at === choice.label
          ? "label"
          : at === choice.who
            ? "who"
            : undefined;
    return h(
      "div",
      { class: "data-preview", role: "region", "aria-label": strings.preview, tabindex: 0 },
      h(
        "table",
        {},
        h("caption", { class: "visually-hidden" }, strings.preview),
        h(
          "thead",
          {},
          h("tr", {}, ...named.map((column, at) => h("th", { scope: "col", "data-is": mean(at) }, column))),
        ),
        h(
          "tbody",
          {},
          ...below.map((row) =>
            h(
              "tr",
              {
                class:
                  choice.who !== -1 && !choice.customers.includes((row[choice.who] ?? "").trim())
                    ? "out"
                    : undefined,
              },
              ...named.map((_, at) => h("td", { "data-is": mean(at) }, h("div", {}, row[at]))),
            ),
          ),
        ),
      ),
    );
  }

  return {
    element,
    update(file, found, before) {
      name = file;
      peek = found;
      choice = before ?? found.choice;
      draw();
    },
    focus: () => document.getElementById("data-go")?.focus({ preventScroll: true }),
  };
}
