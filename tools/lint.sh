#!/usr/bin/env bash
# Formatting, clippy on every legal feature set, documentation, and the same for www/. Warnings are errors.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Formatting"
cargo fmt --check || die "Not formatted. Run 'make fmt'."
(cd www && npm run --silent lint) || die "www/ is not formatted or has a lint. Run 'make fmt', and see the messages above."
fine "rustfmt, biome"
# Nothing, each feature by itself, and what users get. `wasm` is checked natively: the bindings compile anywhere.
for features in "" compile json "compile,json" wasm "wasm,compile" "wasm,author" cli; do
  say "clippy, features: ${features:-none}"
  targets=(--lib)
  if [ "$features" = cli ]; then targets=(--all-targets); fi
  cargo clippy --quiet "${targets[@]}" --no-default-features --features "$features" -- -D warnings ||
    die "clippy found something with the features '${features:-none}'."
done
say "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --all-features || die "The documentation has a warning."
fine "rustdoc"
