#!/usr/bin/env bash
# Installs what building the playground needs, and builds it into www/playground/dist.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/setup-rust.sh
tools/setup-wasm-target.sh
tools/setup-wasm-bindgen.sh
tools/setup-node.sh
tools/build-wasm.sh
tools/build-playground.sh
