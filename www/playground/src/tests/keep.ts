/** What was tried in the conversation, as a test of the script. */
import { EngineError } from "../engine/client.ts";
import type { Workbench } from "../panes/pane.ts";
import { strings } from "./strings.ts";

/** Writes it behind the script. True where there was something to write, and it could be. */
export async function keepAsTest(
  bench: Pick<Workbench, "ask" | "talk" | "append" | "say" | "show">,
): Promise<boolean> {
  const recorded = bench.talk().recorded();
  if (recorded === null) {
    bench.say(strings.nothingToKeep);
    return false;
  }
  try {
    const answer = await bench.ask("record", recorded);
    if (answer === undefined) return false;
    const { test, refused } = answer;
    if (test === "") {
      bench.show(strings.notKept(refused?.message ?? strings.nothingToKeep));
      return false;
    }
    bench.append(test);
    bench.say(refused === null ? strings.kept : strings.keptPart(refused.message));
    return true;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // A crash has been said by then.
    if (error.code !== "crashed") bench.show(strings.notKept(error.message));
    return false;
  }
}
