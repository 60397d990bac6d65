#!/usr/bin/env bash
# Builds the extension for Visual Studio Code, editors/vscode/dist/answertree.vsix, and tests its grammar and the package.
# It needs Node and npm only.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

have node && have npm || die "Node is not here. Install Node 20.19 or newer with npm (https://nodejs.org), then run this again."
cd editors/vscode
say "Node packages of the extension"
stamp="node_modules/.answertree-lock"
wanted="$(node --version) $(sha256sum package-lock.json | cut -d ' ' -f 1)"
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  echo "    npm ci"
  timeout 600 npm ci --no-fund --no-audit --loglevel=error ||
    die "npm ci failed in editors/vscode. Check the network and the messages above, then run this again."
  echo "$wanted" >"$stamp"
fi
fine "as locked"
say "The extension"
npm run --silent check || die "The TypeScript of editors/vscode does not compile; the messages above say where."
npm run --silent build >dist.log 2>&1 && npm run --silent package >>dist.log 2>&1 ||
  { cat dist.log >&2; rm -f dist.log; die "The extension cannot be packaged; the messages above say why."; }
rm -f dist.log
npm run --silent test || die "A test of editors/vscode failed; the messages above say which."
fine "editors/vscode/dist/answertree.vsix, $(wc -c <dist/answertree.vsix) bytes"
