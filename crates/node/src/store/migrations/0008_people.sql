-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Why the operator gave a mandate, for everybody to read. What the log says of earlier ones is shown too.
ALTER TABLE mandates ADD COLUMN reason TEXT;
--sqlite: UPDATE mandates SET reason = (SELECT json_extract(CAST(l.record AS TEXT), '$.events[0].mandate.rescued.reason')
--sqlite:     FROM log l WHERE l.community_id = mandates.community_id AND l.subject = mandates.id AND l.command = 'mandate.rescue');
--postgres: UPDATE mandates SET reason = (SELECT CAST(convert_from(l.record, 'UTF8') AS JSONB) #>> '{events,0,mandate,rescued,reason}'
--postgres:     FROM log l WHERE l.community_id = mandates.community_id AND l.subject = mandates.id AND l.command = 'mandate.rescue');

-- A link that the node prints when it starts empty; the next start's takes its place.
ALTER TABLE foundings ADD COLUMN at_start BOOLEAN NOT NULL DEFAULT FALSE;

-- Operational: the browsers with which somebody came in before. Guesses elsewhere do not slow these down.
CREATE TABLE devices (
    token_hash   {{blob}} NOT NULL,
    member_id    {{uuid}} NOT NULL,
    created_at   BIGINT NOT NULL,
    seen_at      BIGINT NOT NULL,
    PRIMARY KEY (token_hash, member_id)
);
CREATE INDEX devices_member ON devices (member_id, seen_at);
