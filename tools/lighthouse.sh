#!/usr/bin/env bash
# Installs what is missing, builds the playground and prints what Lighthouse says of it, on a desktop and on a phone; fails below 95.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/build-page.sh
tools/setup-chromium.sh
wanted="$(sha256sum tools/lighthouse/package-lock.json | cut -d ' ' -f 1)"
stamp="tools/lighthouse/node_modules/.answertree-lock"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  (cd tools/lighthouse && npm ci --silent --no-audit --no-fund) || die "Lighthouse cannot be had from npm. Is there a network?"
  echo "$wanted" >"$stamp"
fi
say "Lighthouse (two minutes)"
CHROMIUM="$(cat "$cache/chromium")" node tools/lighthouse/run.mjs || die "The playground is below what it should be; the messages above say where."
