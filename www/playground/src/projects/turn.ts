/** Which tab writes a project. One does; the others read along, and may take over. */

/** A tab that does not answer within this time has its turn taken away. */
const PATIENCE_MS = 1500;
/** A page that is being left lets go within this time; nobody need be told of it. */
const LEAVING_MS = 400;

export interface TurnDeps {
  id: string;
  /** It is this tab's turn, after it was another's. */
  gained(): Promise<void>;
  /** It is no longer. */
  lost(): void;
  /** Another tab asks for the turn: the last chance to keep what is not kept. */
  yielding(): Promise<void>;
  /** Another tab has kept something. */
  behind(): void;
}

export interface Turn {
  mine(): boolean;
  /** Takes the turn from the tab that has it. */
  take(): Promise<void>;
  /** Tells the other tabs that something was kept. */
  kept(): void;
}

/** Waits for the turn for a moment; without it, it comes when the other tab is closed. */
export async function startTurn(deps: TurnDeps): Promise<Turn> {
  const name = `answertree:${deps.id}`;
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
  const { locks } = navigator as { locks?: LockManager };
  // Without locks two tabs still overwrite nothing: each finds what the other kept, and puts it into the history.
  if (locks === undefined) return { mine: () => true, take: async () => undefined, kept: () => undefined };
  let mine = false;
  let begun = false;
  let release = (): void => undefined;
  let waiting: AbortController | null = null;

  /** Holds the turn until it is released or taken away; the answer comes when it is had. */
  function hold(how: { steal?: true; signal?: AbortSignal }): Promise<void> {
    return new Promise((had, refused) => {
      const held = locks?.request(name, how, async () => {
        mine = true;
        waiting = null;
        had();
        if (begun) await deps.gained();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      });
      held?.catch((error: unknown) => {
        refused(error);
        if (mine && !how.signal?.aborted) lose();
      });
    });
  }

  function queue(): Promise<void> {
    waiting = new AbortController();
    return hold({ signal: waiting.signal });
  }

  function lose(): void {
    mine = false;
    deps.lost();
    // Given up for another tab: after that one it is this one's again.
    queue().catch(() => undefined);
  }

  async function yieldTurn(): Promise<void> {
    await deps.yielding();
    if (!mine) return;
    mine = false;
    release();
    lose();
  }

  channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data === "take" && mine) void yieldTurn();
    else if (data === "take" && waiting !== null) {
      // Somebody is in more of a hurry than this tab.
      waiting.abort();
      setTimeout(() => void (mine || queue().catch(() => undefined)), LEAVING_MS);
    } else if (data === "kept" && !mine) deps.behind();
  });

  await Promise.race([
    queue().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, LEAVING_MS)),
  ]);
  begun = true;
  return {
    mine: () => mine,
    async take() {
      if (mine) return;
      waiting?.abort();
      const asked = queue();
      channel?.postMessage("take");
      const timer = setTimeout(() => {
        if (mine) return;
        waiting?.abort();
        hold({ steal: true }).catch(() => undefined);
      }, PATIENCE_MS);
      await asked.then(
        () => clearTimeout(timer),
        () => undefined,
      );
    },
    kept: () => channel?.postMessage("kept"),
  };
}
