// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Unpacking a community beside whatever lives here. All of it is one transaction: either it is here, whole and as its log
//! says, or nothing was changed.

use std::collections::HashSet;

use url::Url;

use crate::{
    jobs::{self, Job},
    link::federation::{self, fits},
    node::Node,
    safekeeping::part,
    spine::{
        attachments,
        command::Caller,
        communities::{
            self,
            moving::{Network, Settle},
            rules::own_host,
        },
        id::Id,
        keys::Key,
        log::{self, Actor as By, Hash, replay},
        members::{
            IssueRecoveryCodes,
            rules::{hash_code, recovery_codes},
        },
        refusal::Error,
    },
    store::{
        Dump, TableDump, Value, Write, args, clear_table, load_table,
        tables::{Class, TABLES},
    },
};

use super::{
    MoveError, Opened,
    archive::each_key,
    own::{self, Others},
    rows::{self, OF_ITS_NAME, travelling},
    store,
};

/// What came of it.
#[derive(Debug)]
pub struct Arrived {
    /// Its address here.
    pub address: String,
    /// The address that it was told for this place, where that is another one.
    pub expected: Option<String>,
    /// How many records its log has.
    pub records: i64,
    /// The hashes of blobs that files need and that were not in the file.
    pub missing: Vec<String>,
    /// Where nobody who coordinates it has a printed code: one of them, and new ones for them.
    pub way_in: Option<(String, Vec<String>)>,
}

/// Unpacks a community into a node.
///
/// `elsewhere` lets it live under another address than the one that it was told.
///
/// # Errors
/// When it is here, goes elsewhere, something of it is taken, or it is not what its log says; nothing was changed then.
pub async fn arrive(node: &Node, mut opened: Opened, elsewhere: bool) -> Result<Arrived, MoveError> {
    let (core, manifest) = (&node.core, opened.manifest.clone());
    let community = manifest.community;
    if opened.keys.rows("actor_keys").is_some_and(|rows| !rows.is_empty()) {
        // It was on the network: the node speaks there too from now on.
        federation::prepare_node(core).await?;
    }
    let mut unit = core.begin().await?;
    make_room(&mut unit.tx, &core.key, &opened).await?;
    let others = Others::of(&mut unit.tx).await?;
    let taken: Option<(Id,)> = unit.tx.optional(&communities::store::TAKEN, args![&manifest.handle]).await?;
    if taken.is_some() {
        return Err(MoveError::Handle(manifest.handle));
    }
    if let Some(host) = &manifest.host {
        let taken: Option<(Id,)> = unit.tx.optional(&communities::store::HOST_TAKEN, args![host]).await?;
        if taken.is_some() {
            return Err(MoveError::Host(host.clone()));
        }
    }
    let mut parts: Vec<(String, TableDump)> =
        [&mut opened.data, &mut opened.keys].into_iter().flat_map(|part| part.tables.drain(..)).collect();
    let mut rows_of = |name: &str| {
        let place = parts.iter().position(|(table, _)| table == name)?;
        Some(parts.swap_remove(place).1)
    };
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for table in TABLES {
        let Some(mut rows) = rows_of(table.name) else { continue };
        own::says_so(table, &mut rows, community)?;
        each_key(table.name, &mut rows, |context, key| Ok(core.key.seal(&core.world, context, key)))?;
        if table.class == Class::Operational { &mut then } else { &mut first }.push((table, rows));
    }
    for (table, rows) in first {
        load_table(&mut unit.tx, table, rows).await?;
    }
    if let Some((name, _)) = parts.first() {
        return Err(MoveError::Foreign(name.clone()));
    }
    let last = replay::follow(&mut unit.tx, &core.key, community).await?;
    others.are_left_alone(&mut unit.tx, community).await?;
    let found: Option<(Option<String>, Option<String>)> = unit.tx.optional(&store::PLACE, args![community]).await?;
    let (host, expected) = found.unwrap_or_default();
    let address = node.doors.address_of(&manifest.handle, host.as_deref());
    let expected = expected.filter(|expected| *expected != address);
    if let Some(expected) = expected.as_ref().filter(|_| !elsewhere) {
        return Err(MoveError::Elsewhere { expected: expected.clone(), address });
    }
    let base: Option<(String,)> = unit.tx.optional(&federation::store::BASE, args![community]).await?;
    let reachable = Url::parse(&address).is_ok_and(|url| fits(&url, node.access));
    // Under its own host it is called as it was. Else it says to those who follow who it is now, if they can reach it.
    let follows = base.is_some();
    let renamed = base.as_ref().is_some_and(|(base,)| own_host(base).is_none() && *base != address);
    for (table, mut rows) in then {
        if table.name == "jobs" {
            for (job, run_at) in own::jobs(&mut rows) {
                jobs::enqueue(&mut unit.tx, &core.world, Some(community), &job, run_at).await?;
            }
        } else if !(renamed && OF_ITS_NAME.contains(&table.name)) {
            own::is_so(&mut unit.tx, table, &rows, community).await?;
            load_table(&mut unit.tx, table, rows).await?;
        }
    }
    if follows && (reachable || !renamed) {
        jobs::enqueue(&mut unit.tx, &core.world, Some(community), &Job::FollowAnew, core.world.now()).await?;
    }
    let network = match (renamed, reachable) {
        (false, _) => Network::AsItWas,
        (true, true) => Network::At(address.clone()),
        (true, false) => Network::Closed,
    };
    unit.execute(community, Caller::plain(By::Operator), core.world.id(), Settle(network)).await?;
    let coordinates: Vec<(Id, Option<String>, i64)> = unit.tx.all(&store::COORDINATES, args![community]).await?;
    let mut way_in = None;
    if let Some((member, name, 0)) = coordinates.into_iter().next() {
        let codes = recovery_codes(&core.world);
        let hashes = codes.iter().map(|code| hash_code(code)).collect();
        let issue = IssueRecoveryCodes { member, hashes };
        unit.execute(community, Caller::plain(By::Operator), core.world.id(), issue).await?;
        way_in = Some((name.unwrap_or_default(), codes));
    }
    let named = attachments::upload::blobs_of(&mut unit.tx, community).await?;
    let mut missing: HashSet<Hash> = named.into_iter().map(|(_, hash)| hash).collect();
    let (mut blobs, reading) = part::blobs_beside(opened.file);
    while let Some((hash, bytes)) = blobs.recv().await {
        if missing.remove(&hash) {
            node.blobs.put(hash, bytes).await.map_err(Error::from)?;
        }
    }
    reading.await.map_err(|error| part::BackupError::Damaged(error.to_string()))??;
    unit.commit().await?;
    Ok(Arrived {
        expected,
        address,
        records: last.seq + 1,
        missing: missing.into_iter().map(|hash| hash.to_string()).collect(),
        way_in,
    })
}

