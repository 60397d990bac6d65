/** What the Data pane writes into a script, and how it counts. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { compile } from "answertree/compiler";
import { runnerImport } from "vite";

/** @param {string} path */
const load = async (path) => (await runnerImport(fileURLToPath(new URL(path, import.meta.url)))).module;
const { draftOf, exampleEdit, withExample } = /** @type {typeof import("../src/data/write.ts")} */ (
  await load("../src/data/write.ts")
);
const { accuracy, change, departments, labelled, mixes, strangers } =
  /** @type {typeof import("../src/data/figures.ts")} */ (await load("../src/data/figures.ts"));
const { all, matching } = /** @type {typeof import("../src/data/filter.ts")} */ (
  await load("../src/data/filter.ts")
);

describe("an example goes behind those that its topic has", () => {
  const other = "== other: Other\n- something else\n> Yes.\n";
  /** @type {[string, string, string[], string][]} */
  const cases = [
    [
      "behind the last",
      "== late\n- a b\n- c d\nwhen x\n> r\n",
      ["e f"],
      "== late\n- a b\n- c d\n- e f\nwhen x\n> r\n",
    ],
    ["where there is none", "== late\nwhen x\n> r\n", ["e f"], "== late\n- e f\nwhen x\n> r\n"],
    [
      "behind `when` and a comment",
      "== late\nwhen x\n# why\n\n- a b\n> r\n",
      ["e f"],
      "== late\nwhen x\n# why\n\n- a b\n- e f\n> r\n",
    ],
    ["as far in", "== late\n  - a b\n> r\n", ["e f", "g h"], "== late\n  - a b\n  - e f\n  - g h\n> r\n"],
    ["at the end of a file", "== late\n- a b", ["e f"], "== late\n- a b\n- e f"],
    [
      "in one line, with its marks",
      "== late\n- a b\n> r\n",
      ["two\nlines \\{ and {holes}"],
      "== late\n- a b\n- two lines \\\\{ and {holes}\n> r\n",
    ],
  ];
  for (const [name, text, examples, expected] of cases) {
    test(name, () => {
      const ahead = text.endsWith("\n") ? [other, ""] : [other];
      for (const before of ["", ...ahead]) {
        const source = `${before}${text}${text.endsWith("\n") ? other.replace("== other", "== third") : ""}`;
        const place = /** @type {any} */ ({ file: "main.answers", start: before.length });
        const { start, end, text: put } = exampleEdit(source, place, examples);
        const written = source.slice(0, start) + put + source.slice(end);
        assert.ok(written.startsWith(before + expected), written);
        assert.ok(written.endsWith(source.slice(start)));
      }
    });
  }
});

describe("a draft compiles, whatever the message", () => {
  const taken = "== where-is-it: Where is it\n- where is it\n> There.\n\n";
  for (const message of [
    "where is it",
    "Where IS it?",
    "{curly} [square] <angle> #hash | bar -> arrow \\",
    "== heading\n> reply\n- example",
    "“quoted” \"words\" 'here'",
    "end",
    "1234",
    "😀😀",
    "größer als 100 € — ja?",
    "\u202eright to left \u0000 and a nul",
    "a".repeat(3_000),
  ]) {
    test(JSON.stringify(message.slice(0, 40)), () => {
      const { text } = draftOf(message, ["where-is-it"]);
      const { machine, problems } = compile({ "main.answers": `${taken}${text}` });
      assert.ok(machine !== null, JSON.stringify(problems.filter(({ severity }) => severity === "error")));
    });
  }

  test("a group's draft takes a message once", () => {
    const draft = "# 3 messages\n== a: A\n- one two\n- three four\n> \\[Reply: A]\n";
    assert.equal(withExample(draft, "three four"), draft);
    assert.equal(withExample(draft, "five\nsix"), draft.replace("three four\n", "three four\n- five six\n"));
  });
});

