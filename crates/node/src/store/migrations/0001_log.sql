-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- The truth: one append-only, hash-chained, signed log per community.
CREATE TABLE log (
    community_id {{uuid}} NOT NULL,
    seq          BIGINT NOT NULL,
    record       {{blob}} NOT NULL, -- the exact JSON that was hashed
    hash         {{blob}} NOT NULL, -- SHA-256 of record
    signature    {{blob}} NOT NULL, -- Ed25519 over hash, by the community's key
    command_key  {{uuid}} NOT NULL, -- the idempotency key
    command      TEXT NOT NULL,
    actor        TEXT NOT NULL,
    subject      {{uuid}},          -- what the command made or changed: the answer to a repeated one
    at           BIGINT NOT NULL,
    PRIMARY KEY (community_id, seq)
);
CREATE UNIQUE INDEX log_command_key ON log (community_id, command_key);

-- Keys live apart from data: a backup puts them in a part of their own. All are wrapped by the node's key.
CREATE TABLE community_keys (
    community_id {{uuid}} PRIMARY KEY,
    public_key   {{blob}} NOT NULL,
    wrapped_seed {{blob}} NOT NULL
);
CREATE TABLE subject_keys (
    community_id {{uuid}} NOT NULL,
    subject      {{uuid}} NOT NULL, -- whose words these are: a member, an entry, a message, a reply to an invitation
    owner        {{uuid}},          -- the member with whom they are erased, if any
    wrapped_key  {{blob}} NOT NULL,
    PRIMARY KEY (community_id, subject)
);
CREATE INDEX subject_keys_owner ON subject_keys (community_id, owner);

-- What was erased: replayed before a restored node serves, for an old backup still has the keys.
CREATE TABLE erasures (
    community_id {{uuid}} NOT NULL,
    subject      {{uuid}} NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (community_id, subject)
);
