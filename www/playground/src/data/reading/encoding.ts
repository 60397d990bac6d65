/** Bytes to text: which encoding a file has, and whether it is text at all. */
import { type FaultCode, FaultError } from "./protocol.ts";

/** How files begin that are often taken for a table, and are none. */
const MAGIC: [number[], FaultCode][] = [
  [[0x50, 0x4b, 0x03, 0x04], "spreadsheet"],
  [[0xd0, 0xcf, 0x11, 0xe0], "spreadsheet"],
  [[0x1f, 0x8b], "archive"],
  [[0x42, 0x5a, 0x68], "archive"],
  [[0x37, 0x7a, 0xbc, 0xaf], "archive"],
  [[0x28, 0xb5, 0x2f, 0xfd], "archive"],
  [[0x25, 0x50, 0x44, 0x46], "document"],
];

/** The most control characters in a thousand bytes of a text. */
const MOST_CONTROLS = 2;

/**
 * The encoding that a file seems to have, by its first bytes.
 * @throws FaultError where it is no text
 */
export function encodingOf(bytes: Uint8Array, name: string): string {
  for (const [magic, code] of MAGIC) {
    if (magic.every((byte, at) => bytes[at] === byte))
      throw new FaultError({ code: code === "spreadsheet" && /\.zip$/i.test(name) ? "archive" : code });
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const wide = withoutMark(bytes);
  if (wide !== null) return wide;
  if (controls(bytes) * 1000 > bytes.length * MOST_CONTROLS) throw new FaultError({ code: "binary" });
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** UTF-16 without a byte order mark: most texts have a zero in every other byte. */
function withoutMark(bytes: Uint8Array): string | null {
  const zeros = [0, 0];
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const half = bytes.length / 2;
  if (odd > half * 0.4 && even < half * 0.02) return "utf-16le";
  if (even > half * 0.4 && odd < half * 0.02) return "utf-16be";
  return null;
}

/** Bytes that no text has, tabs and line ends aside. */
function controls(bytes: Uint8Array): number {
  return bytes.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The last character may be cut in two.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** A piece of a file as text, and how many of its bytes were read by then. */
export interface Piece {
  text: string;
  bytes: number;
}

/**
 * A file as text with `\n` at the end of each line.
 * @throws TypeError where the file is not in this encoding after all
 */
export async function* pieces(file: Blob, encoding: string): AsyncGenerator<Piece> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === "utf-8" });
  const reader = file.stream().getReader();
  let bytes = 0;
  let held = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      bytes += value?.length ?? 0;
      let text = held + (done ? decoder.decode() : decoder.decode(value, { stream: true }));
      held = "";
      // Its other half may be in the next piece.
      if (!done && text.endsWith("\r")) {
        held = "\r";
        text = text.slice(0, -1);
      }
      yield { text: text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text, bytes };
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}
