-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What requests to join have in common that came from one place within one hour; no address can be told from it.
ALTER TABLE join_requests ADD COLUMN together {{uuid}};

-- What a version changes and why, in the words of who saved it.
ALTER TABLE revisions ADD COLUMN why TEXT;
ALTER TABLE documents ADD COLUMN why TEXT;

-- How often a community described itself: who edits an older description is told.
ALTER TABLE communities ADD COLUMN described BIGINT NOT NULL DEFAULT 1;
UPDATE communities SET described = 1 + (SELECT COUNT(*) FROM log WHERE log.community_id = communities.id AND log.command = 'community.describe');
