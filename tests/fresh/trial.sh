#!/bin/sh
# The two commands on a machine that has nothing: a bare Debian 12 in a folder, an ordinary person who may use sudo.
# See README.md beside this file.  Needs root, and debootstrap; `run` also needs xvfb, xdotool and imagemagick.
set -eu
cd "$(dirname "$0")/../.."

room=${FRESH_ROOM:-/var/tmp/estafette-fresh}
machine=$room/machine
person=marie
display=:87
# seconds for a first build, and for a start once everything is built
first_limit=5400
second_limit=60

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# --- the machine ---

# A bare Debian 12 with this machine's mirrors, sudo, and one person.
make_machine() {
  [ -f "$machine/ready" ] && return
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' | sort -u | head -n 1)
  say "Making a bare Debian 12 in $machine"
  debootstrap --variant=minbase --include=ca-certificates,sudo bookworm "$machine" "$mirror"
  rm -f "$machine/etc/apt/sources.list"
  sources=$(apt-get indextargets --format '$(SOURCESENTRY)' 'Created-By: Packages' 'Origin: Debian' | sed 's/:[0-9]*$//' | sort -u)
  for file in $sources; do
    cp "$file" "$machine$(dirname "$file")/"
  done
  cp /etc/resolv.conf /etc/hosts "$machine/etc/"
  # the authorities of a site whose proxy looks inside TLS
  cp -r /usr/local/share/ca-certificates "$machine/usr/local/share/"
  chroot "$machine" update-ca-certificates > /dev/null
  chroot "$machine" useradd --create-home --shell /bin/bash $person
  echo "$person ALL=(ALL) NOPASSWD: ALL" > "$machine/etc/sudoers.d/$person"
  # nothing that is installed here may start: the machine shares this one's processes
  printf '#!/bin/sh\nexit 101\n' > "$machine/usr/sbin/policy-rc.d"
  chmod +x "$machine/usr/sbin/policy-rc.d"
  touch "$machine/ready"
}

mount_machine() {
  mkdir -p "$machine/tmp/.X11-unix"
  mountpoint -q "$machine/proc" || mount -t proc proc "$machine/proc"
  mountpoint -q "$machine/dev" || { mount --rbind /dev "$machine/dev" && mount --make-rslave "$machine/dev"; }
  mountpoint -q "$machine/tmp/.X11-unix" || mount --bind /tmp/.X11-unix "$machine/tmp/.X11-unix"
}

leave_machine() {
  for place in tmp/.X11-unix dev proc; do
    mountpoint -q "$machine/$place" && umount -R -l "$machine/$place"
  done
  return 0
}

# Runs a line as the person, with nothing of our own environment but the proxies.
as_person() {
  proxies=$(env | grep -i '_proxy=' || true)
  # shellcheck disable=SC2086
  env -i PATH="$PATH" $proxies chroot "$machine" su - $person -c "$(printf 'export %s\n' $proxies DISPLAY=$display LANG=C.UTF-8)
$1"
}

# --- what the person brings ---

# The committed files, as a clone would hold them; what was built before stays.
copy_repository() {
  mkdir -p "$machine/home/$person/estafette"
  git archive HEAD | tar -x -C "$machine/home/$person/estafette"
  chroot "$machine" chown -R $person: "/home/$person/estafette"
}

# With --with-rust: this machine's toolchain and crates, for places that cannot reach rustup's host.
copy_rust() {
  [ -n "$with_rust" ] && [ ! -d "$machine/home/$person/.rustup/toolchains" ] || return 0
  toolchain=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
  from=${RUSTUP_HOME:-$HOME/.rustup} cargo=${CARGO_HOME:-$HOME/.cargo}
  mkdir -p "$machine/home/$person/.rustup/toolchains" "$machine/home/$person/.cargo/bin"
  cp -a "$from"/settings.toml "$machine/home/$person/.rustup/"
  for folder in "$from"/toolchains/"$toolchain"-*; do
    # it may be a link to a toolchain of another name
    cp -a "$(readlink -f "$folder")" "$machine/home/$person/.rustup/toolchains/$(basename "$folder")"
  done
  for program in rustup cargo rustc rustdoc; do
    cp -a "$cargo/bin/$program" "$machine/home/$person/.cargo/bin/"
  done
  [ ! -d "$cargo/registry" ] || cp -a "$cargo/registry" "$machine/home/$person/.cargo/"
  for file in "$cargo/config.toml" "$HOME/.npmrc"; do
    [ ! -f "$file" ] || cp "$file" "$machine/home/$person/${file#"$HOME"/}"
  done
  chroot "$machine" chown -R $person: "/home/$person"
}

