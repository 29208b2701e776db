// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of reports.

use crate::store::statements;

statements! {
    /// Somebody reports something.
    write INSERT = "INSERT INTO reports (id, community_id, made_by, reporter, words, about, author, title, reported_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// It went on to where it is from.
    write FORWARDED = "UPDATE reports SET forwarded_at = $2 WHERE id = $1";
    /// It is over.
    write DELETE = "DELETE FROM reports WHERE id = $1";
    /// Those of somebody who is erased.
    write FORGET = "DELETE FROM reports WHERE made_by = $1";
    /// How many are open.
    write COUNT = "SELECT COUNT(*) FROM reports WHERE community_id = $1";
    /// How many are of one actor elsewhere.
    write COUNT_OF = "SELECT COUNT(*) FROM reports WHERE community_id = $1 AND reporter = $2";
    /// What a member reported.
    write MADE = "SELECT id FROM reports WHERE community_id = $1 AND made_by = $2 AND about = $3";
    /// One of them.
    write ONE = "SELECT author, about, forwarded_at FROM reports WHERE community_id = $1 AND id = $2";
    /// A date that a community heard of: whose it is, and what it is called.
    write HEARD = "SELECT author, title FROM network_dates WHERE community_id = $1 AND object = $2";

    /// The open ones, the newest first.
    read LIST = "SELECT r.id, m.name AS made_by, r.reporter, r.words, r.about, r.title, r.reported_at, r.forwarded_at FROM visible_reports r LEFT JOIN visible_members m ON m.id = r.made_by ORDER BY r.reported_at DESC, r.id LIMIT 200";
    /// What a member reported, for the export of their data.
    read OWN = "SELECT about, title, words, reported_at FROM visible_reports WHERE made_by = $3 ORDER BY reported_at, id";
    /// A date of the network.
    read DATE = "SELECT title, page, origin, account FROM visible_network WHERE object = $4";
}
