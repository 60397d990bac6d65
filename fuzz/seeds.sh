#!/usr/bin/env bash
# Makes the inputs that fuzzing begins with, from the scripts of this repository: fuzz/corpus/<target>/seeds.
. "$(dirname "${BASH_SOURCE[0]}")/../tools/say.sh"

say "Seeds"
seeds() { printf 'fuzz/corpus/%s/seeds' "$1"; }
for target in parse load pack suggest session restore; do
  rm -rf "$(seeds "$target")"
  mkdir -p "$(seeds "$target")" "fuzz/corpus/$target/found"
done
for script in examples/*.answers tests/corpus/{machine,format,syntax/ok,syntax/err,check/ok,check/err,suggest}/*.answers; do
  [ "$(wc -c <"$script")" -gt 16384 ] || cp "$script" "$(seeds parse)/$(tr / - <<<"$script")"
done
printf 'include a.answers\n== b: B\n- money back\n- refund me\n> Yes.\n\xff== a: A\n- where is it\n- it is lost\n> Hi!\n' >"$(seeds parse)/two-files"
cargo build --quiet
answertree="${CARGO_TARGET_DIR:-target}/debug/answertree"
for script in examples/acme.answers tests/corpus/{machine,suggest}/*.answers; do
  machine="$(mktemp)"
  if "$answertree" build "$script" --output "$machine" >"$cache/fuzz-build.log" 2>&1; then
    # The target puts the header in front, 16 bytes.
    tail -c +17 "$machine" >"$(seeds load)/$(tr / - <<<"$script")"
  fi
  rm -f "$machine"
done
number=0
# message WHICH TEXT
message() {
  number=$((number + 1))
  # Which machine, flags, channel, language, limit, seed (4), time (8), topic, visits; then the message and two facts.
  printf "\\x$(printf %02x "$1")\\x03\\x$(printf %02x $((number % 4)))\\x00\\x05\\x07\\0\\0\\0\\0\\xc4\\x84\\xa8\\xa2\\x01\\0\\0\\x01\\x01" \
    >"$(seeds suggest)/$number"
  printf '%s\xff\x00\x00Sam\xff\x05\x02' "$2" >>"$(seeds suggest)/$number"
}
while IFS= read -r text; do message $((number % 6)) "$text"; done < <(head -n 60 tests/data/care_messages.txt)
# What is found in messages: the scripts of these are the last three.
which=6
for script in entities options typos; do
  while IFS= read -r text; do message "$which" "$text"; done < <(sed -n 's/^> //p' "tests/corpus/suggest/$script.expect")
  which=$((which + 1))
done
cp fuzz/regressions/pack/* "$(seeds pack)/"
cp fuzz/regressions/session/* "$(seeds session)/"
for saved in tests/data/sessions/*.session; do
  cp "$saved" "$(seeds restore)/"
  # The target also puts the beginning in front and the checksum behind, 4 bytes each.
  tail -c +5 "$saved" | head -c -4 >"$(seeds restore)/$(basename "$saved")-bare"
done
for target in parse load pack suggest session restore; do
  fine "$target: $(find "$(seeds "$target")" -type f | wc -l)"
done
