/** Workers that answer questions about the script. The module they run is loaded with the first question. */
import type { Questions } from "answertree/author";
import type { Sources } from "answertree/compiler";
import type { Asking } from "../panes/pane.ts";
import url from "./author-worker.ts?worker&url";
import { startClient } from "./client.ts";
import { script } from "./scripts.ts";

/** How long a question may take: walking and grouping are minutes of honest work. */
const PATIENCE_MS = 600_000;

/** What a question carries to the worker. */
export interface Asked<Q extends keyof Questions> {
  sources: Sources;
  asked: Questions[Q]["asked"];
}

export type AuthorRequests = { [Q in keyof Questions]: Asked<Q> };
export type AuthorAnswers = { [Q in keyof Questions]: Questions[Q]["answer"] };
export type AuthorEnvelope = {
  [Q in keyof Questions]: { seq: number; kind: Q; request: Asked<Q> };
}[keyof Questions];

/** Asks about `sources()`, as they are when it is asked; `crashed` is called when a question took the worker down. */
export function startAuthor(sources: () => Sources, crashed: () => void): Asking {
  const client = startClient<AuthorRequests, AuthorAnswers>({
    create: () => new Worker(script(url), { type: "module", name: "author" }),
    crashed,
    patience: () => PATIENCE_MS,
  });
  return {
    ask: (question, asked) =>
      client.ask(question, { sources: sources(), asked } as AuthorRequests[typeof question]),
    stop: client.stop,
  };
}
