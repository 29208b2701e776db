-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A draw by lot.
CREATE TABLE draws (
    entry_id     {{uuid}} PRIMARY KEY REFERENCES entries (id),
    community_id {{uuid}} NOT NULL,
    seats        BIGINT NOT NULL,        -- how many are drawn
    alternates   BIGINT NOT NULL,        -- how many more may step in
    source       TEXT,                   -- which public numbers decide
    numbers_on   TEXT NOT NULL,          -- of which day
    numbers_at   BIGINT NOT NULL,        -- when that day begins
    closes_at    BIGINT NOT NULL,        -- until when one may step out
    digest       TEXT NOT NULL,          -- of the nonce
    sealed       TEXT,                   -- the nonce, sealed, until it is drawn
    fixed_at     BIGINT,                 -- when the roll was fixed
    entered      TEXT,                   -- the numbers that somebody entered
    entered_by   {{uuid}},
    numbers      TEXT,                   -- those that another one confirmed
    nonce        TEXT,                   -- told when they were
    drawn_at     BIGINT,
    off_at       BIGINT,                 -- when it was called off
    reason       TEXT,
    note         TEXT                    -- what those who were drawn were given to do
);
CREATE INDEX draws_of ON draws (community_id, entry_id);
CREATE INDEX draws_due ON draws (closes_at);

-- Who said that they would rather not be in it; empty once the roll is fixed.
CREATE TABLE draw_outs (
    draw_id   {{uuid}} NOT NULL REFERENCES draws (entry_id),
    member_id {{uuid}} NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (draw_id, member_id)
);
CREATE INDEX draw_outs_by ON draw_outs (member_id, draw_id);

-- Who is on the roll.
CREATE TABLE draw_people (
    draw_id     {{uuid}} NOT NULL REFERENCES draws (entry_id),
    place       BIGINT NOT NULL,         -- on the roll, from 1
    member_id   {{uuid}} NOT NULL,
    rank        BIGINT,                  -- once drawn: who is drawn first has 1
    seated      BOOLEAN NOT NULL,        -- whether a seat is theirs
    answer      TEXT,                    -- accepted, declined or gone
    answered_at BIGINT,
    PRIMARY KEY (draw_id, place)
);
CREATE INDEX draw_people_by ON draw_people (member_id, draw_id);
