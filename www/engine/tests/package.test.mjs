/** The package as an integrator has it, under Node: both modules, by the names that package.json exports. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import * as runtime from "answertree";
import * as compiler from "answertree/compiler";

const acme = readFileSync(new URL("../../../examples/acme.answers", import.meta.url), "utf8");
const small = `script Small shop
language en, fr

channel x     limit 40 weighted public
channel email

fact name  text = there
fact order_id  text like [A-Z]{2}[0-9]{6}
  ask Could you send us your order number?
fact days  number

words parcel = parcel, package

== late: Late delivery
- where is my order
- my parcel still has not arrived
- tracking has not moved in days
when <parcel> .. late|missing
need order_id
> Hi {name}, we are looking for {order_id} right now.
`;

/** @param {string} text */
function bytes(text) {
  const { machine, problems } = compiler.compile({ "main.answers": text });
  assert.ok(machine, JSON.stringify(problems));
  return machine;
}

for (const [name, { Machine, MachineError }] of Object.entries({ runtime, compiler })) {
  describe(`the ${name} module`, () => {
    test("suggests, and says where in the message it found why", () => {
      const machine = Machine.load(bytes(small));
      const message = "😀 where's my PARCEL?? It's late";
      const turn = machine.suggest(message, { channel: "email", facts: { name: "Sam" } });
      assert.equal(turn.topic, "late");
      const [first] = turn.suggestions;
      assert.ok(first);
      const words = first.because.flatMap(({ spans }) =>
        spans.map(({ start, end }) => message.slice(start, end)),
      );
      assert.ok(words.includes("PARCEL"), words.join(", "));
      assert.ok(words.includes("late"), words.join(", "));
      assert.deepEqual(turn.asks, [{ fact: "order_id", question: "Could you send us your order number?" }]);
      machine.free();
    });

    test("fills what the message says", () => {
      const machine = Machine.load(bytes(small));
      const turn = machine.suggest("my package AB123456 is late", { facts: { name: "Sam" } });
      assert.deepEqual(turn.asks, []);
      assert.deepEqual(turn.filled, [{ fact: "order_id", value: "AB123456", span: { start: 11, end: 19 } }]);
      assert.equal(turn.suggestions[0]?.text, "Hi Sam, we are looking for AB123456 right now.");
    });

    test("counts against the channel's limit", () => {
      const machine = Machine.load(bytes(small));
      const turn = machine.suggest("my package AB123456 is late", { channel: "x" });
      assert.equal(turn.suggestions[0]?.length.limit, 40);
      assert.equal(turn.suggestions[0]?.length.fits, false);
    });

    test("gives the same object as its JSON, and the same every time", () => {
      const machine = Machine.load(bytes(acme));
      const context = {
        channel: "x",
        facts: { name: "Sam" },
        now: Date.UTC(2026, 10, 24, 12),
        explain: true,
      };
      const text = machine.suggestJson("where's my parcel?? it's been two weeks", context);
      assert.deepEqual(machine.suggest("where's my parcel?? it's been two weeks", context), JSON.parse(text));
      assert.equal(
        Machine.load(bytes(acme)).suggestJson("where's my parcel?? it's been two weeks", context),
        text,
      );
    });

    test("has every key that the types promise", () => {
      const machine = Machine.load(bytes(small));
      const turn = machine.suggest("my package is late");
      assert.deepEqual(Object.keys(turn).sort(), [
        "actions",
        "asks",
        "choices",
        "department",
        "ended",
        "filled",
        "handoff",
        "notes",
        "otherLanguage",
        "prefer",
        "ruledOut",
        "smallTalk",
        "steps",
        "suggestions",
        "topic",
        "truncated",
      ]);
      assert.deepEqual(Object.keys(turn.suggestions[0] ?? {}).sort(), [
        "also",
        "because",
        "confidence",
        "department",
        "id",
        "kind",
        "language",
        "length",
        "secrets",
        "text",
        "title",
        "topic",
      ]);
      const info = machine.info();
      assert.deepEqual(Object.keys(info).sort(), [
        "bytes",
        "channels",
        "departments",
        "facts",
        "formatVersion",
        "languages",
        "name",
        "sections",
        "topics",
        "version",
      ]);
      assert.equal(info.name, "Small shop");
      assert.deepEqual(info.languages, ["en", "fr"]);
      assert.deepEqual(
        info.channels.map(({ name }) => name),
        ["x", "email"],
      );
    });

    test("refuses what is no machine, with a code", () => {
      const good = bytes(small);
      const damaged = new Uint8Array(good);
      damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
      for (const wrong of [new Uint8Array(), new Uint8Array(1000), good.slice(0, good.length - 1), damaged]) {
        assert.throws(
          () => Machine.load(wrong),
          (error) => error instanceof MachineError && /^AM\d{4}$/.test(error.code) && error.message !== "",
        );
      }
    });

    test("refuses a context that does not fit, with a code", () => {
      const machine = Machine.load(bytes(small));
      assert.throws(() => machine.suggest("hello", { channel: "telex" }), {
        name: "MachineError",
        code: /^AC\d{4}$/,
      });
      // @ts-expect-error -- what a caller without types may do
      assert.throws(() => machine.suggest("hello", { facts: 7 }), {
        name: "MachineError",
        code: /^AC\d{4}$/,
      });
      assert.ok(machine.suggest("my package is late").suggestions.length > 0);
    });

    test("hands over what the host knows, whole", () => {
      const machine = Machine.load(
        bytes(`script Echo
language en
fact name text
fact n number
fact tags list
fact paid yes/no
== echo: Echo
when echo
> <{name}> <{n}> <{tags}> <{paid}> <{now}> <{visits(echo)}>
`),
      );
      /** @param {import("answertree").Context} context */
      const said = (context) => machine.suggest("echo", context).suggestions[0]?.text;
      assert.equal(said({}), "<> <> <> <> <> <0>");
      for (const name of ["", "\0", "\x01\x7f\b\f\u2028", "Zoë 😀", "a".repeat(5000), "{n}"]) {
        const turn = machine.suggest("echo", { facts: { name } });
        assert.equal(turn.suggestions[0]?.text, `<${name}> <> <> <> <> <0>`);
        assert.deepEqual(JSON.parse(machine.suggestJson("echo", { facts: { name } })), turn);
      }
      // Half of a pair is no character, neither alone nor before what follows it.
      assert.equal(said({ facts: { name: "\ud83d" } }), "<\ufffd> <> <> <> <> <0>");
      for (const [n, text] of /** @type {[number, string][]} */ ([
        [0, "0"],
        [-0, "0"],
        [63, "63"],
        [64, "64"],
        [-1.5, "-1.5"],
        [0.1234565, "0.123457"],
        [-0.0000005, "-0.000001"],
        [1234567.891, "1234567.891"],
        [9_007_199_254, "9007199254"],
      ])) {
        assert.equal(said({ facts: { n } }), `<> <${text}> <> <> <> <0>`);
      }
      assert.equal(said({ facts: { tags: ["a", "é", ""], paid: false } }), "<> <> <a, é, > <no> <> <0>");
      assert.equal(
        said({ now: -1, visits: { echo: 4_294_967_295 } }),
        "<> <> <> <> <1969-12-31 23:59> <4294967295>",
      );
      for (const [context, wrong] of /** @type {[any, RegExp][]} */ ([
        [7, /`the context` takes an object/],
        [{ colour: 1 }, /`colour` is not a key of a context/],
        [{ channel: 7 }, /`channel` takes text/],
        [{ now: Number.NaN }, /`now` takes a whole number/],
        [{ seed: -1 }, /`seed` takes a number from 0 to 4294967295/],
        [{ limit: 2 ** 32 }, /`limit` takes a number/],
        [{ explain: "yes" }, /`explain` takes true or false/],
        [{ facts: { n: 1e300 } }, /`n` is a number too large to count with/],
        [{ facts: { n: {} } }, /`n` takes text, a number, true, false or a list of texts/],
        [{ facts: { tags: [1] } }, /`tags` takes text/],
        [{ visits: { echo: "1" } }, /`echo` takes a whole number/],
      ])) {
        assert.throws(() => machine.suggest("echo", context), {
          name: "MachineError",
          code: "AC0003",
          message: wrong,
        });
      }
      for (const nothing of [null, undefined]) {
        // @ts-expect-error -- what a caller without types may do
        assert.equal(said({ channel: nothing, facts: { n: nothing }, colour: nothing }), said({}));
      }
      machine.free();
    });

    test("takes hostile text for what it is", () => {
      const machine = Machine.load(bytes(small));
      for (const message of [
        "",
        "\0",
        "\ud800",
        "{name}",
        "<script>",
        "a".repeat(200_000),
        "\u200b".repeat(50),
        "🏳️‍🌈".repeat(5000),
      ]) {
        assert.equal(typeof machine.suggest(message, { facts: { name: "{order_id}" } }).truncated, "boolean");
      }
      const turn = machine.suggest("my package AB123456 is late", { facts: { name: "{order_id}" } });
      assert.equal(turn.suggestions[0]?.text, "Hi {order_id}, we are looking for AB123456 right now.");
    });
  });
}