/// Where a community is that comes home, what lies here of it yet makes room, if its log goes on from there.
async fn make_room(tx: &mut Write, node_key: &Key, opened: &Opened) -> Result<(), MoveError> {
    let community = opened.manifest.community;
    let here: Option<(Option<i64>,)> = tx.optional(&store::IS_HERE, args![community]).await?;
    let Some((left_at,)) = here else { return Ok(()) };
    left_at.ok_or(MoveError::Here)?;
    let records = opened.data.tables.iter().find(|(name, _)| name == "log").map(|(_, log)| log);
    let head: Option<(i64, Vec<u8>)> = tx.optional(&log::store::HEAD, args![community]).await?;
    let (seq, head) = head.unwrap_or_default();
    let known: Option<(Vec<u8>, Vec<u8>)> = tx.optional(&log::store::COMMUNITY_KEY, args![community]).await?;
    if known.is_none_or(|(public, _)| Some(public) != opened.public()) {
        return Err(MoveError::OtherLog);
    }
    let (seq, head) = (Value::Int(Some(seq)), Value::Bytes(Some(head)));
    let at = records.and_then(|log| {
        let place = |name: &str| log.columns.iter().position(|column| column == name);
        let (number, hash) = (place("seq")?, place("hash")?);
        let from_end = log.rows.iter().rev();
        from_end.enumerate().find(|(_, row)| row.get(number) == Some(&seq) && row.get(hash) == Some(&head))
    });
    match at {
        None => return Err(MoveError::OtherLog),
        // Nothing happened since.
        Some((0, _)) => return Err(MoveError::Here),
        Some(_) => {}
    }
    rows::clear(tx, community, None).await?;
    for table in Dump::tables(Class::Keys).chain(Dump::tables(Class::Log)) {
        if let Some(which) = travelling(table) {
            clear_table(tx, table, Some((which, community))).await?;
        }
    }
    Ok(replay::remake(tx, node_key).await?)
}
