-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Whether it is being decided.
ALTER TABLE decisions ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX decisions_open ON decisions (community_id, is_open, entry_id);

-- What each person says of a text that is decided on: the last they said.
CREATE TABLE decision_stances (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    member_id   {{uuid}} NOT NULL,
    stance      TEXT NOT NULL,           -- agree | stand_aside | object
    at          BIGINT NOT NULL,
    PRIMARY KEY (decision_id, member_id)
);
CREATE INDEX decision_stances_by ON decision_stances (member_id, at, decision_id);
