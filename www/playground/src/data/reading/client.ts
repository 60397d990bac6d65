/** The page's side of the worker that reads one file. */
import { script } from "../../engine/scripts.ts";
import { type Choice, FaultError, type Note, type Peek, type Reply, type Request } from "./protocol.ts";
import url from "./worker.ts?worker&url";

/** What was read of a file so far. */
export interface Gathered {
  texts: string[];
  /** The right topics of the messages, where the file has them. */
  labels: string[] | null;
}

/** A file that is being read. */
export interface Reading {
  /** @throws FaultError where the file cannot be read */
  peek: Promise<Peek>;
  /**
   * Reads all of it; `told` hears the share that is done and the number of messages.
   * @throws FaultError where the file cannot be read
   */
  read(
    choice: Choice,
    told: (share: number, messages: number) => void,
  ): Promise<Gathered & { notes: Note[]; whole: boolean }>;
  /** Ends it. What was read by then is the answer of `read`. */
  stop(): void;
}

export function startReading(file: Blob, name: string): Reading {
  const worker = new Worker(script(url), { type: "module", name: "reading" });
  let hear: (reply: Reply) => void = () => undefined;
  let stopped: () => void = () => undefined;
  worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => hear(data));
  worker.addEventListener("error", ({ message }) =>
    hear({ is: "fault", fault: { code: "unreadable", detail: message } }),
  );
  const send = (request: Request) => worker.postMessage(request);

  const peek = new Promise<Peek>((resolve, reject) => {
    hear = (reply) => {
      if (reply.is === "peek") resolve(reply.peek);
      if (reply.is === "fault") {
        worker.terminate();
        reject(new FaultError(reply.fault));
      }
    };
    send({ do: "peek", file, name });
  });

  function read(choice: Choice, told: (share: number, messages: number) => void) {
    return new Promise<Gathered & { notes: Note[]; whole: boolean }>((resolve, reject) => {
      let texts: string[] = [];
      let labels: string[] | null = choice.label === -1 ? null : [];
      stopped = () => resolve({ texts, labels, notes: [], whole: false });
      hear = (reply) => {
        if (reply.is === "messages") {
          if (reply.bytes < 0) {
            texts = [];
            labels = choice.label === -1 ? null : [];
          }
          // Not spread into a call: a bunch may be larger than a stack.
          for (const text of reply.texts) texts.push(text);
          for (const label of reply.labels ?? []) labels?.push(label);
          told(Math.max(0, reply.bytes) / reply.of, texts.length);
        } else if (reply.is !== "peek") {
          worker.terminate();
          if (reply.is === "done") resolve({ texts, labels, notes: reply.notes, whole: true });
          else reject(new FaultError(reply.fault));
        }
      };
      send({ do: "read", choice });
    });
  }

  return {
    peek,
    read,
    stop() {
      worker.terminate();
      stopped();
    },
  };
}
