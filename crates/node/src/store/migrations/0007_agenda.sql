-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

CREATE TABLE activities (
    entry_id       {{uuid}} PRIMARY KEY REFERENCES entries (id),
    community_id   {{uuid}} NOT NULL,
    uid            {{text}} NOT NULL,  -- iCalendar UID: stable for ever
    sequence       BIGINT NOT NULL,
    series         TEXT NOT NULL,      -- when: iCalendar properties (DTSTART, DTEND, RRULE, EXDATE, overrides)
    time_zone      TEXT NOT NULL,
    place          TEXT,
    link           TEXT,
    capacity       BIGINT,             -- null: no limit; of each date
    expanded_until BIGINT NOT NULL,    -- dates exist up to here
    cancelled_at   BIGINT,
    imported       {{blob}},           -- hash of what the file said at the last import, to notice changes made by hand
    UNIQUE (community_id, uid)
);

-- One row a date: replies, capacity and waiting list belong to it and survive edits of the series.
CREATE TABLE occurrences (
    activity_id   {{uuid}} NOT NULL REFERENCES activities (entry_id),
    community_id  {{uuid}} NOT NULL,
    date_id       {{text}} NOT NULL,   -- iCalendar's RECURRENCE-ID, or 'once' of what does not repeat
    visibility    BIGINT NOT NULL,     -- its entry's, here so that one index answers a month page
    starts_at     BIGINT NOT NULL,     -- instants
    ends_at       BIGINT NOT NULL,
    starts_local  {{text}} NOT NULL,   -- as shown: 2026-11-28T10:00:00, or 2026-11-28 when all day
    ends_local    {{text}} NOT NULL,
    all_day       BOOLEAN NOT NULL,
    title         TEXT,                -- when changed for this date only
    place         TEXT,
    cancelled_at  BIGINT,
    PRIMARY KEY (activity_id, date_id)
);
CREATE INDEX occurrences_month ON occurrences (community_id, starts_at, activity_id);
CREATE INDEX occurrences_public ON occurrences (visibility, starts_at);

CREATE TABLE rsvps (
    id            {{uuid}} PRIMARY KEY,
    community_id  {{uuid}} NOT NULL,
    activity_id   {{uuid}} NOT NULL REFERENCES activities (entry_id),
    date_id       {{text}} NOT NULL,
    member_id     {{uuid}},            -- null for somebody without account
    name          TEXT,                -- their pseudonym; null once purged or erased
    note          TEXT,
    state         TEXT NOT NULL,       -- going | waiting | left
    keep          BOOLEAN NOT NULL,    -- the person asked to keep it beyond thirty days
    at            BIGINT NOT NULL
);
CREATE INDEX rsvps_date ON rsvps (activity_id, date_id, state, at);
CREATE UNIQUE INDEX rsvps_member ON rsvps (activity_id, date_id, member_id);
