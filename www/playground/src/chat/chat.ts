/** The side of the page where the script is tried: a conversation. */
import type { MachineInfo, SessionTurn } from "answertree/compiler";
import { fill, focusStayed, h, isShiftAlt } from "../dom.ts";
import { EngineError } from "../engine/client.ts";
import type { Answers, Requests } from "../engine/protocol.ts";
import type { Talk } from "../panes/pane.ts";
import { strings } from "../strings.ts";
import { choiceButtons } from "./choices.ts";
import { mountClock } from "./clock.ts";
import { type ContextValues, mountContext } from "./context.ts";
import { Conversation, type KeptTalk } from "./conversation.ts";
import { mountHead } from "./head.ts";
import { mountMessage } from "./message.ts";
import { mountSuggestions } from "./suggestions.ts";
import { mountTranscript } from "./transcript.ts";

export interface ChatDeps {
  kept: Partial<ReturnType<Chat["values"]>>;
  samples: readonly string[];
  session(request: Requests["session"]): Promise<Answers["session"] | undefined>;
  preview(request: Requests["preview"]): Promise<Answers["preview"] | undefined>;
  copy(text: string): Promise<boolean>;
  /** Something that should survive a reload changed. */
  changed(): void;
  /** What it shows is another. */
  told(talk: Talk): void;
  /** A part of the page could not be loaded. */
  failed(): void;
  /** Back to the script. */
  leave(): void;
  /** Writes what was tried into the script, as a test. */
  keep(): void;
}

export interface Chat {
  element: HTMLElement;
  /** The first version of the script has errors. */
  refused(): void;
  /** Another version of the script: the conversation goes on in it. */
  adopt(info: MachineInfo, script: string): void;
  setSamples(samples: readonly string[]): void;
  values(): ContextValues & { zone: string; message: string; talk: KeptTalk | undefined };
  focus(): void;
  /** Begins a new conversation. */
  restart(): Promise<void>;
  /** Puts a message into its field. */
  write(message: string): void;
}

/** A menu's heading; the first is where a customer who is alone begins. */
const MENU = /^[ \t]*menu[ \t]+([\p{L}\p{N}_-]+)/mu;

