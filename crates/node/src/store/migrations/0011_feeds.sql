-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What a calendar must be told beside the rule of a series: a date at another time, of other words, or called off.
ALTER TABLE occurrences ADD COLUMN differs BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE occurrences SET differs = TRUE WHERE title IS NOT NULL OR place IS NOT NULL
    OR (cancelled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.entry_id = activity_id AND a.cancelled_at IS NOT NULL))
    OR (recurrence_id <> 'once' AND recurrence_id <> REPLACE(REPLACE(starts_local, '-', ''), ':', ''));
CREATE INDEX occurrences_differs ON occurrences (community_id, activity_id) WHERE differs;
CREATE INDEX occurrences_end ON occurrences (activity_id, ends_at);
-- What somebody published, for the export of their data.
CREATE INDEX entries_author ON entries (community_id, author);
