/** For Node and Deno: the module is read from the package before the import is done. */
import { readFileSync } from "node:fs";
import { initSync } from "../../pkg/author/answertree.js";

initSync({ module: readFileSync(new URL("../../pkg/author/answertree_bg.wasm", import.meta.url)) });

export * from "./api.js";
