// Language packs in both modules: a machine that was trained with one needs it, and says so.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as runtime from "answertree";
import * as compiler from "answertree/compiler";

const bytes = new Uint8Array(readFileSync(new URL("../../../packs/en.pack", import.meta.url)));
const script = `
== late: Late
- where is my parcel
- my order has not arrived
- the delivery is late
> We are looking for it.

== refund: Refund
- I want my money back
- please refund me
- can you reimburse me
> You will have it in five days.
`;

test("a script learns from a pack, and its machine runs with it in either module", () => {
  const pack = compiler.Pack.read(bytes);
  assert.equal(pack.language, "en");
  assert.match(pack.checksum, /^[0-9a-f]{16}$/);
  const { machine, problems } = compiler.compile({ "main.answers": `pack en${script}` }, pack);
  assert.deepEqual(
    problems.filter((problem) => problem.severity === "error"),
    [],
  );
  assert.ok(machine);
  const first = compiler.Machine.load(machine, pack);
  const second = runtime.Machine.load(machine, runtime.Pack.read(bytes));
  const message = "my package has not arrived";
  assert.equal(first.suggest(message).topic, "late");
  assert.equal(first.suggestJson(message), second.suggestJson(message));
});

test("a machine without its pack is refused by a code that names the pack", () => {
  const pack = compiler.Pack.read(bytes);
  const { machine } = compiler.compile({ "main.answers": `pack en${script}` }, pack);
  assert.ok(machine);
  for (const { Machine } of [compiler, runtime]) {
    assert.throws(() => Machine.load(machine), {
      code: "AM0007",
      message: new RegExp(pack.checksum),
    });
  }
});

test("a script that asks for a pack is not compiled without it", () => {
  const { machine, problems } = compiler.compile({ "main.answers": `pack en${script}` });
  assert.equal(machine, null);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ["AT0207"],
  );
});

test("a machine that needs no pack takes none", () => {
  const { machine } = compiler.compile({ "main.answers": script }, compiler.Pack.read(bytes));
  assert.ok(machine);
  const pack = runtime.Pack.read(bytes);
  assert.equal(runtime.Machine.load(machine, pack).suggest("please refund me").topic, "refund");
});

test("what is no pack is refused by its code", () => {
  for (const { Pack } of [compiler, runtime]) {
    assert.throws(() => Pack.read(new Uint8Array(3)), { code: "AP0001" });
    const damaged = bytes.slice();
    damaged.set([(bytes.at(-1) ?? 0) ^ 1], bytes.length - 1);
    assert.throws(() => Pack.read(damaged), { code: "AP0004" });
  }
});
