// Writes tests/data/weighted.tsv, what twitter-text says of many texts:
//   npm ci && npm run generate
// `npm run check -- FILE` prints the same for the lines of any file.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const { parseTweet } = require("twitter-text");

const row = (text) => `${JSON.stringify(text)}\t${parseTweet(text).weightedLength}`;
const real = (url) => readFileSync(url, "utf8").split("\n").filter((line) => line && !line.startsWith("# "));

if (process.argv[2]) {
  process.stdout.write(real(process.argv[2]).map((line) => `${row(line)}\n`).join(""));
  process.exit();
}

// A small generator of our own (mulberry32), so that every run writes the same.
let state = Number(process.env.SEED ?? 20261124);
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const below = (n) => Math.floor(random() * n);
const pick = (list) => list[below(list.length)];
const some = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make).join("");

const words = (
  "the a of to my your order parcel refund please sorry thanks where when still not late now hello Hi Sam it's we'll DM us " +
  "account reset password Email Monday 24/7 £14.50 10% e.g. i.e. etc... and/or wi-fi 3.5 v2.0 no.1 end.Next it.is so.and"
).split(" ");
const accented = ["café", "Zoë", "naïve", "Ångström", "cafe\u0301", "Zoe\u0308", "a\u0323\u0302", "é\u0323", "ủ", "u\u0309", "ñandu", "ﬁn", "ß", "Ελλάδα", "Έλλα", "привет", "йод", "и\u0306", "ё"];
const scripts = ["日本語", "注文は届きましたか", "か\u3099", "ガ", "ｶﾞ", "中文网址", "한국어", "\u1112\u1161\u11ab\u1100\u116e\u11a8", "สวัสดี", "مرحبا", "مُحَمَّد", "أ", "ا\u0654", "हिन्दी", "क\u093c", "\u0958", "বো", "ক\u09c7\u09be", "שלום", "𝓱𝓲", "𠮷野", "ﷺ"];
const people = ["👨", "👩", "🧑", "👧", "👦", "👶"];
const doing = ["🏃", "🤷", "🤦", "🙋", "💁", "👮", "🏊", "🚴", "🧙", "🧘", "🏋", "🕵", "⛹", "🏌", "👯", "🤼", "🧞", "🧟"];
const hands = ["👍", "👋", "☝", "✌", "✊", "🙏", "🖐", "🤞", "🫶", "🫰"];
const tones = ["\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];
const plain = ["😀", "😭", "🔥", "🥺", "🫠", "❤", "☺", "☹", "⭐", "✅", "☎", "✈", "⌚", "➡", "♟", "♥", "☀", "🅰", "🈚", "🏳", "🗨", "©", "®", "™", "‼", "ℹ", "Ⓜ", "〰", "㊗", "▶", "🀄", "🦰", "🪐"];
const flags = () => String.fromCodePoint(0x1f1e6 + below(26), 0x1f1e6 + below(26));
const tone = () => (random() < 0.4 ? pick(tones) : "");
const selector = () => (random() < 0.6 ? "\ufe0f" : random() < 0.1 ? "\ufe0e" : "");
const pictures = [
  () => pick(plain) + selector(),
  () => pick(plain),
  () => pick(hands) + (random() < 0.3 ? "\ufe0f" : "") + tone(),
  () => pick(doing) + tone() + (random() < 0.2 ? "\ufe0f" : "") + "\u200d" + pick(["♀", "♂"]) + (random() < 0.85 ? "\ufe0f" : ""),
  () => pick(people) + tone() + "\u200d" + pick(["💻", "🚀", "🎓", "🌾", "⚕\ufe0f", "⚖\ufe0f", "✈\ufe0f", "✈", "🦰", "🦲", "🍼", "🎄"]),
  () => pick(people) + some(1, 3, () => "\u200d" + pick(people)),
  () => pick(["👨", "👩"]) + "\u200d❤\ufe0f\u200d" + (random() < 0.5 ? "💋\u200d" : "") + pick(["👨", "👩"]),
  flags,
  () => pick(["🇬🇧", "🇫🇷", "🇺🇸", "🇯🇵", "🇩🇪"]),
  () => pick(["0", "1", "9", "#", "*"]) + (random() < 0.8 ? "\ufe0f" : "") + "\u20e3",
  () => "🏴" + pick(["\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", "\u{e0075}\u{e0073}\u{e0074}\u{e0078}\u{e007f}", "\u200d☠\ufe0f"]),
  () => pick(["🏳\ufe0f\u200d🌈", "🏳\u200d🌈", "👁\u200d🗨", "👁\ufe0f\u200d🗨\ufe0f", "🏳\ufe0f\u200d⚧\ufe0f", "🐕\u200d🦺"]),
];
const unwrap = (module) => module.default ?? module;
const list = (name) => unwrap(require(`twitter-text/dist/regexp/${name}.js`)).source.match(/\(\?:\(\?:(.*)\)\(\?=/)[1].split("|");
const generic = list("validGTLD");
const country = list("validCCTLD");
const tlds = [
  () => pick(["com", "co", "net", "org", "io", "uk", "de", "fr", "COM", "Co.Uk"]),
  () => pick(generic),
  () => pick(country),
  () => pick(words).replace(/[^a-z]/gi, "x"),
  () => some(1, 5, () => String.fromCharCode(97 + below(26))),
  () => pick(["рф", "РФ", "中国", "みんな", "xn--p1ai", "XN--90ae", "xn--", "comé", "com中", "com1", "com-a", "com@x", "com+y", "co_uk", "онлайн", "ОНЛАЙН"]),
];
const labels = [
  () => pick(["acme", "example", "t", "www", "help", "a", "bit", "x1", "foo-bar", "FOO", "sub_domain", "-bad", "bad-", "_x", "x_"]),
  () => pick(accented),
  () => pick(scripts),
  () => some(1, 8, () => pick([..."abcdefghijklmnopqrstuvwxyz0123456789-_"])),
];
const name = () => some(1, 3, () => `${random() < 0.75 ? labels[0]() : pick(labels)()}${random() < 0.05 ? ".." : "."}`) + (random() < 0.6 ? tlds[0]() : pick(tlds)());
const paths = ["/", "/a", "/help/me", "/a.", "/a,b", "/a_(b)", "/a(b", "/a((b)c)d)", "/(a(b)(c))", "/()", "/!!", "/@user/1", "/~x/%20", "/é", "/путь", "/日本", "/a–b", "/a—b", "/x#y", "/a/b/c.html", "/ι", "//", "/.", "/a&b;c"];
const queries = ["?a=1", "?a=1&b=2", "?", "?!", "?q=a.b,", "?x=(y)", "?é", "?a=b|c~", "?a=\"b\"", "?#/"];
const scheme = () => pick(["", "", "", "https://", "http://", "HTTP://", "https:/", "ftp://", "//", "https://https://"]);
const link = () =>
  random() < 0.15
    ? `${pick(["https://t.co/", "http://t.co/", "t.co/", "HTTPS://T.CO/", "https://www.t.co/"])}${some(0, random() < 0.1 ? 45 : 10, () => pick([..."abcXYZ019"]))}${pick(["", "", "?a=1", "?", "/x", "-y", "é"])}`
    : scheme() + name() + (random() < 0.1 ? pick([":80", ":", ":a", ":8080"]) : "") + (random() < 0.5 ? pick(paths) : "") + (random() < 0.25 ? pick(queries) : "");
const signs = [..." .,!?;:'\"()[]{}<>-_/\\@#$%^&*+=|~`…–—’“”«»•·。、！？（）「」\u00a0\u200b\u200d\u2009\u3000\ufeff\u202e\u200f\n\t"];
const parts = [
  () => pick(words),
  () => pick(words),
  () => pick(accented),
  () => pick(scripts),
  () => pick(pictures)(),
  () => pick(pictures)(),
  link,
  link,
  () => pick(["@acme", "@user's", "#fail", "#日本", "bob@acme.com", "a.b@c.co.uk", "$ACME", "＠acme.com", "＃a.com"]),
  () => some(1, 3, () => pick(signs)),
];
const chaos = () => {
  const codes = [() => 0x20 + below(0x5f), () => 0x80 + below(0x300), () => 0x300 + below(0x100), () => 0x2000 + below(0x400), () => 0x2600 + below(0x200), () => 0x3000 + below(0x100), () => 0x1f300 + below(0x400)];
  return some(1, 24, () => (random() < 0.12 ? "." : String.fromCodePoint(pick(codes)())));
};

const texts = new Set(real(new URL("../data/care_messages.txt", import.meta.url)));
texts.add("");
while (texts.size < 2600) texts.add(some(1, 7, () => pick(parts)() + (random() < 0.8 ? " " : "")).trimEnd());
while (texts.size < 3600) texts.add(some(1, 3, () => pick([link, link, () => pick(signs), () => pick(accented), () => pick(scripts)])()));
while (texts.size < 4600) texts.add(some(1, 4, () => pick(pictures)()));
while (texts.size < 5400) texts.add(chaos());
while (texts.size < 6200) texts.add(some(1, 5, () => pick([...accented, ...scripts, ...signs, "\u0301", "\u0323", "\u0654", "\u3099", "."])));

const head = `# What X counts a text as: a JSON string, a tab, twitter-text 3.1.0's parseTweet(text).weightedLength.
# Real messages (see care_messages.txt for their origin), then random texts from a fixed seed.
# Written by: cd tests/twitter-text && npm ci && npm run generate
`;
const out = process.env.OUT ?? new URL("../data/weighted.tsv", import.meta.url);
writeFileSync(out, head + [...texts].map((text) => `${row(text)}\n`).join(""));
