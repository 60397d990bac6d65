#!/usr/bin/env bash
# Sees to a Neovim for the test of the language server. Without one that test is left out: nothing else needs it.
. "$(dirname "${BASH_SOURCE[0]}")/say.sh"

say "Neovim"
if ! have nvim; then
  echo "    apt-get install neovim (a minute)"
  apt_install neovim || true
fi
if have nvim; then
  fine "$(nvim --version | head -n 1)"
else
  echo "    left out: no Neovim can be had here, so its test of the language server will not run"
fi
