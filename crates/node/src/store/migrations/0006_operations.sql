-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Operational state (law 2): it is not in the log and does not travel with a community.
CREATE TABLE credentials (
    member_id    {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL,
    passphrase   TEXT NOT NULL,        -- argon2id, PHC string
    changed_at   BIGINT NOT NULL
);
CREATE TABLE second_factors (
    member_id      {{uuid}} PRIMARY KEY,
    community_id   {{uuid}} NOT NULL,
    wrapped_secret {{blob}} NOT NULL,
    confirmed_at   BIGINT,
    last_step      BIGINT NOT NULL     -- a code is good once
);
CREATE TABLE sessions (
    token_hash   {{blob}} PRIMARY KEY,
    id           {{uuid}} NOT NULL UNIQUE, -- to name it when revoking
    community_id {{uuid}} NOT NULL,
    member_id    {{uuid}} NOT NULL,
    door         TEXT NOT NULL,        -- the host it is good for
    label        TEXT NOT NULL,        -- "Firefox, Android": told by the browser, shown to its owner only
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    second_factor BOOLEAN NOT NULL
);
CREATE INDEX sessions_member ON sessions (member_id, seen_at);

CREATE TABLE throttles (
    bucket   {{blob}} PRIMARY KEY,     -- hash of an account, never of an address
    failures BIGINT NOT NULL,
    until    BIGINT NOT NULL
);

CREATE TABLE jobs (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}},
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    run_at       BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    dead_at      BIGINT,
    last_error   TEXT
);
CREATE INDEX jobs_due ON jobs (run_at, id);

CREATE TABLE foundings (
    token_hash {{blob}} PRIMARY KEY,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_by    {{uuid}}                -- the community that was founded with it
);

CREATE TABLE notices_seen (
    member_id {{uuid}} PRIMARY KEY,
    seen_at   BIGINT NOT NULL
);

-- What was asked under an idempotency key: the same key with something else is no repetition.
CREATE TABLE asked (
    community_id {{uuid}} NOT NULL,
    command_key  {{uuid}} NOT NULL,
    digest       {{blob}} NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (community_id, command_key)
);
