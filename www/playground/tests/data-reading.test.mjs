/** Files of past messages, as people and help desks write them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const { peekAt, readAll } = /** @type {typeof import("../src/data/reading/file.ts")} */ (
  (await runnerImport(fileURLToPath(new URL("../src/data/reading/file.ts", import.meta.url)))).module
);

/** @param {string} text */
const utf16 = (text) => Buffer.from(`\ufeff${text}`, "utf16le");
/** @param {string} text */
const swapped = (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16();
/** @param {unknown[]} records */
const jsonLines = (records) => records.map((record) => JSON.stringify(record)).join("\n");

/** Reads a file with what was guessed of it. @param {string | Buffer} content @param {string} name */
async function read(content, name = "messages.csv") {
  const { opened, peek } = await peekAt(new Blob([new Uint8Array(Buffer.from(content))]), name);
  /** @type {string[]} */
  let texts = [];
  /** @type {string[]} */
  let labels = [];
  const notes = await readAll(opened, peek.choice, (bunch) => {
    if (bunch.bytes < 0) [texts, labels] = [[], []];
    texts.push(...bunch.texts);
    labels.push(...(bunch.labels ?? []));
  });
  return { peek, texts, labels, notes };
}

const WHERE = "where is my parcel, please";
const REFUND = "I want my money back";

/** @type {[string, string | Buffer, string, string[], string[]][]} */
const files = [
  [
    "a CSV with headings",
    `id,message,label\n1,"${WHERE}",late\n2,${REFUND},refund\n`,
    "a.csv",
    [WHERE, REFUND],
    ["late", "refund"],
  ],
  ["with semicolons and CRLF", `id;text\r\n1;${WHERE}\r\n2;${REFUND}\r\n`, "a.csv", [WHERE, REFUND], []],
  [
    "a message of two lines",
    `id,text\n1,"first line\nsecond, line"\n2,${REFUND}\n`,
    "a.csv",
    ["first line\nsecond, line", REFUND],
    [],
  ],
  [
    "quotes within quotes",
    `id,text\n1,"he said ""${REFUND}"" twice"\n2,x y\n`,
    "a.csv",
    [`he said "${REFUND}" twice`, "x y"],
    [],
  ],
  [
    "a TSV without headings",
    Array.from({ length: 8 }, (_, at) => `late\t${WHERE} ${at}\n`).join(""),
    "a.tsv",
    Array.from({ length: 8 }, (_, at) => `${WHERE} ${at}`),
    Array(8).fill("late"),
  ],
  [
    "a TSV with a quote that opens a cell",
    `label\tmessage\nlate\t"where is it" he said\nlate\t${WHERE}\n`,
    "a.tsv",
    ['"where is it" he said', WHERE],
    ["late", "late"],
  ],
  [
    "a TSV with words in quotes here and there",
    `late\t"where is it" he said\n${`late\t${WHERE}\n`.repeat(60)}late\t"lost\n${`late\t${WHERE}\n`.repeat(60)}late\tit is "lost"\n`,
    "a.tsv",
    ['"where is it" he said', ...Array(60).fill(WHERE), '"lost', ...Array(60).fill(WHERE), 'it is "lost"'],
    Array(123).fill("late"),
  ],
  [
    "a TSV with quotes around what has a line end in it",
    `label\tmessage\nlate\t"where\nis it"\nlate\t"${WHERE}"\n`,
    "a.tsv",
    ["where\nis it", WHERE],
    ["late", "late"],
  ],
  [
    "one column, with commas here and there",
    `${WHERE}\n${REFUND}\nhello, again, you\nno, thanks\nhello\n`,
    "a.csv",
    [WHERE, REFUND, "hello, again, you", "no, thanks", "hello"],
    [],
  ],
  ["one column with a heading", `message\n${REFUND}\nhello\n`, "a.csv", [REFUND, "hello"], []],
  [
    "UTF-16, little end first",
    utf16(`id\ttext\r\n1\tWo ist mein Päckchen 📦\r\n2\t${REFUND}\r\n`),
    "a.txt",
    ["Wo ist mein Päckchen 📦", REFUND],
    [],
  ],
  [
    "UTF-16, big end first",
    swapped(`id\ttext\r\n1\tWo ist mein Päckchen\r\n`),
    "a.txt",
    ["Wo ist mein Päckchen"],
    [],
  ],
  [
    "Latin-1",
    Buffer.from(`id,text\n1,Wo ist mein Päckchen\n2,${REFUND}\n`, "latin1"),
    "a.csv",
    ["Wo ist mein Päckchen", REFUND],
    [],
  ],
  [
    "Latin-1 that shows far in",
    Buffer.concat([
      Buffer.from(`id,text\n${`1,${REFUND}\n`.repeat(40_000)}`),
      Buffer.from("2,Päckchen weg\n", "latin1"),
    ]),
    "a.csv",
    [...Array(40_000).fill(REFUND), "Päckchen weg"],
    [],
  ],
  ["UTF-8 with its mark", `\ufeffmessage,label\n"${WHERE}",late\n`, "a.csv", [WHERE], ["late"]],
  [
    "JSON Lines",
    jsonLines([
      { text: WHERE, intent: "late" },
      { text: REFUND, intent: "refund" },
    ]),
    "a.jsonl",
    [WHERE, REFUND],
    ["late", "refund"],
  ],
  [
    "JSON Lines by another name",
    jsonLines([{ a: { text: WHERE } }, { a: { text: REFUND } }]),
    "export.txt",
    [WHERE, REFUND],
    [],
  ],
  ["a list of texts", JSON.stringify([WHERE, REFUND]), "a.json", [WHERE, REFUND], []],
  [
    "a list in an object",
    JSON.stringify({ count: 2, data: { rows: [{ body: WHERE }, { body: REFUND }] } }, null, 2),
    "a.json",
    [WHERE, REFUND],
    [],
  ],
  [
    "plain lines that begin with brackets",
    `[urgent] ${WHERE}\n[urgent] ${REFUND}\n`,
    "a.txt",
    [`[urgent] ${WHERE}`, `[urgent] ${REFUND}`],
    [],
  ],
  [
    "Zendesk, a ticket a line",
    jsonLines([
      {
        id: 1,
        subject: "Parcel",
        requester_id: 7,
        description: WHERE,
        tags: ["vip"],
        comments: [
          { id: 1, author_id: 7, public: true, plain_body: WHERE, html_body: "<p>x</p>" },
          { id: 2, author_id: 9, public: true, plain_body: "We are looking." },
          { id: 3, author_id: 9, public: false, plain_body: "internal" },
          { id: 4, author_id: 7, public: true, html_body: `<div>${REFUND} &amp; more<br>now</div>` },
        ],
      },
    ]),
    "export.json",
    [WHERE, `${REFUND} & more\nnow`],
    [],
  ],
  [
    "Zendesk, tickets of the API",
    JSON.stringify({
      tickets: [
        { id: 1, requester_id: 7, submitter_id: 7, subject: "s", description: WHERE },
        { id: 2, requester_id: 7, submitter_id: 9, subject: "s", description: "called him" },
      ],
      next_page: null,
      count: 2,
    }),
    "tickets.json",
    [WHERE],
    [],
  ],
  [
    "Zendesk, CSV of tickets",
    `"Id","Subject","Requester","Status"\n"1","${WHERE}","Ann","open"\n"2","${REFUND}","Bob","open"\n`,
    "z.csv",
    [WHERE, REFUND],
    [],
  ],
  [
    "Chatwoot, conversations",
    JSON.stringify({
      data: {
        meta: { all_count: 2 },
        payload: [
          {
            id: 1,
            labels: ["late"],
            messages: [
              { id: 1, content: WHERE, message_type: 0, private: false },
              { id: 2, content: "Sorry!", message_type: 1, private: false },
            ],
          },
          {
            id: 2,
            labels: [],
            messages: [
              { id: 3, content: "note", message_type: 1, private: true },
              { id: 4, content: REFUND, message_type: "incoming" },
              { id: 5, content: null, message_type: 2 },
            ],
          },
        ],
      },
    }),
    "c.json",
    [WHERE, REFUND],
    [],
  ],
  [
    "Chatwoot, CSV of messages",
    `id,content,message_type,sender_type\n1,"${WHERE}",incoming,Contact\n2,Sorry about that,outgoing,User\n3,${REFUND},incoming,Contact\n`,
    "c.csv",
    [WHERE, REFUND],
    [],
  ],
  [
    "a table whose users are agents",
    `id,content,sender_type\n1,"${WHERE}",Contact\n2,Sorry about that,User\n`,
    "c.csv",
    [WHERE],
    [],
  ],
  [
    "Intercom, conversations",
    JSON.stringify({
      type: "conversation.list",
      conversations: [
        {
          type: "conversation",
          id: "1",
          source: { type: "conversation", body: `<p>${WHERE}</p>`, author: { type: "lead", id: "5" } },
          conversation_parts: {
            type: "conversation_part.list",
            conversation_parts: [
              { part_type: "comment", body: "<p>Let me look.</p>", author: { type: "admin" } },
              { part_type: "note", body: "<p>angry</p>", author: { type: "admin" } },
              {
                part_type: "comment",
                body: `<p>Hello</p><p class="no-margin">${REFUND}</p>`,
                author: { type: "user" },
              },
              { part_type: "close", body: null, author: { type: "admin" } },
            ],
          },
        },
      ],
    }),
    "i.json",
    [WHERE, `Hello\n${REFUND}`],
    [],
  ],
  [
    "Intercom, CSV of messages",
    `message_id,message_body,message_type,message_author_type,conversation_id\n1,"${WHERE}",conversation_message,user,9\n2,We look,comment,admin,9\n3,${REFUND},comment,lead,9\n`,
    "i.csv",
    [WHERE, REFUND],
    [],
  ],
  [
    "threads of no one known",
    jsonLines([
      {
        id: "1",
        messages: [
          { from: "customer", text: WHERE },
          { from: "brand", text: "Hi" },
        ],
      },
      { id: "2", messages: [{ from: "customer", text: REFUND }] },
    ]),
    "t.jsonl",
    [WHERE, REFUND],
    [],
  ],
  [
    "HTML in a table",
    `id,body\n1,"<p>${REFUND}<script>alert(1)</script></p>"\n2,a < b and b > c\n`,
    "h.csv",
    [REFUND, "a < b and b > c"],
    [],
  ],
];

describe("files of messages", () => {
  for (const [name, content, file, texts, labels] of files) {
    test(name, async () => {
      const found = await read(content, file);
      assert.deepEqual(found.texts, texts);
      assert.deepEqual(found.labels, labels);
    });
  }
});

describe("files that cannot be read say why", () => {
  /** @type {[string, string | Buffer, string, string, number | undefined][]} */
  const faults = [
    ["nothing", "", "a.csv", "empty", undefined],
    ["white space", " \n\n ", "a.csv", "empty", undefined],
    [
      "random bytes",
      Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7919 + 13) % 251)),
      "a.csv",
      "binary",
      undefined,
    ],
    ["a spreadsheet", Buffer.from("PK\x03\x04rest of it"), "a.xlsx", "spreadsheet", undefined],
    ["an archive", Buffer.from([0x1f, 0x8b, 8, 0, 0]), "a.csv.gz", "archive", undefined],
    ["a PDF", "%PDF-1.7 and so on", "a.pdf", "document", undefined],
    ["broken JSON", '{"messages": [{"text": "a b"}', "a.json", "json", undefined],
    ["lines of which none is JSON", '{"text": \n{"text": "x\n', "a.jsonl", "json-lines", 1],
    ["JSON with nothing in it", "{}", "a.json", "no-records", undefined],
    [
      "a quote that is never closed",
      `id,text\n${"1,a b\n".repeat(100)}2,"${"so it goes on\n".repeat(100_000)}`,
      "a.csv",
      "quote",
      102,
    ],
    ["a table without messages", "id,message\n1,<p></p>\n2,<p><br></p>\n", "a.csv", "no-messages", undefined],
  ];
  for (const [name, content, file, code, line] of faults) {
    test(name, async () => {
      await assert.rejects(read(content, file), (/** @type {any} */ error) => {
        assert.equal(error.fault?.code, code, String(error.stack));
        if (line !== undefined) assert.equal(error.fault.line, line);
        return true;
      });
    });
  }
});

