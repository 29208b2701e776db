// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of addresses and letters.

use crate::store::statements;

statements! {
    /// A member's address, which is not confirmed yet, in the place of the one before.
    write KEEP = "INSERT INTO mail_addresses (member_id, id, community_id, wrapped, mark, language, added_at, digest, told_until) VALUES ($1, $2, $3, $4, $5, $6, $7, 'off', 0) \
        ON CONFLICT (member_id) DO UPDATE SET id = excluded.id, wrapped = excluded.wrapped, mark = excluded.mark, language = excluded.language, \
        added_at = excluded.added_at, confirmed_at = NULL, digest = 'off', due_at = NULL, begun = NULL, told_until = 0";
    /// A member's address.
    write ADDRESS = "SELECT id, wrapped, mark, language, confirmed_at, digest, told_until FROM mail_addresses WHERE member_id = $1";
    /// It is theirs.
    write CONFIRM = "UPDATE mail_addresses SET confirmed_at = $2 WHERE member_id = $1 AND confirmed_at IS NULL";
    /// How often they are written to, in what language, and when the next time is.
    write CHOOSE = "UPDATE mail_addresses SET digest = $2, language = $3, due_at = $4 WHERE member_id = $1 AND confirmed_at IS NOT NULL";
    /// They are written to no more.
    write STOP = "UPDATE mail_addresses SET digest = 'off', due_at = NULL WHERE community_id = $1 AND id = $2";
    /// Whether an address is there.
    write IS_THERE = "SELECT id FROM mail_addresses WHERE community_id = $1 AND id = $2";
    /// Takes an address away.
    write REMOVE = "DELETE FROM mail_addresses WHERE member_id = $1";

    /// The digests that are due.
    write DUE = "SELECT a.community_id, a.member_id, a.digest, a.due_at, c.time_zone FROM mail_addresses a JOIN communities c ON c.id = a.community_id WHERE a.due_at <= $1 ORDER BY a.due_at, a.member_id LIMIT 500";
    /// When the one after is due; for one of those who look at once.
    write NEXT = "UPDATE mail_addresses SET due_at = $3 WHERE member_id = $1 AND due_at = $2";
    /// A digest is on its way, unless it was before.
    write BEGIN_DIGEST = "UPDATE mail_addresses SET begun = $2 WHERE member_id = $1 AND (begun IS NULL OR begun <> $2)";
    /// It did not arrive.
    write DIGEST_FAILED = "UPDATE mail_addresses SET begun = NULL WHERE member_id = $1 AND begun = $2";
    /// It arrived: before when its reader is told now.
    write TOLD = "UPDATE mail_addresses SET told_until = $3 WHERE member_id = $1 AND begun = $2";

    /// A letter to be written: its kind, and whose.
    write WRITE = "INSERT INTO letters (id, community_id, kind, member_id, mark, at) VALUES ($1, $2, $3, $4, $5, $6)";
    /// One letter.
    write LETTER = "SELECT kind, member_id, at, begun_at, used_at FROM letters WHERE community_id = $1 AND id = $2";
    /// It is on its way, unless it was before.
    write BEGIN = "UPDATE letters SET begun_at = $2, mark = $3 WHERE id = $1 AND begun_at IS NULL";
    /// It did not arrive.
    write FAILED = "UPDATE letters SET begun_at = NULL WHERE id = $1";
    /// Its link is used, unless it was before.
    write USE = "UPDATE letters SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND begun_at IS NOT NULL";
    /// The links of a member's letters open nothing any more; that they were sent counts on.
    write VOID = "UPDATE letters SET used_at = $2 WHERE member_id = $1 AND used_at IS NULL";
    /// How many confirmations were asked for since an instant, by a member or to an address.
    write ASKED = "SELECT COUNT(*) FROM letters WHERE (member_id = $1 OR mark = $2) AND kind = 'confirm' AND at > $3";
    /// How many letters went out since an instant, to a member or to an address.
    write SENT = "SELECT COUNT(*) FROM letters WHERE (member_id = $1 OR mark = $2) AND begun_at > $3";
    /// The letters of a member.
    write FORGET = "DELETE FROM letters WHERE member_id = $1";
    /// Those of long ago.
    write SWEEP = "DELETE FROM letters WHERE at < $1";

    /// The viewer's own address.
    read OWN = "SELECT wrapped, added_at, confirmed_at, digest FROM visible_mail_addresses";
}
