/** Buttons for the branches of a tree, by pointer, arrow keys and digits. */
import type { Choice } from "answertree/compiler";
import { button, h } from "../dom.ts";
import { strings } from "../strings.ts";

export function choiceButtons(choices: readonly Choice[], pick: (choice: Choice) => void): HTMLElement {
  const group = h(
    "div",
    { class: "choices", role: "group", "aria-label": strings.choices },
    ...choices.map((choice, at) => {
      const key = keyOf(choices, at);
      return button(
        {
          id: `choice-${choice.id}`,
          class: "choice",
          "data-key": key ?? undefined,
          "aria-keyshortcuts": key ?? undefined,
        },
        () => pick(choice),
        key === null ? null : h("kbd", { "aria-hidden": "true" }, key),
        h("span", {}, choice.label),
      );
    }),
  );
  group.addEventListener("keydown", (event) => {
    const buttons = [...group.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = moved(event.key, at, buttons.length);
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[to]?.focus();
  });
  return group;
}

/** What picks a choice: its own key, or its place where no choice has one. Only a single digit can be pressed. */
function keyOf(choices: readonly Choice[], at: number): string | null {
  const own = choices.some(({ key }) => key !== null);
  const key = own ? (choices[at]?.key ?? null) : String(at + 1);
  return key !== null && /^\d$/.test(key) ? key : null;
}

function moved(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return (at + 1) % count;
    case "ArrowLeft":
    case "ArrowUp":
      return (at + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}

/** Digits pick a choice wherever nothing is being typed. */
export function listenForDigits(within: HTMLElement): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^\d$/.test(event.key) || document.querySelector("dialog[open]") !== null) return;
    const { target } = event;
    if (target instanceof HTMLElement && typing(target)) return;
    const choice = within.querySelector<HTMLButtonElement>(`button[data-key="${event.key}"]`);
    if (choice === null) return;
    event.preventDefault();
    choice.click();
  });
}

function typing(element: HTMLElement): boolean {
  return element.isContentEditable || element.matches("input:not([type=checkbox]), textarea, select");
}
