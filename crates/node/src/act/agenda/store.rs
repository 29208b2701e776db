// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of activities, their dates and replies.

use crate::store::statements;

statements! {
    /// A new activity.
    write INSERT = "INSERT INTO activities (entry_id, community_id, uid, mark, sequence, series, time_zone, place, link, capacity, expanded_until, imported) \
        VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11)";
    /// Another time, place or capacity.
    write RESCHEDULE = "UPDATE activities SET sequence = sequence + 1, series = $2, time_zone = $3, place = $4, link = $5, capacity = $6, expanded_until = $7, imported = COALESCE($8, imported) WHERE entry_id = $1";
    /// One of its dates is another way, which calendars are to notice.
    write CHANGED = "UPDATE activities SET sequence = sequence + 1 WHERE entry_id = $1";
    /// It will not happen.
    write CANCEL = "UPDATE activities SET sequence = sequence + 1, cancelled_at = $2 WHERE entry_id = $1";
    /// Dates exist further ahead.
    write EXTENDED = "UPDATE activities SET expanded_until = $2 WHERE entry_id = $1";
    /// Its words go with its key.
    write CLEAR = "UPDATE activities SET uid = $2, place = NULL, link = NULL, imported = NULL WHERE entry_id = $1";
    /// What stands of an activity.
    write HEAD = "SELECT uid, series, time_zone, capacity, expanded_until, cancelled_at, imported FROM activities WHERE community_id = $1 AND entry_id = $2";
    /// Where an activity is.
    write PLACES = "SELECT place, link FROM activities WHERE entry_id = $1";
    /// Series whose dates end before an instant, and that may go on. Those that did not fit before come last.
    write TO_EXTEND = "SELECT community_id, entry_id FROM activities WHERE expanded_until < $1 AND cancelled_at IS NULL AND series LIKE '%RRULE%' ORDER BY expanded_until DESC, entry_id LIMIT 500";

    /// A new date.
    write ADD_DATE = "INSERT INTO occurrences (activity_id, date_id, visibility, part, recurrence_id, starts_at, ends_at, starts_local, ends_local, all_day, differs, community_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    /// A date is called or timed otherwise.
    write MOVE_DATE = "UPDATE occurrences SET visibility = $3, part = $4, recurrence_id = $5, starts_at = $6, ends_at = $7, starts_local = $8, ends_local = $9, all_day = $10, \
        differs = ($11 OR title IS NOT NULL OR place IS NOT NULL OR cancelled_at IS NOT NULL), moved_at = COALESCE($12, moved_at) WHERE activity_id = $1 AND date_id = $2";
    /// A date that was gone is there again.
    write REVIVE_DATE = "UPDATE occurrences SET cancelled_at = NULL, reason = NULL WHERE activity_id = $1 AND date_id = $2";
    /// A date is gone.
    write DROP_DATE = "DELETE FROM occurrences WHERE activity_id = $1 AND date_id = $2";
    /// A date to come will not happen.
    write CANCEL_DATE = "UPDATE occurrences SET cancelled_at = $3, reason = $4, differs = TRUE WHERE activity_id = $1 AND date_id = $2 AND cancelled_at IS NULL AND ends_at > $3";
    /// No date will.
    write CANCEL_DATES = "UPDATE occurrences SET cancelled_at = $2, reason = $3 WHERE activity_id = $1 AND cancelled_at IS NULL";
    /// A removed activity's dates say nothing.
    write CLEAR_DATES = "UPDATE occurrences SET title = NULL, place = NULL, reason = NULL WHERE activity_id = $1";
    /// Nor do its parts.
    write CLEAR_PARTS = "DELETE FROM activity_parts WHERE activity_id = $1";
    /// Nor does what it once was.
    write CLEAR_REVISIONS = "UPDATE activity_revisions SET place = NULL, link = NULL WHERE activity_id = $1";
    /// A date has a title or a place of its own.
    write DESCRIBE_DATE = "UPDATE occurrences SET title = $3, place = $4, differs = TRUE WHERE activity_id = $1 AND date_id = $2";
    /// A part of the series has a title or a place of its own.
    write DESCRIBE_PART = "INSERT INTO activity_parts (activity_id, part, title, place) VALUES ($1, $2, $3, $4) ON CONFLICT (activity_id, part) DO UPDATE SET title = excluded.title, place = excluded.place";
    /// The words of a part.
    write PART = "SELECT title, place FROM activity_parts WHERE activity_id = $1 AND part = $2";
    /// Parts that no date belongs to any more.
    write DROP_PARTS = "DELETE FROM activity_parts WHERE activity_id = $1 AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.activity_id = $1 AND o.part = activity_parts.part)";
    /// When and where a version is, and the series before it. A change of dates makes no version, and changes none.
    write KEEP_REVISION = "INSERT INTO activity_revisions (activity_id, version, series, time_zone, place, link, capacity, series_before) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (activity_id, version) DO NOTHING";
    /// The identifier of a date, by itself or by what calendars call it: records from before 0009 and files do.
    write DATE_ID = "SELECT date_id FROM occurrences WHERE activity_id = $1 AND (date_id = $2 OR recurrence_id = $2) ORDER BY CASE WHEN date_id = $2 THEN 0 ELSE 1 END, date_id LIMIT 1";
    /// What calendars call a date, and its words.
    write NAME = "SELECT part, recurrence_id, title, place FROM occurrences WHERE activity_id = $1 AND date_id = $2";
    /// The dates there are, and where they have a place of their own.
    write KNOWN = "SELECT o.date_id, o.part, o.recurrence_id, o.starts_local, o.ends_local, o.starts_at, o.ends_at, o.all_day, o.differs, o.visibility, o.place, o.cancelled_at, \
        EXISTS (SELECT 1 FROM rsvps r WHERE r.activity_id = o.activity_id AND r.date_id = o.date_id AND r.state <> 'left') \
        OR EXISTS (SELECT 1 FROM fests f WHERE f.activity_id = o.activity_id AND f.date_id = o.date_id) AS has_replies FROM occurrences o WHERE o.activity_id = $1 ORDER BY o.date_id";
    /// What it is found by beside its entry's words: its places, and the words of its dates.
    write WORDS = "SELECT place FROM activities WHERE entry_id = $1 UNION ALL SELECT title FROM occurrences WHERE activity_id = $1 AND differs UNION ALL SELECT place FROM occurrences WHERE activity_id = $1 AND differs \
        UNION ALL SELECT title FROM activity_parts WHERE activity_id = $1 UNION ALL SELECT place FROM activity_parts WHERE activity_id = $1";
    /// One date as clocks show it.
    write DATE_WAS = "SELECT starts_local, ends_local, ends_at, cancelled_at FROM occurrences WHERE activity_id = $1 AND date_id = $2";
    /// How often calendars were to notice something of an activity.
    write SEQUENCE = "SELECT sequence FROM activities WHERE entry_id = $1";
    /// One date.
    write DATE = "SELECT starts_at, ends_at, cancelled_at FROM occurrences WHERE activity_id = $1 AND date_id = $2";

    /// A reply.
    write REPLY = "INSERT INTO rsvps (id, community_id, activity_id, date_id, member_id, name, note, state, keep, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9)";
    /// What the date was like as its guest replied.
    write NOTE_TOLD = "UPDATE rsvps SET told_starts = (SELECT o.starts_local FROM occurrences o WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id), \
        told_ends = (SELECT o.ends_local FROM occurrences o WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id), \
        told_place = (SELECT COALESCE(o.place, p.place, a.place) FROM occurrences o JOIN activities a ON a.entry_id = o.activity_id LEFT JOIN activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part \
        WHERE o.activity_id = rsvps.activity_id AND o.date_id = rsvps.date_id), told_link = (SELECT a.link FROM activities a WHERE a.entry_id = rsvps.activity_id) WHERE id = $1";
    /// What guests were told of a removed activity goes with its words.
    write CLEAR_TOLD = "UPDATE rsvps SET told_place = NULL, told_link = NULL WHERE activity_id = $1";
    /// The places that the parts of a series have of their own.
    write PART_PLACES = "SELECT part, place FROM activity_parts WHERE activity_id = $1 ORDER BY part";
    /// A reply is another one.
    write SET_REPLY = "UPDATE rsvps SET state = $2, note = $3, at = $4 WHERE id = $1";
    /// Whoever waited has a place.
    write PROMOTE = "UPDATE rsvps SET state = 'going' WHERE id = $1";
    /// Somebody will not come.
    write WITHDRAW = "UPDATE rsvps SET state = 'left', note = NULL WHERE id = $1";
    /// Another word to the hosts.
    write SET_NOTE = "UPDATE rsvps SET note = $2 WHERE id = $1";
    /// Somebody keeps their reply, or no more.
    write KEEP = "UPDATE rsvps SET keep = $2 WHERE id = $1";
    /// A member's reply to a date.
    write OWN_REPLY = "SELECT id, state FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND member_id = $3";
    /// The reply of somebody of another node to a date.
    write REPLY_OF = "SELECT id, state FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND actor = $3";
    /// A reply came from another node.
    write FROM_ELSEWHERE = "UPDATE rsvps SET actor = $2, asked = $3 WHERE id = $1";
    /// Whose a reply is at another node, by which activity they asked, to which date, and what became of it.
    write ELSEWHERE = "SELECT actor, asked, activity_id, date_id, state FROM rsvps WHERE community_id = $1 AND id = $2 AND actor IS NOT NULL";
    /// The replies of somebody of another node to dates to come.
    write OF_ACTOR = "SELECT r.community_id, r.id FROM rsvps r JOIN occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id WHERE r.actor = $1 AND r.state <> 'left' AND o.ends_at > $2 ORDER BY r.id LIMIT 500";
    /// One reply.
    write REPLY_HEAD = "SELECT activity_id, date_id, member_id, state FROM rsvps WHERE community_id = $1 AND id = $2";
    /// How many go to a date.
    write GOING = "SELECT COUNT(*) FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND state = 'going'";
    /// How many replied to a date without account, also those who withdrew.
    write GUESTS = "SELECT COUNT(*) FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND member_id IS NULL";
    /// Who waits for a place, first come first.
    write WAITING = "SELECT id, member_id FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND state = 'waiting' ORDER BY at, id";
    /// The dates to come to which somebody waits for a place.
    write WAITED_FOR = "SELECT DISTINCT o.date_id FROM occurrences o JOIN rsvps r ON r.activity_id = o.activity_id AND r.date_id = o.date_id WHERE o.activity_id = $1 AND o.ends_at > $2 AND o.cancelled_at IS NULL AND r.state = 'waiting' ORDER BY o.date_id";
    /// The members who replied to a date and did not withdraw.
    write REPLIED = "SELECT member_id FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND state <> 'left' AND member_id IS NOT NULL ORDER BY at, id";
    /// The members who replied to any date to come.
    write REPLIED_LATER = "SELECT r.member_id, MIN(r.date_id), COUNT(*) FROM rsvps r JOIN occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id WHERE r.activity_id = $1 AND r.state <> 'left' AND r.member_id IS NOT NULL AND o.ends_at > $2 GROUP BY r.member_id ORDER BY r.member_id";
    /// A member's replies to dates to come.
    write REPLIES_TO_COME = "SELECT r.id, r.activity_id, r.date_id, r.state FROM rsvps r JOIN occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id WHERE r.member_id = $1 AND r.state <> 'left' AND o.ends_at > $2 ORDER BY r.id";
    /// Dates whose list is due to be purged.
    write TO_PURGE = "SELECT DISTINCT o.community_id, o.activity_id, o.date_id FROM occurrences o JOIN rsvps r ON r.activity_id = o.activity_id AND r.date_id = o.date_id WHERE o.ends_at < $1 AND r.keep = FALSE LIMIT 500";
    /// The replies of a date that nobody keeps.
    write UNKEPT = "SELECT id FROM rsvps WHERE activity_id = $1 AND date_id = $2 AND keep = FALSE ORDER BY id";
    /// A reply is gone.
    write DROP_REPLY = "DELETE FROM rsvps WHERE id = $1";
    /// An erased member's replies.
    write FORGET = "DELETE FROM rsvps WHERE member_id = $1";

    /// One activity.
    read ONE = "SELECT a.uid, a.sequence, a.series, a.time_zone, a.place, a.link, a.capacity, a.cancelled_at FROM visible_activities a WHERE a.entry_id = $4";
    /// Where an activity is, where its date says nothing else.
    read USUAL_PLACE = "SELECT a.place FROM visible_activities a WHERE a.entry_id = $4";
    /// The dates of an activity from an instant on.
    read DATES = "SELECT o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title) AS title, COALESCE(o.place, p.place) AS place, o.cancelled_at, o.reason, o.part, o.recurrence_id \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part WHERE o.activity_id = $4 AND o.ends_at > $5 ORDER BY o.starts_at, o.date_id LIMIT $6";
    /// One date of an activity.
    read ONE_DATE = "SELECT o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title) AS title, COALESCE(o.place, p.place) AS place, o.cancelled_at, o.reason, o.part, o.recurrence_id \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part WHERE o.activity_id = $4 AND o.date_id = $5";
    /// The last dates of an activity.
    read LAST_DATES = "SELECT o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title) AS title, COALESCE(o.place, p.place) AS place, o.cancelled_at, o.reason, o.part, o.recurrence_id \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part WHERE o.activity_id = $4 ORDER BY o.ends_at DESC, o.date_id DESC LIMIT 1";
    /// What happens from one instant to another, in the order of time, after a given row.
    read BETWEEN = "SELECT o.activity_id, o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title, e.title) AS title, COALESCE(o.place, p.place, a.place) AS place, o.cancelled_at, o.visibility, e.language, o.part, a.series, a.time_zone \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part JOIN visible_entries e ON e.id = o.activity_id JOIN visible_activities a ON a.entry_id = o.activity_id \
        WHERE o.starts_at >= $4 AND o.starts_at < $5 AND (o.starts_at > $4 OR o.activity_id > $6) ORDER BY o.starts_at, o.activity_id LIMIT $7";
    /// The same, of one tag.
    read BETWEEN_TAGGED = "SELECT o.activity_id, o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title, e.title) AS title, COALESCE(o.place, p.place, a.place) AS place, o.cancelled_at, o.visibility, e.language, o.part, a.series, a.time_zone \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part JOIN visible_entries e ON e.id = o.activity_id JOIN visible_activities a ON a.entry_id = o.activity_id JOIN visible_tags t ON t.entry_id = o.activity_id \
        WHERE t.tag = $8 AND o.starts_at >= $4 AND o.starts_at < $5 AND (o.starts_at > $4 OR o.activity_id > $6) ORDER BY o.starts_at, o.activity_id LIMIT $7";
    /// Each activity by its first date from an instant on, in the order of time, after a given row.
    read NEXT = "SELECT o.activity_id, o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title, e.title) AS title, COALESCE(o.place, p.place, a.place) AS place, o.cancelled_at, o.visibility, e.language, o.part, a.series, a.time_zone \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part JOIN visible_entries e ON e.id = o.activity_id JOIN visible_activities a ON a.entry_id = o.activity_id \
        WHERE o.starts_at >= $5 AND (o.starts_at > $5 OR o.activity_id > $6) AND (o.cancelled_at IS NULL OR $8) AND NOT EXISTS (SELECT 1 FROM visible_occurrences f WHERE f.activity_id = o.activity_id AND (f.cancelled_at IS NULL OR $8) AND f.starts_at >= $4 AND (f.starts_at < o.starts_at OR (f.starts_at = o.starts_at AND f.date_id < o.date_id))) \
        ORDER BY o.starts_at, o.activity_id LIMIT $7";
    /// The same, of one tag.
    read NEXT_TAGGED = "SELECT o.activity_id, o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title, e.title) AS title, COALESCE(o.place, p.place, a.place) AS place, o.cancelled_at, o.visibility, e.language, o.part, a.series, a.time_zone \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part JOIN visible_entries e ON e.id = o.activity_id JOIN visible_activities a ON a.entry_id = o.activity_id JOIN visible_tags t ON t.entry_id = o.activity_id \
        WHERE t.tag = $8 AND o.starts_at >= $5 AND (o.starts_at > $5 OR o.activity_id > $6) AND NOT EXISTS (SELECT 1 FROM visible_occurrences f WHERE f.activity_id = o.activity_id AND f.starts_at >= $4 AND (f.starts_at < o.starts_at OR (f.starts_at = o.starts_at AND f.date_id < o.date_id))) \
        ORDER BY o.starts_at, o.activity_id LIMIT $7";
    /// The tags of what comes, among so many dates, most used first.
    read NEXT_TAGS = "SELECT t.tag, COUNT(DISTINCT t.entry_id) FROM (SELECT activity_id FROM visible_occurrences WHERE starts_at >= $4 ORDER BY starts_at, activity_id LIMIT $5) AS coming JOIN visible_tags t ON t.entry_id = coming.activity_id GROUP BY t.tag ORDER BY COUNT(DISTINCT t.entry_id) DESC, t.tag LIMIT $6";
    /// How many go and how many wait, of a date.
    read HEADCOUNT = "SELECT state, COUNT(*) FROM visible_headcounts WHERE activity_id = $4 AND date_id = $5 GROUP BY state";
    /// How many wait for a place at a date, up to a reply.
    read PLACE_IN_LINE = "SELECT COUNT(*) FROM visible_headcounts WHERE activity_id = $4 AND date_id = $5 AND state = 'waiting' AND (at < $6 OR (at = $6 AND id <= $7))";
    /// The viewer's reply to a date.
    read MINE = "SELECT id, state, note, keep, at FROM visible_rsvps WHERE activity_id = $4 AND date_id = $5 AND (member_id = $3 OR id = $3)";
    /// The list of a date, for its hosts.
    read LIST = "SELECT r.id, COALESCE(r.name, m.name) AS name, r.member_id IS NOT NULL AS member, r.note, r.state, r.at FROM visible_rsvps r LEFT JOIN visible_members m ON m.id = r.member_id WHERE r.activity_id = $4 AND r.date_id = $5 AND r.state <> 'left' ORDER BY r.state, r.at, r.id";
    /// A reply whose private link is held.
    read BY_LINK = "SELECT activity_id, date_id, name, note, state, keep, told_starts, told_ends, told_place, other_link, title, place, starts_local, ends_local, all_day, ends_at, reason, cancelled_at, removed_at, visibility, language, place_in_line FROM visible_replied WHERE id = $3";
    /// The viewer's own replies, for the export of their data.
    read OWN = "SELECT e.title, r.date_id, r.state, r.note, r.at FROM visible_rsvps r JOIN visible_entries e ON e.id = r.activity_id WHERE r.member_id = $3 ORDER BY r.at, r.id";
    /// The dates of what the viewer published, for the same.
    read OWN_DATES = "SELECT o.activity_id, o.starts_local, o.ends_local, a.time_zone, COALESCE(o.title, e.title) AS title, COALESCE(o.place, a.place) AS place, a.link, a.capacity, o.cancelled_at, o.reason \
        FROM visible_entries e JOIN visible_activities a ON a.entry_id = e.id CROSS JOIN visible_occurrences o WHERE o.activity_id = e.id AND e.author = $3 ORDER BY o.starts_at, o.activity_id";
    /// Everything for a feed: activities with a date from an instant on, the newest first. There may be more of them than a feed
    /// has, and the oldest are over.
    read FEED = "SELECT e.id, a.uid, a.sequence, a.series, a.time_zone, e.title, e.body, a.place, a.link, a.cancelled_at, e.created_at, e.updated_at \
        FROM visible_entries e JOIN visible_activities a ON a.entry_id = e.id WHERE e.removed_at IS NULL AND EXISTS \
        (SELECT 1 FROM visible_occurrences o WHERE o.activity_id = e.id AND o.ends_at > $4) ORDER BY e.created_at DESC, e.id DESC LIMIT $5";
    /// The same, of one tag.
    read FEED_TAGGED = "SELECT e.id, a.uid, a.sequence, a.series, a.time_zone, e.title, e.body, a.place, a.link, a.cancelled_at, e.created_at, e.updated_at \
        FROM visible_entries e JOIN visible_activities a ON a.entry_id = e.id JOIN visible_tags t ON t.entry_id = e.id WHERE t.tag = $6 AND e.removed_at IS NULL AND EXISTS \
        (SELECT 1 FROM visible_occurrences o WHERE o.activity_id = e.id AND o.ends_at > $4) ORDER BY e.created_at DESC, e.id DESC LIMIT $5";
    /// When and where each version of an activity was, newest first.
    read REVISIONS = "SELECT version, series, series_before, time_zone, place, link, capacity FROM visible_activity_revisions WHERE activity_id = $4 ORDER BY version DESC LIMIT 200";
    /// What was done to an activity's dates by themselves: for members, as the whole log.
    read DATE_CHANGES = "SELECT l.record FROM visible_log l WHERE l.subject = $4 AND l.command IN ('activity.change-date', 'activity.cancel-date') ORDER BY l.seq DESC LIMIT 200";
    /// The tags of activities, of one identifier up to another.
    read FEED_TAGS = "SELECT t.entry_id, t.tag FROM visible_activities a JOIN visible_tags t ON t.entry_id = a.entry_id WHERE a.entry_id >= $4 AND a.entry_id <= $5 ORDER BY t.entry_id, t.tag";
    /// The words of the parts of activities, likewise.
    read PARTS = "SELECT p.activity_id, p.part, p.title, p.place FROM visible_activities a JOIN visible_activity_parts p ON p.activity_id = a.entry_id WHERE a.entry_id >= $4 AND a.entry_id <= $5 ORDER BY p.activity_id, p.part";
    /// The activities to which the viewer goes, likewise.
    read GOING_TO = "SELECT DISTINCT r.activity_id FROM visible_rsvps r WHERE r.member_id = $3 AND r.state = 'going' AND r.activity_id >= $4 AND r.activity_id <= $5 ORDER BY r.activity_id";
    /// The dates of activities that are not simply what their rule says, likewise.
    read FEED_DATES = "SELECT o.activity_id, o.date_id, o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title) AS title, COALESCE(o.place, p.place) AS place, o.cancelled_at, o.reason, o.part, o.recurrence_id \
        FROM visible_occurrences o LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part WHERE o.differs AND o.activity_id >= $4 AND o.activity_id <= $5 ORDER BY o.activity_id, o.starts_at, o.date_id";
}
