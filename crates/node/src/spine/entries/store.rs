// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of entries.

use crate::store::statements;

statements! {
    /// A new entry.
    write INSERT = "INSERT INTO entries (id, community_id, kind, author, title, body, language, licence, visibility, version, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)";
    /// A version, kept for comparing.
    write KEEP_REVISION = "INSERT INTO revisions (entry_id, version, title, body, author, at, visibility, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// Another version.
    write REVISE = "UPDATE entries SET title = $2, body = $3, language = $4, licence = $5, visibility = $6, version = $7, updated_at = $8 WHERE id = $1";
    /// Something of it changed that is not in its words.
    write TOUCH = "UPDATE entries SET updated_at = $2 WHERE id = $1";
    /// Only the trace stays.
    write REMOVE = "UPDATE entries SET title = NULL, body = NULL, removed_at = $2, removed_by = $3 WHERE id = $1";
    /// Also of every version.
    write CLEAR_REVISIONS = "UPDATE revisions SET title = NULL, body = NULL, why = NULL WHERE entry_id = $1";
    /// A tag.
    write TAG = "INSERT INTO tags (community_id, entry_id, tag) VALUES ($1, $2, $3)";
    /// No tags.
    write UNTAG = "DELETE FROM tags WHERE entry_id = $1";
    /// Somebody belongs to the circle.
    write ADD_TO_CIRCLE = "INSERT INTO circle (entry_id, member_id) VALUES ($1, $2) ON CONFLICT (entry_id, member_id) DO NOTHING";
    /// Nobody does.
    write CLEAR_CIRCLE = "DELETE FROM circle WHERE entry_id = $1";
    /// Who an entry is by, its version, and whether it was removed.
    write HEAD = "SELECT kind, author, version, removed_at, visibility FROM entries WHERE community_id = $1 AND id = $2";
    /// Whether a member belongs to an entry's circle.
    write IN_CIRCLE = "SELECT member_id FROM circle WHERE entry_id = $1 AND member_id = $2";
    /// An entry's circle.
    write CIRCLE = "SELECT member_id FROM circle WHERE entry_id = $1 ORDER BY member_id";

    /// Whether there is any.
    read ANY = "SELECT id FROM visible_entries WHERE kind = $4 LIMIT 1";
    /// What an entry is.
    read KIND = "SELECT kind FROM visible_entries WHERE id = $4";
    /// What an entry is called.
    read TITLE = "SELECT title FROM visible_entries WHERE id = $4";
    /// The versions of an entry that the viewer may see.
    read VERSIONS_SHOWN = "SELECT version FROM visible_revisions WHERE entry_id = $4 ORDER BY version";
    /// One entry.
    read ONE = "SELECT id, kind, author, title, body, language, licence, visibility, version, created_at, updated_at, removed_at FROM visible_entries WHERE id = $4";
    /// What the viewer published.
    read OWN = "SELECT id, kind, title, body, language, licence, visibility, created_at, updated_at, removed_at FROM visible_entries WHERE author = $3 ORDER BY created_at, id";
    /// The tags of it.
    read OWN_TAGS = "SELECT t.entry_id, t.tag FROM visible_tags t JOIN visible_entries e ON e.id = t.entry_id WHERE e.author = $3 ORDER BY t.tag";
    /// The versions that the viewer wrote.
    read OWN_REVISIONS = "SELECT entry_id, version, title, body, why, at FROM visible_revisions WHERE author = $3 ORDER BY at, entry_id, version";
    /// What the viewer keeps with others: the entries to whose circle they belong.
    read OWN_CIRCLES = "SELECT entry_id FROM visible_circle WHERE member_id = $3 ORDER BY entry_id";
    /// Its tags.
    read TAGS = "SELECT tag FROM visible_tags WHERE entry_id = $4 ORDER BY tag";
    /// Its hosts, by name.
    read HOSTS = "SELECT m.id, m.name FROM visible_circle c CROSS JOIN visible_members m WHERE m.id = c.member_id AND c.entry_id = $4 ORDER BY m.joined_at, m.id";
    /// What the version that was saved at an instant changes and why.
    read WHY_AT = "SELECT why FROM visible_revisions WHERE entry_id = $4 AND at = $5 ORDER BY version DESC LIMIT 1";
    /// Its versions, newest first.
    read REVISIONS = "SELECT version, title, body, author, at, why FROM visible_revisions WHERE entry_id = $4 ORDER BY version DESC LIMIT 200";
}
