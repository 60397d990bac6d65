/** Where projects stand: a database of the browser, its small storage, or the memory of this page. */
import type { Sources } from "answertree/compiler";
import type { Project, Version } from "./model.ts";

export interface Shelf {
  readonly kind: "database" | "storage" | "memory";
  projects(): Promise<Project[]>;
  project(id: string): Promise<Project | undefined>;
  /** Puts a project where `over` is the revision that stands there, or none does; else the answer is what stands there. */
  put(project: Project, over: number): Promise<Project | null>;
  /** Takes a project away, with its history. */
  remove(id: string): Promise<void>;
  /** A project's history, the newest first. */
  versions(project: string): Promise<Version[]>;
  /** The texts of a version. */
  texts(key: number): Promise<Sources | undefined>;
  keep(version: Omit<Version, "key">, texts: Sources): Promise<void>;
  drop(keys: readonly number[]): Promise<void>;
}

/** The space that the browser gives is used up. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
