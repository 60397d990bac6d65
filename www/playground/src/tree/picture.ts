/** The drawing as a file of its own. */
import type { Size } from "./layout.ts";
import { s, short } from "./svg.ts";

/** What a style sheet says, and a file must say itself. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
];
/** What is for the page alone. */
const PAGE = ["class", "role", "tabindex", "style"];
const MARGIN = 20;
/** The widest and the largest picture that browsers draw without complaint. */
const WIDEST = 8192;
const LARGEST = 48_000_000;

export interface Picture extends Size {
  svg: string;
}

/** All of it, as it looks now, as the text of an SVG file. */
export function pictureOf(drawing: SVGSVGElement, world: SVGGElement, title: string): Picture {
  const { x, y, width: wide, height: high } = world.getBBox();
  const [width, height] = [Math.ceil(wide) + 2 * MARGIN, Math.ceil(high) + 2 * MARGIN];
  const copy = world.cloneNode(true) as SVGGElement;
  dress(world, copy, null);
  copy.setAttribute("transform", `translate(${short(MARGIN - x)} ${short(MARGIN - y)})`);
  const ground = s("rect", {
    width: "100%",
    height: "100%",
    fill: getComputedStyle(drawing).backgroundColor,
  });
  const whole = s(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}` },
    s("title", {}, title),
    ground,
    copy,
  );
  const svg = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(whole)}\n`;
  return { svg, width, height };
}

/** Styles as attributes, all the way down; both trees are alike. */
function dress(from: Element, to: Element, above: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(from);
  for (const name of INHERITED) {
    const value = style.getPropertyValue(name);
    if (value !== "" && value !== above?.getPropertyValue(name)) to.setAttribute(name, value);
  }
  if (style.opacity !== "1") to.setAttribute("opacity", style.opacity);
  for (const { name } of [...to.attributes]) {
    if (PAGE.includes(name) || name.startsWith("aria-")) to.removeAttribute(name);
  }
  for (const [at, child] of [...from.children].entries()) {
    const copy = to.children[at];
    if (copy !== undefined && !(child instanceof SVGTitleElement)) dress(child, copy, style);
  }
}

/** The picture of an SVG file as PNG; `null` where the browser cannot. */
export async function png({ svg, width, height }: Picture): Promise<Uint8Array<ArrayBuffer> | null> {
  const scale = Math.min(2, WIDEST / Math.max(width, height), Math.sqrt(LARGEST / (width * height)));
  const image = new Image();
  // Not a blob's address: the page's policy lets pictures come from the page and from data alone.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(width * scale));
  canvas.height = Math.max(1, Math.floor(height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer());
}
