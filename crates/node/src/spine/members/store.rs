// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of members, invitations and requests.

use crate::store::statements;

statements! {
    /// Somebody joins.
    write INSERT = "INSERT INTO members (id, community_id, name, name_key, joined_at, invited_by) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Another name.
    write RENAME = "UPDATE members SET name = $2, name_key = $3 WHERE id = $1";
    /// The address of a member's private feed is another one.
    write RENEW_FEED_LINK = "UPDATE members SET feed_link = $2 WHERE id = $1";
    /// Somebody leaves; their name becomes free.
    write LEAVE = "UPDATE members SET left_at = $2, name_key = NULL WHERE id = $1";
    /// Nothing personal is left.
    write ERASE = "UPDATE members SET name = NULL, name_key = NULL, erased_at = $2 WHERE id = $1";
    /// Whether a name is taken, by whom.
    write NAME_TAKEN = "SELECT id FROM members WHERE community_id = $1 AND name_key = $2";
    /// A member who has not left.
    write ACTIVE = "SELECT id FROM members WHERE community_id = $1 AND id = $2 AND left_at IS NULL";
    /// When a member who is not erased left, if they did.
    write NOT_ERASED = "SELECT left_at FROM members WHERE community_id = $1 AND id = $2 AND erased_at IS NULL";
    /// Every member who has not left.
    write ALL_ACTIVE = "SELECT id FROM members WHERE community_id = $1 AND left_at IS NULL ORDER BY joined_at, id";

    /// Accepts a version of a document.
    write ACCEPT = "INSERT INTO acceptances (member_id, kind, version, at) VALUES ($1, $2, $3, $4) ON CONFLICT (member_id, kind, version) DO NOTHING";
    /// Takes back what somebody accepted, when they are erased.
    write FORGET_ACCEPTANCES = "DELETE FROM acceptances WHERE member_id = $1";

    /// Keeps a printed code.
    write KEEP_CODE = "INSERT INTO recovery_codes (member_id, code_hash) VALUES ($1, $2)";
    /// Drops one printed code.
    write SPEND_CODE = "DELETE FROM recovery_codes WHERE member_id = $1 AND code_hash = $2";
    /// Whether a printed code is good.
    write CODE = "SELECT member_id FROM recovery_codes WHERE member_id = $1 AND code_hash = $2";
    /// Drops all printed codes.
    write DROP_CODES = "DELETE FROM recovery_codes WHERE member_id = $1";

    /// A new invitation.
    write INVITE = "INSERT INTO invitations (id, community_id, author, purpose, created_at, expires_at, uses, uses_limit) VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
    /// What an erased member wrote of their invitations.
    write FORGET_PURPOSES = "UPDATE invitations SET purpose = '' WHERE author = $1";
    /// One invitation.
    write INVITATION = "SELECT expires_at, uses, uses_limit, revoked_at FROM invitations WHERE community_id = $1 AND id = $2";
    /// Somebody came in by it.
    write USE_INVITATION = "UPDATE invitations SET uses = uses + 1 WHERE id = $1";
    /// It is good no more.
    write REVOKE_INVITATION = "UPDATE invitations SET revoked_at = $2 WHERE id = $1";

    /// Somebody asks to join.
    write ASK = "INSERT INTO join_requests (id, community_id, name, message, at, outcome, together) VALUES ($1, $2, $3, $4, $5, 'waiting', $6)";
    /// One request.
    write REQUEST = "SELECT outcome, at FROM join_requests WHERE community_id = $1 AND id = $2";
    /// Those that wait, longest first, and what each has in common with others.
    write WAITING = "SELECT id, together FROM join_requests WHERE community_id = $1 AND outcome = 'waiting' ORDER BY at, id";
    /// Requests that were asked before an instant and wait, or before another and were accepted, but not used.
    write TO_EXPIRE = "SELECT community_id, id FROM join_requests WHERE (outcome = 'waiting' AND at <= $1) OR (outcome = 'accepted' AND at <= $2) ORDER BY at, id LIMIT 500";
    /// What became of a request.
    write SETTLE_REQUEST = "UPDATE join_requests SET outcome = $2 WHERE id = $1";
    /// A request's words go with its key.
    write CLEAR_REQUEST = "UPDATE join_requests SET name = NULL, message = NULL WHERE id = $1";

    /// Somebody says to be a member who lost the way in.
    write ASK_RECOVERY = "INSERT INTO recoveries (id, community_id, member_id, at, outcome, together) VALUES ($1, $2, $3, $4, 'waiting', $5)";
    /// One recovery.
    write RECOVERY = "SELECT member_id, at, opens_at, outcome FROM recoveries WHERE community_id = $1 AND id = $2";
    /// The recoveries of a member that wait, asked for after an instant.
    write OPEN_RECOVERIES = "SELECT id FROM recoveries WHERE member_id = $1 AND outcome = 'waiting' AND at > $2 ORDER BY id";
    /// Those of a community for which nobody vouched, longest first, and what each has in common with others.
    write RECOVERIES_WAITING = "SELECT r.id, r.together FROM recoveries r WHERE r.community_id = $1 AND r.outcome = 'waiting' AND r.opens_at IS NULL AND r.at > $2 AND NOT EXISTS (SELECT 1 FROM vouches v WHERE v.subject = r.id) ORDER BY r.at, r.id";
    /// Enough vouched.
    write OPEN_RECOVERY = "UPDATE recoveries SET opens_at = $2 WHERE id = $1";
    /// What became of one.
    write SETTLE_RECOVERY = "UPDATE recoveries SET outcome = $2 WHERE id = $1";
    /// All of a member's that wait are over.
    write SETTLE_RECOVERIES = "UPDATE recoveries SET outcome = $2 WHERE member_id = $1 AND outcome = 'waiting'";
    /// Somebody vouches.
    write VOUCH = "INSERT INTO vouches (subject, member_id, community_id, at) VALUES ($1, $2, $3, $4)";
    /// Who vouched.
    write VOICES = "SELECT member_id FROM vouches WHERE subject = $1 ORDER BY member_id";
    /// What an erased member was asked and said of this.
    write FORGET_RECOVERIES = "DELETE FROM recoveries WHERE member_id = $1";
    /// Likewise.
    write FORGET_VOUCHES = "DELETE FROM vouches WHERE member_id = $1";
    /// Since when somebody belongs.
    write JOINED_AT = "SELECT joined_at FROM members WHERE id = $1 AND left_at IS NULL";

    /// What waits for voices: recoveries asked for after an instant, and requests to join.
    read TO_VOUCH = "SELECT id FROM visible_recoveries WHERE outcome = 'waiting' AND opens_at IS NULL AND at > $4 UNION ALL SELECT id FROM visible_join_requests WHERE outcome = 'waiting' ORDER BY id";
    /// Who somebody says to be, of a recovery.
    read RECOVERY_OF = "SELECT r.member_id, r.at, r.opens_at, r.outcome FROM visible_recoveries r WHERE r.id = $4";
    /// How many vouched.
    read COUNT_VOICES = "SELECT COUNT(*) FROM visible_vouches WHERE subject = $4";
    /// The recoveries that wait, asked for after an instant: of the viewer, or of all.
    read RECOVERIES = "SELECT r.id, m.name, r.member_id, r.at, r.opens_at FROM visible_recoveries r JOIN visible_members m ON m.id = r.member_id WHERE r.outcome = 'waiting' AND r.at > $4 ORDER BY r.at, r.id";
    /// Whom the viewer vouched for, for the export of their data.
    read OWN_VOUCHES = "SELECT subject, at FROM visible_vouches WHERE member_id = $3 ORDER BY at, subject";
    /// When somebody said to be the viewer, for the same.
    read OWN_RECOVERIES = "SELECT id, at, opens_at, outcome FROM visible_recoveries WHERE member_id = $3 ORDER BY at, id";

    /// The members, oldest first, a page at a time.
    read PAGE = "SELECT id, name, joined_at, left_at FROM visible_members WHERE left_at IS NULL AND (joined_at > $4 OR (joined_at = $4 AND id > $5)) ORDER BY joined_at, id LIMIT $6";
    /// Who made an invitation.
    read INVITED_BY = "SELECT author FROM visible_invitations WHERE id = $4";
    /// Every name, also of those who left.
    read NAMES = "SELECT id, name FROM visible_members";
    /// Those who are there, for a form.
    read CHOOSABLE = "SELECT id, name FROM visible_members WHERE left_at IS NULL AND name IS NOT NULL ORDER BY joined_at, id";
    /// A member's name.
    read NAME = "SELECT name FROM visible_members WHERE id = $4";
    /// Who of the members has a name.
    read OF_NAME = "SELECT id FROM visible_members WHERE name_key = $4";
    /// What the address of a member's private feed is made of, if they renewed it. Who has left has none.
    read FEED_LINK = "SELECT feed_link FROM visible_members WHERE id = $4 AND left_at IS NULL";
    /// One member.
    read ONE = "SELECT id, name, joined_at, left_at FROM visible_members WHERE id = $4";
    /// How many printed codes are left.
    read CODES_LEFT = "SELECT COUNT(*) FROM visible_recovery_codes";
    /// What the viewer accepted.
    read ACCEPTED = "SELECT kind, version, at FROM visible_acceptances ORDER BY at DESC, kind";
    /// The invitations, newest first.
    read INVITATIONS = "SELECT id, purpose, created_at, expires_at, uses, uses_limit, revoked_at FROM visible_invitations ORDER BY created_at DESC, id DESC LIMIT $4";
    /// Whether there is any.
    read ANY_INVITATION = "SELECT id FROM visible_invitations LIMIT 1";
    /// One invitation, for its page.
    read ONE_INVITATION = "SELECT id, purpose, created_at, expires_at, uses, uses_limit, revoked_at FROM visible_invitations WHERE id = $4";
    /// The invitations that the viewer made.
    read OWN_INVITATIONS = "SELECT id, purpose, created_at, expires_at, uses, uses_limit, revoked_at FROM visible_invitations WHERE author = $3 ORDER BY created_at, id";
    /// One request, for who holds its link.
    read ONE_REQUEST = "SELECT name, outcome FROM visible_join_requests WHERE id = $4";
    /// How many requests wait.
    read COUNT_REQUESTS = "SELECT COUNT(*) FROM visible_join_requests WHERE outcome = 'waiting'";
    /// The requests that wait, oldest first.
    read REQUESTS = "SELECT id, name, message, at, outcome, together FROM visible_join_requests WHERE outcome = 'waiting' ORDER BY at, id LIMIT $4";
}
