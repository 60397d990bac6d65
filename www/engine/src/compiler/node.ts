/** For Node and Deno: the module is read from the package before the import is done. */
import { readFileSync } from "node:fs";
import { initSync } from "../../pkg/compiler/answertree.js";

initSync({ module: readFileSync(new URL("../../pkg/compiler/answertree_bg.wasm", import.meta.url)) });

export * from "./api.js";
