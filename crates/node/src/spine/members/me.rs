// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is a member's own: their data to see, export, correct, leave with and have erased; printed codes,
//! passphrase and second factor.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        communities::DocumentKind,
        id::Id,
        refusal::{Fields, Kind, Refusal, Result as Outcome},
        sessions::{self, factor, throttle},
        world::Micros,
    },
    store::args,
    web::{
        Answer, Input, Member, Page, Routes,
        answer::form_errors,
        node_pages::{CodesPage, clear_session},
        qr,
    },
};

use super::{Accept, Erase, IssueRecoveryCodes, Leave, Rename, credentials, rules, store};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(me, rename))
        .routes(routes!(export))
        .routes(routes!(codes))
        .routes(routes!(passphrase))
        .routes(routes!(accept))
        .routes(routes!(factor_form, set_factor))
        .routes(routes!(leave_form, leave))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/me.html")]
struct Me {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: NameForm,
    joined_at: Micros,
    accepted: Vec<Accepted>,
    codes_left: i64,
    second_factor: bool,
    /// Newer versions that were not accepted yet.
    to_accept: Vec<Pending>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Accepted {
    kind: String,
    version: i64,
    at: Micros,
}

#[derive(Debug, Serialize, ToSchema)]
struct Pending {
    kind: String,
    version: i64,
}

/// Another name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct NameForm {
    key: Option<Id>,
    name: String,
}

/// My data: everything the community keeps of me.
#[utoipa::path(get, path = "/c/{handle}/me", responses((status = 200, body = Me), (status = 401)))]
async fn me(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("me-title")).await?;
    let form = NameForm { key: Some(page.key), name: page.member.clone().unwrap_or_default() };
    show(&member, page, form, StatusCode::OK).await
}

async fn show(member: &Member, page: Page, form: NameForm, status: StatusCode) -> Answer {
    let mut reader = member.read().await?;
    let own: Option<(Id, Option<String>, Micros, Option<Micros>)> =
        reader.optional(&store::ONE, args![member.id]).await?;
    let accepted: Vec<Accepted> = reader.all(&store::ACCEPTED, args![]).await?;
    let codes: Option<(i64,)> = reader.optional(&store::CODES_LEFT, args![]).await?;
    let factor: Option<(Option<Micros>,)> = reader.optional(&sessions::store::OWN_FACTOR, args![]).await?;
    let documents: Vec<(String, i64, String, Micros)> =
        reader.all(&crate::spine::communities::store::DOCUMENTS, args![]).await?;
    drop(reader);
    let to_accept = documents
        .into_iter()
        .map(|(kind, version, ..)| Pending { kind, version })
        .filter(|new| !accepted.iter().any(|old| old.kind == new.kind && old.version == new.version))
        .collect();
    let view = Me {
        page: page.in_room("care"),
        form,
        joined_at: own.map_or(0, |(_, _, joined_at, _)| joined_at),
        accepted,
        codes_left: codes.map_or(0, |(codes,)| codes),
        second_factor: factor.is_some_and(|(confirmed,)| confirmed.is_some()),
        to_accept,
    };
    member.visit.answer_with(status, &view)
}

