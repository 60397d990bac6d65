/** The grammar colours what it should; the words that begin lines are held to the compiler by its own tests. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const here = (path) => new URL(path, import.meta.url);
const wasm = await readFile(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm);
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () =>
    textmate.parseRawGrammar(
      await readFile(here("../syntaxes/answers.tmLanguage.json"), "utf8"),
      "answers.json",
    ),
});
const grammar = await registry.loadGrammar("source.answers");

/** Each piece of a line with the first two parts of its innermost scope. */
function tokens(line) {
  const { tokens } = grammar.tokenizeLine(line, textmate.INITIAL);
  return tokens
    .map(({ startIndex, endIndex, scopes }) => {
      const scope = scopes.at(-1).replace(/\.answers$/, "");
      return [line.slice(startIndex, endIndex).trim(), scope === "source" ? "" : scope];
    })
    .filter(([text]) => text !== "")
    .map(([text, scope]) => `${text}:${scope}`)
    .join(" ");
}

const keyword = "keyword.control";
const word = "keyword.operator.word";
const string = "string.unquoted";
const cases = [
  ["# a comment", "# a comment:comment.line.number-sign"],
  [
    "== late: Late delivery # c",
    `==:${keyword} late:entity.name.section ::punctuation.separator Late delivery:string.unquoted.title # c:comment.line.number-sign`,
  ],
  ["  menu m", `menu:${keyword} m:entity.name.section`],
  ["- where is #it", `-:${keyword} where is #it:${string}`],
  ["-> end resolved", `->:${keyword} end:${keyword} resolved:constant.language`],
  ["-> late-one # c", `->:${keyword} late-one:entity.name.section # c:comment.line.number-sign`],
  [
    "> [if a > 3] [on x] Hi {name or there}, \\{ #tag",
    `>:${keyword} [:punctuation.section.guard if:${word} a:variable.other >:keyword.operator 3:constant.numeric ]:punctuation.section.guard [:punctuation.section.guard on:${word} x:variable.other ]:punctuation.section.guard Hi:${string} {:punctuation.section.embedded.begin name:variable.other or:${word} there:variable.other }:punctuation.section.embedded.end ,:${string} \\{:constant.character.escape #tag:${string}`,
  ],
  ["> not [a guard]", `>:${keyword} not [a guard]:${string}`],
  [
    "> {if a: b {c} | else: d}",
    `>:${keyword} {:punctuation.section.embedded.begin if:${word} a:variable.other ::punctuation.separator b:${string} {:punctuation.section.embedded.begin c:variable.other }:punctuation.section.embedded.end |:punctuation.separator else:${word} ::punctuation.separator d:${string} }:punctuation.section.embedded.end`,
  ],
  [
    "** It - is lost -> refund",
    `**:${keyword} It:${string} -:${string} is lost:${string} ->:${keyword} refund:entity.name.section`,
  ],
  [
    'when not <parcel> .. is|late "and so"',
    `when:${keyword} not:${word} <:punctuation.definition.list parcel:entity.name.type >:punctuation.definition.list ..:keyword.operator is:${string} |:keyword.operator late:${string} ":string.quoted.double and so:string.quoted.double ":string.quoted.double`,
  ],
  ["when intent refund", `when:${keyword} intent:${word} refund:entity.name.type`],
  ["when if open(a)", `when:${keyword} if:${word} open:entity.name.function (: a:variable.other ):`],
  ["customer: hi there", `customer:${keyword} ::punctuation.separator hi there:${string}`],
  [
    "on nomatch 3 > Sorry",
    `on:${keyword} nomatch:constant.language 3:constant.numeric >:${keyword} Sorry:${string}`,
  ],
  ["expect no choice Two words", `expect:${keyword} no:${word} choice:constant.language Two words:${string}`],
  ["order: not a keyword line", "order: not a keyword line:"],
  ["opening", "opening:"],
  ["open-ended", "open-ended:"],
];

for (const [line, expected] of cases) {
  test(line, () => assert.equal(tokens(line), expected));
}

test("no line hangs over into the next", async () => {
  const text = await readFile(here("../../../examples/acme.answers"), "utf8");
  for (const line of `${text}\n> {if\n> [if\nhandoff a "b\n`.split("\n")) {
    const alone = grammar.tokenizeLine(line, textmate.INITIAL);
    const next = grammar.tokenizeLine("== late: Late", alone.ruleStack).tokens;
    assert.ok(next[0].scopes.includes("keyword.control.answers"), line);
  }
});
