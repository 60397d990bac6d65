#!/usr/bin/env bash
# Sees to Node and to the packages of www/, as the lock file has them.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Node packages"
have node && have npm || die "Node is not here. Install Node 20.19 or newer with npm (https://nodejs.org), then run this again."
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  die "Node $(node --version) is too old. Install Node 20.19 or newer, then run this again."
stamp="www/node_modules/.answertree-lock"
wanted="$(node --version) $(sha256sum www/package-lock.json | cut -d ' ' -f 1)"
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
  fine "node $(node --version), packages as locked"
  exit 0
fi
echo "    npm ci"
(cd www && timeout 600 npm ci --no-fund --no-audit --loglevel=error) ||
  die "npm ci failed in www/. Check the network and the messages above, then run this again."
echo "$wanted" >"$stamp"
fine "node $(node --version), packages as locked"
