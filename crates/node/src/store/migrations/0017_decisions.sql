-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A decision beside its entry. All but the day is what its life makes of it, here so that lists can look it up.
CREATE TABLE decisions (
    entry_id      {{uuid}} PRIMARY KEY REFERENCES entries (id),
    community_id  {{uuid}} NOT NULL,
    kind          TEXT NOT NULL,         -- operational | policy | money | …
    stage         {{text}} NOT NULL,
    binds         BOOLEAN NOT NULL,
    agreed_on     {{text}} NOT NULL,     -- the day it was agreed: 2026-11-24; '' until then
    salt          TEXT,                  -- what is hashed before the text, so that nobody guesses the text by its digest
    review_at     BIGINT,                -- when it is reviewed next; while it is, since when
    due_at        BIGINT,                -- when time alone will next change something
    superseded_by {{uuid}}               -- the decision that changed or repealed it
);
CREATE INDEX decisions_order ON decisions (community_id, binds, agreed_on, entry_id);
CREATE INDEX decisions_review ON decisions (community_id, review_at, entry_id);
CREATE INDEX decisions_due ON decisions (due_at);
CREATE INDEX decisions_superseded ON decisions (superseded_by);
-- Of one decision a member is told once a day.
CREATE INDEX notices_subject ON notices (member_id, subject, at);

-- What happened in its life, as the crate says it.
CREATE TABLE decision_events (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    ordinal     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    event       TEXT NOT NULL,           -- JSON
    PRIMARY KEY (decision_id, ordinal)
);

-- Words that its life names.
CREATE TABLE decision_words (
    id          {{uuid}} PRIMARY KEY,
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    author      {{uuid}},
    body        TEXT                     -- null once erased
);
CREATE INDEX decision_words_of ON decision_words (decision_id, id);
CREATE INDEX decision_words_by ON decision_words (author, id);

-- People without account whom its life names.
CREATE TABLE decision_names (
    id          {{uuid}} PRIMARY KEY,
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    name        TEXT                     -- null once erased
);
CREATE INDEX decision_names_of ON decision_names (decision_id, id);

-- The day of each version of a record.
CREATE TABLE decision_records (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    version     BIGINT NOT NULL,
    agreed_on   TEXT NOT NULL,
    PRIMARY KEY (decision_id, version)
);

-- What was taken on: its words are those of the same identifier.
CREATE TABLE decision_tasks (
    id          {{uuid}} PRIMARY KEY,
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    due_on      TEXT,                    -- a day
    done        BOOLEAN NOT NULL
);
CREATE INDEX decision_tasks_of ON decision_tasks (decision_id, id);

-- How it goes.
CREATE TABLE decision_progress (
    id          {{uuid}} PRIMARY KEY,
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    task_id     {{uuid}} NOT NULL,
    member_id   {{uuid}} NOT NULL,
    done        BOOLEAN NOT NULL,
    note        TEXT,
    at          BIGINT NOT NULL
);
CREATE INDEX decision_progress_of ON decision_progress (decision_id, at, id);
CREATE INDEX decision_progress_by ON decision_progress (member_id, at, id);

-- Who says of a record that it was so, or was not.
CREATE TABLE decision_confirmations (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    member_id   {{uuid}} NOT NULL,
    id          {{uuid}} NOT NULL,       -- the subject of the reason
    version     BIGINT NOT NULL,
    so          BOOLEAN NOT NULL,
    reason      TEXT,
    at          BIGINT NOT NULL,
    PRIMARY KEY (decision_id, member_id)
);
CREATE INDEX decision_confirmations_by ON decision_confirmations (member_id, decision_id);
