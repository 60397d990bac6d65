/** Asks for layouts, and remembers them by what they say. */
import { startClient } from "../engine/client.ts";
import { script } from "../engine/scripts.ts";
import type { Laid, Plan } from "./layout.ts";
import url from "./layout-worker.ts?worker&url";

/** Layouts that are kept: going back and forth between folds is instant. */
const KEPT = 24;
/** A layout that takes longer is not worth waiting for. */
const PATIENCE_MS = 60_000;

export interface Layouts {
  /** Where everything goes; `undefined` where a newer plan has overtaken this one. */
  ask(plan: Plan): Promise<Laid | undefined>;
}

/** `crashed` is called when a plan took the worker down. */
export function startLayouts(crashed: () => void): Layouts {
  const kept = new Map<string, Laid>();
  let newest = "";
  const client = startClient<{ layout: Plan }, { layout: Laid }>({
    create: () => new Worker(script(url), { type: "module", name: "layout" }),
    crashed,
    patience: () => PATIENCE_MS,
  });
  return {
    async ask(exact) {
      const plan = { ...exact, pane: rough(exact.pane) };
      const key = JSON.stringify(plan);
      newest = key;
      const laid = kept.get(key) ?? (await client.ask("layout", plan));
      if (laid === undefined) return undefined;
      kept.delete(key);
      kept.set(key, laid);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return key === newest ? laid : undefined;
    },
  };
}

/** A pane of about that shape: one that is dragged wider by a little is drawn in as before. */
function rough({ width, height }: Plan["pane"]): Plan["pane"] {
  const shape = Math.round((Math.max(width, 1) / Math.max(height, 1)) * 2) / 2;
  return { width: Math.min(4, Math.max(0.5, shape)) * 800, height: 800 };
}
