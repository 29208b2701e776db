#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Builds the static program of the last commit twice, in two folders, one of them a checkout of git and one not, and says
# whether both are the same, bit by bit. Takes as long as two builds from the beginning.
#
#   scripts/reproduce.sh [release|dev]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
place=$(mktemp -d) && trap 'rm -rf "$place"' EXIT
git clone --quiet "$root" "$place/one"
mkdir "$place/another" && git -C "$root" archive HEAD | tar -x -C "$place/another"
for folder in one another; do
    env -u CARGO_TARGET_DIR "$place/$folder/scripts/static.sh" "${1:-release}"
done
cmp "$place/one/target/package/tequio" "$place/another/target/package/tequio" && echo 'The same, bit by bit.'
