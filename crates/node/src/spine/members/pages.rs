// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Joining, inviting, and the list of members. What is a member's own is in `me`.

use askama::Template;
use axum::{
    extract::{Path, Query},
    http::{HeaderMap, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::{Caller, Command},
        id::Id,
        keys::CommunitySecret,
        log::Actor,
        refusal::{Fields, Kind, Refusal, Result as Outcome, not_found},
        sessions,
        world::Micros,
    },
    store::args,
    web::{
        Answer, Failure, Here, Input, Member, Page, Routes,
        answer::form_errors,
        checkbox,
        node_pages::{CodesPage, set_session},
        qr,
    },
};

use super::{
    AnswerRequest, Invite, IssueRecoveryCodes, Join, RequestToJoin, RevokeInvitation, credentials, rules, store,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(members))
        .routes(routes!(join_form, join))
        .routes(routes!(request_form, request))
        .routes(routes!(invitations, invite))
        .routes(routes!(invitation))
        .routes(routes!(revoke))
        .routes(routes!(requests, answer_request))
        .merge(super::me::routes())
}

/// What the tokens of invitations and of accepted requests are made for.
const TOKEN: &str = "join";

/// The last part of a link by which somebody may join: identifier and token in one.
fn join_code(secret: &CommunitySecret, id: Id) -> String {
    format!("{id}{}", secret.token(TOKEN, id))
}

/// The invitation or request that a code names, if its token is right.
fn read_code(secret: &CommunitySecret, code: &str) -> Outcome<Id> {
    let (id, token) = code.split_at_checked(26).ok_or_else(not_found)?;
    let id: Id = id.parse().map_err(|_| not_found())?;
    if secret.verify_token(TOKEN, id, token) { Ok(id) } else { Err(not_found()) }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/members.html")]
struct MembersPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    members: Vec<MemberRow>,
    next: Option<String>,
    may_invite: bool,
    waiting: i64,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct MemberRow {
    id: Id,
    name: Option<String>,
    joined_at: Micros,
    left_at: Option<Micros>,
}

/// Members shown on one page.
const PAGE: i64 = 100;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    after: Option<String>,
}

/// The members.
#[utoipa::path(get, path = "/c/{handle}/members", params(("after" = Option<String>, Query)), responses((status = 200, body = MembersPage), (status = 401)))]
async fn members(member: Member, Query(query): Query<After>) -> Answer {
    let after = query.after.as_deref().and_then(|after| after.split_once('.'));
    let start = (i64::MIN, Id::from_bytes([0; 16]));
    let (at, id) = after.and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?))).unwrap_or(start);
    let mut reader = member.read().await?;
    let members: Vec<MemberRow> = reader.all(&store::PAGE, args![at, id, PAGE]).await?;
    let waiting: Option<(i64,)> = reader.optional(&store::COUNT_REQUESTS, args![]).await?;
    drop(reader);
    let full = members.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let next = members.last().filter(|_| full).map(|last| format!("{}.{}", last.joined_at, last.id));
    let may_invite = member.may(Invite::NAME).await?;
    let waiting = waiting.filter(|_| may_invite).map_or(0, |(waiting,)| waiting);
    let page = member.page(member.visit.lang.t("members-title")).await?;
    member.answer(&MembersPage { page, members, next, may_invite, waiting })
}

/// Joining.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct JoinForm {
    key: Option<Id>,
    name: String,
    #[serde(skip_serializing)]
    passphrase: String,
    #[serde(deserialize_with = "checkbox")]
    accepts: bool,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/join.html")]
struct JoinPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: JoinForm,
    code: String,
    pact: String,
    privacy: String,
}

/// The page of an invitation: the pact, the privacy notice, and the name one wants to have.
#[utoipa::path(get, path = "/c/{handle}/join/{code}", responses((status = 200, body = JoinPage), (status = 404), (status = 410)))]
async fn join_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let secret = here.node().core.secret(here.community.id).await?;
    read_code(&secret, &code)?;
    let page = here.page(here.visit.lang.t("join-title")).await?;
    let form = JoinForm { key: Some(page.key), ..JoinForm::default() };
    show_join(&here, page, form, code, StatusCode::OK).await
}

