// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of blocks: whom the community limits or suspends, who waits for a yes, and whether it deals with listed hosts alone.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{command::Command as _, id::Id, refusal::FieldError, world::Micros},
    store::args,
    web::{
        Answer, Input, Member, Page, Query, Routes,
        input::{YES_OR_NO, one_of, ticked},
    },
};

use super::{Answer as Reply, Entry, Lift, ListOnly, Set, import, knocks, rules::Measure, sever, store};

pub(in crate::link) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(blocks, set))
        .routes(routes!(lift))
        .routes(routes!(list_only))
        .routes(routes!(reply))
        .merge(import::routes())
}

/// Blocks on one page.
const PAGE: i64 = 100;

/// One who is limited, suspended or listed.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(super) struct Block {
    id: Id,
    /// A host, or the address of an actor.
    pub(super) target: String,
    pub(super) measure: String,
    pub(super) reason: String,
    set_at: Micros,
}

/// Somebody who waits for a yes.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Waiting {
    id: Id,
    wish: String,
    actor: String,
    name: String,
    /// What they ask for.
    object: String,
    knocked_at: Micros,
}

/// Whom to block, and how.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct BlockForm {
    key: Option<Id>,
    /// A host, or the address of an actor.
    target: String,
    #[schema(schema_with = measures)]
    measure: String,
    reason: String,
}

fn measures() -> Schema {
    one_of(&[&[""], Measure::WORDS].concat())
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/blocks.html")]
struct BlocksPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    blocks: Vec<Block>,
    /// How many there are of each kind.
    limited: i64,
    suspended: i64,
    listed: i64,
    waiting: Vec<Waiting>,
    /// Whether the community deals with listed hosts alone.
    listed_only: bool,
    may_block: bool,
    /// Which page this is, from 1, and whether there is one more.
    number: i64,
    more: bool,
    form: BlockForm,
}

/// Which page of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    page: Option<i64>,
}

/// Whom the community limits and suspends on the network, and who waits for a yes.
#[utoipa::path(get, path = "/c/{handle}/link/blocks", params(("page" = Option<i64>, Query)), responses((status = 200, body = BlocksPage), (status = 401)))]
async fn blocks(member: Member, Query(place): Query<Place>) -> Answer {
    show(&member, BlockForm::default(), Vec::new(), place.page.unwrap_or(1), StatusCode::OK).await
}

async fn show(member: &Member, form: BlockForm, errors: Vec<FieldError>, number: i64, status: StatusCode) -> Answer {
    let number = number.clamp(1, 1_000);
    let may_block = member.may(Set::NAME).await?;
    let mut reader = member.read().await?;
    let mut blocks: Vec<Block> = reader.all(&store::LIST, args![PAGE + 1, (number - 1) * PAGE]).await?;
    let counts: Vec<(String, i64)> = reader.all(&store::COUNTS, args![]).await?;
    let waiting: Vec<Waiting> = if may_block { reader.all(&store::WAIT, args![]).await? } else { Vec::new() };
    let only: Option<(bool,)> = reader.optional(&store::ONLY, args![]).await?;
    drop(reader);
    let count =
        |measure: Measure| counts.iter().find(|(kind, _)| kind == measure.as_str()).map_or(0, |(_, count)| *count);
    let more = i64::try_from(blocks.len()).is_ok_and(|length| length > PAGE);
    blocks.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let page = member.page(member.visit.lang.t("blocks-title")).await?.in_room("link").with_errors(errors);
    let view = BlocksPage {
        limited: count(Measure::Limit),
        suspended: count(Measure::Suspend),
        listed: count(Measure::List),
        listed_only: only.is_some_and(|(only,)| only),
        form: BlockForm { key: form.key.or(Some(page.key)), ..form },
        blocks,
        waiting,
        may_block,
        number,
        more,
        page,
    };
    member.visit.answer_with(status, &view)
}

/// Limits, suspends or lists somebody.
#[utoipa::path(post, path = "/c/{handle}/link/blocks", request_body = BlockForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn set(member: Member, Input(form): Input<BlockForm>) -> Answer {
    member.must(Set::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let BlockForm { target, measure, reason, .. } = form.clone();
    let command = Set(vec![Entry { target, measure, reason }]);
    match sever::change(member.node(), community, member.caller(), key, command).await {
        Ok(done) => Ok(member.go_on("/link/blocks", "blocked", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show(&member, form, errors, 1, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Whom to block no more.
#[derive(Debug, Deserialize, ToSchema)]
struct LiftForm {
    key: Option<Id>,
    id: Id,
}

/// Limits, suspends or lists somebody no more.
#[utoipa::path(post, path = "/c/{handle}/link/blocks/lift", request_body = LiftForm, responses((status = 303), (status = 403), (status = 404)))]
async fn lift(member: Member, Input(form): Input<LiftForm>) -> Answer {
    member.must(Lift::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let done = sever::change(member.node(), community, member.caller(), key, Lift(form.id)).await?;
    Ok(member.go_on("/link/blocks", "lifted", Some(done)))
}

/// Whether to deal with listed hosts alone.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct OnlyForm {
    key: Option<Id>,
    #[serde(deserialize_with = "crate::web::checkbox")]
    #[schema(schema_with = ticked)]
    only: bool,
}

/// Deals with listed hosts alone, or with everybody again.
#[utoipa::path(post, path = "/c/{handle}/link/blocks/only", request_body = OnlyForm, responses((status = 303), (status = 403), (status = 409)))]
async fn list_only(member: Member, Input(form): Input<OnlyForm>) -> Answer {
    member.must(ListOnly::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let done = sever::change(member.node(), community, member.caller(), key, ListOnly(form.only)).await?;
    Ok(member.go_on("/link/blocks", if form.only { "listed-only" } else { "not-listed-only" }, Some(done)))
}

/// An answer to who waits.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = KnockReplyForm)]
struct ReplyForm {
    key: Option<Id>,
    id: Id,
    #[serde(default)]
    #[schema(schema_with = yes_or_no)]
    answer: String,
}

fn yes_or_no() -> Schema {
    one_of(YES_OR_NO)
}

/// Answers somebody who is limited and wants to follow, or to come.
#[utoipa::path(post, path = "/c/{handle}/link/blocks/answer", request_body = ReplyForm, responses((status = 303), (status = 403), (status = 404)))]
async fn reply(member: Member, Input(form): Input<ReplyForm>) -> Answer {
    member.must(Reply::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let command = Reply { knock: form.id, accepted: form.answer == "yes" };
    let done = knocks::reply(member.node(), community, member.caller(), key, command).await?;
    Ok(member.go_on("/link/blocks", "knock-answered", Some(done)))
}
