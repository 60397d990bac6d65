// What an engine found, as figures: the same as `answertree backtest` prints of its own (docs/backtest.md).
import { NONE } from "./draws.mjs";

const share = (list, holds) => (list.length > 0 ? list.filter(holds).length / list.length : null);

/** `found` has the likeliest label of each row's message and whether it was refused; it may be shorter than `rows`. */
export function score(rows, found) {
  const tried = found.map(([likeliest, refused], at) => ({ label: rows[at][0], likeliest, refused }));
  const inScope = tried.filter(({ label }) => label !== NONE);
  const none = tried.filter(({ label }) => label === NONE);
  const refused = tried.filter((one) => one.refused);
  return {
    tried: tried.length,
    accuracy: share(inScope, ({ label, likeliest }) => label === likeliest),
    refused: none.length > 0 ? share(inScope, (one) => one.refused) : null,
    noneRecall: share(none, (one) => one.refused),
    nonePrecision: none.length > 0 ? share(refused, ({ label }) => label === NONE) : null,
  };
}
