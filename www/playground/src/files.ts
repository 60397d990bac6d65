/** Files in and out of the page. */
import { h } from "./dom.ts";

/** The largest script the compiler reads, in bytes; a larger file is no script. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Hands a file to the browser to download. */
export function download(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Lets the visitor choose a text file; `undefined` where they think better of it. */
export function choose(): Promise<File | undefined> {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept: ".answers,.txt,text/plain" });
    input.addEventListener("change", () => resolve(input.files?.[0]));
    input.addEventListener("cancel", () => resolve(undefined));
    input.click();
  });
}

/** Copies text. False where the browser refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A file name from a script's name. */
export function fileName(title: string): string {
  const name = title
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return name === "" ? "script" : name;
}