export function mountChat(deps: ChatDeps): Chat {
  const { kept } = deps;
  let info: MachineInfo | null = null;
  /** Why there is no suggestion before there is a machine. */
  let waiting: string = strings.loading;
  let script = "";
  /** The message that took the engine down: it is not tried again. */
  let poison = "";

  const conversation = new Conversation({
    ask: deps.session,
    start: () => context.context(),
    menu: () => MENU.exec(script)?.[1],
    changed() {
      draw();
      deps.changed();
    },
    at: (now) => clock.at(now),
    kept: kept.talk,
  });
  const clock = mountClock({
    zone: kept.zone ?? "",
    now: () => conversation.now(),
    begin: (at) => void conversation.begin(at),
    wait: (milliseconds) => void conversation.wait(milliseconds),
    changed: () => deps.changed(),
    failed: deps.failed,
  });
  const head = mountHead({
    alone: conversation.alone,
    lead: restart,
    undo: () => back(),
    restart: () => restart(),
    again: () => void conversation.again(),
    keep: deps.keep,
    clock: clock.element,
  });
  // Always there, so that what is put into it is said.
  const alarm = h("p", { class: "trouble", role: "alert" });
  const transcript = mountTranscript(back);
  const replies = h("div", { class: "quick-replies" });
  const message = mountMessage({
    text: kept.message ?? "",
    samples: deps.samples,
    changed() {
      drawTurn();
      deps.changed();
    },
    send,
    accept: () => suggestions.sendBest(),
    leave: deps.leave,
  });
  const suggestions = mountSuggestions({
    copy: deps.copy,
    active: (spans) => message.mark(message.text(), spans),
    act,
  });
  const context = mountContext(
    { channel: kept.channel ?? "", language: kept.language ?? "", facts: kept.facts ?? {} },
    {
      changed: () => void conversation.again(),
      set: (operation) => conversation.act(operation),
      typed: () => deps.changed(),
      draw: drawTurn,
    },
  );
  const element = h(
    "section",
    { class: "pane try", "aria-labelledby": "try-heading" },
    h("h2", { id: "try-heading", class: "visually-hidden" }, strings.tryIt),
    head.element,
    alarm,
    transcript.element,
    replies,
    message.element,
    context.element,
    suggestions.element,
  );

  element.addEventListener("keydown", (event) => {
    if (!isShiftAlt(event, "KeyT")) return;
    event.preventDefault();
    deps.keep();
  });

  /** What the customer is writing; nothing where they walk alone, for nobody looks over their shoulder. */
  function draft(): string {
    return conversation.turn?.alone === false ? message.text() : "";
  }

  async function send(): Promise<void> {
    const text = message.text();
    if (text.trim() !== "" && (await conversation.act({ receive: text }))) message.sent(text);
  }

  /** An agent does something; what the customer is writing is sent before it. */
  async function act(operation: Parameters<Conversation["act"]>[number]): Promise<boolean> {
    const text = draft();
    if (text.trim() === "") return conversation.act(operation);
    const sent = await conversation.act({ receive: text });
    if (sent) message.sent(text);
    return sent && conversation.act(operation);
  }

  async function back(turn?: number): Promise<void> {
    const { activeElement } = document;
    const within = transcript.element.contains(activeElement);
    await conversation.undo(turn);
    if (within && focusStayed(activeElement)) suggestions.focus();
  }

  async function restart(alone?: boolean): Promise<void> {
    const { activeElement } = document;
    suggestions.forget();
    await conversation.restart(alone);
    if (focusStayed(activeElement)) message.focus();
  }

  function draw(): void {
    const { turn, entries, fresh, alone, trouble, canUndo } = conversation;
    clock.update();
    head.update({ alone, canUndo, fresh, crumbs: turn?.crumbs ?? [] });
    // Where there is no conversation at all, the panel says why.
    fill(alarm, turn === null ? null : trouble);
    transcript.update(entries, turn?.number ?? -1);
    message.showSamples(fresh);
    context.show(fresh || turn === null ? null : turn.facts);
    const buttons = info?.channels.find(({ name }) => name === context.context().channel)?.buttons === true;
    const offered = turn?.alone === true && buttons ? turn.choices : [];
    fill(replies, offered.length === 0 ? null : choiceButtons(offered, ({ id }) => void pick(id)));
    drawTurn();
  }

  /** A customer presses a button. */
  async function pick(choose: string): Promise<void> {
    const { activeElement } = document;
    await conversation.act({ choose });
    if (!focusStayed(activeElement)) return;
    (replies.querySelector<HTMLElement>("button") ?? transcript.element).focus();
  }

  /** The turn that the next message would bring, or the one where the conversation stands. */
  async function drawTurn(): Promise<void> {
    const { turn, fresh, trouble } = conversation;
    if (info === null) return suggestions.clear(strings.suggestions, waiting);
    if (turn === null) return suggestions.clear(strings.contextTitle, trouble ?? strings.machineNone);
    const explain = context.explain();
    const text = draft();
    if (text.trim() === "") {
      if (fresh && !turn.alone) {
        tell(turn, "");
        return suggestions.clear(strings.emptyTitle, strings.empty);
      }
      const last = conversation.entries.at(-1)?.operation ?? null;
      const heard = last !== null && "receive" in last ? last.receive : null;
      tell(turn, heard ?? "");
      return suggestions.update({ turn, info, message: heard, preview: false, milliseconds: null, explain });
    }
    if (text === poison) return;
    let answer: Answers["preview"] | undefined;
    try {
      answer = await deps.preview({ message: text, now: conversation.now() });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A crash has been said by then.
      if (error.code === "crashed") poison = text;
      else suggestions.clear(strings.contextTitle, strings.refusal(error.message, error.code));
    }
    if (answer === undefined || answer === null || info === null) return;
    if (text !== draft() || turn !== conversation.turn) return;
    const { milliseconds } = answer;
    tell(answer.turn, text);
    suggestions.update({ turn: answer.turn, info, message: text, preview: true, milliseconds, explain });
  }

  /** Others look at the same turn. What is known by now stands in place of what the conversation started with. */
  function tell(turn: SessionTurn, heard: string): void {
    deps.told({
      turn,
      message: heard,
      context: { ...context.contextOf(turn.facts), now: conversation.now() },
      recorded: () => conversation.recorded(draft()),
    });
  }

  draw();
  return {
    element,
    refused() {
      waiting = strings.machineNone;
      void drawTurn();
    },
    adopt(next, text) {
      info = next;
      script = text;
      clock.adopt(text);
      context.update(next);
      void conversation.adopt(text);
    },
    setSamples: message.setSamples,
    values: () => ({
      ...context.values(),
      zone: clock.zone(),
      message: message.text(),
      talk: conversation.kept(),
    }),
    focus: message.focus,
    restart: () => restart(),
    write: message.write,
  };
}
