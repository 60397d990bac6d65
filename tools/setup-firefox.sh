#!/usr/bin/env bash
# Sees to a Firefox for the browser tests. Its path is kept in the cache (firefox); FIREFOX=/path forces one.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Firefox"
found() { echo "$1" >"$cache/firefox"; fine "$("$1" --version 2>/dev/null || echo "$1")"; exit 0; }
look() {
  local name
  for name in firefox firefox-esr "/Applications/Firefox.app/Contents/MacOS/firefox"; do
    if have "$name"; then found "$(command -v "$name")"; fi
  done
}
if [ -n "${FIREFOX:-}" ]; then
  [ -x "$FIREFOX" ] || die "FIREFOX names $FIREFOX, which cannot be run."
  found "$FIREFOX"
fi
look
echo "    apt-get install firefox-esr (a minute)"
apt_install firefox-esr && look
die "No Firefox can be had, so the browser tests cannot run. Install Firefox, or set FIREFOX=/path/to/it, then run this again."
