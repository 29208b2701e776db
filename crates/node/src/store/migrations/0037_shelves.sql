-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Where another community keeps copies of its encrypted backups. What lies there is in the data folder, and in no backup.
CREATE TABLE shelves (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    name {{text}},                 -- for whom it is
    gigabytes BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    link_at BIGINT NOT NULL,       -- when the link was made that is good now
    closed_at BIGINT
);
CREATE INDEX shelves_community ON shelves (community_id, made_at);

-- By what the other node comes. Operational, as access tokens: of the link itself only a hash is kept.
CREATE TABLE shelf_links (
    shelf_id {{uuid}} PRIMARY KEY,
    token_hash {{blob}} NOT NULL UNIQUE
);
