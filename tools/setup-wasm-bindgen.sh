#!/usr/bin/env bash
# Sees to wasm-bindgen at exactly the version of the crate, built once into the cache.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

version="$(locked_version wasm-bindgen)"
say "wasm-bindgen $version"
home="$cache/wasm-bindgen-$version"
if [ -x "$home/bin/wasm-bindgen" ]; then
  fine "$home"
  exit 0
fi
if have wasm-bindgen && [ "$(wasm-bindgen --version | awk '{ print $2 }')" = "$version" ]; then
  mkdir -p "$home/bin"
  ln -sf "$(command -v wasm-bindgen)" "$home/bin/wasm-bindgen"
  fine "the one on PATH"
  exit 0
fi
echo "    cargo install wasm-bindgen-cli (two to five minutes, once)"
# Without --locked: its own lock names a yanked dependency.
CARGO_TARGET_DIR="$cache/build" timeout 1500 cargo install --quiet wasm-bindgen-cli --version "=$version" --root "$home" ||
  die "wasm-bindgen-cli $version could not be built. Check the network and the messages above, then run this again."
rm -rf "$cache/build"
fine "$home"
