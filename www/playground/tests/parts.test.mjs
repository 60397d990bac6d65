/** The parts of the page that need no page. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** @param {string} path */
const load = async (path) => (await runnerImport(fileURLToPath(new URL(path, import.meta.url)))).module;
const { pieces } = /** @type {typeof import("../src/chat/marks.ts")} */ (await load("../src/chat/marks.ts"));
const { Conversation } = /** @type {typeof import("../src/chat/conversation.ts")} */ (
  await load("../src/chat/conversation.ts")
);
const { moved } = /** @type {typeof import("../src/editor/moved.ts")} */ (
  await load("../src/editor/moved.ts")
);
const { PAUSE_MS, startPatience } = /** @type {typeof import("../src/editor/patience.ts")} */ (
  await load("../src/editor/patience.ts")
);
const { startClient } = /** @type {typeof import("../src/engine/client.ts")} */ (
  await load("../src/engine/client.ts")
);
const { fileName } = /** @type {typeof import("../src/files.ts")} */ (await load("../src/files.ts"));

describe("a conversation", () => {
  test("is for whom it was asked, while something before it is not done yet", async () => {
    /** @type {boolean[]} */
    const drawn = [];
    /** @type {((answer: null) => void)[]} */
    const pending = [];
    const conversation = new Conversation({
      ask: () => new Promise((answer) => pending.push(answer)),
      start: () => ({}),
      menu: () => undefined,
      at: String,
      changed: () => drawn.push(conversation.alone),
      kept: undefined,
    });
    const adopted = conversation.adopt("== late");
    const restarted = conversation.restart(true);
    for (const done of [adopted, restarted]) {
      await new Promise((next) => setTimeout(next));
      pending.shift()?.(null);
      assert.equal(await done, false);
    }
    assert.deepEqual(drawn, [true, true]);
  });
});

describe("marks", () => {
  /** @type {[string, string, [number, number][], string][]} */
  const cases = [
    ["none", "where is it", [], "where is it"],
    ["one", "where is it", [[0, 5]], "[where] is it"],
    [
      "two, out of order",
      "where is it",
      [
        [9, 11],
        [0, 5],
      ],
      "[where] is [it]",
    ],
    [
      "overlapping",
      "abcdef",
      [
        [0, 3],
        [2, 4],
      ],
      "[abc][d]ef",
    ],
    [
      "inside another",
      "abcdef",
      [
        [0, 5],
        [1, 2],
      ],
      "[abcde]f",
    ],
    ["past the end", "abc", [[1, 99]], "a[bc]"],
    [
      "empty and turned round",
      "abc",
      [
        [1, 1],
        [2, 1],
      ],
      "abc",
    ],
    ["a whole emoji", "a😀b", [[1, 3]], "a[😀]b"],
  ];
  for (const [name, text, spans, expected] of cases) {
    test(name, () => {
      const found = pieces(
        text,
        spans.map(([start, end]) => ({ start, end })),
      );
      assert.equal(found.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join(""), expected);
      assert.equal(found.map((piece) => piece.text).join(""), text);
    });
  }
});

