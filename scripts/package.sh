#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Makes the Debian package target/package/tequio.deb, with the manual pages, the completions and the configuration that the
# program itself writes, and the list of what it is made of (CycloneDX).
#
#   scripts/package.sh         the one to install: built for release
#   scripts/package.sh dev     of the program that the tests built, unoptimised: what ./check installs
#
# Needs cargo-deb and cargo-cyclonedx; ./check brings them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
package=$root/target/package
PATH=$target/tools/bin:$PATH
profile=${1:-release}
case $profile in
    release) cargo build --release --locked -p tequio; built=$target/release; press=() ;;
    dev) built=$target/debug; press=(--fast) ;;
    *) sed -n '5,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

rm -rf "$package" && mkdir -p "$package/doc"
LC_ALL=C "$built/tequio" generate "$package/en"
LC_ALL=es "$built/tequio" generate "$package/es"

# Written beside each Cargo.toml; only the program's is wanted.
cargo cyclonedx --quiet --format json --describe binaries --target-in-filename --manifest-path crates/tequio/Cargo.toml
