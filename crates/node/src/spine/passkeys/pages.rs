// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A member's passkeys: made in two steps (who says their passphrase is asked for one, and the browser answers), listed with
//! where they open, taken off.

use askama::Template;
use axum::{extract::DefaultBodyLimit, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        members::pages::confirm_passphrase,
        refusal::{Error, Fields, Kind, Result as Outcome, conflict},
        sessions::Session,
        world::Instant,
    },
    store::{Write, args},
    web::{Answer, GUEST_LIMIT, Input, Member, Page, Routes, let_script, visit::Format},
};

use super::{
    AddPasskey, LIMIT,
    ceremony::{self, Made, Owner, Place, Question},
    sign_in, still_opens, store,
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(sign_in::sign_in))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
        .routes(routes!(passkeys, ask))
        .routes(routes!(keep))
        .routes(routes!(end))
}

/// A passkey, as its owner sees it.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub struct OwnPasskey {
    id: Id,
    label: String,
    /// Where it was made, and alone opens.
    host: String,
    created_at: Instant,
    /// The day on which it was last used.
    seen_at: Option<Instant>,
}

/// Where a passkey opens, seen from here.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Opens {
    /// By this door.
    Here,
    /// By another one.
    Elsewhere,
    /// Nowhere any more: the address changed.
    Nowhere,
}

