// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What each table is for. The backup, the replay and `tequio check` go by this list.

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The logs: the truth.
    Log,
    /// Keys, and the list of what was erased: kept in a part of their own.
    Keys,
    /// What the log says, made readable. Replay makes these anew.
    Projection,
    /// Sessions, throttles, leases: not in the log, does not travel with a community.
    Operational,
}

/// A table, in the order in which rows can be inserted without breaking references.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub class: Class,
    /// The columns that order its rows.
    pub key: &'static str,
}

const fn table(name: &'static str, class: Class, key: &'static str) -> Table {
    Table { name, class, key }
}

/// Every table but the list of migrations.
pub const TABLES: &[Table] = &[
    table("log", Class::Log, "community_id, seq"),
    table("community_keys", Class::Keys, "community_id"),
    table("subject_keys", Class::Keys, "community_id, subject"),
    table("actor_keys", Class::Keys, "owner"),
    table("erasures", Class::Keys, "community_id, subject"),
    table("communities", Class::Projection, "id"),
    table("documents", Class::Projection, "community_id, kind, version"),
    table("members", Class::Projection, "id"),
    table("acceptances", Class::Projection, "member_id, kind, version"),
    table("recovery_codes", Class::Projection, "member_id, code_hash"),
    table("invitations", Class::Projection, "id"),
    table("join_requests", Class::Projection, "id"),
    table("recoveries", Class::Projection, "id"),
    table("vouches", Class::Projection, "subject, member_id"),
    table("mandates", Class::Projection, "id"),
    table("mandate_confirmations", Class::Projection, "mandate_id, member_id"),
    table("choices", Class::Projection, "id"),
    table("candidates", Class::Projection, "choice_id, member_id"),
    table("supports", Class::Projection, "choice_id, candidate_id, member_id"),
    table("entries", Class::Projection, "id"),
    table("revisions", Class::Projection, "entry_id, version"),
    table("tags", Class::Projection, "entry_id, tag"),
    table("circle", Class::Projection, "entry_id, member_id"),
    table("messages", Class::Projection, "id"),
    table("attachments", Class::Projection, "id"),
    table("fests", Class::Projection, "id"),
    table("fest_crew", Class::Projection, "fest_id, member_id"),
    table("fest_machines", Class::Projection, "id"),
    table("fest_counts", Class::Projection, "fest_id, outcome"),
    table("notices", Class::Projection, "member_id, seq, ordinal"),
    table("search_terms", Class::Projection, "subject, part"),
    table("activities", Class::Projection, "entry_id"),
    table("occurrences", Class::Projection, "activity_id, date_id"),
    table("activity_parts", Class::Projection, "activity_id, part"),
    table("activity_revisions", Class::Projection, "activity_id, version"),
    table("rsvps", Class::Projection, "id"),
    table("decisions", Class::Projection, "entry_id"),
    table("decision_events", Class::Projection, "decision_id, ordinal"),
    table("decision_words", Class::Projection, "id"),
    table("decision_names", Class::Projection, "id"),
    table("decision_records", Class::Projection, "decision_id, version"),
    table("decision_tasks", Class::Projection, "id"),
    table("decision_progress", Class::Projection, "id"),
    table("decision_confirmations", Class::Projection, "decision_id, member_id"),
    table("decision_places", Class::Projection, "id"),
    table("decision_stances", Class::Projection, "decision_id, member_id"),
    table("decision_ballots", Class::Projection, "decision_id, receipt"),
    table("decision_chosen", Class::Projection, "decision_id, place"),
    table("assemblies", Class::Projection, "entry_id"),
    table("assembly_events", Class::Projection, "assembly_id, ordinal"),
    table("assembly_words", Class::Projection, "id"),
    table("assembly_names", Class::Projection, "id"),
    table("time_polls", Class::Projection, "entry_id"),
    table("time_poll_dates", Class::Projection, "poll_id, starts"),
    table("time_poll_answers", Class::Projection, "poll_id, starts, member_id"),
    table("draws", Class::Projection, "entry_id"),
    table("draw_outs", Class::Projection, "draw_id, member_id"),
    table("draw_people", Class::Projection, "draw_id, place"),
    table("decision_classes", Class::Projection, "community_id, kind"),
    table("shelves", Class::Projection, "id"),
    table("actors", Class::Projection, "owner"),
    table("followers", Class::Projection, "id"),
    table("travels", Class::Projection, "entry_id, date_id"),
    table("followed", Class::Projection, "id"),
    table("blocks", Class::Projection, "id"),
    table("knocks", Class::Projection, "id"),
    table("reports", Class::Projection, "id"),
    table("credentials", Class::Operational, "member_id"),
    table("second_factors", Class::Operational, "member_id"),
    table("sessions", Class::Operational, "token_hash"),
    table("access_tokens", Class::Operational, "token_hash"),
    table("devices", Class::Operational, "token_hash, member_id"),
    table("throttles", Class::Operational, "bucket"),
    table("jobs", Class::Operational, "id"),
    table("asked", Class::Operational, "community_id, command_key"),
    table("foundings", Class::Operational, "token_hash"),
    table("ballot_boxes", Class::Operational, "decision_id"),
    table("notices_seen", Class::Operational, "member_id"),
    table("mail_addresses", Class::Operational, "member_id"),
    table("letters", Class::Operational, "id"),
    table("shelf_links", Class::Operational, "shelf_id"),
    table("passkeys", Class::Operational, "id"),
    table("passkey_challenges", Class::Operational, "hash"),
    table("remote_actors", Class::Operational, "actor"),
    table("received", Class::Operational, "mark"),
    table("signatures", Class::Operational, "id"),
    table("peers", Class::Operational, "community_id, inbox"),
    table("peer_hosts", Class::Operational, "host"),
    table("outgoing", Class::Operational, "id"),
    table("network_dates", Class::Operational, "id"),
    table("bundle_streams", Class::Operational, "community_id, reader"),
    table("bundle_items", Class::Operational, "community_id, reader, sequence"),
    table("bundle_sources", Class::Operational, "community_id, source, addressed"),
];
