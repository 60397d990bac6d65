// How long a message takes under Node.

/** Passes over the messages, and what one may take at most, in milliseconds. */
const PASSES = 7;
const PASS = 2_000;

/** How long an engine warms up at least, in milliseconds: what is compiled anew while it runs takes the time of what is measured. */
const WARM = 1_000;

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Microseconds a message, of each of some passes over the messages; those that warm up come before and are not among them. */
export async function perMessage(messages, find) {
  const passes = [];
  const first = performance.now();
  while (passes.length < PASSES) {
    const warms = performance.now() - first < WARM;
    const begin = performance.now();
    let tried = 0;
    for (const message of messages) {
      // A call that is no promise is not waited for: that alone would take a microsecond.
      const answer = find(message);
      if (answer instanceof Promise) await answer;
      tried++;
      // Asked now and then: the clock itself costs.
      if (tried % 16 === 0 && performance.now() - begin > PASS) break;
    }
    if (!warms) passes.push(((performance.now() - begin) * 1_000) / tried);
  }
  return passes;
}
