-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Where another wording of a paragraph belongs: its words are those of the same identifier.
CREATE TABLE decision_amendments (
    id          {{uuid}} PRIMARY KEY,
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    version     BIGINT NOT NULL,         -- of the text
    paragraph   BIGINT NOT NULL          -- from 1
);
CREATE INDEX decision_amendments_of ON decision_amendments (decision_id, paragraph, id);
