// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of searches for a time.

use crate::store::statements;

statements! {
    /// A new one.
    write INSERT = "INSERT INTO time_polls (entry_id, community_id, time_zone, minutes, place) VALUES ($1, $2, $3, $4, $5)";
    /// A time of it.
    write ADD = "INSERT INTO time_poll_dates (poll_id, starts) VALUES ($1, $2)";
    /// Somebody can come then, or cannot.
    write ANSWER = "INSERT INTO time_poll_answers (poll_id, starts, member_id, answer, at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (poll_id, starts, member_id) DO UPDATE SET answer = excluded.answer, at = excluded.at";
    /// A time is chosen.
    write CLOSE = "UPDATE time_polls SET closed_at = $2, chosen = $3, activity_id = $4 WHERE entry_id = $1";
    /// How it stands.
    write HEAD = "SELECT time_zone, minutes, place, closed_at FROM time_polls WHERE community_id = $1 AND entry_id = $2";
    /// Its times.
    write DATES = "SELECT starts FROM time_poll_dates WHERE poll_id = $1 ORDER BY starts";
    /// What it is called and says.
    write WORDS = "SELECT title, body, language, licence, visibility FROM entries WHERE id = $1";
    /// Who has said something and is still there.
    write ANSWERED = "SELECT DISTINCT a.member_id FROM time_poll_answers a JOIN members m ON m.id = a.member_id WHERE a.poll_id = $1 AND m.community_id = $2 AND m.left_at IS NULL ORDER BY a.member_id";
    /// Its place goes with its key.
    write CLEAR = "UPDATE time_polls SET place = NULL WHERE entry_id = $1";
    /// So do the answers.
    write CLEAR_ANSWERS = "DELETE FROM time_poll_answers WHERE poll_id = $1";
    /// When an erased member could come.
    write FORGET = "DELETE FROM time_poll_answers WHERE member_id = $1";

    /// One of them.
    read ONE = "SELECT time_zone, minutes, place, chosen, activity_id FROM visible_time_polls WHERE entry_id = $4";
    /// Its times.
    read ALL_DATES = "SELECT starts FROM visible_time_poll_dates WHERE poll_id = $4 ORDER BY starts";
    /// Who can come when.
    read ANSWERS = "SELECT starts, member_id, answer FROM visible_time_poll_answers WHERE poll_id = $4 ORDER BY at, member_id";
    /// All of them, newest first, those first that are open.
    read ALL = "SELECT p.entry_id, e.title, e.language, p.chosen FROM visible_time_polls p JOIN visible_entries e ON e.id = p.entry_id \
        WHERE p.community_id = $1 AND e.removed_at IS NULL ORDER BY CASE WHEN p.chosen IS NULL THEN 0 ELSE 1 END, p.entry_id DESC LIMIT 100";
    /// Those that are open, in which the viewer has said nothing.
    read UNANSWERED = "SELECT p.entry_id, e.title FROM visible_time_polls p JOIN visible_entries e ON e.id = p.entry_id \
        WHERE p.community_id = $1 AND p.chosen IS NULL AND e.removed_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM visible_time_poll_answers a WHERE a.poll_id = p.entry_id AND a.member_id = $3) ORDER BY p.entry_id";
    /// When the viewer said they could come.
    read OWN = "SELECT poll_id, starts, answer, at FROM visible_time_poll_answers WHERE member_id = $3 ORDER BY poll_id, starts";
}
