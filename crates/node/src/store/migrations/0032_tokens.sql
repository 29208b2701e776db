-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- By what a member's programs come in. Operational, as sessions: of the token itself only a hash is kept.
CREATE TABLE access_tokens (
    token_hash {{blob}} PRIMARY KEY,
    id {{uuid}} NOT NULL UNIQUE,
    community_id {{uuid}} NOT NULL,
    member_id {{uuid}} NOT NULL,
    label {{text}} NOT NULL,
    scopes {{text}} NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX access_tokens_member ON access_tokens (member_id, created_at);
