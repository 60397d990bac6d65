import { defineConfig } from "rolldown";

/** One file with all that the extension needs; `vscode` is given by the editor. */
export default defineConfig({
  input: "src/extension.ts",
  platform: "node",
  external: ["vscode"],
  output: { file: "dist/extension.cjs", format: "cjs", minify: true },
});
