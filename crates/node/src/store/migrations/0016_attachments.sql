-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Files of entries. What is kept of them is elsewhere, sealed and named by its hash (docs/adr/0009-attachments.md).
-- A row is here as long as its key is.
CREATE TABLE attachments (
    id             {{uuid}} PRIMARY KEY,
    community_id   {{uuid}} NOT NULL REFERENCES communities (id),
    entry_id       {{uuid}} NOT NULL REFERENCES entries (id),
    author         {{uuid}},
    kind           TEXT NOT NULL,      -- jpeg | png | pdf | other
    name           TEXT NOT NULL,
    alt            TEXT,               -- what is to be seen in it, in words
    secret         {{blob}} NOT NULL,  -- the key of what is kept
    blob           {{blob}} NOT NULL,  -- SHA-256 of what is kept
    size           BIGINT NOT NULL,
    width          BIGINT,             -- of pictures
    height         BIGINT,
    thumbnail_kind TEXT,
    thumbnail_blob {{blob}},
    thumbnail_size BIGINT,
    at             BIGINT NOT NULL
);
CREATE INDEX attachments_entry ON attachments (entry_id, at, id);
CREATE INDEX attachments_community ON attachments (community_id);
CREATE INDEX attachments_author ON attachments (author);
CREATE INDEX attachments_blob ON attachments (blob);
CREATE INDEX attachments_thumbnail ON attachments (thumbnail_blob);
