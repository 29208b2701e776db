// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a label and an owner's part lead to, without account: where the machine is. Of whose it is they say nothing.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda,
    spine::{id::Id, viewer::Viewer},
    store::args,
    web::{Answer, Failure, GUEST_LIMIT, Here, Input, Page, Routes},
};

use super::{
    super::{Forget, rules::State, store},
    LABEL, STUB, Tried, tried,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(label)).routes(routes!(stub, forget)).layer(DefaultBodyLimit::max(GUEST_LIMIT))
}

/// What whoever holds a code may know.
#[derive(Debug, sqlx::FromRow)]
struct Row {
    number: i64,
    model: Option<String>,
    state: String,
    outcome: Option<String>,
    system: Option<String>,
    tried: Option<String>,
    forgotten: bool,
    activity_id: Id,
    date_id: String,
}

/// The machine that a code names, if this community made it for `purpose`.
async fn named(here: &Here, purpose: &str, code: &str) -> Result<(Id, Row), Failure> {
    let secret = here.node().core.secret(here.community.id).await?;
    let machine = secret.named(purpose, code).ok_or_else(Failure::not_found)?;
    let holder = Viewer::Link { community: here.community.id, reply: machine };
    let row: Option<Row> = here.node().core.db.read(&holder).await?.optional(&store::BY_LINK, args![]).await?;
    // The code is one that this community made: there was a machine.
    Ok((machine, row.ok_or_else(|| Failure::new(StatusCode::GONE, "error-machine-forgotten"))?))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/by_label.html")]
struct ByLabel {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    number: i64,
    state: String,
    outcome: Option<String>,
    /// Its page, for who attends.
    machine: Option<String>,
}

/// Where the machine is on which a label hangs.
#[utoipa::path(get, path = "/c/{handle}/act/freedom/labels/{code}", responses((status = 200, body = ByLabel), (status = 404), (status = 410)))]
async fn label(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let (machine, row) = named(&here, LABEL, &code).await?;
    let known: Option<super::machine::Row> = here.read().await?.optional(&store::MACHINE, args![machine]).await?;
    let page = here.page(here.visit.lang.with("machine-title", &[("number", &row.number.to_string())])).await?;
    let view = ByLabel {
        number: row.number,
        state: row.state,
        outcome: row.outcome,
        machine: known.map(|machine| here.path(&format!("/act/freedom/machines/{}", machine.id))),
        page: page.in_room("act"),
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/by_stub.html")]
struct ByStub {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    number: i64,
    model: Option<String>,
    state: String,
    outcome: Option<String>,
    /// Which system it has now.
    system: Option<String>,
    tried: Vec<Tried>,
    forgotten: bool,
    /// When it was, or is.
    when: Option<String>,
    place: Option<String>,
    path: String,
    /// Whether what was said can be forgotten now.
    may_forget: bool,
}

/// Where one's own machine is, and what was done with it.
#[utoipa::path(get, path = "/c/{handle}/act/freedom/stubs/{code}", responses((status = 200, body = ByStub), (status = 404), (status = 410)))]
async fn stub(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let (_, row) = named(&here, STUB, &code).await?;
    let page = here.page(here.visit.lang.with("stub-title", &[("number", &row.number.to_string())])).await?;
    let mut page = page.in_room("act");
    let date = agenda::pages::date_now(&page, &mut here.read().await?, row.activity_id, &row.date_id).await?;
    let is_gone = State::named(&row.state) == Some(State::Gone);
    if !is_gone {
        page.now_waits();
    }
    let (when, place) = date.map_or((None, None), |date| (Some(date.when), date.place));
    let view = ByStub {
        number: row.number,
        model: row.model,
        state: row.state,
        outcome: row.outcome,
        system: row.system,
        tried: tried(row.tried.as_deref()),
        forgotten: row.forgotten,
        when,
        place,
        path: here.path(&format!("/act/freedom/stubs/{code}")),
        may_forget: is_gone && !row.forgotten,
        page,
    };
    here.answer(&view)
}

/// That what was said of one's machine shall be forgotten.
#[derive(Debug, Deserialize, ToSchema)]
struct ForgetForm {
    key: Option<Id>,
}

/// Forgets what was said of one's machine.
#[utoipa::path(post, path = "/c/{handle}/act/freedom/stubs/{code}", request_body = ForgetForm, responses((status = 303), (status = 404), (status = 409), (status = 410)))]
async fn forget(here: Here, Path((_, code)): Path<(String, String)>, Input(form): Input<ForgetForm>) -> Answer {
    let (machine, _) = named(&here, STUB, &code).await?;
    // Each is an entry of the log.
    here.slow_down("error-too-many-tries")?;
    let done = here.execute(form.key, Forget { machine, by_stub: true }).await?;
    Ok(here.go_on(&format!("/act/freedom/stubs/{code}"), "machine-forgotten", Some(done)))
}
