/** Builds elements of drawings. Text only ever goes in as text. */

type Value = string | number | undefined;

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** A number without digits that nobody sees. */
export const short = (value: number): string => String(Math.round(value * 10) / 10);
