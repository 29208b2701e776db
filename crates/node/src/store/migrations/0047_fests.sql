-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- An install fest: machines that come to a date of an activity.
CREATE TABLE fests (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    activity_id {{uuid}} NOT NULL REFERENCES entries (id),
    date_id {{text}} NOT NULL,
    keep_days BIGINT NOT NULL,          -- for how long after the date the words are kept
    opened_at BIGINT NOT NULL,
    minors_purged_at BIGINT,
    purged_at BIGINT,
    UNIQUE (activity_id, date_id)
);
CREATE INDEX fests_community ON fests (community_id);

-- Who attends to people there, and sees what these say.
CREATE TABLE fest_crew (
    fest_id {{uuid}} NOT NULL REFERENCES fests (id),
    member_id {{uuid}} NOT NULL,
    PRIMARY KEY (fest_id, member_id)
);
CREATE INDEX fest_crew_member ON fest_crew (member_id);

CREATE TABLE fest_machines (
    id {{uuid}} PRIMARY KEY,
    fest_id {{uuid}} NOT NULL REFERENCES fests (id),
    number BIGINT NOT NULL,
    name {{text}},                      -- what its owner is called there
    model {{text}},
    wish {{text}} NOT NULL,
    minor BOOLEAN NOT NULL,
    guardian {{text}},
    note {{text}},
    state {{text}} NOT NULL,            -- waiting, working, ready, gone
    backup {{text}},                    -- verified, refused, nothing
    outcome {{text}},
    system {{text}},
    tried {{text}},                     -- 'wifi=yes sound=no'
    companion_id {{uuid}},
    received_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    UNIQUE (fest_id, number)
);
CREATE INDEX fest_machines_companion ON fest_machines (companion_id);

-- What is left of those that were forgotten.
CREATE TABLE fest_counts (
    fest_id {{uuid}} NOT NULL REFERENCES fests (id),
    outcome {{text}} NOT NULL,
    machines BIGINT NOT NULL,
    PRIMARY KEY (fest_id, outcome)
);
