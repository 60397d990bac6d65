#!/usr/bin/env bash
# Runs each fuzz target for FUZZ_SECONDS (60); installs cargo-fuzz into the cache where it is missing.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

seconds="${FUZZ_SECONDS:-60}"
targets="${FUZZ_TARGETS:-parse load suggest}"
version=0.13.2
say "cargo-fuzz $version"
home="$cache/cargo-fuzz-$version"
if [ ! -x "$home/bin/cargo-fuzz" ]; then
  echo "    cargo install cargo-fuzz (one to three minutes, once)"
  CARGO_TARGET_DIR="$cache/build" timeout 1500 cargo install --quiet cargo-fuzz --version "=$version" --root "$home" ||
    die "cargo-fuzz $version could not be built. Check the network and the messages above, then run this again."
  rm -rf "$cache/build"
fi
fine "$home"
fuzz/seeds.sh
# The flags of the sanitizer and of coverage are unstable; a stable compiler takes them where it is told to.
export RUSTC_BOOTSTRAP=1
sanitizer="${FUZZ_SANITIZER:-address}"
host="$(rustc -vV | sed -n 's/^host: //p')"
say "Building the targets with the $sanitizer sanitizer"
build() { "$home/bin/cargo-fuzz" build --sanitizer "$1" --target "$host"; }
if ! build "$sanitizer"; then
  [ "$sanitizer" != none ] || die "The targets could not be built; the messages above say why."
  say "Again without a sanitizer"
  sanitizer=none
  build none || die "The targets could not be built; the messages above say why."
fi
for target in $targets; do
  say "Fuzzing $target for $seconds s"
  log="$cache/fuzz-$target.log"
  if ! "$home/bin/cargo-fuzz" run "$target" --sanitizer "$sanitizer" --target "$host" \
    "fuzz/corpus/$target/found" "fuzz/corpus/$target/seeds" "fuzz/regressions/$target" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "Fuzzing found a fault in $target; its input lies in fuzz/artifacts/$target. Once it is mended, keep the input in fuzz/regressions/$target."
  fi
  fine "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, none found a fault"
done
