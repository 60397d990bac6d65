// What must hold for the comparison to be fair: `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, split } from "./draws.mjs";
import { score } from "./score.mjs";
import { script } from "./script.mjs";

const ROWS = ["a", "b"].flatMap((label) => Array.from({ length: 9 }, (_, at) => [label, `${label} says ${at}`]));

test("a split takes of each label the messages with the smallest SHA-256, whatever their order", () => {
  // From sha256sum: of "a says 0" to "a says 8" and "b says 0" to "b says 8" the two smallest each.
  const expected = ["a says 6", "a says 8", "b says 2", "b says 7"];
  const { train, test: tried } = split(ROWS, 2);
  assert.equal(train.length, ROWS.length - 4);
  assert.deepEqual(tried.map(([, message]) => message).sort(), expected);
  assert.deepEqual(new Set(split([...ROWS].reverse(), 2).test.map(String)), new Set(tried.map(String)));
});

test("a message that stands twice is not on both sides", () => {
  const { train, test: tried } = split([...ROWS, ...ROWS], 3);
  const learned = new Set(train.map(String));
  assert.deepEqual(tried.filter((row) => learned.has(String(row))), []);
});

test("a draw has so many of each label, mixed, and another draw has others", () => {
  const rows = draw(ROWS, 4, 1);
  for (const label of ["a", "b"]) assert.equal(rows.filter(([own]) => own === label).length, 4);
  assert.notDeepEqual(rows.map(([label]) => label), rows.map(([label]) => label).sort());
  assert.deepEqual(draw([...ROWS].reverse(), 4, 1), rows);
  assert.notDeepEqual(draw(ROWS, 4, 2), rows);
  assert.equal(draw(ROWS, Number.POSITIVE_INFINITY, 1).length, ROWS.length);
});

test("figures are those that docs/backtest.md defines", () => {
  const rows = [["a", ""], ["a", ""], ["b", ""], ["oos", ""], ["oos", ""], ["b", "not tried"]];
  const found = [["a", false], ["a", true], ["a", false], ["b", true], [null, false]];
  assert.deepEqual(score(rows, found), { tried: 5, accuracy: 2 / 3, refused: 1 / 3, noneRecall: 1 / 2, nonePrecision: 1 / 2 });
  assert.equal(score([["a", ""]], [["a", true]]).nonePrecision, null);
});

test("a script has a topic for each label", () => {
  assert.equal(script([["b", "two  words"], ["a", "c:\\"]]), "== t1\n- c:\\\\\n> Noted.\n\n== t2\n- two words\n> Noted.\n\n");
});
