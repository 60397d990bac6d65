/** Which topics are open. */
import type { Item, Model } from "./model.ts";

/** A script with more nodes opens with its topics alone. */
const SMALL = 60;

export interface Folds {
  /** Another version of the script. The first says how it begins. */
  update(model: Model): void;
  open(): ReadonlySet<string>;
  toggle(topic: Item): void;
  /** Opens one. False where it was open. */
  show(topic: Item): boolean;
  all(open: boolean): void;
  isAll(): boolean;
}

export function startFolds(): Folds {
  let topics: readonly Item[] = [];
  /** What topics are that nobody opened or closed; `null` until there are some. */
  let usual: boolean | null = null;
  /** Those that are otherwise, by their names. */
  const others = new Set<string>();

  const isOpen = ({ id }: Item): boolean => (usual ?? false) !== others.has(id);

  function toggle({ id }: Item): void {
    if (!others.delete(id)) others.add(id);
  }

  return {
    update(model) {
      const known = new Set(topics.map(({ id }) => id));
      // Another script altogether begins as its size says.
      if (!model.topics.some(({ id }) => known.has(id))) {
        usual = null;
        others.clear();
      }
      topics = model.topics;
      if (topics.length > 0) usual ??= model.items.length <= SMALL;
    },
    open: () => new Set(topics.filter(isOpen).map(({ id }) => id)),
    toggle,
    show(topic) {
      if (isOpen(topic)) return false;
      toggle(topic);
      return true;
    },
    all(open) {
      usual = open;
      others.clear();
    },
    isAll: () => topics.length > 0 && topics.every((topic) => topic.children.length === 0 || isOpen(topic)),
  };
}
