// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What of a fest is printed: a machine's label with its owner's part, and the sheets for a day without computer.

use askama::Template;
use axum::extract::Path;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::web::{Answer, Failure, Member, Page, Routes, qr};

use super::{
    super::rules::{Backup, MINORS_KEPT, Outcome, Part, Wish},
    LABEL, STUB, There, address, attends, crew,
    machine::Row,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(label)).routes(routes!(sheets))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/label.html")]
struct LabelPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    number: i64,
    title: String,
    when: String,
    /// What the label leads to: where the machine is, and nothing of whose it is.
    label: String,
    #[serde(skip)]
    label_qr: String,
    /// What its owner's part leads to.
    stub: String,
    #[serde(skip)]
    stub_qr: String,
    path: String,
}

/// A machine's label, and the part that its owner takes along.
#[utoipa::path(get, path = "/c/{handle}/act/freedom/machines/{id}/label", responses((status = 200, body = LabelPage), (status = 401), (status = 404)))]
async fn label(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let row = Row::find(&member, &id).await?;
    let there = There::find(&mut member.read().await?, &row.activity_id.to_string(), &row.date_id).await?;
    let secret = member.node().core.secret(member.community.id).await?;
    let (label, stub) = (address(&member, &secret, LABEL, row.id), address(&member, &secret, STUB, row.id));
    let page = member.page(member.visit.lang.t("label-title")).await?.in_room("act");
    let (below, name) = (format!("/act/freedom/machines/{}", row.id), page.t1("machine-title", "number", row.number));
    let page = page.below(&below, name);
    let view = LabelPage {
        number: row.number,
        title: there.title(&page),
        when: there.when(&page),
        label_qr: qr::svg(&label),
        stub_qr: qr::svg(&stub),
        label,
        stub,
        path: member.path(&below),
        page,
    };
    member.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "act/freedom/fest/templates/sheets.html")]
struct SheetsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    when: String,
    keep_days: i64,
    minors_kept: i64,
    wishes: Vec<&'static str>,
    backups: Vec<&'static str>,
    outcomes: Vec<&'static str>,
    parts: Vec<&'static str>,
}

/// The sheets with which a machine is received and handed over where there is no computer at the table.
#[utoipa::path(get, path = "/c/{handle}/act/agenda/{id}/{date}/fest/sheets", responses((status = 200, body = SheetsPage), (status = 401), (status = 403), (status = 404)))]
async fn sheets(member: Member, Path((_, id, date)): Path<(String, String, String)>) -> Answer {
    let mut reader = member.read().await?;
    let there = There::find(&mut reader, &id, &date).await?;
    let fest = there.fest.as_ref().ok_or_else(Failure::not_found)?;
    if !attends(&member, &crew(&mut reader, fest.id).await?) {
        return Err(Failure::new(axum::http::StatusCode::FORBIDDEN, "error-fest-crew"));
    }
    drop(reader);
    let page = member.page(member.visit.lang.t("sheets-title")).await?.in_room("act");
    let view = SheetsPage {
        title: there.title(&page),
        when: there.when(&page),
        keep_days: fest.keep_days,
        minors_kept: fest.keep_days.min(MINORS_KEPT),
        wishes: Wish::WORDS.to_vec(),
        backups: Backup::WORDS.to_vec(),
        outcomes: Outcome::WORDS.to_vec(),
        parts: Part::WORDS.to_vec(),
        page,
    };
    member.answer(&view)
}
