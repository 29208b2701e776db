-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Ballots until they are counted: all of a decision in one sealed row, in the order of their receipts. So what is stored
-- says neither whose a ballot is nor when it came, and nothing is left of who wrote which row. No part of the log.
CREATE TABLE ballot_boxes (
    decision_id {{uuid}} PRIMARY KEY,
    box_id      {{uuid}} NOT NULL,       -- the subject of its key, which is destroyed at the count
    sealed      TEXT NOT NULL
);

-- Ballots as they were counted.
CREATE TABLE decision_ballots (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    receipt     {{text}} NOT NULL,
    choice      TEXT NOT NULL,           -- yes | no | blank
    PRIMARY KEY (decision_id, receipt)
);
