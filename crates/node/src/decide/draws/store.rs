// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of draws by lot.

use crate::store::statements;

statements! {
    /// A new one.
    write INSERT = "INSERT INTO draws (entry_id, community_id, seats, alternates, source, numbers_on, numbers_at, closes_at, digest, sealed) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// As it is kept.
    write HEAD = "SELECT seats, alternates, source, numbers_on, numbers_at, closes_at, digest, fixed_at, entered, entered_by, numbers, nonce, drawn_at, off_at, reason, note \
        FROM draws WHERE community_id = $1 AND entry_id = $2";
    /// Its nonce, sealed.
    write SEALED = "SELECT sealed FROM draws WHERE entry_id = $1";
    /// Those whose roll is to be fixed.
    write OVERDUE = "SELECT community_id, entry_id FROM draws WHERE closes_at <= $1 AND fixed_at IS NULL AND off_at IS NULL AND sealed IS NOT NULL ORDER BY closes_at, entry_id LIMIT 500";
    /// Somebody would rather not be in it.
    write STEP_OUT = "INSERT INTO draw_outs (draw_id, member_id, at) VALUES ($1, $2, $3) ON CONFLICT (draw_id, member_id) DO NOTHING";
    /// Somebody is in it again.
    write STEP_IN = "DELETE FROM draw_outs WHERE draw_id = $1 AND member_id = $2";
    /// Who stepped out.
    write OUTS = "SELECT member_id FROM draw_outs WHERE draw_id = $1 ORDER BY member_id";
    /// That is told by the roll from now on.
    write CLEAR_OUTS = "DELETE FROM draw_outs WHERE draw_id = $1";
    /// Somebody is on the roll.
    write ENROL = "INSERT INTO draw_people (draw_id, place, member_id, seated) VALUES ($1, $2, $3, FALSE)";
    /// It is fixed.
    write FIX = "UPDATE draws SET fixed_at = $2 WHERE entry_id = $1";
    /// The numbers are entered, or taken back.
    write ENTER = "UPDATE draws SET entered = $2, entered_by = $3 WHERE entry_id = $1";
    /// It was drawn.
    write DRAW = "UPDATE draws SET numbers = $2, nonce = $3, drawn_at = $4, sealed = NULL WHERE entry_id = $1";
    /// It was called off.
    write CALL_OFF = "UPDATE draws SET off_at = $2, reason = $3, sealed = NULL WHERE entry_id = $1";
    /// What those who were drawn were given.
    write NOTE = "UPDATE draws SET note = $2 WHERE entry_id = $1";
    /// Everybody on the roll.
    write PEOPLE = "SELECT place, member_id, rank, seated, answer FROM draw_people WHERE draw_id = $1 ORDER BY place";
    /// When somebody was drawn.
    write RANK = "UPDATE draw_people SET rank = $3 WHERE draw_id = $1 AND member_id = $2";
    /// Whether a seat is theirs.
    write SEAT = "UPDATE draw_people SET seated = $3 WHERE draw_id = $1 AND member_id = $2";
    /// What they say.
    write ANSWER = "UPDATE draw_people SET answer = $3, answered_at = $4 WHERE draw_id = $1 AND member_id = $2";
    /// The draws on whose roll somebody is.
    write DRAWS_OF = "SELECT draw_id FROM draw_people WHERE member_id = $1 ORDER BY draw_id";
    /// That somebody left steps out for nobody.
    write FORGET_OUTS = "DELETE FROM draw_outs WHERE member_id = $1";
    /// Its words go with its key.
    write CLEAR = "UPDATE draws SET source = NULL, sealed = NULL, reason = NULL, note = NULL, entered = NULL, entered_by = NULL, numbers = NULL, nonce = NULL WHERE entry_id = $1";
    /// So does the roll.
    write CLEAR_PEOPLE = "DELETE FROM draw_people WHERE draw_id = $1";

    /// One of them.
    read ONE = "SELECT seats, alternates, source, numbers_on, numbers_at, closes_at, digest, fixed_at, entered, entered_by, numbers, nonce, drawn_at, off_at, reason, note \
        FROM visible_draws WHERE entry_id = $4";
    /// Everybody on the roll.
    read ROLL = "SELECT place, member_id, rank, seated, answer FROM visible_draw_people WHERE draw_id = $4 ORDER BY place";
    /// Whether the viewer stepped out.
    read OUT = "SELECT draw_id FROM visible_draw_outs WHERE draw_id = $4";
    /// All of them: those first that are not done, newest first.
    read ALL = "SELECT d.entry_id, e.title, e.language, d.closes_at, d.fixed_at, d.entered, d.drawn_at, d.off_at FROM visible_draws d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND e.removed_at IS NULL ORDER BY CASE WHEN d.drawn_at IS NULL AND d.off_at IS NULL THEN 0 ELSE 1 END, d.entry_id DESC LIMIT 100";
    /// Those whose numbers somebody else entered and nobody confirmed.
    read TO_CONFIRM = "SELECT d.entry_id, e.title FROM visible_draws d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND e.removed_at IS NULL AND d.entered IS NOT NULL AND d.drawn_at IS NULL AND d.off_at IS NULL AND d.entered_by <> $3 ORDER BY d.entry_id";
    /// Those in which a seat is the viewer's, and they have said nothing.
    read TO_ANSWER = "SELECT d.entry_id, e.title FROM visible_draws d JOIN visible_entries e ON e.id = d.entry_id JOIN visible_draw_people p ON p.draw_id = d.entry_id \
        WHERE d.community_id = $1 AND e.removed_at IS NULL AND p.member_id = $3 AND p.seated = TRUE AND p.answer IS NULL ORDER BY d.entry_id";
    /// Where the viewer is on the roll, and what they said.
    read OWN = "SELECT draw_id, place, rank, seated, answer, answered_at FROM visible_draw_people WHERE member_id = $3 ORDER BY draw_id";
    /// Where they stepped out of one that is not fixed.
    read OWN_OUTS = "SELECT draw_id, at FROM visible_draw_outs ORDER BY draw_id";
}
