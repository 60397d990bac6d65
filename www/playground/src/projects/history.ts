/** The dialog with a project's history: its versions, what is different now, and the way back. */
import type { Sources } from "answertree/compiler";
import { button, fill, h } from "../dom.ts";
import { size as sizeText } from "../strings.ts";
import { changes, type FileChange, type Hunk } from "./changes.ts";
import type { Desk } from "./desk.ts";
import { same, type Version } from "./model.ts";
import { strings } from "./strings.ts";

/** More lines than anybody reads. */
const SHOWN = 2000;

export interface HistoryDeps {
  desk: Desk;
  /** The files as they are now. */
  now(): Sources;
}

export interface History {
  element: HTMLElement;
  open(): Promise<void>;
}

export function mountHistory({ desk, now }: HistoryDeps): History {
  const list = h("ol", { class: "version-list" });
  const view = h("div", { class: "changes", tabindex: 0, role: "region", "aria-label": strings.differences });
  const restoreButton = button({ class: "primary", disabled: true }, restore, strings.restore);
  const dialog = h(
    "dialog",
    { class: "box wide", "aria-labelledby": "history-heading" },
    h("h2", { id: "history-heading" }, strings.history),
    h("div", { class: "history-body" }, list, view),
    h(
      "div",
      { class: "form-row" },
      restoreButton,
      button({}, () => dialog.close(), strings.close),
    ),
  );
  let chosen: Sources | undefined;

  async function open(): Promise<void> {
    const versions = await desk.shelf.versions(desk.project().id);
    chosen = undefined;
    restoreButton.disabled = true;
    fill(view, versions.length === 0 ? strings.noVersions : null);
    fill(list, ...versions.map((version) => h("li", {}, row(version))));
    if (!dialog.open) dialog.showModal();
    // The newest that there is something to see in.
    const newest = versions[0];
    const isNow = newest !== undefined && same((await desk.shelf.texts(newest.key)) ?? {}, now());
    const rows = list.querySelectorAll<HTMLElement>("button");
    (rows[isNow ? 1 : 0] ?? rows[0])?.click();
  }

  function row(version: Version): HTMLElement {
    const head = button(
      { class: "version", "aria-pressed": "false" },
      () => void choose(version, head),
      h("span", { class: "version-at" }, strings.versionAt(version.at)),
      h("span", { class: "version-why" }, `${strings.why[version.why]}, ${sizeText(version.size)}`),
    );
    return head;
  }

  async function choose({ key }: Version, head: HTMLElement): Promise<void> {
    for (const other of list.querySelectorAll("button"))
      other.setAttribute("aria-pressed", String(other === head));
    chosen = await desk.shelf.texts(key);
    const different = chosen === undefined ? [] : changes(chosen, now());
    restoreButton.disabled = different.length === 0;
    if (chosen === undefined) return fill(view, strings.versionGone);
    fill(view, ...(different.length === 0 ? [strings.noDifference] : different.map(drawFile)));
  }

  async function restore(): Promise<void> {
    if (chosen === undefined || !desk.mayWrite()) return;
    dialog.close();
    await desk.restore(chosen);
  }

  return { element: dialog, open };
}

function drawFile({ file, kind, hunks }: FileChange): HTMLElement {
  const title = kind === "added" ? strings.fileAdded(file) : kind === "gone" ? strings.fileGone(file) : file;
  return h(
    "section",
    {},
    h("h3", {}, title),
    ...(hunks === null ? [h("p", {}, strings.tooDifferent)] : drawHunks(hunks)),
  );
}

function drawHunks(hunks: readonly Hunk[]): HTMLElement[] {
  let left = SHOWN;
  let line = 1;
  return hunks.flatMap(({ from, lines }) => {
    if (left <= 0) return [];
    const between = from - line;
    line = from + lines.filter(({ kind }) => kind !== "out").length;
    const shown = lines.slice(0, left);
    left -= shown.length;
    return [
      ...(between > 0 ? [h("p", { class: "between" }, strings.linesSame(between))] : []),
      h(
        "div",
        { class: "hunk" },
        ...shown.map(({ kind, text }) =>
          h(
            kind === "out" ? "del" : kind === "in" ? "ins" : "div",
            { class: "line" },
            h("span", { class: "line-sign", "aria-hidden": "true" }, { out: "−", in: "+", same: " " }[kind]),
            kind !== "same" &&
              h("span", { class: "visually-hidden" }, kind === "out" ? strings.lineOut : strings.lineIn, " "),
            text === "" ? " " : text,
          ),
        ),
      ),
    ];
  });
}
