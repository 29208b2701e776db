// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of the room: whether the community is open to the network, how one follows it, and how far other nodes have been
//! told.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command as _,
        id::Id,
        refusal::{FieldError, conflict},
        world::Micros,
    },
    store::args,
    web::{Answer, Failure, Here, Input, Member, Page, Routes, door::authority},
};

use super::{
    blocks, bundles,
    federation::{self, Address, Open, actor, fits, store},
    network::{self, Follow, FollowForm, Followed, followed},
    reports,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(link))
        .routes(routes!(open))
        .routes(routes!(close_form, close))
        .merge(blocks::routes())
        .merge(bundles::routes())
        .merge(reports::routes())
        .merge(federation::routes())
        .merge(network::routes())
}

/// How the community is open to the network.
#[derive(Debug, Serialize, ToSchema)]
struct Opened {
    /// By which one finds it: `handle@host`.
    account: String,
    /// Its identifier.
    actor: String,
    since: Micros,
    /// How many follow.
    followers: i64,
    /// How many dates travel.
    dates: i64,
}

/// A node to which the community speaks.
#[derive(Debug, Serialize, ToSchema)]
struct Peer {
    host: String,
    /// How many dates changed of which it was not told yet.
    behind: usize,
    /// When it was last told something.
    told: Option<Micros>,
    /// Since when it does not answer, and when it is asked again.
    silent: Option<Micros>,
    next: Micros,
    /// What went wrong.
    error: Option<String>,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/link.html")]
struct LinkPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    opened: Option<Opened>,
    peers: Vec<Peer>,
    /// Whether the viewer may open it.
    may_open: bool,
    /// The address that it would have for ever.
    address: String,
    /// Whether others could reach it there, and whether it is the node's.
    reachable: bool,
    of_node: bool,
    /// Whether the viewer sees what is reported.
    may_moderate: bool,
    /// Whom it follows.
    followed: Vec<Followed>,
    /// Whether the viewer may follow others.
    may_follow: bool,
    /// Whether the viewer may carry bundles.
    may_carry: bool,
    form: FollowForm,
}

/// The address that a community has on the network if it is opened now: that of its own host, or of the node's.
fn address_of(here: &Here) -> Address {
    Address(here.node().doors.address_of(&here.community.handle, here.community.host.as_deref()))
}

fn is_reachable(here: &Here, address: &Address) -> bool {
    Url::parse(&address.0).is_ok_and(|base| fits(&base, here.node().access))
}

/// Other communities, and how this one is open to them.
#[utoipa::path(get, path = "/c/{handle}/link", responses((status = 200, body = LinkPage)))]
async fn link(here: Here) -> Answer {
    show(&here, FollowForm::default(), Vec::new(), StatusCode::OK).await
}

/// The page, with what is wrong with its form.
pub(super) async fn show(here: &Here, form: FollowForm, errors: Vec<FieldError>, status: StatusCode) -> Answer {
    let mut reader = here.read().await?;
    let found = actor(&mut reader).await?;
    let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count);
    let opened = match found {
        Some(found) => Some(Opened {
            account: account(here, &found.address),
            actor: found.address.actor(),
            since: found.opened_at,
            followers: count(reader.optional(&store::FOLLOWERS, args![]).await?),
            dates: count(reader.optional(&store::TRAVELLING, args![]).await?),
        }),
        None => None,
    };
    let rows: Vec<(String, Option<Micros>, Option<String>, Micros, Option<Micros>, i64)> =
        reader.all(&store::PEERS, args![]).await?;
    let first = rows.iter().map(|(.., reached)| *reached).min().unwrap_or(i64::MAX);
    let changed: Vec<(i64,)> = reader.all(&store::CHANGED, args![first]).await?;
    let peer = |(host, silent, error, next, told, reached)| {
        let behind = changed.len() - changed.partition_point(|(seq,)| *seq <= reached);
        Peer { host, behind, told, silent, next, error }
    };
    let peers = rows.into_iter().map(peer).collect();
    let followed = followed(&mut reader).await?;
    drop(reader);
    let address = address_of(here);
    let page = here.page(here.visit.lang.t("menu-link")).await?.in_room("link").with_errors(errors);
    let may_carry = here.may(Follow::NAME).await?;
    let view = LinkPage {
        may_open: here.may(Open::NAME).await?,
        reachable: is_reachable(here, &address),
        of_node: address.0.contains("/@"),
        may_moderate: here.may(reports::Close::NAME).await?,
        address: address.0,
        may_follow: opened.is_some() && may_carry,
        may_carry,
        form: FollowForm { key: form.key.or(Some(page.key)), ..form },
        opened,
        peers,
        followed,
        page,
    };
    here.visit.answer_with(status, &view)
}

/// The account by which a community is found.
fn account(here: &Here, address: &Address) -> String {
    let host = Url::parse(&address.0).map(|base| authority(&base)).unwrap_or_default();
    format!("{}@{host}", here.community.handle)
}

/// Nothing but the will to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct OpenForm {
    key: Option<Id>,
}

/// Opens the community to the network.
#[utoipa::path(post, path = "/c/{handle}/link/open", request_body = OpenForm, responses((status = 303), (status = 403), (status = 409)))]
async fn open(member: Member, Input(form): Input<OpenForm>) -> Answer {
    member.must(Open::NAME).await?;
    let address = address_of(&member);
    if !is_reachable(&member, &address) {
        return Err(Failure::from(conflict("error-link-address")));
    }
    let (rsa, ed25519) = federation::prepare(&member.node().core, member.community.id).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let mut unit = member.node().core.begin().await?;
    let done = unit.execute(community, member.caller(), key, Open { base: address.0, rsa, ed25519 }).await?;
    unit.tx.run(&store::NO_FAREWELL, args![community]).await?;
    unit.commit().await?;
    Ok(member.go_on("/link", "opened", Some(done)))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/close.html")]
struct ClosePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    address: String,
    followers: i64,
    dates: i64,
}

/// What happens when the community is closed to the network.
#[utoipa::path(get, path = "/c/{handle}/link/close", responses((status = 200, body = ClosePage), (status = 401), (status = 403), (status = 409)))]
async fn close_form(member: Member) -> Answer {
    member.must(federation::Close::NAME).await?;
    let mut reader = member.read().await?;
    let found = actor(&mut reader).await?.ok_or_else(|| conflict("error-link-closed"))?;
    let followers: Option<(i64,)> = reader.optional(&store::FOLLOWERS, args![]).await?;
    let dates: Option<(i64,)> = reader.optional(&store::TRAVELLING, args![]).await?;
    drop(reader);
    let page = member.page(member.visit.lang.t("link-close")).await?.in_room("link");
    let count = |row: Option<(i64,)>| row.map_or(0, |(count,)| count);
    let (followers, dates) = (count(followers), count(dates));
    member.answer(&ClosePage { address: found.address.actor(), followers, dates, page })
}

/// Closes the community to the network.
#[utoipa::path(post, path = "/c/{handle}/link/close", request_body = OpenForm, responses((status = 303), (status = 403), (status = 409)))]
async fn close(member: Member, Input(form): Input<OpenForm>) -> Answer {
    member.must(federation::Close::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let done = federation::close(member.node(), community, member.caller(), key).await?;
    Ok(member.go_on("/link", "closed-to-network", Some(done)))
}
