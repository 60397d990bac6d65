#!/usr/bin/env bash
# Measures the engine natively and in wasm, beside its peers from npm.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/setup-node.sh
tools/build-wasm.sh
say "Native"
cargo bench || die "The native benchmarks failed."
say "wasm under Node, and the peers"
(cd www && npm run --silent bench --workspaces --if-present) || die "The benchmarks of www/ failed."
