// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of the network's agenda.

use crate::store::statements;

statements! {
    /// A community follows another one, as soon as that answers.
    write INSERT = "INSERT INTO followed (id, community_id, actor, name, account, page, inbox, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// It answered.
    write ANSWERED = "UPDATE followed SET accepted_at = $2, refused_at = $3 WHERE id = $1";
    /// It is followed no more.
    write END = "DELETE FROM followed WHERE id = $1";
    /// How many a community follows.
    write COUNT = "SELECT COUNT(*) FROM followed WHERE community_id = $1";
    /// One by its actor.
    write BY_ACTOR = "SELECT id FROM followed WHERE community_id = $1 AND actor = $2";
    /// Whom a community follows: which, its actor and its inbox.
    write ALL = "SELECT id, actor, inbox FROM followed WHERE community_id = $1 AND refused_at IS NULL ORDER BY id";
    /// One: its actor, its inbox, and whether it accepted.
    write ONE = "SELECT actor, inbox, accepted_at IS NOT NULL FROM followed WHERE community_id = $1 AND id = $2";
    /// Who follows an actor, and was accepted.
    write FOLLOWING = "SELECT id, community_id FROM followed WHERE actor = $1 AND accepted_at IS NOT NULL ORDER BY id";

    /// A date as it was said, or said anew by the same author.
    write HEAR = "INSERT INTO network_dates (id, community_id, followed_id, object, author, title, content, starts_at, ends_at, time_zone, place, town, page, labels, cancelled, heard_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (community_id, object) DO UPDATE SET title = excluded.title, content = excluded.content, starts_at = excluded.starts_at, ends_at = excluded.ends_at, \
        time_zone = excluded.time_zone, place = excluded.place, town = excluded.town, page = excluded.page, labels = excluded.labels, cancelled = excluded.cancelled, heard_at = excluded.heard_at WHERE network_dates.author = excluded.author";
    /// How many are kept of one.
    write DATES = "SELECT COUNT(*) FROM network_dates WHERE followed_id = $1";
    /// Its author took it back.
    write UNHEAR = "DELETE FROM network_dates WHERE object = $1 AND author = $2";
    /// Its author is gone.
    write UNHEAR_AUTHOR = "DELETE FROM network_dates WHERE author = $1";
    /// What is over, or of whom one follows no more.
    write SWEEP = "DELETE FROM network_dates WHERE ends_at < $1 OR NOT EXISTS (SELECT 1 FROM followed f WHERE f.id = network_dates.followed_id)";

    /// Those that are followed.
    read FOLLOWED = "SELECT id, name, account, page, asked_at, accepted_at, refused_at FROM visible_followed ORDER BY name, id";
    /// The dates to come, the next first.
    read TO_COME = "SELECT n.title, n.content, n.starts_at, n.ends_at, n.time_zone, n.place, n.town, n.page, n.labels, n.cancelled, n.origin, n.account, n.object, n.author, n.actor FROM visible_network n WHERE n.starts_at >= $4 ORDER BY n.starts_at, n.id LIMIT $5";
}
