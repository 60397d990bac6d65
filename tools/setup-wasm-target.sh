#!/usr/bin/env bash
# Sees to a compiler for wasm32. The module is small because the standard library is built with it, for size and without
# panic messages; so the library's source is wanted, from the first of these that can be had:
#   rustup    the toolchain's own target and rust-src
#   debian    Debian's rustc-web with its source, where rustup's downloads cannot be reached
#   prebuilt  the toolchain's own target alone; works, but the modules are larger than the budgets
# The choice is kept in the cache (wasm-toolchain); ANSWERTREE_WASM_TOOLCHAIN forces one.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "The wasm32 target"
choice="$cache/wasm-toolchain"
forced="${ANSWERTREE_WASM_TOOLCHAIN:-}"
remembered="${forced:-$(cat "$choice" 2>/dev/null || true)}"

prebuilt_works() { [ -n "$(ls "$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)" 2>/dev/null)" ]; }
has_source() { [ -d "$("$1" --print sysroot 2>/dev/null)/lib/rustlib/src/rust/library/std" ]; }
rustup_works() { prebuilt_works && has_source rustc; }
debian_works() { [ -x /usr/bin/cargo ] && [ -x /usr/bin/rustc ] && have wasm-ld-22 && has_source /usr/bin/rustc; }

took() {
  echo "$1" >"$choice"
  case "$1" in
    rustup) fine "the toolchain's own, $(rustc --version | cut -d ' ' -f 1-2), with the standard library from source" ;;
    debian) fine "Debian's $(/usr/bin/rustc --version | cut -d ' ' -f 1-2), with the standard library from source" ;;
    prebuilt) fine "the toolchain's own, $(rustc --version | cut -d ' ' -f 1-2), with the prebuilt library: modules will be larger" ;;
  esac
  exit 0
}
fetch_rustup() {
  have rustup || return 1
  echo "    rustup target add wasm32-unknown-unknown; rustup component add rust-src"
  timeout 120 rustup target add wasm32-unknown-unknown 2>&1 | sed 's/^/    /' || return 1
  timeout 120 rustup component add rust-src 2>&1 | sed 's/^/    /'
}
fetch_debian() {
  echo "    apt-get install rustc-web cargo-web rust-web-src rust-web-llvm lld-22 (a few minutes)"
  apt_install rustc-web cargo-web rust-web-src rust-web-llvm lld-22
}

# What was taken before and still works; then the three in order, each as it is and then fetched.
case "$remembered" in
  rustup | debian | prebuilt) if "${remembered}_works"; then took "$remembered"; fi ;;
esac
if [ -z "$forced" ] || [ "$forced" = rustup ]; then
  if rustup_works || { fetch_rustup && rustup_works; }; then took rustup; fi
fi
if [ -z "$forced" ] || [ "$forced" = debian ]; then
  if debian_works || { fetch_debian && debian_works; }; then took debian; fi
fi
if [ -z "$forced" ] || [ "$forced" = prebuilt ]; then
  if prebuilt_works; then took prebuilt; fi
fi
die "No wasm32 compiler can be had. With the network up, run 'rustup target add wasm32-unknown-unknown && rustup component add rust-src' (or, on Debian, as root: apt-get install rustc-web cargo-web rust-web-src rust-web-llvm lld-22), then run this again."
