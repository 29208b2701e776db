-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Somebody says that they are a member who lost the way in.
CREATE TABLE recoveries (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    member_id {{uuid}} NOT NULL,
    at BIGINT NOT NULL,
    opens_at BIGINT,               -- once two vouched for them
    outcome {{text}} NOT NULL,
    together {{uuid}}              -- what it has in common with those of one place and hour, as of requests to join
);
CREATE INDEX recoveries_member ON recoveries (member_id, outcome);
CREATE INDEX recoveries_waiting ON recoveries (community_id, outcome, at);

-- Who vouched for whom: for a recovery, or for a request to join.
CREATE TABLE vouches (
    subject {{uuid}} NOT NULL,
    member_id {{uuid}} NOT NULL,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (subject, member_id)
);
CREATE INDEX vouches_member ON vouches (member_id, at);
