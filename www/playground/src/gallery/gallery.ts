/** The gallery: scripts to start a project from. */
import { button, fill, h, icon } from "../dom.ts";
import { type GalleryScript, scripts } from "./scripts.ts";
import { strings } from "./strings.ts";
import "./gallery.css";

export interface GalleryDeps {
  /** Starts a project from a script. */
  start(title: string, text: string, samples: readonly string[]): void;
  /** Says that something went wrong. */
  show(text: string): void;
}

export interface Gallery {
  element: HTMLElement;
  open(): void;
}

export function mountGallery(deps: GalleryDeps): Gallery {
  const find = h("input", {
    type: "text",
    id: "gallery-find",
    placeholder: strings.find,
    autocomplete: "off",
  });
  const list = h("ul", { class: "gallery-list" });
  const none = h("p", { class: "gallery-none", role: "status" });
  const dialog = h(
    "dialog",
    { class: "box gallery", "aria-labelledby": "gallery-heading" },
    h("h2", { id: "gallery-heading" }, strings.title),
    h("p", { class: "gallery-intro" }, strings.intro),
    h("label", { for: "gallery-find", class: "visually-hidden" }, strings.find),
    find,
    list,
    none,
    h(
      "div",
      { class: "form-row" },
      button({}, () => dialog.close(), strings.close),
    ),
  );
  find.addEventListener("input", draw);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  function draw(): void {
    const words = find.value.toLocaleLowerCase().split(/\s+/);
    const found = scripts.filter((one) => {
      const text = [one.title, one.shows, one.id, ...one.samples].join(" ").toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    });
    fill(list, ...found.map(card));
    fill(none, found.length === 0 ? strings.none : null);
  }

  function card(one: GalleryScript): HTMLElement {
    return h(
      "li",
      { class: "gallery-card" },
      h("h3", {}, one.title),
      h("p", {}, one.shows),
      h(
        "p",
        { class: "gallery-says" },
        strings.says,
        " ",
        ...one.samples.flatMap((text) => [h("q", {}, text), " "]),
      ),
      button(
        { class: "small primary", "aria-label": strings.startSpoken(one.title) },
        () => void begin(one),
        icon("go"),
        strings.start,
      ),
    );
  }

  async function begin({ title, samples, load }: GalleryScript): Promise<void> {
    try {
      const { default: text } = await load();
      dialog.close();
      deps.start(title, text, samples);
    } catch {
      deps.show(strings.failed);
    }
  }

  draw();
  return {
    element: dialog,
    open() {
      dialog.showModal();
      find.focus();
    },
  };
}
