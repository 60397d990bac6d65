#!/usr/bin/env bash
# Measures the engine natively and in wasm under Node, beside its peers from npm, in one run.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/setup-rust.sh
tools/setup-wasm-target.sh
tools/setup-wasm-bindgen.sh
tools/setup-node.sh
tools/build-wasm.sh
if compgen -G "benches/*.rs" >/dev/null; then
  say "Native"
  cargo bench || die "The native benchmarks failed; the messages above say why."
fi
say "In wasm under Node, and the peers"
(cd benches/peers && timeout 600 npm ci --no-fund --no-audit --loglevel=error && node peers.mjs) ||
  die "The benchmarks under Node failed; the messages above say why."
