/** The last text of a project, written at once where the database may be too slow: it holds until that has it, too. */
import { type Project, readFiles } from "./model.ts";

export type Noted = Pick<Project, "files" | "front" | "kept" | "name" | "changed" | "revision">;

const NOTE = "answertree.note.";

/** False where there is no room for it. */
export function leaveNote(project: Project): boolean {
  try {
    const { files, ...rest } = project;
    localStorage.setItem(NOTE + project.id, JSON.stringify({ ...rest, files: Object.entries(files) }));
    return true;
  } catch {
    return false;
  }
}

/** The project as its note has it, for what of it can be read. */
export function readNote(id: string): Noted | undefined {
  try {
    const note = JSON.parse(localStorage.getItem(NOTE + id) ?? "{}") as Record<string, unknown>;
    const files = readFiles(note.files);
    const { name, front, kept, changed, revision } = note;
    if (files === undefined || typeof name !== "string") return undefined;
    if (typeof changed !== "number" || typeof revision !== "number") return undefined;
    return { files, front: String(front), kept, name, changed, revision };
  } catch {
    return undefined;
  }
}

export function dropNote(id: string): void {
  try {
    localStorage.removeItem(NOTE + id);
  } catch {
    // Where nothing can be removed, nothing was written.
  }
}
