#!/usr/bin/env bash
# Does in Neovim what an author does, with the language server attached.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "The language server in Neovim"
if ! have nvim; then
  echo "    left out: Neovim is not here. 'make setup' installs it where it can."
  exit 0
fi
cargo build --quiet || die "The command does not build; the messages above say why."
export ANSWERTREE="${CARGO_TARGET_DIR:-$root/target}/debug/answertree"
timeout 120 nvim --headless -u NONE -i NONE -n -S tests/lsp/neovim.lua ||
  die "Neovim and the language server do not get along; the message above says where."
fine "$(nvim --version | head -n 1)"
