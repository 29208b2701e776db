// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of install fests.

use crate::store::statements;

statements! {
    /// A new one.
    write OPEN = "INSERT INTO fests (id, community_id, activity_id, date_id, keep_days, opened_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// The one at a date.
    write AT = "SELECT id FROM fests WHERE activity_id = $1 AND date_id = $2";
    /// Those of an activity.
    write OF_ACTIVITY = "SELECT id FROM fests WHERE activity_id = $1 ORDER BY id";
    /// At which date of which activity one is.
    write DATE_OF = "SELECT activity_id, date_id FROM fests WHERE community_id = $1 AND id = $2";
    /// At which, how long its words are kept, and when its date ends.
    write TERM = "SELECT f.activity_id, f.keep_days, o.ends_at FROM fests f JOIN occurrences o ON o.activity_id = f.activity_id AND o.date_id = f.date_id \
        WHERE f.community_id = $1 AND f.id = $2";
    /// Whether its words are gone.
    write IS_PURGED = "SELECT purged_at FROM fests WHERE id = $1";
    /// Those whose words, or those of minors, are due to go: a date that ended so many days ago.
    write TO_PURGE = "SELECT f.community_id, f.id, FALSE AS minors FROM fests f JOIN occurrences o ON o.activity_id = f.activity_id AND o.date_id = f.date_id \
        WHERE f.purged_at IS NULL AND o.ends_at <= $1 - f.keep_days * $2 \
        UNION ALL SELECT f.community_id, f.id, TRUE AS minors FROM fests f JOIN occurrences o ON o.activity_id = f.activity_id AND o.date_id = f.date_id \
        WHERE f.purged_at IS NULL AND f.minors_purged_at IS NULL AND o.ends_at <= $1 - $3 * $2";
    /// Its words are gone.
    write PURGED = "UPDATE fests SET purged_at = $2 WHERE id = $1";
    /// Those of minors are.
    write MINORS_PURGED = "UPDATE fests SET minors_purged_at = $2 WHERE id = $1";
    /// A member attends there.
    write NAME_CREW = "INSERT INTO fest_crew (fest_id, member_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    /// Or no more.
    write LEAVE_CREW = "DELETE FROM fest_crew WHERE fest_id = $1 AND member_id = $2";
    /// Whether a member attends there.
    write IN_CREW = "SELECT member_id FROM fest_crew WHERE fest_id = $1 AND member_id = $2";
    /// An erased member attended nowhere.
    write FORGET_CREW = "DELETE FROM fest_crew WHERE member_id = $1";
    /// Nor was at a machine.
    write FORGET_COMPANION = "UPDATE fest_machines SET companion_id = NULL WHERE companion_id = $1";
    /// The last number that was given.
    write LAST_NUMBER = "SELECT COALESCE(MAX(number), 0) FROM fest_machines WHERE fest_id = $1";
    /// A machine is received.
    write RECEIVE = "INSERT INTO fest_machines (id, fest_id, number, name, model, wish, minor, guardian, note, state, received_at, moved_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $10)";
    /// How one stands.
    write MACHINE_HEAD = "SELECT m.fest_id, m.state, m.wish, m.backup FROM fest_machines m JOIN fests f ON f.id = m.fest_id WHERE f.community_id = $1 AND m.id = $2";
    /// Somebody is at it.
    write BEGIN = "UPDATE fest_machines SET state = 'working', backup = COALESCE($2, backup), companion_id = $3, moved_at = $4 WHERE id = $1";
    /// It is somewhere else.
    write MOVE = "UPDATE fest_machines SET state = $2, moved_at = $3 WHERE id = $1";
    /// Other words.
    write DESCRIBE = "UPDATE fest_machines SET note = $2 WHERE id = $1";
    /// It goes home.
    write HAND_OVER = "UPDATE fest_machines SET state = 'gone', outcome = $2, backup = COALESCE($3, backup), system = $4, tried = $5, moved_at = $6 WHERE id = $1";
    /// Its words go; its number stays.
    write FORGET = "UPDATE fest_machines SET name = NULL, model = NULL, guardian = NULL, note = NULL, system = NULL, tried = NULL WHERE id = $1";
    /// All of a fest, or those of minors.
    write TO_FORGET = "SELECT id, outcome FROM fest_machines WHERE fest_id = $1 AND (minor OR NOT $2) ORDER BY number";
    /// One more of an outcome.
    write COUNT = "INSERT INTO fest_counts (fest_id, outcome, machines) VALUES ($1, $2, 1) \
        ON CONFLICT (fest_id, outcome) DO UPDATE SET machines = fest_counts.machines + 1";
    /// A machine that was counted.
    write DROP = "DELETE FROM fest_machines WHERE id = $1";

    /// The one at a date.
    read ONE = "SELECT id, keep_days, purged_at FROM visible_fests WHERE activity_id = $4 AND date_id = $5";
    /// Who attends there.
    read CREW = "SELECT c.member_id, m.name FROM visible_fest_crew c JOIN visible_members m ON m.id = c.member_id WHERE c.fest_id = $4 ORDER BY c.member_id";
    /// Where the viewer attends.
    read OWN = "SELECT f.activity_id, f.date_id FROM visible_fest_crew c JOIN visible_fests f ON f.id = c.fest_id WHERE c.member_id = $3 ORDER BY f.id";
    /// Its machines, in the order of their numbers.
    read MACHINES = "SELECT id, number, name, model, wish, minor, state, outcome, companion_id, moved_at FROM visible_fest_machines WHERE fest_id = $4 ORDER BY number";
    /// One of them.
    read MACHINE = "SELECT m.id, m.number, m.name, m.model, m.wish, m.minor, m.guardian, m.note, m.state, m.backup, m.outcome, m.system, m.tried, m.companion_id, \
        m.received_at, m.moved_at, f.activity_id, f.date_id FROM visible_fest_machines m JOIN visible_fests f ON f.id = m.fest_id WHERE m.id = $4";
    /// What whoever holds a link of it may know.
    read BY_LINK = "SELECT number, model, state, outcome, system, tried, forgotten, activity_id, date_id FROM visible_fest_labels";
    /// How many went home with what, of those that are only counted.
    read COUNTS = "SELECT outcome, machines FROM visible_fest_counts WHERE fest_id = $4";
    /// How many of the others are where, and went home with what.
    read STATES = "SELECT state, outcome, COUNT(*) FROM visible_fest_states WHERE fest_id = $4 GROUP BY state, outcome";
    /// What the community has freed in all, of what is only counted.
    read ALL_COUNTS = "SELECT c.outcome, CAST(SUM(c.machines) AS BIGINT) FROM visible_fest_counts c GROUP BY c.outcome";
    /// And of the others.
    read ALL_GONE = "SELECT s.outcome, COUNT(*) FROM visible_fest_states s WHERE s.outcome IS NOT NULL GROUP BY s.outcome";
    /// Its fests, latest date first.
    read ALL = "SELECT f.activity_id, f.date_id, COALESCE(o.title, e.title) AS title, e.language, o.starts_local, o.ends_local, o.all_day, COALESCE(o.place, a.place) AS place, o.ends_at FROM visible_fests f \
        JOIN visible_occurrences o ON o.activity_id = f.activity_id AND o.date_id = f.date_id \
        JOIN visible_activities a ON a.entry_id = f.activity_id JOIN visible_entries e ON e.id = f.activity_id \
        WHERE f.community_id = $1 AND e.removed_at IS NULL ORDER BY o.starts_at DESC, f.id LIMIT 50";
}
