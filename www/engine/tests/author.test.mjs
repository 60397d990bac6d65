/** Questions of an author's tools, in the built module. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Author, MachineError } from "answertree/author";

const script = `== late: Late
- where is it
- where was it
> Soon!
* It is lost
  -> refund

== refund: Refund
- money back
- i want it back
> On its way.
end resolved
`;

test("a graph has what is written, with places as JavaScript counts", () => {
  const author = new Author();
  author.open({ "main.answers": `# 📦 å\n${script}` });
  const { nodes, edges } = author.ask("graph", {});
  assert.deepEqual(
    nodes.map(({ kind, label, place }) => [kind, label, place?.line]),
    [
      ["topic", "Late", 2],
      ["topic", "Refund", 9],
      ["choice", "It is lost", 6],
      ["end", "resolved", 13],
    ],
  );
  assert.deepEqual(edges[0], { from: 0, to: 2, kind: "next", label: "" });
  const place = nodes[2]?.place;
  assert.equal(`# 📦 å\n${script}`.slice(place?.start, place?.end), "* It is lost");
  author.free();
});

test("a script with errors, a question that is none and a pack that is none are refused", () => {
  const author = new Author();
  const code = (/** @type {() => unknown} */ call) => {
    try {
      call();
    } catch (error) {
      assert.ok(error instanceof MachineError);
      return error.code;
    }
    return "";
  };
  author.open({ "main.answers": "nonsense" });
  assert.equal(
    code(() => author.ask("graph", {})),
    "AQ0003",
  );
  assert.equal(
    code(() => author.ask(/** @type {"graph"} */ ("nothing"), {})),
    "AQ0001",
  );
  assert.equal(
    code(() => author.takePack(new Uint8Array(9))),
    "AP0001",
  );
  author.free();
});

test("a conversation is kept as a test", () => {
  const author = new Author();
  author.open({ "main.answers": script });
  const start = { now: Date.UTC(2026, 0, 14, 12, 0, 30), facts: { name: "Sam" } };
  const operations = [{ receive: "where is it" }, { tick: Date.UTC(2026, 0, 14, 12, 5, 30) }];
  const { test: text, refused } = author.ask("record", { start, operations });
  assert.equal(refused, null);
  assert.equal(
    text,
    `test where is it
  given now = 2026-01-14 12:00
  given name = Sam
  customer: where is it
  expect topic late
  expect reply has "Soon!"
  wait 5m
  expect reply has "Soon!"
`,
  );
  assert.deepEqual(author.ask("record", { start, operations: [] }), { test: "", refused: null });
  author.free();
});

test("what an editor asks is answered, whatever is wrong with the script", () => {
  const author = new Author();
  const text = `# 📦\n${script}* Again\n  -> re`;
  const file = "main.answers";
  author.open({ [file]: text, "more.answers": "" });
  const completion = author.ask("complete", { file, at: text.length });
  assert.deepEqual(
    completion.items.map(({ label, kind }) => [label, kind]),
    [
      ["late", "topic"],
      ["refund", "topic"],
      ["handoff", "keyword"],
      ["end", "keyword"],
    ],
  );
  assert.equal(text.slice(completion.from, completion.to), "re");
  const at = text.indexOf("refund") + 1;
  assert.equal(author.ask("hover", { file, at })?.text, "A topic, used once.");
  assert.deepEqual(
    author.ask("definition", { file, at }).map(({ start, end, line }) => [text.slice(start, end), line]),
    [["refund", 9]],
  );
  assert.deepEqual(
    author.ask("references", { file, at })?.uses.map(({ text, declares }) => [text, declares]),
    [
      ["-> refund", false],
      ["== refund: Refund", true],
    ],
  );
  assert.equal(author.ask("symbol", { file, at })?.noun, "topic");
  assert.match(author.ask("rename", { file, at, name: "late" })?.refused ?? "", /already/);
  const edits = author.ask("rename", { file, at, name: "money" })?.edits ?? [];
  assert.deepEqual(
    edits.map(({ place, text }) => [place.line, text]),
    [
      [7, "money"],
      [9, "money"],
    ],
  );
  assert.deepEqual(
    author.ask("outline", {}).map(({ file, entries }) => [file, entries.map(({ name }) => name)]),
    [
      [file, ["late", "refund"]],
      ["more.answers", []],
    ],
  );
  const [fold] = author.ask("folds", { file });
  assert.match(text.slice(...(fold ?? [])), /^\n- where is it/);
  const { kinds, tokens } = author.ask("tokens", { file });
  assert.deepEqual([text.slice(tokens[0], tokens[1]), kinds[tokens[2] ?? -1]], ["# 📦", "comment"]);
  author.free();
});

test("a topic that does not win is told with what would make it", () => {
  const author = new Author();
  author.open({ "main.answers": script });
  const message = "📦 where is it";
  const { topics, others, threshold } = author.ask("considered", { message });
  assert.equal(threshold, 0.4);
  assert.equal(topics.length + others.length, 2);
  const late = topics.find(({ topic }) => topic === "late");
  assert.equal(late?.reason, null);
  const words = late?.hints.flatMap(({ spans }) => spans.map(({ start, end }) => message.slice(start, end)));
  assert.ok(words?.includes("where"), String(words));
  const { wins, ways } = author.ask("win", { message: "purple rain", topic: "refund" });
  assert.equal(wins, false);
  const example = ways.find(({ kind }) => kind === "example");
  assert.equal(example?.edits[0]?.text, "\n- purple rain");
  assert.equal(example?.wins, true);
  const { passed, failed } = author.ask("tests", { coverage: true });
  assert.deepEqual([passed, failed], [0, 0]);
  assert.equal(author.ask("explore", { turns: 100 }).whole, true);
  author.free();
});
