// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of moving.

use crate::store::{Statement, statements};

statements! {
    /// Whether a community is here, or was.
    write IS_HERE = "SELECT left_at FROM communities WHERE id = $1";
    /// What waits of a community is not done while it is elsewhere. Letters, and what other nodes are told, go on.
    write HOLD_JOBS = "UPDATE jobs SET leased_until = $2 WHERE community_id = $1 AND kind NOT LIKE 'send-%' AND kind NOT LIKE 'take-%'";
    /// Whoever was signed in is so no more.
    write END_SESSIONS = "DELETE FROM sessions WHERE community_id = $1";
    /// Nor does any program come in.
    write END_TOKENS = "DELETE FROM access_tokens WHERE community_id = $1";
    /// Nothing that anybody said in it can be read any more.
    write FORGET_WORDS = "DELETE FROM subject_keys WHERE community_id = $1";
    /// What still waits to be told to other nodes.
    write TELLING = "SELECT (SELECT COUNT(*) FROM jobs WHERE community_id = $1 AND kind = 'take-move') + (SELECT COUNT(*) FROM outgoing WHERE community_id = $1)";
    /// Its shelves for others open no more.
    write END_SHELVES = "DELETE FROM shelf_links WHERE shelf_id IN (SELECT id FROM shelves WHERE community_id = $1)";
    /// Whether a decision is of a community.
    write OWN_DECISION = "SELECT entry_id FROM decisions WHERE entry_id = $1 AND community_id = $2";
    /// Whether somebody is a member of it.
    write OWN_MEMBER = "SELECT id FROM members WHERE id = $1 AND community_id = $2";
    /// Of how many subjects the words can be read: of none, and the community was forgotten here.
    write KNOWN = "SELECT COUNT(*) FROM subject_keys WHERE community_id = $1";
    /// What is kept of a community and stands in no log.
    write END_PASSPHRASES = "DELETE FROM credentials WHERE community_id = $1";
    /// And so on.
    write END_FACTORS = "DELETE FROM second_factors WHERE community_id = $1";
    /// And so on.
    write END_PASSKEYS = "DELETE FROM passkeys WHERE community_id = $1";
    /// And so on.
    write END_DEVICES = "DELETE FROM devices WHERE member_id IN (SELECT id FROM members WHERE community_id = $1)";
    /// And so on.
    write END_ADDRESSES = "DELETE FROM mail_addresses WHERE community_id = $1";
    /// And so on.
    write END_LETTERS = "DELETE FROM letters WHERE community_id = $1";
    /// And so on.
    write END_SEEN = "DELETE FROM notices_seen WHERE member_id IN (SELECT id FROM members WHERE community_id = $1)";
    /// And so on.
    write END_BOXES = "DELETE FROM ballot_boxes WHERE decision_id IN (SELECT entry_id FROM decisions WHERE community_id = $1)";
    /// And so on.
    write END_JOBS = "DELETE FROM jobs WHERE community_id = $1";
    /// And so on.
    write END_PEERS = "DELETE FROM peers WHERE community_id = $1";
    /// And so on.
    write END_OUTGOING = "DELETE FROM outgoing WHERE community_id = $1";
    /// And so on.
    write END_HEARD = "DELETE FROM network_dates WHERE community_id = $1";
    /// Its own host, and where it was said to live.
    write PLACE = "SELECT host, moves_to FROM communities WHERE id = $1";
    /// Who coordinates it, and how many printed codes they have.
    write COORDINATES = "SELECT DISTINCT m.id, m.name, (SELECT COUNT(*) FROM recovery_codes c WHERE c.member_id = m.id) AS codes FROM mandates t JOIN members m ON m.id = t.holder WHERE t.community_id = $1 AND t.kind = 'coordination' AND t.ended_at IS NULL AND m.left_at IS NULL ORDER BY codes DESC, m.id";
}

/// What of a community is forgotten that stands in no log.
pub(super) const OPERATIONAL: [&Statement; 15] = [
    &END_SESSIONS,
    &END_TOKENS,
    &END_PASSPHRASES,
    &END_FACTORS,
    &END_PASSKEYS,
    &END_DEVICES,
    &END_ADDRESSES,
    &END_LETTERS,
    &END_SEEN,
    &END_BOXES,
    &END_JOBS,
    &END_PEERS,
    &END_OUTGOING,
    &END_HEARD,
    &END_SHELVES,
];
