/** The worker that compiles, and holds the conversation. */
import { type Client, PATIENCE_MS, startClient } from "./client.ts";
import type { Answers, Kind, Requests } from "./protocol.ts";
import { script } from "./scripts.ts";
import url from "./worker.ts?worker&url";

/** How long what comes over the network may take. */
const FETCH_PATIENCE_MS = 300_000;

/** More for each letter of a script: thirteen million, with 50,000 examples, took 145 s on a machine with other work. */
const LETTER_PATIENCE_MS = 0.03;

function patience<K extends Kind>(kind: K, request: Requests[K]): number {
  if (kind === "pack") return FETCH_PATIENCE_MS;
  if (!("sources" in request)) return PATIENCE_MS;
  const letters = Object.values(request.sources).reduce((sum, text) => sum + text.length, 0);
  return PATIENCE_MS + letters * LETTER_PATIENCE_MS;
}

/** `crashed` is told which kind of request took the worker down. */
export function startEngine(crashed: (by: Kind) => void): Client<Requests, Answers> {
  return startClient({
    create: () => new Worker(script(url), { type: "module", name: "answertree" }),
    crashed,
    patience,
    aside: "pack",
  });
}
