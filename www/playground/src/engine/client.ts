/**
 * The page's side of a worker. Each kind of request has one lane: while one is being answered, only the newest of
 * those that came after it waits, and an answer that a newer request has overtaken is dropped. A worker that crashes
 * or hangs is replaced.
 */
import type { Reply } from "./protocol.ts";

/** How long an answer may take before the worker counts as hanging, from when all asked before it was answered. */
export const PATIENCE_MS = 20_000;

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
  request: unknown;
  resolve(answer: unknown): void;
  reject(error: EngineError): void;
}

interface Lane {
  /** Timed from its turn on. */
  running: (Waiting & { seq: number; timer?: ReturnType<typeof setTimeout> }) | null;
  waiting: Waiting | null;
}

/** `Requests` and `Answers` name the kinds of requests, and what each is asked with and answers. */
export interface Client<Requests, Answers extends Record<keyof Requests, unknown>> {
  /** The answer; `undefined` where a newer request of the same kind has overtaken this one. */
  ask<K extends keyof Requests & string>(kind: K, request: Requests[K]): Promise<Answers[K] | undefined>;
  /** Ends the worker, and with it all that is under way; the next request starts another. */
  stop(): void;
}

export interface ClientDeps<Requests> {
  /** Starts a worker. */
  create(): Worker;
  /** Told which kind of request took the worker down. */
  crashed(by: keyof Requests & string): void;
  /** How long an answer may take, in milliseconds. */
  patience?<K extends keyof Requests & string>(kind: K, request: Requests[K]): number;
  /** The kind that waits for the network: others do not wait for it. */
  aside?: keyof Requests & string;
}

export function startClient<Requests, Answers extends Record<keyof Requests, unknown>>(
  deps: ClientDeps<Requests>,
): Client<Requests, Answers> {
  type Kind = keyof Requests & string;
  const lanes = new Map<Kind, Lane>();
  let seq = 0;
  // Started with the first request, and again with the first after a crash: one that cannot start does not spin.
  let worker: Worker | null = null;

  function start(): Worker {
    const fresh = deps.create();
    fresh.addEventListener("message", (event: MessageEvent<Reply>) => receive(event.data));
    fresh.addEventListener("error", (event) =>
      crashed(oldest(), event.message || "the worker could not start"),
    );
    return fresh;
  }

  function post(kind: Kind, lane: Lane, entry: Waiting): void {
    seq += 1;
    lane.running = { ...entry, seq };
    worker ??= start();
    worker.postMessage({ seq, kind, request: entry.request });
  }

  /** Times what the worker is at: the oldest request under way, which the others wait for, and what goes on aside. */
  function time(): void {
    for (const kind of [oldest(deps.aside), deps.aside]) {
      const running = kind === undefined ? null : lanes.get(kind)?.running;
      if (kind === undefined || !running || running.timer !== undefined) continue;
      const patience = deps.patience?.(kind, running.request as Requests[Kind]) ?? PATIENCE_MS;
      running.timer = setTimeout(() => crashed(kind, "no answer came"), patience);
    }
  }

  function receive(reply: Reply): void {
    const found = [...lanes].find(([, lane]) => lane.running?.seq === reply.seq);
    if (found === undefined) return;
    const [kind, lane] = found;
    if (!reply.ok && reply.code === "crashed") {
      crashed(kind, reply.message);
      return;
    }
    const done = lane.running;
    if (done === null) return;
    clearTimeout(done.timer);
    lane.running = null;
    const next = lane.waiting;
    lane.waiting = null;
    if (!reply.ok) done.reject(new EngineError(reply.code, reply.message));
    else done.resolve(next === null ? reply.answer : undefined);
    if (next !== null) post(kind, lane, next);
    time();
  }

  /** Everything under way is lost with the worker; what waited goes to the new one. */
  function crashed(by: Kind | undefined, message: string): void {
    lose(new EngineError("crashed", message));
    if (by !== undefined) deps.crashed(by);
  }

  function lose(error: EngineError): void {
    worker?.terminate();
    worker = null;
    for (const [kind, lane] of lanes) {
      const { running, waiting } = lane;
      lane.running = null;
      lane.waiting = null;
      clearTimeout(running?.timer);
      running?.reject(error);
      if (waiting !== null) post(kind, lane, waiting);
    }
    time();
  }

  function oldest(but?: Kind): Kind | undefined {
    let first: { kind: Kind; seq: number } | undefined;
    for (const [kind, { running }] of lanes) {
      if (kind !== but && running !== null && (first === undefined || running.seq < first.seq)) {
        first = { kind, seq: running.seq };
      }
    }
    return first?.kind;
  }

  return {
    ask<K extends Kind>(kind: K, request: Requests[K]) {
      return new Promise<Answers[K] | undefined>((resolve, reject) => {
        let lane = lanes.get(kind);
        if (lane === undefined) {
          lane = { running: null, waiting: null };
          lanes.set(kind, lane);
        }
        const entry: Waiting = { request, resolve: resolve as Waiting["resolve"], reject };
        if (lane.running === null) {
          post(kind, lane, entry);
          return time();
        }
        lane.waiting?.resolve(undefined);
        lane.waiting = entry;
      });
    },
    stop() {
      for (const lane of lanes.values()) {
        lane.waiting?.resolve(undefined);
        lane.waiting = null;
      }
      lose(new EngineError("stopped", "the work was stopped"));
    },
  };
}
