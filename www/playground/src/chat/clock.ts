/** The conversation's clock: what time it is, where, and how to make it another. */
import { button, fill, h } from "../dom.ts";
import { strings } from "../strings.ts";

/** A line with opening hours, which ends with the place that they are of. */
const ZONE = /^[ \t]*open\b.*\bin[ \t]+([\w+-]+(?:\/[\w+-]+)+)[ \t]*(?:#.*)?$/gm;
const MINUTE = 60_000;

export interface ClockDeps {
  /** The zone that was chosen; empty where none was. */
  zone: string;
  now(): number;
  /** When the conversation begins is another; `null` is when it really does. */
  begin(at: number | null): void;
  wait(milliseconds: number): void;
  /** Another zone was chosen. */
  changed(): void;
  /** The form could not be loaded. */
  failed(): void;
}

export interface Clock {
  element: HTMLElement;
  /** The script that names the zones to choose from. */
  adopt(script: string): void;
  /** The zone that was chosen; empty where none was. */
  zone(): string;
  /** A moment, as it is shown here. */
  at(now: number): string;
  update(): void;
}

export function mountClock(deps: ClockDeps): Clock {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  let named: string[] = [];
  let chosen = isZone(deps.zone) ? deps.zone : "";

  const face = h("time", { class: "clock" });
  const open = button(
    {
      class: "small clock-face",
      "aria-expanded": "false",
      "aria-controls": "clock-form",
      title: strings.clockHint,
    },
    () => void toggle(),
    face,
  );
  const at = h("input", { type: "datetime-local", id: "clock-at", required: true });
  const where = h("select", { id: "clock-zone" });
  const form = h(
    "form",
    { class: "clock-form", id: "clock-form", hidden: true },
    h("label", { for: "clock-at" }, strings.clockBegins),
    at,
    h("label", { for: "clock-zone" }, strings.clockIn),
    where,
    h("button", { type: "submit", class: "small primary" }, strings.clockSet),
    button({ class: "small" }, () => set(null), strings.clockReal),
  );
  const passes = strings.passes.map(([name, spoken, minutes]) =>
    button({ class: "small", title: spoken }, () => deps.wait(minutes * MINUTE), name),
  );
  const element = h(
    "div",
    { class: "talk-clock", role: "group", "aria-label": strings.clock },
    open,
    ...passes,
    form,
  );

  /** Where the clock is: chosen, or what the script's first department goes by. */
  function here(): string {
    return chosen !== "" ? chosen : (named[0] ?? own);
  }

  async function toggle(): Promise<void> {
    const shown = form.hidden;
    if (shown) {
      try {
        await show();
      } catch {
        deps.failed();
        return;
      }
    }
    form.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    if (shown) at.focus();
  }

  async function show(): Promise<void> {
    const { TZDate } = await import("@date-fns/tz");
    const zones = [...new Set([...named, here(), own, "UTC"])];
    fill(where, ...zones.map((zone) => h("option", { value: zone, selected: zone === here() }, zone)));
    at.value = new TZDate(deps.now(), here()).toISOString().slice(0, 16);
  }

  /** What is in the field, on the clock of the place beside it. */
  async function written(): Promise<number> {
    const { TZDate } = await import("@date-fns/tz");
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = at.value.split(/\D/).map(Number);
    return new TZDate(year, month - 1, day, hour, minute, where.value).getTime();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const moment = await written().catch(() => Number.NaN);
    if (Number.isFinite(moment)) set(moment);
    else deps.failed();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  });

  function set(moment: number | null): void {
    chosen = where.value;
    close();
    deps.begin(moment);
    deps.changed();
  }

  function close(): void {
    form.hidden = true;
    open.setAttribute("aria-expanded", "false");
    open.focus();
  }

  function say(moment: number): string {
    return strings.clockAt(moment, here());
  }

  function update(): void {
    const now = deps.now();
    face.dateTime = new Date(now).toISOString();
    // The place is told where it could be another than people think.
    face.textContent = here() === own ? say(now) : strings.clockThere(say(now), here());
  }
  setInterval(update, MINUTE / 4);

  return {
    element,
    adopt(script) {
      named = [...new Set([...script.matchAll(ZONE)].map(([, zone = ""]) => zone))].filter(isZone);
      update();
    },
    zone: () => chosen,
    at: say,
    update,
  };
}

function isZone(zone: string): boolean {
  try {
    return zone !== "" && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
