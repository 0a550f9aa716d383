#!/bin/sh
# Runs in mount space of its own, which ends with it: a layer over this machine's root, the packages installed on it, and
# the specs of the window run against what was installed.
set -eu

layer=$(mktemp -d)
trap 'umount -R -l "$layer/machine" 2> /dev/null; umount -l "$layer" 2> /dev/null; rmdir "$layer"' EXIT
# in memory: a layer cannot lie on what it covers
mount -t tmpfs tmpfs "$layer"
mkdir "$layer/upper" "$layer/work" "$layer/machine"
mount -t overlay overlay -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$layer/machine"
for place in proc sys dev tmp; do
  mount --rbind "/$place" "$layer/machine/$place"
done
install -m 644 "$@" "$layer/machine/var/"
here=$(pwd)
chroot "$layer/machine" sh -eu -c '
  cd /var
  for file; do dpkg --install "$(basename "$file")"; done
  estafette --version
  estafette-cli version
  [ "$(stat -c "%U %a" /etc/estafette/anchors)" = "root 755" ]
' sh "$@"
chroot "$layer/machine" env ESTAFETTE_PROGRAMS=/usr/bin npm test --prefix "$here/tests/e2e"
chroot "$layer/machine" dpkg --purge estafette-e2e-app estafette
[ ! -e "$layer/machine/usr/bin/estafette" ]
