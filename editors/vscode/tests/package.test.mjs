/** The package holds what the extension needs, and asks for nothing that an editor has not. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { test } from "node:test";

const root = new URL("..", import.meta.url);
const read = (path) => readFile(new URL(path, root), "utf8");

/** The names of the files in a ZIP archive, from the directory at its end. */
function names(archive) {
  const end = archive.lastIndexOf("PK\u0005\u0006");
  const out = new Set();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    out.add(archive.toString("utf8", at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return out;
}

test("the code needs only the editor and Node", async () => {
  const code = await read("dist/extension.cjs");
  const wanted = [...code.matchAll(/require\(\s*[`"']([^`"']+)[`"']\s*\)/g)].map(([, name]) => name);
  assert.ok(wanted.includes("vscode"));
  for (const name of new Set(wanted)) {
    assert.ok(name === "vscode" || builtinModules.includes(name.replace(/^node:/, "")), name);
  }
  assert.match(code, /exports\.activate\s*=/);
});

test("the package has every file that it speaks of", async () => {
  const { contributes, main } = JSON.parse(await read("package.json"));
  const files = [
    main,
    ...contributes.languages.map((l) => l.configuration),
    ...contributes.grammars.map((g) => g.path),
  ];
  const packed = names(await readFile(new URL("dist/answertree.vsix", root)));
  for (const file of files) assert.ok(packed.has(`extension/${file.replace("./", "")}`), file);
  for (const license of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.ok(packed.has(`extension/${license}`), license);
    assert.equal(await read(license), await read(`../../${license}`), license);
  }
  assert.ok(packed.size < 14, [...packed].join(" "));
});

test("the version is the crate's", async () => {
  const cargo = await read("../../Cargo.toml");
  assert.equal(JSON.parse(await read("package.json")).version, cargo.match(/^version = "(.*)"/m)[1]);
});
