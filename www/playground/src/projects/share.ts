/** The dialog with the link that carries the script. */
import { button, fill, h, icon } from "../dom.ts";
import { copy } from "../files.ts";
import { LONG, type Shared, writeLink } from "./link.ts";
import { strings } from "./strings.ts";

export interface ShareDeps {
  shared(): Shared;
  /** Hands the script to the browser as a file. */
  download(): void;
}

export interface Share {
  element: HTMLElement;
  open(): void;
}

export function mountShare(deps: ShareDeps): Share {
  const input = h("input", {
    type: "text",
    id: "share-link",
    readonly: true,
    "aria-describedby": "share-length",
  });
  const length = h("p", { id: "share-length", class: "form-hint", role: "status" });
  const long = h("p", { class: "form-fault", role: "alert" });
  const done = h("span", { class: "form-done", role: "status" });
  const copyButton = button({ class: "primary" }, press, icon("copy"), strings.shareCopy);
  const dialog = h(
    "dialog",
    { class: "box", "aria-labelledby": "share-heading" },
    h("h2", { id: "share-heading" }, strings.share),
    h("p", {}, strings.shareText),
    h("label", { for: "share-link" }, strings.shareLink),
    input,
    length,
    long,
    h(
      "div",
      { class: "form-row" },
      copyButton,
      button({}, deps.download, icon("down"), strings.shareFile),
      button({}, () => dialog.close(), strings.close),
      done,
    ),
  );

  async function press(): Promise<void> {
    const copied = await copy(input.value);
    fill(done, copied ? strings.shareCopied : null);
    // Where the browser refuses, the link is selected for its own key.
    if (!copied) input.select();
  }

  async function open(): Promise<void> {
    for (const old of [length, long, done]) fill(old);
    input.value = "";
    copyButton.disabled = true;
    dialog.showModal();
    try {
      const link = `${location.href.split("#", 1)[0]}${await writeLink(deps.shared())}`;
      input.value = link;
      fill(length, strings.shareLength(link.length));
      fill(long, link.length > LONG ? strings.shareLong(LONG) : null);
      copyButton.disabled = false;
      copyButton.focus();
    } catch {
      fill(long, strings.shareFailed);
    }
  }

  return { element: dialog, open: () => void open() };
}
