// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The agenda of the network, by place and by tag; and whom the community follows.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    link::{blocks, federation, pages::show},
    spine::{
        command::Command as _,
        id::Id,
        refusal::conflict,
        world::{HOUR, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Input, Member, Page, Query, Routes, lang::civil_at},
};

use super::{Follow, Unfollow, follow, store};

pub(in crate::link) fn routes() -> Routes {
    Routes::new().routes(routes!(agenda)).routes(routes!(ask)).routes(routes!(end))
}

/// The dates that are looked at: the next ones.
const DATES: i64 = 300;
/// What began a moment ago is shown still.
const BEGAN: Micros = 3 * HOUR;
/// Places and tags that are offered.
const OFFERED: usize = 30;

/// A community elsewhere.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(in crate::link) struct Followed {
    pub(in crate::link) id: Id,
    pub(in crate::link) name: String,
    pub(in crate::link) account: String,
    pub(in crate::link) page: String,
    pub(in crate::link) asked_at: Micros,
    pub(in crate::link) accepted_at: Option<Micros>,
    pub(in crate::link) refused_at: Option<Micros>,
}

/// Whom the community follows.
pub(in crate::link) async fn followed(reader: &mut Reader) -> Result<Vec<Followed>, Failure> {
    Ok(reader.all(&store::FOLLOWED, args![]).await?)
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    title: String,
    content: String,
    starts_at: Micros,
    ends_at: Micros,
    time_zone: String,
    place: Option<String>,
    town: Option<String>,
    page: String,
    labels: String,
    cancelled: bool,
    origin: String,
    account: String,
    /// Its identifier, who wrote it, and by whose actor it came.
    object: String,
    author: String,
    actor: String,
}

/// A date of another community.
#[derive(Debug, Serialize, ToSchema)]
struct NetworkDate {
    title: String,
    /// Its words, as safe HTML.
    content: String,
    /// When, in words, by the clocks of where it happens.
    when: String,
    starts: String,
    place: Option<String>,
    /// Its page, at its own node.
    url: String,
    tags: Vec<String>,
    cancelled: bool,
    /// Whose it is.
    origin: String,
    account: String,
    /// Its identifier, by which it is reported.
    object: String,
}

impl NetworkDate {
    /// The query of the form by which it is reported.
    fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).append_pair("object", &self.object).finish()
    }

    fn of(page: &Page, row: Row) -> Self {
        let zone = tequio_calendar::zone::get(&row.time_zone).unwrap_or(TimeZone::UTC);
        let local = |at: Micros| civil_at(at, &zone).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let (starts, ends) = (local(row.starts_at), local(row.ends_at));
        Self {
            when: crate::act::agenda::pages::when(page, &starts, &ends, false),
            tags: row.labels.lines().map(str::to_owned).collect(),
            title: row.title,
            content: row.content,
            starts,
            place: row.place,
            url: row.page,
            cancelled: row.cancelled,
            origin: row.origin,
            account: row.account,
            object: row.object,
        }
    }
}

/// A place or a tag, and how many dates it has.
#[derive(Debug, Serialize, ToSchema)]
struct Offered {
    name: String,
    count: i64,
    /// Its query.
    #[serde(skip)]
    #[schema(ignore)]
    query: String,
}

fn offered(key: &str, names: impl Iterator<Item = String>) -> Vec<Offered> {
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let query = |name: &str| url::form_urlencoded::Serializer::new(String::new()).append_pair(key, name).finish();
    let mut offered: Vec<Offered> =
        counts.into_iter().map(|(name, count)| Offered { query: query(&name), name, count }).collect();
    offered.sort_by_key(|one| std::cmp::Reverse(one.count));
    offered.truncate(OFFERED);
    offered
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/agenda.html")]
struct NetworkAgenda {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    dates: Vec<NetworkDate>,
    places: Vec<Offered>,
    tags: Vec<Offered>,
    /// By what it is looked at, if not all of it is.
    only: Option<String>,
}

/// By what one looks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    place: String,
    tag: String,
}

/// What comes in the communities that this one follows, each with where it is from. Nothing of it is this community's.
#[utoipa::path(get, path = "/c/{handle}/link/agenda", params(("place" = Option<String>, Query), ("tag" = Option<String>, Query)), responses((status = 200, body = NetworkAgenda)))]
async fn agenda(here: Here, Query(asked): Query<Asked>) -> Answer {
    let mut reader = here.read().await?;
    let mut rows: Vec<Row> = reader.all(&store::TO_COME, args![here.now() - BEGAN, DATES]).await?;
    let shown = blocks::shown(&mut reader).await?;
    drop(reader);
    rows.retain(|row| shown(&[&row.author, &row.actor, &row.object]));
    let town = |row: &Row| row.town.clone().or_else(|| row.place.clone());
    let places = offered("place", rows.iter().filter_map(town));
    let tags = offered("tag", rows.iter().flat_map(|row| row.labels.lines().map(str::to_owned).collect::<Vec<_>>()));
    let only = [&asked.place, &asked.tag].into_iter().find(|asked| !asked.is_empty()).cloned();
    if !asked.place.is_empty() {
        rows.retain(|row| town(row).as_deref() == Some(&asked.place));
    }
    if !asked.tag.is_empty() {
        rows.retain(|row| row.labels.lines().any(|tag| tag == asked.tag));
    }
    let page = here.page(here.visit.lang.t("network-title")).await?.in_room("link");
    let dates = rows.into_iter().map(|row| NetworkDate::of(&page, row)).collect();
    here.answer(&NetworkAgenda { dates, places, tags, only, page })
}

/// Whom to follow.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(in crate::link) struct FollowForm {
    pub(in crate::link) key: Option<Id>,
    /// `@name@host`, or the address of a page.
    pub(in crate::link) whom: String,
}

/// Asks a community elsewhere whether it lets itself be followed.
#[utoipa::path(post, path = "/c/{handle}/link/follow", request_body = FollowForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn ask(member: Member, Input(form): Input<FollowForm>) -> Answer {
    member.must(Follow::NAME).await?;
    // Nobody is visited for a community that could not ask them anything.
    if federation::actor(&mut member.read().await?).await?.is_none() {
        return Err(conflict("error-link-closed").into());
    }
    let asked = async {
        let found = follow::find(member.node(), &form.whom).await?;
        follow::ask(member.node(), member.community.id, member.caller(), member.key(form.key), found).await
    };
    match asked.await {
        Ok(done) => Ok(member.go_on("/link", "asked-to-follow", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show(&member, form, errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Whom to follow no more.
#[derive(Debug, Deserialize, ToSchema)]
struct EndForm {
    key: Option<Id>,
    id: Id,
}

/// Follows a community no more.
#[utoipa::path(post, path = "/c/{handle}/link/unfollow", request_body = EndForm, responses((status = 303), (status = 403), (status = 404)))]
async fn end(member: Member, Input(form): Input<EndForm>) -> Answer {
    member.must(Unfollow::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let mut unit = member.node().core.begin().await?;
    let done = follow::end(member.node(), &mut unit, community, member.caller(), key, form.id).await?;
    unit.commit().await?;
    Ok(member.go_on("/link", "unfollowed", Some(done)))
}
