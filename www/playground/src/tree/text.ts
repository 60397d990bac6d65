/** How wide words are, and what of them fits. */

/** As tree.css has them. */
const FONTS = { label: "560 12.5px", detail: "400 11px" } as const;
export type Font = keyof typeof FONTS;

const ELLIPSIS = "…";

export interface Measure {
  width(text: string, font: Font): number;
  /** So many lines at most, the last with an ellipsis where there would be more. */
  wrap(text: string, font: Font, width: number, lines: number): readonly string[];
}

/** Measures with the page's own font. What was measured once is known. */
export function startMeasure(): Measure {
  const canvas = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const words = new Intl.Segmenter(undefined, { granularity: "word" });
  const widths = new Map<string, number>();
  const wraps = new Map<string, readonly string[]>();
  let set = "";

  function width(text: string, font: Font): number {
    const key = `${font} ${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      if (canvas !== null && set !== font) {
        canvas.font = `${FONTS[font]} ${family}`;
        set = font;
      }
      known = canvas?.measureText(text).width ?? text.length * 7;
      if (widths.size > 50_000) widths.clear();
      widths.set(key, known);
    }
    return known;
  }

  /** As much of its beginning as fits with an ellipsis. */
  function cut(text: string, font: Font, room: number): string {
    const letters = [...text.slice(0, 400)];
    let [fits, over] = [0, letters.length];
    while (fits + 1 < over) {
      const half = (fits + over) >> 1;
      if (width(letters.slice(0, half).join("") + ELLIPSIS, font) <= room) fits = half;
      else over = half;
    }
    return letters.slice(0, fits).join("").trimEnd() + ELLIPSIS;
  }

  function wrapped(text: string, font: Font, room: number, lines: number): string[] {
    const flat = text.slice(0, 400).replaceAll(/\s+/g, " ").trim();
    if (width(flat, font) <= room) return [flat];
    if (lines === 1) return [cut(flat, font, room)];
    let end = 0;
    for (const { index, segment } of words.segment(flat)) {
      if (width(flat.slice(0, index + segment.length).trimEnd(), font) > room) break;
      const stop = index + segment.length;
      // A comma stays with its word.
      if (!/^\p{P}/u.test(flat.slice(stop))) end = stop;
    }
    if (end === 0) return [cut(flat, font, room)];
    return [flat.slice(0, end).trimEnd(), ...wrapped(flat.slice(end), font, room, lines - 1)];
  }

  return {
    width,
    wrap(text, font, room, lines) {
      const key = `${font} ${room} ${lines} ${text}`;
      let known = wraps.get(key);
      if (known === undefined) {
        known = wrapped(text, font, room, lines);
        if (wraps.size > 20_000) wraps.clear();
        wraps.set(key, known);
      }
      return known;
    },
  };
}
