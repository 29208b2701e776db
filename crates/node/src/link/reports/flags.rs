// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Reports as they travel: a Flag that came in, and one that is sent.

use std::{collections::BTreeMap, sync::Arc};

use tequio_fediverse::{
    fetch::Budget,
    vocabulary::{Activity, ActivityKind, Reference},
};

use crate::{
    link::{
        blocks::{self, Standing},
        federation::{Address, Signing, Unknown, fetch, inboxes, send, store as federation},
    },
    node::Node,
    spine::{
        command::{Caller, Done},
        hidden::one_line,
        id::Id,
        log::Actor as By,
        refusal::{Error, Kind, Result, conflict, not_found},
        world::Micros,
    },
    store::args,
};

use super::{Forward, Receive, commands::WORDS, store};

/// So many things one is about; what comes after them is left out.
const OBJECTS: usize = 20;

/// Takes a report from elsewhere to each community of whose things it speaks. Its words are read as plain text.
pub(in crate::link) async fn take(node: &Arc<Node>, key: Id, activity: &Activity) -> Result<()> {
    let mut about: BTreeMap<Id, Vec<String>> = BTreeMap::new();
    let mut tx = node.core.db.snapshot().await?;
    for object in activity.objects.iter().filter_map(Reference::id).take(OBJECTS) {
        // A date, or the community itself.
        let date = object.split_once("/act/agenda/").map(|(base, _)| Address(base.to_owned()));
        let is_ours = date.as_ref().is_none_or(|address| address.which(object).is_some());
        let actor = date.map_or_else(|| object.to_owned(), |address| address.actor());
        let row: Option<(Id, String)> = tx.optional(&federation::BY_ACTOR, args![actor]).await?;
        if let (Some((community, _)), true) = (row, is_ours) {
            about.entry(community).or_default().push(object.to_owned());
        }
    }
    let mut taken = Vec::new();
    for (community, objects) in about {
        if blocks::standing(&mut tx, community, &activity.actor).await? != Standing::Suspended {
            taken.push((community, objects));
        }
    }
    tx.rollback().await?;
    let words: String = one_line(activity.content.as_deref().unwrap_or_default()).chars().take(WORDS).collect();
    for (community, about) in taken {
        let command = Receive { reporter: activity.actor.clone(), words: words.clone(), about };
        let key = key.derived(community.as_bytes());
        match node.core.execute(community, Caller::plain(By::System), key, command).await {
            // One community has too many already; another one may not.
            Err(Error::Refused(refusal)) if refusal.kind != Kind::ReadOnly => {}
            done => drop(done?),
        }
    }
    Ok(())
}

/// Sends a member's report on to where what it is about is from, in the community's name.
///
/// # Errors
/// A refusal, or as the store says.
pub(super) async fn forward(node: &Node, community: Id, caller: Caller, key: Id, command: Forward) -> Result<Done> {
    let (report, words) = (command.report, command.words.trim().to_owned());
    let mut tx = node.core.db.snapshot().await?;
    let row: Option<(Option<String>, String, Option<Micros>)> =
        tx.optional(&store::ONE, args![community, report]).await?;
    let (Some(author), about, _) = row.ok_or_else(not_found)? else { return Err(not_found()) };
    let standing = blocks::standing(&mut tx, community, &author).await?;
    tx.rollback().await?;
    if standing == Standing::Suspended {
        return Err(conflict("error-report-suspended"));
    }
    let signing = Signing::community(node, community).await?.ok_or_else(|| conflict("error-link-closed"))?;
    let unreachable = || conflict("error-report-unreachable");
    let actor = match fetch(node, &author, &mut Budget::default()).await {
        Ok(actor) => actor,
        Err(Unknown::Fetch(_)) => return Err(unreachable()),
        Err(Unknown::Node(error)) => return Err(error),
    };
    let fetcher = node.fetcher().map_err(|error| Error::Damaged(error.to_string()))?;
    let (inbox, _) = inboxes(&actor, fetcher).ok_or_else(unreachable)?;
    let own = signing.address.actor();
    let mut flag =
        Activity::new(ActivityKind::Flag, &format!("{own}#flag-{report}"), &own, Reference::Id(author.clone()));
    flag.objects.extend(about.lines().map(|object| Reference::Id(object.to_owned())));
    flag.to = vec![author];
    flag.content = Some(words);
    let flag = signing.proven(flag.to_value(), node.instant())?;
    let host = tequio_fediverse::domain::of_url(inbox.as_str()).unwrap_or_default();
    let mut unit = node.core.begin().await?;
    let done = unit.execute(community, caller, key, command).await?;
    if done.fresh {
        let now = node.core.world.now();
        send(&mut unit, community, (inbox.as_str(), &host), report.derived(b"flag"), &flag, now).await?;
    }
    unit.commit().await?;
    Ok(done)
}
