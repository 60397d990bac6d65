/** For hosts that get hold of the module themselves: call `init` once with it, before anything else. */
import { initSync } from "../../pkg/runtime/answertree.js";

export * from "./api.js";

/** Starts the engine from a compiled module or its bytes (the package's `runtime.wasm`). */
export function init(module: WebAssembly.Module | BufferSource): void {
  initSync({ module });
}
