// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SQL of communities and their documents.

use crate::store::statements;

statements! {
    /// A new community.
    write INSERT = "INSERT INTO communities (id, handle, name, municipality, languages, time_zone, joining, care_contact, sample, founded_at, care_subject, active) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)";
    /// Another description.
    write DESCRIBE = "UPDATE communities SET name = $2, municipality = $3, languages = $4, time_zone = $5, joining = $6, care_contact = $7, care_subject = $8, described = described + 1 WHERE id = $1";
    /// How often a community described itself.
    write DESCRIBED = "SELECT described FROM communities WHERE id = $1";
    /// The contact for care, and the subject under whose key the log has it.
    write CARE_CONTACT = "SELECT care_contact, care_subject FROM communities WHERE id = $1";
    /// Another host of its own, or none. In a replay of each log alone, one that was given up may be another's by now.
    write SET_HOST = "UPDATE communities SET host = CASE WHEN EXISTS (SELECT 1 FROM communities o WHERE o.host = $2 AND o.id <> $1) THEN NULL ELSE $2 END WHERE id = $1";
    /// Where it is about to live, or lives by now.
    write MOVES = "UPDATE communities SET moves_to = $2 WHERE id = $1";
    /// Since when nothing changes here any more, or that things change again.
    write LEAVE = "UPDATE communities SET left_at = $2 WHERE id = $1";
    /// Both.
    write MOVING = "SELECT left_at, moves_to FROM communities WHERE id = $1";
    /// Whose a host is.
    write HOST_TAKEN = "SELECT id FROM communities WHERE host = $1";
    /// Another number of members who have not left.
    write COUNT_ACTIVE = "UPDATE communities SET active = active + $2 WHERE id = $1";
    /// Whether a handle is taken.
    write TAKEN = "SELECT id FROM communities WHERE handle = $1";
    /// How people come in, and the zone in which days are counted.
    write SETTINGS = "SELECT joining, time_zone, active FROM communities WHERE id = $1";
    /// Its founding text and its pact, as they are.
    write PRINCIPLES = "SELECT body FROM documents d WHERE community_id = $1 AND kind IN ('founding', 'pact') AND version = (SELECT MAX(version) FROM documents o WHERE o.community_id = $1 AND o.kind = d.kind) ORDER BY kind";
    /// A document's newest version.
    write NEWEST = "SELECT kind, MAX(version) FROM documents WHERE community_id = $1 GROUP BY kind";
    /// A new version of a document.
    write ADD_DOCUMENT = "INSERT INTO documents (community_id, kind, version, body, author, at, why) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    /// A founding link.
    write KEEP_LINK = "INSERT INTO foundings (token_hash, created_at, expires_at, at_start) VALUES ($1, $2, $3, $4)";
    /// The links that earlier starts showed are good no more.
    write END_START_LINKS = "UPDATE foundings SET expires_at = $1 WHERE at_start AND used_by IS NULL AND expires_at > $1";
    /// What stands of a founding link.
    write LINK = "SELECT expires_at, used_by FROM foundings WHERE token_hash = $1";
    /// It is used.
    write USE_LINK = "UPDATE foundings SET used_by = $2 WHERE token_hash = $1 AND used_by IS NULL";
    /// The languages of a community.
    write LANGUAGES = "SELECT languages FROM communities WHERE id = $1";
    /// What stands of a founding link, for its page.
    read LINK_STATE = "SELECT expires_at, used_by FROM operational_foundings WHERE token_hash = $4";

    /// Where the log of a community is, by its handle, and how many communities there are.
    read HEAD = "SELECT COALESCE((SELECT MAX(l.seq) FROM operational_log l WHERE l.community_id = c.id), 0), (SELECT COUNT(*) FROM public_communities) FROM public_communities c WHERE c.handle = $4";
    /// Every community of the node, by name.
    read ALL = "SELECT id, handle, host, name, municipality, languages, time_zone, joining, care_contact, sample, founded_at, active, described, moves_to, left_at, TRUE AS others FROM public_communities WHERE left_at IS NULL ORDER BY name, id";
    /// Whether there is any.
    read ANY = "SELECT id FROM public_communities LIMIT 1";
    /// One by its handle.
    read BY_HANDLE = "SELECT id, handle, host, name, municipality, languages, time_zone, joining, care_contact, sample, founded_at, active, described, moves_to, left_at, EXISTS (SELECT 1 FROM public_communities o WHERE o.id <> c.id) AS others FROM public_communities c WHERE handle = $4";
    /// The one in which the viewer is.
    read THIS = "SELECT id, handle, host, name, municipality, languages, time_zone, joining, care_contact, sample, founded_at, active, described, moves_to, left_at, EXISTS (SELECT 1 FROM public_communities o WHERE o.id <> c.id) AS others FROM visible_communities c";
    /// One by its own host.
    read BY_HOST = "SELECT id, handle, host, name, municipality, languages, time_zone, joining, care_contact, sample, founded_at, active, described, moves_to, left_at, EXISTS (SELECT 1 FROM public_communities o WHERE o.id <> c.id) AS others FROM public_communities c WHERE host = $4";
    /// The newest version of each document.
    read DOCUMENTS = "SELECT kind, version, body, at FROM visible_documents d WHERE version = (SELECT MAX(version) FROM visible_documents o WHERE o.kind = d.kind) ORDER BY kind";
    /// The newest version of one of them.
    read CURRENT = "SELECT kind, version, body, at, why FROM visible_documents WHERE kind = $4 ORDER BY version DESC LIMIT 1";
    /// Its founding text and its pact, all versions, newest first.
    read PRINCIPLED = "SELECT body FROM visible_documents WHERE kind IN ('founding', 'pact') ORDER BY kind, version DESC";
    /// The document that got a new version at an instant, and why.
    read ADOPTED_AT = "SELECT kind, why FROM visible_documents WHERE at = $4 AND version > 1 ORDER BY kind LIMIT 1";
    /// The versions that the viewer wrote.
    read WRITTEN = "SELECT kind, version, at FROM visible_documents WHERE author = $3 ORDER BY at, kind";
    /// The versions of one document, newest first.
    read VERSIONS = "SELECT kind, version, body, at, why FROM visible_documents WHERE kind = $4 ORDER BY version DESC";
}
