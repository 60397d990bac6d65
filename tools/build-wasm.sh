#!/usr/bin/env bash
# Builds the three wasm modules and the TypeScript package over them:
# Rust -> wasm-bindgen -> wasm-opt -> www/engine/pkg/{runtime,compiler,author} -> tsc -> www/engine/dist.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

target="${CARGO_TARGET_DIR:-$root/target}"
toolchain="${ANSWERTREE_WASM_TOOLCHAIN:-$(cat "$cache/wasm-toolchain" 2>/dev/null || echo none)}"
bindgen="$cache/wasm-bindgen-$(locked_version wasm-bindgen)/bin/wasm-bindgen"
wasm_opt="$root/www/node_modules/.bin/wasm-opt"
[ "$toolchain" != none ] && [ -x "$bindgen" ] && [ -x "$wasm_opt" ] || die "Something is missing. Run 'make setup' first."

# compile_module NAME FEATURES: prints where the module is.
compile_module() {
  local profile=wasm
  [ "$1" != runtime ] || profile=wasm-runtime
  local flags=(rustc --quiet --lib --crate-type cdylib --profile "$profile" --target wasm32-unknown-unknown
    --no-default-features --features "$2")
  local from_source=(-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size)
  # Warnings are for `make lint`. A stable compiler that may use what is not stable yet: a library built for size, panics that
  # only stop, and (`tuned`) functions that are marked for speed in a module built for size. Numbers of eight bits are taken
  # sixteen at a time, even where what they add up to has more.
  local unstable=(RUSTC_BOOTSTRAP=1 "RUSTFLAGS=-Awarnings -Zunstable-options -Cpanic=immediate-abort -Cllvm-args=-vectorizer-maximize-bandwidth --cfg tuned")
  # A target directory of its own for each compiler and each module: in one they would rebuild each other's work, for cargo keeps
  # a `cdylib` under one name whatever its features.
  local out="$target/wasm-$toolchain/$1"
  case "$toolchain" in
    rustup) env CARGO_TARGET_DIR="$out" "${unstable[@]}" cargo "${flags[@]}" "${from_source[@]}" ;;
    debian)
      env CARGO_TARGET_DIR="$out" "${unstable[@]}" PATH="/usr/bin:/bin:$PATH" RUSTC=/usr/bin/rustc \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 /usr/bin/cargo "${flags[@]}" "${from_source[@]}"
      ;;
    *) env CARGO_TARGET_DIR="$out" RUSTFLAGS=-Awarnings cargo "${flags[@]}" ;;
  esac || return 1
  echo "$out/wasm32-unknown-unknown/$profile/answertree.wasm"
}

# build_module NAME FEATURES
build_module() {
  local out="www/engine/pkg/$1" wasm stamp
  say "The $1 module ($toolchain)"
  wasm="$(compile_module "$1" "$2")" || die "The $1 module does not compile; the messages above say why."
  stamp="$(sha256sum "$wasm" "$bindgen" www/package-lock.json "${BASH_SOURCE[0]}" | cut -c 1-64 | tr -d '\n')"
  if [ "$(cat "$out/.stamp" 2>/dev/null || true)" = "$stamp" ]; then
    fine "up to date"
    return
  fi
  rm -rf "$out"
  "$bindgen" --target web --out-dir "$out" --out-name answertree "$wasm" || die "wasm-bindgen failed on the $1 module."
  # Loops and branches that are found anew compress better and run a little slower: not for what runs for every message.
  local passes=(-Oz --converge)
  [ "$1" = runtime ] || passes=(-Oz --flatten --rereloop -Oz -Oz)
  # Functions of one name are neighbours: that compresses better, too.
  "$wasm_opt" "${passes[@]}" --reorder-functions-by-name --strip-debug --strip-producers \
    "$out/answertree_bg.wasm" -o "$out/answertree_bg.wasm" ||
    die "wasm-opt failed on the $1 module."
  echo "$stamp" >"$out/.stamp"
  fine "$(wc -c <"$out/answertree_bg.wasm") bytes of wasm"
}

build_module runtime wasm
build_module compiler wasm,compile
build_module author wasm,author
cp src/wasm/types.ts www/engine/pkg/types.d.ts
cp src/author/types.ts www/engine/pkg/author.d.ts
say "The package answertree"
(cd www && npm run --silent build --workspace answertree) || die "The TypeScript of www/engine does not compile."
fine "www/engine/dist"
