-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A search for a time that suits most.
CREATE TABLE time_polls (
    entry_id     {{uuid}} PRIMARY KEY REFERENCES entries (id),
    community_id {{uuid}} NOT NULL,
    time_zone    TEXT NOT NULL,
    minutes      BIGINT NOT NULL,        -- how long it is to last
    place        TEXT,
    closed_at    BIGINT,
    chosen       TEXT,                   -- the time that was chosen
    activity_id  {{uuid}}                -- what became of it
);
CREATE INDEX time_polls_of ON time_polls (community_id, entry_id);

-- The times to choose among: local, as `2026-11-28T10:00`.
CREATE TABLE time_poll_dates (
    poll_id {{uuid}} NOT NULL REFERENCES time_polls (entry_id),
    starts  {{text}} NOT NULL,
    PRIMARY KEY (poll_id, starts)
);

-- Who can come when.
CREATE TABLE time_poll_answers (
    poll_id   {{uuid}} NOT NULL REFERENCES time_polls (entry_id),
    starts    {{text}} NOT NULL,
    member_id {{uuid}} NOT NULL,
    answer    TEXT NOT NULL,             -- yes, perhaps or no
    at        BIGINT NOT NULL,
    PRIMARY KEY (poll_id, starts, member_id)
);
CREATE INDEX time_poll_answers_by ON time_poll_answers (member_id, poll_id, starts);
