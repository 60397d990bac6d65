/** A table of any length: only the rows that are seen are there. */
import { type Child, fill, h } from "../dom.ts";

/** The height of a row in pixels; `data.css` says the same. */
const ROW = 38;

/** So many rows more than are seen, at either side. */
const SPARE = 8;

export interface GridDeps {
  label: string;
  /** What describes it, by its id. */
  describedBy: string;
  heads: readonly string[];
  /** The cells of a row. */
  cells(row: number): Child[];
  /** Another row is the chosen one; -1 for none. */
  chosen(row: number): void;
  /** A key that is not for moving about. True where it was of use. */
  key(event: KeyboardEvent, row: number): boolean;
}

export interface Grid {
  element: HTMLElement;
  /** Shows so many rows from now on; the chosen row stays where it can. */
  resize(rows: number, chosen: number): void;
  /** Draws what is seen anew. */
  redraw(): void;
  focus(): void;
}

export function mountGrid(deps: GridDeps): Grid {
  let rows = 0;
  let chosen = -1;
  let from = -1;
  let to = -1;
  const body = h("div", { class: "data-grid-body", role: "rowgroup" });
  const head = h(
    "div",
    { class: "data-grid-head", role: "rowgroup" },
    h(
      "div",
      { class: "data-grid-row", role: "row", "aria-rowindex": 1 },
      ...deps.heads.map((text) => h("div", { role: "columnheader" }, text)),
    ),
  );
  const element = h(
    "div",
    {
      class: "data-grid",
      role: "grid",
      tabindex: 0,
      "aria-label": deps.label,
      "aria-describedby": deps.describedBy,
      "aria-colcount": deps.heads.length,
      "aria-readonly": "true",
    },
    head,
    body,
  );
  element.addEventListener("scroll", draw, { passive: true });
  element.addEventListener("keydown", press);
  element.addEventListener("click", ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
    if (row !== null) choose(Number(row.dataset.row));
  });
  new ResizeObserver(draw).observe(element);

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(element.clientHeight / ROW) - 2);
    const next = {
      ArrowDown: chosen + 1,
      ArrowUp: chosen - 1,
      PageDown: chosen + page,
      PageUp: chosen - page,
      Home: 0,
      End: rows - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      if (rows > 0) choose(Math.min(rows - 1, Math.max(0, next)));
    } else if (chosen !== -1 && deps.key(event, chosen)) event.preventDefault();
  }

  function choose(row: number): void {
    chosen = row;
    const top = row * ROW;
    const seen = element.clientHeight - head.offsetHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW > element.scrollTop + seen) element.scrollTop = top + ROW - seen;
    redraw();
    deps.chosen(row);
    // Something below may cover it.
    document.getElementById(`data-row-${row}`)?.scrollIntoView({ block: "nearest" });
  }

  function draw(): void {
    const first = Math.max(0, Math.floor(element.scrollTop / ROW) - SPARE);
    const last = Math.min(rows, Math.ceil((element.scrollTop + element.clientHeight) / ROW) + SPARE);
    if (first === from && last === to) return;
    from = first;
    to = last;
    const seen = Array.from({ length: Math.max(0, last - first) }, (_, at) => line(first + at));
    fill(body, ...seen);
    const active = chosen >= first && chosen < last ? `data-row-${chosen}` : null;
    if (active === null) element.removeAttribute("aria-activedescendant");
    else element.setAttribute("aria-activedescendant", active);
  }

  function line(row: number): HTMLElement {
    const element = h(
      "div",
      {
        class: "data-grid-row",
        role: "row",
        id: `data-row-${row}`,
        "data-row": row,
        "aria-rowindex": row + 2,
        "aria-selected": String(row === chosen),
      },
      ...deps.cells(row).map((cell) => h("div", { role: "gridcell" }, cell)),
    );
    element.style.transform = `translateY(${row * ROW}px)`;
    return element;
  }

  function redraw(): void {
    from = -1;
    draw();
  }

  return {
    element,
    resize(count, next) {
      rows = count;
      chosen = next < count ? next : -1;
      body.style.blockSize = `${count * ROW}px`;
      element.setAttribute("aria-rowcount", String(count + 1));
      if (chosen === -1) element.scrollTop = 0;
      redraw();
    },
    redraw,
    focus: () => element.focus(),
  };
}
