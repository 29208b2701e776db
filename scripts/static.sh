#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Makes target/package/tequio: the program in one file, which needs nothing of the machine that it runs on (glibc is in it). It
# is the same, bit by bit, in whatever folder it is built: scripts/reproduce.sh shows it.
#
#   scripts/static.sh            built for release
#   scripts/static.sh dev        unoptimised
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
profile=${1:-release}
triple=$(rustc -vV | sed -n 's/^host: //p')
home=${CARGO_HOME:-$HOME/.cargo}
# No folder of this machine is named in it, neither by Rust nor by C.
export RUSTFLAGS="-C target-feature=+crt-static --remap-path-prefix=$root=/tequio --remap-path-prefix=$home=/cargo"
export CFLAGS="-ffile-prefix-map=$root=/tequio -ffile-prefix-map=$home=/cargo"
cargo build --locked --profile "$profile" --target "$triple" -p tequio

mkdir -p target/package
built=target/$triple/${profile/#dev/debug}/tequio
install --mode=755 "$built" target/package/tequio
# Whom to believe on the web, for a container that has nothing else.
install --mode=644 /etc/ssl/certs/ca-certificates.crt target/package/
printf 'target/package/tequio: %s bytes, %s\n' "$(stat -c %s target/package/tequio)" \
    "$(sha256sum target/package/tequio | cut -d' ' -f1)"
