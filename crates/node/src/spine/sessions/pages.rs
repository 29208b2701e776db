// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Signing in and out, coming back with a printed code, the second factor, and the list of sessions.

use askama::Template;
use axum::{
    extract::DefaultBodyLimit,
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Caller,
        id::Id,
        log::Actor,
        members::{self, SpendRecoveryCode, credentials, rules::name_key},
        passkeys,
        refusal::{Fields, Kind, Refusal, Result as Outcome},
        world::Micros,
    },
    store::args,
    web::{
        Answer, GUEST_LIMIT, Here, Input, Member, Page, Query, Routes,
        cookies::{browser, clear_session, keep},
        door::{DoorKind, Doors, Resolved, is_local},
        node_pages::local_path,
        visit::Format,
    },
};

use super::{Tokens, factor::Checked, store, throttle::Try};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(sign_in_form, sign_in))
        .routes(routes!(recover_form, recover))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
        .routes(routes!(sign_out))
        .routes(routes!(sessions, end_sessions))
}

/// Who comes in, and by what.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SignIn {
    name: String,
    #[serde(skip_serializing)]
    passphrase: String,
    /// The code of the second factor, for who has one.
    #[serde(skip_serializing)]
    code: String,
    next: String,
}

impl SignIn {
    /// Nothing typed yet, on the way to a page.
    pub(crate) fn to(next: String) -> Self {
        Self { next, ..Self::default() }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/sessions/templates/sign_in.html")]
struct SignInPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: SignIn,
    failed: Option<String>,
    /// What the browser is asked to come in by a passkey, as JSON, where somebody has one.
    passkey: Option<String>,
}

/// Where a form sends its reader afterwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

/// The page to sign in.
#[utoipa::path(get, path = "/c/{handle}/sign-in", responses((status = 200, body = SignInPage)))]
async fn sign_in_form(here: Here, Query(query): Query<Next>) -> Answer {
    show_sign_in(&here, StatusCode::OK, SignIn::to(query.next), None).await
}

async fn show_sign_in(here: &Here, status: StatusCode, form: SignIn, failed: Option<String>) -> Answer {
    let page = here.page(here.visit.lang.t("sign-in-title")).await?;
    let offer = passkeys::offer(here).await?;
    let passkey = offer.as_ref().map(|offer| offer.options.clone());
    let mut response = here.visit.answer_with(status, &SignInPage { page, form, failed, passkey })?;
    if let Some(offer) = offer {
        offer.give(here, &mut response);
    }
    Ok(response)
}

/// Signs in. An unknown name, a wrong passphrase and a missing code are told alike, in the same time.
#[utoipa::path(post, path = "/c/{handle}/sign-in", request_body = SignIn, responses((status = 303), (status = 422), (status = 429)))]
async fn sign_in(here: Here, headers: HeaderMap, Input(form): Input<SignIn>) -> Answer {
    let outcome = enter(&here, &headers, &form).await;
    answer_sign_in(&here, form, outcome).await
}

/// Answers who wanted to come in: with the page where they wanted to be, or the form once more and why not.
pub(crate) async fn answer_sign_in(here: &Here, form: SignIn, outcome: Outcome<Tokens>) -> Answer {
    let refused = match outcome {
        Ok(tokens) => {
            let next = if form.next.is_empty() { here.path("/") } else { local_path(&form.next).to_owned() };
            let mut response = here.visit.go_on(&next, "", None);
            keep(&here.visit, here.community.id, &tokens, &mut response);
            return Ok(response);
        }
        Err(error) => error,
    };
    let crate::spine::refusal::Error::Refused(refusal) = refused else { return Err(refused.into()) };
    if here.visit.format == Format::Json {
        return Err(crate::spine::refusal::Error::Refused(refusal).into());
    }
    let status =
        if refusal.kind == Kind::TooMany { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    let failed = Some(here.visit.lang.refusal(&refusal));
    show_sign_in(here, status, form, failed).await
}

async fn enter(here: &Here, headers: &HeaderMap, form: &SignIn) -> Outcome<Tokens> {
    let (node, community) = (here.node(), here.community.id);
    let now = here.now();
    let browser = browser(&here.visit, community, headers);
    here.slow_down("error-too-many-sign-ins")?;
    let mut tx = node.core.db.write().await?;
    let row: Option<(Id, Option<String>)> =
        tx.optional(&store::BY_NAME, args![community, name_key(&form.name)]).await?;
    if let Some((member, _)) = row {
        here.visit.concerns(member);
    }
    let attempt = match (&row, &browser.device) {
        (Some((member, _)), Some(device)) if browser.is_known_to(&mut tx, *member).await? => {
            Try::with_device(*member, device)
        }
        _ => {
            let account = [community.as_bytes().as_slice(), name_key(&form.name).as_bytes()].concat();
            Try::with_name(&account, node.addresses.place(&node.core.world, here.visit.address))
        }
    };
    let counted = attempt.begin(tx, now, "error-too-many-sign-ins").await?;
    let (member, hash) = row.map_or((None, None), |(member, hash)| (Some(member), hash));
    // The hash is computed outside any transaction: it takes a core for a moment.
    let fits = node.hasher.verify(&form.passphrase, hash).await;
    let mut unit = node.core.begin().await?;
    let factor = match member {
        Some(member) => super::factor::check(&mut unit.tx, &node.core.key, member, &form.code, now, fits).await?,
        None => Checked::None,
    };
    let (Some(member), true, true) = (member, fits, factor.opens()) else {
        unit.commit().await?;
        // Only who has both the passphrase and the code learns that this code was used.
        let why = if factor == Checked::Used { "error-code-used" } else { "error-sign-in-failed" };
        return Err(Refusal::new(Kind::Invalid, why).into());
    };
    counted.went_well(&mut unit.tx).await?;
    let tokens = super::open(&mut unit.tx, &node.core.world, community, member, &browser, factor.given()).await?;
    unit.commit().await?;
    Ok(tokens)
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
        Ok((tokens, had_factor)) => {
            let done = if had_factor { "recovered-factor" } else { "recovered" };
            let mut response = here.go_on("/me", done, None);
            keep(&here.visit, here.community.id, &tokens, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            let page = here.page(here.visit.lang.t("recover-title")).await?.with_errors(errors);
            here.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &RecoverPage { page, form })
        }
    }
}

/// A printed code has 80 random bits: guessing it is hopeless, so nobody is slowed down by name here. Whoever is kept
/// out by what others try at the door comes in by this one. Also says whether a second factor was taken off.
async fn come_back(here: &Here, headers: &HeaderMap, form: &Recover) -> Outcome<(Tokens, bool)> {
    let (node, community) = (here.node(), here.community.id);
    here.slow_down("error-too-many-tries")?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&form.name, &here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    fields.finish()?;
    let hash = members::rules::hash_code(&form.recovery_code);
    let mut tx = node.core.db.snapshot().await?;
    let row: Option<(Id, Option<String>)> =
        tx.optional(&store::BY_NAME, args![community, name_key(&form.name)]).await?;
    let known: Option<(Id,)> = match row {
        Some((member, _)) => {
            here.visit.concerns(member);
            tx.optional(&members::store::CODE, args![member, &hash[..]]).await?
        }
        None => None,
    };
    tx.rollback().await?;
    let Some((member,)) = known else {
        let mut fields = Fields::default();
        fields.error("recovery_code", "field-recovery-code-unknown");
        fields.finish()?;
        return Err(crate::spine::refusal::not_found());
    };
    // The hash is computed outside any transaction, and only for who showed a code.
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let mut unit = node.core.begin().await?;
    let key = node.core.world.id();
    unit.execute(community, Caller::plain(Actor::Guest), key, SpendRecoveryCode { member, hash }).await?;
    let browser = browser(&here.visit, community, headers);
    let back = super::anew(&mut unit.tx, &node.core.world, (community, member), passphrase, &browser).await?;
    unit.commit().await?;
    Ok(back)
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
    sessions: Vec<SessionView>,
    current: Id,
}

#[derive(Debug, Serialize, ToSchema)]
struct SessionView {
    #[serde(flatten)]
    session: SessionRow,
    /// The message that says the door in words.
    #[serde(skip)]
    #[schema(ignore)]
    way: &'static str,
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
    let sessions = sessions
        .into_iter()
        .map(|session| SessionView { way: way(&member.node().doors, &session.door), session })
        .collect();
    let page = member.page(member.visit.lang.t("sessions-title")).await?;
    let current = member.session.map_or(page.key, |session| session.id);
    member.answer(&SessionsPage { page, sessions, current })
}

/// The message that says in words by which door a session came.
fn way(doors: &Doors, host: &str) -> &'static str {
    match doors.resolve(host) {
        Resolved::Unknown => "sessions-by-gone",
        _ if is_local(host) => "sessions-by-machine",
        Resolved::Door(door) | Resolved::Perhaps(door) if door.kind == DoorKind::Lan => "sessions-by-lan",
        Resolved::Door(door) if door.kind == DoorKind::Onion => "sessions-by-onion",
        Resolved::Door(door) | Resolved::Perhaps(door) if door.own_host => "sessions-by-own-host",
        _ => "sessions-by-node",
    }
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
        (Some(session), _) => drop(tx.run(&store::END, args![member.id, session]).await?),
        (None, Some(own)) => {
            tx.run(&store::END_OTHERS, args![member.id, own.id]).await?;
            tx.run(&store::DROP_DEVICES, args![member.id]).await?;
        }
        (None, None) => {}
    }
    tx.commit().await?;
    Ok(member.go_on("/me/sessions", "sessions", None))
}
