/** A large script for tests: a service with many topics, each a small tree that leads on to others. */

const WHAT = [
  "Parcel",
  "Refund",
  "Invoice",
  "Account",
  "Contract",
  "Meter",
  "Booking",
  "Voucher",
  "Repair",
  "Visit",
];
const HOW = [
  "is late",
  "is wrong",
  "is lost",
  "was changed",
  "cannot be opened",
  "is too dear",
  "must be moved",
];

/**
 * The text of one with `topics` topics: for each a topic, six choices, and where four of them lead; about 11 nodes.
 * @param {number} topics
 */
export function large(topics) {
  const lines = [
    "script Large service",
    "language en",
    "channel email",
    "",
    "department first First line",
    "",
  ];
  lines.push("department second Second line", "");
  for (let at = 0; at < topics; at += 1) {
    const title = `${WHAT[at % WHAT.length]} ${at} ${HOW[at % HOW.length]}`;
    const other = (at * 7 + 3) % topics;
    lines.push(
      `== topic_${at}: ${title}`,
      `department ${at % 2 === 0 ? "first" : "second"}`,
      `when word${at} .. needle${at}`,
      `> We are looking into matter number ${at} for you.`,
      `* It began today, number ${at}`,
      `** The customer can wait, number ${at}`,
      `   > Thank you for your patience with matter ${at}.`,
      "   end resolved",
      `** The customer cannot wait, number ${at}`,
      `   handoff second "Matter ${at}, urgent"`,
      `* It began earlier, number ${at}`,
      ...(other === at ? ["  end unresolved"] : [`  -> topic_${other}`]),
      `* Somebody else knows more, number ${at}`,
      `  handoff first "Matter ${at}"`,
      `* None of these, number ${at}`,
      "  end unresolved",
      "",
    );
  }
  return lines.join("\n");
}
