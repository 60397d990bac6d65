#!/usr/bin/env bash
# Builds the playground over www/engine into www/playground/dist.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "The playground's pages"
(cd www && npm run --silent build --workspace answertree-playground) || die "The playground does not build; the messages above say why."
fine "www/playground/dist"
