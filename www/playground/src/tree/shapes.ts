/** How nodes and lines look: outlines, icons, curves. */
import type { Point, Size } from "./layout.ts";
import type { Item } from "./model.ts";
import { short } from "./svg.ts";

/** In a square of 16. */
const icons: Readonly<Record<Item["kind"], string>> = {
  topic: "M2.500 3.500h11v7.500h-6l-3 2.500v-2.500h-2z",
  menu: "M5.500 4.500h8M5.500 8h8M5.500 11.500h8M2.500 4.500h.1M2.500 8h.1M2.500 11.500h.1",
  choice: "M3 3.500v4.500a2 2 0 0 0 2 2h7.500M9.500 7l3 3-3 3",
  // biome-ignore lint/suspicious/noThenProperty: the engine's word for where branches come together
  then: "",
  "hand-off":
    "M2.500 6h9.500M9.500 3.500 12 6 9.500 8.500M13.500 10.500h-9.500M6.500 8l-2.500 2.500 2.500 2.500",
  end: "M4 13.500v-11h8l-2 3 2 3h-8",
  "another topic": "M2.500 3.500h11v7.500h-6l-3 2.500v-2.500h-2z",
  department:
    "M6 7.500a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400M2 13c0-2.500 1.800-4 4-4s4 1.500 4 4M10.500 3.300a2.200 2.200 0 0 1 0 4.100M12 9.300c1.300.6 2 1.900 2 3.700",
};

export function iconOf(kind: Item["kind"]): string {
  return icons[kind];
}

/** Its outline: a topic is round at its sides, a department has corners cut off, an end is a pill. */
export function outline(kind: Item["kind"], { width, height }: Size): string {
  switch (kind) {
    case "department":
    case "hand-off":
      return `M9 0H${width - 9}L${width} ${height / 2}L${width - 9} ${height}H9L0 ${height / 2}Z`;
    case "end":
    case "then":
      return rounded(width, height, Math.min(height / 2, 17));
    case "topic":
    case "menu":
    case "another topic":
      return rounded(width, height, 12);
    case "choice":
      return rounded(width, height, 4);
  }
}

function rounded(width: number, height: number, r: number): string {
  const arc = (x: number, y: number): string => `A${r} ${r} 0 0 1 ${x} ${y}`;
  const right = `M${r} 0H${width - r}${arc(width, r)}V${height - r}${arc(width - r, height)}`;
  return `${right}H${r}${arc(0, height - r)}V${r}${arc(r, 0)}Z`;
}

/** From the right side of one thing to the left side of another, by way of points between. */
export function curve(from: Point, through: readonly Point[], to: Point): string {
  // What the library says of a way back is for other sides than those that lines meet here.
  const all = to.x > from.x ? [from, ...through, to] : [from, to];
  let path = `M${short(from.x)} ${short(from.y)}`;
  for (let at = 1; at < all.length; at += 1) {
    const [a, b] = [all[at - 1], all[at]];
    if (a === undefined || b === undefined) continue;
    const forward = b.x - a.x;
    // Where it goes back it swings wide, so that one sees where it leaves and where it arrives.
    const swing = forward > 0 ? forward / 2 : Math.min(120, 36 - forward / 4);
    path += `C${short(a.x + swing)} ${short(a.y)} ${short(b.x - swing)} ${short(b.y)} ${short(b.x)} ${short(b.y)}`;
  }
  // The arrowhead: every line arrives from the left.
  return `${path}M${short(to.x - 6)} ${short(to.y - 3.5)}L${short(to.x)} ${short(to.y)}L${short(to.x - 6)} ${short(to.y + 3.5)}`;
}

/** The middle of a curve without points between. */
export function middle(from: Point, to: Point): Point {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}
