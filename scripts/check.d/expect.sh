# shellcheck shell=bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# For tests that are written in bash: what was wanted and what was found, told as cargo test tells it.

ok=0 bad=0
# expect WHAT WANTED FOUND
expect() {
    if [[ $2 == "$3" ]]; then
        printf 'test %s ... ok\n' "$1"; (( ++ok ))
    else
        printf 'test %s ... FAILED\n  wanted: %q\n  found:  %q\n' "$1" "$2" "$3"; (( ++bad ))
    fi
}
# result: the last line. Fails if anything did.
result() {
    printf '\ntest result: %s. %s passed; %s failed; 0 ignored\n' "$( (( bad )) && echo FAILED || echo ok)" "$ok" "$bad"
    (( bad == 0 ))
}
