// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of bundles: what goes by them, and how far those of others were read.

use crate::store::statements;

statements! {
    /// What goes to a reader: as whom they follow, up to which place in the log, the last number and its link, and those from
    /// which on it is kept; and how the community described itself.
    write STREAM = "SELECT follower_id, reached, reached_entry, reached_date, sequence, chain, begins, begins_chain, described FROM bundle_streams WHERE community_id = $1 AND reader = $2";
    /// Begins one.
    write BEGIN = "INSERT INTO bundle_streams (community_id, reader, follower_id, reached, reached_entry, reached_date, sequence, chain, begins, begins_chain, described) VALUES ($1, $2, NULL, 0, $3, '', 0, $4, 0, $4, NULL) ON CONFLICT (community_id, reader) DO NOTHING";
    /// It goes on, unless somebody else went on with it meanwhile.
    write ADVANCE = "UPDATE bundle_streams SET follower_id = $4, reached = $5, reached_entry = $6, reached_date = $7, sequence = $8, chain = $9, described = $10 WHERE community_id = $1 AND reader = $2 AND sequence = $3";
    /// An activity in it.
    write KEEP = "INSERT INTO bundle_items (community_id, reader, sequence, chain, activity, outgoing_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// Those after a number, up to another one.
    write ITEMS = "SELECT sequence, activity FROM bundle_items WHERE community_id = $1 AND reader = $2 AND sequence > $3 AND sequence <= $4 ORDER BY sequence LIMIT $5";
    /// The link of the chain at a number.
    write CHAIN_AT = "SELECT chain FROM bundle_items WHERE community_id = $1 AND reader = $2 AND sequence = $3";
    /// What waits for inboxes and was not put into what goes to a reader, oldest first.
    write ALONE = "SELECT o.id, o.activity, o.made_at FROM outgoing o WHERE o.community_id = $1 AND (o.made_at > $3 OR (o.made_at = $3 AND o.id > $4)) AND NOT EXISTS (SELECT 1 FROM bundle_items i WHERE i.outgoing_id = o.id AND i.community_id = $1 AND i.reader = $2) ORDER BY o.made_at, o.id LIMIT $5";
    /// A reader has it up to a number: what waited for an inbox is there.
    write ARRIVED = "DELETE FROM outgoing WHERE community_id = $1 AND id IN (SELECT i.outgoing_id FROM bundle_items i WHERE i.community_id = $1 AND i.reader = $2 AND i.sequence <= $3)";
    /// And is kept no more.
    write DROP = "DELETE FROM bundle_items WHERE community_id = $1 AND reader = $2 AND sequence <= $3";
    /// From there on it is kept.
    write BEGINS = "UPDATE bundle_streams SET begins = $3, begins_chain = $4 WHERE community_id = $1 AND reader = $2 AND begins < $3";
    /// What nobody acknowledged for long is kept no more; what still holds of it is said again.
    write OUTDATED = "UPDATE bundle_streams SET reached = 0, reached_date = '', described = NULL, \
        begins = (SELECT MAX(i.sequence) FROM bundle_items i WHERE i.community_id = bundle_streams.community_id AND i.reader = bundle_streams.reader AND i.made_at < $1), \
        begins_chain = (SELECT i.chain FROM bundle_items i WHERE i.community_id = bundle_streams.community_id AND i.reader = bundle_streams.reader AND i.made_at < $1 ORDER BY i.sequence DESC LIMIT 1) \
        WHERE EXISTS (SELECT 1 FROM bundle_items i WHERE i.community_id = bundle_streams.community_id AND i.reader = bundle_streams.reader AND i.made_at < $1)";
    /// Those activities.
    write DROP_OUTDATED = "DELETE FROM bundle_items WHERE made_at < $1";

    /// How far a source was read.
    write SOURCE = "SELECT sequence, chain, written_at FROM bundle_sources WHERE community_id = $1 AND source = $2 AND addressed = $3";
    /// By which key it is known.
    write KEY = "SELECT public_key FROM bundle_sources WHERE community_id = $1 AND source = $2 ORDER BY read_at DESC, addressed LIMIT 1";
    /// By which keys anybody here knows it.
    write KEYS = "SELECT DISTINCT public_key FROM bundle_sources WHERE source = $1 ORDER BY public_key";
    /// It was read so far.
    write READ = "INSERT INTO bundle_sources (community_id, source, addressed, sequence, chain, public_key, read_at, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (community_id, source, addressed) DO UPDATE SET sequence = excluded.sequence, chain = excluded.chain, public_key = excluded.public_key, read_at = excluded.read_at, \
        written_at = CASE WHEN excluded.written_at > bundle_sources.written_at THEN excluded.written_at ELSE bundle_sources.written_at END";
    /// Whether a community follows an actor that let itself be followed.
    write FOLLOWS = "SELECT accepted_at FROM followed WHERE community_id = $1 AND actor = $2";

    /// What goes to whom, and from which number on it was not acknowledged.
    read STREAMS = "SELECT reader, sequence, begins FROM visible_bundle_streams ORDER BY reader LIMIT 200";
    /// Whom the community read, how far, and whether it follows them.
    read SOURCES = "SELECT s.source, s.addressed, s.sequence, s.read_at, EXISTS (SELECT 1 FROM visible_followed f WHERE f.actor = s.source) AS follows FROM visible_bundle_sources s ORDER BY s.source, s.addressed LIMIT 200";
}
