# shellcheck shell=bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# Phases, their summary, and the sums of tests. Sourced by ./check and by its test.

declare -a phase_names=() phase_results=() phase_seconds=()
passed=0 failed=0 skipped=0

say() { printf '%s\n' "$*"; }
die() { printf 'check: %s\n' "$*" >&2; exit 1; }

# phase NAME FUNCTION: runs it, times it, goes on after a failure.
# Called in a condition, so `set -e` does not act inside: functions chain with && or return.
phase() {
    local name=$1 began=$EPOCHREALTIME result=ok
    printf '\n──── %s\n' "$name"
    "$2" || result=FAILED
    local took
    took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
    printf '──── %s: %s, %s s\n' "$name" "$result" "$took"
    phase_names+=("$name") phase_results+=("$result") phase_seconds+=("$took")
    [[ $result == ok ]]
}

# The table of phases, and as the very last line the sums. Fails if anything did.
summary() {
    local i bad=0
    printf '\n%-32s %8s  %s\n' phase seconds result
    for i in "${!phase_names[@]}"; do
        printf '%-32s %8s  %s\n' "${phase_names[i]}" "${phase_seconds[i]}" "${phase_results[i]}"
        [[ ${phase_results[i]} == ok ]] || bad=1
    done
    printf '%-32s %8s\n\n' total "$SECONDS"
    printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
    (( bad == 0 && failed == 0 ))
}

# count_nextest / count_libtest FILE: prints "PASSED FAILED SKIPPED" of a runner's output.
count_nextest() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        /^ *Summary \[/ {
            sub(/.*\] */, "")
            gsub(/\([^)]*\)/, "")                       # "(1 slow)" is part of the passed
            n = split($0, part, /[:,] */)
            for (i = 2; i <= n; i++) {
                split(part[i], word, " ")
                if (word[2] == "passed") p += word[1]
                else if (word[2] == "skipped") s += word[1]
                else f += word[1]                       # failed, timed out, exec failed
            }
        }
        END { print p + 0, f + 0, s + 0 }'
}
count_libtest() {
    sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        /^test result:/ {
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p += $(i - 1)
                if ($i ~ /^failed/) f += $(i - 1)
                if ($i ~ /^ignored/) s += $(i - 1)
            }
        }
        END { print p + 0, f + 0, s + 0 }'
}

# suite COUNTER COMMAND...: runs a suite, shows it, adds its counts to the sums.
# A suite that fails without a failed test (it does not compile, say) counts as one failed.
suite() {
    local counter=$1 log status=0 p f s
    shift
    log=$(mktemp "$logs/suite.XXXXXX")
    "$@" 2>&1 | tee "$log" || status=1
    read -r p f s < <("$counter" "$log")
    (( status == 0 || f > 0 )) || f=1
    (( passed += p, failed += f, skipped += s )) || true
    return "$status"
}
