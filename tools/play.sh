#!/usr/bin/env bash
# Builds the playground and serves it until stopped. PORT chooses the port.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

tools/build-page.sh
say "The playground (Ctrl-C stops it; it works with the network cut)"
cd www && exec npm run --silent start --workspace answertree-playground -- --host 127.0.0.1 ${PORT:+--port "$PORT" --strictPort}
