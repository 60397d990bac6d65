/** Builds elements. Text only ever goes in as text: nothing in this page is parsed as HTML. */

type Value = string | number | boolean | undefined;
export type Child = Node | string | null | undefined | false;

/** An element with attributes and children. `true` is an empty attribute; `false` and `undefined` leave it out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** A button that does something when pressed. */
export function button(
  attributes: Record<string, Value>,
  press: () => void,
  ...children: Child[]
): HTMLButtonElement {
  const element = h("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", press);
  return element;
}

/** Puts new children in place of the old. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...present(children));
}

/** Draws what is within an element anew; what had the focus has it again, by its id, with what was selected in it. */
export function keepingFocus(within: Element, draw: () => void): void {
  const { activeElement: before } = document;
  const id = before !== null && within.contains(before) ? before.id : "";
  const range =
    before instanceof HTMLInputElement || before instanceof HTMLTextAreaElement
      ? ([before.selectionStart, before.selectionEnd] as const)
      : null;
  draw();
  const after = id === "" ? null : document.getElementById(id);
  if (after === null || after === document.activeElement) return;
  after.focus({ preventScroll: true });
  const text = after instanceof HTMLInputElement || after instanceof HTMLTextAreaElement;
  if (text && range !== null && after.type.startsWith("text")) after.setSelectionRange(...range);
}

/** How much of all something is; words beside it say the same. */
export function bar(part: number, all: number): HTMLElement {
  const piece = h("span", { class: "bar-fill" });
  piece.style.inlineSize = `${all === 0 ? 100 : Math.min(100, (100 * part) / all)}%`;
  return h("span", { class: "bar", "aria-hidden": "true" }, piece);
}

/** Whether the focus is still where it was, or lost with what had it; else somebody went elsewhere, and stays there. */
export function focusStayed(before: Element | null): boolean {
  const { activeElement } = document;
  return activeElement === before || activeElement === null || activeElement === document.body;
}

/** Lets the browser do what waits: a page that is put together in one go answers nobody meanwhile. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A sentence with its `names in backticks` set as code. */
export function prose(text: string): Child[] {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? h("code", {}, part) : part));
}

/** One of the drawings below, as large as the text beside it. Says nothing to a screen reader. */
export function icon(name: keyof typeof drawings): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawings[name]);
  svg.append(path);
  return svg;
}

const drawings = {
  bin: "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.700 7v4M9.300 7v4",
  check: "M3 8.5 6.500 12 13 4.500",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.500 5.500h7v8h-7zM3.500 10.500v-8h7",
  cross: "M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11M8 5.300v3.200M8 10.700v.1",
  down: "M8 2.500v7.500M4.800 7 8 10.200 11.200 7M3 13.500h10",
  fix: "M10.500 2.500l3 3-7.500 7.500-3.500.5.5-3.500z",
  go: "M2.500 8h10.500M9 4 13 8 9 12",
  keys: "M1.500 4.500h13v7.500h-13zM4 7h.1M6.700 7h.1M9.300 7h.1M12 7h.1M5 9.700h6",
  list: "M2.500 4h1M2.500 8h1M2.500 12h1M6 4h7.500M6 8h7.500M6 12h7.500",
  open: "M1.800 12.500v-9h4.200l1.500 2h6.700v7z",
  send: "M2.500 8 13.500 3 10.500 13 7.500 9zM7.500 9 13.500 3",
  plus: "M8 3v10M3 8h10",
  project: "M2.500 4.500h11v9h-11zM4.500 2.500h7M5 8h6M5 10.800h4",
  share:
    "M6.500 9.500 9.500 6.500M7 4.500 9 2.500a3.200 3.200 0 0 1 4.500 4.500l-2 2M9 11.500l-2 2A3.200 3.200 0 0 1 2.500 9l2-2",
  undo: "M6 3.500 2.500 7 6 10.500M2.500 7h7a3.500 3.500 0 0 1 0 7h-2",
  warning: "M8 2.500 14.300 13.300H1.700zM8 6.500v3.200M8 11.400v.1",
};

function present(children: Child[]): (Node | string)[] {
  return children.filter(
    (child): child is Node | string => child !== null && child !== undefined && child !== false,
  );
}

/** Whether a key was pressed with Shift and Alt alone: by the key's place, as with Alt it writes another letter on some keyboards. */
export function isShiftAlt(event: KeyboardEvent, code: string): boolean {
  return event.code === code && event.shiftKey && event.altKey && !event.ctrlKey && !event.metaKey;
}
