#!/usr/bin/env bash
# Checks the TypeScript, then runs the tests of the package under Node and of the playground in Chromium and Firefox.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "TypeScript"
(cd www && npm run --silent check) || die "The TypeScript does not compile; the messages above say where."
fine "strict"
say "The package under Node"
(cd www && npm run --silent test --workspace answertree) || die "A test of www/engine failed; the messages above say which."
say "The harness of bench-matching"
(cd benches/matching && node --test) || die "A test of benches/matching failed; the messages above say which."
tools/build-playground.sh
say "The playground in Chromium, its story in Firefox, too (some minutes)"
CHROMIUM="${CHROMIUM:-$(cat "$cache/chromium" 2>/dev/null || true)}"
[ -x "$CHROMIUM" ] || die "No Chromium is known. Run 'make setup' first."
FIREFOX="${FIREFOX:-$(cat "$cache/firefox" 2>/dev/null || true)}"
[ -x "$FIREFOX" ] || die "No Firefox is known. Run 'make setup' first."
export CHROMIUM FIREFOX
(cd www && npm run --silent test --workspace answertree-playground) ||
  die "A test of www/playground failed; the messages above say which."
