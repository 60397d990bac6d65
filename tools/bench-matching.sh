#!/usr/bin/env bash
# Measures how well topics are found in real messages, beside peers from PyPI and npm, and writes docs/benchmarks-matching.md.
# DATA is the folder with the sets; QUICK=1 makes one draw of each size and writes no page;
# ONLY=answertree measures answertree alone anew and takes the others from the last run.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

from="benches/matching"
if [ -z "${DATA:-}" ]; then
  echo "*** DATA is not set: DATA=folder make bench-matching. docs/benchmarks-matching.md, \"To repeat\", says what is in the folder and where to get it." >&2
  exit 2
fi
# A relative one is seen from the checkout, where make is called.
DATA="$(cd "$DATA" 2>/dev/null && pwd)" || { echo "*** There is no folder $DATA." >&2; exit 2; }
tools/setup-node.sh
lacks="$(DATA="$DATA" node --input-type=module -e "
  const { missing } = await import('$root/$from/draws.mjs');
  console.log(missing(process.env.DATA).join(' '));")"
if [ -n "$lacks" ]; then
  echo "*** $DATA lacks $lacks. docs/benchmarks-matching.md, \"To repeat\", says where to get them." >&2
  exit 2
fi
target="${CARGO_TARGET_DIR:-$root/target}"
mkdir -p "$target"

say "The command and the modules"
tools/setup-rust.sh
cargo build --release --quiet --bin answertree || die "The command does not compile."
tools/setup-wasm-target.sh
tools/setup-wasm-bindgen.sh
tools/build-wasm.sh

say "The peers"
have python3 || apt_install python3 python3-venv || die "python3 is not here. Install Python 3.11 or newer with venv, then run this again."
wanted="$(sha256sum "$from/requirements.txt" | cut -c 1-16)"
venv="$cache/matching-$wanted"
if [ ! -e "$venv/.done" ]; then
  echo "    pip install (a minute)"
  rm -rf "$venv"
  python3 -m venv "$venv" || { apt_install python3-venv && python3 -m venv "$venv"; } || die "python3 cannot make a virtual environment."
  "$venv/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$from/requirements.txt" ||
    die "The peers cannot be had from PyPI. Is there a network? The versions pinned want Python 3.11 or newer."
  touch "$venv/.done"
fi
stamp="$from/node_modules/.answertree-lock"
wanted="$(sha256sum "$from/package-lock.json" | cut -d ' ' -f 1)"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  (cd "$from" && npm ci --silent --no-audit --no-fund) || die "The peers cannot be had from npm. Is there a network?"
  echo "$wanted" >"$stamp"
fi
fine "as pinned in $from"
(cd "$from" && node --test --test-reporter=dot >"$target/bench-matching.log" 2>&1) ||
  { cat "$target/bench-matching.log" >&2; die "A test of the harness failed."; }

say "Every engine on every draw (half an hour; QUICK=1: fifteen minutes)"
pin=""
# Timings on one processor, where that can be said.
if have taskset && taskset -c 0 true 2>/dev/null; then pin="taskset -c 0"; fi
DATA="$DATA" TARGET="$target" ANSWERTREE="$target/release/answertree" PYTHON="$venv/bin/python" PIN="$pin" \
  node "$from/run.mjs" || die "An engine failed; the messages above say which."
page="docs/benchmarks-matching.md"
if [ -n "${QUICK:-}" ]; then page="$target/bench-matching/quick.md"; fi
node "$from/page.mjs" "$target/bench-matching/figures.json" "$page"
fine "$page"
