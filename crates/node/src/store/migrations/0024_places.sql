-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Where words belong that are about a paragraph: other wordings as before, and now arguments and questions.
ALTER TABLE decision_amendments RENAME TO decision_places;
DROP INDEX decision_amendments_of;
CREATE INDEX decision_places_of ON decision_places (decision_id, paragraph, id);

-- When people are reminded of a decision next.
ALTER TABLE decisions ADD COLUMN remind_at BIGINT;

-- Since when it is where it is: what was said before that, of another text, counts no more.
ALTER TABLE decisions ADD COLUMN since BIGINT;

-- Who did what happened; nothing where time did.
ALTER TABLE decision_events ADD COLUMN actor {{uuid}};
