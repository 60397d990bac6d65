/** Answers questions about the script, apart from the page and from the worker that compiles. */
import type { Author } from "answertree/author";
import type { Sources } from "answertree/compiler";
import packUrl from "../../../../packs/en.pack?url";
import type { AuthorEnvelope } from "./author.ts";
import { describe, type Reply } from "./protocol.ts";

/** A line that asks for a language pack. */
const PACK = /^[ \t]*pack[ \t]+\S/m;

// Not a static import: messages that come in while a module awaits its wasm would be lost.
const author: Promise<Author> = import("answertree/author").then(({ Author }) => new Author());
let before: Sources = {};
let packed: Promise<void> | undefined;

self.addEventListener("message", ({ data }: MessageEvent<AuthorEnvelope>) => {
  const { seq } = data;
  author
    .then((author) => answer(author, data))
    .then(
      (answer) => reply({ seq, ok: true, answer }),
      (error: unknown) => reply({ seq, ok: false, ...describe(error) }),
    );
});

async function answer(author: Author, { kind, request }: AuthorEnvelope): Promise<unknown> {
  const { sources, asked } = request;
  if (Object.values(sources).some((text) => PACK.test(text))) {
    packed ??= takePack(author);
    await packed;
  }
  if (!same(before, sources)) {
    author.open(sources);
    before = sources;
  }
  return author.ask(kind, asked as never);
}

/** Without the pack a script that asks for one has a problem, which the answer says. */
async function takePack(author: Author): Promise<void> {
  const answer = await fetch(packUrl).catch(() => null);
  if (answer?.ok) author.takePack(new Uint8Array(await answer.arrayBuffer()));
  else packed = undefined;
}

function same(a: Sources, b: Sources): boolean {
  const names = Object.keys(a);
  const others = Object.keys(b);
  return (
    names.length === others.length && names.every((name, at) => name === others[at] && a[name] === b[name])
  );
}

function reply(message: Reply): void {
  self.postMessage(message);
}
