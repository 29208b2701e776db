// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Fetching the documents of the fediverse: objects, keys, collections, accounts, NodeInfo.

use serde_json::Value;
use url::Url;

use super::{Budget, FetchError, Fetched, Fetcher, Limits, Sign};
use crate::discovery::{Account, Jrd, NodeInfo, Step, WellKnown};
use crate::guard::Guard;
use crate::json;
use crate::signature::ActorKey;
use crate::vocabulary::{Actor, Collection, ReadError, id_of};

impl Fetcher {
    /// Gets an actor or object that is at the address that it names. What names another address of
    /// its own is looked for there, once.
    ///
    /// # Errors
    ///
    /// [`FetchError::OtherId`] if it is not there either; else as [`Fetcher::get`] and [`json::read`].
    pub async fn object(&self, id: &Url, budget: &mut Budget, sign: Option<Sign<'_>>) -> Result<Value, FetchError> {
        let first = self.get(id, &Limits::ACTIVITY, budget, sign).await?;
        let value = read(&first)?;
        if Guard::IdIsAddress.holds(is_at(&value, &first.url)) {
            return Ok(value);
        }
        let other = || FetchError::OtherId { at: first.url.to_string(), id: id_of(&value).map(str::to_owned) };
        let own = id_of(&value).and_then(|id| Url::parse(id).ok()).ok_or_else(other)?;
        let second = self.get(&own, &Limits::ACTIVITY, budget, sign).await?;
        let value = read(&second)?;
        if is_at(&value, &second.url) { Ok(value) } else { Err(other()) }
    }

    /// Gets an actor.
    ///
    /// # Errors
    ///
    /// As [`Fetcher::object`], and [`FetchError::Read`] if it is none.
    pub async fn actor(&self, id: &Url, budget: &mut Budget, sign: Option<Sign<'_>>) -> Result<Actor, FetchError> {
        Ok(Actor::read(&self.object(id, budget, sign).await?)?)
    }

    /// Gets the key with this id from the actor that lists it. The key's address may be the actor's
    /// with a fragment (Mastodon), the actor at another path (GoToSocial), or a document of its own.
    ///
    /// # Errors
    ///
    /// [`FetchError::Key`] if no actor lists it; else as [`Fetcher::actor`].
    pub async fn key(&self, id: &Url, budget: &mut Budget, sign: Option<Sign<'_>>) -> Result<ActorKey, FetchError> {
        let document = self.object(id, budget, sign).await?;
        let actor = match Actor::read(&document) {
            Ok(actor) => actor,
            Err(_) => {
                let owner = ["owner", "controller"].iter().find_map(|name| document.get(name)?.as_str());
                let owner = owner.and_then(|owner| Url::parse(owner).ok());
                let owner = owner.ok_or_else(|| FetchError::Key(id.to_string()))?;
                self.actor(&owner, budget, sign).await?
            }
        };
        actor.key(id.as_str()).cloned().ok_or_else(|| FetchError::Key(id.to_string()))
    }

    /// Gets the items of a collection, page by page, until there are `most`, no page follows, or the budget
    /// is spent; what was gathered by then is given.
    ///
    /// # Errors
    ///
    /// As [`Fetcher::get`] for the first page; a later one that fails ends the collection.
    pub async fn collection(
        &self,
        id: &Url,
        most: usize,
        budget: &mut Budget,
        sign: Option<Sign<'_>>,
    ) -> Result<Vec<Value>, FetchError> {
        let mut page = self.page(id, budget, sign).await?;
        let mut items = std::mem::take(&mut page.items);
        while items.len() < most
            && let Some(next) = page.after().and_then(|next| Url::parse(next).ok())
            // A page of somebody else's server would be somebody else's collection.
            && next.origin() == id.origin()
            && let Ok(following) = self.page(&next, budget, sign).await
        {
            page = following;
            items.append(&mut page.items);
        }
        items.truncate(most);
        Ok(items)
    }

    async fn page(&self, url: &Url, budget: &mut Budget, sign: Option<Sign<'_>>) -> Result<Collection, FetchError> {
        Ok(Collection::read(&read(&self.get(url, &Limits::ACTIVITY, budget, sign).await?)?)?)
    }

    /// Finds the actor of an account (WebFinger), and has it confirmed where the answer is about
    /// another host's account.
    ///
    /// # Errors
    ///
    /// [`FetchError::WebFinger`]; else as [`Fetcher::get`].
    pub async fn account(&self, asked: &Account, budget: &mut Budget) -> Result<(Account, Url), FetchError> {
        let answer = self.jrd(asked, budget).await?;
        let mut step = Step::after(asked, &answer)?;
        if let Step::Confirm { account, actor } = &step {
            let answer = self.jrd(account, budget).await?;
            step = Step::confirmed(account, actor, &answer)?;
        }
        match step {
            Step::Found { account, actor } | Step::Confirm { account, actor } => Ok((account, actor)),
        }
    }

    async fn jrd(&self, account: &Account, budget: &mut Budget) -> Result<Jrd, FetchError> {
        let scheme = match self.access() {
            super::Access::Public => "https",
            super::Access::Laboratory => "http",
        };
        let url = account.lookup(scheme)?;
        let fetched = self.get(&url, &Limits::WEBFINGER, budget, None).await?;
        Ok(Jrd::read(&json::read(&fetched.body, Limits::WEBFINGER.bytes)?)?)
    }

    /// Asks a server what it is (NodeInfo) and who its own actor is (FEP-2677).
    ///
    /// # Errors
    ///
    /// [`FetchError::Read`] if it has no NodeInfo; else as [`Fetcher::get`].
    pub async fn node_info(&self, origin: &Url, budget: &mut Budget) -> Result<(NodeInfo, Option<Url>), FetchError> {
        let missing = || FetchError::Read(ReadError::Missing("nodeinfo"));
        let well_known = origin.join("/.well-known/nodeinfo").map_err(|_| missing())?;
        let fetched = self.get(&well_known, &Limits::NODEINFO, budget, None).await?;
        let found = WellKnown::read(&json::read(&fetched.body, Limits::NODEINFO.bytes)?);
        let document = found.document.ok_or_else(missing)?;
        let fetched = self.get(&document, &Limits::NODEINFO, budget, None).await?;
        let info = NodeInfo::read(&json::read(&fetched.body, Limits::NODEINFO.bytes)?).ok_or_else(missing)?;
        Ok((info, found.application))
    }
}

fn read(fetched: &Fetched) -> Result<Value, FetchError> {
    Ok(json::read(&fetched.body, Limits::ACTIVITY.bytes)?)
}

/// Whether a document's id, without fragment, is this address.
fn is_at(value: &Value, address: &Url) -> bool {
    id_of(value).and_then(|id| Url::parse(id).ok()).is_some_and(|mut id| {
        id.set_fragment(None);
        id == *address
    })
}
