/** Loads what helps an author write, when the editor has the focus first or the outline is asked for. */
import type { Assist } from "./assist/assist.ts";
import type { AssistDeps } from "./assist/deps.ts";
import type { Editor } from "./editor.ts";

export interface Assisting {
  /** Opens the outline of the script. */
  outline(): Promise<void>;
}

/** `failed` is called where it cannot be loaded; the next time is tried anew. */
export function mountAssisting(editor: Editor, deps: AssistDeps, failed: () => void): Assisting {
  let loading: Promise<Assist | null> | undefined;

  function load(): Promise<Assist | null> {
    loading ??= import("./assist/assist.ts").then(
      ({ startAssist }) => {
        const assist = startAssist(deps);
        editor.extend(assist.extension);
        return assist;
      },
      () => {
        loading = undefined;
        return null;
      },
    );
    return loading;
  }

  // Without it writing works all the same: where the network is cut nothing is said.
  editor.element.addEventListener("focusin", () => void load());
  return {
    async outline() {
      const assist = await load();
      if (assist === null) failed();
      else editor.run(assist.outline);
    },
  };
}
