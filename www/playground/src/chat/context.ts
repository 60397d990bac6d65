/** What the host knows: channel, language and facts, as the machine has them. */
import type { Context, FactValue, MachineInfo } from "answertree/compiler";
import { fill, h } from "../dom.ts";
import { strings } from "../strings.ts";

export interface ContextValues {
  channel: string;
  language: string;
  facts: Record<string, string>;
}

export interface ContextForm {
  element: HTMLElement;
  /** Fits the fields to another machine; what was typed stays where the name is the same. */
  update(info: MachineInfo): void;
  values(): ContextValues;
  /** The values as the engine takes them. */
  context(): Context;
}

type Fact = MachineInfo["facts"][number];

export function mountContext(initial: ContextValues, changed: () => void): ContextForm {
  const typed = { ...initial, facts: { ...initial.facts } };
  let info: MachineInfo | null = null;
  /** What the fields were built from, so that an edit elsewhere in the script leaves them alone. */
  let built = "";

  const channel = h("select", { id: "channel" });
  const language = h("select", { id: "language" });
  const explain = h("input", { type: "checkbox", id: "explain" });
  const facts = h("div", { class: "facts" });
  const known = h("span", { class: "facts-known" });
  const channelField = h("div", { class: "field" }, h("label", { for: "channel" }, strings.channel), channel);
  const languageField = h(
    "div",
    { class: "field" },
    h("label", { for: "language" }, strings.language),
    language,
  );
  const details = h("details", { class: "facts-box" }, h("summary", {}, strings.facts, " ", known), facts);
  const explainField = h("label", { class: "check" }, explain, strings.explain);
  const element = h(
    "div",
    { class: "context" },
    h("div", { class: "context-row" }, channelField, languageField, explainField),
    details,
  );

  channel.addEventListener("change", () => {
    typed.channel = channel.value;
    changed();
  });
  language.addEventListener("change", () => {
    typed.language = language.value;
    changed();
  });
  explain.addEventListener("change", changed);

  function field(fact: Fact): HTMLElement {
    const id = `fact-${fact.name}`;
    const value = typed.facts[fact.name] ?? "";
    const input =
      fact.kind === "yes/no"
        ? h(
            "select",
            { id },
            h("option", { value: "" }, strings.factUnknown),
            h("option", { value: "yes" }, strings.yes),
            h("option", { value: "no" }, strings.no),
          )
        : h("input", {
            id,
            type: "text",
            autocomplete: "off",
            inputmode: fact.kind === "number" ? "decimal" : "text",
          });
    input.value = value;
    input.addEventListener("input", () => {
      typed.facts[fact.name] = input.value;
      count();
      changed();
    });
    const kind = fact.secret ? `${fact.kind}, ${strings.factSecret}` : fact.kind;
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, fact.name, " ", h("span", { class: "fact-kind" }, kind)),
      input,
    );
  }

  function count(): void {
    const filled = (info?.facts ?? []).filter((fact) => (typed.facts[fact.name] ?? "") !== "").length;
    known.textContent = filled === 0 ? "" : strings.factsKnown(filled);
  }

  function update(next: MachineInfo): void {
    info = next;
    const key = JSON.stringify([next.channels, next.languages, next.facts]);
    if (key === built) return;
    built = key;
    fill(channel, ...next.channels.map(({ name }) => h("option", { value: name }, name)));
    channelField.hidden = next.channels.length === 0;
    select(channel, typed.channel);
    fill(
      language,
      ...next.languages.map((name, at) =>
        h("option", { value: name }, at === 0 ? strings.languageDefault(name) : name),
      ),
    );
    languageField.hidden = next.languages.length < 2;
    select(language, typed.language);
    fill(facts, ...next.facts.map(field));
    details.hidden = next.facts.length === 0;
    count();
  }

  function values(): ContextValues {
    return { channel: channel.value, language: language.value, facts: typed.facts };
  }

  function context(): Context {
    const result: Context = { now: Date.now(), seed: 0, explain: explain.checked, facts: {} };
    if (channel.value !== "") result.channel = channel.value;
    if (language.value !== "" && language.selectedIndex > 0) result.language = language.value;
    for (const fact of info?.facts ?? []) {
      const value = factValue(fact.kind, typed.facts[fact.name] ?? "");
      if (value !== undefined && result.facts !== undefined) result.facts[fact.name] = value;
    }
    return result;
  }

  return { element, update, values, context };
}

/** What was typed, as a value of the fact's kind; `undefined` where nothing was, or nothing that fits. */
function factValue(kind: string, text: string): FactValue | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (kind === "number") return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined;
  if (kind === "yes/no") return trimmed === "yes";
  if (kind.startsWith("list")) return trimmed.split(",").map((part) => part.trim());
  return trimmed;
}

function select(element: HTMLSelectElement, value: string): void {
  const at = [...element.options].findIndex((option) => option.value === value);
  element.selectedIndex = Math.max(0, at);
}
