-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Any published thing. A room adds its own table beside it, with the same id.
CREATE TABLE entries (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    kind         TEXT NOT NULL,
    author       {{uuid}},
    title        TEXT,                 -- null once removed
    body         TEXT,                 -- Markdown
    language     TEXT NOT NULL,        -- BCP 47
    licence      TEXT NOT NULL,        -- SPDX expression
    visibility   BIGINT NOT NULL,      -- 0 public, 1 network, 2 community, 3 circle, 4 sealed
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    removed_at   BIGINT,
    removed_by   {{uuid}}
);
CREATE INDEX entries_order ON entries (community_id, created_at, id);

CREATE TABLE revisions (
    entry_id {{uuid}} NOT NULL REFERENCES entries (id),
    version  BIGINT NOT NULL,
    title    TEXT,
    body     TEXT,
    author   {{uuid}},
    at       BIGINT NOT NULL,
    PRIMARY KEY (entry_id, version)
);

CREATE TABLE tags (
    community_id {{uuid}} NOT NULL,
    entry_id     {{uuid}} NOT NULL REFERENCES entries (id),
    tag          {{text}} NOT NULL,
    PRIMARY KEY (entry_id, tag)
);
CREATE INDEX tags_tag ON tags (community_id, tag, entry_id);

-- Who belongs to an entry's circle (visibility 3), and who may change it: its hosts.
CREATE TABLE circle (
    entry_id  {{uuid}} NOT NULL REFERENCES entries (id),
    member_id {{uuid}} NOT NULL REFERENCES members (id),
    PRIMARY KEY (entry_id, member_id)
);

CREATE TABLE messages (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    entry_id     {{uuid}} NOT NULL REFERENCES entries (id),
    parent       {{uuid}},
    author       {{uuid}} NOT NULL REFERENCES members (id),
    body         TEXT,                 -- null once removed: the trace stays
    at           BIGINT NOT NULL,
    edited_at    BIGINT,
    removed_at   BIGINT,
    removed_by   {{uuid}}
);
CREATE INDEX messages_thread ON messages (entry_id, at, id);

CREATE TABLE notices (
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    member_id    {{uuid}} NOT NULL REFERENCES members (id),
    seq          BIGINT NOT NULL,      -- the log record it comes from
    ordinal      BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    subject      {{uuid}},
    at           BIGINT NOT NULL,
    PRIMARY KEY (member_id, seq, ordinal)
);
