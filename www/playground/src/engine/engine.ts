/** The worker that compiles, and holds the conversation. */
import { type Client, PATIENCE_MS, startClient } from "./client.ts";
import type { Answers, Kind, Requests } from "./protocol.ts";
import { script } from "./scripts.ts";
import url from "./worker.ts?worker&url";

/** How long what comes over the network may take. */
const FETCH_PATIENCE_MS = 300_000;

/** `crashed` is told which kind of request took the worker down. */
export function startEngine(crashed: (by: Kind) => void): Client<Requests, Answers> {
  return startClient({
    create: () => new Worker(script(url), { type: "module", name: "answertree" }),
    crashed,
    patience: (kind) => (kind === "pack" ? FETCH_PATIENCE_MS : PATIENCE_MS),
  });
}