describe("the engine's client", () => {
  /** @param {(kind: string) => number} [patience] */
  function bench(patience) {
    /** @type {{ posted: any[]; send(reply: object): void; gone: boolean }[]} */
    const workers = [];
    /** @type {string[]} */
    const restarts = [];
    const create = () => {
      const target = new EventTarget();
      const record = {
        /** @type {any[]} */ posted: [],
        gone: false,
        send: (/** @type {object} */ data) =>
          target.dispatchEvent(Object.assign(new Event("message"), { data })),
      };
      workers.push(record);
      return /** @type {Worker} */ (
        /** @type {unknown} */ (
          Object.assign(target, {
            postMessage: (/** @type {object} */ message) => record.posted.push(message),
            terminate: () => {
              record.gone = true;
            },
          })
        )
      );
    };
    return {
      workers,
      restarts,
      client:
        /** @type {import("../src/engine/client.ts").Client<import("../src/engine/protocol.ts").Requests, import("../src/engine/protocol.ts").Answers>} */ (
          startClient({
            create,
            crashed: (by) => restarts.push(by),
            aside: "pack",
            ...(patience && { patience }),
          })
        ),
    };
  }
  const worker = (/** @type {ReturnType<typeof bench>} */ { workers }, at = workers.length - 1) => {
    const found = workers[at];
    assert.ok(found);
    return found;
  };

  test("sends one at a time, only the newest of those that wait, and drops what is overtaken", async () => {
    const it = bench();
    const answers = ["a", "b", "c"].map((text) => it.client.ask("format", { text }));
    assert.deepEqual(
      worker(it).posted.map(({ request }) => request.text),
      ["a"],
    );
    worker(it).send({ seq: 1, ok: true, answer: { text: "A" } });
    assert.deepEqual(
      worker(it).posted.map(({ request }) => request.text),
      ["a", "c"],
    );
    worker(it).send({ seq: 2, ok: true, answer: { text: "C" } });
    assert.deepEqual(await Promise.all(answers), [undefined, undefined, { text: "C" }]);
  });

  test("the lanes do not wait for each other, and an unknown number is nobody's", async () => {
    const it = bench();
    const compile = it.client.ask("format", { text: "a" });
    const suggest = it.client.ask("preview", { message: "m", now: 0 });
    assert.equal(worker(it).posted.length, 2);
    worker(it).send({ seq: 99, ok: true, answer: { text: "stale" } });
    worker(it).send({ seq: 2, ok: true, answer: null });
    worker(it).send({ seq: 1, ok: true, answer: { text: "A" } });
    assert.equal(await suggest, null);
    assert.deepEqual(await compile, { text: "A" });
  });

  test("a refusal is an error with its code, and the next request goes on", async () => {
    const it = bench();
    const refused = it.client.ask("format", { text: "a" });
    worker(it).send({ seq: 1, ok: false, code: "limit", message: "too long" });
    await assert.rejects(refused, { name: "EngineError", code: "limit", message: "too long" });
    const next = it.client.ask("format", { text: "b" });
    worker(it).send({ seq: 2, ok: true, answer: { text: "B" } });
    assert.deepEqual(await next, { text: "B" });
  });

  test("a crash replaces the worker: what ran is lost, what waited is sent again", async () => {
    const it = bench();
    const ran = it.client.ask("format", { text: "a" });
    const waited = it.client.ask("format", { text: "b" });
    worker(it).send({ seq: 1, ok: false, code: "crashed", message: "unreachable" });
    await assert.rejects(ran, { code: "crashed" });
    assert.deepEqual(it.restarts, ["format"]);
    assert.ok(worker(it, 0).gone);
    assert.deepEqual(
      worker(it, 1).posted.map(({ request }) => request.text),
      ["b"],
    );
    worker(it, 1).send({ seq: 2, ok: true, answer: { problems: [], machine: null, milliseconds: 0 } });
    assert.ok(await waited);
  });

  test("a worker that hangs counts as crashed", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const it = bench();
    const hung = it.client.ask("preview", { message: "m", now: 0 });
    t.mock.timers.tick(60_000);
    await assert.rejects(hung, { code: "crashed" });
    assert.deepEqual(it.restarts, ["preview"]);
  });

  test("what waits for long work does not count as hanging; what hangs after it does", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const it = bench((kind) => (kind === "compile" ? 90_000 : 20_000));
    const made = it.client.ask("compile", { sources: { "main.answers": "a" } });
    const asked = it.client.ask("preview", { message: "m", now: 0 });
    t.mock.timers.tick(80_000);
    assert.deepEqual(it.restarts, []);
    worker(it).send({ seq: 1, ok: true, answer: { problems: [], machine: null, milliseconds: 0 } });
    assert.ok(await made);
    t.mock.timers.tick(19_000);
    assert.deepEqual(it.restarts, []);
    t.mock.timers.tick(1_000);
    await assert.rejects(asked, { code: "crashed" });
    assert.deepEqual(it.restarts, ["preview"]);
  });

  test("what waits for the network holds up no other, and is timed by itself", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const it = bench((kind) => (kind === "pack" ? 300_000 : 20_000));
    const fetched = it.client.ask("pack", {});
    const hung = it.client.ask("preview", { message: "m", now: 0 });
    t.mock.timers.tick(20_000);
    await assert.rejects(hung, { code: "crashed" });
    await assert.rejects(fetched, { code: "crashed" });
    const again = it.client.ask("pack", {});
    t.mock.timers.tick(299_000);
    assert.deepEqual(it.restarts, ["preview"]);
    t.mock.timers.tick(1_000);
    await assert.rejects(again, { code: "crashed" });
    assert.deepEqual(it.restarts, ["preview", "pack"]);
  });
});

