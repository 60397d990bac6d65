/** A script in a link: all its files, compressed, behind the `#` that a browser sends nowhere. */
import type { Sources } from "answertree/compiler";
import { MAX_SIZE, readFiles, tidyName } from "./model.ts";

/** What such a fragment begins with. The figure is the version of the format. */
const BEGINS = "#script=";
const FORMAT = "1";
/** UTF-8 is at most three bytes for a UTF-16 unit, but a link that inflates to more than this is no script. */
const MAX_BYTES = MAX_SIZE;

/** Links longer than this are cut by chats, mail programs and some browsers. */
export const LONG = 30_000;

export interface Shared {
  name: string;
  files: Sources;
}

/** Why a link was not opened. */
export type LinkFault = "broken" | "newer" | "large" | "text" | "files";

export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly fault: LinkFault;

  constructor(fault: LinkFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Whether a fragment means to be a script. */
export function isLink(fragment: string): boolean {
  return fragment.startsWith(BEGINS);
}

/** The fragment that carries a script. */
export async function writeLink({ name, files }: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify({ name, files: Object.entries(files) }));
  const packed = await drain(pipe(bytes, new CompressionStream("deflate-raw")), Number.POSITIVE_INFINITY);
  return `${BEGINS}${FORMAT}.${checksum(bytes)}.${toBase64(packed)}`;
}

/** @throws LinkError where it is none that this page could have written. */
export async function readLink(fragment: string): Promise<Shared> {
  const [format, sum, data, ...more] = fragment.slice(BEGINS.length).split(".");
  if (format !== FORMAT) throw new LinkError(/^\d+$/.test(format ?? "") ? "newer" : "broken");
  if (sum === undefined || data === undefined || more.length > 0) throw new LinkError("broken");
  const bytes = await inflate(fromBase64(data));
  if (checksum(bytes) !== sum) throw new LinkError("broken");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new LinkError("text");
  }
  if (typeof value !== "object" || value === null) throw new LinkError("files");
  const { name, files } = value as Record<string, unknown>;
  const read = readFiles(files);
  if (read === undefined || typeof name !== "string") throw new LinkError("files");
  return { name: tidyName(name), files: read };
}

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    return await drain(pipe(packed, new DecompressionStream("deflate-raw")), MAX_BYTES);
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError("broken");
  }
}

function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes])
    .stream()
    .pipeThrough(through as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);
}

/** All that comes out of a stream, and no more than `most`: what is too long is never held as a whole. */
async function drain(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > most) {
      reader.cancel().catch(() => undefined);
      throw new LinkError("large");
    }
    parts.push(read.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64(bytes: Uint8Array): string {
  // In pieces: a call takes only so many arguments.
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new LinkError("broken");
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    throw new LinkError("broken");
  }
}

/** CRC-32, which tells a link that was cut or mistyped; it protects from nobody. */
function checksum(bytes: Uint8Array): string {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}
