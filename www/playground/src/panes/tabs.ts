/** The tabs over the panes. A pane is loaded when its tab is opened for the first time. */
import { button, fill, h } from "../dom.ts";
import { strings } from "../strings.ts";
import type { Pane } from "./pane.ts";

export interface Tab {
  id: string;
  label: string;
  load(): Promise<Pane>;
}

export interface Tabs {
  element: HTMLElement;
  /** Brings a tab to the front. */
  open(id: string): Promise<Pane | undefined>;
}

/** The first tab is in front. `changed` is told which one is. */
export function mountTabs(label: string, tabs: readonly Tab[], changed: (id: string) => void): Tabs {
  const made = new Map<string, Pane>();
  let front = "";
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": label });
  const rows = tabs.map((tab) => {
    const head = button(
      {
        id: `tab-${tab.id}`,
        role: "tab",
        "aria-controls": `panel-${tab.id}`,
        "aria-selected": "false",
        tabindex: -1,
      },
      () => void open(tab.id),
      tab.label,
    );
    const panel = h("div", {
      id: `panel-${tab.id}`,
      class: "panel",
      role: "tabpanel",
      "aria-labelledby": `tab-${tab.id}`,
      hidden: true,
    });
    return { tab, head, panel };
  });
  list.append(...rows.map(({ head }) => head));
  list.addEventListener("keydown", (event) => {
    const at = rows.findIndex(({ tab }) => tab.id === front);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[(to + rows.length) % rows.length];
    if (row === undefined) return;
    event.preventDefault();
    row.head.focus();
    void open(row.tab.id);
  });

  async function open(id: string): Promise<Pane | undefined> {
    const row = rows.find(({ tab }) => tab.id === id);
    if (row === undefined) return undefined;
    if (front !== id) {
      made.get(front)?.hidden?.();
      front = id;
      for (const { tab, head, panel } of rows) {
        const chosen = tab.id === id;
        head.setAttribute("aria-selected", String(chosen));
        head.tabIndex = chosen ? 0 : -1;
        panel.hidden = !chosen;
      }
      row.head.scrollIntoView({ block: "nearest", inline: "nearest" });
      changed(id);
      made.get(id)?.shown?.();
    }
    return made.get(id) ?? (await load(row));
  }

  async function load(row: (typeof rows)[number]): Promise<Pane | undefined> {
    const { tab, panel } = row;
    fill(panel, h("p", { class: "pane-loading", role: "status" }, strings.paneLoading));
    try {
      const pane = await tab.load();
      // Opened twice while it was loading.
      const before = made.get(tab.id);
      if (before !== undefined) return before;
      made.set(tab.id, pane);
      fill(panel, pane.element);
      if (front === tab.id) pane.shown?.();
      return pane;
    } catch {
      // The network is cut, or a new version took the place of this one.
      fill(
        panel,
        h("p", { class: "pane-loading", role: "alert" }, strings.paneFailed),
        button({}, () => void load(row), strings.paneAgain),
      );
      return undefined;
    }
  }

  const first = rows[0];
  if (first !== undefined) void open(first.tab.id);
  return { element: h("div", { class: "workbench" }, list, ...rows.map(({ panel }) => panel)), open };
}