describe("figures", () => {
  const topics = [
    { name: "late", title: "Late delivery", department: "Care" },
    { name: "refund", title: "", department: "Money" },
    { name: "lost", title: "Lost", department: "Care" },
  ];
  /** Kinds, first and second topics with how sure they are. @param {[number, number, number, number, number][]} rows */
  const run = (rows) => ({
    topics,
    count: rows.length,
    kinds: Uint8Array.from(rows, ([kind]) => kind),
    first: Int32Array.from(rows, ([, first]) => first),
    sure: Uint16Array.from(rows, ([, , sure]) => sure),
    second: Int32Array.from(rows, ([, , , second]) => second),
    secondSure: Uint16Array.from(rows, ([, , , , sure]) => sure),
    languages: new Map(),
    milliseconds: 1,
  });
  /** @param {string[]} texts @param {string[] | null} labels */
  const corpus = (texts, labels) => ({ name: "x", texts, labels, notes: [], whole: true });
  const was = run([
    [0, 0, 900, 1, 100],
    [0, 0, 600, 2, 550],
    [0, 1, 800, 0, 100],
    [3, 0, 300, 1, 290],
    [1, -1, 0, -1, 0],
  ]);
  const texts = ["my parcel is late", "lost or late", "Refund (now)", "what else", "hello"];

  test("what each department gets", () => {
    assert.deepEqual(
      departments(was).map(({ department, messages }) => [department, messages]),
      [
        ["Care", 2],
        ["Money", 1],
      ],
    );
  });

  test("labels name topics by name or title, however they are written", () => {
    const labels = ["LATE-delivery", "lost", "late", "other", ""];
    const found = labelled(corpus(texts, labels), was);
    assert.ok(found !== null);
    assert.deepEqual(accuracy(corpus(texts, labels), was, found), { right: 1, of: 3 });
    assert.deepEqual(
      mixes(corpus(texts, labels), was, found).map(({ label, one, other, messages }) => [
        label,
        one,
        other,
        messages,
      ]),
      [
        ["lost", 2, 0, [1]],
        ["late", 0, 1, [2]],
      ],
    );
    assert.deepEqual(
      strangers(corpus(texts, labels), found).map(({ label, messages, topic }) => [
        label,
        messages.size,
        topic,
      ]),
      [["other", 1, -1]],
    );
  });

  test("without labels topics are mixed up that are close", () => {
    assert.deepEqual(
      mixes(corpus(texts, null), was, null).map(({ one, other, messages }) => [one, other, messages]),
      [[0, 2, [1]]],
    );
  });

  test("what an edit changed", () => {
    const is = run([
      [0, 0, 900, 1, 100],
      [0, 2, 600, 0, 550],
      [3, 1, 300, 0, 100],
      [0, 1, 500, 1, 290],
      [1, -1, 0, -1, 0],
    ]);
    const found = change(was, is);
    assert.ok(found !== null);
    const { before, after, gained, lost, moved, messages, topics } = found;
    assert.deepEqual([before, after, gained, lost, moved], [3, 3, 1, 1, 1]);
    assert.deepEqual([...messages], [1, 2, 3]);
    assert.deepEqual(topics, [
      ["Late delivery", -1],
      ["Lost", 1],
    ]);
    assert.equal(change(was, { ...is, count: 2 }), null);
  });

  test("the table is narrowed down by words, kinds, topics and how sure they are", () => {
    /** @type {[Partial<typeof all>, number[]][]} */
    const cases = [
      [{}, [0, 1, 2, 3, 4]],
      [{ search: "LATE" }, [0, 1]],
      [{ search: "late lost" }, [1]],
      [{ search: "(now)" }, [2]],
      [{ which: "answered" }, [0, 1, 2]],
      [{ which: "unanswered" }, [3]],
      [{ which: "small talk" }, [4]],
      [{ which: "unsure" }, [1]],
      [{ which: "changed" }, [2]],
      [{ topic: 0 }, [0, 1, 3]],
      [{ topic: 0, which: "answered" }, [0, 1]],
      [{ sure: "high" }, [0, 2]],
      [{ sure: "middle" }, [1]],
      [{ only: { what: "x", messages: new Set([1, 4]) } }, [1, 4]],
    ];
    for (const [filter, expected] of cases) {
      const found = matching(corpus(texts, null), was, null, new Set([2]), { ...all, ...filter });
      assert.deepEqual([...found], expected, JSON.stringify(filter));
    }
  });
});
