// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of files.

use crate::store::statements;

statements! {
    /// A new file.
    write INSERT = "INSERT INTO attachments (id, community_id, entry_id, author, kind, name, alt, secret, blob, size, width, height, thumbnail_kind, thumbnail_blob, thumbnail_size, at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    /// Another description.
    write DESCRIBE = "UPDATE attachments SET alt = $2 WHERE id = $1";
    /// The entry of a file, and what it is.
    write HEAD = "SELECT entry_id, kind, name FROM attachments WHERE community_id = $1 AND id = $2";
    /// What an entry's language is, for its files' words.
    write LANGUAGE = "SELECT language FROM entries WHERE id = $1";
    /// How many files an entry has.
    write COUNT = "SELECT COUNT(*) FROM attachments WHERE entry_id = $1";
    /// How much all files of a community take.
    write TOTAL = "SELECT CAST(COALESCE(SUM(size + COALESCE(thumbnail_size, 0)), 0) AS BIGINT) FROM attachments WHERE community_id = $1";
    /// A file with what is kept of it.
    write BLOBS = "SELECT id, blob, thumbnail_blob FROM attachments WHERE id = $1";
    /// An entry's files with what is kept of them.
    write BLOBS_OF_ENTRY = "SELECT id, blob, thumbnail_blob FROM attachments WHERE entry_id = $1 ORDER BY id";
    /// A member's files with what is kept of them.
    write BLOBS_OF_MEMBER = "SELECT id, blob, thumbnail_blob FROM attachments WHERE author = $1 ORDER BY id";
    /// All of what is kept, for checks and backups.
    write BLOBS_OF_COMMUNITY = "SELECT id, blob, thumbnail_blob FROM attachments WHERE community_id = $1 ORDER BY id";
    /// Of all.
    write ALL_BLOBS = "SELECT id, blob, thumbnail_blob FROM attachments ORDER BY id";
    /// Whether something is kept for a file.
    write NAMED = "SELECT id FROM attachments WHERE blob = $1 UNION ALL SELECT id FROM attachments WHERE thumbnail_blob = $1";
    /// A file that is no more.
    write REMOVE = "DELETE FROM attachments WHERE id = $1";

    /// An entry's files, in the order in which they came.
    read OF_ENTRY = "SELECT id, entry_id, kind, name, alt, size, width, height, thumbnail_blob IS NOT NULL AS has_thumbnail, at FROM visible_attachments WHERE entry_id = $4 ORDER BY at, id";
    /// One file, for its pages.
    read ONE = "SELECT id, entry_id, kind, name, alt, size, width, height, thumbnail_blob IS NOT NULL AS has_thumbnail, at FROM visible_attachments WHERE id = $4";
    /// What is needed to hand a file over, and how far its entry may be seen.
    read KEPT = "SELECT f.kind, f.name, f.secret, f.blob, f.thumbnail_kind, f.thumbnail_blob, e.visibility FROM visible_attachments f JOIN visible_entries e ON e.id = f.entry_id WHERE f.id = $4";
    /// The entry to which files are added: what it is called, its room and whether it was removed.
    read TO = "SELECT kind, title, removed_at FROM visible_entries WHERE id = $4";
    /// The files that the viewer added.
    read OWN = "SELECT id, entry_id, kind, name, alt, size, at FROM visible_attachments WHERE author = $3 ORDER BY at, id";
}