/// Takes another name.
#[utoipa::path(post, path = "/c/{handle}/me", request_body = NameForm, responses((status = 303), (status = 422)))]
async fn rename(member: Member, Input(form): Input<NameForm>) -> Answer {
    match member.execute(form.key, Rename(form.name.clone())).await {
        Ok(done) => Ok(member.go_on("/me", "saved", Some(done))),
        Err(error) => {
            let errors = form_errors(error)?;
            let page = member.page(member.visit.lang.t("me-title")).await?.with_errors(errors);
            show(&member, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Everything the community keeps of a member, as a file.
#[derive(Debug, Serialize, ToSchema)]
struct Export {
    community: String,
    member: Id,
    name: Option<String>,
    joined_at: Micros,
    accepted: Vec<Accepted>,
    sessions: Vec<ExportedSession>,
    messages: Vec<ExportedMessage>,
    entries: Vec<ExportedEntry>,
    replies: Vec<crate::act::agenda::pages::OwnReply>,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct ExportedSession {
    id: Id,
    door: String,
    label: String,
    created_at: Micros,
    seen_at: Micros,
    second_factor: bool,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct ExportedMessage {
    id: Id,
    entry_id: Id,
    body: Option<String>,
    at: Micros,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct ExportedEntry {
    id: Id,
    kind: String,
    title: Option<String>,
    body: Option<String>,
    created_at: Micros,
}

/// My data as a JSON file.
#[utoipa::path(get, path = "/c/{handle}/me/export", responses((status = 200, body = Export), (status = 401)))]
async fn export(member: Member) -> Answer {
    let mut reader = member.read().await?;
    let own: Option<(Id, Option<String>, Micros, Option<Micros>)> =
        reader.optional(&store::ONE, args![member.id]).await?;
    let (_, name, joined_at, _) = own.unwrap_or((member.id, None, 0, None));
    let export = Export {
        community: member.community.handle.clone(),
        member: member.id,
        name,
        joined_at,
        accepted: reader.all(&store::ACCEPTED, args![]).await?,
        sessions: reader.all(&sessions::store::OWN, args![]).await?,
        messages: reader.all(&crate::spine::discussion::store::OWN, args![]).await?,
        entries: reader.all(&crate::spine::entries::store::OWN, args![]).await?,
        replies: crate::act::agenda::pages::own_replies(&mut reader).await?,
    };
    let mut response = crate::web::answer::json(StatusCode::OK, &export)?;
    let disposition = HeaderValue::from_static("attachment; filename=\"tequio-mis-datos.json\"");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// A form that only asks for the passphrase again.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Again {
    key: Option<Id>,
    #[serde(skip_serializing)]
    passphrase: String,
    #[serde(skip_serializing)]
    new_passphrase: String,
}

/// Asks for the passphrase again before something that somebody with a borrowed telephone must not do.
async fn confirm_passphrase(member: &Member, passphrase: &str) -> Outcome<()> {
    let node = member.node();
    let bucket = throttle::bucket("confirm", member.id.as_bytes());
    let mut tx = node.core.db.write().await?;
    let waits = throttle::waits(&mut tx, &bucket, member.now()).await?;
    let hash: Option<(String,)> = tx.optional(&sessions::store::PASSPHRASE, args![member.id]).await?;
    tx.rollback().await?;
    if waits.is_some() {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-tries").into());
    }
    if node.hasher.verify(passphrase, hash.map(|(hash,)| hash)).await {
        return Ok(());
    }
    let mut tx = node.core.db.write().await?;
    throttle::failed(&mut tx, &bucket, member.now()).await?;
    tx.commit().await?;
    let mut fields = Fields::default();
    fields.error("passphrase", "field-passphrase-wrong");
    fields.finish()
}

/// Shows \"my data\" again with what is wrong.
async fn back(member: &Member, error: crate::spine::refusal::Error) -> Answer {
    let errors = form_errors(error)?;
    let page = member.page(member.visit.lang.t("me-title")).await?.with_errors(errors);
    let form = NameForm { key: Some(page.key), name: page.member.clone().unwrap_or_default() };
    show(member, page, form, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Makes new printed codes; the old ones are void.
#[utoipa::path(post, path = "/c/{handle}/me/codes", request_body = Again, responses((status = 200, body = CodesPage), (status = 422)))]
async fn codes(member: Member, Input(form): Input<Again>) -> Answer {
    if let Err(error) = confirm_passphrase(&member, &form.passphrase).await {
        return back(&member, error).await;
    }
    let codes = rules::recovery_codes(&member.node().core.world);
    let hashes = codes.iter().map(|code| rules::hash_code(code)).collect();
    member.execute(form.key, IssueRecoveryCodes { member: member.id, hashes }).await?;
    let page = member.page(member.visit.lang.t("codes-title")).await?;
    member.answer(&CodesPage { page, codes, next: member.path("/me") })
}

/// Takes a new passphrase; every other session ends.
#[utoipa::path(post, path = "/c/{handle}/me/passphrase", request_body = Again, responses((status = 303), (status = 422)))]
async fn passphrase(member: Member, Input(form): Input<Again>) -> Answer {
    match change_passphrase(&member, &form).await {
        Ok(()) => Ok(member.go_on("/me", "saved", None)),
        Err(error) => back(&member, error).await,
    }
}

async fn change_passphrase(member: &Member, form: &Again) -> Outcome<()> {
    confirm_passphrase(member, &form.passphrase).await?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.new_passphrase, &[&member.community.name]) {
        fields.error("new_passphrase", weakness.message());
    }
    fields.finish()?;
    let node = member.node();
    let hash = node.hasher.hash(&form.new_passphrase).await.unwrap_or_default();
    let mut tx = node.core.db.write().await?;
    tx.run(&sessions::store::SET_PASSPHRASE, args![member.id, member.community.id, hash, member.now()]).await?;
    if let Some(session) = member.session {
        tx.run(&sessions::store::END_OTHERS, args![member.id, session.id]).await?;
    }
    Ok(tx.commit().await?)
}

/// Which version is accepted.
#[derive(Debug, Deserialize, ToSchema)]
struct AcceptForm {
    key: Option<Id>,
    kind: DocumentKind,
    version: i64,
}

/// Accepts the newest version of a document.
#[utoipa::path(post, path = "/c/{handle}/me/accept", request_body = AcceptForm, responses((status = 303), (status = 409)))]
async fn accept(member: Member, Input(form): Input<AcceptForm>) -> Answer {
    let done = member.execute(form.key, Accept { kind: form.kind, version: form.version }).await?;
    Ok(member.go_on("/me", "accepted", Some(done)))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/factor.html")]
struct FactorPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    has: bool,
    #[serde(skip)]
    qr: String,
    #[serde(skip)]
    secret: String,
}

/// What is done with the second factor.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct FactorForm {
    passphrase: String,
    code: String,
    remove: String,
}

/// The page of the second factor: a new secret to scan while there is none.
#[utoipa::path(get, path = "/c/{handle}/me/second-factor", responses((status = 200, body = FactorPage)))]
async fn factor_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("factor-title")).await?;
    show_factor(&member, page, StatusCode::OK).await
}

async fn show_factor(member: &Member, page: Page, status: StatusCode) -> Answer {
    let node = member.node();
    let mut tx = node.core.db.write().await?;
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member.id]).await?;
    let (has, secret) = match row {
        Some((_, Some(_), _)) => (true, Vec::new()),
        Some((wrapped, None, _)) => {
            (false, node.core.key.open(member.id.as_bytes(), &wrapped).map_err(crate::spine::refusal::Error::from)?)
        }
        None => {
            let secret: [u8; 20] = node.core.world.bytes();
            let wrapped = node.core.key.seal(&node.core.world, member.id.as_bytes(), &secret);
            tx.run(&sessions::store::SET_FACTOR, args![member.id, member.community.id, wrapped]).await?;
            (false, secret.to_vec())
        }
    };
    tx.commit().await?;
    let (mut code, mut shown) = (String::new(), String::new());
    if !has {
        let account = page.member.clone().unwrap_or_default();
        let address = factor::generator(&secret, &account, &member.community.name)?.to_string();
        code = qr::svg(&address);
        shown = data_encoding::BASE32_NOPAD.encode(&secret);
    }
    member.visit.answer_with(status, &FactorPage { page: page.in_room("care"), has, qr: code, secret: shown })
}

/// Confirms a new second factor by its first code, or takes it off by passphrase and code.
#[utoipa::path(post, path = "/c/{handle}/me/second-factor", request_body = FactorForm, responses((status = 303), (status = 422)))]
async fn set_factor(member: Member, Input(form): Input<FactorForm>) -> Answer {
    match use_factor(&member, &form).await {
        Ok(()) => Ok(member.go_on("/me/second-factor", "factor", None)),
        Err(error) => {
            let errors = form_errors(error)?;
            let page = member.page(member.visit.lang.t("factor-title")).await?.with_errors(errors);
            show_factor(&member, page, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn use_factor(member: &Member, form: &FactorForm) -> Outcome<()> {
    let node = member.node();
    confirm_passphrase(member, &form.passphrase).await?;
    let now = member.now();
    let mut tx = node.core.db.write().await?;
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member.id]).await?;
    let checked = match row {
        Some((wrapped, ..)) => factor::use_code(&mut tx, &node.core.key, member.id, &wrapped, &form.code, now).await?,
        None => factor::Checked::Wrong,
    };
    if !checked.given() {
        tx.commit().await?;
        let mut fields = Fields::default();
        fields.error("code", "field-code-wrong");
        return fields.finish();
    }
    if form.remove.is_empty() {
        if let Some(session) = member.session {
            tx.run(&sessions::store::CONFIRM, args![session.id, true]).await?;
        }
    } else {
        tx.run(&sessions::store::DROP_FACTOR, args![member.id]).await?;
        if let Some(session) = member.session {
            tx.run(&sessions::store::CONFIRM, args![session.id, false]).await?;
        }
    }
    Ok(tx.commit().await?)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/leave.html")]
struct LeavePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
}

/// How somebody leaves.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct LeaveForm {
    key: Option<Id>,
    passphrase: String,
    /// `erase` to be erased as well.
    how: String,
}

/// What leaving and being erased mean, said before.
#[utoipa::path(get, path = "/c/{handle}/me/leave", responses((status = 200, body = LeavePage)))]
async fn leave_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("leave-title")).await?.in_room("care");
    member.answer(&LeavePage { page })
}

/// Leaves, and is erased if that is what was asked.
#[utoipa::path(post, path = "/c/{handle}/me/leave", request_body = LeaveForm, responses((status = 303), (status = 422)))]
async fn leave(member: Member, Input(form): Input<LeaveForm>) -> Answer {
    let outcome = match confirm_passphrase(&member, &form.passphrase).await {
        Ok(()) if form.how == "erase" => member.execute(form.key, Erase).await,
        Ok(()) => member.execute(form.key, Leave).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(done) => {
            let mut response = member.go_on("/", "left", Some(done));
            clear_session(&member.visit, member.community.id, &mut response);
            Ok(response.into_response())
        }
        Err(error) => {
            let errors = form_errors(error)?;
            let page = member.page(member.visit.lang.t("leave-title")).await?.in_room("care").with_errors(errors);
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &LeavePage { page })
        }
    }
}
