/** The parts of projects that need no page. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** @param {string} path */
const load = async (path) => (await runnerImport(fileURLToPath(new URL(path, import.meta.url)))).module;
const { superfluous } = /** @type {typeof import("../src/projects/thin.ts")} */ (
  await load("../src/projects/thin.ts")
);
const { included, withInclude, withRenamed } = /** @type {typeof import("../src/editor/includes.ts")} */ (
  await load("../src/editor/includes.ts")
);
const { fits, readFiles } = /** @type {typeof import("../src/projects/model.ts")} */ (
  await load("../src/projects/model.ts")
);

describe("what belongs to no page", () => {
  test("a history grows thinner with age, and never past its bounds", () => {
    const minute = 60_000;
    const versions = Array.from({ length: 500 }, (_, at) => ({
      key: 500 - at,
      project: "p",
      at: (500 - at) * minute,
      why: /** @type {const} */ ("time"),
      size: 1000,
    }));
    const gone = new Set(superfluous(versions));
    const left = versions.filter(({ key }) => !gone.has(key));
    assert.deepEqual(
      left.slice(0, 100).map(({ key }) => key),
      versions.slice(0, 100).map(({ key }) => key),
    );
    const hours = left.slice(100).map(({ at }) => Math.floor(at / (60 * minute)));
    assert.equal(new Set(hours).size, hours.length);
    assert.ok(hours.length >= 6);
    assert.equal(versions.length - superfluous(versions, 3).length, 3);
    const large = versions.map((version) => ({ ...version, size: 5_000_000 }));
    assert.equal(large.length - superfluous(large).length, 5);
    const spread = versions.map((version, at) => ({ ...version, at: (500 - at) * 60 * minute }));
    assert.equal(spread.length - superfluous(spread).length, 200);
  });

  test("names of files are plain words, and nothing leads out of a folder", () => {
    for (const good of ["main.answers", "a/b c/für-uns_2.answers"]) assert.ok(fits(good), good);
    for (const bad of [
      "",
      "x.txt",
      ".answers",
      "../x.answers",
      "a/../x.answers",
      "/x.answers",
      "a//x.answers",
      "a\\x.answers",
      "x\n.answers",
      `${"x".repeat(200)}.answers`,
    ]) {
      assert.ok(!fits(bad), bad);
    }
    assert.equal(readFiles([["a.answers", ""]]), undefined);
    assert.equal(
      readFiles([
        ["main.answers", ""],
        ["main.answers", ""],
      ]),
      undefined,
    );
    assert.deepEqual(
      readFiles([
        ["z.answers", "1"],
        ["main.answers", "2"],
      ]),
      { "main.answers": "2", "z.answers": "1" },
    );
  });

  test("lines that include files are put in and follow a new name", () => {
    assert.equal(
      withInclude("script A\n\n== a: A\n", "b.answers"),
      "script A\n\ninclude b.answers\n\n== a: A\n",
    );
    assert.equal(
      withInclude("include a.answers\n== a", "b.answers"),
      "include a.answers\ninclude b.answers\n== a",
    );
    const sources = {
      "main.answers": "include x/a.answers\n",
      "x/a.answers": "include b.answers\n",
      "x/b.answers": "",
    };
    assert.ok(included(sources, "x/b.answers"));
    assert.ok(!included(sources, "b.answers"));
    assert.deepEqual(withRenamed(sources, "x/b.answers", "x/c.answers"), {
      "x/a.answers": "include c.answers\n",
    });
  });
});
