/** The same script, message and context give the same bytes under Node as natively: `tests/turns.rs` writes what is expected. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as runtime from "answertree";
import * as compiler from "answertree/compiler";

const root = new URL("../../../", import.meta.url);
/** @typedef {{ message: string, context: import("answertree").Context, turn: string }} Case */
/** @type {{ script: string, bytes: number, checksum: string, cases: Case[] }[]} */
const groups = [];
for (const line of readFileSync(new URL("tests/data/turns.jsonl", root), "utf8").trimEnd().split("\n")) {
  const value = JSON.parse(line);
  if ("script" in value) groups.push({ ...value, cases: [] });
  else groups.at(-1)?.cases.push(value);
}

describe("turns as they are natively", () => {
  assert.ok(groups.length > 0);
  for (const { script, bytes, checksum, cases } of groups) {
    const text = readFileSync(new URL(script, root), "utf8");
    const { machine } = compiler.compile({ "main.answers": text });
    test(`${script}: the machine`, () => {
      assert.ok(machine);
      assert.equal(machine.length, bytes);
      assert.equal(Buffer.from(machine.subarray(8, 16)).toString("hex"), checksum);
    });
    for (const [name, { Machine }] of Object.entries({ runtime, compiler })) {
      test(`${script}: ${cases.length} turns of the ${name} module`, () => {
        assert.ok(machine && cases.length > 0);
        const loaded = Machine.load(machine);
        for (const { message, context, turn } of cases) {
          assert.equal(loaded.suggestJson(message, context), turn, message);
        }
        loaded.free();
      });
    }
  }
});
