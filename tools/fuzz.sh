#!/usr/bin/env bash
# Runs each fuzz target for FUZZ_SECONDS (60); installs cargo-fuzz into the cache where it is missing.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

seconds="${FUZZ_SECONDS:-60}"
targets="${FUZZ_TARGETS:-parse load pack suggest session restore}"
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
build() { "$home/bin/cargo-fuzz" build "$2" --sanitizer "$1" --target "$host"; }
for target in $targets; do
  if ! build "$sanitizer" "$target"; then
    [ "$sanitizer" != none ] || die "The target $target could not be built; the messages above say why."
    say "Again without a sanitizer"
    sanitizer=none
    build none "$target" || die "The target $target could not be built; the messages above say why."
  fi
done
for target in $targets; do
  say "Fuzzing $target for $seconds s"
  log="$cache/fuzz-$target.log"
  mkdir -p "fuzz/artifacts/$target"
  if ! ASAN_OPTIONS=detect_odr_violation=0 "${CARGO_TARGET_DIR:-fuzz/target}/$host/release/$target" \
    "fuzz/corpus/$target/found" "fuzz/corpus/$target/seeds" "fuzz/regressions/$target" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=16384 -print_final_stats=1 \
    -artifact_prefix="fuzz/artifacts/$target/" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    die "Fuzzing found a fault in $target; its input lies in fuzz/artifacts/$target. Once it is mended, keep the input in fuzz/regressions/$target."
  fi
  fine "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, none found a fault"
done
