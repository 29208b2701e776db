-- SPDX-FileCopyrightText: Tequio contributors
-- SPDX-License-Identifier: AGPL-3.0-or-later

-- Where members let themselves be written to. Operational, as sessions: it is in no log. The node's key wraps the address.
CREATE TABLE mail_addresses (
    member_id {{uuid}} PRIMARY KEY,
    id {{uuid}} NOT NULL UNIQUE,     -- its name in links: another address has another one
    community_id {{uuid}} NOT NULL,
    wrapped {{blob}} NOT NULL,
    mark {{blob}} NOT NULL,          -- by which the node knows the address again
    language {{text}} NOT NULL,
    added_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    digest {{text}} NOT NULL,
    due_at BIGINT,                 -- when the next digest is
    begun {{uuid}},                  -- the last digest that was handed to the server, or is just now
    told_until BIGINT NOT NULL     -- the notices before this instant were in one
);
CREATE INDEX mail_addresses_due ON mail_addresses (due_at);

-- Letters with a link that is good once.
CREATE TABLE letters (
    id {{uuid}} PRIMARY KEY,
    community_id {{uuid}} NOT NULL,
    kind {{text}} NOT NULL,
    member_id {{uuid}} NOT NULL,
    mark {{blob}},                   -- to which address, so that nobody's box is filled
    at BIGINT NOT NULL,
    begun_at BIGINT,
    used_at BIGINT
);
CREATE INDEX letters_member ON letters (member_id);
CREATE INDEX letters_mark ON letters (mark);
