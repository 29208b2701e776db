-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- An assembly. Its state is made of its events; what lists look it up by stands here.
CREATE TABLE assemblies (
    entry_id      {{uuid}} PRIMARY KEY REFERENCES entries (id),
    community_id  {{uuid}} NOT NULL,
    activity_id   {{uuid}} NOT NULL,     -- where the agenda says when and where
    stage         TEXT NOT NULL,         -- called, held, acta or approved
    leads         TEXT NOT NULL,         -- facilitator and note-taker: their identifiers with a space between them
    halted        BOOLEAN NOT NULL,      -- whether its acta waits to be set right
    due_at        BIGINT                 -- when time will next change something
);
CREATE INDEX assemblies_of ON assemblies (community_id, entry_id);
CREATE INDEX assemblies_due ON assemblies (due_at);

-- All that happened in it.
CREATE TABLE assembly_events (
    assembly_id {{uuid}} NOT NULL REFERENCES assemblies (entry_id),
    ordinal     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    event       TEXT NOT NULL,
    actor       {{uuid}},
    PRIMARY KEY (assembly_id, ordinal)
);

-- The words that this names: points, what was said of them, what was not so.
CREATE TABLE assembly_words (
    id          {{uuid}} PRIMARY KEY,
    assembly_id {{uuid}} NOT NULL REFERENCES assemblies (entry_id),
    author      {{uuid}},
    body        TEXT
);
CREATE INDEX assembly_words_of ON assembly_words (assembly_id, id);
CREATE INDEX assembly_words_by ON assembly_words (author, id);

-- People without account who were there.
CREATE TABLE assembly_names (
    id          {{uuid}} PRIMARY KEY,
    assembly_id {{uuid}} NOT NULL REFERENCES assemblies (entry_id),
    name        TEXT
);
CREATE INDEX assembly_names_of ON assembly_names (assembly_id, id);
