/** Where the conversation stands: suggested replies, what is asked for, branches, and what else the turn says. */
import type { MachineInfo, Operation, SessionTurn, Span } from "answertree/compiler";
import { button, type Child, fill, focusStayed, h, icon, keepingFocus } from "../dom.ts";
import { strings } from "../strings.ts";
import { askForms, handoffForm } from "./asks.ts";
import { card, copyButton } from "./card.ts";
import { choiceButtons, listenForDigits } from "./choices.ts";
import { groups, ruledOut } from "./groups.ts";

export interface SuggestionsDeps {
  copy(text: string): Promise<boolean>;
  /** A suggestion has come to the front: these are the words it rests on. */
  active(spans: readonly Span[]): void;
  /** The agent does something. True where it fitted. */
  act(operation: Operation): Promise<boolean>;
}

export interface Shown {
  turn: SessionTurn;
  info: MachineInfo;
  /** What the customer wrote, where the turn came of that. */
  message: string | null;
  /** The message is not sent yet. */
  preview: boolean;
  milliseconds: number | null;
  explain: boolean;
}

export interface Suggestions {
  element: HTMLElement;
  update(shown: Shown): void;
  /** There is nothing to show. */
  clear(title: string, text: string): void;
  /** Sends the best reply, as its button does. */
  sendBest(): void;
  /** The conversation begins anew: what was typed into cards goes. */
  forget(): void;
  /** To the first thing that can be done here. */
  focus(): void;
}

