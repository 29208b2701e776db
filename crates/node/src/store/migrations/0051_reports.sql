-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What somebody says is not right: from elsewhere about what is this community's, or by a member about what is others'.
CREATE TABLE reports (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    made_by {{uuid}},                  -- a member; nobody for one from elsewhere
    reporter {{text}},                 -- the actor elsewhere; nobody for a member's
    words {{text}} NOT NULL,
    about {{text}} NOT NULL,           -- identifiers, a line each
    author {{text}},                   -- of a member's: whose it is
    title {{text}},                    -- and what it is called
    reported_at BIGINT NOT NULL,
    forwarded_at BIGINT
);
CREATE INDEX reports_community ON reports (community_id, reported_at);

-- Since when a community is closed to the network again.
ALTER TABLE actors ADD COLUMN closed_at BIGINT;

-- An inbox by which nobody follows any more is still to be told that the dates are gone of which it heard.
ALTER TABLE peers ADD COLUMN farewell BOOLEAN NOT NULL DEFAULT FALSE;
