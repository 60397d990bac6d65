/** Finds nodes by what they are called and what is said there. */
import { fill, h } from "../dom.ts";
import type { Item, Model } from "./model.ts";
import { strings } from "./strings.ts";

export interface Search {
  element: HTMLElement;
  /** Searches another tree for the same; the one that is shown stays where it can. */
  update(model: Model): void;
  hits(): ReadonlySet<Item>;
  hit(): Item | null;
  focus(): void;
}

export interface SearchDeps {
  /** Other nodes are found; `to` is the one to show. */
  found(to: Item | null): void;
  /** Back to the drawing, at what was found. */
  leave(): void;
}

export function mountSearch({ found, leave }: SearchDeps): Search {
  let model: Model | null = null;
  let hits: Item[] = [];
  let at = -1;
  const field = h("input", {
    type: "search",
    class: "tree-search",
    "aria-label": strings.search,
    placeholder: strings.searchHint,
    autocomplete: "off",
    spellcheck: "false",
  });
  const count = h("span", { class: "tree-count", role: "status" });
  const element = h("div", { class: "tree-find", role: "search" }, field, count);

  function look(): void {
    const wanted = plain(field.value.trim());
    hits = wanted === "" || model === null ? [] : model.items.filter((item) => holds(item, wanted));
  }

  function say(): void {
    fill(count, field.value.trim() === "" ? null : strings.hits(at + 1, hits.length));
  }

  field.addEventListener("input", () => {
    look();
    at = hits.length > 0 ? 0 : -1;
    say();
    found(hits[at] ?? null);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length > 0) {
      at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
      say();
      found(hits[at] ?? null);
    } else if (event.key === "ArrowDown") {
      leave();
    } else if (event.key === "Escape") {
      leave();
      field.value = "";
      look();
      at = -1;
      say();
      found(null);
    } else return;
    event.preventDefault();
  });

  return {
    element,
    update(next) {
      const before = hits[at]?.id;
      model = next;
      look();
      const same = hits.findIndex(({ id }) => id === before);
      at = same >= 0 ? same : Math.min(at, hits.length - 1);
      say();
    },
    hits: () => new Set(hits),
    hit: () => hits[at] ?? null,
    focus: () => field.select(),
  };
}

/** Without what nobody types when searching: capitals and accents. */
function plain(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function holds({ kind, label, name, replies, details }: Item, wanted: string): boolean {
  if (kind === "then") return replies.some((text) => plain(text).includes(wanted));
  return [label, name, ...replies, ...details].some((text) => plain(text).includes(wanted));
}
