// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Signing in and out, coming back with a printed code, the second factor, and the list of sessions.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Caller,
        id::Id,
        log::Actor,
        members::{self, SpendRecoveryCode, credentials, rules::fold},
        refusal::{Fields, Kind, Refusal, Result as Outcome},
        world::Micros,
    },
    store::args,
    web::{
        Answer, Here, Input, Member, Page, Routes,
        answer::{form_errors, see_other},
        node_pages::{clear_session, local_path, set_session},
    },
};

use super::{label, store, throttle};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(sign_in_form, sign_in))
        .routes(routes!(recover_form, recover))
        .routes(routes!(sign_out))
        .routes(routes!(sessions, end_sessions))
}

/// Who comes in, and by what.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct SignIn {
    name: String,
    #[serde(skip_serializing)]
    passphrase: String,
    /// The code of the second factor, for who has one.
    #[serde(skip_serializing)]
    code: String,
    next: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/sessions/templates/sign_in.html")]
struct SignInPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: SignIn,
    failed: Option<String>,
}

/// Where a form sends its reader afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

/// The page to sign in.
#[utoipa::path(get, path = "/c/{handle}/sign-in", responses((status = 200, body = SignInPage)))]
async fn sign_in_form(here: Here, axum::extract::Query(query): axum::extract::Query<Next>) -> Answer {
    let page = here.page(here.visit.lang.t("sign-in-title")).await?;
    let form = SignIn { next: query.next, ..SignIn::default() };
    here.answer(&SignInPage { page, form, failed: None })
}

/// Signs in. An unknown name, a wrong passphrase and a missing code are told alike, in the same time.
#[utoipa::path(post, path = "/c/{handle}/sign-in", request_body = SignIn, responses((status = 303), (status = 422), (status = 429)))]
async fn sign_in(here: Here, headers: HeaderMap, Input(form): Input<SignIn>) -> Answer {
    let refused = match enter(&here, &headers, &form).await {
        Ok(token) => {
            let next = if form.next.is_empty() { here.path("/") } else { local_path(&form.next).to_owned() };
            let mut response = see_other(&next);
            set_session(&here.visit, here.community.id, &token, &mut response);
            return Ok(response);
        }
        Err(error) => error,
    };
    let crate::spine::refusal::Error::Refused(refusal) = refused else { return Err(refused.into()) };
    let status =
        if refusal.kind == Kind::TooMany { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = here.page(here.visit.lang.t("sign-in-title")).await?;
    let failed = Some(here.visit.lang.refusal(&refusal));
    here.visit.answer_with(status, &SignInPage { page, form, failed })
}

fn too_many(here: &Here) -> bool {
    here.visit.address.is_some_and(|address| here.node().addresses.too_many(&here.node().core.world, address))
}

async fn enter(here: &Here, headers: &HeaderMap, form: &SignIn) -> Outcome<String> {
    let (node, community) = (here.node(), here.community.id);
    let now = here.now();
    let account = [community.as_bytes().as_slice(), fold(&form.name).as_bytes()].concat();
    let bucket = throttle::bucket("sign-in", &account);
    let mut tx = node.core.db.write().await?;
    let waits = throttle::waits(&mut tx, &bucket, now).await?;
    let row: Option<(Id, Option<String>)> = tx.optional(&store::BY_NAME, args![community, fold(&form.name)]).await?;
    tx.rollback().await?;
    if waits.is_some() || too_many(here) {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-tries").into());
    }
    let (member, hash) = row.map_or((None, None), |(member, hash)| (Some(member), hash));
    // The hash is computed outside any transaction: it takes a core for a moment.
    let fits = node.hasher.verify(&form.passphrase, hash).await;
    let mut unit = node.core.begin().await?;
    let factor = match member {
        Some(member) => super::factor::check(&mut unit.tx, &node.core.key, member, &form.code, now).await?,
        None => super::factor::Checked::None,
    };
    let (Some(member), true, true) = (member, fits, factor.opens()) else {
        throttle::failed(&mut unit.tx, &bucket, now).await?;
        unit.commit().await?;
        return Err(Refusal::new(Kind::Invalid, "error-sign-in-failed").into());
    };
    throttle::relieve(&mut unit.tx, &bucket).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = super::open(
        &mut unit.tx,
        &node.core.world,
        community,
        member,
        &here.visit.door.host,
        &label(agent),
        factor.given(),
    )
    .await?;
    unit.commit().await?;
    Ok(token)
}

/// Coming back with a printed code.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct Recover {
    name: String,
    #[serde(skip_serializing)]
    recovery_code: String,
    #[serde(skip_serializing)]
    passphrase: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/sessions/templates/recover.html")]
struct RecoverPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: Recover,
}

/// The page to come back with a printed code.
#[utoipa::path(get, path = "/c/{handle}/recover", responses((status = 200, body = RecoverPage)))]
async fn recover_form(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("recover-title")).await?;
    here.answer(&RecoverPage { page, form: Recover::default() })
}

