/** Reads one file apart from the page. */
import { type Opened, peekAt, readAll } from "./file.ts";
import { type Choice, FaultError, type Reply, type Request } from "./protocol.ts";

let opened: Opened | null = null;

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const work = data.do === "peek" ? peek(data.file, data.name) : read(data.choice);
  work.catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    reply({ is: "fault", fault: error instanceof FaultError ? error.fault : { code: "unreadable", detail } });
  });
});

async function peek(file: Blob, name: string): Promise<void> {
  const found = await peekAt(file, name);
  opened = found.opened;
  reply({ is: "peek", peek: found.peek });
}

async function read(choice: Choice): Promise<void> {
  if (opened === null) throw new FaultError({ code: "unreadable" });
  reply({ is: "done", notes: await readAll(opened, choice, reply) });
}

function reply(message: Reply): void {
  self.postMessage(message);
}
