#!/usr/bin/env bash
# Runs the Rust tests and the examples in the documentation.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Rust tests"
cargo test || die "A Rust test failed; the messages above say which."
