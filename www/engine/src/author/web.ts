/** For browsers and bundlers: the module is fetched from beside the code before the import is done. */
import init from "../../pkg/author/answertree.js";

await init();

export * from "./api.js";
