/** What the page lends to its panes, and who is told what. */
import type { Happenings, Workbench } from "./pane.ts";

export interface Bench {
  lent: Workbench;
  /** Tells all panes, and keeps it for those that come later. */
  tell<H extends keyof Happenings>(happening: H, what: Happenings[H]): void;
}

export type BenchDeps = Omit<Workbench, "version" | "talk" | "messages" | "lend" | "on">;

export function mountBench(deps: BenchDeps, first: Happenings): Bench {
  const now: Happenings = { ...first };
  const listeners = new Map<keyof Happenings, Set<(what: never) => void>>();

  function on<H extends keyof Happenings>(happening: H, listener: (what: Happenings[H]) => void): () => void {
    const all = listeners.get(happening) ?? new Set();
    listeners.set(happening, all.add(listener));
    listener(now[happening]);
    return () => all.delete(listener);
  }

  function tell<H extends keyof Happenings>(happening: H, what: Happenings[H]): void {
    now[happening] = what;
    for (const listener of listeners.get(happening) ?? []) (listener as (what: Happenings[H]) => void)(what);
  }

  const lent: Workbench = {
    ...deps,
    version: () => now.version,
    talk: () => now.talk,
    messages: () => now.messages,
    lend: (messages) => tell("messages", messages),
    on,
  };
  return { lent, tell };
}