/// Sets a new passphrase by a printed code, which is used up; every other session ends, and a second factor
/// that was lost with the telephone is taken off.
#[utoipa::path(post, path = "/c/{handle}/recover", request_body = Recover, responses((status = 303), (status = 422), (status = 429)))]
async fn recover(here: Here, headers: HeaderMap, Input(form): Input<Recover>) -> Answer {
    match come_back(&here, &headers, &form).await {
        Ok(token) => {
            let mut response = here.go_on("/me", "saved", None);
            set_session(&here.visit, here.community.id, &token, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = form_errors(error)?;
            let page = here.page(here.visit.lang.t("recover-title")).await?.with_errors(errors);
            here.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &RecoverPage { page, form })
        }
    }
}

async fn come_back(here: &Here, headers: &HeaderMap, form: &Recover) -> Outcome<String> {
    let (node, community) = (here.node(), here.community.id);
    let now = here.now();
    if too_many(here) {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-tries").into());
    }
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&form.name, &here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    fields.finish()?;
    let account = [community.as_bytes().as_slice(), fold(&form.name).as_bytes()].concat();
    let bucket = throttle::bucket("recover", &account);
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let hash = members::rules::hash_code(&form.recovery_code);
    let mut unit = node.core.begin().await?;
    if throttle::waits(&mut unit.tx, &bucket, now).await?.is_some() {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-tries").into());
    }
    let row: Option<(Id, Option<String>)> =
        unit.tx.optional(&store::BY_NAME, args![community, fold(&form.name)]).await?;
    let known: Option<(Id,)> = match row {
        Some((member, _)) => unit.tx.optional(&members::store::CODE, args![member, &hash[..]]).await?,
        None => None,
    };
    let Some((member,)) = known else {
        throttle::failed(&mut unit.tx, &bucket, now).await?;
        unit.commit().await?;
        let mut fields = Fields::default();
        fields.error("recovery_code", "field-recovery-code-unknown");
        fields.finish()?;
        return Err(crate::spine::refusal::not_found());
    };
    let key = node.core.world.id();
    unit.execute(community, Caller::plain(Actor::Guest), key, SpendRecoveryCode { member, hash }).await?;
    unit.tx.run(&store::END_ALL, args![member]).await?;
    unit.tx.run(&store::DROP_FACTOR, args![member]).await?;
    unit.tx.run(&store::SET_PASSPHRASE, args![member, community, passphrase, now]).await?;
    throttle::relieve(&mut unit.tx, &bucket).await?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token =
        super::open(&mut unit.tx, &node.core.world, community, member, &here.visit.door.host, &label(agent), false)
            .await?;
    unit.commit().await?;
    Ok(token)
}

/// Signs out.
#[utoipa::path(post, path = "/c/{handle}/sign-out", responses((status = 303)))]
async fn sign_out(here: Here) -> Answer {
    if let Some(session) = here.session {
        let mut tx = here.node().core.db.write().await?;
        tx.run(&store::END, args![session.member, session.id]).await?;
        tx.commit().await?;
    }
    let mut response = here.go_on("/", "signed-out", None);
    clear_session(&here.visit, here.community.id, &mut response);
    Ok(response)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/sessions/templates/sessions.html")]
struct SessionsPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    sessions: Vec<SessionRow>,
    current: Id,
}

#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct SessionRow {
    id: Id,
    door: String,
    label: String,
    created_at: Micros,
    seen_at: Micros,
    second_factor: bool,
}

/// One's own sessions.
#[utoipa::path(get, path = "/c/{handle}/me/sessions", responses((status = 200, body = SessionsPage)))]
async fn sessions(member: Member) -> Answer {
    let mut reader = member.read().await?;
    let sessions: Vec<SessionRow> = reader.all(&store::OWN, args![]).await?;
    drop(reader);
    let page = member.page(member.visit.lang.t("sessions-title")).await?.in_room("care");
    let current = member.session.map_or(page.key, |session| session.id);
    member.answer(&SessionsPage { page, sessions, current })
}

/// Which session shall end; all others when none is named.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct EndSession {
    session: Option<Id>,
}

/// Ends one session, or all others.
#[utoipa::path(post, path = "/c/{handle}/me/sessions", request_body = EndSession, responses((status = 303)))]
async fn end_sessions(member: Member, Input(form): Input<EndSession>) -> Answer {
    let mut tx = member.node().core.db.write().await?;
    match (form.session, member.session) {
        (Some(session), _) => tx.run(&store::END, args![member.id, session]).await?,
        (None, Some(own)) => tx.run(&store::END_OTHERS, args![member.id, own.id]).await?,
        (None, None) => 0,
    };
    tx.commit().await?;
    Ok(member.go_on("/me/sessions", "sessions", None))
}
