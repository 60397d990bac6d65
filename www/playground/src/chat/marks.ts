/** Cuts a text where spans begin and end. */
import type { Span } from "answertree/compiler";

export interface Piece {
  text: string;
  marked: boolean;
}

/** The whole text in order, marked where any span covers it. Spans may overlap, touch, or reach past the end. */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const sorted = spans
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(text.length, end) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const result: Piece[] = [];
  let at = 0;
  const take = (end: number, marked: boolean): void => {
    if (end > at) result.push({ text: text.slice(at, end), marked });
    at = Math.max(at, end);
  };
  for (const { start, end } of sorted) {
    take(start, false);
    take(end, true);
  }
  take(text.length, false);
  return result;
}
