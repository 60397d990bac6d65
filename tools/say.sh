# Sourced by the other scripts here: where things are, and how a step speaks.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
# Tools that take minutes to build live outside the checkout, so that a fresh clone finds them.
cache="${ANSWERTREE_CACHE:-$HOME/.cache/answertree}"
mkdir -p "$cache"

bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }
fine() { printf '    ok: %s\n' "$*"; }
die() { printf '\n*** %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: as it is, or through sudo where that works without a question.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
  else return 77
  fi
}

# apt_install PACKAGE…: Debian packages, quietly, with a bound on the time.
apt_install() {
  have apt-get || return 1
  as_root timeout 300 apt-get update -qq || return 1
  as_root env DEBIAN_FRONTEND=noninteractive timeout 900 \
    apt-get install -y -qq --no-install-recommends "$@" >"$cache/apt.log" 2>&1
}

# The version of a package as Cargo.lock pins it.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { hit = ($3 == name) } hit && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}
