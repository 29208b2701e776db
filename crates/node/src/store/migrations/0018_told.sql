-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Which date of an activity a notice is about, and what of it changed: `when place link`, those that did.
ALTER TABLE notices ADD COLUMN date_id {{text}};
ALTER TABLE notices ADD COLUMN what TEXT;

-- When and where a date was as its guest said that they come; of earlier replies, when and where it is now.
ALTER TABLE rsvps ADD COLUMN told_starts TEXT;
ALTER TABLE rsvps ADD COLUMN told_ends TEXT;
ALTER TABLE rsvps ADD COLUMN told_place TEXT;
ALTER TABLE rsvps ADD COLUMN told_link TEXT;
UPDATE rsvps SET
    told_starts = (SELECT o.starts_local FROM occurrences o WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id),
    told_ends = (SELECT o.ends_local FROM occurrences o WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id),
    told_place = (SELECT COALESCE(o.place, p.place, a.place) FROM occurrences o JOIN activities a ON a.entry_id = o.activity_id
        LEFT JOIN activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part
        WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id),
    told_link = (SELECT a.link FROM activities a WHERE a.entry_id = rsvps.activity_id);

-- The series as it stood just before a version: what a version changed is nothing that a change of dates did before it.
ALTER TABLE activity_revisions ADD COLUMN series_before TEXT;

-- What happened to one thing.
CREATE INDEX log_subject ON log (community_id, subject, seq);
