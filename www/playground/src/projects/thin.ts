/** Which versions of a history go when it grows. */
import type { Version } from "./model.ts";

/** Versions of a project at most. */
export const MOST = 200;
/** So many of the newest are all kept; behind them, one for each hour. */
const CLOSE = 100;
const HOUR_MS = 3_600_000;
/** The texts of a project's history, in UTF-16 units; a few of the newest are kept even so. */
const MOST_SIZE = 24 * 1024 * 1024;
const FEWEST = 3;

/** Those that go, of a project's versions from the newest to the oldest. `most` is less where the space is used up. */
export function superfluous(versions: readonly Version[], most = MOST): number[] {
  const gone: number[] = [];
  let [count, size, hour] = [0, 0, Number.NaN];
  for (const version of versions) {
    const itsHour = Math.floor(version.at / HOUR_MS);
    const crowded = count >= CLOSE && itsHour === hour;
    const large = count >= FEWEST && size + version.size > MOST_SIZE;
    if (count >= most || crowded || large) {
      gone.push(version.key);
      continue;
    }
    count += 1;
    size += version.size;
    hour = itsHour;
  }
  return gone;
}
