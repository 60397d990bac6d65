/** Projects in IndexedDB. */
import type { Sources } from "answertree/compiler";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Project, Version } from "./model.ts";
import { isFull, type Shelf } from "./shelf.ts";

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
      await whole(transaction.done, () => [free && transaction.store.put(project)]);
      return free ? null : stands;
    },
    async remove(id) {
      const transaction = database.transaction(["projects", "versions", "texts"], "readwrite");
      const versions = transaction.objectStore("versions");
      const keys = await versions.index("project").getAllKeys(id);
      await whole(transaction.done, () => [
        transaction.objectStore("projects").delete(id),
        ...keys.flatMap((key) => [versions.delete(key), transaction.objectStore("texts").delete(key)]),
      ]);
    },
    async versions(project) {
      return (await database.getAllFromIndex("versions", "project", project)).reverse();
    },
    texts: (key) => database.get("texts", key),
    async keep(version, texts) {
      const transaction = database.transaction(["versions", "texts"], "readwrite");
      await whole(transaction.done, () => [
        // The store gives the key.
        transaction
          .objectStore("versions")
          .add(version as Version)
          .then((key) => transaction.objectStore("texts").add(texts, key)),
      ]);
    },
    async drop(keys) {
      const transaction = database.transaction(["versions", "texts"], "readwrite");
      await whole(transaction.done, () =>
        keys.flatMap((key) => [
          transaction.objectStore("versions").delete(key),
          transaction.objectStore("texts").delete(key),
        ]),
      );
    },
  };
}

/** Waits for a transaction and all that is asked in it. Where there is no space, that is what went wrong, whatever else did. */
async function whole(done: Promise<void>, requests: () => unknown[]): Promise<void> {
  const ended = done.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await Promise.all(requests());
  } catch (error) {
    const why = await ended;
    throw isFull(why) ? why : error;
  }
  const why = await ended;
  if (why !== null) throw why;
}
