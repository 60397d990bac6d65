/** Where a tour stands, as it is kept with its project. */
export interface TourState {
  /** The step, from 0; behind the last one it is finished. */
  step: number;
  /** Which of the step's tasks are done. */
  ticked: readonly number[];
}

/** What was kept, as far as it is one. */
export function readTour(kept: unknown): TourState | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const { step, ticked } = kept as Record<string, unknown>;
  if (!isCount(step) || !Array.isArray(ticked)) return undefined;
  return { step, ticked: ticked.filter(isCount) };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