test("some broken lines are told, and the others are read", async () => {
  const { texts, notes } = await read(
    `{"text": "${WHERE}"}\n{"text": \n{"text": "${REFUND}"}\nnope\n`,
    "a.jsonl",
  );
  assert.deepEqual(texts, [WHERE, REFUND]);
  assert.deepEqual(notes, [{ kind: "broken", count: 2, line: 2 }]);
});

test("what others wrote is told", async () => {
  const { notes } = await read(
    `content,message_type\n${WHERE.replace(",", "")},incoming\nSorry for that,outgoing\n`,
  );
  assert.deepEqual(notes, [{ kind: "others", count: 1 }]);
});

test("100 MB are read in pieces, up to the most that is kept", async () => {
  const line = `1,${"where is my parcel and my money ".repeat(12)},late\n`;
  const part = Buffer.from(line.repeat(10_000));
  const count = Math.ceil((100 * 1024 * 1024) / part.length);
  const { opened, peek } = await peekAt(
    new Blob([Buffer.from("id,message,label\n"), ...Array(count).fill(part)]),
    "a.csv",
  );
  let kept = 0;
  let bunches = 0;
  const notes = await readAll(opened, peek.choice, ({ texts }) => {
    kept += texts.length;
    bunches += 1;
  });
  assert.equal(kept, 250_000);
  assert.ok(bunches > 20, `${bunches} bunches`);
  assert.deepEqual(notes, [{ kind: "more", kept: 250_000 }]);
});
