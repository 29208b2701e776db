// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! With whom a community deals on the network: who is limited, who is suspended, and whether it deals with those alone that it
//! lists. A host stands for all that lies below it; an actor for itself.
//!
//! Who is limited is heard and told as everybody, but is not shown, and asks before following or coming. Of who is suspended
//! nothing is taken and nothing goes there.

mod commands;
mod import;
mod knocks;
mod lists;
mod pages;
mod rules;
mod sever;
pub(crate) mod store;

pub(crate) use commands::apply;
pub use commands::{Answer, Entry, Event, Knock, Lift, ListOnly, Set};
pub(in crate::link) use pages::routes;
pub(in crate::link) use rules::{Standing, Wish, standing_of, targets};

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{
    spine::id::Id,
    store::{Reader, StoreError, Write, args},
};

use rules::Measure;

/// How the communities that are open to the network see somebody: an actor, or the identifier of anything.
pub(in crate::link) async fn standings(tx: &mut Write, voice: &str) -> Result<BTreeMap<Id, Standing>, StoreError> {
    let mut measures: BTreeMap<Id, Vec<Measure>> = BTreeMap::new();
    for target in targets(voice) {
        let rows: Vec<(Id, String)> = tx.all(&store::OF_TARGET, args![target]).await?;
        for (community, measure) in rows {
            measures.entry(community).or_default().extend(Measure::named(&measure));
        }
    }
    let open: Vec<(Id, bool)> = tx.all(&store::OPEN, args![]).await?;
    let of = |(community, listed_only)| {
        (community, standing_of(measures.get(&community).map_or(&[][..], Vec::as_slice), listed_only))
    };
    Ok(open.into_iter().map(of).collect())
}

/// How one community sees somebody: an actor, or the identifier of anything.
pub(in crate::link) async fn standing(tx: &mut Write, community: Id, voice: &str) -> Result<Standing, StoreError> {
    let mut measures = Vec::new();
    for target in targets(voice) {
        let row: Option<(String,)> = tx.optional(&store::MEASURE, args![community, target]).await?;
        measures.extend(row.and_then(|(measure,)| Measure::named(&measure)));
    }
    let listed: Option<(bool,)> = tx.optional(&store::LISTED_ONLY, args![community]).await?;
    Ok(standing_of(&measures, listed.is_some_and(|(only,)| only)))
}

/// How one community sees anybody, its blocks read at once.
async fn judge(tx: &mut Write, community: Id) -> Result<impl Fn(&str) -> Standing + use<>, StoreError> {
    let rows: Vec<(String, String)> = tx.all(&store::MEASURES, args![community]).await?;
    let measures = rows.into_iter().filter_map(|(target, measure)| Some((target, Measure::named(&measure)?)));
    let measures: HashMap<String, Measure> = measures.collect();
    let listed: Option<(bool,)> = tx.optional(&store::LISTED_ONLY, args![community]).await?;
    let listed_only = listed.is_some_and(|(only,)| only);
    Ok(move |voice: &str| {
        let of = targets(voice).into_iter().filter_map(|target| measures.get(&target).copied());
        standing_of(&of.collect::<Vec<_>>(), listed_only)
    })
}

/// Whether a community shows what somebody publishes, as whoever looks may know.
pub(in crate::link) async fn shown(reader: &mut Reader) -> Result<impl Fn(&[&str]) -> bool + use<>, StoreError> {
    let limited: Vec<(String,)> = reader.all(&store::LIMITED, args![]).await?;
    let limited: HashSet<String> = limited.into_iter().map(|(target,)| target).collect();
    Ok(move |voices: &[&str]| {
        limited.is_empty() || !voices.iter().any(|voice| targets(voice).iter().any(|target| limited.contains(target)))
    })
}
