/** Runs the engine apart from the page, so that typing never waits for it. */
import type { Machine, Pack } from "answertree/compiler";
// Fetched once a script asks for it: most do without.
import packUrl from "../../../../packs/en.pack?url";
import { type Answers, describe, type Envelope, FILE, type Kind, type Reply } from "./protocol.ts";
import { Talk } from "./talk.ts";

type Engine = typeof import("answertree/compiler");

// Not a static import: messages that come in while a module awaits its wasm would be lost.
const engine: Promise<Engine> = import("answertree/compiler");
let machine: Machine | null = null;
let talk: Talk | null = null;
let pack: Pack | undefined;

self.addEventListener("message", (event: MessageEvent<Envelope>) => {
  const { seq } = event.data;
  engine
    .then((loaded) => answer(loaded, event.data))
    .then(
      (result) => reply({ seq, ok: true, answer: result }),
      (error: unknown) => reply({ seq, ok: false, ...describe(error) }),
    );
});

function answer(loaded: Engine, { kind, request }: Envelope): Answers[Kind] | Promise<Answers[Kind]> {
  switch (kind) {
    case "compile":
      return compile(loaded, request.text);
    case "pack":
      return fetchPack(loaded);
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
    case "format":
      return { text: loaded.format(request.text) };
  }
}

function compile(loaded: Engine, text: string): Answers["compile"] {
  const start = performance.now();
  const compiled = loaded.compile({ [FILE]: text }, pack);
  const milliseconds = performance.now() - start;
  const packed = pack !== undefined;
  if (compiled.machine === null) return { problems: compiled.problems, machine: null, milliseconds, packed };
  const next = loaded.Machine.load(compiled.machine, pack);
  // A conversation goes on over its own machine until the page has it taken up by the new one.
  if (machine !== talk?.machine) machine?.free();
  machine = next;
  const bytes = new Uint8Array(compiled.machine);
  return { problems: compiled.problems, machine: { bytes, info: next.info() }, milliseconds, packed };
}

async function fetchPack(loaded: Engine): Promise<Answers["pack"]> {
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
