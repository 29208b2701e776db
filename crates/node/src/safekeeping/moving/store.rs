// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of moving.

use crate::store::statements;

statements! {
    /// Whether a community is here, or was.
    write IS_HERE = "SELECT left_at FROM communities WHERE id = $1";
    /// What waits of a community is not done while it is elsewhere. Letters, and what other nodes are told, go on.
    write HOLD_JOBS = "UPDATE jobs SET leased_until = $2 WHERE community_id = $1 AND kind NOT LIKE 'send-%' AND kind NOT LIKE 'take-%'";
    /// Nothing that anybody said in it can be read any more.
    write FORGET_WORDS = "DELETE FROM subject_keys WHERE community_id = $1";
    /// What still waits to be told to other nodes.
    write TELLING = "SELECT (SELECT COUNT(*) FROM jobs WHERE community_id = $1 AND kind = 'take-move') + (SELECT COUNT(*) FROM outgoing WHERE community_id = $1)";
    /// Whether a decision is of a community.
    write OWN_DECISION = "SELECT entry_id FROM decisions WHERE entry_id = $1 AND community_id = $2";
    /// Whether somebody is a member of it.
    write OWN_MEMBER = "SELECT id FROM members WHERE id = $1 AND community_id = $2";
    /// Of how many subjects the words can be read: of none, and the community was forgotten here.
    write KNOWN = "SELECT COUNT(*) FROM subject_keys WHERE community_id = $1";
    /// Its own host, and where it was said to live.
    write PLACE = "SELECT host, moves_to FROM communities WHERE id = $1";
    /// Who coordinates it, and how many printed codes they have.
    write COORDINATES = "SELECT DISTINCT m.id, m.name, (SELECT COUNT(*) FROM recovery_codes c WHERE c.member_id = m.id) AS codes FROM mandates t JOIN members m ON m.id = t.holder WHERE t.community_id = $1 AND t.kind = 'coordination' AND t.ended_at IS NULL AND m.left_at IS NULL ORDER BY codes DESC, m.id";
}
