-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- By what members come in without a passphrase. Operational, as credentials: of a passkey the store has what is public.
CREATE TABLE passkeys (
    id {{uuid}} PRIMARY KEY,
    credential {{blob}} NOT NULL UNIQUE,   -- by which its authenticator knows it
    community_id {{uuid}} NOT NULL,
    member_id {{uuid}} NOT NULL,
    host {{text}} NOT NULL,                -- where it was made, and alone opens
    label {{text}} NOT NULL,
    fixed {{blob}} NOT NULL,               -- its public key
    counted {{blob}} NOT NULL,             -- what changes as it is used: its counter
    created_at BIGINT NOT NULL,
    seen_at BIGINT                       -- the day
);
CREATE INDEX passkeys_member ON passkeys (member_id, created_at);
CREATE INDEX passkeys_host ON passkeys (community_id, host);

-- Challenges that were answered: none is answered twice.
CREATE TABLE passkey_challenges (
    hash {{blob}} PRIMARY KEY,
    ends_at BIGINT NOT NULL
);
