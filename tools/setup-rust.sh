#!/usr/bin/env bash
# Sees to a Rust toolchain new enough for the crate.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Rust"
have cargo || die "cargo is not here. Install Rust from https://rustup.rs, then run this again."
have cc || have gcc || have clang || apt_install gcc libc6-dev ||
  die "No C compiler to link with. Install gcc (Debian, Ubuntu: apt-get install gcc libc6-dev), then run this again."
wanted="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
found="$(rustc --version | awk '{ print $2 }')"
oldest="$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)"
[ "$oldest" = "$wanted" ] || die "Rust $found is older than the $wanted this needs. Run 'rustup update stable', then run this again."
fine "rustc $found"
