#!/usr/bin/env bash
# Builds the playground as a folder that any host can serve under any path: SITE chooses where (target/site).
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/build-page.sh
site="${SITE:-${CARGO_TARGET_DIR:-$root/target}/site}"
# Only what an earlier build of this wrote is taken away.
if [ -e "$site" ] && [ -n "$(ls -A "$site")" ] && [ ! -e "$site/offline.js" ]; then
  die "$site has something else in it. Choose an empty folder with SITE=/path."
fi
rm -rf "$site"
mkdir -p "$site"
cp -R www/playground/dist/. "$site/"
say "The site"
fine "$site, $(find "$site" -type f | wc -l) files"
