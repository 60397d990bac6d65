/** What a script begins from: an example of the gallery, the tour, or almost nothing. Each is loaded when it is wanted. */
import type { Chat } from "../chat/chat.ts";
import { h } from "../dom.ts";
import type { Editor } from "../editor/editor.ts";
import { FILE } from "../engine/protocol.ts";
import type { Gallery } from "../gallery/gallery.ts";
import type { Workbench } from "../panes/pane.ts";
import type { Desk } from "../projects/desk.ts";
import { type Kept, packKept } from "../projects/kept.ts";
import { strings as projectStrings } from "../projects/strings.ts";
import { strings as pageStrings } from "../strings.ts";
import type { TourState } from "../tour/state.ts";
import type { Tour } from "../tour/tour.ts";
import { mountWelcome } from "./welcome.ts";

export interface StartingDeps {
  desk: Desk;
  editor: Editor;
  chat: Chat;
  bench: Workbench;
  /** Messages worth trying with the script that is open. */
  samples: readonly string[];
  /** Where the tour stands, where that script is its. */
  tour: TourState | undefined;
  /** Whether what the page shows is what it shows on a first visit. */
  untouched: boolean;
  show(text: string): void;
}

export interface Starting {
  /** The greeting of a first visit. */
  welcome: HTMLElement | null;
  /** Where the tour stands, over the editor. */
  tourPlace: HTMLElement;
  /** Opens the gallery. */
  gallery(): Promise<void>;
  /** Begins the tour, in a project of its own. */
  tour(): Promise<void>;
  /** What is to be kept with the project. */
  kept(): Pick<Kept, "samples" | "tour">;
  /** Another script stands in place of the one before: what belonged to that is forgotten. */
  replaced(): void;
}

export function mountStarting(deps: StartingDeps): Starting {
  const { desk, editor, chat } = deps;
  const tourPlace = h("div", { class: "tour-holder" });
  let shown: Gallery | undefined;
  let guide: Tour | undefined;
  /** What is kept of the tour until it is loaded. */
  let waiting = deps.tour;
  let { samples } = deps;
  const welcome = deps.untouched ? mountWelcome({ tour, gallery, fresh: () => void fresh() }) : null;
  if (waiting !== undefined) void guideFrom(waiting);

  async function gallery(): Promise<void> {
    try {
      shown ??= (await import("../gallery/gallery.ts")).mountGallery({
        start: (title, text, samples) => void begin(title, text, { samples }),
        show: deps.show,
      });
      if (!shown.element.isConnected) document.querySelector("#app")?.append(shown.element);
      shown.open();
    } catch {
      deps.show(pageStrings.paneFailed);
    }
  }

  async function tour(): Promise<void> {
    try {
      const [{ BEGINNING }, { strings }] = await Promise.all([
        import("../tour/steps.ts"),
        import("../tour/strings.ts"),
      ]);
      await begin(strings.project, BEGINNING, { tour: { step: 0, ticked: [] } });
    } catch {
      deps.show(pageStrings.paneFailed);
    }
  }

  function fresh(): Promise<void> {
    return begin(projectStrings.newName, projectStrings.newText, {});
  }

  /** A script becomes a project of its own; where there can be only one, it takes that one's place. */
  async function begin(title: string, text: string, kept: Partial<Kept>): Promise<void> {
    if (await desk.create(title, { [FILE]: text }, { kept: packKept(kept) })) return;
    if (!desk.mayWrite() || !confirm(pageStrings.replaceAsk)) return;
    desk.before("example");
    editor.turn(FILE);
    editor.replace(text);
    samples = kept.samples ?? [];
    chat.setSamples(samples);
    forgetTour();
    welcome?.remove();
    if (kept.tour === undefined) editor.focus();
    else await guideFrom(kept.tour);
  }

  async function guideFrom(state: TourState): Promise<void> {
    try {
      const { mountTour } = await import("../tour/tour.ts");
      guide = mountTour({
        bench: deps.bench,
        state,
        changed: desk.touched,
        left() {
          forgetTour();
          editor.focus();
          desk.touched();
        },
        gallery: () => void gallery(),
        fresh: () => void fresh(),
      });
      waiting = undefined;
      tourPlace.replaceChildren(guide.element);
      if (state.step === 0 && state.ticked.length === 0) guide.focus();
    } catch {
      deps.show(pageStrings.paneFailed);
    }
  }

  function forgetTour(): void {
    guide?.end();
    guide = undefined;
    waiting = undefined;
    tourPlace.replaceChildren();
  }

  return {
    welcome,
    tourPlace,
    gallery,
    tour,
    kept: () => ({ samples, tour: guide?.state() ?? waiting }),
    replaced() {
      samples = [];
      chat.setSamples(samples);
    },
  };
}
