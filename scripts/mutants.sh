#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Changes the deliberation crate in each way that cargo-mutants knows, one after the other, and tells which changes no
# test sees: scripts/mutants.sh [K/N], the K-th (from 0) of N parts, each of which takes every N-th change. All of it
# takes some hours. What was found stands in target/mutants/mutants.out.

set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=27.1.0
tools=$PWD/target/tools/mutants
part=${1:-0/1}

[[ $("$tools/bin/cargo-mutants" mutants --version 2>/dev/null) == "cargo-mutants $version" ]] \
    || cargo install --locked --version "$version" --root "$tools" cargo-mutants

# A change may loop for ever or ask for all memory. What ends it is what it used, not the clock: other work on the
# machine changes nothing of what is found.
export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="prlimit --cpu=60 --as=8000000000 --"
export CARGO_INCREMENTAL=1 CARGO_PROFILE_DEV_DEBUG=false PROPTEST_CASES=32
mkdir -p target/mutants
exec "$tools/bin/cargo-mutants" mutants --package tequio-deliberation --test-tool nextest --shard "$part" \
    --sharding round-robin --timeout 1800 --build-timeout 1800 --output target/mutants --no-shuffle \
    --cargo-arg=--config='profile.dev.package."*".opt-level=3' -- --fail-fast --lib --test it
