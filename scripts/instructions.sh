#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Prints how many instructions a page takes the node, for each page and viewer: scripts/instructions.sh FOLDER, which
# `measure fill` has filled (docs/BENCHMARKS.md). What 120 requests take beyond 20, so that starting is not in it. Needs
# valgrind. MEASURE names another build of `measure`.
set -euo pipefail
folder=$1
measure=${MEASURE:-$(dirname "$0")/../target/release/examples/measure}

counted() {
    valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$measure" ask "$folder" "$@" 2>&1 >/dev/null |
        sed -n 's/.*I *refs: *//p' | tr -d ,
}

for who in kept guest member; do
    for page in home agenda activity month calendar search stylesheet healthz; do
        few=$(counted 20 "$who" "$page")
        many=$(counted 120 "$who" "$page")
        printf '%s\t%s\t%s\n' "$who" "$page" $(((many - few) / 100))
    done
done
