/** Facts that are asked for, each with a field to fill it by hand; and the hand-off by hand. */
import type { Ask, FactValue, MachineInfo, Operation } from "answertree/compiler";
import { h } from "../dom.ts";
import { strings } from "../strings.ts";

/** What was typed, as a value of the fact's kind. What is no such value stays text: the engine says what is wrong with it. */
export function factValue(kind: string, text: string): FactValue {
  const trimmed = text.trim();
  if (kind === "number" && trimmed !== "" && Number.isFinite(Number(trimmed))) return Number(trimmed);
  if (kind === "yes/no" && (trimmed === "yes" || trimmed === "no")) return trimmed === "yes";
  if (kind.startsWith("list")) return trimmed.split(",").map((part) => part.trim());
  return trimmed;
}

/** A field for a fact's value. */
export function factField(
  kind: string,
  attributes: Record<string, string>,
): HTMLInputElement | HTMLSelectElement {
  if (kind === "yes/no") {
    return h(
      "select",
      attributes,
      h("option", { value: "" }, strings.factUnknown),
      h("option", { value: "yes" }, strings.yes),
      h("option", { value: "no" }, strings.no),
    );
  }
  return h("input", {
    ...attributes,
    type: "text",
    autocomplete: "off",
    inputmode: kind === "number" ? "decimal" : "text",
  });
}

/** `drafts` holds what was typed and not yet filled in, by the fact's name. */
export function askForms(
  asks: readonly Ask[],
  info: MachineInfo,
  drafts: Map<string, string>,
  act: (operation: Operation) => void,
): HTMLElement[] {
  return asks.map(({ fact, question }) => {
    const kind = info.facts.find(({ name }) => name === fact)?.kind ?? "text";
    const id = `ask-${fact}`;
    const field = factField(kind, { id });
    field.value = drafts.get(fact) ?? "";
    field.addEventListener("input", () => drafts.set(fact, field.value));
    const form = h(
      "form",
      { class: "ask-form", novalidate: true },
      h("label", { for: id }, h("code", {}, fact), question === "" ? "" : ` ${question}`),
      h("div", { class: "ask-row" }, field, h("button", { class: "small", type: "submit" }, strings.fillIn)),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim() === "") field.focus();
      else act({ set: fact, value: factValue(kind, field.value) });
    });
    return form;
  });
}

/** Hands over by hand. */
export function handoffForm(info: MachineInfo, act: (operation: Operation) => void): HTMLElement | null {
  if (info.departments.length === 0) return null;
  const to = h(
    "select",
    { id: "handoff-to" },
    ...info.departments.map(({ name, title }) => h("option", { value: name }, title === "" ? name : title)),
  );
  const why = h("input", { id: "handoff-why", type: "text", autocomplete: "off" });
  const form = h(
    "form",
    { class: "handoff-form" },
    h("div", { class: "field" }, h("label", { for: "handoff-to" }, strings.handoffDepartment), to),
    h("div", { class: "field grow" }, h("label", { for: "handoff-why" }, strings.handoffWhy), why),
    h("button", { class: "small", type: "submit" }, strings.handOver),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act({ handoff: to.value, why: why.value.trim() });
    why.value = "";
  });
  return h("details", { class: "handoff-box" }, h("summary", {}, strings.handOver), form);
}
