// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Asking a community elsewhere to be followed, by its account or its address.

use tequio_fediverse::{
    discovery::Account,
    fetch::{Budget, FetchError},
    vocabulary::{Activity, ActivityKind, Actor, Reference},
};
use url::Url;

use crate::{
    link::federation::{Signing, Unknown, fetch, inboxes, send},
    node::Node,
    spine::{
        command::{Caller, Done, Unit},
        id::Id,
        refusal::{Error, Fields, Result, conflict, not_found},
    },
    store::args,
};

use super::{Follow, Unfollow, store};

/// What comes behind an actor's identifier in that of its request.
const REQUEST: &str = "#follow-";

/// The identifier of a request to follow.
fn request(actor: &str, followed: Id) -> String {
    format!("{actor}{REQUEST}{followed}")
}

/// Whose request to follow an identifier names, and which.
pub(super) fn which(id: &str) -> Option<(&str, Id)> {
    let (actor, followed) = id.rsplit_once(REQUEST)?;
    Some((actor, followed.parse().ok()?))
}

/// Finds who has an address: `@name@host`, `acct:…`, or that of a page.
///
/// # Errors
/// A refusal that says what to do, field by field; or as the store says.
pub(super) async fn find(node: &Node, address: &str) -> Result<Follow> {
    let unfit = |message| -> Error {
        let mut fields = Fields::default();
        fields.error("whom", message);
        fields.finish().err().unwrap_or_else(not_found)
    };
    let address = address.trim();
    if address.is_empty() {
        return Err(unfit("field-required"));
    }
    let failed = |error: FetchError| match error {
        FetchError::Refused(_) => unfit("field-follow-visited"),
        FetchError::Connection(_) | FetchError::Time => unfit("field-follow-silent"),
        _ => unfit("field-follow-nobody"),
    };
    let fetcher = node.fetcher().map_err(failed)?;
    let mut budget = Budget::default();
    let mut account: Option<Account> = None;
    let url = if address.contains("://") {
        Url::parse(address).map_err(|_| unfit("field-follow-address"))?
    } else {
        let asked: Account = address.parse().map_err(|_| unfit("field-follow-address"))?;
        let (found, actor) = fetcher.account(&asked, &mut budget).await.map_err(failed)?;
        account = Some(found);
        actor
    };
    let actor: Actor = match fetch(node, url.as_str(), &mut budget).await {
        Ok(actor) => actor,
        // A page says itself what the identifier of its actor is.
        Err(Unknown::Fetch(FetchError::OtherId { id: Some(id), .. })) if account.is_none() => {
            match fetch(node, &id, &mut budget).await {
                Ok(actor) => actor,
                Err(Unknown::Fetch(error)) => return Err(failed(error)),
                Err(Unknown::Node(error)) => return Err(error),
            }
        }
        Err(Unknown::Fetch(error)) => return Err(failed(error)),
        Err(Unknown::Node(error)) => return Err(error),
    };
    of_actor(node, actor, account).ok_or_else(|| unfit("field-follow-nobody"))
}

/// What is noted of an actor that is to be followed; nothing if it has no inbox of its own.
pub(in crate::link) fn of_actor(node: &Node, actor: Actor, account: Option<Account>) -> Option<Follow> {
    let (inbox, _) = inboxes(&actor, node.fetcher().ok()?)?;
    let host = Url::parse(&actor.id).map(|id| crate::web::door::authority(&id)).unwrap_or_default();
    let name = actor.preferred_username.clone().unwrap_or_default();
    let line = |text: &str| crate::spine::hidden::one_line(text).chars().take(140).collect::<String>();
    let account = line(&account.map_or_else(|| format!("{name}@{host}"), |account| account.to_string()));
    let page = actor.url.as_deref().and_then(|page| Url::parse(page).ok());
    let page = page.filter(|page| Url::parse(&actor.id).is_ok_and(|id| id.origin() == page.origin()));
    let called = actor.name.as_deref().map(line).filter(|name| !name.is_empty());
    Some(Follow {
        name: called.unwrap_or_else(|| account.clone()),
        page: page.map_or_else(|| actor.id.clone(), |page| page.to_string()),
        inbox: inbox.to_string(),
        actor: actor.id,
        account,
    })
}

/// Asks a community that was found whether it lets itself be followed.
///
/// # Errors
/// A refusal, or as the store says.
pub(in crate::link) async fn ask(node: &Node, community: Id, caller: Caller, key: Id, follow: Follow) -> Result<Done> {
    let mut unit = node.core.begin().await?;
    let done = ask_in(node, &mut unit, community, caller, key, follow).await?;
    unit.commit().await?;
    Ok(done)
}

/// The same within a transaction.
pub(super) async fn ask_in(
    node: &Node,
    unit: &mut Unit<'_>,
    community: Id,
    caller: Caller,
    key: Id,
    follow: Follow,
) -> Result<Done> {
    let (actor, inbox) = (follow.actor.clone(), follow.inbox.clone());
    let done = unit.execute(community, caller, key, follow).await?;
    let signing = Signing::community(node, community).await?.ok_or_else(|| conflict("error-link-closed"))?;
    let own = signing.address.actor();
    let activity = asks(&own, done.subject()?, &actor);
    let sent = signing.proven(activity.to_value(), node.instant())?;
    let host = tequio_fediverse::domain::of_url(&actor).unwrap_or_default();
    send(unit, community, (&inbox, &host), done.subject()?.derived(b"follow"), &sent, node.core.world.now()).await?;
    Ok(done)
}

/// The activity that asks to follow.
pub(in crate::link) fn asks(own: &str, followed: Id, actor: &str) -> Activity {
    let mut activity =
        Activity::new(ActivityKind::Follow, &request(own, followed), own, Reference::Id(actor.to_owned()));
    activity.to = vec![actor.to_owned()];
    activity
}

/// Follows a community no more, and tells it so.
///
/// # Errors
/// A refusal, or as the store says.
pub(in crate::link) async fn end(
    node: &Node,
    unit: &mut Unit<'_>,
    community: Id,
    caller: Caller,
    key: Id,
    followed: Id,
) -> Result<Done> {
    let row: Option<(String, String, bool)> = unit.tx.optional(&store::ONE, args![community, followed]).await?;
    let done = unit.execute(community, caller, key, Unfollow(followed)).await?;
    if let (Some((actor, inbox, _)), Some(signing)) = (row, Signing::community(node, community).await?) {
        let own = signing.address.actor();
        let mut asked = asks(&own, followed, &actor).to_value();
        if let Some(members) = asked.as_object_mut() {
            members.remove("@context");
        }
        let id = format!("{}-undo", request(&own, followed));
        let mut undo = Activity::new(ActivityKind::Undo, &id, &own, Reference::Embedded(asked));
        undo.to = vec![actor.clone()];
        let sent = signing.proven(undo.to_value(), node.instant())?;
        let host = tequio_fediverse::domain::of_url(&actor).unwrap_or_default();
        send(unit, community, (&inbox, &host), followed.derived(b"undo"), &sent, node.core.world.now()).await?;
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_known_by_its_identifier() {
        let followed = Id::from_bytes([3; 16]);
        let id = request("https://nodo.example/@etla", followed);
        assert_eq!(which(&id), Some(("https://nodo.example/@etla", followed)));
        assert_eq!(which("https://nodo.example/@etla#follow-x"), None);
        assert_eq!(which("https://nodo.example/@etla"), None);
    }
}
