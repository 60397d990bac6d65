#!/usr/bin/env bash
# Sees to a Chromium for the browser tests. Its path is kept in the cache (chromium); CHROMIUM=/path forces one.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Chromium"
found() { echo "$1" >"$cache/chromium"; fine "$("$1" --version 2>/dev/null || echo "$1")"; exit 0; }
look() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if have "$name"; then found "$(command -v "$name")"; fi
  done
}
if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] || die "CHROMIUM names $CHROMIUM, which cannot be run."
  found "$CHROMIUM"
fi
look
echo "    apt-get install chromium (a few minutes)"
apt_install chromium && look
die "No Chromium can be had, so the browser tests cannot run. Install Chromium or Chrome, or set CHROMIUM=/path/to/it, then run this again."
