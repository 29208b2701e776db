-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

CREATE TABLE members (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    name         {{text}},             -- null once erased
    name_key     {{text}},             -- folded: two people must not look alike
    joined_at    BIGINT NOT NULL,
    left_at      BIGINT,
    erased_at    BIGINT,
    invited_by   {{uuid}}              -- the invitation or the request through which they came
);
CREATE UNIQUE INDEX members_name ON members (community_id, name_key);
CREATE INDEX members_order ON members (community_id, joined_at, id);

CREATE TABLE acceptances (
    member_id {{uuid}} NOT NULL REFERENCES members (id),
    kind      TEXT NOT NULL,
    version   BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (member_id, kind, version)
);

-- Printed codes travel with the community, so that people can come back on another node.
CREATE TABLE recovery_codes (
    member_id {{uuid}} NOT NULL REFERENCES members (id),
    code_hash {{blob}} NOT NULL,
    PRIMARY KEY (member_id, code_hash)
);

CREATE TABLE invitations (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    author       {{uuid}},
    purpose      TEXT NOT NULL,        -- "taller del sábado": where it was shared
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    uses         BIGINT NOT NULL,
    uses_limit   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX invitations_order ON invitations (community_id, created_at, id);

CREATE TABLE join_requests (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    name         TEXT,
    message      TEXT,
    at           BIGINT NOT NULL,
    outcome      TEXT NOT NULL         -- waiting | accepted | declined | joined
);
CREATE INDEX join_requests_waiting ON join_requests (community_id, outcome, at);
