-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A keyed hash of the iCalendar UID: by it an activity is known again also when its words are gone. UIDs of other programs
-- can hold addresses and names.
ALTER TABLE activities ADD COLUMN mark {{blob}};
CREATE UNIQUE INDEX activities_mark ON activities (community_id, mark);
