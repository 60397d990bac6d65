/** Lays drawings out, apart from the page. */
import { describe, type Reply } from "../engine/protocol.ts";
import { type Plan, place } from "./layout.ts";

self.addEventListener("message", ({ data }: MessageEvent<{ seq: number; request: Plan }>) => {
  const { seq, request } = data;
  let reply: Reply;
  try {
    reply = { seq, ok: true, answer: place(request) };
  } catch (error) {
    reply = { seq, ok: false, ...describe(error) };
  }
  self.postMessage(reply);
});
