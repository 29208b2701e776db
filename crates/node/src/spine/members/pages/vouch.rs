// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming back with people who know one, and vouching for who is before oneself.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::{Caller, Command as _},
        id::Id,
        keys::CommunitySecret,
        log::{self, Actor},
        members::{AskRecovery, DenyRecovery, UseRecovery, Vouch, credentials, rules::name_key, vouching},
        refusal::{Error, Fields, Result as Outcome, forbidden, not_found},
        sessions::{self, Tokens},
        viewer::Viewer,
        world::Micros,
    },
    store::{Reader, args},
    web::{Answer, Failure, GUEST_LIMIT, Here, Input, Member, Page, Routes, cookies::browser, cookies::keep},
};

use super::{
    super::{AnswerRequest, store},
    together,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(ask_form, ask))
        .routes(routes!(come_back_form, come_back))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
        .routes(routes!(vouch_form, vouch))
        .routes(routes!(recoveries, deny))
}

/// What the links of recoveries are made for, and the codes by which members vouch.
const LINK: &str = "recovery";
const VOICE: &str = "vouch";

/// The code that passes from the screen of who asks to the telephones of who knows them: eight letters and digits.
pub(super) fn voice_code(secret: &CommunitySecret, subject: Id) -> String {
    let token = secret.token(VOICE, subject).to_ascii_uppercase();
    let four = |from: usize| token.get(from..from + 4).unwrap_or_default().to_owned();
    format!("{}-{}", four(0), four(4))
}

/// A code as it may have been typed.
fn typed(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Who somebody says to be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct AskForm {
    name: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/ask_recovery.html")]
struct AskPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: AskForm,
    /// What both members type, and the link by which one comes back, once it was asked for.
    asked: Option<Asked>,
}

/// What one who asked takes along.
#[derive(Debug, Serialize, ToSchema)]
struct Asked {
    code: String,
    link: String,
}

/// The page for who has lost passphrase and printed codes.
#[utoipa::path(get, path = "/c/{handle}/recover/people", responses((status = 200, body = AskPage)))]
async fn ask_form(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("recovery-title")).await?;
    here.answer(&AskPage { page, form: AskForm::default(), asked: None })
}

/// Says to be a member. Whoever asks does not learn whether there is one of this name: what is shown looks the same.
#[utoipa::path(post, path = "/c/{handle}/recover/people", request_body = AskForm, responses((status = 200, body = AskPage), (status = 422), (status = 429)))]
async fn ask(here: Here, Input(form): Input<AskForm>) -> Answer {
    here.slow_down("error-too-many-tries")?;
    let page = here.page(here.visit.lang.t("recovery-title")).await?;
    let mut fields = Fields::default();
    fields.line("name", &form.name, 60);
    if let Err(error) = fields.finish() {
        let errors = here.visit.form_errors(error)?;
        let view = AskPage { page: page.with_errors(errors), form, asked: None };
        return here.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let core = &here.node().core;
    core.must_write()?;
    let secret = core.secret(here.community.id).await?;
    let mut tx = core.db.snapshot().await?;
    let found: Option<(Id, Option<String>)> =
        tx.optional(&sessions::store::BY_NAME, args![here.community.id, name_key(&form.name)]).await?;
    tx.rollback().await?;
    // Always a new one, whatever was sent before: the same for the same key would tell a name that there is.
    let key = core.world.id();
    let recovery = match found {
        Some((member, _)) => {
            let together = together(&here, &secret);
            let command = AskRecovery { member, together };
            core.execute(here.community.id, Caller::plain(Actor::Guest), key, command).await?.subject()?
        }
        // As much is made durable for a name that nobody has: by the time neither is told from the other.
        None => {
            let mut tx = core.db.write().await?;
            tx.run(&log::store::REMEMBER, args![here.community.id, key, &key.as_bytes()[..], here.now()]).await?;
            tx.commit().await?;
            core.world.id()
        }
    };
    let link = format!("/recover/people/{}", secret.code(LINK, recovery));
    let asked = Asked { code: voice_code(&secret, recovery), link: here.address(&link) };
    here.answer(&AskPage { page, form, asked: Some(asked) })
}

/// The passphrase that who comes back chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct BackForm {
    key: Option<Id>,
    #[serde(skip_serializing)]
    passphrase: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/recovery.html")]
struct BackPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: BackForm,
    /// How many have vouched, and how many it takes.
    voices: i64,
    wanted: usize,
    /// What both type who know them.
    code: String,
    /// From when on the door is open.
    opens_at: Option<Micros>,
    /// Whether it is open now.
    open: bool,
    /// Why it will never be, in words.
    over: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    path: String,
}

