// Writes src/text/length_table.rs from twitter-text's own lists of top-level domains and twemoji-parser's own expression:
//   npm ci && npm run tables
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const unwrap = (module) => module.default ?? module;
const alternatives = (expression) => expression.source.match(/\(\?:\(\?:(.*)\)\(\?=/)[1].split("|");
const generic = alternatives(unwrap(require("twitter-text/dist/regexp/validGTLD.js")));
const country = alternatives(unwrap(require("twitter-text/dist/regexp/validCCTLD.js")));
const emoji = new RegExp(unwrap(require("twemoji-parser/dist/lib/regex.js")).source, "g");

/** Whether the whole text is one picture. */
const isOne = (text) => {
  emoji.lastIndex = 0;
  const found = emoji.exec(text);
  return found !== null && found.index === 0 && found[0].length === text.length;
};

const SELECTOR = "\ufe0f";
const TONE = "\u{1f3fd}";
const WOMAN = "\u200d\u2640\ufe0f";
const points = [];
for (let code = 0x80; code < 0x20000; code++) {
  if (code < 0xd800 || code > 0xdfff) points.push(code);
}
const where = (test) => points.filter((code) => test(String.fromCodePoint(code)));
const ranges = (codes) => {
  const found = [];
  for (const code of codes) {
    const last = found.at(-1);
    if (last && last[0] + last[1] + 1 === code) last[1]++;
    else found.push([code, 0]);
  }
  // Numbers of seven bits to the byte: twice how far each begins behind the end of the one before, one more where it is
  // longer than one, and then how many follow.
  const bytes = [];
  let after = 0;
  for (const [first, more] of found) {
    for (let n = (first - after) * 2 + (more ? 1 : 0); ; n >>>= 7) {
      bytes.push(n > 0x7f ? (n & 0x7f) | 0x80 : n);
      if (n <= 0x7f) break;
    }
    if (more) bytes.push(more);
    after = first + more + 1;
  }
  return bytes;
};

const letters = [..."abcdefghijklmnopqrstuvwxyz"];
const pairs = (test) =>
  letters.map((a, i) => letters.reduce((bits, b, j) => (test(a, b, i, j) ? bits | (1 << j) : bits), 0));
const regional = (i) => String.fromCodePoint(0x1f1e6 + i);

/** The same as `place_of` in src/text/x_links.rs. */
const hash = (name) => {
  let h = seed | 0;
  for (const byte of Buffer.from(name)) h = Math.imul(h ^ byte, 0x01000193);
  h ^= h >>> 15;
  return Math.imul(h, 0x2c1b3c6d) >>> 0;
};
const names = [...new Set([...generic, ...country])];
const sorted = (list) => list.sort((a, b) => a - b);
const others = names.filter((name) => !/^[a-z]+$/.test(name));
// The first seed under which no two names meet and every gap fits two bytes.
let seed = 0x811c9dc5;
let gaps;
for (; ; seed++) {
  const places = sorted(names.filter((name) => /^[a-z]{3,}$/.test(name)).map((name) => hash(name) >>> 9));
  gaps = places.map((place, i) => place - (i ? places[i - 1] : 0));
  if (gaps.every((gap) => gap > 0 && gap < 0x10000)) break;
}

let out = `//! What counts as a link and as one picture on X, from twitter-text and twemoji-parser.
//!
//! Written by \`npm run tables\` in tests/twitter-text; change the rules there.

/// What the places of names begin with, so that no two of them meet.
pub(super) const SEED: u32 = 0x${seed.toString(16)};

`;
const table = (doc, name, type, numbers) => {
  out += `/// ${doc}\n#[rustfmt::skip]\npub(super) const ${name}: [${type}; ${numbers.length}] = [\n`;
  for (let i = 0; i < numbers.length; i += 16) {
    out += `    ${numbers.slice(i, i + 16).map((n) => `0x${(n >>> 0).toString(16)}`).join(", ")},\n`;
  }
  out += "];\n\n";
};
table("The higher bytes of the gaps between the places of the top-level domains of three plain letters and more, in their order.", "NAMES_HIGH", "u8", gaps.map((gap) => gap >> 8));
table("Their lower bytes.", "NAMES_LOW", "u8", gaps.map((gap) => gap & 0xff));
table("The places, with all their bits, of the top-level domains in other letters.", "OTHER_NAMES", "u32", sorted(others.map(hash)));
table("The top-level domains of two letters: a row for the first, a bit for the second.", "COUNTRIES", "u32", pairs((a, b) => country.includes(a + b)));
table("Which of them are no flags, and which flags are none of them.", "FLAG_CHANGES", "u32", pairs((a, b, i, j) => country.includes(a + b) !== isOne(regional(i) + regional(j))));
table("Characters that are one picture with a selector, as `within` reads them.", "SELECTED", "u8", ranges(where((c) => isOne(c + SELECTOR))));
table("Characters that are one picture with a skin tone, as above.", "TONED", "u8", ranges(where((c) => isOne(c + TONE))));
table("Characters that are one picture with a sign for a woman or a man, as above.", "GENDERED", "u8", ranges(where((c) => isOne(c + WOMAN))));
writeFileSync(new URL("../../src/text/length_table.rs", import.meta.url), `${out.trimEnd()}\n`);

// What the code relies on, and what stands in it rather than in the table.
const show = (codes) => codes.map((code) => code.toString(16)).join(" ");
console.log("gendered only with a tone or a selector:", show(where((c) => isOne(c + TONE + WOMAN) && isOne(c + SELECTOR + WOMAN) && !isOne(c + WOMAN))));
console.log("gendered with a tone but not without:", show(where((c) => isOne(c + TONE + WOMAN) && !isOne(c + WOMAN))));
console.log("gendered but never toned:", show(where((c) => isOne(c + WOMAN) && !isOne(c + TONE + WOMAN))));
console.log("selected and toned at once:", show(where((c) => isOne(c + SELECTOR + TONE))));
console.log("selected or toned:", show(where((c) => isOne(c + SELECTOR) && isOne(c + TONE))));
console.log("professions:", show(where((c) => isOne("\u{1f469}\u200d" + c))), "selected", show(where((c) => isOne("\u{1f469}\u200d" + c + SELECTOR))));
console.log("professions, toned:", show(where((c) => isOne("\u{1f469}\u{1f3fd}\u200d" + c))));
