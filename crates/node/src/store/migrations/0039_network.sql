-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Communities elsewhere that one follows.
CREATE TABLE followed (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    actor {{text}} NOT NULL,
    name {{text}} NOT NULL,            -- as it called itself
    account {{text}} NOT NULL,
    page {{text}} NOT NULL,
    inbox {{text}} NOT NULL,
    asked_at BIGINT NOT NULL,
    accepted_at BIGINT,                -- before that nothing of it is taken
    refused_at BIGINT,
    UNIQUE (community_id, actor)
);

-- The dates that they published, as they last said. Operational: the words are theirs, and are had from them again.
CREATE TABLE network_dates (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL,
    followed_id {{uuid}} NOT NULL,
    object {{text}} NOT NULL,          -- its identifier there
    author {{text}} NOT NULL,          -- who alone may change it
    title {{text}} NOT NULL,
    content {{text}} NOT NULL,         -- cleaned HTML
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    time_zone {{text}} NOT NULL,
    place {{text}},
    town {{text}},
    page {{text}} NOT NULL,
    labels {{text}} NOT NULL,          -- its tags, a line each
    cancelled BOOLEAN NOT NULL,
    heard_at BIGINT NOT NULL,
    UNIQUE (community_id, object)
);
CREATE INDEX network_dates_starts ON network_dates (community_id, starts_at);
CREATE INDEX network_dates_followed ON network_dates (followed_id, starts_at);
