// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of imports: what is here under a UID.

use crate::store::statements;

statements! {
    /// The activity with the mark of a UID, or else with that of the whole of which it is a part, for the command.
    write HERE = "SELECT a.entry_id, a.mark, a.imported, e.version, e.title, e.body, e.language, e.licence, e.visibility, a.place, a.link, a.capacity, a.series, a.time_zone, a.cancelled_at, e.removed_at, e.updated_at \
        FROM activities a JOIN entries e ON e.id = a.entry_id WHERE a.community_id = $1 AND a.mark IN ($2, $3) ORDER BY CASE WHEN a.mark = $2 THEN 0 ELSE 1 END LIMIT 1";
    /// Its tags.
    write TAGS = "SELECT tag FROM tags WHERE entry_id = $1 ORDER BY tag";
    /// Its dates that differ in more than their time.
    write DATES = "SELECT recurrence_id, title, place, cancelled_at FROM occurrences WHERE activity_id = $1 AND (title IS NOT NULL OR place IS NOT NULL OR cancelled_at IS NOT NULL) ORDER BY recurrence_id";

    /// The same, for the preview.
    read VISIBLE = "SELECT a.entry_id, a.mark, a.imported, e.version, e.title, e.body, e.language, e.licence, e.visibility, a.place, a.link, a.capacity, a.series, a.time_zone, a.cancelled_at, e.removed_at, e.updated_at \
        FROM visible_activities a JOIN visible_entries e ON e.id = a.entry_id WHERE a.mark IN ($4, $5) ORDER BY CASE WHEN a.mark = $4 THEN 0 ELSE 1 END LIMIT 1";
    /// Its dates that differ in more than their time.
    read VISIBLE_DATES = "SELECT recurrence_id, title, place, cancelled_at FROM visible_occurrences WHERE activity_id = $4 AND (title IS NOT NULL OR place IS NOT NULL OR cancelled_at IS NOT NULL) ORDER BY recurrence_id";
}
