/** The list of keyboard shortcuts. */
import { button, h } from "./dom.ts";
import { strings } from "./strings.ts";

export interface Keys {
  element: HTMLElement;
  open(): void;
}

export function mountKeys(): Keys {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const shown = (keys: string): string[] =>
    keys.split("-").map((key) => (key === "Mod" ? (mac ? "⌘" : "Ctrl") : key));
  const dialog = h(
    "dialog",
    { class: "keys", "aria-labelledby": "keys-heading" },
    h("h2", { id: "keys-heading" }, strings.keysHint),
    h(
      "dl",
      {},
      ...strings.keyList.map(([keys, does]) =>
        h("div", {}, h("dt", {}, ...shown(keys).map((key) => h("kbd", {}, key))), h("dd", {}, does)),
      ),
    ),
    button({ class: "primary", autofocus: true }, () => dialog.close(), strings.close),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  return { element: dialog, open: () => dialog.showModal() };
}
