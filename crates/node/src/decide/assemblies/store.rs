// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of assemblies.

use crate::store::statements;

statements! {
    /// A new one.
    write INSERT = "INSERT INTO assemblies (entry_id, community_id, activity_id, stage, leads, halted) VALUES ($1, $2, $3, 'called', '', FALSE)";
    /// Where it is now.
    write SET = "UPDATE assemblies SET stage = $2, leads = $3, halted = $4, due_at = $5 WHERE entry_id = $1";
    /// Something happened in it.
    write HAPPEN = "INSERT INTO assembly_events (assembly_id, ordinal, at, event, actor) VALUES ($1, $2, $3, $4, $5)";
    /// All that happened in it.
    write HAPPENED = "SELECT at, event FROM assembly_events WHERE assembly_id = $1 ORDER BY ordinal";
    /// When time will next change something.
    write DUE = "SELECT due_at FROM assemblies WHERE community_id = $1 AND entry_id = $2";
    /// Those that time has changed and nobody has recorded so.
    write OVERDUE = "SELECT community_id, entry_id FROM assemblies WHERE due_at <= $1 ORDER BY due_at, entry_id LIMIT 500";
    /// Words.
    write SAY = "INSERT INTO assembly_words (id, assembly_id, author, body) VALUES ($1, $2, $3, $4)";
    /// How many letters somebody wrote in it.
    write SAID_BY = "SELECT CAST(COALESCE(SUM(LENGTH(body) + 500), 0) AS BIGINT) FROM assembly_words WHERE assembly_id = $1 AND author = $2";
    /// The words by which it is found.
    write WORDS = "SELECT body FROM assembly_words WHERE assembly_id = $1 ORDER BY id LIMIT 500";
    /// Somebody without account.
    write NAME = "INSERT INTO assembly_names (id, assembly_id, name) VALUES ($1, $2, $3)";
    /// Those there are.
    write NAMES = "SELECT id, name FROM assembly_names WHERE assembly_id = $1 ORDER BY id";
    /// One of them.
    write ONE_NAME = "SELECT name FROM assembly_names WHERE assembly_id = $1 AND id = $2";
    /// A name is erased.
    write FORGET_NAME = "UPDATE assembly_names SET name = NULL WHERE id = $1";
    /// Of one that is removed nothing is due.
    write CLEAR = "UPDATE assemblies SET due_at = NULL, halted = FALSE WHERE entry_id = $1";
    /// Its words go with its key.
    write CLEAR_WORDS = "UPDATE assembly_words SET body = NULL WHERE assembly_id = $1";
    /// So do the names of people without account.
    write CLEAR_NAMES = "UPDATE assembly_names SET name = NULL WHERE assembly_id = $1";

    /// Where the agenda says when it is.
    read ONE = "SELECT activity_id FROM visible_assemblies WHERE entry_id = $4";
    /// When and where that is.
    read DATE = "SELECT o.date_id, o.starts_local, o.cancelled_at, COALESCE(o.place, a.place) AS place FROM visible_occurrences o JOIN visible_activities a ON a.entry_id = o.activity_id \
        WHERE o.activity_id = $4 ORDER BY o.starts_at LIMIT 1";
    /// All that happened in it.
    read EVENTS = "SELECT at, event FROM visible_assembly_events WHERE assembly_id = $4 ORDER BY ordinal";
    /// Its words.
    read ALL_WORDS = "SELECT id, author, body FROM visible_assembly_words WHERE assembly_id = $4 ORDER BY id";
    /// The people without account in it.
    read ALL_NAMES = "SELECT id, name FROM visible_assembly_names WHERE assembly_id = $4 ORDER BY id";
    /// All of them, newest first.
    read ALL = "SELECT s.entry_id, e.title, e.language, s.stage, s.activity_id FROM visible_assemblies s JOIN visible_entries e ON e.id = s.entry_id \
        WHERE s.community_id = $1 AND e.removed_at IS NULL ORDER BY s.entry_id DESC LIMIT 100";
    /// Those whose acta waits to be set right by the viewer.
    read HALTED = "SELECT s.entry_id, e.title FROM visible_assemblies s JOIN visible_entries e ON e.id = s.entry_id \
        WHERE s.community_id = $1 AND s.halted = TRUE AND e.removed_at IS NULL AND s.leads LIKE '%' || $4 || '%' ORDER BY s.entry_id";
    /// The decisions that are open, of which a point may be.
    read OPEN_DECISIONS = "SELECT d.entry_id, e.title FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND d.is_open = TRUE AND e.removed_at IS NULL ORDER BY d.entry_id DESC LIMIT 100";
    /// The words that the viewer wrote in assemblies.
    read OWN_WORDS = "SELECT assembly_id, body FROM visible_assembly_words WHERE author = $3 ORDER BY id";
}
