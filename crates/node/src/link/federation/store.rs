// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of what is said to other nodes and heard from them.

use crate::store::statements;

statements! {
    /// The keys of an actor, wrapped.
    write KEYS = "SELECT rsa, ed25519 FROM actor_keys WHERE owner = $1";
    /// Keeps the keys of an actor that has none.
    write KEEP_KEYS = "INSERT INTO actor_keys (owner, rsa, ed25519) VALUES ($1, $2, $3) ON CONFLICT (owner) DO NOTHING";

    /// A community is open to the network.
    write OPEN = "INSERT INTO actors (owner, base, actor, rsa, ed25519, opened_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (owner) DO UPDATE SET base = excluded.base, actor = excluded.actor, rsa = excluded.rsa, ed25519 = excluded.ed25519, opened_at = excluded.opened_at, closed_at = NULL";
    /// It is closed to it again.
    write CLOSE = "UPDATE actors SET closed_at = $2 WHERE owner = $1";
    /// None of its dates is on the network any more.
    write ALL_GONE = "UPDATE travels SET changed_seq = $2, gone = TRUE WHERE community_id = $1 AND NOT gone";
    /// Its followers.
    write FOLLOWER_IDS = "SELECT id FROM followers WHERE community_id = $1 ORDER BY id";
    /// Who is told of dates is to be told that they are gone.
    write BID_FAREWELL = "UPDATE peers SET farewell = TRUE WHERE community_id = $1 AND EXISTS (SELECT 1 FROM followers f WHERE f.community_id = peers.community_id AND f.delivery = peers.inbox)";
    /// And no more, since it is open again.
    write NO_FAREWELL = "UPDATE peers SET farewell = FALSE WHERE community_id = $1";
    /// The address of a community that is open.
    write BASE = "SELECT base FROM actors WHERE owner = $1 AND closed_at IS NULL";
    /// That of one that is or was.
    write LAST_BASE = "SELECT base FROM actors WHERE owner = $1";
    /// Which community an actor is.
    write BY_ACTOR = "SELECT owner, base FROM actors WHERE actor = $1 AND closed_at IS NULL";
    /// The communities that are open, in which a date came near that does not travel yet.
    write TO_ADVANCE = "SELECT a.owner FROM actors a WHERE a.closed_at IS NULL AND EXISTS (SELECT 1 FROM occurrences o JOIN entries e ON e.id = o.activity_id WHERE o.community_id = a.owner AND o.visibility = 0 AND e.visibility = 0 AND e.removed_at IS NULL AND o.cancelled_at IS NULL AND o.ends_at > $1 AND o.starts_at < $2 \
        AND NOT EXISTS (SELECT 1 FROM travels t WHERE t.entry_id = o.activity_id AND t.date_id = o.date_id AND NOT t.gone)) ORDER BY a.owner";

    /// The inboxes of those who follow, each once.
    write INBOXES = "SELECT DISTINCT delivery FROM followers WHERE community_id = $1 ORDER BY delivery";
    /// The actor is called otherwise from now on, and says what it was called.
    write RENAME = "UPDATE actors SET formerly = actor, base = $2, actor = $3 WHERE owner = $1";
    /// Somebody follows from elsewhere.
    write FOLLOW = "INSERT INTO followers (id, community_id, actor, asked, delivery, followed_at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// They do so no more.
    write UNFOLLOW = "DELETE FROM followers WHERE id = $1";
    /// A follower by their actor.
    write FOLLOWER = "SELECT id FROM followers WHERE community_id = $1 AND actor = $2";
    /// Which communities an actor follows.
    write FOLLOWED_BY = "SELECT community_id FROM followers WHERE actor = $1 ORDER BY community_id";
    /// Which community somebody asked to follow by a request.
    write ASKED_BY = "SELECT community_id FROM followers WHERE actor = $1 AND asked = $2";
    /// Who gets what is published by an inbox.
    write AT_INBOX = "SELECT actor FROM followers WHERE community_id = $1 AND delivery = $2 ORDER BY actor";

    /// The dates of an activity that anybody may see, and those of them that travel though they will not happen.
    write PUBLIC_DATES = "SELECT o.date_id, o.starts_at, o.ends_at FROM occurrences o JOIN entries e ON e.id = o.activity_id WHERE o.activity_id = $1 AND o.visibility = 0 AND e.visibility = 0 AND e.removed_at IS NULL \
        AND (o.cancelled_at IS NULL OR EXISTS (SELECT 1 FROM travels t WHERE t.entry_id = o.activity_id AND t.date_id = o.date_id)) ORDER BY o.starts_at, o.date_id";
    /// The dates of an activity of which the network knows.
    write KNOWN_DATES = "SELECT date_id, gone FROM travels WHERE entry_id = $1 ORDER BY date_id";
    /// A date begins to travel.
    write MAKE = "INSERT INTO travels (entry_id, date_id, community_id, made_seq, changed_seq, gone) VALUES ($1, $2, $3, $4, $4, FALSE) ON CONFLICT (entry_id, date_id) DO UPDATE SET made_seq = excluded.made_seq, changed_seq = excluded.changed_seq, gone = FALSE";
    /// It is another way, or gone.
    write CHANGE = "UPDATE travels SET changed_seq = $3, gone = $4 WHERE entry_id = $1 AND date_id = $2";
    /// Activities of a community with a date to come that is near and does not travel yet. The next one of each does.
    write NOT_TRAVELLING = "SELECT DISTINCT o.activity_id FROM occurrences o JOIN entries e ON e.id = o.activity_id WHERE o.community_id = $1 AND o.visibility = 0 AND e.visibility = 0 AND e.removed_at IS NULL AND o.cancelled_at IS NULL AND o.ends_at > $2 AND o.starts_at < $3 \
        AND NOT EXISTS (SELECT 1 FROM travels t WHERE t.entry_id = o.activity_id AND t.date_id = o.date_id AND NOT t.gone) ORDER BY o.activity_id";
    /// Activities of a community with a date to come.
    write TO_COME = "SELECT DISTINCT o.activity_id FROM occurrences o JOIN entries e ON e.id = o.activity_id WHERE o.community_id = $1 AND o.visibility = 0 AND e.visibility = 0 AND e.removed_at IS NULL AND o.cancelled_at IS NULL AND o.ends_at > $2 ORDER BY o.activity_id";
    /// The next date after a place in the log: by the record with which it began to travel, or by the last one that changed it.
    write NEXT_AFTER = "SELECT entry_id, date_id, made_seq, changed_seq, gone, seq FROM (\
        SELECT entry_id, date_id, made_seq, changed_seq, gone, made_seq AS seq FROM travels WHERE community_id = $1 AND (made_seq > $2 OR (made_seq = $2 AND (entry_id > $3 OR (entry_id = $3 AND date_id > $4)))) \
        UNION ALL SELECT entry_id, date_id, made_seq, changed_seq, gone, changed_seq AS seq FROM travels WHERE community_id = $1 AND changed_seq > made_seq AND (changed_seq > $2 OR (changed_seq = $2 AND (entry_id > $3 OR (entry_id = $3 AND date_id > $4))))) AS next \
        ORDER BY seq, entry_id, date_id LIMIT 1";

    /// An actor of another node, as it described itself.
    write REMOTE = "SELECT document, fetched_at FROM remote_actors WHERE actor = $1";
    /// Keeps how it does.
    write KEEP_REMOTE = "INSERT INTO remote_actors (actor, document, fetched_at, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT (actor) DO UPDATE SET document = excluded.document, fetched_at = excluded.fetched_at, seen_at = excluded.seen_at";
    /// It was heard of today.
    write SEE_REMOTE = "UPDATE remote_actors SET seen_at = $2 WHERE actor = $1 AND seen_at < $2 - 86400000000";
    /// It is gone.
    write FORGET_REMOTE = "DELETE FROM remote_actors WHERE actor = $1";
    /// Those of whom nothing was heard for long.
    write SWEEP_REMOTE = "DELETE FROM remote_actors WHERE seen_at < $1 AND NOT EXISTS (SELECT 1 FROM followers f WHERE f.actor = remote_actors.actor) AND NOT EXISTS (SELECT 1 FROM followed d WHERE d.actor = remote_actors.actor)";

    /// Notes a signature; nothing is noted twice.
    write NOTE_SIGNATURE = "INSERT INTO signatures (id, keep_until) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    /// Those that are too old to be taken anyway.
    write SWEEP_SIGNATURES = "DELETE FROM signatures WHERE keep_until < $1";
    /// Keeps what came in, unless it came before.
    write RECEIVE = "INSERT INTO received (mark, host, actor, activity, received_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (mark) DO NOTHING";
    /// How much waits from one host.
    write WAITING = "SELECT COUNT(*) FROM received WHERE host = $1 AND activity IS NOT NULL";
    /// What came in.
    write RECEIVED = "SELECT actor, activity FROM received WHERE mark = $1";
    /// It is worked through.
    write WORKED_THROUGH = "UPDATE received SET activity = NULL WHERE mark = $1";
    /// What somebody said before is told anew by who begins to be followed: it counts again.
    write SAY_AGAIN = "DELETE FROM received WHERE actor = $1 AND activity IS NULL";
    /// Who follows by these inboxes gave a sign of life.
    write ALIVE = "UPDATE peers SET tries = 0, failing_since = NULL, last_error = NULL WHERE community_id = $1 AND inbox IN (SELECT f.delivery FROM followers f WHERE f.community_id = $1 AND f.actor = $2)";
    /// What came in long ago.
    write SWEEP_RECEIVED = "DELETE FROM received WHERE received_at < $1 AND activity IS NULL";

    /// An inbox elsewhere, unless it is known.
    write ADD_PEER = "INSERT INTO peers (community_id, inbox, host, reached, reached_entry, reached_date, tries, next_at, leased_until) VALUES ($1, $2, $3, $4, $5, '', 0, 0, 0) ON CONFLICT (community_id, inbox) DO NOTHING";
    /// How many inboxes of one host a community knows.
    write PEERS_AT = "SELECT COUNT(*) FROM peers WHERE community_id = $1 AND host = $2";
    /// Something for one inbox alone.
    write SEND = "INSERT INTO outgoing (id, community_id, inbox, activity, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";
    /// How much waits for one inbox alone.
    write OUTGOING_COUNT = "SELECT COUNT(*) FROM outgoing WHERE community_id = $1 AND inbox = $2";
    /// Somebody at a host signs by RFC 9421, and is answered so.
    write TAKES_RFC9421 = "INSERT INTO peer_hosts (host, takes_rfc9421, rests_until) VALUES ($1, TRUE, 0) ON CONFLICT (host) DO UPDATE SET takes_rfc9421 = TRUE WHERE NOT peer_hosts.takes_rfc9421";
    /// The next peer for which there is something, and which nobody serves.
    write NEXT_PEER =
        sqlite "SELECT p.community_id, p.inbox, p.host, p.reached, p.reached_entry, p.reached_date, COALESCE(h.takes_rfc9421, FALSE) AS takes_rfc9421, p.tries, p.failing_since, p.farewell FROM peers p LEFT JOIN peer_hosts h ON h.host = p.host WHERE COALESCE(h.rests_until, 0) <= $1 AND p.next_at <= $1 AND p.leased_until <= $1 AND (EXISTS (SELECT 1 FROM outgoing o WHERE o.community_id = p.community_id AND o.inbox = p.inbox) \
            OR ((p.farewell OR EXISTS (SELECT 1 FROM followers f WHERE f.community_id = p.community_id AND f.delivery = p.inbox)) AND EXISTS (SELECT 1 FROM travels t WHERE t.community_id = p.community_id AND t.changed_seq >= p.reached AND (t.changed_seq > p.reached OR t.entry_id > p.reached_entry OR (t.entry_id = p.reached_entry AND t.date_id > p.reached_date))))) ORDER BY p.next_at, p.community_id, p.inbox LIMIT 1",
        postgres "SELECT p.community_id, p.inbox, p.host, p.reached, p.reached_entry, p.reached_date, COALESCE(h.takes_rfc9421, FALSE) AS takes_rfc9421, p.tries, p.failing_since, p.farewell FROM peers p LEFT JOIN peer_hosts h ON h.host = p.host WHERE COALESCE(h.rests_until, 0) <= $1 AND p.next_at <= $1 AND p.leased_until <= $1 AND (EXISTS (SELECT 1 FROM outgoing o WHERE o.community_id = p.community_id AND o.inbox = p.inbox) \
            OR ((p.farewell OR EXISTS (SELECT 1 FROM followers f WHERE f.community_id = p.community_id AND f.delivery = p.inbox)) AND EXISTS (SELECT 1 FROM travels t WHERE t.community_id = p.community_id AND t.changed_seq >= p.reached AND (t.changed_seq > p.reached OR t.entry_id > p.reached_entry OR (t.entry_id = p.reached_entry AND t.date_id > p.reached_date))))) ORDER BY p.next_at, p.community_id, p.inbox LIMIT 1 FOR UPDATE OF p SKIP LOCKED";
    /// Somebody serves it.
    write LEASE_PEER = "UPDATE peers SET leased_until = $3 WHERE community_id = $1 AND inbox = $2";
    /// What goes to one inbox alone, oldest first.
    write OUTGOING = "SELECT id, activity FROM outgoing WHERE community_id = $1 AND inbox = $2 ORDER BY made_at, id LIMIT 1";
    /// It is there.
    write SENT = "DELETE FROM outgoing WHERE id = $1";
    /// A peer answers again.
    write ANSWERS = "UPDATE peers SET tries = 0, failing_since = NULL, last_error = NULL, reached_at = $3 WHERE community_id = $1 AND inbox = $2";
    /// It has been told up to here.
    write REACHED = "UPDATE peers SET reached = $3, reached_entry = $4, reached_date = $5 WHERE community_id = $1 AND inbox = $2";
    /// It has been served.
    write RELEASE_PEER = "UPDATE peers SET leased_until = 0 WHERE community_id = $1 AND inbox = $2";
    /// It does not answer.
    write FAILED = "UPDATE peers SET leased_until = 0, tries = tries + 1, next_at = $3, failing_since = COALESCE(failing_since, $4), last_error = $5 WHERE community_id = $1 AND inbox = $2";
    /// Nor will any other inbox at its host: all wait.
    write REST = "INSERT INTO peer_hosts (host, takes_rfc9421, rests_until) VALUES ($1, FALSE, $2) ON CONFLICT (host) DO UPDATE SET rests_until = excluded.rests_until WHERE peer_hosts.rests_until < excluded.rests_until";
    /// Hosts at which nobody is any more.
    write SWEEP_HOSTS = "DELETE FROM peer_hosts WHERE NOT EXISTS (SELECT 1 FROM peers p WHERE p.host = peer_hosts.host)";
    /// Peers that have not answered for long.
    write DEAD_PEERS = "SELECT community_id, inbox FROM peers WHERE failing_since < $1 ORDER BY community_id, inbox LIMIT 500";
    /// Whether one of them has not.
    write IS_DEAD = "SELECT inbox FROM peers WHERE community_id = $1 AND inbox = $2 AND failing_since < $3";
    /// A peer is forgotten.
    write DROP_PEER = "DELETE FROM peers WHERE community_id = $1 AND inbox = $2";
    /// And what waited for it.
    write DROP_OUTGOING = "DELETE FROM outgoing WHERE community_id = $1 AND inbox = $2";
    /// Peers of whom nothing is left to be told.
    write SWEEP_PEERS = "DELETE FROM peers WHERE leased_until <= $1 AND NOT EXISTS (SELECT 1 FROM followers f WHERE f.community_id = peers.community_id AND f.delivery = peers.inbox) AND NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.community_id = peers.community_id AND o.inbox = peers.inbox) AND NOT (peers.farewell AND EXISTS (SELECT 1 FROM travels t WHERE t.community_id = peers.community_id AND t.changed_seq > peers.reached))";

    /// All inboxes elsewhere, how far each was told, and what waits for it.
    write ALL_PEERS = "SELECT c.handle AS community, p.host, p.inbox, (SELECT COUNT(*) FROM followers f WHERE f.community_id = p.community_id AND f.delivery = p.inbox) AS followers, \
        (SELECT COUNT(*) FROM travels t WHERE t.community_id = p.community_id AND t.changed_seq > p.reached AND (p.farewell OR EXISTS (SELECT 1 FROM followers f WHERE f.community_id = p.community_id AND f.delivery = p.inbox))) AS behind, \
        (SELECT COUNT(*) FROM outgoing o WHERE o.community_id = p.community_id AND o.inbox = p.inbox) AS alone, p.reached_at AS told_at, p.failing_since AS silent_since, p.tries, \
        NULLIF(CASE WHEN COALESCE(h.rests_until, 0) > p.next_at THEN h.rests_until ELSE p.next_at END, 0) AS next_at, p.last_error AS error FROM peers p JOIN communities c ON c.id = p.community_id LEFT JOIN peer_hosts h ON h.host = p.host ORDER BY c.handle, p.host, p.inbox";
    /// What waits to be worked through, by where it is from.
    write COMING_IN = "SELECT host, COUNT(*) AS waiting, MIN(received_at) AS since FROM received WHERE activity IS NOT NULL GROUP BY host ORDER BY host";

    /// The community as an actor, if it is open.
    read OWN = "SELECT base, rsa, ed25519, opened_at, formerly FROM visible_actors";
    /// The address under which a community of this handle is open.
    read BASE_OF = "SELECT a.base FROM public_communities c CROSS JOIN public_actors a WHERE a.owner = c.id AND c.handle = $4";
    /// The communities that are open, and their identifiers.
    read ACTORS = "SELECT c.id, a.actor FROM public_communities c CROSS JOIN public_actors a WHERE a.owner = c.id ORDER BY c.id";
    /// The same, by its identifier.
    read BASE_BY_ACTOR = "SELECT a.base FROM public_actors a WHERE a.actor = $4";
    /// The handle of a community at an address.
    read HANDLE_OF = "SELECT c.handle FROM public_actors a CROSS JOIN public_communities c WHERE c.id = a.owner AND a.actor = $4";
    /// What the node publishes, in numbers.
    read USAGE = "SELECT COUNT(a.owner), CAST(COALESCE(SUM(c.active), 0) AS BIGINT) FROM public_communities c LEFT JOIN public_actors a ON a.owner = c.id";
    /// How many follow.
    read FOLLOWERS = "SELECT COUNT(*) FROM visible_follows";
    /// The inboxes elsewhere, those that do not answer first.
    read PEERS = "SELECT host, failing_since, last_error, next_at, reached_at, reached FROM visible_peers ORDER BY CASE WHEN failing_since IS NULL THEN 1 ELSE 0 END, host LIMIT 200";
    /// Where in the log dates changed, after a place in it.
    read CHANGED = "SELECT changed_seq FROM visible_travels WHERE changed_seq > $4 ORDER BY changed_seq";
    /// How many dates travel.
    read TRAVELLING = "SELECT COUNT(*) FROM visible_travels";
    /// Dates that travel, the newest first.
    read NEWEST = "SELECT t.entry_id, t.date_id, t.made_seq FROM visible_travels t ORDER BY t.made_seq DESC, t.entry_id, t.date_id LIMIT $4 OFFSET $5";
    /// How many of them are to come.
    read UPCOMING_COUNT = "SELECT COUNT(*) FROM visible_travels t CROSS JOIN visible_occurrences o WHERE o.activity_id = t.entry_id AND o.date_id = t.date_id AND o.ends_at > $4";
    /// Those, the next first.
    read UPCOMING = "SELECT t.entry_id, t.date_id, t.made_seq FROM visible_travels t CROSS JOIN visible_occurrences o WHERE o.activity_id = t.entry_id AND o.date_id = t.date_id AND o.ends_at > $4 ORDER BY o.starts_at, t.entry_id, t.date_id LIMIT $5 OFFSET $6";
    /// One date of an activity, with all that travels of it.
    read OBJECT = "SELECT o.starts_at, o.ends_at, o.starts_local, o.ends_local, o.all_day, COALESCE(o.title, p.title, e.title) AS title, e.body, COALESCE(o.place, p.place, a.place) AS place, a.link, a.capacity, a.time_zone, e.language, e.created_at, e.updated_at, COALESCE(o.cancelled_at, a.cancelled_at) AS cancelled_at, o.reason, \
        (SELECT COUNT(*) FROM visible_headcounts h WHERE h.activity_id = o.activity_id AND h.date_id = o.date_id AND h.state = 'going') AS going \
        FROM visible_occurrences o JOIN visible_entries e ON e.id = o.activity_id JOIN visible_activities a ON a.entry_id = o.activity_id LEFT JOIN visible_activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part \
        WHERE o.activity_id = $4 AND o.date_id = $5 AND e.removed_at IS NULL";
}
