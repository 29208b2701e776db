# shellcheck shell=bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# What is checked, one function a phase, in the order in which ./check runs them.

phase_install() {
    install_packages && require_rust && install_tools
}

phase_format() {
    local status=0
    cargo fmt --all --check || status=1
    shellcheck -x -a -S warning check .ci/run scripts/*.sh scripts/check.d/{test,installed}.sh || status=1
    return "$status"
}

# Advisories are not among these: their database is fetched from elsewhere, so their answer
# changes without a change here. Where it can be reached: cargo deny check advisories.
phase_licences() {
    local deny=(cargo deny --locked --log-level)
    "${deny[@]}" error check --hide-inclusion-graph licenses bans sources || return 1
    say "In more than one version: $("${deny[@]}" warn check --hide-inclusion-graph bans 2>&1 |
        grep -c '^warning\[duplicate\]') crates (cargo deny check bans names them)."
}

# Outside git (in a source archive) reuse cannot know that target/ is not ours: it reads a copy.
phase_reuse() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        reuse lint --lines
    else
        local copy=$logs/reuse
        rm -rf "$copy" && mkdir -p "$copy" &&
            tar -c --exclude=./target . | tar -x -C "$copy" && reuse --root "$copy" lint --lines
    fi
}

phase_clippy() { cargo clippy --workspace --all-targets --locked --keep-going -- -D warnings; }

phase_docs() {
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --document-private-items --locked
}

phase_gate() { suite count_libtest scripts/check.d/test.sh; }

phase_build() { cargo nextest run --workspace --locked --no-run; }

# Of the program that the tests built: to build it for release would double what the gate takes.
phase_package() {
    scripts/package.sh dev && suite count_libtest as_root scripts/check.d/installed.sh "$debian" target/package/tequio.deb
}

# The environment that tests find; docs/TESTING.md lists it.
test_environment() {
    TEQUIO_TEST_CHROMIUM=$(command -v chromium) &&
        TEQUIO_TEST_CHROMEDRIVER=$(command -v chromedriver) &&
        start_postgres || return 1
    export TEQUIO_TEST_CHROMIUM TEQUIO_TEST_CHROMEDRIVER
    export TEQUIO_TEST_AXE=$axe TEQUIO_TEST_PYTHON=$venv/bin/python TEQUIO_TEST_ALL=1
    mkdir -m 711 "$work/tmp" && export TMPDIR=$work/tmp || return 1
    export XDG_CONFIG_HOME=$TMPDIR/config XDG_CACHE_HOME=$TMPDIR/cache XDG_DATA_HOME=$TMPDIR/data
    if (( long )); then
        export TEQUIO_TEST_LONG=1 BOLERO_RANDOM_TEST_TIME_MS=600000 BOLERO_RANDOM_ITERATIONS=4000000000
        BOLERO_RANDOM_SEED=$(od -A n -t u8 -N 8 /dev/urandom | tr -d ' ') && export BOLERO_RANDOM_SEED
    fi
}

# Tests that need something installed are marked #[ignore]: a plain `cargo test` reports them
# so, and here they run all the same. Only the long ones wait for --long.
phase_tests() {
    local which=(--run-ignored all)
    (( long )) || which+=(-E 'not test(/(^|::)long(_|::|$)/)')
    suite count_nextest cargo nextest run --workspace --locked --status-level slow "${which[@]}"
}

phase_fast_tests() { suite count_nextest cargo nextest run --workspace --locked --status-level slow; }

phase_doctests() { suite count_libtest cargo test --doc --workspace --locked --no-fail-fast; }
