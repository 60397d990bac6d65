#!/usr/bin/env bash
# Runs the Rust tests, the examples in the documentation, and the tests of the example scripts.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Rust tests"
cargo test || die "A Rust test failed; the messages above say which."
say "Tests of the example scripts"
cargo run --quiet -- test examples/ --coverage --fail-under 90 || die "A script does not do what its tests say; the messages above say which."