describe("the compiler", () => {
  test("reports each mistake at its place in UTF-16, with a fix that applies", () => {
    const wrong = small.replace("Small shop", "Small 😀 shop").replace("need order_id", "need ordr_id");
    const { machine, problems } = compiler.compile({ "main.answers": wrong });
    assert.equal(machine, null);
    const [problem] = problems.filter(({ severity }) => severity === "error");
    assert.ok(problem?.fix);
    assert.equal(wrong.slice(problem.place.start, problem.place.end), "ordr_id");
    const { place, text } = problem.fix;
    const mended = wrong.slice(0, place.start) + text + wrong.slice(place.end);
    assert.ok(compiler.compile({ "main.answers": mended }).machine);
  });

  test("gives the same bytes each time, and the two modules read them alike", () => {
    assert.deepEqual(bytes(acme), bytes(acme));
    const message = "where's my parcel?? it's been two weeks";
    const context = { channel: "x", facts: { name: "Sam" }, explain: true };
    assert.equal(
      runtime.Machine.load(bytes(acme)).suggestJson(message, context),
      compiler.Machine.load(bytes(acme)).suggestJson(message, context),
    );
  });

  test("formats: the same machine, and nothing more to do", () => {
    const untidy = small.replace("language en, fr", "language    en,fr").replaceAll("\n- ", "\n-   ");
    const tidy = compiler.format(untidy);
    assert.notEqual(tidy, untidy);
    assert.equal(compiler.format(tidy), tidy);
    assert.deepEqual(bytes(tidy), bytes(untidy));
  });

  test("lists a machine for people", () => {
    assert.match(compiler.Machine.load(bytes(small)).listing(), /Late delivery/);
  });

  test("takes wrong use for wrong use", () => {
    // @ts-expect-error -- what a caller without types may do
    assert.throws(() => compiler.compile("script X"), TypeError);
    // @ts-expect-error -- what a caller without types may do
    assert.throws(() => compiler.compile({ "main.answers": 7 }), TypeError);
  });

  test("meets hostile text with problems, not with a crash", () => {
    const cases = [
      "",
      "\0\0",
      "\ud800",
      "==".repeat(50_000),
      `${"*".repeat(5000)} a`,
      `> ${"{".repeat(20_000)}`,
      `set a = ${"(".repeat(20_000)}`,
    ];
    for (const text of cases) {
      const { problems } = compiler.compile({ "main.answers": text });
      assert.ok(Array.isArray(problems));
    }
    assert.ok(bytes(small).length > 0);
  });
});

describe("the slim entry", () => {
  test("starts from a module that the host has compiled", async () => {
    const slim = await import("answertree/slim");
    const path = createRequire(import.meta.url).resolve("answertree/runtime.wasm");
    slim.init(await WebAssembly.compile(readFileSync(path)));
    assert.equal(slim.Machine.load(bytes(small)).info().name, "Small shop");
  });
});
