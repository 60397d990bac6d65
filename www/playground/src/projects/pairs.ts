/** Projects as pairs of keys and texts: in the browser's small storage, or in memory. */
import type { Sources } from "answertree/compiler";
import type { Project, Version } from "./model.ts";
import type { Shelf } from "./shelf.ts";

const PROJECT = "answertree.project.";
const HISTORY = "answertree.history.";

export interface Pairs {
  keys(): string[];
  get(key: string): string | null;
  set(key: string, value: string): void;
  delete(key: string): void;
}

interface Kept {
  version: Version;
  texts: Sources;
}

/** The browser's small storage. Throws where it cannot be written to. */
export function storedPairs(): Pairs {
  const probe = "answertree.probe";
  localStorage.setItem(probe, "1");
  localStorage.removeItem(probe);
  return {
    keys: () => Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? ""),
    get: (key) => localStorage.getItem(key),
    set: (key, value) => localStorage.setItem(key, value),
    delete: (key) => localStorage.removeItem(key),
  };
}

/** Goes with the page. */
export function memoryPairs(): Pairs {
  const map = new Map<string, string>();
  return {
    keys: () => [...map.keys()],
    get: (key) => map.get(key) ?? null,
    set: (key, value) => void map.set(key, value),
    delete: (key) => void map.delete(key),
  };
}

export function pairShelf(kind: "storage" | "memory", pairs: Pairs): Shelf {
  function read<T>(key: string): T | undefined {
    try {
      return JSON.parse(pairs.get(key) ?? "") as T;
    } catch {
      return undefined;
    }
  }
  const history = (project: string): Kept[] => read<Kept[]>(HISTORY + project) ?? [];
  const histories = (): string[] =>
    pairs
      .keys()
      .filter((key) => key.startsWith(HISTORY))
      .map((key) => key.slice(HISTORY.length));

  return {
    kind,
    async projects() {
      const keys = pairs.keys().filter((key) => key.startsWith(PROJECT));
      return keys.map((key) => read<Project>(key)).filter((project) => project !== undefined);
    },
    project: async (id) => read<Project>(PROJECT + id),
    async put(project, over) {
      const stands = read<Project>(PROJECT + project.id);
      if (stands !== undefined && stands.revision !== over) return stands;
      pairs.set(PROJECT + project.id, JSON.stringify(project));
      return null;
    },
    async remove(id) {
      pairs.delete(PROJECT + id);
      pairs.delete(HISTORY + id);
    },
    versions: async (project) =>
      history(project)
        .map(({ version }) => version)
        .reverse(),
    async texts(key) {
      const all = histories().flatMap(history);
      return all.find(({ version }) => version.key === key)?.texts;
    },
    async keep(version, texts) {
      const before = history(version.project);
      const key =
        Math.max(
          0,
          ...histories()
            .flatMap(history)
            .map(({ version }) => version.key),
        ) + 1;
      pairs.set(
        HISTORY + version.project,
        JSON.stringify([...before, { version: { ...version, key }, texts }]),
      );
    },
    async drop(keys) {
      for (const project of histories()) {
        const before = history(project);
        const left = before.filter(({ version }) => !keys.includes(version.key));
        if (left.length < before.length) pairs.set(HISTORY + project, JSON.stringify(left));
      }
    },
  };
}
