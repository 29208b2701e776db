// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of mandates and choices. A mandate is in force between its beginning and its end, unless it ended before.

use crate::store::statements;

statements! {
    /// A new term.
    write GIVE = "INSERT INTO mandates (id, community_id, kind, holder, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Why the operator gave it.
    write EXPLAIN = "UPDATE mandates SET reason = $2 WHERE id = $1";
    /// Somebody who coordinates and was here since.
    write PRESENT = "SELECT m.holder FROM mandates m JOIN sessions s ON s.member_id = m.holder WHERE m.community_id = $1 AND m.kind = 'coordination' AND m.ended_at IS NULL AND m.ends_at > $2 AND s.seen_at > $3 LIMIT 1";
    /// A longer term.
    write PROLONG = "UPDATE mandates SET ends_at = $2 WHERE id = $1";
    /// A term ends before its time.
    write END = "UPDATE mandates SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    /// A term has ended by itself.
    write END_IN_TIME = "UPDATE mandates SET ended_at = ends_at WHERE id = $1 AND ended_at IS NULL";
    /// The terms that ended by themselves, and of which nobody was told.
    write TO_END = "SELECT community_id, id FROM mandates WHERE ended_at IS NULL AND ends_at <= $1 ORDER BY ends_at, id LIMIT 500";
    /// Terms of a kind end, because somebody else was chosen.
    write END_KIND = "UPDATE mandates SET ended_at = $3 WHERE community_id = $1 AND kind = $2 AND ended_at IS NULL AND ends_at > $3";
    /// The mandates a member holds.
    write HELD = "SELECT id, kind FROM mandates WHERE community_id = $1 AND holder = $2 AND ended_at IS NULL AND ends_at > $3 ORDER BY id";
    /// The same, by kind and with their beginning.
    write HELD_KINDS = "SELECT kind, MIN(starts_at) FROM mandates WHERE community_id = $1 AND holder = $2 AND ended_at IS NULL AND ends_at > $3 GROUP BY kind ORDER BY kind";
    /// Who holds a kind of mandate.
    write HOLDERS = "SELECT holder FROM mandates WHERE community_id = $1 AND kind = $2 AND ended_at IS NULL AND ends_at > $3 ORDER BY id";
    /// One mandate.
    write ONE = "SELECT kind, holder, ends_at, ended_at FROM mandates WHERE community_id = $1 AND id = $2";
    /// Somebody confirms a term.
    write CONFIRM = "INSERT INTO mandate_confirmations (mandate_id, member_id, at) VALUES ($1, $2, $3) ON CONFLICT (mandate_id, member_id) DO NOTHING";
    /// How many confirmed it who are still there.
    write CONFIRMATIONS = "SELECT COUNT(*) FROM mandate_confirmations c JOIN members m ON m.id = c.member_id WHERE c.mandate_id = $1 AND m.left_at IS NULL AND c.member_id <> $2";
    /// A new term begins without confirmations.
    write FORGET_CONFIRMATIONS = "DELETE FROM mandate_confirmations WHERE mandate_id = $1";

    /// A choice is called.
    write CALL = "INSERT INTO choices (id, community_id, kind, called_by, called_at) VALUES ($1, $2, $3, $4, $5)";
    /// The choice of a kind that is not closed.
    write OPEN_CHOICE = "SELECT id, called_by, opened_at, closes_at FROM choices WHERE community_id = $1 AND kind = $2 AND outcome IS NULL";
    /// One choice that is open.
    write CHOICE = "SELECT kind, opened_at, closes_at, outcome FROM choices WHERE community_id = $1 AND id = $2";
    /// A choice opens.
    write OPEN = "UPDATE choices SET seconded_by = $2, opened_at = $3, closes_at = $4 WHERE id = $1";
    /// A choice goes on.
    write EXTEND = "UPDATE choices SET closes_at = $2 WHERE id = $1";
    /// A choice closes.
    write CLOSE = "UPDATE choices SET outcome = $2, chosen = $3 WHERE id = $1";
    /// Somebody stands.
    write STAND = "INSERT INTO candidates (choice_id, member_id, at) VALUES ($1, $2, $3) ON CONFLICT (choice_id, member_id) DO NOTHING";
    /// Somebody stands no more.
    write STAND_DOWN = "DELETE FROM candidates WHERE choice_id = $1 AND member_id = $2";
    /// Nor is supported.
    write FORGET_SUPPORTS = "DELETE FROM supports WHERE choice_id = $1 AND candidate_id = $2";
    /// Whether somebody stands.
    write STANDS = "SELECT member_id FROM candidates WHERE choice_id = $1 AND member_id = $2";
    /// Somebody supports a candidate.
    write SUPPORT = "INSERT INTO supports (choice_id, candidate_id, member_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT (choice_id, candidate_id, member_id) DO NOTHING";
    /// Or no more.
    write UNSUPPORT = "DELETE FROM supports WHERE choice_id = $1 AND candidate_id = $2 AND member_id = $3";
    /// How many members who are still there support each candidate who is.
    write COUNT = "SELECT c.member_id, CAST((SELECT COUNT(*) FROM supports s JOIN members v ON v.id = s.member_id WHERE s.choice_id = c.choice_id AND s.candidate_id = c.member_id AND v.left_at IS NULL) AS BIGINT) \
        FROM candidates c JOIN members m ON m.id = c.member_id WHERE c.choice_id = $1 AND m.left_at IS NULL ORDER BY c.member_id";

    /// The mandates that the viewer holds, by kind and with their beginning.
    read OTHER_COORDINATORS = "SELECT COUNT(*) FROM visible_mandates WHERE kind = 'coordination' AND holder <> $3 AND ended_at IS NULL AND ends_at > $4";
    /// The kinds of mandates that the viewer holds, with their beginning.
    read OWN_KINDS = "SELECT kind, MIN(starts_at) FROM visible_mandates WHERE holder = $3 AND ended_at IS NULL AND ends_at > $4 GROUP BY kind ORDER BY kind";
    /// How many hold a kind of mandate.
    read HELD_BY = "SELECT COUNT(*) FROM visible_mandates WHERE kind = $4 AND ended_at IS NULL AND ends_at > $5";
    /// How many can answer who asks to join.
    read DOORKEEPERS = "SELECT COUNT(*) FROM visible_doorkeepers WHERE ends_at > $4";
    /// How many support each candidate of a choice.
    read SUPPORTS = "SELECT candidate_id, COUNT(*) FROM visible_support_counts WHERE choice_id = $4 GROUP BY candidate_id ORDER BY candidate_id";
    /// The mandates in force.
    read IN_FORCE = "SELECT id, kind, holder, starts_at, ends_at, reason FROM visible_mandates WHERE ended_at IS NULL AND ends_at > $4 ORDER BY kind, starts_at";
    /// Who holds which kind.
    read HELD_NOW = "SELECT DISTINCT kind, holder FROM visible_mandates WHERE ended_at IS NULL AND ends_at > $4 ORDER BY kind, holder";
    /// The terms that are over.
    read PAST = "SELECT id, kind, holder, starts_at, COALESCE(ended_at, ends_at), reason FROM visible_mandates WHERE ended_at IS NOT NULL OR ends_at <= $4 ORDER BY COALESCE(ended_at, ends_at) DESC LIMIT 50";
    /// Confirmations by mandate of those who have not left, and whether the viewer's is among them.
    read CONFIRMED = "SELECT c.mandate_id, COUNT(*), CAST(MAX(CASE WHEN c.member_id = $3 THEN 1 ELSE 0 END) AS BIGINT) FROM visible_mandate_confirmations c JOIN visible_members m ON m.id = c.member_id WHERE m.left_at IS NULL GROUP BY c.mandate_id";
    /// What a mandate is, and why the operator gave it, if they did.
    read KIND_AND_REASON = "SELECT kind, reason FROM visible_mandates WHERE id = $4";
    /// Which kind of mandate a choice is for.
    read CHOICE_KIND = "SELECT c.kind, m.name FROM visible_choices c LEFT JOIN visible_members m ON m.id = c.chosen WHERE c.id = $4";
    /// The kinds that nobody but the viewer holds.
    read ALONE = "SELECT kind FROM visible_mandates WHERE ended_at IS NULL AND ends_at > $4 GROUP BY kind HAVING MIN(CASE WHEN holder = $3 THEN 1 ELSE 0 END) = 1 ORDER BY kind";
    /// The viewer's terms.
    read OWN_TERMS = "SELECT kind, starts_at, ends_at, ended_at FROM visible_mandates WHERE holder = $3 ORDER BY starts_at, id";
    /// The terms that the viewer confirmed.
    read OWN_CONFIRMATIONS = "SELECT m.kind, c.at FROM visible_mandate_confirmations c JOIN visible_mandates m ON m.id = c.mandate_id WHERE c.member_id = $3 ORDER BY c.at, m.id";
    /// The choices that the viewer called, or whose call they joined.
    read OWN_CALLS = "SELECT kind, CASE WHEN called_by = $3 THEN called_at ELSE opened_at END AS at FROM visible_choices WHERE called_by = $3 OR seconded_by = $3 ORDER BY 2, id";
    /// The choices in which the viewer stands or stood.
    read OWN_CANDIDACIES = "SELECT v.kind, c.at FROM visible_candidates c JOIN visible_choices v ON v.id = c.choice_id WHERE c.member_id = $3 ORDER BY c.at, v.id";
    /// Whom the viewer supports or supported.
    read OWN_SUPPORTS = "SELECT v.kind, m.name AS candidate, s.at FROM visible_supports s JOIN visible_choices v ON v.id = s.choice_id LEFT JOIN visible_members m ON m.id = s.candidate_id ORDER BY s.at, v.id, s.candidate_id";
    /// The choices that are not closed, and those that closed lately.
    read CHOICES = "SELECT id, kind, called_by, called_at, opened_at, closes_at, outcome, chosen FROM visible_choices WHERE outcome IS NULL OR closes_at > $4 ORDER BY called_at DESC LIMIT 20";
    /// Who stands in a choice.
    read CANDIDATES = "SELECT member_id FROM visible_candidates WHERE choice_id = $4 ORDER BY at, member_id";
    /// Whom the viewer supports in a choice.
    read SUPPORTED = "SELECT candidate_id FROM visible_supports WHERE choice_id = $4";
}
