/** What a project is, and what its files may be called. Knows neither the page nor where things are kept. */
import type { Sources } from "answertree/compiler";
import { FILE } from "../engine/protocol.ts";

/** A project as it is kept. */
export interface Project {
  id: string;
  name: string;
  /** Its files in the order of their tabs, the main one first. */
  files: Sources;
  /** The file in front. */
  front: string;
  /** What else of the page belongs to it: a value of JSON. */
  kept: unknown;
  /** Who wrote it: a script that came with a link is somebody else's. */
  origin: "own" | "link";
  made: number;
  changed: number;
  /** When it was opened last. */
  opened: number;
  /** Goes up with every change that is kept, whoever makes it. */
  revision: number;
}

/** Why a version was kept. */
export type Why = "opened" | "time" | "open" | "example" | "restore" | "tab" | "unsaved" | "files";

/** A version in a project's history, without its texts. */
export interface Version {
  key: number;
  project: string;
  at: number;
  why: Why;
  /** How long its texts are, in UTF-16 units. */
  size: number;
}

/** More files than a script has any use for. */
export const MAX_FILES = 100;
/** All files of a project together, in UTF-16 units. */
export const MAX_SIZE = 8 * 1024 * 1024;
const MAX_NAME = 120;

/** A new project. */
export function project(name: string, files: Sources, origin: Project["origin"] = "own"): Project {
  const now = Date.now();
  return {
    id: newId(),
    name: tidyName(name),
    files,
    front: FILE,
    kept: {},
    origin,
    made: now,
    changed: now,
    opened: now,
    revision: 0,
  };
}

/** Not `randomUUID`, which a page without a certificate does not have. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** A project's name as people gave it: one line, and not endless. */
export function tidyName(name: string): string {
  const tidy = name
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, MAX_NAME);
  return tidy === "" ? "Script" : tidy;
}

/** What a script calls itself; empty where it does not. */
export function scriptName(files: Sources): string {
  return /^[ \t]*script[ \t]+(.+)$/m.exec(files[FILE] ?? "")?.[1]?.trim() ?? "";
}

/** Whether a script can include a file of this name: folders of plain words, and `.answers`. */
export function fits(name: string): boolean {
  return (
    name.length <= MAX_NAME &&
    /^(?:[\p{L}\p{N}_-][\p{L}\p{N}_ .-]*\/)*[\p{L}\p{N}_-][\p{L}\p{N}_ .-]*\.answers$/u.test(name)
  );
}

/** The files of anything that came from elsewhere, the main one first; `undefined` where they are none. */
export function readFiles(entries: unknown): Sources | undefined {
  if (!Array.isArray(entries) || entries.length > MAX_FILES) return undefined;
  const files = new Map<string, string>();
  for (const entry of entries) {
    if (!Array.isArray(entry)) return undefined;
    const [name, text] = entry as unknown[];
    if (typeof name !== "string" || typeof text !== "string" || !fits(name) || files.has(name))
      return undefined;
    files.set(name, text);
  }
  const main = files.get(FILE);
  if (main === undefined || size(Object.fromEntries(files)) > MAX_SIZE) return undefined;
  files.delete(FILE);
  return Object.fromEntries([[FILE, main], ...files]);
}

export function size(files: Sources): number {
  return Object.values(files).reduce((sum, text) => sum + text.length, 0);
}

/** The same files with the same texts in the same order. */
export function same(one: Sources, other: Sources): boolean {
  const [before, after] = [Object.entries(one), Object.entries(other)];
  return (
    before.length === after.length &&
    before.every(([name, text], at) => after[at]?.[0] === name && after[at]?.[1] === text)
  );
}
