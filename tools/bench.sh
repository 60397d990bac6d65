#!/usr/bin/env bash
# Measures the engine natively and in wasm, beside its peers from npm, and the page in Chromium; writes docs/benchmarks*.md.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

target="${CARGO_TARGET_DIR:-$root/target}"
features=(--no-default-features --features compile)

tools/setup-node.sh
tools/build-wasm.sh
(cd benches/peers && [ -d node_modules ] || npm ci --silent --no-audit --no-fund) ||
  die "The peers cannot be had from npm. Is there a network?"
mkdir -p "$target"
say "Native (scripts and machines are kept in $target/bench)"
# In this order: the first writes the machines that the others read.
for bench in compile load suggest length; do
  echo "    $bench"
  cargo bench --quiet "${features[@]}" --bench "$bench" -- --quiet --noplot >"$target/bench.log" 2>&1 ||
    { cat "$target/bench.log" >&2; die "The benchmark '$bench' failed."; }
done
node benches/peers/length.mjs "$target" docs/benchmarks-length.md || die "The benchmark of long messages left no figures."
fine "docs/benchmarks-length.md"
allocations="$(cargo test --quiet --release "${features[@]}" --test allocations -- --nocapture 2>&1 |
  sed -n 's/^allocations: //p')"
say "wasm under Node, and the peers"
node benches/peers/table.mjs "$target" "${allocations:-?}" docs/benchmarks.md || die "The benchmarks under Node failed."
fine "docs/benchmarks.md"
say "Conversations, beside the peers"
(cd benches/peers && node conversation.mjs ../../docs/benchmarks-conversations.md) || die "The benchmarks of conversations failed."
fine "docs/benchmarks-conversations.md"
say "Keys in the playground, in Chromium"
tools/setup-chromium.sh
tools/build-playground.sh
CHROMIUM="$(cat "$cache/chromium")" node benches/page/keys.mjs docs/benchmarks-page.md >/dev/null || die "The benchmark of the page failed."
fine "docs/benchmarks-page.md"
