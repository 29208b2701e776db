-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A date keeps its identifier for ever, since it stands in addresses; what calendars call it follows its series.
ALTER TABLE occurrences ADD COLUMN part {{text}} NOT NULL DEFAULT '';   -- of the series; '' is the first one
ALTER TABLE occurrences ADD COLUMN recurrence_id {{text}} NOT NULL DEFAULT '';   -- iCalendar's, or 'once'
ALTER TABLE occurrences ADD COLUMN moved_at BIGINT;   -- when it last came to begin at another time
UPDATE occurrences SET recurrence_id = date_id;

-- The words of a part of a series, where they are others than its activity's.
CREATE TABLE activity_parts (
    activity_id   {{uuid}} NOT NULL REFERENCES activities (entry_id),
    part          {{text}} NOT NULL,
    title         TEXT,
    place         TEXT,
    PRIMARY KEY (activity_id, part)
);

-- When and where each version of an activity was, for comparing.
CREATE TABLE activity_revisions (
    activity_id   {{uuid}} NOT NULL REFERENCES activities (entry_id),
    version       BIGINT NOT NULL,
    series        TEXT NOT NULL,
    time_zone     TEXT NOT NULL,
    place         TEXT,
    link          TEXT,
    capacity      BIGINT,
    PRIMARY KEY (activity_id, version)
);
INSERT INTO activity_revisions (activity_id, version, series, time_zone, place, link, capacity)
SELECT a.entry_id, e.version, a.series, a.time_zone, a.place, a.link, a.capacity
FROM activities a JOIN entries e ON e.id = a.entry_id;