async fn show_join(here: &Here, page: Page, form: JoinForm, code: String, status: StatusCode) -> Answer {
    let mut reader = here.read().await?;
    let documents: Vec<(String, i64, String, Micros)> =
        reader.all(&crate::spine::communities::store::DOCUMENTS, args![]).await?;
    drop(reader);
    let text = |kind: &str| {
        documents.iter().find(|(found, ..)| found == kind).map(|(_, _, body, _)| body.clone()).unwrap_or_default()
    };
    let view = JoinPage { page, form, code, pact: text("pact"), privacy: text("privacy") };
    here.visit.answer_with(status, &view)
}

/// Joins.
#[utoipa::path(post, path = "/c/{handle}/join/{code}", request_body = JoinForm, responses((status = 200, body = CodesPage), (status = 410), (status = 422)))]
async fn join(
    here: Here,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    Input(form): Input<JoinForm>,
) -> Answer {
    match join_with(&here, &code, &headers, &form).await {
        Ok((codes, token)) => {
            let mut page = here.page(here.visit.lang.t("codes-title")).await?;
            page.done = Some("done-joined");
            let mut response = here.answer(&CodesPage { page, codes, next: here.path("/") })?;
            set_session(&here.visit, here.community.id, &token, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = form_errors(error)?;
            let page = here.page(here.visit.lang.t("join-title")).await?.with_errors(errors);
            show_join(&here, page, form, code, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn join_with(here: &Here, code: &str, headers: &HeaderMap, form: &JoinForm) -> Outcome<(Vec<String>, String)> {
    let (node, community) = (here.node(), here.community.id);
    if here.visit.address.is_some_and(|address| node.addresses.too_many(&node.core.world, address)) {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-tries").into());
    }
    let via = read_code(&node.core.secret(community).await?, code)?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&form.name, &here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    fields.finish()?;
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let guest = Caller::plain(Actor::Guest);
    let mut unit = node.core.begin().await?;
    let command = Join { name: form.name.clone(), via, accepts: form.accepts };
    let done = unit.execute(community, guest, here.key(form.key), command).await?;
    if !done.fresh {
        // The same form twice: the first one is good, and its codes were shown then.
        return Err(crate::spine::refusal::conflict("error-joined-already"));
    }
    let member = done.subject()?;
    let codes = rules::recovery_codes(&node.core.world);
    let hashes = codes.iter().map(|code| rules::hash_code(code)).collect();
    let key = node.core.world.id();
    unit.execute(community, guest, key, IssueRecoveryCodes { member, hashes }).await?;
    unit.tx.run(&sessions::store::SET_PASSPHRASE, args![member, community, passphrase, here.now()]).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let label = sessions::label(agent);
    let door = &here.visit.door.host;
    let token = sessions::open(&mut unit.tx, &node.core.world, community, member, door, &label, false).await?;
    unit.commit().await?;
    Ok((codes, token))
}

/// Asking to join.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct RequestForm {
    key: Option<Id>,
    name: String,
    message: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/request.html")]
struct RequestPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: RequestForm,
    open: bool,
    /// The link by which they come back for the answer, once they asked.
    link: Option<String>,
}

/// The page to ask to join.
#[utoipa::path(get, path = "/c/{handle}/join", responses((status = 200, body = RequestPage)))]
async fn request_form(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("request-title")).await?;
    let form = RequestForm { key: Some(page.key), ..RequestForm::default() };
    let open = here.community.joining == super::super::communities::Joining::Request.as_str();
    here.answer(&RequestPage { page, form, open, link: None })
}

/// Asks to join, and gives the private link to come back by.
#[utoipa::path(post, path = "/c/{handle}/join", request_body = RequestForm, responses((status = 200, body = RequestPage), (status = 422), (status = 429)))]
async fn request(here: Here, Input(form): Input<RequestForm>) -> Answer {
    let node = here.node();
    if here.visit.address.is_some_and(|address| node.addresses.too_many(&node.core.world, address)) {
        return Err(Failure::new(StatusCode::TOO_MANY_REQUESTS, "error-too-many-tries"));
    }
    let command = RequestToJoin { name: form.name.clone(), message: form.message.clone() };
    let title = here.visit.lang.t("request-title");
    match node.core.execute(here.community.id, Caller::plain(Actor::Guest), here.key(form.key), command).await {
        Ok(done) => {
            let secret = node.core.secret(here.community.id).await?;
            let link = here.address(&format!("/join/{}", join_code(&secret, done.subject()?)));
            let page = here.page(title).await?;
            here.answer(&RequestPage { page, form, open: true, link: Some(link) })
        }
        Err(error) => {
            let errors = form_errors(error)?;
            let page = here.page(title).await?.with_errors(errors);
            here.visit
                .answer_with(StatusCode::UNPROCESSABLE_ENTITY, &RequestPage { page, form, open: true, link: None })
        }
    }
}

/// A new invitation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct InviteForm {
    key: Option<Id>,
    purpose: String,
    days: String,
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

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct InvitationRow {
    id: Id,
    purpose: String,
    created_at: Micros,
    expires_at: Micros,
    uses: i64,
    uses_limit: i64,
    revoked_at: Option<Micros>,
}

impl InvitationRow {
    /// Whether somebody may still come in by it.
    fn is_good(&self, now: &Micros) -> bool {
        self.revoked_at.is_none() && self.expires_at > *now && self.uses < self.uses_limit
    }
}

/// The invitations, for who may make them.
#[utoipa::path(get, path = "/c/{handle}/invitations", responses((status = 200, body = InvitationsPage), (status = 403)))]
async fn invitations(member: Member) -> Answer {
    must(&member, Invite::NAME).await?;
    let page = member.page(member.visit.lang.t("invitations-title")).await?;
    let form = InviteForm { key: Some(page.key), ..InviteForm::default() };
    show_invitations(&member, page, form, StatusCode::OK).await
}

/// Refuses a page to who may not give its command.
async fn must(member: &Member, command: &str) -> Result<(), Failure> {
    if member.may(command).await? { Ok(()) } else { Err(Failure::new(StatusCode::FORBIDDEN, "error-mandate")) }
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
            let errors = form_errors(error)?;
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
    must(&member, Invite::NAME).await?;
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
    requests: Vec<RequestRow>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct RequestRow {
    id: Id,
    name: Option<String>,
    message: Option<String>,
    at: Micros,
    outcome: String,
}

/// The requests that wait, for who may answer them.
#[utoipa::path(get, path = "/c/{handle}/requests", responses((status = 200, body = RequestsPage), (status = 403)))]
async fn requests(member: Member) -> Answer {
    must(&member, AnswerRequest::NAME).await?;
    let mut reader = member.read().await?;
    let requests: Vec<RequestRow> = reader.all(&store::REQUESTS, args![100_i64]).await?;
    drop(reader);
    let page = member.page(member.visit.lang.t("requests-title")).await?;
    member.answer(&RequestsPage { page, requests })
}

/// An answer to a request.
#[derive(Debug, Deserialize, ToSchema)]
struct AnswerForm {
    key: Option<Id>,
    request: Id,
    answer: String,
}

/// Answers a request.
#[utoipa::path(post, path = "/c/{handle}/requests", request_body = AnswerForm, responses((status = 303), (status = 403), (status = 409)))]
async fn answer_request(member: Member, Input(form): Input<AnswerForm>) -> Answer {
    let command = AnswerRequest { request: form.request, accept: form.answer == "accept" };
    let done = member.execute(form.key, command).await?;
    Ok(member.go_on("/requests", "answered", Some(done)))
}
