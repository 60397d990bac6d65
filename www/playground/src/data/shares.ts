/** What each department would get, and of that each of its topics. */
import { bar, button, fill, h } from "../dom.ts";
import { departments, titleOf } from "./figures.ts";
import type { Run } from "./run.ts";
import { strings } from "./strings.ts";

export interface Shares {
  element: HTMLElement;
  update(run: Run): void;
}

export function mountShares(show: (topic: number) => void): Shares {
  const element = h("div", { class: "data-shares" });
  /** Those that are open, by their names. */
  const open = new Set<string>();

  return {
    element,
    update(run) {
      const all = departments(run);
      const most = Math.max(1, ...all.map(({ messages }) => messages));
      const lone = all.length === 1 && all[0]?.department === null;
      fill(
        element,
        lone && h("p", { class: "data-quiet" }, strings.departmentsNone),
        ...all.map(({ department, messages, topics }) => {
          const name = department ?? strings.departmentNone;
          const box = h(
            "details",
            { class: "data-share", open: lone || open.has(name) },
            h(
              "summary",
              {},
              h("span", { class: "data-share-name" }, name),
              bar(messages, most),
              h("span", { class: "data-share-count" }, strings.departmentBar(messages, run.count)),
            ),
            h(
              "ul",
              {},
              ...topics.map(({ topic, messages: some }) =>
                h(
                  "li",
                  {},
                  button(
                    { class: "data-share-topic", disabled: some === 0 },
                    () => show(topic),
                    h("span", { class: "data-share-name" }, titleOf(run, topic)),
                    bar(some, Math.max(1, topics[0]?.messages ?? 1)),
                    h("span", { class: "data-share-count" }, strings.messages(some)),
                  ),
                ),
              ),
            ),
          );
          box.addEventListener("toggle", () => void (box.open ? open.add(name) : open.delete(name)));
          return box;
        }),
      );
    },
  };
}
