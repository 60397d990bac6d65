/** A conversation over the machine that it began with. */
import type { Machine, Session, SessionTurn, Start } from "answertree";
import type { Happening, SessionAnswer } from "./protocol.ts";

/** What a conversation needs of a machine, whichever module loaded it. */
export type Runs = Pick<Machine, "start" | "suggest" | "restore" | "info" | "free">;

export class Talk {
  readonly machine: Runs;
  readonly #session: Session;
  #saved: Uint8Array;

  private constructor(machine: Runs, session: Session) {
    this.machine = machine;
    this.#session = session;
    this.#saved = session.save();
  }

  /** Begins one; where something of `then` does not fit, the conversation stands before it. */
  static start(
    machine: Runs,
    { start, then }: { start: Start; then: Happening[] },
  ): { talk: Talk; answer: SessionAnswer } {
    const talk = new Talk(machine, machine.start(start));
    const turns = [talk.#session.turn];
    let refused: SessionAnswer["refused"] = null;
    for (const happening of then) {
      try {
        turns.push(talk.#do(happening));
      } catch (error) {
        if (!(error instanceof Error && "code" in error) || error.code === "crashed") throw error;
        refused = { code: String(error.code), message: error.message };
        break;
      }
    }
    return { talk, answer: talk.#answer(turns, refused) };
  }

  /** Takes up a saved one. */
  static restore(machine: Runs, saved: Uint8Array): { talk: Talk; answer: SessionAnswer } {
    const talk = new Talk(machine, machine.restore(saved));
    return { talk, answer: talk.#answer([talk.#session.turn], null) };
  }

  apply(happening: Happening): SessionAnswer {
    return this.#answer([this.#do(happening)], null);
  }

  /** What a message would bring: it is said in a copy of the conversation. */
  preview(message: string, now: number): { turn: SessionTurn; milliseconds: number } {
    const copy = this.machine.restore(this.#saved);
    try {
      const start = performance.now();
      const turn = copy.receive(message, now);
      return { turn, milliseconds: performance.now() - start };
    } finally {
      copy.free();
    }
  }

  free(): void {
    this.#session.free();
  }

  #do({ operation, now }: Happening): SessionTurn {
    const session = this.#session;
    if ("receive" in operation) return session.receive(operation.receive, now);
    if ("accept" in operation) return session.accept(operation.accept, operation.text, now);
    if ("choose" in operation) return session.choose(operation.choose, now);
    if ("set" in operation) return session.set(operation.set, operation.value, now);
    if ("tick" in operation) return session.tick(operation.tick);
    if ("handoff" in operation) return session.handoff(operation.handoff, operation.why, now);
    return session.undo(operation.undo);
  }

  #answer(turns: SessionTurn[], refused: SessionAnswer["refused"]): SessionAnswer {
    this.#saved = this.#session.save();
    // The page has not asked for events; they would only grow.
    this.#session.events();
    return { turns, saved: this.#saved, refused };
  }
}
