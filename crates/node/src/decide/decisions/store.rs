// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of decisions.

use crate::store::statements;

statements! {
    /// A new decision.
    write INSERT = "INSERT INTO decisions (entry_id, community_id, kind, stage, binds, agreed_on, is_open) VALUES ($1, $2, $3, 'draft', FALSE, '', TRUE)";
    /// Where it is now.
    write SET = "UPDATE decisions SET stage = $2, binds = $3, review_at = $4, due_at = $5, superseded_by = $6, is_open = $7, remind_at = $8, since = $9 WHERE entry_id = $1";
    /// The day it was agreed, and what its text is hashed with.
    write SET_RECORD = "UPDATE decisions SET agreed_on = $2, salt = $3 WHERE entry_id = $1";
    /// What its text is hashed with.
    write SET_SALT = "UPDATE decisions SET salt = $2 WHERE entry_id = $1";
    /// The day it was agreed.
    write SET_AGREED = "UPDATE decisions SET agreed_on = $2 WHERE entry_id = $1";
    /// The kind of mandate that those who are chosen receive.
    write SET_MANDATE = "UPDATE decisions SET mandate = $2 WHERE entry_id = $1";
    /// Which it is.
    write MANDATE = "SELECT mandate FROM decisions WHERE entry_id = $1";
    /// By what ties will be broken.
    write SET_SEED = "UPDATE decisions SET seed = $2 WHERE entry_id = $1";
    /// The same.
    write SEED = "SELECT seed FROM decisions WHERE entry_id = $1";
    /// What somebody says of a text that is decided on.
    write STAND = "INSERT INTO decision_stances (decision_id, member_id, stance, at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (decision_id, member_id) DO UPDATE SET stance = excluded.stance, at = excluded.at";
    /// Where words belong that are about a paragraph.
    write PLACE = "INSERT INTO decision_places (id, decision_id, version, paragraph) VALUES ($1, $2, $3, $4)";
    /// Where another wording belongs, the text as it was there, and the wording.
    write AMENDMENT = "SELECT a.paragraph, r.body, w.body FROM decision_places a JOIN revisions r ON r.entry_id = a.decision_id AND r.version = a.version \
        LEFT JOIN decision_words w ON w.id = a.id WHERE a.decision_id = $1 AND a.id = $2";
    /// The text as it is.
    write TEXT = "SELECT version, title, body, language, licence, visibility FROM entries WHERE id = $1";
    /// Its tags.
    write TAGS = "SELECT tag FROM tags WHERE entry_id = $1 ORDER BY tag";
    /// The class that a decision is to set.
    write PROPOSE_CLASS = "UPDATE decisions SET class = $2 WHERE entry_id = $1";
    /// Which it is.
    write PROPOSED_CLASS = "SELECT class FROM decisions WHERE entry_id = $1";
    /// It is in force: the class is the community's.
    write SET_CLASS = "INSERT INTO decision_classes (community_id, kind, class, decision_id, at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (community_id, kind) DO UPDATE SET class = excluded.class, decision_id = excluded.decision_id, at = excluded.at";
    /// The classes that a community has decided on.
    write CLASSES = "SELECT class FROM decision_classes WHERE community_id = $1 ORDER BY kind";
    /// The ballots that are not counted yet.
    write BOX = "SELECT box_id, sealed FROM ballot_boxes WHERE decision_id = $1";
    /// Another one is among them.
    write KEEP_BOX = "INSERT INTO ballot_boxes (decision_id, box_id, sealed) VALUES ($1, $2, $3) ON CONFLICT (decision_id) DO UPDATE SET box_id = excluded.box_id, sealed = excluded.sealed";
    /// There are none any more.
    write EMPTY_BOX = "DELETE FROM ballot_boxes WHERE decision_id = $1";
    /// A ballot as it was counted.
    write BALLOT = "INSERT INTO decision_ballots (decision_id, receipt, choice) VALUES ($1, $2, $3)";
    /// It was chosen.
    write CHOOSE = "INSERT INTO decision_chosen (decision_id, place, option_id) VALUES ($1, $2, $3)";
    /// How many somebody proposed that are not decided yet.
    write OPEN_BY = "SELECT COUNT(*) FROM decisions d JOIN entries e ON e.id = d.entry_id WHERE d.community_id = $1 AND d.is_open = TRUE AND e.author = $2 AND e.removed_at IS NULL";
    /// Whether it binds.
    write BINDS = "SELECT binds FROM decisions WHERE entry_id = $1";
    /// Something happened in its life.
    write LIVE = "INSERT INTO decision_events (decision_id, ordinal, at, event, actor) VALUES ($1, $2, $3, $4, $5)";
    /// When people are reminded of it next.
    write REMIND_AT = "SELECT remind_at FROM decisions WHERE community_id = $1 AND entry_id = $2";
    /// They were.
    write REMINDED = "UPDATE decisions SET remind_at = NULL WHERE entry_id = $1";
    /// All that happened in it.
    write LIFE = "SELECT at, event FROM decision_events WHERE decision_id = $1 ORDER BY ordinal";
    /// When time will next change something.
    write DUE = "SELECT due_at FROM decisions WHERE community_id = $1 AND entry_id = $2";
    /// Those that time has changed and nobody has recorded so.
    write OVERDUE = "SELECT community_id, entry_id FROM decisions WHERE due_at <= $1 ORDER BY due_at, entry_id LIMIT 500";
    /// Words.
    write SAY = "INSERT INTO decision_words (id, decision_id, author, body) VALUES ($1, $2, $3, $4)";
    /// How many letters somebody wrote of it; each time counts for five hundred at least.
    write SAID_BY = "SELECT CAST(COALESCE(SUM(LENGTH(body) + 500), 0) AS BIGINT) FROM decision_words WHERE decision_id = $1 AND author = $2";
    /// The words by which it is found: of what was taken on and of what stands against it.
    write WORDS = "SELECT id, body FROM decision_words WHERE decision_id = $1 ORDER BY id";
    /// Somebody without account.
    write NAME = "INSERT INTO decision_names (id, decision_id, name) VALUES ($1, $2, $3)";
    /// Those there are.
    write NAMES = "SELECT id, name FROM decision_names WHERE decision_id = $1 ORDER BY id";
    /// One of them.
    write ONE_NAME = "SELECT name FROM decision_names WHERE decision_id = $1 AND id = $2";
    /// A name is erased.
    write FORGET_NAME = "UPDATE decision_names SET name = NULL WHERE id = $1";
    /// The day of a version.
    write KEEP_RECORD = "INSERT INTO decision_records (decision_id, version, agreed_on) VALUES ($1, $2, $3)";
    /// What was taken on.
    write ADD_TASK = "INSERT INTO decision_tasks (id, decision_id, due_on, done) VALUES ($1, $2, $3, FALSE) ON CONFLICT (id) DO UPDATE SET due_on = excluded.due_on";
    /// Decisions that bind in which a task was to be done before a day and is not, and nobody was told.
    write LATE_IN = "SELECT DISTINCT d.community_id, t.decision_id FROM decision_tasks t JOIN decisions d ON d.entry_id = t.decision_id \
        WHERE t.done = FALSE AND t.told = FALSE AND t.due_on < $1 AND d.binds = TRUE ORDER BY t.decision_id LIMIT 500";
    /// These tasks.
    write LATE = "SELECT id FROM decision_tasks WHERE decision_id = $1 AND done = FALSE AND told = FALSE AND due_on < $2 ORDER BY id";
    /// Somebody was told.
    write TOLD_LATE = "UPDATE decision_tasks SET told = TRUE WHERE id = $1";
    /// What came of a task goes on under other words.
    write REPLACE_TASK = "UPDATE decision_tasks SET done = (SELECT was.done FROM decision_tasks was WHERE was.id = $2) WHERE id = $1";
    /// So does what was said of it.
    write REPLACE_PROGRESS = "UPDATE decision_progress SET task_id = $1 WHERE task_id = $2";
    /// Whether a task is done.
    write TASK = "SELECT done FROM decision_tasks WHERE decision_id = $1 AND id = $2";
    /// The tasks and their days.
    write TASKS = "SELECT t.id, t.due_on, w.body FROM decision_tasks t LEFT JOIN decision_words w ON w.id = t.id WHERE t.decision_id = $1 ORDER BY t.id";
    /// It is, or is not any more.
    write SET_DONE = "UPDATE decision_tasks SET done = $2 WHERE id = $1";
    /// How it goes.
    write PROGRESS = "INSERT INTO decision_progress (id, decision_id, task_id, member_id, done, note, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Somebody says whether a record is as it was.
    write CONFIRM = "INSERT INTO decision_confirmations (decision_id, member_id, id, version, so, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (decision_id, member_id) DO UPDATE SET id = excluded.id, version = excluded.version, so = excluded.so, reason = excluded.reason, at = excluded.at";
    /// What somebody said of it before.
    write CONFIRMED = "SELECT id FROM decision_confirmations WHERE decision_id = $1 AND member_id = $2";
    /// Whether a member was told of something of the room in this decision since an instant.
    write TOLD = "SELECT seq FROM notices WHERE member_id = $1 AND subject = $2 AND at > $3 AND kind LIKE 'decision-%' LIMIT 1";
    /// What a member was told in it since an instant is told no more: something else takes its place.
    write UNTELL = "DELETE FROM notices WHERE member_id = $1 AND subject = $2 AND at > $3 AND kind LIKE 'decision-%'";
    /// An erased member's own account of how it goes.
    write FORGET_PROGRESS = "UPDATE decision_progress SET note = NULL WHERE member_id = $1";
    /// And of how it was.
    write FORGET_CONFIRMATIONS = "UPDATE decision_confirmations SET reason = NULL WHERE member_id = $1";
    /// Its words go with its key.
    write CLEAR = "UPDATE decisions SET salt = NULL, seed = NULL, review_at = NULL, due_at = NULL, remind_at = NULL, is_open = FALSE WHERE entry_id = $1";
    /// All of them.
    write CLEAR_WORDS = "UPDATE decision_words SET body = NULL WHERE decision_id = $1";
    /// The names of people without account.
    write CLEAR_NAMES = "UPDATE decision_names SET name = NULL WHERE decision_id = $1";
    /// What was said of how it goes.
    write CLEAR_PROGRESS = "UPDATE decision_progress SET note = NULL WHERE decision_id = $1";
    /// And of how it was.
    write CLEAR_CONFIRMATIONS = "UPDATE decision_confirmations SET reason = NULL WHERE decision_id = $1";
    /// Whose keys go with it.
    write SUBJECTS = "SELECT id FROM decision_names WHERE decision_id = $1 UNION SELECT id FROM decision_progress WHERE decision_id = $1 UNION SELECT id FROM decision_confirmations WHERE decision_id = $1 ORDER BY id";

    /// One decision.
    read ONE = "SELECT kind, agreed_on, salt, class, mandate FROM visible_decisions WHERE entry_id = $4";
    /// All that happened in its life.
    read EVENTS = "SELECT at, event FROM visible_decision_events WHERE decision_id = $4 ORDER BY ordinal";
    /// Who did it.
    read ACTORS = "SELECT actor FROM visible_decision_events WHERE decision_id = $4 ORDER BY ordinal";
    /// Its words.
    read ALL_WORDS = "SELECT id, author, body FROM visible_decision_words WHERE decision_id = $4 ORDER BY id";
    /// The people without account in it.
    read ALL_NAMES = "SELECT id, name FROM visible_decision_names WHERE decision_id = $4 ORDER BY id";
    /// Where words on its paragraphs belong, and the text as it was there.
    read ALL_PLACES = "SELECT id, version, paragraph FROM visible_decision_places WHERE decision_id = $4 ORDER BY paragraph, id";
    /// The texts to which words belong.
    read PLACED_TEXTS = "SELECT r.version, r.body FROM visible_revisions r WHERE r.entry_id = $4 AND r.version IN (SELECT p.version FROM visible_decision_places p WHERE p.decision_id = $4) ORDER BY r.version";
    /// The days of the versions of its record.
    read RECORDS = "SELECT version, agreed_on FROM visible_decision_records WHERE decision_id = $4 ORDER BY version";
    /// What was taken on.
    read ALL_TASKS = "SELECT id, due_on, done FROM visible_decision_tasks WHERE decision_id = $4 ORDER BY id";
    /// How it goes.
    read ALL_PROGRESS = "SELECT task_id, member_id, done, note, at FROM visible_decision_progress WHERE decision_id = $4 ORDER BY at, id";
    /// Who says whether the record is as it was.
    read CONFIRMATIONS = "SELECT member_id, version, so, reason, at FROM visible_decision_confirmations WHERE decision_id = $4 ORDER BY at, member_id";
    /// Ballots as they were counted.
    read BALLOTS = "SELECT receipt, choice FROM visible_decision_ballots WHERE decision_id = $4 ORDER BY receipt";
    /// The classes that the community has decided on, and by what.
    read ALL_CLASSES = "SELECT kind, class, decision_id, at FROM visible_decision_classes ORDER BY kind";
    /// What a decision changed or repealed.
    read CHANGED = "SELECT entry_id FROM visible_decisions WHERE superseded_by = $4 ORDER BY entry_id";
    /// Those that bind, or do not any more, newest first, after a given one; with what was chosen, as it was written down.
    read NEWEST = "SELECT d.entry_id, e.title, e.body, e.language, e.visibility, d.kind, d.stage, d.agreed_on, d.review_at, \
        (SELECT string_agg(CASE WHEN d.mandate IS NULL THEN w.body ELSE m.name END, '\n\n' ORDER BY c.place) FROM visible_decision_chosen c JOIN visible_decision_words w ON w.id = c.option_id LEFT JOIN visible_members m ON m.id = w.author WHERE c.decision_id = d.entry_id) AS chosen \
        FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND d.binds = $4 AND d.agreed_on <> '' AND (d.agreed_on < $5 OR (d.agreed_on = $5 AND d.entry_id < $6)) AND e.removed_at IS NULL ORDER BY d.agreed_on DESC, d.entry_id DESC LIMIT $7";
    /// Those that are being decided, first those on which people say something now, then what time will change first, and
    /// drafts last; and what the viewer says of each.
    read OPEN = "SELECT d.entry_id, e.title, e.body, e.language, e.visibility, d.kind, d.stage, d.due_at, (SELECT s.stance FROM visible_decision_stances s WHERE s.decision_id = d.entry_id AND s.member_id = $3 AND s.at >= d.since) AS stance FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND d.is_open = TRUE AND e.removed_at IS NULL ORDER BY CASE d.stage WHEN 'consent' THEN 0 WHEN 'ballot' THEN 0 WHEN 'draft' THEN 2 ELSE 1 END, COALESCE(d.due_at, 9223372036854775807), d.entry_id DESC LIMIT 100";
    /// All that happened in those in which something may wait for the viewer alone: on which people say something now, that
    /// are theirs, or to which they objected.
    read OPEN_EVENTS = "SELECT d.entry_id, e.title, v.at, v.event FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        JOIN visible_decision_events v ON v.decision_id = d.entry_id \
        WHERE d.community_id = $1 AND d.is_open = TRUE AND e.removed_at IS NULL AND (d.stage IN ('consent', 'ballot') OR e.author = $3 \
        OR EXISTS (SELECT 1 FROM visible_decision_events o WHERE o.decision_id = d.entry_id AND o.actor = $3 AND o.event LIKE '{\"objection_raised\"%')) \
        ORDER BY d.entry_id, v.ordinal";
    /// Those that ended without agreement, newest first.
    read ENDED = "SELECT d.entry_id, e.title, e.body, e.language, e.visibility, d.kind, d.stage, d.agreed_on, d.review_at FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND d.binds = FALSE AND d.agreed_on = '' AND d.is_open = FALSE AND e.removed_at IS NULL ORDER BY d.entry_id DESC LIMIT 30";
    /// Those that bind and are to be reviewed before an instant, the next first; with the same.
    read TO_REVIEW = "SELECT d.entry_id, e.title, e.body, e.language, e.visibility, d.kind, d.stage, d.agreed_on, d.review_at, \
        (SELECT string_agg(CASE WHEN d.mandate IS NULL THEN w.body ELSE m.name END, '\n\n' ORDER BY c.place) FROM visible_decision_chosen c JOIN visible_decision_words w ON w.id = c.option_id LEFT JOIN visible_members m ON m.id = w.author WHERE c.decision_id = d.entry_id) AS chosen \
        FROM visible_decisions d JOIN visible_entries e ON e.id = d.entry_id \
        WHERE d.community_id = $1 AND d.review_at <= $4 AND d.binds = TRUE AND e.removed_at IS NULL ORDER BY d.review_at, d.entry_id LIMIT 100";
    /// What the viewer said of how it goes.
    read OWN_PROGRESS = "SELECT decision_id, done, note, at FROM visible_decision_progress WHERE member_id = $3 ORDER BY at, id";
    /// What the viewer said of records.
    read OWN_CONFIRMATIONS = "SELECT decision_id, version, so, reason, at FROM visible_decision_confirmations WHERE member_id = $3 ORDER BY decision_id";
    /// What the viewer said of texts that were decided on.
    read OWN_STANCES = "SELECT decision_id, stance, at FROM visible_decision_stances WHERE member_id = $3 ORDER BY at, decision_id";
    /// The words that the viewer wrote into decisions.
    read OWN_WORDS = "SELECT decision_id, body FROM visible_decision_words WHERE author = $3 ORDER BY id";
}
