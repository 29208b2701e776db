-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Whom a community limits or suspends on the network, and whom it lists as good.
CREATE TABLE blocks (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    target {{text}} NOT NULL,          -- a host in its one spelling, which stands for all below it; or an actor
    measure {{text}} NOT NULL,         -- limit, suspend or list
    reason {{text}} NOT NULL,
    set_at BIGINT NOT NULL,
    UNIQUE (community_id, target)
);
CREATE INDEX blocks_target ON blocks (target);

-- Whether it deals with those alone that it lists.
ALTER TABLE communities ADD COLUMN listed_only BOOLEAN NOT NULL DEFAULT FALSE;

-- Who is limited and wants to follow, or to come: they wait for a yes.
CREATE TABLE knocks (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    wish {{text}} NOT NULL,            -- follow or join
    actor {{text}} NOT NULL,
    name {{text}} NOT NULL,
    asked {{text}} NOT NULL,           -- the identifier of their request
    object {{text}} NOT NULL,          -- what they ask for: the community, or one of its dates
    inbox {{text}} NOT NULL,
    delivery {{text}} NOT NULL,        -- the inbox to which what is published goes
    knocked_at BIGINT NOT NULL,
    UNIQUE (community_id, actor, object)
);
