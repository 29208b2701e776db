-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What a community says by bundles, numbered for each reader. Operational, as places of inboxes in the log.
CREATE TABLE bundle_streams (
    community_id {{uuid}} NOT NULL,
    reader {{text}} NOT NULL,          -- the actor it is for; empty: anybody
    follower_id {{uuid}},              -- as whom they follow: who follows anew hears all of it again
    reached BIGINT NOT NULL,           -- up to this record, and of what it changed up to this date
    reached_entry {{uuid}} NOT NULL,
    reached_date {{text}} NOT NULL,
    sequence BIGINT NOT NULL,          -- the number of the last activity, and the link of the chain there
    chain {{blob}} NOT NULL,
    begins BIGINT NOT NULL,            -- up to here nothing is kept: its reader has it, or it is too old
    begins_chain {{blob}} NOT NULL,
    described {{blob}},                -- the hash of how the community last described itself in it
    PRIMARY KEY (community_id, reader)
);

-- Its activities, as they were said, until their reader acknowledges them.
CREATE TABLE bundle_items (
    community_id {{uuid}} NOT NULL,
    reader {{text}} NOT NULL,
    sequence BIGINT NOT NULL,
    chain {{blob}} NOT NULL,           -- after it
    activity {{text}} NOT NULL,
    outgoing_id {{uuid}},              -- what waits for an inbox, and need not once it was carried there
    made_at BIGINT NOT NULL,
    PRIMARY KEY (community_id, reader, sequence)
);
CREATE INDEX bundle_items_made ON bundle_items (made_at);
CREATE INDEX bundle_items_outgoing ON bundle_items (outgoing_id);

-- How far a community has read what others say by bundles, and by which key it knows them.
CREATE TABLE bundle_sources (
    community_id {{uuid}} NOT NULL,
    source {{text}} NOT NULL,
    addressed BOOLEAN NOT NULL,        -- what is for this community alone has numbers of its own
    sequence BIGINT NOT NULL,
    chain {{blob}} NOT NULL,
    public_key {{text}} NOT NULL,      -- Multikey
    read_at BIGINT NOT NULL,
    written_at BIGINT NOT NULL,        -- when the newest bundle was written that was read
    PRIMARY KEY (community_id, source, addressed)
);