describe("problems move with the text", () => {
  const at = (/** @type {string} */ text, /** @type {string} */ word) => {
    const start = text.indexOf(word);
    const line = text.slice(0, start).split("\n").length;
    const column = start - text.lastIndexOf("\n", start - 1);
    const end = start + word.length;
    return {
      code: "AT0419",
      severity: /** @type {const} */ ("warning"),
      message: "",
      labels: [],
      help: null,
      fix: { place: { file: "a", start, end, line, column, endLine: line, endColumn: column }, text: "" },
      place: { file: "a", start, end, line, column, endLine: line, endColumn: column + word.length },
    };
  };
  const from = "one\ntwo three\nfour\n";
  for (const [to, word, line, start] of /** @type {[string, string, number | null, number][]} */ ([
    [from, "two", 2, 4],
    ["zero\none\ntwo three\nfour\n", "two", 3, 9],
    ["one\ntwo three\nfour\nfive\n", "two", 2, 4],
    ["one\ntwo three\n", "two", 2, 4],
    ["one\ntwoo three\nfour\n", "two", null, 0],
    ["one\nfour\n", "three", null, 0],
    ["two three\nfour\n", "four", 2, 10],
  ])) {
    test(`${word} in ${JSON.stringify(to)}`, () => {
      const [found] = moved([at(from, word)], { a: from }, { a: to });
      if (line === null) return assert.equal(found, undefined);
      assert.deepEqual([found?.place.line, found?.place.start], [line, start]);
      assert.equal(to.slice(found?.place.start, found?.place.end), word);
      assert.equal(found?.fix === null, start !== from.indexOf(word));
    });
  }
  test("in a file that is gone, none is left", () => {
    assert.deepEqual(moved([at(from, "two")], { a: from }, { b: from }), []);
  });
});

test("file names come from titles", () => {
  assert.equal(fileName("Acme social care"), "acme-social-care");
  assert.equal(fileName("  Café № 9! "), "cafe-no-9");
  assert.equal(fileName("../../"), "script");
});

describe("warnings of what is being written", () => {
  const text = "channel x\n\n== late: Late\n> Hello\n\n== lost: Lost\n";
  /** @param {number} start @param {"error" | "warning"} [severity] */
  const problem = (start, severity = "warning") =>
    /** @type {import("answertree/compiler").Problem} */ ({
      code: `AT${start}`,
      severity,
      message: "",
      help: null,
      fix: null,
      labels: [],
      place: { file: "main.answers", start, end: start + 2, line: 1, column: 1, endLine: 1, endColumn: 3 },
    });
  /** @param {number} offset */
  function patient(offset) {
    /** @type {string[][]} */
    const told = [];
    const patience = startPatience({
      at: () => ({ file: "main.answers", offset }),
      show: (problems) => told.push(problems.map(({ code }) => code)),
    });
    return { ...patience, told };
  }
  const [head, late, lost] = [0, text.indexOf("late"), text.indexOf("lost")];

  test("wait for a pause; errors and what stands elsewhere do not", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { typed, found, told } = patient(text.length);
    const sources = { "main.answers": text };
    typed();
    found([problem(head), problem(late), problem(lost), problem(lost + 1, "error")], sources);
    assert.deepEqual(told.at(-1), [`AT${head}`, `AT${late}`, `AT${lost + 1}`]);
    context.mock.timers.tick(PAUSE_MS - 1);
    typed();
    context.mock.timers.tick(PAUSE_MS - 1);
    assert.equal(told.length, 1);
    context.mock.timers.tick(1);
    assert.deepEqual(told.at(-1), [`AT${head}`, `AT${late}`, `AT${lost}`, `AT${lost + 1}`]);
  });

  test("stay once they are told, and move with the text", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { typed, found, told } = patient(late + 4);
    found([problem(late)], { "main.answers": text });
    assert.deepEqual(told, [[`AT${late}`]]);
    typed();
    found([problem(late), problem(late + 1)], { "main.answers": `${text}\n` });
    assert.deepEqual(told.at(-1), [`AT${late}`]);
    const below = { ...problem(late), place: { ...problem(late).place, start: late + 3 } };
    found([below, problem(late + 1)], { "main.answers": `#x\n${text}\n` });
    assert.deepEqual(told.at(-1), [`AT${late}`]);
    // Mended: nothing is told once more when the pause comes.
    found([below], { "main.answers": `#x\n${text}\n` });
    const before = told.length;
    context.mock.timers.tick(PAUSE_MS);
    assert.equal(told.length, before);
  });

  test("of the head wait while that is written, and no others", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { typed, found, told } = patient(5);
    typed();
    found([problem(head), problem(late)], { "main.answers": text });
    assert.deepEqual(told, [[`AT${late}`]]);
  });
});
