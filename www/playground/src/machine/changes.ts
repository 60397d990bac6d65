/** What has changed since the version that was published last. */
import type { ScriptChange } from "answertree/author";
import { fill, h } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Workbench } from "../panes/pane.ts";
import { type Published, published } from "./published.ts";
import { strings } from "./strings.ts";

export interface Changes {
  element: HTMLElement;
  /** Compares the script of this name, as it is now, with what was published. */
  update(name: string): Promise<void>;
}

export function mountChanges(bench: Pick<Workbench, "ask">): Changes {
  const element = h("div", { class: "machine-changes" });

  async function update(name: string): Promise<void> {
    const before = published(name);
    if (before === undefined) return fill(element, h("p", {}, strings.neverPublished));
    try {
      // Whole scripts have one main file, and it comes first.
      const main = Object.keys(before.sources)[0] ?? "";
      const found = await bench.ask("changes", { old: before.sources, main });
      if (found !== undefined) draw(found, before);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (error.code !== "stopped") fill(element, h("p", {}, strings.brokenOld));
    }
  }

  function draw(found: readonly ScriptChange[], before: Published): void {
    const when = h("p", { class: "quiet" }, strings.publishedAt(before.at));
    if (found.length === 0) {
      fill(element, when, h("p", {}, strings.same));
      return;
    }
    const added = found.filter(({ old }) => old === null).length;
    const removed = found.filter((change) => change.new === null).length;
    const count = strings.count(added, removed, found.length - added - removed);
    const topics = new Map<string | null, ScriptChange[]>();
    for (const change of found) topics.set(change.topic, [...(topics.get(change.topic) ?? []), change]);
    fill(
      element,
      when,
      h("p", { class: "machine-count" }, count),
      ...[...topics].map(([topic, rows]) =>
        h(
          "div",
          { class: "machine-topic" },
          h("h4", {}, topic === null ? strings.wholeScript : (rows[0]?.title ?? topic)),
          h("ul", {}, ...rows.map(row)),
        ),
      ),
    );
  }

  function row(change: ScriptChange): HTMLElement {
    const kind = change.old === null ? "added" : change.new === null ? "removed" : "changed";
    return h(
      "li",
      { "data-kind": kind },
      h("span", { class: "machine-kind" }, strings[kind]),
      " ",
      h("span", {}, change.subject),
      change.name !== null && h("code", {}, change.name),
      change.old !== null && change.old !== "" && h("del", {}, change.old),
      change.new !== null && change.new !== "" && h("ins", {}, change.new),
    );
  }

  return { element, update };
}
