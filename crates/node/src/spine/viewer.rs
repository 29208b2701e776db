// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The one way in to read (law 1): who looks, and the relations that show them what they may see.
//!
//! Every statement of a page names only the relations below. Their definitions filter in SQL by the
//! viewer's three parameters: `$1` the community, `$2` the clearance, `$3` the member (or what
//! a private link names: a reply, an invitation, a request).

use crate::{
    spine::id::Id,
    store::{Engine, Value},
};

/// How far something may be seen. The order is the clearance it takes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Communities that federate with this one, and its members.
    Network,
    /// Members.
    Community,
    /// Those named in the entry's circle.
    Circle,
    /// Those to whom it is encrypted.
    Sealed,
}

impl Visibility {
    /// As stored.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// The visibility stored as `number`; an unknown one is the narrowest.
    pub fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Public,
            1 => Self::Network,
            2 => Self::Community,
            3 => Self::Circle,
            _ => Self::Sealed,
        }
    }
}

/// Who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody, at the node's own pages: what is public in every community.
    Node,
    /// Anybody, in a community.
    Anonymous {
        /// Where they look.
        community: Id,
    },
    /// Somebody who holds a private link: of a reply to an activity, of an invitation, of a request to join.
    Link {
        /// Where they look.
        community: Id,
        /// What the link names: the reply, the invitation or the request.
        reply: Id,
    },
    /// A member, in their own community. (Elsewhere they are anonymous.)
    Member {
        /// Their community.
        community: Id,
        /// Who they are.
        member: Id,
    },
}

impl Viewer {
    /// The three parameters that every read begins with.
    pub fn arguments(&self) -> [Value; 3] {
        let (community, clearance, own) = match *self {
            Self::Node => (None, Visibility::Public, None),
            Self::Anonymous { community } => (Some(community), Visibility::Public, None),
            Self::Link { community, reply } => (Some(community), Visibility::Public, Some(reply)),
            Self::Member { community, member } => (Some(community), Visibility::Community, Some(member)),
        };
        [community.into(), clearance.number().into(), own.into()]
    }

    /// The member who looks, if it is one.
    pub fn member(&self) -> Option<Id> {
        match *self {
            Self::Member { member, .. } => Some(member),
            _ => None,
        }
    }
}

