// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of blocks.

use crate::store::statements;

statements! {
    /// Somebody is limited, suspended or listed.
    write SET = "INSERT INTO blocks (id, community_id, target, measure, reason, set_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// They are not any more.
    write LIFT = "DELETE FROM blocks WHERE id = $1";
    /// One of them.
    write ONE = "SELECT id FROM blocks WHERE community_id = $1 AND id = $2";
    /// What stands of one name.
    write THERE = "SELECT id, measure, reason FROM blocks WHERE community_id = $1 AND target = $2";
    /// How many a community has.
    write COUNT = "SELECT COUNT(*) FROM blocks WHERE community_id = $1";
    /// What a community does about one name.
    write MEASURE = "SELECT measure FROM blocks WHERE community_id = $1 AND target = $2";
    /// What it does about anybody.
    write MEASURES = "SELECT target, measure FROM blocks WHERE community_id = $1 ORDER BY target";
    /// What all communities do about it.
    write OF_TARGET = "SELECT community_id, measure FROM blocks WHERE target = $1 ORDER BY community_id";
    /// The communities on the network, and which of them deal with listed ones alone.
    write OPEN = "SELECT c.id, c.listed_only FROM communities c JOIN actors a ON a.owner = c.id WHERE a.closed_at IS NULL ORDER BY c.id";
    /// Whether a community does.
    write LISTED_ONLY = "SELECT listed_only FROM communities WHERE id = $1";
    /// It does, or no more.
    write LIST_ONLY = "UPDATE communities SET listed_only = $2 WHERE id = $1";

    /// Somebody who is limited asks.
    write KNOCK = "INSERT INTO knocks (id, community_id, wish, actor, name, asked, object, inbox, delivery, knocked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// They were answered.
    write ANSWERED = "DELETE FROM knocks WHERE id = $1";
    /// What somebody asks for.
    write KNOCKED = "SELECT id FROM knocks WHERE community_id = $1 AND actor = $2 AND object = $3";
    /// How many wait.
    write WAITING = "SELECT COUNT(*) FROM knocks WHERE community_id = $1";
    /// What one of them wants.
    write WISH = "SELECT wish FROM knocks WHERE community_id = $1 AND id = $2";
    /// One of them.
    write ONE_KNOCK = "SELECT wish, actor, name, asked, object, inbox, delivery FROM knocks WHERE community_id = $1 AND id = $2";
    /// What somebody waits for, and by which request.
    write OF_ACTOR = "SELECT community_id, id, object, asked FROM knocks WHERE actor = $1 ORDER BY id";
    /// All of them.
    write KNOCKS = "SELECT id, actor FROM knocks WHERE community_id = $1 ORDER BY id";

    /// Who follows a community.
    write FOLLOWERS = "SELECT id, actor, asked, delivery FROM followers WHERE community_id = $1 ORDER BY id";
    /// Whom it follows.
    write FOLLOWED = "SELECT id, actor FROM followed WHERE community_id = $1 ORDER BY id";
    /// Who comes to its dates from other nodes.
    write COMING = "SELECT r.id, r.actor FROM rsvps r JOIN occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id WHERE r.community_id = $1 AND r.actor IS NOT NULL AND r.state <> 'left' AND o.ends_at > $2 ORDER BY r.id";
    /// The dates that it heard of, by who wrote them.
    write HEARD = "SELECT id, author, object FROM network_dates WHERE community_id = $1 ORDER BY id";
    /// One is forgotten.
    write UNHEAR = "DELETE FROM network_dates WHERE id = $1";
    /// The inboxes for which something waits.
    write INBOXES = "SELECT DISTINCT inbox FROM outgoing WHERE community_id = $1 ORDER BY inbox";

    /// All of them, for members.
    read LIST = "SELECT id, target, measure, reason, set_at FROM visible_blocks ORDER BY target LIMIT $4 OFFSET $5";
    /// How many of each kind.
    read COUNTS = "SELECT measure, COUNT(*) FROM visible_blocks GROUP BY measure ORDER BY measure";
    /// Whose words are not shown.
    read LIMITED = "SELECT target FROM visible_limits";
    /// Whether the community deals with listed ones alone.
    read ONLY = "SELECT listed_only FROM visible_communities";
    /// Who waits for a yes.
    read WAIT = "SELECT id, wish, actor, name, object, knocked_at FROM visible_knocks ORDER BY knocked_at, id";
}
