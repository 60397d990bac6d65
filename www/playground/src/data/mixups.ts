/** Topics that messages mix up: against their labels, or with each other. */
import { bar, button, type Child, fill, h } from "../dom.ts";
import type { Corpus } from "./corpus.ts";
import { type Labels, mixes, strangers, titleOf } from "./figures.ts";
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

  function row(what: string, messages: ReadonlySet<number>, most: number, ...more: Child[]): HTMLElement {
    return h(
      "li",
      { class: "data-group" },
      button(
        { class: "data-group-head", title: strings.mixShow(what) },
        () => show({ what, messages }),
        h("span", { class: "data-group-name" }, what),
        bar(messages.size, most),
        h("span", { class: "data-quiet" }, strings.messages(messages.size)),
      ),
      ...more,
    );
  }

  return {
    element,
    update(corpus, run, labels) {
      const all = mixes(corpus, run, labels);
      const most = Math.max(1, all[0]?.messages.length ?? 1);
      const named = labels !== null && labels.named.size > 0;
      const others = named ? strangers(corpus, labels).slice(0, MOST) : [];
      const samples = (messages: readonly number[]): HTMLElement =>
        h(
          "ul",
          { class: "data-central" },
          ...messages.slice(0, SAMPLES).map((at) => h("li", {}, corpus.texts[at]?.slice(0, 200))),
        );
      const rows = all.slice(0, MOST).map(({ label, one, other, messages }) => {
        const [first, second] = [titleOf(run, one), titleOf(run, other)];
        const what =
          label === null ? strings.mixPair(first, second) : strings.mixLabel(named ? first : label, second);
        const taken =
          label !== null && !named && h("p", { class: "data-quiet" }, strings.mixTaken(label, first));
        return row(what, new Set(messages), most, taken, samples(messages));
      });
      fill(
        element,
        h(
          "p",
          {},
          all.length === 0 ? strings.mixNone : labels === null ? strings.mixClose : strings.mixLabelled,
        ),
        rows.length > 0 && h("ol", { class: "data-groups" }, ...rows),
        others.length > 0 && h("p", {}, strings.strangers),
        others.length > 0 &&
          h(
            "ol",
            { class: "data-groups" },
            ...others.map(({ label, messages, topic }) =>
              row(
                label,
                messages,
                others[0]?.messages.size ?? 1,
                h("p", { class: "data-quiet" }, strings.strangerTo(titleOf(run, topic))),
              ),
            ),
          ),
      );
    },
  };
}