/// The relations: name and definition. One may name those above it.
///
/// `visible_*` show one community to a viewer; `public_*` show what is public in all of them.
pub const RELATIONS: &[(&str, &str)] = &[
    ("public_communities", "SELECT * FROM communities"),
    ("visible_communities", "SELECT * FROM communities WHERE id = $1"),
    ("visible_documents", "SELECT * FROM documents WHERE community_id = $1"),
    // Names are for members: a member has no public face unless they ask for one.
    ("visible_members", "SELECT * FROM members WHERE community_id = $1 AND $2 >= 2"),
    ("visible_acceptances", "SELECT * FROM acceptances WHERE member_id = $3"),
    ("visible_recovery_codes", "SELECT member_id FROM recovery_codes WHERE member_id = $3"),
    // Whoever holds the link of an invitation or of a request sees that one.
    ("visible_invitations", "SELECT * FROM invitations WHERE community_id = $1 AND ($2 >= 2 OR id = $3)"),
    // A recovery is seen by whoever holds its link, and by members, who may be asked to vouch.
    ("visible_recoveries", "SELECT * FROM recoveries WHERE community_id = $1 AND ($2 >= 2 OR id = $3)"),
    ("visible_vouches", "SELECT * FROM vouches WHERE community_id = $1 AND ($2 >= 2 OR subject = $3)"),
    ("visible_join_requests", "SELECT * FROM join_requests WHERE community_id = $1 AND ($2 >= 2 OR id = $3)"),
    ("visible_mandates", "SELECT * FROM mandates WHERE community_id = $1 AND $2 >= 2"),
    (
        "visible_mandate_confirmations",
        "SELECT c.* FROM mandate_confirmations c JOIN visible_mandates m ON m.id = c.mandate_id",
    ),
    ("visible_choices", "SELECT * FROM choices WHERE community_id = $1 AND $2 >= 2"),
    ("visible_candidates", "SELECT c.* FROM candidates c JOIN visible_choices v ON v.id = c.choice_id"),
    // Who asks to join may know whether there is anybody to answer; not who.
    (
        "visible_doorkeepers",
        "SELECT ends_at FROM mandates WHERE community_id = $1 AND kind IN ('coordination', 'care') AND ended_at IS NULL",
    ),
    // How many support a candidate is for every member, from those who are still there.
    (
        "visible_support_counts",
        "SELECT s.choice_id, s.candidate_id FROM supports s JOIN visible_choices v ON v.id = s.choice_id \
         JOIN members m ON m.id = s.member_id WHERE m.left_at IS NULL",
    ),
    // Whom the viewer supports.
    ("visible_supports", "SELECT * FROM supports WHERE member_id = $3"),
    ("public_entries", "SELECT * FROM entries WHERE visibility = 0"),
    (
        "visible_entries",
        "SELECT * FROM entries WHERE community_id = $1 AND (visibility <= $2 OR (visibility = 3 AND EXISTS \
         (SELECT 1 FROM circle WHERE circle.entry_id = entries.id AND circle.member_id = $3)))",
    ),
    // What was said to fewer people stays theirs when more may see the entry.
    (
        "visible_revisions",
        "SELECT r.* FROM revisions r JOIN visible_entries e ON e.id = r.entry_id WHERE r.visibility <= $2 OR \
         (r.visibility = 3 AND EXISTS (SELECT 1 FROM circle WHERE circle.entry_id = r.entry_id AND circle.member_id = $3))",
    ),
    ("visible_tags", "SELECT t.* FROM tags t JOIN visible_entries e ON e.id = t.entry_id"),
    ("visible_circle", "SELECT c.* FROM circle c JOIN visible_entries e ON e.id = c.entry_id WHERE $2 >= 2"),
    // Talk is among members, also under what everybody may read.
    ("visible_messages", "SELECT m.* FROM messages m JOIN visible_entries e ON e.id = m.entry_id WHERE $2 >= 2"),
    // A file is seen by whoever sees its entry.
    ("visible_attachments", "SELECT f.* FROM attachments f JOIN visible_entries e ON e.id = f.entry_id"),
    ("visible_notices", "SELECT * FROM notices WHERE community_id = $1 AND member_id = $3"),
    ("visible_log", "SELECT * FROM log WHERE community_id = $1 AND $2 >= 2"),
    ("visible_activities", "SELECT a.* FROM activities a JOIN visible_entries e ON e.id = a.entry_id"),
    (
        "visible_occurrences",
        "SELECT * FROM occurrences WHERE community_id = $1 AND (visibility <= $2 OR (visibility = 3 AND EXISTS \
         (SELECT 1 FROM circle WHERE circle.entry_id = occurrences.activity_id AND circle.member_id = $3)))",
    ),
    (
        "visible_activity_parts",
        "SELECT * FROM activity_parts WHERE EXISTS \
         (SELECT 1 FROM visible_entries e WHERE e.id = activity_parts.activity_id)",
    ),
    (
        "visible_activity_revisions",
        "SELECT r.* FROM activity_revisions r JOIN visible_activities a ON a.entry_id = r.activity_id",
    ),
    ("visible_decisions", "SELECT d.* FROM decisions d JOIN visible_entries e ON e.id = d.entry_id"),
    ("visible_decision_events", "SELECT v.* FROM decision_events v JOIN visible_entries e ON e.id = v.decision_id"),
    // Whoever may see what was decided may count it again.
    ("visible_decision_ballots", "SELECT b.* FROM decision_ballots b JOIN visible_entries e ON e.id = b.decision_id"),
    ("visible_decision_chosen", "SELECT c.* FROM decision_chosen c JOIN visible_entries e ON e.id = c.decision_id"),
    // How a community decides is for everybody to know.
    ("visible_decision_classes", "SELECT * FROM decision_classes WHERE community_id = $1"),
    // What was said in a decision is part of it, dissent above all; who said it is for members.
    ("visible_decision_words", "SELECT w.* FROM decision_words w JOIN visible_entries e ON e.id = w.decision_id"),
    ("visible_decision_records", "SELECT r.* FROM decision_records r JOIN visible_entries e ON e.id = r.decision_id"),
    ("visible_decision_tasks", "SELECT t.* FROM decision_tasks t JOIN visible_entries e ON e.id = t.decision_id"),
    (
        "visible_decision_names",
        "SELECT n.* FROM decision_names n JOIN visible_entries e ON e.id = n.decision_id WHERE $2 >= 2",
    ),
    (
        "visible_decision_progress",
        "SELECT p.* FROM decision_progress p JOIN visible_entries e ON e.id = p.decision_id WHERE $2 >= 2",
    ),
    (
        "visible_decision_confirmations",
        "SELECT c.* FROM decision_confirmations c JOIN visible_entries e ON e.id = c.decision_id WHERE $2 >= 2",
    ),
    ("visible_decision_places", "SELECT a.* FROM decision_places a JOIN visible_entries e ON e.id = a.decision_id"),
    // Who says what of a text is among members.
    (
        "visible_decision_stances",
        "SELECT s.* FROM decision_stances s JOIN visible_entries e ON e.id = s.decision_id WHERE $2 >= 2",
    ),
    ("visible_time_polls", "SELECT p.* FROM time_polls p JOIN visible_entries e ON e.id = p.entry_id"),
    ("visible_time_poll_dates", "SELECT d.* FROM time_poll_dates d JOIN visible_entries e ON e.id = d.poll_id"),
    // Who can come when is among members.
    (
        "visible_time_poll_answers",
        "SELECT a.* FROM time_poll_answers a JOIN visible_entries e ON e.id = a.poll_id WHERE $2 >= 2",
    ),
    // Draws are among members; the sealed nonce is for nobody, and who stepped out for themselves alone.
    (
        "visible_draws",
        "SELECT d.entry_id, d.community_id, d.seats, d.alternates, d.source, d.numbers_on, d.numbers_at, d.closes_at, d.digest, \
         d.fixed_at, d.entered, d.entered_by, d.numbers, d.nonce, d.drawn_at, d.off_at, d.reason, d.note \
         FROM draws d JOIN visible_entries e ON e.id = d.entry_id WHERE $2 >= 2",
    ),
    ("visible_draw_people", "SELECT p.* FROM draw_people p JOIN visible_entries e ON e.id = p.draw_id WHERE $2 >= 2"),
    (
        "visible_draw_outs",
        "SELECT o.* FROM draw_outs o JOIN visible_entries e ON e.id = o.draw_id WHERE o.member_id = $3",
    ),
    // What was said in an assembly is among members.
    ("visible_assemblies", "SELECT s.* FROM assemblies s JOIN visible_entries e ON e.id = s.entry_id WHERE $2 >= 2"),
    (
        "visible_assembly_events",
        "SELECT v.* FROM assembly_events v JOIN visible_entries e ON e.id = v.assembly_id WHERE $2 >= 2",
    ),
    (
        "visible_assembly_words",
        "SELECT w.* FROM assembly_words w JOIN visible_entries e ON e.id = w.assembly_id WHERE $2 >= 2",
    ),
    (
        "visible_assembly_names",
        "SELECT n.* FROM assembly_names n JOIN visible_entries e ON e.id = n.assembly_id WHERE $2 >= 2",
    ),
    // What somebody may see is what they may find.
    (
        "visible_search",
        "SELECT * FROM search_terms WHERE community_id = $1 AND (kind = 'document' \
         OR (kind = 'member' AND $2 >= 2) \
         OR (kind = 'entry' AND EXISTS (SELECT 1 FROM visible_entries e WHERE e.id = search_terms.subject)) \
         OR (kind = 'file' AND EXISTS (SELECT 1 FROM visible_attachments f WHERE f.id = search_terms.subject)) \
         OR (kind = 'message' AND EXISTS (SELECT 1 FROM visible_messages m WHERE m.id = search_terms.subject)))",
    ),
    ("public_occurrences", "SELECT * FROM occurrences WHERE visibility = 0"),
    // One's own replies, the one whose link is held, and all of them for the hosts.
    (
        "visible_rsvps",
        "SELECT * FROM rsvps WHERE community_id = $1 AND (member_id = $3 OR id = $3 OR EXISTS \
         (SELECT 1 FROM circle WHERE circle.entry_id = rsvps.activity_id AND circle.member_id = $3))",
    ),
    // Whoever signed up without account goes on seeing what they need to come, or to step back, also when the activity
    // is for fewer people meanwhile: what it is called, when and where, and their place in line. Nothing else of it.
    (
        "visible_replied",
        "SELECT r.id, r.activity_id, r.date_id, r.name, r.note, r.state, r.keep, r.told_starts, r.told_ends, r.told_place, \
         COALESCE(r.told_link, '') <> COALESCE(a.link, '') AS other_link, COALESCE(o.title, p.title, e.title) AS title, \
         COALESCE(o.place, p.place, a.place) AS place, o.starts_local, o.ends_local, o.all_day, o.ends_at, o.reason, \
         COALESCE(o.cancelled_at, a.cancelled_at) AS cancelled_at, e.removed_at, e.visibility, e.language, \
         (SELECT COUNT(*) FROM rsvps w WHERE w.activity_id = r.activity_id AND w.date_id = r.date_id AND \
         w.state = 'waiting' AND (w.at < r.at OR (w.at = r.at AND w.id <= r.id))) AS place_in_line \
         FROM rsvps r JOIN occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id \
         JOIN activities a ON a.entry_id = r.activity_id JOIN entries e ON e.id = r.activity_id \
         LEFT JOIN activity_parts p ON p.activity_id = o.activity_id AND p.part = o.part \
         WHERE r.community_id = $1 AND r.id = $3",
    ),
    // How many go is for whoever sees the activity.
    (
        "visible_headcounts",
        "SELECT r.id, r.activity_id, r.date_id, r.state, r.at FROM rsvps r \
         JOIN visible_occurrences o ON o.activity_id = r.activity_id AND o.date_id = r.date_id",
    ),
    // That there is an install fest, and how many machines are where, is for whoever sees its date.
    (
        "visible_fests",
        "SELECT f.* FROM fests f JOIN visible_occurrences o ON o.activity_id = f.activity_id AND o.date_id = f.date_id \
         WHERE f.community_id = $1",
    ),
    ("visible_fest_crew", "SELECT c.* FROM fest_crew c JOIN visible_fests f ON f.id = c.fest_id WHERE $2 >= 2"),
    (
        "visible_fest_states",
        "SELECT m.fest_id, m.state, m.outcome FROM fest_machines m JOIN visible_fests f ON f.id = m.fest_id",
    ),
    ("visible_fest_counts", "SELECT c.* FROM fest_counts c JOIN visible_fests f ON f.id = c.fest_id"),
    // What was said of a machine is seen by those who attend there, and by nobody else.
    (
        "visible_fest_machines",
        "SELECT m.* FROM fest_machines m JOIN visible_fests f ON f.id = m.fest_id WHERE $2 >= 2 AND EXISTS \
         (SELECT 1 FROM fest_crew c WHERE c.fest_id = m.fest_id AND c.member_id = $3)",
    ),
    // By a label or an owner's part: nothing of whose it is.
    (
        "visible_fest_labels",
        "SELECT m.number, m.model, m.state, m.outcome, m.system, m.tried, m.name IS NULL AS forgotten, f.activity_id, f.date_id \
         FROM fest_machines m JOIN fests f ON f.id = m.fest_id WHERE f.community_id = $1 AND m.id = $3",
    ),
    // Operational rows of the viewer's own.
    ("visible_sessions", "SELECT * FROM sessions WHERE community_id = $1 AND member_id = $3"),
    ("visible_tokens", "SELECT * FROM access_tokens WHERE community_id = $1 AND member_id = $3"),
    ("visible_devices", "SELECT created_at, seen_at FROM devices WHERE member_id = $3"),
    ("visible_credentials", "SELECT changed_at FROM credentials WHERE member_id = $3"),
    ("visible_mail_addresses", "SELECT * FROM mail_addresses WHERE community_id = $1 AND member_id = $3"),
    ("visible_second_factors", "SELECT * FROM second_factors WHERE community_id = $1 AND member_id = $3"),
    // Members see for whom their community keeps something.
    ("visible_shelves", "SELECT * FROM shelves WHERE community_id = $1 AND $2 >= 2"),
    (
        "operational_shelves",
        "SELECT s.id, s.gigabytes, s.closed_at, l.token_hash FROM shelf_links l JOIN shelves s ON s.id = l.shelf_id",
    ),
    ("visible_passkeys", "SELECT * FROM passkeys WHERE community_id = $1 AND member_id = $3"),
    // How many would have to sign in otherwise after a change of address: no names.
    ("visible_passkey_hosts", "SELECT host, member_id FROM passkeys WHERE community_id = $1 AND $3 IS NOT NULL"),
    ("operational_log", "SELECT community_id, seq FROM log"),
    ("operational_sessions", "SELECT * FROM sessions"),
    ("operational_tokens", "SELECT * FROM access_tokens"),
    ("operational_passkeys", "SELECT id, community_id, host FROM passkeys"),
    ("operational_foundings", "SELECT * FROM foundings"),
    // Which communities are on the network, and under what address, is for everybody to know.
    ("public_actors", "SELECT * FROM actors WHERE closed_at IS NULL"),
    ("visible_actors", "SELECT * FROM actors WHERE owner = $1 AND closed_at IS NULL"),
    // How many follow, and not who.
    ("visible_follows", "SELECT id FROM followers WHERE community_id = $1"),
    (
        "visible_travels",
        "SELECT t.* FROM travels t CROSS JOIN visible_entries e WHERE t.community_id = $1 AND e.id = t.entry_id AND NOT t.gone",
    ),
    // Whom a community follows, and what those published, is for everybody; only those count who let themselves be followed.
    ("visible_followed", "SELECT * FROM followed WHERE community_id = $1"),
    (
        "visible_network",
        "SELECT n.*, f.name AS origin, f.account, f.actor FROM network_dates n CROSS JOIN followed f WHERE n.community_id = $1 AND f.id = n.followed_id AND f.accepted_at IS NOT NULL",
    ),
    // Whom a community limits is not shown to anybody; members see whom it blocks and why, and who waits for a yes.
    ("visible_limits", "SELECT target FROM blocks WHERE community_id = $1 AND measure = 'limit'"),
    ("visible_blocks", "SELECT * FROM blocks WHERE community_id = $1 AND $2 >= 2"),
    ("visible_knocks", "SELECT * FROM knocks WHERE community_id = $1 AND $2 >= 2"),
    // What is reported, who coordinates sees, and who made it.
    (
        "visible_reports",
        "SELECT * FROM reports WHERE community_id = $1 AND (made_by = $3 OR EXISTS (SELECT 1 FROM mandates d WHERE d.community_id = $1 AND d.holder = $3 AND d.kind = 'coordination' AND d.ended_at IS NULL))",
    ),
    // Members see which nodes their community speaks to, and whether these answer.
    ("visible_peers", "SELECT * FROM peers WHERE community_id = $1 AND $2 >= 2"),
    // Who coordinates carries bundles.
    (
        "visible_bundle_streams",
        "SELECT * FROM bundle_streams WHERE community_id = $1 AND EXISTS (SELECT 1 FROM mandates d WHERE d.community_id = $1 AND d.holder = $3 AND d.kind = 'coordination' AND d.ended_at IS NULL)",
    ),
    (
        "visible_bundle_sources",
        "SELECT * FROM bundle_sources WHERE community_id = $1 AND EXISTS (SELECT 1 FROM mandates d WHERE d.community_id = $1 AND d.holder = $3 AND d.kind = 'coordination' AND d.ended_at IS NULL)",
    ),
    ("visible_notices_seen", "SELECT * FROM notices_seen WHERE member_id = $3"),
];

