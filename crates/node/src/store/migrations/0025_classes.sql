-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- What a community asks of each kind of decision, where it has decided so; of the others the usual holds.
CREATE TABLE decision_classes (
    community_id {{uuid}} NOT NULL,
    kind         {{text}} NOT NULL,
    class        TEXT NOT NULL,          -- JSON, as the rules have it
    decision_id  {{uuid}} NOT NULL,      -- the decision that said so
    at           BIGINT NOT NULL,
    PRIMARY KEY (community_id, kind)
);

-- The class that a decision is to set, once it is in force.
ALTER TABLE decisions ADD COLUMN class TEXT;