/// The recovery that a link names.
async fn of_link(here: &Here, code: &str) -> Outcome<Id> {
    let secret = here.node().core.secret(here.community.id).await?;
    secret.named(LINK, code).ok_or_else(not_found)
}

async fn show_back(here: &Here, page: Page, code: &str, form: BackForm) -> Answer {
    let recovery = of_link(here, code).await?;
    let holder = Viewer::Link { community: here.community.id, reply: recovery };
    let mut reader = here.node().core.db.read(&holder).await?;
    let standing: Option<vouching::Standing> = reader.optional(&store::RECOVERY_OF, args![recovery]).await?;
    let voices: Option<(i64,)> = reader.optional(&store::COUNT_VOICES, args![recovery]).await?;
    drop(reader);
    // A name that nobody has waits for voices that never come, as long as another one.
    let standing = standing.or_else(|| {
        let asked_at = recovery.made()?;
        Some((recovery, asked_at, None, vouching::Outcome::Waiting.as_str().to_owned()))
    });
    let refused = standing.as_ref().and_then(|standing| match vouching::check(standing, here.now()) {
        Err(Error::Refused(refusal)) => Some(refusal.message),
        _ => None,
    });
    let waits = matches!(refused, Some("error-recovery-no-voices" | "error-recovery-waits"));
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = BackPage {
        voices: voices.map_or(0, |(voices,)| voices),
        wanted: vouching::VOICES,
        code: voice_code(&here.node().core.secret(here.community.id).await?, recovery),
        open: standing.is_some() && refused.is_none(),
        opens_at: standing.and_then(|(_, _, opens_at, _)| opens_at),
        over: refused.filter(|_| !waits).map(|message| page.t(message)),
        path: here.path(&format!("/recover/people/{code}")),
        form: BackForm { key: form.key.or(Some(page.key)), ..form },
        page,
    };
    here.visit.answer_with(status, &view)
}

/// Where one who asked stands, and the passphrase once the door is open.
#[utoipa::path(get, path = "/c/{handle}/recover/people/{code}", responses((status = 200, body = BackPage), (status = 404)))]
async fn come_back_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let page = here.page(here.visit.lang.t("recovery-title")).await?;
    show_back(&here, page, &code, BackForm::default()).await
}

/// Comes back: with another passphrase, and without sessions, printed codes and second factor of before.
#[utoipa::path(post, path = "/c/{handle}/recover/people/{code}", request_body = BackForm, responses((status = 303), (status = 404), (status = 409), (status = 422)))]
async fn come_back(
    here: Here,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    Input(form): Input<BackForm>,
) -> Answer {
    match come_in(&here, &code, &headers, &form).await {
        Ok(tokens) => {
            let mut response = here.go_on("/me", "recovered-people", None);
            keep(&here.visit, here.community.id, &tokens, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            let page = here.page(here.visit.lang.t("recovery-title")).await?.with_errors(errors);
            show_back(&here, page, &code, form).await
        }
    }
}

async fn come_in(here: &Here, code: &str, headers: &HeaderMap, form: &BackForm) -> Outcome<Tokens> {
    here.slow_down("error-too-many-tries")?;
    let (node, community) = (here.node(), here.community.id);
    let recovery = of_link(here, code).await?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    fields.finish()?;
    let holder = Viewer::Link { community, reply: recovery };
    let mut reader = node.core.db.read(&holder).await?;
    let standing: Option<vouching::Standing> = reader.optional(&store::RECOVERY_OF, args![recovery]).await?;
    drop(reader);
    // The hash is computed outside any transaction, and only where the door is open.
    vouching::check(standing.as_ref().ok_or_else(not_found)?, here.now())?;
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let mut unit = node.core.begin().await?;
    let done = unit.execute(community, Caller::plain(Actor::Guest), here.key(form.key), UseRecovery(recovery)).await?;
    let browser = browser(&here.visit, community, headers);
    let (tokens, _) =
        sessions::anew(&mut unit.tx, &node.core.world, (community, done.subject()?), passphrase, &browser).await?;
    unit.commit().await?;
    Ok(tokens)
}

/// The code of who is before one, and whether they are known.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct VouchForm {
    key: Option<Id>,
    voice_code: String,
    /// `yes` once one has seen for whom it is.
    knows: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/vouch.html")]
struct VouchPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: VouchForm,
    /// Who it says to be, once the code is known.
    of: Option<Vouched>,
}

/// For whom one is asked to vouch.
#[derive(Debug, Serialize, ToSchema)]
struct Vouched {
    name: String,
    /// Whether they are a member who comes back; else they want to join.
    back: bool,
}

