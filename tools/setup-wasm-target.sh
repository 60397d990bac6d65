#!/usr/bin/env bash
# Sees to a compiler for wasm32: rustup's target, or Debian's rustc-web where rustup's downloads cannot be reached.
# The choice is kept in the cache (wasm-toolchain); ANSWERTREE_WASM_TOOLCHAIN=rustup|debian forces one.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "The wasm32 target"
choice="$cache/wasm-toolchain"

rustup_works() { [ -n "$(ls "$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)" 2>/dev/null)" ]; }
debian_works() {
  [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && have wasm-ld-22 &&
    [ -d "$(/usr/bin/rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std" ]
}
took() { echo "$1" >"$choice"; fine "$2"; exit 0; }
took_rustup() { took rustup "the toolchain's own target, $(rustc --version | awk '{ print $1, $2 }')"; }
took_debian() { took debian "Debian's $(/usr/bin/rustc --version | awk '{ print $1, $2 }'), with the standard library built from source"; }

forced="${ANSWERTREE_WASM_TOOLCHAIN:-}"
remembered="$(cat "$choice" 2>/dev/null || true)"
if [ "${forced:-$remembered}" = debian ] && debian_works; then took_debian; fi
if [ "$forced" != debian ]; then
  if rustup_works; then took_rustup; fi
  if have rustup; then
    echo "    rustup target add wasm32-unknown-unknown"
    if timeout 120 rustup target add wasm32-unknown-unknown 2>&1 | sed 's/^/    /' && rustup_works; then took_rustup; fi
    echo "    rustup could not fetch it; trying Debian's compiler"
  fi
  if [ "$forced" = rustup ]; then die "rustup cannot fetch wasm32-unknown-unknown. Check the network, or unset ANSWERTREE_WASM_TOOLCHAIN."; fi
fi
if debian_works; then took_debian; fi
echo "    apt-get install rustc-web cargo-web rust-web-src rust-web-llvm lld-22 (a few minutes)"
apt_install rustc-web cargo-web rust-web-src rust-web-llvm lld-22 && debian_works && took_debian
die "No wasm32 compiler can be had. With the network up, run 'rustup target add wasm32-unknown-unknown' (or, on Debian, as root: apt-get install rustc-web cargo-web rust-web-src rust-web-llvm lld-22), then run this again."
