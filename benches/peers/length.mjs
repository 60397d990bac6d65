// Writes what messages of twice the length take, from what criterion measured: `node length.mjs TARGET PAGE`.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aligned, kibibytes, time } from "./show.mjs";

const [target, page] = process.argv.slice(2);
const folder = join(target, "criterion");
const PREFIX = "length-";

const rows = [];
let lengths = [];
for (const group of readdirSync(folder).filter((name) => name.startsWith(PREFIX)).sort()) {
  lengths = readdirSync(join(folder, group)).filter((name) => /^\d+$/.test(name)).map(Number).sort((a, b) => a - b);
  const took = lengths.map((length) => {
    const { median } = JSON.parse(readFileSync(join(folder, group, String(length), "new/estimates.json"), "utf8"));
    return median.point_estimate / 1e6;
  });
  const doublings = took.slice(1).map((ms, at) => ms / took[at]);
  const whole = (took.at(-1) / took[0]) ** (1 / doublings.length);
  rows.push([group.slice(PREFIX.length).replaceAll("-", " "), ...took.map(time), `${whole.toFixed(2)} ×`, `${Math.max(...doublings).toFixed(2)} ×`]);
}
if (rows.length === 0) throw new Error("cargo bench --bench length has not run");
const head = ["a message of", ...lengths.map(kibibytes), "a doubling takes", "the worst of them"];
const text = `# Messages of twice the length

Written by \`make bench\`: do not edit. Each message is one text again and again; \`benches/length.rs\` has the texts and a script
whose gaps all wait for more, trained with the language pack. What is measured is reading the message and ranking the topics,
natively. Linear time is 2 × a doubling.

${aligned([head, ...rows])}
`;
console.log(text);
writeFileSync(page, text);
