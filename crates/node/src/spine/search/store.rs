// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of the search.

use crate::store::statements;

statements! {
    /// Something is found by these words. What its room added stays.
    write INDEX = "INSERT INTO search_terms (community_id, subject, part, kind, words, room_words) VALUES ($1, $2, $3, $4, $5, '') \
        ON CONFLICT (subject, part) DO UPDATE SET words = excluded.words";
    /// And by these of its room.
    write INDEX_ROOM = "UPDATE search_terms SET room_words = $2 WHERE subject = $1";
    /// Something is found no more.
    write FORGET = "DELETE FROM search_terms WHERE subject = $1 AND part = $2";
    /// What an erased member said is found no more.
    write FORGET_MESSAGES = "DELETE FROM search_terms WHERE subject IN (SELECT id FROM messages WHERE author = $1)";
    /// What was forgotten leaves no trace in SQLite's index, which else keeps it until it grows.
    write SWEEP = sqlite "INSERT INTO search_index (search_index) VALUES ('optimize')", postgres "SELECT 1";

    /// An entry that was found.
    read ENTRY = "SELECT kind, title, body FROM visible_entries WHERE id = $4 AND removed_at IS NULL";
    /// A message that was found, and under what.
    read MESSAGE = "SELECT m.body, m.entry_id, e.kind, e.title FROM visible_messages m JOIN visible_entries e ON e.id = m.entry_id WHERE m.id = $4 AND m.body IS NOT NULL";
    /// A file that was found, and of what.
    read FILE = "SELECT f.name, f.alt, f.entry_id, e.kind, e.title FROM visible_attachments f JOIN visible_entries e ON e.id = f.entry_id WHERE f.id = $4";
    /// The newest version of a document.
    read DOCUMENT = "SELECT body FROM visible_documents WHERE kind = $4 ORDER BY version DESC LIMIT 1";
    /// The name of a member.
    read MEMBER = "SELECT name FROM visible_members WHERE id = $4 AND left_at IS NULL AND name IS NOT NULL";

    /// What is found, newest first, after a given one.
    read FIND =
        sqlite "SELECT s.subject, s.part, s.kind FROM search_index JOIN visible_search s ON s.number = search_index.rowid WHERE search_index MATCH $4 \
            AND search_index.rowid < COALESCE((SELECT l.number FROM visible_search l WHERE l.subject = $5 AND l.part = $6), 9223372036854775807) ORDER BY search_index.rowid DESC LIMIT $7",
        postgres "SELECT s.subject, s.part, s.kind FROM visible_search s WHERE array_to_tsvector(string_to_array(btrim(s.words || ' ' || s.room_words), ' ')) @@ CAST(CAST($4 AS TEXT) AS TSQUERY) \
            AND (CAST($5 AS UUID) IS NULL OR (s.subject, s.part) < (CAST($5 AS UUID), $6)) ORDER BY s.subject DESC, s.part DESC LIMIT $7";
}
