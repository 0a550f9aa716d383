#!/bin/sh
# The package, tried: what is in it, that it installs with its dependencies, and that the installed window does its work and
# refuses what it must.  Sourced by nobody: `./dev package --test` runs it from the root, once both packages are made.
#   trial.sh SHIPPED.deb DRIVEN.deb
# The machine it is installed on is a throw-away one: this machine's own files under a layer that is gone afterwards.  No
# right of root is needed where the kernel lets a person make such a layer.
set -eu

shipped=$1 driven=$2

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { say "FAILED: $*" && exit 1; }

# --- what is in it ---

contents() { dpkg-deb --fsys-tarfile "$1" | tar -tf - | grep -v '/$' | sed 's|^\./||' | sort; }

say "What is in the package"
contents "$shipped" | sed 's/^/  /'
for wanted in usr/bin/estafette usr/bin/estafette-cli usr/share/applications/estafette.desktop usr/share/doc/estafette/copyright; do
  contents "$shipped" | grep -qx "$wanted" || fail "$wanted is missing"
done
# the driven window's own words, which the shipped one must not know; the control finds them where they are
drive_words="needs four folders: demo, profile, files, saved"
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
dpkg-deb -x "$shipped" "$programs/shipped"
dpkg-deb -x "$driven" "$programs/driven"
grep -rqF "$drive_words" "$programs/driven/usr/bin" || fail "the control does not find the driven window"
! grep -rqF "$drive_words" "$programs/shipped" || fail "the package holds the driven window"
! ldd "$programs/shipped/usr/bin/estafette-cli" | grep -q 'libgtk' || fail "estafette-cli needs a desktop"
if command -v lintian > /dev/null; then
  say "lintian"
  lintian --fail-on error "$shipped"
else
  say "lintian is not installed: not asked"
fi

# --- installed, and at work ---

say "Installed on a throw-away machine, and driven there"
[ "$(id -u)" -eq 0 ] && mapped= || mapped=--map-root-user
# shellcheck disable=SC2086
unshare --mount $mapped sh -eu tests/package/on-a-layer.sh "$shipped" "$driven"
say "The package is good"
