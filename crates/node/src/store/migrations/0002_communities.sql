-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

CREATE TABLE communities (
    id           {{uuid}} PRIMARY KEY,
    handle       {{text}} NOT NULL UNIQUE,
    host         {{text}} UNIQUE,      -- its own host name, if it has one
    name         {{text}} NOT NULL,
    municipality {{text}} NOT NULL,
    languages    TEXT NOT NULL,        -- BCP 47 tags, separated by spaces, the first one is the default
    time_zone    TEXT NOT NULL,        -- IANA name
    joining      TEXT NOT NULL,        -- invitation | request
    care_contact TEXT NOT NULL,        -- who answers for care, and how to reach them
    sample       BOOLEAN NOT NULL,     -- made by the demonstration
    founded_at   BIGINT NOT NULL,
    active       BIGINT NOT NULL       -- members who have not left
);

-- The founding text, the pact and the privacy notice: every version stays readable.
CREATE TABLE documents (
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    kind         TEXT NOT NULL,        -- founding | pact | privacy
    version      BIGINT NOT NULL,
    body         TEXT NOT NULL,        -- Markdown
    author       {{uuid}},
    at           BIGINT NOT NULL,
    PRIMARY KEY (community_id, kind, version)
);
