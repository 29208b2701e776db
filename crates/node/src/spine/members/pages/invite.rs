// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Invitations and requests, for who keeps the door.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command,
        id::Id,
        refusal::{Error, Kind},
        world::Micros,
    },
    store::args,
    web::{
        Answer, Failure, Input, Member, Page, Routes,
        input::{number, one_of},
        qr,
    },
};

use super::{
    super::{AnswerRequest, Invite, RevokeInvitation, rules, store},
    InvitationRow, join_code,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(invitations, invite))
        .routes(routes!(invitation))
        .routes(routes!(revoke))
        .routes(routes!(requests, answer_request))
}

/// A new invitation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct InviteForm {
    key: Option<Id>,
    purpose: String,
    #[schema(schema_with = number)]
    days: String,
    #[schema(schema_with = number)]
    uses: String,
}

impl Default for InviteForm {
    fn default() -> Self {
        Self { key: None, purpose: String::new(), days: "14".to_owned(), uses: "20".to_owned() }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/invitations.html")]
struct InvitationsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: InviteForm,
    invitations: Vec<InvitationRow>,
    now: Micros,
}

/// The invitations, for who may make them.
#[utoipa::path(get, path = "/c/{handle}/invitations", responses((status = 200, body = InvitationsPage), (status = 403)))]
async fn invitations(member: Member) -> Answer {
    member.must(Invite::NAME).await?;
    let page = member.page(member.visit.lang.t("invitations-title")).await?;
    let form = InviteForm { key: Some(page.key), ..InviteForm::default() };
    show_invitations(&member, page, form, StatusCode::OK).await
}

async fn show_invitations(member: &Member, page: Page, form: InviteForm, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let invitations: Vec<InvitationRow> = reader.all(&store::INVITATIONS, args![100_i64]).await?;
    drop(reader);
    let view = InvitationsPage { page, form, invitations, now: member.now() };
    member.visit.answer_with(status, &view)
}

/// Makes an invitation.
#[utoipa::path(post, path = "/c/{handle}/invitations", request_body = InviteForm, responses((status = 303), (status = 403), (status = 422)))]
async fn invite(member: Member, Input(form): Input<InviteForm>) -> Answer {
    let number = |text: &str| text.trim().parse().unwrap_or(0);
    let command = Invite { purpose: form.purpose.clone(), days: number(&form.days), uses: number(&form.uses) };
    match member.execute(form.key, command).await {
        Ok(done) => Ok(member.go_on(&format!("/invitations/{}", done.subject()?), "invited", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("invitations-title")).await?.with_errors(errors);
            show_invitations(&member, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/invitation.html")]
struct InvitationPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    invitation: InvitationRow,
    good: bool,
    link: String,
    #[serde(skip)]
    qr: String,
    share: String,
}

/// One invitation: its link, its QR to scan or print, and words to share.
#[utoipa::path(get, path = "/c/{handle}/invitations/{id}", responses((status = 200, body = InvitationPage), (status = 403), (status = 404)))]
async fn invitation(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    member.must(Invite::NAME).await?;
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let invitation: Option<InvitationRow> = reader.optional(&store::ONE_INVITATION, args![id]).await?;
    drop(reader);
    let invitation = invitation.ok_or_else(Failure::not_found)?;
    let secret = member.node().core.secret(member.community.id).await?;
    let link = member.address(&format!("/join/{}", join_code(&secret, id)));
    let page = member.page(member.visit.lang.t("invitation-title")).await?;
    let share = page.t2("invitation-share", "community", &member.community.name, "link", &link);
    let good = invitation.is_good(&member.now());
    member.answer(&InvitationPage { page, good, qr: qr::svg(&link), invitation, link, share })
}

/// Ends an invitation.
#[utoipa::path(post, path = "/c/{handle}/invitations/{id}/revoke", responses((status = 303), (status = 403), (status = 404)))]
async fn revoke(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let done = member.execute(None, RevokeInvitation(id)).await?;
    Ok(member.go_on("/invitations", "revoked", Some(done)))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/requests.html")]
struct RequestsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    requests: Vec<RequestView>,
}

#[derive(Debug, Serialize, ToSchema)]
struct RequestView {
    #[serde(flatten)]
    request: RequestRow,
    /// Whether a member has this name: whoever comes in will take another one. The one who asked is not told.
    taken: bool,
    /// How many that wait came with it from one place within one hour; 1 for one that came alone.
    together: usize,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct RequestRow {
    id: Id,
    name: Option<String>,
    message: Option<String>,
    at: Micros,
    outcome: String,
    #[serde(skip)]
    together: Option<Id>,
}

/// The requests that wait, for who may answer them.
#[utoipa::path(get, path = "/c/{handle}/requests", responses((status = 200, body = RequestsPage), (status = 403)))]
async fn requests(member: Member) -> Answer {
    member.must(AnswerRequest::NAME).await?;
    let mut reader = member.read().await?;
    let rows: Vec<RequestRow> = reader.all(&store::REQUESTS, args![100_i64]).await?;
    let mut requests = Vec::new();
    let all: Vec<Option<Id>> = rows.iter().map(|row| row.together).collect();
    for request in rows {
        let together = all.iter().filter(|other| other.is_some() && **other == request.together).count().max(1);
        let key = request.name.as_deref().map(rules::name_key);
        let taken: Option<(Id,)> = reader.optional(&store::OF_NAME, args![key]).await?;
        requests.push(RequestView { request, taken: taken.is_some(), together });
    }
    drop(reader);
    let page = member.page(member.visit.lang.t("requests-title")).await?;
    member.answer(&RequestsPage { page, requests })
}

/// How a request may be answered.
fn answers() -> Schema {
    one_of(&["accept", "decline", "decline-together"])
}

/// An answer to a request.
#[derive(Debug, Deserialize, ToSchema)]
struct AnswerForm {
    key: Option<Id>,
    request: Id,
    /// `accept`; `decline`; `decline-together` for it and all that came with it.
    #[schema(schema_with = answers)]
    answer: String,
}

/// Answers a request.
#[utoipa::path(post, path = "/c/{handle}/requests", request_body = AnswerForm, responses((status = 303), (status = 403), (status = 409)))]
async fn answer_request(member: Member, Input(form): Input<AnswerForm>) -> Answer {
    let key = member.key(form.key);
    if form.answer == "decline-together" {
        let mut reader = member.read().await?;
        let rows: Vec<RequestRow> = reader.all(&store::REQUESTS, args![100_i64]).await?;
        drop(reader);
        let with = rows.iter().find(|row| row.id == form.request).and_then(|row| row.together);
        let together = rows.iter().filter(|row| row.id != form.request && with.is_some() && row.together == with);
        for other in together.map(|row| row.id) {
            let own = Some(key.derived(other.as_bytes()));
            match member.execute(own, AnswerRequest { request: other, accept: false }).await {
                // Somebody else was faster.
                Err(Error::Refused(refusal)) if refusal.kind == Kind::Conflict => {}
                done => drop(done?),
            }
        }
    }
    let command = AnswerRequest { request: form.request, accept: form.answer == "accept" };
    let done = member.execute(Some(key), command).await?;
    Ok(member.go_on("/requests", if form.answer == "accept" { "answered" } else { "refused" }, Some(done)))
}
