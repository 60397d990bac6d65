/** Projects in IndexedDB. */
import type { Sources } from "answertree/compiler";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Project, Version } from "./model.ts";
import type { Shelf } from "./shelf.ts";

const NAME = "answertree";
const VERSION = 1;

interface Schema extends DBSchema {
  projects: { key: string; value: Project };
  versions: { key: number; value: Version; indexes: { project: string } };
  /** Apart, so that a history can be listed without its texts. */
  texts: { key: number; value: Sources };
}

/** `outdated` is called when a newer version of the page needs the database to itself; it closes after that. */
export async function openDatabase(outdated: () => Promise<void>): Promise<Shelf> {
  const database = await openDB<Schema>(NAME, VERSION, {
    upgrade(database) {
      database.createObjectStore("projects", { keyPath: "id" });
      database
        .createObjectStore("versions", { keyPath: "key", autoIncrement: true })
        .createIndex("project", "project");
      database.createObjectStore("texts");
    },
    blocking: () => void outdated().finally(() => database.close()),
  });
  return shelf(database);
}

function shelf(database: IDBPDatabase<Schema>): Shelf {
  return {
    kind: "database",
    projects: () => database.getAll("projects"),
    project: (id) => database.get("projects", id),
    async put(project, over) {
      const transaction = database.transaction("projects", "readwrite");
      const stands = await transaction.store.get(project.id);
      const free = stands === undefined || stands.revision === over;
      // Awaited together: what goes wrong with the one goes wrong with the other.
      await Promise.all([free && transaction.store.put(project), transaction.done]);
      return free ? null : stands;
    },
    async remove(id) {
      const transaction = database.transaction(["projects", "versions", "texts"], "readwrite");
      const versions = transaction.objectStore("versions");
      const keys = await versions.index("project").getAllKeys(id);
      await Promise.all([
        transaction.objectStore("projects").delete(id),
        ...keys.flatMap((key) => [versions.delete(key), transaction.objectStore("texts").delete(key)]),
        transaction.done,
      ]);
    },
    async versions(project) {
      return (await database.getAllFromIndex("versions", "project", project)).reverse();
    },
    texts: (key) => database.get("texts", key),
    async keep(version, texts) {
      const transaction = database.transaction(["versions", "texts"], "readwrite");
      // The store gives the key.
      const key = await transaction.objectStore("versions").add(version as Version);
      await Promise.all([transaction.objectStore("texts").add(texts, key), transaction.done]);
    },
    async drop(keys) {
      const transaction = database.transaction(["versions", "texts"], "readwrite");
      await Promise.all([
        ...keys.flatMap((key) => [
          transaction.objectStore("versions").delete(key),
          transaction.objectStore("texts").delete(key),
        ]),
        transaction.done,
      ]);
    },
  };
}
