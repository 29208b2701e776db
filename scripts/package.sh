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
# The same sources give the same package, whenever it is made.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH

rm -rf "$package" && mkdir -p "$package/sbom"
LC_ALL=C "$built/tequio" generate "$package/en"
LC_ALL=es "$built/tequio" generate "$package/es"

# It writes beside each Cargo.toml, so it is given a copy: what is built anew when a folder changes shall not be.
tar -c --exclude=./target --exclude=./.git . | tar -x -C "$package" --one-top-level=copy
cargo cyclonedx -qq --format json --no-build-deps --manifest-path "$package/copy/crates/tequio/Cargo.toml"
sed "s|$package/copy/||g; /\"serialNumber\"/d" "$package/copy/crates/tequio/tequio.cdx.json" >"$package/sbom/sbom.cdx.json"
rm -r "$package/copy"

cargo deb -q --locked -p tequio --no-build --profile "$profile" "${press[@]}" --output "$package/tequio.deb"
printf 'target/package/tequio.deb: %s bytes\n' "$(stat -c %s "$package/tequio.deb")"