# --- the trials ---

# Says so when something of a demonstration is still there.
nothing_left() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    left=$(find "$machine/tmp" -maxdepth 1 -name 'estafette-*' | head -n 3; ps -o pid=,comm= -u "$(id_of_person)" | grep -E ' (dovecot|exim4|master|imapd|lmtpd|idled|xtask|estafette)$' || true)
    [ -n "$left" ] || return 0
    sleep 0.5
  done
  say "Left behind: $left"
  return 1
}

id_of_person() { chroot "$machine" id -u $person; }

# The servers alone: the harness's tests, built here and run there.  Half a minute.
trial_of_servers() {
  say "Servers: unpacked and started by an ordinary person"
  programs=$(cargo test -p estafette-harness --test operator --test cyrus --test left_behind --no-run 2>&1 | sed -n 's/.*Executable .*(\(.*\))$/\1/p')
  chroot "$machine" apt-get update -q
  for program in $programs; do
    cp "$program" "$machine/home/$person/trial"
    as_person 'ESTAFETTE_REQUIRE_RIG=1 ./trial'
  done
  nothing_left
}

# `./dev run` until its window is up, closed, then started again.
trial_of_run() {
  copy_repository
  copy_rust
  Xvfb $display -screen 0 1440x900x24 -nolisten tcp > /dev/null 2>&1 &
  screen=$!
  trap 'kill $screen 2> /dev/null; leave_machine' EXIT
  open_and_close first $first_limit
  open_and_close second $second_limit
}

# Starts, waits for the window, photographs it, closes it; says how long it took.
open_and_close() {
  say "./dev run, the $1 time"
  started=$(date +%s)
  as_person 'cd estafette && exec ./dev run' > "$room/run-$1.log" 2>&1 &
  running=$!
  until window=$(DISPLAY=$display xdotool search --onlyvisible --name Estafette 2> /dev/null | head -n 1) && [ -n "$window" ]; do
    kill -0 $running 2> /dev/null || { tail -n 40 "$room/run-$1.log" && say "./dev run ended without a window" && return 1; }
    [ $(($(date +%s) - started)) -lt "$2" ] || { say "no window after $2 s" && return 1; }
    sleep 0.5
  done
  say "The window is up after $(($(date +%s) - started)) s"
  # the letters come in
  sleep 8
  DISPLAY=$display import -window root "$room/run-$1.png"
  DISPLAY=$display xdotool windowclose "$window"
  wait $running || true
  nothing_left
}

trial_of_test() {
  copy_repository
  copy_rust
  say "./dev test"
  as_person 'cd estafette && ESTAFETTE_REQUIRE_RIG=1 ./dev test' 2>&1 | tee "$room/test.log"
  tail -n 1 "$room/test.log" | grep -Eq '^[1-9][0-9]* passed, 0 failed$'
  nothing_left
}

with_rust=
[ "${1:-}" != --with-rust ] || { with_rust=yes && shift; }
case ${1:-} in
  servers | run | test)
    make_machine
    mount_machine
    trap leave_machine EXIT
    "trial_of_$1"
    ;;
  clean)
    leave_machine
    rm -rf --one-file-system "$room"
    ;;
  *) echo "usage: tests/fresh/trial.sh [--with-rust] servers|run|test|clean" >&2 && exit 2 ;;
esac
