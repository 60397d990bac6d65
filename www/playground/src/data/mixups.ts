/** Topics that messages mix up: against their labels, or with each other. */
import { button, fill, h } from "../dom.ts";
import type { Corpus } from "./corpus.ts";
import { type Labels, mixes, titleOf } from "./figures.ts";
import type { Only } from "./filter.ts";
import type { Run } from "./run.ts";
import { strings } from "./strings.ts";

/** So many are listed. */
const MOST = 60;

/** So many messages of each are shown. */
const SAMPLES = 2;

export interface Mixups {
  element: HTMLElement;
  update(corpus: Corpus, run: Run, labels: Labels | null): void;
}

export function mountMixups(show: (only: Only) => void): Mixups {
  const element = h("div", { class: "data-mixups" });
  return {
    element,
    update(corpus, run, labels) {
      const all = mixes(corpus, run, labels);
      const most = Math.max(1, all[0]?.messages.length ?? 1);
      fill(
        element,
        h(
          "p",
          {},
          all.length === 0 ? strings.mixNone : labels === null ? strings.mixClose : strings.mixLabelled,
        ),
        h(
          "ol",
          { class: "data-groups", hidden: all.length === 0 },
          ...all.slice(0, MOST).map(({ label, one, other, messages }) => {
            const what =
              label === null
                ? strings.mixPair(titleOf(run, one), titleOf(run, other))
                : strings.mixLabel(labels?.named.has(label) ? titleOf(run, one) : label, titleOf(run, other));
            const size = h("span", { class: "bar-fill" });
            size.style.inlineSize = `${(100 * messages.length) / most}%`;
            return h(
              "li",
              { class: "data-group" },
              button(
                { class: "data-group-head", title: strings.mixShow(what) },
                () => show({ what, messages: new Set(messages) }),
                h("span", { class: "data-group-name" }, what),
                h("span", { class: "bar", "aria-hidden": "true" }, size),
                h("span", { class: "data-quiet" }, strings.messages(messages.length)),
              ),
              label !== null &&
                labels?.named.has(label) === false &&
                h("p", { class: "data-quiet" }, strings.mixTaken(label, titleOf(run, one))),
              h(
                "ul",
                { class: "data-central" },
                ...messages.slice(0, SAMPLES).map((at) => h("li", {}, corpus.texts[at]?.slice(0, 200))),
              ),
            );
          }),
        ),
      );
    },
  };
}
