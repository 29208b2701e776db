// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The reports that are open, for who coordinates, and the form by which a member reports a date of the network.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    link::federation::actor,
    spine::{
        command::Command as _,
        entries,
        id::Id,
        refusal::FieldError,
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Input, Member, Page, Query, Routes},
};

use super::{Close, Forward, Make, flags, store};

pub(in crate::link) fn routes() -> Routes {
    Routes::new().routes(routes!(reports)).routes(routes!(form, make)).routes(routes!(forward)).routes(routes!(close))
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    made_by: Option<String>,
    reporter: Option<String>,
    words: String,
    about: String,
    title: Option<String>,
    reported_at: Micros,
    forwarded_at: Option<Micros>,
}

/// Something that is reported.
#[derive(Debug, Serialize, ToSchema)]
struct Reported {
    url: String,
    /// What it is called, if that is known.
    title: String,
}

/// A report.
#[derive(Debug, Serialize, ToSchema)]
struct Report {
    id: Id,
    /// The member who made it, if one did.
    made_by: Option<String>,
    /// The actor elsewhere, if it came from there.
    reporter: Option<String>,
    words: String,
    about: Vec<Reported>,
    reported_at: Micros,
    forwarded_at: Option<Micros>,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/reports.html")]
struct ReportsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    reports: Vec<Report>,
}

/// What somebody says is not right: from elsewhere about what is ours, and by members about what is others'.
#[utoipa::path(get, path = "/c/{handle}/link/reports", responses((status = 200, body = ReportsPage), (status = 401), (status = 403)))]
async fn reports(member: Member) -> Answer {
    member.must(Close::NAME).await?;
    show(&member, Vec::new(), StatusCode::OK).await
}

async fn show(member: &Member, errors: Vec<FieldError>, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let rows: Vec<Row> = reader.all(&store::LIST, args![]).await?;
    let own = actor(&mut reader).await?.map(|own| own.address);
    let mut reports = Vec::new();
    for row in rows {
        let mut about = Vec::new();
        for url in row.about.lines() {
            let date = own.as_ref().and_then(|own| own.which(url));
            let title = match (&row.title, date) {
                (Some(title), _) => Some(title.clone()),
                (None, Some((entry, _))) => {
                    let found: Option<(Option<String>,)> =
                        reader.optional(&entries::store::TITLE, args![entry]).await?;
                    found.and_then(|(title,)| title)
                }
                (None, None) => own.as_ref().filter(|own| own.actor() == url).map(|_| member.community.name.clone()),
            };
            about.push(Reported { url: url.to_owned(), title: title.unwrap_or_else(|| url.to_owned()) });
        }
        let Row { id, made_by, reporter, words, reported_at, forwarded_at, .. } = row;
        reports.push(Report { id, made_by, reporter, words, about, reported_at, forwarded_at });
    }
    drop(reader);
    let page = member.page(member.visit.lang.t("reports-title")).await?.in_room("link").with_errors(errors);
    member.visit.answer_with(status, &ReportsPage { page, reports })
}

/// Which report.
#[derive(Debug, Deserialize, ToSchema)]
struct OneForm {
    key: Option<Id>,
    id: Id,
    /// What is said elsewhere, in the community's name.
    #[serde(default)]
    words: String,
}

/// Sends a member's report on to where what it is about is from.
#[utoipa::path(post, path = "/c/{handle}/link/reports/forward", request_body = OneForm, responses((status = 303), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn forward(member: Member, Input(form): Input<OneForm>) -> Answer {
    member.must(Forward::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    let command = Forward { report: form.id, words: form.words };
    match flags::forward(member.node(), community, member.caller(), key, command).await {
        Ok(done) => Ok(member.go_on("/link/reports", "report-forwarded", Some(done))),
        Err(error) => show(&member, member.visit.form_errors(error)?, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// Ends a report.
#[utoipa::path(post, path = "/c/{handle}/link/reports/close", request_body = OneForm, responses((status = 303), (status = 403), (status = 404)))]
async fn close(member: Member, Input(form): Input<OneForm>) -> Answer {
    member.must(Close::NAME).await?;
    let done = member.execute(form.key, Close(form.id)).await?;
    Ok(member.go_on("/link/reports", "report-closed", Some(done)))
}

/// Which date of the network, and what is not right about it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ReportForm {
    key: Option<Id>,
    /// Its identifier.
    object: String,
    words: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/report.html")]
struct ReportPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    title: String,
    url: String,
    origin: String,
    account: String,
    form: ReportForm,
}

/// The form by which a member reports a date of the network.
#[utoipa::path(get, path = "/c/{handle}/link/report", params(("object" = Option<String>, Query)), responses((status = 200, body = ReportPage), (status = 401), (status = 404)))]
async fn form(member: Member, Query(form): Query<ReportForm>) -> Answer {
    ask(&member, form, Vec::new(), StatusCode::OK).await
}

async fn ask(member: &Member, form: ReportForm, errors: Vec<FieldError>, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let date: Option<(String, String, String, String)> = reader.optional(&store::DATE, args![&form.object]).await?;
    drop(reader);
    let (title, url, origin, account) = date.ok_or_else(Failure::not_found)?;
    let page = member.page(member.visit.lang.t("report-title")).await?.in_room("link").with_errors(errors);
    let form = ReportForm { key: form.key.or(Some(page.key)), ..form };
    member.visit.answer_with(status, &ReportPage { title, url, origin, account, form, page })
}

/// Reports a date of the network to who coordinates.
#[utoipa::path(post, path = "/c/{handle}/link/report", request_body = ReportForm, responses((status = 303), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn make(member: Member, Input(form): Input<ReportForm>) -> Answer {
    let ReportForm { key, object, words } = form.clone();
    match member.execute(key, Make { object, words }).await {
        Ok(done) => Ok(member.go_on("/link/agenda", "reported", Some(done))),
        Err(error) => ask(&member, form, member.visit.form_errors(error)?, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// What a member reported, for the export of their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnReport {
    about: String,
    title: Option<String>,
    words: String,
    reported_at: Instant,
}

/// What the viewer reported.
pub(crate) async fn own_reports(reader: &mut Reader) -> Result<Vec<OwnReport>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}
