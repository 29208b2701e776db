// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The shelves that a community keeps for others: made, listed, with another link, closed.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    node::Node,
    spine::{
        attachments::rules::in_words,
        command::Command,
        id::Id,
        refusal::{Result as Outcome, conflict},
        sessions::hash,
        world::Micros,
    },
    store::args,
    web::{Answer, Failure, Here, Input, Member, Page, Routes, input::number},
};

use super::{
    commands::{Close, Make, Renew},
    folder,
    lying::Shelf,
    rules, store,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(shelves, make)).routes(routes!(renew)).routes(routes!(close_form, close))
}

/// A new shelf.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ShelfForm {
    key: Option<Id>,
    /// For whom.
    name: String,
    /// How much it holds.
    #[schema(schema_with = number)]
    gigabytes: String,
}

impl Default for ShelfForm {
    fn default() -> Self {
        Self { key: None, name: String::new(), gigabytes: rules::USUAL.to_string() }
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    name: Option<String>,
    gigabytes: i64,
    made_at: Micros,
    link_at: Micros,
}

/// A shelf, as members see it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::safekeeping) struct ShelfView {
    id: Id,
    /// For whom.
    pub name: String,
    pub gigabytes: i64,
    pub made_at: Micros,
    /// When the link was made that is good now.
    link_at: Micros,
    /// How many backups lie there.
    pub files: usize,
    /// How much they take, in words, and in hundredths of what it holds.
    pub taken: String,
    pub hundredths: u64,
    /// When something last came.
    pub last: Option<Micros>,
    /// Whether that is too long ago.
    pub late: bool,
}

impl ShelfView {
    fn of(node: &Node, row: Row) -> Self {
        let now = node.core.world.now();
        let holds = u64::try_from(row.gigabytes).unwrap_or_default().saturating_mul(rules::GIGABYTE);
        let shelf = Shelf { folder: folder(node, row.id), holds, reserve: node.reserve, now };
        let lying = shelf.list().unwrap_or_else(|error| {
            tracing::error!(%error, shelf = %row.id, "what lies on a shelf cannot be listed");
            Vec::new()
        });
        let taken: u64 = lying.iter().map(|lying| lying.size).sum();
        let last = lying.iter().map(|lying| lying.at).max();
        Self {
            id: row.id,
            name: row.name.unwrap_or_default(),
            gigabytes: row.gigabytes,
            made_at: row.made_at,
            link_at: row.link_at,
            files: lying.len(),
            taken: in_words(i64::try_from(taken).unwrap_or(i64::MAX)),
            hundredths: taken.saturating_mul(100).checked_div(holds).unwrap_or_default(),
            late: now - last.unwrap_or(row.made_at) > rules::LATE,
            last,
        }
    }
}

/// The shelves of a community that are open.
pub(in crate::safekeeping) async fn shelves_of(here: &Here) -> Result<Vec<ShelfView>, Failure> {
    let rows: Vec<Row> = here.read().await?.all(&store::LIST, args![]).await?;
    Ok(rows.into_iter().map(|row| ShelfView::of(here.node(), row)).collect())
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "safekeeping/templates/shelves.html")]
struct ShelvesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: ShelfForm,
    shelves: Vec<ShelfView>,
    /// The link that was just made: it is not shown again.
    link: Option<String>,
}

impl ShelvesPage {
    /// How the other node uses a link.
    fn command(&self, link: &str) -> String {
        format!("tequio serve --backups {link} --custodians age1…")
    }
}

async fn show(member: &Member, page: Page, form: ShelfForm, link: Option<String>) -> Answer {
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shelves = shelves_of(member).await?;
    let form = ShelfForm { key: form.key.or(Some(page.key)), ..form };
    member.visit.answer_with(status, &ShelvesPage { page, form, shelves, link })
}

/// The shelves, for who makes them.
#[utoipa::path(get, path = "/c/{handle}/safekeeping/shelves", responses((status = 200, body = ShelvesPage), (status = 401), (status = 403)))]
async fn shelves(member: Member) -> Answer {
    member.must(Make::NAME).await?;
    let page = member.page(member.visit.lang.t("shelves-title")).await?;
    show(&member, page, ShelfForm::default(), None).await
}

/// Makes a shelf and shows its link, once.
#[utoipa::path(post, path = "/c/{handle}/safekeeping/shelves", request_body = ShelfForm, responses((status = 200, body = ShelvesPage), (status = 401), (status = 403), (status = 409), (status = 422)))]
async fn make(member: Member, Input(form): Input<ShelfForm>) -> Answer {
    member.must(Make::NAME).await?;
    member.opens_sealed()?;
    let page = member.page(member.visit.lang.t("shelves-title")).await?;
    let command = Make { name: form.name.clone(), gigabytes: form.gigabytes.trim().parse().unwrap_or(0) };
    match with_link(&member, form.key, command).await {
        Ok(link) => show(&member, page, ShelfForm::default(), Some(link)).await,
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            show(&member, page.with_errors(errors), form, None).await
        }
    }
}

/// Carries out a command after which a shelf has a link of its own: 256 random bits, of which a hash is kept.
async fn with_link<C: Command>(member: &Member, key: Option<Id>, command: C) -> Outcome<String> {
    let core = &member.node().core;
    let mut unit = core.begin().await?;
    let done = unit.execute(member.community.id, member.caller(), member.key(key), command).await?;
    if !done.fresh {
        return Err(conflict("error-shelf-link-shown"));
    }
    let secret = data_encoding::BASE64URL_NOPAD.encode(&core.world.bytes::<32>());
    unit.tx.run(&store::KEEP_LINK, args![done.subject()?, &hash(&secret)[..]]).await?;
    unit.commit().await?;
    Ok(format!("{}/shelf/{secret}", member.node().doors.canonical()))
}

/// Gives a shelf another link and shows it, once. The one before opens nothing any more.
#[utoipa::path(post, path = "/c/{handle}/safekeeping/shelves/{id}/renew", responses((status = 200, body = ShelvesPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn renew(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    member.must(Renew::NAME).await?;
    member.opens_sealed()?;
    let shelf = id.parse().map_err(|_| Failure::not_found())?;
    let link = with_link(&member, None, Renew(shelf)).await?;
    let page = member.page(member.visit.lang.t("shelves-title")).await?;
    show(&member, page, ShelfForm::default(), Some(link)).await
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "safekeeping/templates/close_shelf.html")]
struct CloseShelf {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    shelf: ShelfView,
}

/// Asks whether a shelf shall be closed, with all that lies there.
#[utoipa::path(get, path = "/c/{handle}/safekeeping/shelves/{id}/close", responses((status = 200, body = CloseShelf), (status = 401), (status = 403), (status = 404)))]
async fn close_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    member.must(Close::NAME).await?;
    let mut shelves = shelves_of(&member).await?.into_iter();
    let shelf = shelves.find(|shelf| shelf.id.to_string() == id).ok_or_else(Failure::not_found)?;
    let page = member.page(member.visit.lang.t("shelves-close-title")).await?;
    member.answer(&CloseShelf { page, shelf })
}

/// Closes a shelf: its link opens nothing, and what lay there is removed.
#[utoipa::path(post, path = "/c/{handle}/safekeeping/shelves/{id}/close", responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn close(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let shelf = id.parse().map_err(|_| Failure::not_found())?;
    let done = member.execute(None, Close(shelf)).await?;
    super::empty(member.node(), shelf);
    Ok(member.go_on("/safekeeping/shelves", "shelf-closed", Some(done)))
}
