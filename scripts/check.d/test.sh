#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Tests of ./check itself. Needs nothing but bash; prints its result as cargo test does.

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
logs=$(mktemp -d) && trap 'rm -rf "$logs"' EXIT
# shellcheck source=scripts/check.d/lib.sh
source scripts/check.d/lib.sh

# shellcheck source=scripts/check.d/expect.sh
source scripts/check.d/expect.sh
# exit_of COMMAND...: prints its exit code.
exit_of() { ("$@") >/dev/null 2>&1; printf '%s' $?; }

help=$(./check --help)
expect 'help succeeds' 0 "$(exit_of ./check --help)"
expect 'help has an example' 1 "$(grep -c '^Example' <<<"$help")"
for option in --long --fast --run; do
    expect "help explains $option" 1 "$(grep -c "^  $option " <<<"$help")"
done
expect 'an unknown option is wrong use' 2 "$(exit_of ./check --nonsense)"
expect 'long and fast exclude each other' 2 "$(exit_of ./check --long --fast)"
expect 'run without a command is wrong use' 2 "$(exit_of ./check --run)"

counts() { "$1" <(printf '%b\n' "$2"); }
expect 'nextest: all passed' '3 0 1' \
    "$(counts count_nextest '     Summary [   0.004s] 3 tests run: 3 passed (1 slow), 1 skipped')"
expect 'nextest: failures of every kind, coloured' '1 4 7' "$(counts count_nextest \
    '\e[31;1m     Summary\e[0m [  12.1s] 5/5 tests run: 1 passed (1 leaky), 1 failed, 2 timed out, 1 exec failed, 7 skipped')"
expect 'nextest: nothing ran' '0 0 0' "$(counts count_nextest 'error: could not compile `x`')"
expect 'libtest: several binaries' '3 1 2' "$(counts count_libtest \
    'test result: ok. 1 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.00s\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s')"

# sums COMMAND...: the last line of a run whose only suite is COMMAND, and its exit code.
sums() {
    (
        command=("$@")
        only() { suite count_libtest "${command[@]}"; }
        phase suite only
        summary
        printf 'exit %s\n' $?
    ) | tail -n 2 | paste -sd' '
}
expect 'a suite that cannot run counts as one failed' '0 passed, 1 failed, 0 skipped exit 1' "$(sums false)"
expect 'a good suite' '2 passed, 0 failed, 0 skipped exit 0' \
    "$(sums echo 'test result: ok. 2 passed; 0 failed; 0 ignored;')"
failing_phase() {
    (
        phase broken false
        phase good true
        summary
        printf 'exit %s\n' $?
    ) | tail -n 1
}
expect 'a failed phase fails the whole' 'exit 1' "$(failing_phase)"

result
