-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- A service with a holder, a purpose and an end. A row is one term.
CREATE TABLE mandates (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    kind         TEXT NOT NULL,        -- coordination | agenda | care | keys
    holder       {{uuid}} NOT NULL REFERENCES members (id),
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,      -- when the term ends by itself
    ended_at     BIGINT                -- when it was laid down or handed on before that
);
CREATE INDEX mandates_community ON mandates (community_id, kind, ends_at);

CREATE TABLE mandate_confirmations (
    mandate_id {{uuid}} NOT NULL REFERENCES mandates (id),
    member_id  {{uuid}} NOT NULL REFERENCES members (id),
    at         BIGINT NOT NULL,
    PRIMARY KEY (mandate_id, member_id)
);

-- A mandate without holder returns to the assembly: two members call a choice.
CREATE TABLE choices (
    id           {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL REFERENCES communities (id),
    kind         TEXT NOT NULL,
    called_by    {{uuid}} NOT NULL,
    seconded_by  {{uuid}},             -- opens when somebody joins the call
    called_at    BIGINT NOT NULL,
    opened_at    BIGINT,
    closes_at    BIGINT,
    outcome      TEXT,                 -- chosen | nobody, once closed
    chosen       {{uuid}}
);
CREATE INDEX choices_community ON choices (community_id, called_at);

CREATE TABLE candidates (
    choice_id {{uuid}} NOT NULL REFERENCES choices (id),
    member_id {{uuid}} NOT NULL REFERENCES members (id),
    at        BIGINT NOT NULL,
    PRIMARY KEY (choice_id, member_id)
);
CREATE TABLE supports (
    choice_id    {{uuid}} NOT NULL REFERENCES choices (id),
    candidate_id {{uuid}} NOT NULL REFERENCES members (id),
    member_id    {{uuid}} NOT NULL REFERENCES members (id),
    at           BIGINT NOT NULL,
    PRIMARY KEY (choice_id, candidate_id, member_id)
);