/// The page on which a member types the code of who is before them.
#[utoipa::path(get, path = "/c/{handle}/members/vouch", responses((status = 200, body = VouchPage), (status = 401)))]
async fn vouch_form(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("vouch-title")).await?;
    let form = VouchForm { key: Some(page.key), ..VouchForm::default() };
    member.answer(&VouchPage { page, form, of: None })
}

/// Vouches, once one has seen for whom.
#[utoipa::path(post, path = "/c/{handle}/members/vouch", request_body = VouchForm, responses((status = 200, body = VouchPage), (status = 303), (status = 403), (status = 409), (status = 422)))]
async fn vouch(member: Member, Input(form): Input<VouchForm>) -> Answer {
    let page = member.page(member.visit.lang.t("vouch-title")).await?;
    let found = match find(&member, &form.voice_code).await {
        Ok(found) => found,
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let view = VouchPage { page: page.with_errors(errors), form, of: None };
            return member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    if form.knows != "yes" {
        let of = Some(found.1);
        return member.answer(&VouchPage { page, form, of });
    }
    let done = member.execute(form.key, Vouch(found.0)).await?;
    Ok(member.go_on("/members", "vouched", Some(done)))
}

/// What waits for voices under a code, and who it says to be.
async fn find(member: &Member, code: &str) -> Outcome<(Id, Vouched)> {
    member.slow_down("error-too-many-tries")?;
    let secret = member.node().core.secret(member.community.id).await?;
    let mut reader = member.node().core.db.read(&member.viewer).await?;
    let own: Option<(Id, Option<String>, Micros, Option<Micros>)> =
        reader.optional(&store::ONE, args![member.id]).await?;
    // Before they look somebody in the eye.
    if own.is_none_or(|(_, _, joined_at, _)| joined_at + vouching::BELONGS > member.now()) {
        return Err(forbidden("error-vouch-new"));
    }
    let waiting: Vec<(Id,)> = reader.all(&store::TO_VOUCH, args![member.now() - vouching::LASTS]).await?;
    let code = typed(code);
    let subject = waiting.into_iter().find(|(subject,)| typed(&voice_code(&secret, *subject)) == code);
    let Some((subject,)) = subject else {
        let mut fields = Fields::default();
        fields.error("voice_code", "field-vouch-code-unknown");
        fields.finish()?;
        return Err(not_found());
    };
    let standing: Option<vouching::Standing> = reader.optional(&store::RECOVERY_OF, args![subject]).await?;
    let name = match &standing {
        Some((of, ..)) => name_of(&mut reader, *of).await?,
        None => {
            let request: Option<(Option<String>, String)> =
                reader.optional(&store::ONE_REQUEST, args![subject]).await?;
            request.and_then(|(name, _)| name)
        }
    };
    Ok((subject, Vouched { name: name.unwrap_or_default(), back: standing.is_some() }))
}

async fn name_of(reader: &mut Reader, member: Id) -> Outcome<Option<String>> {
    let name: Option<(Option<String>,)> = reader.optional(&store::NAME, args![member]).await?;
    Ok(name.and_then(|(name,)| name))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/recoveries.html")]
struct RecoveriesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    recoveries: Vec<RecoveryRow>,
}

/// Somebody says to be a member who lost the way in.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct RecoveryRow {
    id: Id,
    name: Option<String>,
    member_id: Id,
    at: Micros,
    opens_at: Option<Micros>,
}

/// Who says to have lost the way in: all of them for who keeps the door, for others what says to be them.
#[utoipa::path(get, path = "/c/{handle}/members/recoveries", responses((status = 200, body = RecoveriesPage), (status = 401)))]
async fn recoveries(member: Member) -> Answer {
    let keeps = member.may(AnswerRequest::NAME).await?;
    let mut reader = member.read().await?;
    let mut rows: Vec<RecoveryRow> = reader.all(&store::RECOVERIES, args![member.now() - vouching::LASTS]).await?;
    drop(reader);
    rows.retain(|row| keeps || row.member_id == member.id);
    let page = member.page(member.visit.lang.t("recoveries-title")).await?;
    member.answer(&RecoveriesPage { page, recoveries: rows })
}

/// Which recovery is not who it says.
#[derive(Debug, Deserialize, ToSchema)]
struct DenyForm {
    key: Option<Id>,
    recovery: Id,
}

/// Says that it was not them.
#[utoipa::path(post, path = "/c/{handle}/members/recoveries", request_body = DenyForm, responses((status = 303), (status = 403), (status = 404), (status = 409)))]
async fn deny(member: Member, Input(form): Input<DenyForm>) -> Result<axum::response::Response, Failure> {
    let done = member.execute(form.key, DenyRecovery(form.recovery)).await?;
    Ok(member.go_on("/members/recoveries", "recovery-denied", Some(done)))
}
