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
  /** Has a pane do its work though nobody has opened it. */
  wake(id: string): void;
  /** Puts a number of things to be looked at beside a tab's name, and what they are; none for 0. */
  badge(id: string, count: number, meaning: string): void;
}

/** The first tab is in front. `changed` is told which one is. */
export function mountTabs(label: string, tabs: readonly Tab[], changed: (id: string) => void): Tabs {
  const made = new Map<string, Pane>();
  const loading = new Map<string, Promise<Pane | undefined>>();
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
    const badge = h("span", { class: "badge" });
    const panel = h("div", {
      id: `panel-${tab.id}`,
      class: "panel",
      role: "tabpanel",
      "aria-labelledby": `tab-${tab.id}`,
      hidden: true,
    });
    return { tab, head, badge, panel };
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
    return ready(row);
  }

  /** What is under way is not begun twice. */
  async function ready(row: (typeof rows)[number]): Promise<Pane | undefined> {
    const { id } = row.tab;
    const pane = made.get(id);
    if (pane !== undefined) return pane;
    const underWay = loading.get(id) ?? load(row).finally(() => loading.delete(id));
    loading.set(id, underWay);
    return underWay;
  }

  async function load(row: (typeof rows)[number]): Promise<Pane | undefined> {
    const { tab, panel } = row;
    fill(panel, h("p", { class: "pane-loading", role: "status" }, strings.paneLoading));
    try {
      const pane = await tab.load();
      made.set(tab.id, pane);
      fill(panel, pane.element);
      if (front === tab.id) pane.shown?.();
      return pane;
    } catch {
      // The network is cut, or a new version took the place of this one.
      fill(
        panel,
        h("p", { class: "pane-loading", role: "alert" }, strings.paneFailed),
        button({}, () => void ready(row), strings.paneAgain),
      );
      return undefined;
    }
  }

  const first = rows[0];
  if (first !== undefined) void open(first.tab.id);
  return {
    element: h("div", { class: "workbench" }, list, ...rows.map(({ panel }) => panel)),
    open,
    wake(id) {
      const row = rows.find(({ tab }) => tab.id === id);
      if (row !== undefined) void ready(row);
    },
    badge(id, count, meaning) {
      const row = rows.find(({ tab }) => tab.id === id);
      if (row === undefined) return;
      const { head, badge } = row;
      if (count === 0) badge.remove();
      else if (!head.contains(badge)) head.append(badge);
      fill(
        badge,
        h("span", { "aria-hidden": "true" }, String(count)),
        h("span", { class: "visually-hidden" }, `, ${meaning}`),
      );
    },
  };
}
