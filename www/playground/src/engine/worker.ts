/** Runs the engine apart from the page, so that typing never waits for it. */
import type { Pack, Sources } from "answertree/compiler";
// Fetched once a script asks for it: most do without.
import packUrl from "../../../../packs/en.pack?url";
import { type Answers, describe, type Envelope, type Kind, type Made, type Reply } from "./protocol.ts";
import { type Runs, Talk } from "./talk.ts";

type Compiler = typeof import("answertree/compiler");

// Not static imports: messages that come in while a module awaits its wasm would be lost.
let compiler: Promise<Compiler> | undefined;
let machine: Runs | null = null;
let talk: Talk | null = null;
let pack: Pack | undefined;

self.addEventListener("message", (event: MessageEvent<Envelope>) => {
  const { seq } = event.data;
  answer(event.data).then(
    (result) => reply({ seq, ok: true, answer: result }),
    (error: unknown) => reply({ seq, ok: false, ...describe(error) }),
  );
});

async function answer({ kind, request }: Envelope): Promise<Answers[Kind]> {
  switch (kind) {
    case "first":
      return first(request.machine);
    case "prepare":
      await load();
      return {};
    case "check":
      return { problems: (await load()).check(request.sources) };
    case "compile":
      return compile(await load(), request.sources);
    case "pack":
      return fetchPack(await load());
    case "session": {
      if (request.do === "apply") return talk?.apply(request.happening) ?? null;
      if (machine === null) return null;
      const next =
        request.do === "start" ? Talk.start(machine, request) : Talk.restore(machine, request.saved);
      leave();
      talk = next.talk;
      return next.answer;
    }
    case "preview":
      return talk?.preview(request.message, request.now) ?? null;
    case "suggest":
      return machine?.suggest(request.message, request.context) ?? null;
    case "format":
      return { text: (await load()).format(request.text) };
  }
}

/** The compiler is three times the runtime: it comes when something is to be compiled. */
function load(): Promise<Compiler> {
  compiler ??= import("answertree/compiler").catch((error: unknown) => {
    compiler = undefined;
    throw error;
  });
  return compiler;
}

async function first(bytes: Uint8Array<ArrayBuffer>): Promise<Answers["first"]> {
  const { Machine } = await import("answertree");
  return take(bytes, () => Machine.load(bytes));
}

function compile(loaded: Compiler, sources: Sources): Answers["compile"] {
  const start = performance.now();
  const compiled = loaded.compile(sources, pack);
  const milliseconds = performance.now() - start;
  const packed = pack !== undefined;
  if (compiled.machine === null) return { problems: compiled.problems, machine: null, milliseconds, packed };
  const bytes = new Uint8Array(compiled.machine);
  const machine = take(bytes, () => loaded.Machine.load(bytes, pack));
  return { problems: compiled.problems, machine, milliseconds, packed };
}

/** Takes the newest machine. A conversation goes on over its own until the page has it taken up by this one. */
function take(bytes: Uint8Array<ArrayBuffer>, load: () => Runs): Made {
  const start = performance.now();
  const next = load();
  const milliseconds = performance.now() - start;
  if (machine !== talk?.machine) machine?.free();
  machine = next;
  return { bytes, info: next.info(), milliseconds };
}

async function fetchPack(loaded: Compiler): Promise<Answers["pack"]> {
  const answer = await fetch(packUrl).catch(() => null);
  if (!answer?.ok) return { loaded: false };
  pack ??= loaded.Pack.read(new Uint8Array(await answer.arrayBuffer()));
  return { loaded: true };
}

/** The conversation before the next one, and its machine where it is not the newest. */
function leave(): void {
  talk?.free();
  if (talk?.machine !== machine) talk?.machine.free();
  talk = null;
}

function reply(message: Reply): void {
  self.postMessage(message);
}
