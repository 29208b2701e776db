-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What was chosen among options, in the order of election: lists say it beside the question.
CREATE TABLE decision_chosen (
    decision_id {{uuid}} NOT NULL REFERENCES decisions (entry_id),
    place BIGINT NOT NULL,
    option_id {{uuid}} NOT NULL,
    PRIMARY KEY (decision_id, place)
);
