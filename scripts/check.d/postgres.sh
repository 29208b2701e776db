# shellcheck shell=bash
# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

# A PostgreSQL of our own for the tests: new, in the run's temporary folder $work, reachable only
# through a socket in it, stopped at the end. Sourced by ./check.

postgres_pid=''

# initdb and the server refuse to run as root; the Debian package brings a user for them.
# An array and not a function, so that $! is the server itself and not a shell around it.
as_postgres=()
(( EUID )) || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups --)

start_postgres() {
    local bin options postgres_dir=$work/postgres
    bin=$(postgres_bin) || { say 'No PostgreSQL server below /usr/lib/postgresql.'; return 1; }
    mkdir -m 700 "$postgres_dir" || return 1
    (( EUID )) || chown postgres: "$postgres_dir" || return 1
    cd / || return 1                                                # a folder its user may read
    if ! "${as_postgres[@]}" "$bin/initdb" -D "$postgres_dir/data" -U tequio -A trust -E UTF8 \
        --locale=C.UTF-8 --no-sync >"$logs/initdb.log" 2>&1; then
        cat "$logs/initdb.log"
        cd "$root" || true
        return 1
    fi
    options=(-p 5432 -c listen_addresses= -c unix_socket_directories="$postgres_dir" -c max_connections=300)
    # Losing the tests' data to a power cut is no loss; the long suites measure with it on.
    (( long )) || options+=(-c fsync=off -c full_page_writes=off)
    "${as_postgres[@]}" "$bin/postgres" -D "$postgres_dir/data" "${options[@]}" >"$logs/postgres.log" 2>&1 &
    postgres_pid=$!
    cd "$root" || return 1
    local try
    for try in {1..150}; do
        if "$bin/pg_isready" -q -h "$postgres_dir" -p 5432 -U tequio -d postgres; then
            export TEQUIO_TEST_POSTGRES="postgres://tequio@${postgres_dir//\//%2F}:5432/postgres"
            say "PostgreSQL $("$bin/postgres" --version | cut -d' ' -f3) answers after $(( try * 200 )) ms."
            return 0
        fi
        kill -0 "$postgres_pid" 2>/dev/null || break
        sleep 0.2
    done
    say 'PostgreSQL did not start:'
    cat "$logs/postgres.log"
    return 1
}

stop_postgres() {
    [[ -n $postgres_pid ]] || return 0
    kill -INT "$postgres_pid" 2>/dev/null || true                           # fast shutdown
    local try
    for try in {1..100}; do
        kill -0 "$postgres_pid" 2>/dev/null || break
        (( try < 100 )) || kill -QUIT "$postgres_pid" 2>/dev/null || true   # immediate
        sleep 0.1
    done
    wait "$postgres_pid" 2>/dev/null || true
    postgres_pid=''
}
