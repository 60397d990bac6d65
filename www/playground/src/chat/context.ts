/** What the host knows: channel, language and facts, as the machine has them. */
import type { Context, Known, MachineInfo, Operation } from "answertree/compiler";
import { fill, h } from "../dom.ts";
import { strings } from "../strings.ts";
import { factField, factValue } from "./asks.ts";

export interface ContextValues {
  channel: string;
  language: string;
  facts: Record<string, string>;
}

export interface ContextForm {
  element: HTMLElement;
  /** Fits the fields to another machine; what was typed stays where the name is the same. */
  update(info: MachineInfo): void;
  /** Shows what is known in the conversation; `null` before anything happened in it: then fields are what it starts with. */
  show(facts: readonly Known[] | null): void;
  values(): ContextValues;
  /** The values as the engine takes them. */
  context(): Context;
  /** The same, with what a conversation knows by now. */
  contextOf(facts: readonly Known[]): Context;
  explain(): boolean;
}

export interface ContextDeps {
  /** What a conversation starts with is another. */
  changed(): void;
  /** A fact of the conversation that goes on is another. */
  set(operation: Operation): Promise<boolean>;
  /** Something was typed that should survive a reload. */
  typed(): void;
  /** What is shown is another. */
  draw(): void;
}

type Fact = MachineInfo["facts"][number];

/** A pause in typing after which the conversation starts with what was typed. */
const TYPING_MS = 60;

export function mountContext(initial: ContextValues, deps: ContextDeps): ContextForm {
  const typed = { ...initial, facts: { ...initial.facts } };
  let info: MachineInfo | null = null;
  /** What the fields were built from, so that an edit elsewhere in the script leaves them alone. */
  let built = "";
  const fields = new Map<string, HTMLInputElement | HTMLSelectElement>();
  /** Fields with something that the conversation does not know yet, or refused. */
  const pending = new Set<string>();
  let talk: readonly Known[] | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const channel = h("select", { id: "channel" });
  const language = h("select", { id: "language" });
  const explain = h("input", { type: "checkbox", id: "explain" });
  const facts = h("div", { class: "facts" });
  const known = h("span", { class: "facts-known" });
  // Nothing to choose from until a machine says what there is.
  const channelField = h(
    "div",
    { class: "field", hidden: true },
    h("label", { for: "channel" }, strings.channel),
    channel,
  );
  const languageField = h(
    "div",
    { class: "field", hidden: true },
    h("label", { for: "language" }, strings.language),
    language,
  );
  const details = h(
    "details",
    { class: "facts-box", hidden: true },
    h("summary", {}, strings.facts, " ", known),
    facts,
  );
  const explainField = h("label", { class: "check" }, explain, strings.explain);
  const element = h(
    "div",
    { class: "context" },
    h("div", { class: "context-row" }, channelField, languageField, explainField),
    details,
  );

  channel.addEventListener("change", () => {
    typed.channel = channel.value;
    deps.changed();
  });
  language.addEventListener("change", () => {
    typed.language = language.value;
    deps.changed();
  });
  explain.addEventListener("change", deps.draw);

  function field(fact: Fact): HTMLElement {
    const id = `fact-${fact.name}`;
    const input = factField(fact.kind, { id });
    fields.set(fact.name, input);
    // In a conversation a value counts when it is complete: each one is a turn.
    input.addEventListener("input", () => {
      if (talk !== null) {
        pending.add(fact.name);
        return;
      }
      typed.facts[fact.name] = input.value;
      count();
      deps.typed();
      clearTimeout(timer);
      timer = setTimeout(deps.changed, TYPING_MS);
    });
    input.addEventListener("change", async () => {
      if (talk === null) return;
      const text = input.value.trim();
      const same = text === "" || text === value(fact);
      if (!same && !(await deps.set({ set: fact.name, value: factValue(fact.kind, text) }))) return;
      pending.delete(fact.name);
      show(talk);
    });
    const kind = fact.secret ? `${fact.kind}, ${strings.factSecret}` : fact.kind;
    return h(
      "div",
      { class: "field" },
      h("label", { for: id }, fact.name, " ", h("span", { class: "fact-kind" }, kind)),
      input,
    );
  }

  /** What stands in a fact's field. */
  function value({ name }: Fact): string {
    if (talk === null) return typed.facts[name] ?? "";
    return talk.find(({ fact }) => fact === name)?.value ?? "";
  }

  function count(): void {
    const filled = (info?.facts ?? []).filter((fact) => value(fact) !== "").length;
    known.textContent = filled === 0 ? "" : strings.factsKnown(filled);
  }

  function show(next: readonly Known[] | null): void {
    talk = next;
    if (talk === null) pending.clear();
    for (const fact of info?.facts ?? []) {
      const field = fields.get(fact.name);
      // Not under the fingers of somebody who types.
      const typing = talk === null ? field === document.activeElement : pending.has(fact.name);
      if (field !== undefined && !typing) field.value = value(fact);
    }
    count();
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
    fields.clear();
    fill(facts, ...next.facts.map(field));
    details.hidden = next.facts.length === 0;
    show(talk);
  }

  function values(): ContextValues {
    return { channel: channel.value, language: language.value, facts: typed.facts };
  }

  function context(): Context {
    const result: Context = { seed: 0 };
    const given: NonNullable<Context["facts"]> = {};
    if (channel.value !== "") result.channel = channel.value;
    if (language.value !== "" && language.selectedIndex > 0) result.language = language.value;
    for (const { name, kind } of info?.facts ?? []) {
      const text = typed.facts[name] ?? "";
      if (text.trim() !== "") given[name] = factValue(kind, text);
    }
    return { ...result, facts: given };
  }

  function contextOf(facts: readonly Known[]): Context {
    const start = context();
    const given = { ...start.facts };
    for (const { fact, value } of facts) {
      const kind = info?.facts.find(({ name }) => name === fact)?.kind;
      if (kind !== undefined) given[fact] = factValue(kind, value);
    }
    return { ...start, facts: given };
  }

  return { element, update, show, values, context, contextOf, explain: () => explain.checked };
}

function select(element: HTMLSelectElement, value: string): void {
  const at = [...element.options].findIndex((option) => option.value === value);
  element.selectedIndex = Math.max(0, at);
}
