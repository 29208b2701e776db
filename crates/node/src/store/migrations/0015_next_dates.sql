-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- The dates of one activity in their order. They begin with the community, as every read does: an engine that knows
-- nothing of the data would else look through the dates of the whole community.
CREATE INDEX occurrences_next ON occurrences (community_id, activity_id, starts_at, date_id);
DROP INDEX occurrences_end;
CREATE INDEX occurrences_end ON occurrences (community_id, activity_id, ends_at);
-- What is somebody's own.
CREATE INDEX messages_author ON messages (author);
CREATE INDEX rsvps_own ON rsvps (member_id);
CREATE INDEX circle_member ON circle (member_id);