impl Opens {
    /// The message that says so.
    const fn message(self) -> &'static str {
        match self {
            Self::Here => "passkeys-opens-here",
            Self::Elsewhere => "passkeys-opens-elsewhere",
            Self::Nowhere => "passkeys-opens-nowhere",
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct PasskeyView {
    #[serde(flatten)]
    passkey: OwnPasskey,
    opens: Opens,
}

/// What a new passkey is called, and who asks for it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = PasskeyAskForm)]
struct AskForm {
    /// What it is kept by: «my telephone».
    device: String,
    #[serde(skip_serializing)]
    passphrase: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/passkeys/templates/passkeys.html")]
struct Passkeys {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: AskForm,
    passkeys: Vec<PasskeyView>,
    /// The host to which a passkey would be bound that is made here; nothing where none can be.
    host: Option<String>,
    /// Where one can be made, if not here.
    elsewhere: Option<String>,
    /// Whether there are as many as there may be.
    full: bool,
    /// What the browser is asked to make one.
    question: Option<Question>,
    failed: Option<String>,
}

/// One's own passkeys.
#[utoipa::path(get, path = "/c/{handle}/me/passkeys", responses((status = 200, body = Passkeys), (status = 401)))]
async fn passkeys(member: Member) -> Answer {
    show(&member, StatusCode::OK, AskForm::default(), Shown::default()).await
}

/// What the page shows beside the list.
#[derive(Debug, Default)]
struct Shown {
    errors: Vec<crate::spine::refusal::FieldError>,
    question: Option<Question>,
    failed: Option<String>,
}

async fn show(member: &Member, status: StatusCode, form: AskForm, shown: Shown) -> Answer {
    let Shown { errors, question, failed } = shown;
    let page = member.page(member.visit.lang.t("passkeys-title")).await?.with_errors(errors);
    let rows: Vec<OwnPasskey> = member.read().await?.all(&store::OWN, args![]).await?;
    let (doors, home) = (&member.node().doors, member.community.host.as_deref());
    let host = Place::of(member).map(|place| place.host);
    let opens = |passkey: &OwnPasskey| match host.as_deref() {
        Some(here) if here == passkey.host => Opens::Here,
        _ if still_opens(doors, home, &passkey.host) => Opens::Elsewhere,
        _ => Opens::Nowhere,
    };
    let passkeys: Vec<PasskeyView> =
        rows.into_iter().map(|passkey| PasskeyView { opens: opens(&passkey), passkey }).collect();
    let canonical = doors.canonical_door();
    let elsewhere = canonical.passkey_host().map(|_| format!("{}/@{}", canonical.origin, member.community.handle));
    let full = i64::try_from(passkeys.len()).is_ok_and(|count| count >= LIMIT);
    let scripted = host.is_some();
    let view = Passkeys { page, form, passkeys, host, elsewhere, full, question, failed };
    let mut response = member.visit.answer_with(status, &view)?;
    if scripted {
        let_script(&mut response);
    }
    Ok(response)
}

/// The page once more, with what did not fit or came too late; a program is told.
async fn back(member: &Member, form: AskForm, error: Error) -> Answer {
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    if member.visit.format == Format::Json || !matches!(refusal.kind, Kind::Invalid | Kind::Conflict) {
        return Err(Error::Refused(refusal).into());
    }
    let (errors, failed) = match refusal.fields.is_empty() {
        true => (Vec::new(), Some(member.visit.lang.refusal(&refusal))),
        false => (refusal.fields, None),
    };
    show(member, StatusCode::UNPROCESSABLE_ENTITY, form, Shown { errors, failed, question: None }).await
}

/// Who says their passphrase is asked for a new passkey: the page has the question to the browser.
#[utoipa::path(post, path = "/c/{handle}/me/passkeys", request_body = AskForm, responses((status = 200, body = Passkeys), (status = 403), (status = 409), (status = 422)))]
async fn ask(member: Member, Input(form): Input<AskForm>) -> Answer {
    match question(&member, &form).await {
        Ok((device, question)) => {
            let form = AskForm { device, passphrase: String::new() };
            show(&member, StatusCode::OK, form, Shown { question: Some(question), ..Shown::default() }).await
        }
        Err(error) => back(&member, form, error).await,
    }
}

async fn question(member: &Member, form: &AskForm) -> Outcome<(String, Question)> {
    let place = Place::must(member)?;
    let mut fields = Fields::default();
    let device = fields.line("device", &form.device, 60);
    fields.finish()?;
    confirm_passphrase(member, &form.passphrase).await?;
    let core = &member.node().core;
    let mut tx = core.db.write().await?;
    let known: Vec<(Vec<u8>,)> = tx.all(&store::KNOWN, args![member.id, place.host.as_str()]).await?;
    has_room(&mut tx, member.id).await?;
    tx.rollback().await?;
    let name = member.page(String::new()).await.ok().and_then(|page| page.member).unwrap_or_default();
    let (session, community) = (session(member)?, &member.community.name);
    let owner = Owner { member: member.id, session, name: &name, community };
    Ok((device, ceremony::ask_to_make(core, &place, &owner, &known)?))
}

/// Refuses one too many.
async fn has_room(tx: &mut Write, member: Id) -> Outcome<()> {
    let count: Option<(i64,)> = tx.optional(&store::COUNT, args![member]).await?;
    if count.is_some_and(|(count,)| count >= LIMIT) {
        return Err(conflict("error-too-many-passkeys"));
    }
    Ok(())
}

/// The session in which a passkey is made: who asks for it and who answers are one.
fn session(member: &Member) -> Outcome<Id> {
    let session: Option<Session> = member.session;
    session.map(|session| session.id).ok_or_else(crate::spine::refusal::not_found)
}

/// What the browser made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
struct KeepForm {
    device: String,
    /// What was asked, as the page had it.
    sealed: String,
    /// The answer of the browser, as JSON.
    answer: String,
}

/// Keeps a new passkey.
#[utoipa::path(post, path = "/c/{handle}/me/passkeys/keep", request_body = KeepForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn keep(member: Member, Input(form): Input<KeepForm>) -> Answer {
    match kept(&member, &form).await {
        Ok(()) => Ok(member.go_on("/me/passkeys", "passkey", None)),
        Err(error) => back(&member, AskForm { device: form.device, ..AskForm::default() }, error).await,
    }
}

async fn kept(member: &Member, form: &KeepForm) -> Outcome<()> {
    let place = Place::must(member)?;
    let mut fields = Fields::default();
    let device = fields.line("device", &form.device, 60);
    fields.finish()?;
    let core = &member.node().core;
    let mut unit = core.begin().await?;
    let owner = (member.id, session(member)?);
    let made = match ceremony::made(core, &mut unit.tx, &place, owner, &form.sealed, &form.answer).await {
        Ok(made) => made,
        Err(refused) => {
            // A wrong answer uses the question up.
            unit.commit().await?;
            return Err(refused);
        }
    };
    // Says it to its owner, and takes its turn among the community's changes: no two at once are one too many.
    unit.execute(member.community.id, member.caller(), core.world.id(), AddPasskey).await?;
    has_room(&mut unit.tx, member.id).await?;
    let Made { credential, fixed, counted } = made;
    let (id, community, now) = (core.world.id(), member.community.id, member.now());
    let row = args![id, credential, community, member.id, place.host.as_str(), device, fixed, counted, now];
    if unit.tx.run(&store::KEEP, row).await? != 1 {
        return Err(conflict("error-passkey-not-made"));
    }
    unit.commit().await?;
    Ok(())
}

/// Which passkey is taken off.
#[derive(Debug, Deserialize, ToSchema)]
struct EndPasskey {
    passkey: Id,
}

/// Takes a passkey off. What stood for a second factor in any session does so no longer, as when that is taken off.
#[utoipa::path(post, path = "/c/{handle}/me/passkeys/end", request_body = EndPasskey, responses((status = 303), (status = 401)))]
async fn end(member: Member, Input(form): Input<EndPasskey>) -> Answer {
    let mut tx = member.node().core.db.write().await?;
    if tx.run(&store::END, args![member.id, form.passkey]).await? == 1 {
        tx.run(&crate::spine::sessions::store::UNCONFIRM, args![member.id]).await?;
    }
    tx.commit().await?;
    Ok(member.go_on("/me/passkeys", "passkey-ended", None))
}
