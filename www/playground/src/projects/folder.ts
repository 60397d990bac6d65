/** Files of a project from this computer and back: a folder where the browser has a way to one, else files. */
import type { Sources } from "answertree/compiler";
import { h } from "../dom.ts";
import { included } from "../editor/includes.ts";
import { FILE } from "../engine/protocol.ts";
import { download, MAX_FILE_BYTES } from "../files.ts";
import { fits, MAX_FILES, tidyName } from "./model.ts";
import { strings } from "./strings.ts";

/** The part of the File System Access interface that is used; not every browser has it. */
interface Folder {
  name: string;
  kind: "directory";
  values(): AsyncIterable<Folder | FolderFile>;
  getFileHandle(name: string, options: { create: true }): Promise<FolderFile>;
  getDirectoryHandle(name: string, options: { create: true }): Promise<Folder>;
}
interface FolderFile {
  name: string;
  kind: "file";
  getFile(): Promise<File>;
  createWritable(): Promise<{ write(text: string): Promise<void>; close(): Promise<void> }>;
}
type Picker = (options: { mode: "read" | "readwrite" }) => Promise<Folder>;

/** A file and its path in the folder that it came from. */
export interface Found {
  path: string;
  file: File;
}

export interface Imported {
  name: string;
  files: Sources;
  /** What the author should know of it. */
  remarks: string[];
}

/** Why nothing was imported, in words. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

const ENDING = ".answers";
/** Deeper folders hold no scripts. */
const DEEPEST = 8;

function picker(): Picker | undefined {
  return (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;
}

/** Whether this browser lets a page read and write a folder. */
export function hasFolders(): boolean {
  return picker() !== undefined;
}

/** Lets the author choose a folder, or files; `undefined` where they think better of it. */
export async function chooseFiles(): Promise<{ name: string; found: Found[] } | undefined> {
  const pick = picker();
  if (pick === undefined) return chooseSeveral();
  try {
    const folder = await pick({ mode: "read" });
    const found: Found[] = [];
    await walk(folder, "", DEEPEST, found);
    return { name: folder.name, found };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

async function walk(folder: Folder, path: string, deep: number, found: Found[]): Promise<void> {
  for await (const entry of folder.values()) {
    if (found.length > MAX_FILES) return;
    if (entry.kind === "directory" && deep > 0 && !entry.name.startsWith(".")) {
      await walk(entry, `${path}${entry.name}/`, deep - 1, found);
    } else if (entry.kind === "file" && entry.name.endsWith(ENDING)) {
      found.push({ path: path + entry.name, file: await entry.getFile() });
    }
  }
}

function chooseSeveral(): Promise<{ name: string; found: Found[] } | undefined> {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept: `${ENDING},.txt,text/plain`, multiple: true });
    input.addEventListener("change", () => resolve(foundIn([...(input.files ?? [])])));
    input.addEventListener("cancel", () => resolve(undefined));
    input.click();
  });
}

/** Files that were chosen or dropped. */
export function foundIn(files: readonly File[]): { name: string; found: Found[] } {
  const found = files
    .filter(({ name }) => name.endsWith(ENDING) || files.length === 1)
    .map((file) => ({ path: file.name.endsWith(ENDING) ? file.name : `${file.name}${ENDING}`, file }));
  return { name: found[0]?.path.slice(0, -ENDING.length) ?? "", found };
}

/**
 * The files of a project.
 * @throws ImportError where they are none.
 */
export async function readFound({ name, found }: { name: string; found: Found[] }): Promise<Imported> {
  const faults = strings.importFaults;
  const usable = found.filter(({ path }) => fits(path));
  const skipped = found.filter(({ path }) => !fits(path)).map(({ path }) => path);
  const remarks = skipped.length === 0 ? [] : [faults.skipped(skipped.join(", "))];
  // One file is the script, whatever it is called.
  const only = found.length === 1 ? found[0] : undefined;
  if (only !== undefined) {
    return { name: tidyName(name), files: { [FILE]: await readText(only.file) }, remarks: [] };
  }
  if (usable.length === 0) throw new ImportError(faults.none);
  if (usable.length > MAX_FILES) throw new ImportError(faults.many(MAX_FILES));
  if (usable.reduce((sum, { file }) => sum + file.size, 0) > MAX_FILE_BYTES) {
    throw new ImportError(faults.large(name, MAX_FILE_BYTES));
  }
  const texts = new Map<string, string>();
  for (const { path, file } of usable) texts.set(path, await readText(file));
  const main = mainOf(texts);
  if (main !== FILE) remarks.push(faults.main(main));
  const rest = [...texts].filter(([path]) => path !== main).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    name: tidyName(name),
    files: Object.fromEntries([[FILE, texts.get(main) ?? ""], ...rest]),
    remarks,
  };
}

/** The file that the others are included by: the one of that name, or the first that no other includes. */
function mainOf(texts: Map<string, string>): string {
  if (texts.has(FILE)) return FILE;
  const all = [...texts.keys()].sort((one, other) => one.split("/").length - other.split("/").length);
  const named = (path: string): boolean => included(Object.fromEntries(texts), path);
  return all.find((path) => !named(path)) ?? all[0] ?? FILE;
}

/** @throws ImportError where the file is too large, cannot be read or is no text. */
export async function readText(file: File): Promise<string> {
  if (file.size > MAX_FILE_BYTES)
    throw new ImportError(strings.importFaults.large(file.name, MAX_FILE_BYTES));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new ImportError(strings.importFaults.text(file.name));
  }
}

/** Writes all files to a folder that the author chooses, or downloads each; `undefined` where they think better of it. */
export async function writeFiles(name: string, files: Sources): Promise<number | undefined> {
  const pick = picker();
  const entries = Object.entries(files);
  if (pick === undefined) {
    // A download has no folders.
    for (const [path, text] of entries) {
      const flat = path === FILE ? `${name}${ENDING}` : path.replaceAll("/", "-");
      download(entries.length === 1 ? `${name}${ENDING}` : flat, "text/plain;charset=utf-8", text);
    }
    return entries.length;
  }
  let folder: Folder;
  try {
    folder = await pick({ mode: "readwrite" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
  for (const [path, text] of entries) {
    const parts = path.split("/");
    const file = parts.pop() ?? path;
    let into = folder;
    for (const part of parts) into = await into.getDirectoryHandle(part, { create: true });
    const writable = await (await into.getFileHandle(file, { create: true })).createWritable();
    await writable.write(text);
    await writable.close();
  }
  return entries.length;
}
