/**
 * The page's side of the worker. Each kind of request has one lane: while one is being answered, only the newest of
 * those that came after it waits, and an answer that a newer request has overtaken is dropped. A worker that crashes
 * or hangs is replaced.
 */
import type { Answers, Envelope, Kind, Reply, Requests } from "./protocol.ts";

/** How long an answer may take before the worker counts as hanging. Honest work takes milliseconds. */
const PATIENCE_MS = 20_000;

/** The same for what comes over the network. */
const FETCH_PATIENCE_MS = 300_000;

/** Why a request has no answer. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  request: Requests[Kind];
  resolve(answer: Answers[Kind] | undefined): void;
  reject(error: EngineError): void;
}

interface Lane {
  running: (Waiting & { seq: number; timer: ReturnType<typeof setTimeout> }) | null;
  waiting: Waiting | null;
}

export interface EngineClient {
  /** The answer; `undefined` where a newer request of the same kind has overtaken this one. */
  ask<K extends Kind>(kind: K, request: Requests[K]): Promise<Answers[K] | undefined>;
}

/** `restarted` is told which kind of request took the worker down. */
export function startEngine(create: () => Worker, restarted: (by: Kind) => void): EngineClient {
  const lanes: Record<Kind, Lane> = {
    compile: { running: null, waiting: null },
    pack: { running: null, waiting: null },
    session: { running: null, waiting: null },
    preview: { running: null, waiting: null },
    format: { running: null, waiting: null },
  };
  let seq = 0;
  // Started with the first request, and again with the first after a crash: one that cannot start does not spin.
  let worker: Worker | null = null;

  function start(): Worker {
    const fresh = create();
    fresh.addEventListener("message", (event: MessageEvent<Reply>) => receive(event.data));
    fresh.addEventListener("error", (event) =>
      crashed(oldest(), event.message || "the worker could not start"),
    );
    return fresh;
  }

  function post(kind: Kind, entry: Waiting): void {
    seq += 1;
    const patience = kind === "pack" ? FETCH_PATIENCE_MS : PATIENCE_MS;
    const timer = setTimeout(() => crashed(kind, "no answer came"), patience);
    lanes[kind].running = { ...entry, seq, timer };
    worker ??= start();
    worker.postMessage({ seq, kind, request: entry.request } as Envelope);
  }

  function receive(reply: Reply): void {
    const kind = kinds.find((name) => lanes[name].running?.seq === reply.seq);
    if (kind === undefined) return;
    if (!reply.ok && reply.code === "crashed") {
      crashed(kind, reply.message);
      return;
    }
    const lane = lanes[kind];
    const done = lane.running;
    if (done === null) return;
    clearTimeout(done.timer);
    lane.running = null;
    const next = lane.waiting;
    lane.waiting = null;
    if (!reply.ok) done.reject(new EngineError(reply.code, reply.message));
    else done.resolve(next === null ? reply.answer : undefined);
    if (next !== null) post(kind, next);
  }

  /** Everything under way is lost with the worker; what waited goes to the new one. */
  function crashed(by: Kind, message: string): void {
    worker?.terminate();
    worker = null;
    for (const kind of kinds) {
      const lane = lanes[kind];
      const { running, waiting } = lane;
      lane.running = null;
      lane.waiting = null;
      if (running !== null) {
        clearTimeout(running.timer);
        running.reject(new EngineError("crashed", message));
      }
      if (waiting !== null) post(kind, waiting);
    }
    restarted(by);
  }

  function oldest(): Kind {
    const running = kinds.filter((kind) => lanes[kind].running !== null);
    running.sort((a, b) => (lanes[a].running?.seq ?? 0) - (lanes[b].running?.seq ?? 0));
    return running[0] ?? "compile";
  }

  return {
    ask<K extends Kind>(kind: K, request: Requests[K]) {
      return new Promise<Answers[K] | undefined>((resolve, reject) => {
        const lane = lanes[kind];
        const entry: Waiting = { request, resolve: resolve as Waiting["resolve"], reject };
        if (lane.running === null) return post(kind, entry);
        lane.waiting?.resolve(undefined);
        lane.waiting = entry;
      });
    },
  };
}

const kinds: readonly Kind[] = ["compile", "pack", "session", "preview", "format"];
