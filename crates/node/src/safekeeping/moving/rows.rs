// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Which rows are a community's, which of them go with it, and which are the node's.

use crate::{
    spine::id::Id,
    store::{
        Result, Write, clear_table,
        tables::{Class, TABLES, Table},
    },
};

/// What of an operational table is a community's.
#[derive(Debug, Clone, Copy)]
pub struct Own {
    /// The table.
    pub table: &'static str,
    /// Which rows: a condition of which the community is `$1`.
    rows: &'static str,
    /// Whether they go with it. Those that stay are of the way in, which is of a node and of a host, or are found again.
    pub travels: bool,
}

const fn own(table: &'static str, rows: &'static str, travels: bool) -> Own {
    Own { table, rows, travels }
}

const BY_COMMUNITY: &str = "community_id = $1";
const BY_MEMBER: &str = "member_id IN (SELECT id FROM members WHERE community_id = $1)";

/// The operational tables in which a community has something.
pub const OWN: &[Own] = &[
    own("credentials", BY_COMMUNITY, false),
    own("second_factors", BY_COMMUNITY, false),
    own("sessions", BY_COMMUNITY, false),
    own("access_tokens", BY_COMMUNITY, false),
    own("devices", BY_MEMBER, false),
    own("passkeys", BY_COMMUNITY, false),
    own("mail_addresses", BY_COMMUNITY, false),
    own("letters", BY_COMMUNITY, false),
    own("asked", BY_COMMUNITY, false),
    own("jobs", BY_COMMUNITY, true),
    own("ballot_boxes", "decision_id IN (SELECT entry_id FROM decisions WHERE community_id = $1)", true),
    own("notices_seen", BY_MEMBER, true),
    own("shelf_links", "shelf_id IN (SELECT id FROM shelves WHERE community_id = $1)", false),
    own("peers", BY_COMMUNITY, true),
    own("outgoing", BY_COMMUNITY, true),
    own("network_dates", BY_COMMUNITY, true),
    own("bundle_streams", BY_COMMUNITY, true),
    own("bundle_items", BY_COMMUNITY, true),
    own("bundle_sources", BY_COMMUNITY, true),
];

/// Those in which it has nothing.
pub const OF_THE_NODE: &[&str] =
    &["throttles", "foundings", "passkey_challenges", "remote_actors", "received", "signatures", "peer_hosts"];

/// Those that are of use only where the community is called on the network as it was.
pub(super) const OF_ITS_NAME: [&str; 4] = ["peers", "outgoing", "bundle_streams", "bundle_items"];

/// The jobs that go with it: what is done with its own store.
const JOBS: &str = "community_id = $1 AND dead_at IS NULL AND kind NOT LIKE 'send-%' AND kind NOT LIKE 'take-%' AND kind NOT IN ('forget-peer', 'sweep-blobs')";

/// Which rows of a table travel: a condition of which the community is `$1`.
pub(super) fn travelling(table: &Table) -> Option<&'static str> {
    match (table.class, table.name) {
        (Class::Keys, "actor_keys") => Some("owner = $1"),
        (Class::Keys | Class::Log, _) => Some(BY_COMMUNITY),
        // Made anew from the log.
        (Class::Projection, _) => None,
        (Class::Operational, "jobs") => Some(JOBS),
        (Class::Operational, name) => OWN.iter().find(|own| own.table == name && own.travels).map(|own| own.rows),
    }
}

/// Removes what a community has in operational tables: in some of them, or in all.
pub(super) async fn clear(tx: &mut Write, community: Id, some: Option<&[&str]>) -> Result<()> {
    for own in OWN.iter().filter(|own| some.is_none_or(|some| some.contains(&own.table))) {
        if let Some(table) = TABLES.iter().find(|table| table.name == own.table) {
            clear_table(tx, table, Some((own.rows, community))).await?;
        }
    }
    Ok(())
}
