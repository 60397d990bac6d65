/** Help desks write mail as HTML: what a person reads of it. */
import { Parser } from "htmlparser2";

/** Elements after which a line ends. */
const BLOCKS = new Set(["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "table"]);

/** Elements whose content nobody reads. */
const UNREAD = new Set(["style", "script", "head", "title", "template"]);

/** Whether a text begins as HTML does. */
export function isHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|p|div|br|span|table|b|strong|i|em|a|ul|ol|h[1-6]|meta)(?:[\s/>]|$)/i.test(
    text,
  );
}

/** The text of a piece of HTML. Nothing of it is ever put into a page as more than text. */
export function textOf(html: string): string {
  let out = "";
  let unread = 0;
  const parser = new Parser({
    onopentag(name) {
      if (UNREAD.has(name)) unread += 1;
    },
    ontext(text) {
      if (unread === 0) out += text.replaceAll(/\s+/g, " ");
    },
    onclosetag(name) {
      if (UNREAD.has(name)) unread = Math.max(0, unread - 1);
      if (BLOCKS.has(name)) out += "\n";
    },
  });
  parser.write(html);
  parser.end();
  return out
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
