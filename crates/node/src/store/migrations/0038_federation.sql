-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- The keys by which a community, and the node itself, sign what they say to other nodes. They are not those of the log.
CREATE TABLE actor_keys (
    owner {{uuid}} PRIMARY KEY,        -- the community; nothing but zeros for the node
    rsa {{blob}} NOT NULL,             -- PKCS#8, wrapped by the node's key
    ed25519 {{blob}} NOT NULL          -- the seed, wrapped likewise
);

-- Communities that are open to the network, under the address that their identifiers are made of.
CREATE TABLE actors (
    owner {{uuid}} PRIMARY KEY REFERENCES communities (id),
    base {{text}} NOT NULL,
    actor {{text}} NOT NULL UNIQUE,    -- its identifier: the base, as a whole URL
    rsa {{text}} NOT NULL,             -- public keys (Multikey)
    ed25519 {{text}} NOT NULL,
    opened_at BIGINT NOT NULL
);

-- Who follows a community from elsewhere.
CREATE TABLE followers (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL,
    actor {{text}} NOT NULL,
    asked {{text}} NOT NULL,           -- the identifier of their request
    delivery {{text}} NOT NULL,        -- the inbox to which what is published goes: one for all on the same server
    followed_at BIGINT NOT NULL,
    UNIQUE (community_id, actor)
);
CREATE INDEX followers_delivery ON followers (community_id, delivery);

-- Which dates of activities the network knows, and where in the log they last changed.
CREATE TABLE travels (
    entry_id {{uuid}} NOT NULL,
    date_id {{text}} NOT NULL,
    community_id {{uuid}} NOT NULL,
    made_seq BIGINT NOT NULL,          -- the record by which it began to travel
    changed_seq BIGINT NOT NULL,       -- the last one that changed it
    gone BOOLEAN NOT NULL,             -- it is not public any more
    PRIMARY KEY (entry_id, date_id)
);
CREATE INDEX travels_community ON travels (community_id, changed_seq);
CREATE INDEX travels_made ON travels (community_id, made_seq);

-- Actors of other nodes, as they last described themselves. Operational: it is fetched again.
CREATE TABLE remote_actors (
    actor {{text}} PRIMARY KEY,
    document {{text}} NOT NULL,
    fetched_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX remote_actors_seen ON remote_actors (seen_at);

-- What came in, until it is worked through; then only by what it is known when it comes again.
CREATE TABLE received (
    mark {{blob}} PRIMARY KEY,
    host {{text}} NOT NULL,
    actor {{text}} NOT NULL,
    activity {{text}},
    received_at BIGINT NOT NULL
);
CREATE INDEX received_host ON received (host, received_at);

-- Signatures that were taken: none is taken twice.
CREATE TABLE signatures (
    id {{blob}} PRIMARY KEY,
    keep_until BIGINT NOT NULL
);

-- Inboxes elsewhere, and how far each has been told what the log brought.
CREATE TABLE peers (
    community_id {{uuid}} NOT NULL,
    inbox {{text}} NOT NULL,
    host {{text}} NOT NULL,
    reached BIGINT NOT NULL,           -- up to this record, and of what it changed up to this date
    reached_entry {{uuid}} NOT NULL,
    reached_date {{text}} NOT NULL,
    tries BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    failing_since BIGINT,
    last_error {{text}},
    reached_at BIGINT,
    PRIMARY KEY (community_id, inbox)
);
CREATE INDEX peers_next ON peers (next_at);
CREATE INDEX peers_host ON peers (host);

-- What is known of the machines on which they are.
CREATE TABLE peer_hosts (
    host {{text}} PRIMARY KEY,
    takes_rfc9421 BOOLEAN NOT NULL,
    rests_until BIGINT NOT NULL        -- it does not answer: until then none of its inboxes is knocked at
);

-- What goes to one inbox alone: answers, and what a community asks another one.
CREATE TABLE outgoing (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL,
    inbox {{text}} NOT NULL,
    activity {{text}} NOT NULL,
    made_at BIGINT NOT NULL
);
CREATE INDEX outgoing_inbox ON outgoing (community_id, inbox, made_at);
