/** The Machine pane: what the script came to, what has changed since it was published, and how to put it to use. */
import { bar, button, fill, h, icon } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import { copy, download, fileName } from "../files.ts";
import type { Mount, Version } from "../panes/pane.ts";
import { strings as page } from "../strings.ts";
import { mountChanges } from "./changes.ts";
import { targets } from "./embed.ts";
import { publish } from "./published.ts";
import { strings } from "./strings.ts";
import "./machine.css";

/** So many lines of a listing are shown: a page of more is of no use to anybody. */
const MOST_LINES = 400;

export const mount: Mount = (bench) => {
  let version: Version = bench.version();
  let front = false;
  /** The machine that the listing on show is of. */
  let listed: object | null = null;

  const summary = h("p", { class: "machine-summary", role: "status" });
  const note = h("p", { class: "machine-note", hidden: true });
  const machineButton = button(
    { class: "primary", title: strings.machineHint },
    takeMachine,
    icon("down"),
    strings.machineFile,
  );
  const scriptButton = button({ title: strings.scriptHint }, takeScript, icon("down"), strings.scriptFile);
  const changes = mountChanges(bench);
  const sections = h("table", { class: "machine-sections" });
  const target = h(
    "select",
    { id: "embed-target" },
    ...targets.map(({ id, label }) => h("option", { value: id }, label)),
  );
  target.addEventListener("change", drawSnippet);
  const snippet = h("code", {});
  const listing = h("code", {});
  const rest = h("p", { class: "quiet" });
  const details = h(
    "details",
    {},
    h("summary", { title: strings.listingHint }, strings.listing),
    h("pre", { class: "machine-code", tabindex: 0, role: "region", "aria-label": strings.listing }, listing),
    rest,
  );
  details.addEventListener("toggle", () => void drawListing());
  const whole = h(
    "div",
    { class: "machine-whole" },
    h(
      "div",
      { class: "machine-row", role: "group", "aria-label": strings.downloads },
      machineButton,
      scriptButton,
    ),
    h("h3", {}, strings.changes),
    changes.element,
    h("h3", {}, strings.sections),
    sections,
    h("h3", {}, strings.embed),
    h(
      "div",
      { class: "machine-row" },
      h("label", { for: "embed-target" }, strings.target),
      target,
      button({ class: "small" }, copySnippet, icon("copy"), strings.copySnippet),
    ),
    h("pre", { class: "machine-code", tabindex: 0, role: "region", "aria-label": strings.embed }, snippet),
    details,
  );
  const element = h(
    "section",
    { class: "pane machine", "aria-labelledby": "machine-heading" },
    h("h2", { id: "machine-heading", class: "visually-hidden" }, strings.title),
    summary,
    note,
    whole,
  );

  function takeMachine(): void {
    const { machine, sources } = version;
    if (machine === null) return;
    download(`${fileName(machine.info.name)}.machine`, "application/octet-stream", machine.bytes);
    if (!version.whole) return;
    const kept = publish(machine.info.name, sources, Date.now());
    bench.say(kept ? strings.downloadedMachine : strings.notKept);
    void changes.update(machine.info.name);
  }

  function takeScript(): void {
    const { machine, sources } = version;
    const name = fileName(machine?.info.name ?? "");
    for (const [at, [file, text]] of Object.entries(sources).entries()) {
      download(at === 0 ? `${name}.answers` : file, "text/plain;charset=utf-8", text);
    }
  }

  async function copySnippet(): Promise<void> {
    const copied = await copy(snippet.textContent ?? "");
    (copied ? bench.say : bench.show)(copied ? page.copied : page.copyRefused);
  }

  function draw(): void {
    const { machine } = version;
    whole.hidden = machine === null;
    note.hidden = machine === null || version.whole;
    fill(note, strings.old);
    if (machine === null) {
      fill(summary, strings.none);
      return;
    }
    const { info, milliseconds } = machine;
    fill(
      summary,
      strings.size(info.bytes),
      h("span", { class: "quiet" }, ` · ${strings.summary(info)} · ${strings.loaded(milliseconds)}`),
    );
    drawSections();
    drawSnippet();
    if (version.whole) void changes.update(info.name);
    void drawListing();
  }

  function drawSections(): void {
    const { machine } = version;
    if (machine === null) return;
    const { bytes, sections: parts } = machine.info;
    fill(
      sections,
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, strings.section),
          h("th", { scope: "col" }, strings.bytes),
          h("th", { scope: "col" }, strings.share),
        ),
      ),
      h(
        "tbody",
        {},
        ...parts.map((part) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, part.name),
            h("td", {}, strings.size(part.bytes)),
            h(
              "td",
              {},
              h("div", { class: "machine-share" }, bar(part.bytes, bytes), strings.ofAll(part.bytes, bytes)),
            ),
          ),
        ),
      ),
    );
  }

  function drawSnippet(): void {
    const { machine } = version;
    const chosen = targets.find(({ id }) => id === target.value);
    if (machine === null || chosen === undefined) return;
    fill(snippet, chosen.code(`${fileName(machine.info.name)}.machine`, machine.info));
  }

  /** Only for who opens it: the whole of it is as long as the script. */
  async function drawListing(): Promise<void> {
    const { machine } = version;
    if (!details.open || !front || !version.whole || listed === machine) return;
    try {
      const parts = await bench.ask("machine", {});
      if (parts === undefined || machine !== version.machine) return;
      listed = machine;
      const lines = parts.listing.trimEnd().split("\n");
      fill(listing, lines.slice(0, MOST_LINES).join("\n"));
      const more = lines.length - MOST_LINES;
      if (more <= 0) return fill(rest);
      const save = () => download("machine.txt", "text/plain;charset=utf-8", parts.listing);
      fill(rest, strings.listingMore(more), " ", button({ class: "small" }, save, strings.listingSave));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  bench.on("version", (next) => {
    version = next;
    if (front) draw();
  });
  return {
    element,
    shown() {
      front = true;
      draw();
    },
    hidden() {
      front = false;
    },
    focus: () => (version.machine === null ? summary : machineButton).focus(),
  };
};