export function mountSuggestions(deps: SuggestionsDeps): Suggestions {
  const heading = h("h2", { id: "results-heading" }, strings.suggestions);
  const summary = h("p", { class: "results-summary", role: "status" });
  const before = h("div", { class: "rest" });
  const list = h("ol", { class: "cards" });
  const rest = h("div", { class: "rest" });
  const empty = h("div", { class: "empty" });
  const element = h(
    "section",
    { class: "results", "aria-labelledby": "results-heading", tabindex: -1 },
    h("div", { class: "results-head" }, heading, summary),
    before,
    empty,
    list,
    rest,
  );
  /** What was typed here: replies in other words by their suggestion, answers by their fact. */
  const edits = new Map<string, string>();
  const drafts = new Map<string, string>();
  listenForDigits(document.body);

  async function act(operation: Operation): Promise<void> {
    const { activeElement } = document;
    const within = element.contains(activeElement);
    if (!(await deps.act(operation))) return;
    if ("accept" in operation) edits.delete(operation.accept);
    if ("set" in operation) drafts.delete(operation.set);
    if (within && !element.contains(document.activeElement) && focusStayed(activeElement)) focus();
  }

  function focus(): void {
    (element.querySelector<HTMLElement>(".ask-form input, .ask-form select") ?? element).focus();
  }

  function drawCards(message: string, turn: SessionTurn): void {
    const send = (accept: string, text?: string): void =>
      void act(text === undefined ? { accept } : { accept, text });
    const cards = turn.suggestions.map((suggestion) => {
      const drawn = card({ send, copy: deps.copy, edits }, message, suggestion);
      const spans = suggestion.because.flatMap((reason) => reason.spans);
      const activate = (): void => {
        for (const other of list.children) other.classList.toggle("active", other === drawn);
        deps.active(spans);
      };
      drawn.addEventListener("pointerenter", activate);
      drawn.addEventListener("focusin", activate);
      return drawn;
    });
    fill(list, ...cards);
    list.hidden = cards.length === 0;
    cards[0]?.classList.add("active");
    deps.active(turn.suggestions[0]?.because.flatMap((reason) => reason.spans) ?? []);
  }

  /** Replies that were being changed when the script stopped suggesting them. */
  function orphans(turn: SessionTurn): Child[] {
    const lost = [...edits].filter(([id]) => !turn.suggestions.some((suggestion) => suggestion.id === id));
    return lost.map(([id, text]) => {
      const row: HTMLElement = h(
        "div",
        { class: "orphan" },
        h("p", {}, strings.orphan),
        h("p", { class: "reply" }, text),
        copyButton(deps, () => text, strings.orphan),
        button(
          { class: "small" },
          () => {
            edits.delete(id);
            row.remove();
          },
          strings.discard,
        ),
      );
      return row;
    });
  }

  let handing: { key: string; form: HTMLElement | null } = { key: "", form: null };

  /** The form to hand over with; what stands in it stays as long as the departments do. */
  function handOver(info: MachineInfo): HTMLElement | null {
    const key = JSON.stringify(info.departments);
    if (key !== handing.key) handing = { key, form: handoffForm(info, (operation) => void act(operation)) };
    return handing.form;
  }

  function draw({ turn, info, message, preview, milliseconds, explain }: Shown): void {
    const count = turn.alone ? 0 : turn.suggestions.length;
    const quiet = count === 0 && turn.asks.length === 0 && turn.choices.length === 0;
    const title = preview
      ? strings.previewTitle
      : count > 0 || quiet
        ? strings.suggestions
        : strings.nextTitle;
    fill(heading, turn.alone ? strings.aloneTitle : title);
    fill(
      summary,
      turn.alone || (count === 0 && !quiet) ? "" : strings.suggestionCount(count),
      // The time changes with each key; hearing it each time would help nobody.
      milliseconds === null
        ? null
        : h("span", { "aria-hidden": "true" }, ` ${strings.suggestedIn(milliseconds)}`),
    );
    fill(
      before,
      turn.lost.length === 0 ? null : h("p", { class: "alarm lost" }, icon("warning"), strings.lost(turn)),
      turn.truncated ? h("p", { class: "alarm" }, icon("warning"), strings.truncated) : null,
      turn.prefer === null ? null : h("p", { class: "hint" }, strings.prefer(turn.prefer.channel)),
      turn.open ? null : h("p", { class: "hint closed" }, strings.closed(turn)),
      turn.alone ? h("p", { class: "without-agent" }, strings.aloneText) : null,
      ...orphans(turn),
    );
    drawCards(message ?? "", turn.alone ? { ...turn, suggestions: [] } : turn);
    empty.hidden = turn.alone || !quiet || !turn.open;
    const nothing = message !== null;
    fill(
      empty,
      h("h3", {}, nothing ? strings.nothingTitle : strings.overTitle),
      nothing && turn.smallTalk !== null ? h("p", {}, strings.smallTalk[turn.smallTalk]) : null,
      nothing && turn.otherLanguage !== null ? h("p", {}, strings.otherLanguage(turn.otherLanguage)) : null,
      h("p", {}, nothing ? strings.nothing : strings.over),
    );
    const go = (operation: Operation): void => void act(operation);
    fill(
      rest,
      ...(turn.alone ? [] : asked(turn, info, go)),
      ...groups(message ?? "", turn),
      ...(turn.alone ? [] : branches(turn, go)),
      explain ? ruledOut(turn.ruledOut) : null,
      turn.alone || preview ? null : handOver(info),
    );
  }

  function asked(turn: SessionTurn, info: MachineInfo, go: (operation: Operation) => void): Child[] {
    if (turn.asks.length === 0) return [];
    return [h("h3", {}, strings.asks), ...askForms(turn.asks, info, drafts, go)];
  }

  function branches(
    { choices, switches }: SessionTurn,
    go: (operation: Operation) => void,
  ): (HTMLElement | null)[] {
    const others = switches.map(({ id, title, back }) =>
      button(
        { class: "small" },
        () => go({ choose: id }),
        icon(back ? "undo" : "go"),
        back ? strings.backTo(title) : title,
      ),
    );
    return [
      choices.length === 0 ? null : h("h3", {}, strings.choices),
      choices.length === 0 ? null : choiceButtons(choices, ({ id }) => go({ choose: id })),
      others.length === 0 ? null : h("h3", {}, strings.switches),
      others.length === 0 ? null : h("div", { class: "switches" }, ...others),
    ];
  }

  return {
    element,
    update: (shown) => keepingFocus(element, () => draw(shown)),
    clear(title, text) {
      fill(heading, strings.suggestions);
      for (const part of [summary, before, list, rest]) fill(part);
      list.hidden = true;
      empty.hidden = false;
      fill(empty, h("h3", {}, title), h("p", {}, text));
      deps.active([]);
    },
    sendBest: () => list.querySelector<HTMLButtonElement>(".card button.send")?.click(),
    forget() {
      edits.clear();
      drafts.clear();
    },
    focus,
  };
}
