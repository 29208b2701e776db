#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Installs target/package/tequio.deb in a small Debian of its own, serves from there, upgrades it while it serves, and
# removes it: scripts/check.d/installed.sh DEBIAN PACKAGE, where DEBIAN is a folder made by debootstrap, of which it takes a
# copy. As root, in namespaces of its own: what it mounts and starts goes with it. Prints its result as cargo test does.

set -uo pipefail

if [[ ${TEQUIO_INSIDE:-} != 1 ]]; then
    exec env TEQUIO_INSIDE=1 unshare --mount-proc --pid --net --fork --kill-child "$0" "$@"
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=scripts/check.d/expect.sh
source scripts/check.d/expect.sh

place=$(mktemp -d) && trap 'umount "$place/proc"; rm -rf --one-file-system "$place"' EXIT
cp -a "$1/." "$place" && cp "$2" "$place/tequio.deb" && mount -t proc proc "$place/proc" && ip link set lo up ||
    { expect 'a Debian to install in' made missing; result; exit 1; }

# there COMMAND...: runs it in that Debian, as somebody who has nothing of this one.
there() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive chroot "$place" "$@" 2>&1; }
# What stands on its disk, but for what the packages' own books and caches hold.
all_files() { there find / -xdev -not -path '/var/lib/dpkg/*' -not -path '/var/cache/*' -not -path '/var/log/*' | sort; }
# ask PATH: the status by which the node answers, or nothing.
ask() {
    exec 9<>/dev/tcp/127.0.0.1/3456 || return
    printf 'GET %s HTTP/1.1\r\nHost: localhost:3456\r\nConnection: close\r\n\r\n' "$1" >&9
    head -n 1 <&9 | cut -d' ' -f2
    exec 9<&-
}
# Waits until a condition holds: at most a minute.
until_so() { for _ in {1..300}; do "$@" && return; sleep 0.2; done; return 1; } 2>/dev/null
answers() { [[ $(ask /healthz) == 200 ]]; }
starts() { (( $(grep -c '^Tequio: ' "$place/said" 2>/dev/null) == $1 )); }

before=$(all_files)
installed=$(there dpkg --install /tequio.deb) && status=0 || status=$?
expect 'it installs' 0 "$status"
(( status == 0 )) || printf '%s\n' "$installed"
expect 'it says which version it is' "tequio $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)" "$(there tequio --version)"
expect 'the manual' /usr/share/man/man1/tequio-serve.1.gz "$(there man --where tequio-serve)"
expect 'the manual in Spanish' /usr/share/man/es/man1/tequio-serve.1.gz "$(there man --locale=es --where tequio-serve)"
expect 'the manual has no fault of form' '' "$(there bash -c '
    for page in /usr/share/man/{,es/}man1/tequio*; do man --warnings --encoding=UTF-8 --local-file "$page" 2>&1 >/dev/null; done')"
expect 'bash completes commands' 'serve' "$(there bash -c '
    source /usr/share/bash-completion/bash_completion; _completion_loader tequio
    COMP_WORDS=(tequio ser) COMP_CWORD=1; _tequio tequio ser tequio; echo "${COMPREPLY[@]}"')"
expect 'zsh and fish find theirs' 2 \
    "$(there ls /usr/share/zsh/vendor-completions/_tequio /usr/share/fish/vendor_completions.d/tequio.fish | grep -c ^/)"
expect 'the unit starts with the machine' enabled "$(there deb-systemd-helper was-enabled tequio.service && echo enabled)"
expect 'the configuration is read by its group alone' '640 root tequio' "$(there stat -c '%a %U %G' /etc/tequio/tequio.toml)"
expect 'the list of parts is JSON of CycloneDX' CycloneDX "$(there cat /usr/share/doc/tequio/sbom.cdx.json |
    sed -n '0,/bomFormat/s/.*"bomFormat": *"\([^"]*\)".*/\1/p')"

# As the unit starts it: systemd would make the folder.
there install --directory --owner=tequio --group=tequio --mode=700 /var/lib/tequio
there setpriv --reuid=tequio --regid=tequio --init-groups --no-new-privs \
    tequio serve --config /etc/tequio/tequio.toml >"$place/said" &
until_so starts 1
expect 'it serves' 200 "$(ask /healthz)"
expect 'it says where the first community is founded' 1 "$(grep -c '^http://localhost:3456/found/' "$place/said")"
expect 'its data is its own' '700 tequio' "$(there stat -c '%a %U' /var/lib/tequio)"
node=$(pgrep -x tequio)
cp -a "$place/usr/bin/tequio" "$place/before"
printf '# mine\n' >>"$place/etc/tequio/tequio.toml"
expect 'it is upgraded while it serves' 0 "$(there dpkg --install /tequio.deb >/dev/null; echo $?)"
kill -USR2 "$node"                                                  # what the unit does to reload
until_so starts 2
expect 'the new one serves' 200 "$(ask /healthz)"
expect 'it is the same process' "$node" "$(pgrep -x tequio)"
expect 'it runs what is installed' /usr/bin/tequio "$(there readlink "/proc/$node/exe")"
expect 'what was configured stays' 1 "$(grep -c '^# mine' "$place/etc/tequio/tequio.toml")"
kill -TERM "$node"
until_so eval '! kill -0 $node'
expect 'it ends when it is asked to' '' "$(pgrep -x tequio)"
rm "$place/said" "$place/before"

expect 'it is removed' 0 "$(there dpkg --remove tequio >/dev/null; echo $?)"
expect 'what was configured waits' yes "$([[ -e $place/etc/tequio/tequio.toml ]] && echo yes)"
expect 'it is purged' 0 "$(there dpkg --purge tequio >/dev/null; echo $?)"
left=$(comm -13 <(printf '%s\n' "$before") <(all_files) | grep -v '^/var/lib/tequio/')
expect 'nothing is left but the data' /var/lib/tequio "$left"
expect 'the data is whole' yes "$([[ -s $place/var/lib/tequio/node.key ]] && echo yes)"

# systemd's own judgement of how much of the machine the unit leaves open, in tenths.
if command -v systemd-analyze >/dev/null; then
    unit=packaging/tequio.service
    expect 'the unit leaves little open' 0 \
        "$(systemd-analyze security --offline=true --threshold=12 --no-pager "$unit" >/dev/null 2>&1; echo $?)"
fi
result
