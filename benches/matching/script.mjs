// The script that `answertree backtest` makes of labelled messages (src/backtest/examples.rs), for what it does not measure.

/** A topic for each label, its messages as examples, one reply. */
export function script(rows) {
  const byLabel = new Map();
  for (const [label, message] of rows) byLabel.set(label, [...(byLabel.get(label) ?? []), message]);
  const topics = [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, messages], at) => {
    const examples = messages.map((message) => message.trim().replace(/\s+/g, " ").replaceAll("\\", "\\\\"));
    return `== t${at + 1}\n${examples.map((example) => `- ${example}\n`).join("")}> Noted.\n\n`;
  });
  return topics.join("");
}