/// Whether `text` names `relation` as a word of its own.
fn names(text: &str, relation: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == relation)
}

/// The statement with the relations it names written out before it.
///
/// The first of them gives the three parameters their types (PostgreSQL asks for that even where a
/// statement does not use one) and is never read.
pub(crate) fn with_relations(engine: Engine, text: &str) -> String {
    let mut used: Vec<(&str, &str)> = Vec::new();
    let mut reach = text.to_owned();
    // From the last to the first: a definition names only those above it.
    for (name, definition) in RELATIONS.iter().rev() {
        if names(&reach, name) {
            used.push((name, definition));
            reach.push(' ');
            reach.push_str(definition);
        }
    }
    let viewer = match engine {
        Engine::Sqlite => "SELECT $1 AS community, $2 AS clearance, $3 AS own",
        Engine::Postgres => {
            "SELECT CAST($1 AS UUID) AS community, CAST($2 AS BIGINT) AS clearance, CAST($3 AS UUID) AS own"
        }
    };
    let mut whole = format!("WITH viewer AS ({viewer})");
    for (name, definition) in used.iter().rev() {
        // A relation is a filter, not a list to be made first: it is named twice where one builds on another.
        whole.push_str(&format!(", {name} AS NOT MATERIALIZED ({definition})"));
    }
    match text.strip_prefix("WITH ") {
        Some(_) => whole.push_str(", "),
        None => whole.push(' '),
    }
    whole.push_str(text.strip_prefix("WITH ").unwrap_or(text));
    whole
}
