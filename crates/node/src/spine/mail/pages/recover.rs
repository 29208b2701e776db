// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming back by a letter: whoever asks is answered alike, whatever the name; the link is good once, for an hour.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    jobs::{self, Job},
    spine::{
        command::Caller,
        id::Id,
        log::Actor,
        mail::{
            self,
            commands::ComeBackByMail,
            sending::{self, has_factor},
        },
        members::{credentials, rules::name_key},
        refusal::{Fields, Result as Outcome, conflict},
        sessions::{
            self, Tokens,
            factor::{self, Checked},
            throttle::Try,
        },
    },
    store::args,
    web::{Answer, GUEST_LIMIT, Here, Input, Page, Routes, cookies::browser, cookies::keep},
};

use super::{links::good_for, must_have_mail, named, store};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(ask_form, ask))
        .routes(routes!(come_back_form, come_back))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
}

/// Who somebody says to be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct MailRecoveryForm {
    name: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mail/templates/ask.html")]
struct AskByMailPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: MailRecoveryForm,
    /// Whether it was asked for.
    asked: bool,
}

/// The page for who has lost the passphrase and confirmed an address.
#[utoipa::path(get, path = "/c/{handle}/recover/mail", responses((status = 200, body = AskByMailPage), (status = 404)))]
async fn ask_form(here: Here) -> Answer {
    must_have_mail(&here)?;
    let page = here.page(here.visit.lang.t("mail-recovery-title")).await?;
    here.answer(&AskByMailPage { page, form: MailRecoveryForm::default(), asked: false })
}

/// Asks for a letter. For a name that nobody has, or who confirmed no address, the same is made durable and answered; whether
/// a letter goes out is found out later.
#[utoipa::path(post, path = "/c/{handle}/recover/mail", request_body = MailRecoveryForm, responses((status = 200, body = AskByMailPage), (status = 404), (status = 422), (status = 429)))]
async fn ask(here: Here, Input(form): Input<MailRecoveryForm>) -> Answer {
    must_have_mail(&here)?;
    here.slow_down("error-too-many-tries")?;
    let page = here.page(here.visit.lang.t("mail-recovery-title")).await?;
    let mut fields = Fields::default();
    fields.line("name", &form.name, 60);
    if let Err(error) = fields.finish() {
        let errors = here.visit.form_errors(error)?;
        let view = AskByMailPage { page: page.with_errors(errors), form, asked: false };
        return here.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
    }
    let (core, community) = (&here.node().core, here.community.id);
    core.must_write()?;
    let (now, letter) = (here.now(), core.world.id());
    let mut tx = core.db.write().await?;
    let found: Option<(Id, Option<String>)> =
        tx.optional(&sessions::store::BY_NAME, args![community, name_key(&form.name)]).await?;
    let member = found.map_or_else(|| core.world.id(), |(member, _)| member);
    let row = args![letter, community, sending::RECOVERY, member, None::<Vec<u8>>, now];
    tx.run(&store::WRITE, row).await?;
    jobs::enqueue(&mut tx, &core.world, Some(community), &Job::SendLetter(letter), now).await?;
    tx.commit().await?;
    here.answer(&AskByMailPage { page, form, asked: true })
}

/// The passphrase that who comes back chooses.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct BackByMailForm {
    #[serde(skip_serializing)]
    passphrase: String,
    /// The code of the second factor, for who has one.
    #[serde(skip_serializing)]
    code: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mail/templates/back.html")]
struct BackByMailPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// Whether the link is good.
    good: bool,
    /// Whether a code of the second factor is wanted.
    wants_code: bool,
    #[serde(skip)]
    #[schema(ignore)]
    path: String,
}

async fn show_back(here: &Here, page: Page, code: &str) -> Answer {
    let letter = named(here, mail::RECOVERY, code).await?;
    let mut tx = here.node().core.db.snapshot().await?;
    let member = good_for(here, &mut tx, sending::RECOVERY, letter).await.ok();
    let wants_code = match member {
        Some(member) => has_factor(&mut tx, member).await?,
        None => false,
    };
    tx.rollback().await?;
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = here.path(&format!("/recover/mail/{code}"));
    here.visit.answer_with(status, &BackByMailPage { page, good: member.is_some(), wants_code, path })
}

/// What the link of a letter opens.
#[utoipa::path(get, path = "/c/{handle}/recover/mail/{code}", responses((status = 200, body = BackByMailPage), (status = 404)))]
async fn come_back_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let page = here.page(here.visit.lang.t("mail-recovery-title")).await?;
    show_back(&here, page, &code).await
}

/// Comes back: with another passphrase, and without sessions, printed codes and second factor of before.
#[utoipa::path(post, path = "/c/{handle}/recover/mail/{code}", request_body = BackByMailForm, responses((status = 303), (status = 403), (status = 404), (status = 409), (status = 422), (status = 429)))]
async fn come_back(
    here: Here,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    Input(form): Input<BackByMailForm>,
) -> Answer {
    match come_in(&here, &code, &headers, &form).await {
        Ok((tokens, had_factor)) => {
            let done = if had_factor { "recovered-mail-factor" } else { "recovered-mail" };
            let mut response = here.go_on("/me", done, None);
            keep(&here.visit, here.community.id, &tokens, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            let page = here.page(here.visit.lang.t("mail-recovery-title")).await?.with_errors(errors);
            show_back(&here, page, &code).await
        }
    }
}

/// Also says whether a second factor was taken off: whoever reads somebody's letters does not have it, so its code is asked
/// for before.
async fn come_in(here: &Here, code: &str, headers: &HeaderMap, form: &BackByMailForm) -> Outcome<(Tokens, bool)> {
    let letter = named(here, mail::RECOVERY, code).await?;
    here.slow_down("error-too-many-tries")?;
    let (node, community, now) = (here.node(), here.community.id, here.now());
    node.core.must_write()?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    fields.finish()?;
    let mut tx = node.core.db.write().await?;
    let member = good_for(here, &mut tx, sending::RECOVERY, letter).await?;
    here.visit.concerns(member);
    let counted = if has_factor(&mut tx, member).await? {
        Some(Try::with_code(member).begin(tx, now, "error-too-many-tries").await?)
    } else {
        tx.rollback().await?;
        None
    };
    // The hash is computed outside any transaction, and only for who showed a link.
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let mut unit = node.core.begin().await?;
    let checked = factor::check(&mut unit.tx, &node.core.key, member, &form.code, now, true).await?;
    if !checked.opens() {
        let mut fields = Fields::default();
        fields.error("code", if checked == Checked::Used { "field-code-used" } else { "field-code-wrong" });
        fields.finish()?;
    }
    if unit.tx.run(&store::USE, args![letter, now]).await? == 0 {
        return Err(conflict("error-mail-link-over"));
    }
    unit.tx.run(&store::VOID, args![member, now]).await?;
    let command = ComeBackByMail { member, second_factor: checked.given() };
    unit.execute(community, Caller::plain(Actor::Guest), node.core.world.id(), command).await?;
    if let Some(counted) = counted {
        counted.went_well(&mut unit.tx).await?;
    }
    let browser = browser(&here.visit, community, headers);
    let back = sessions::anew(&mut unit.tx, &node.core.world, (community, member), passphrase, &browser).await?;
    unit.commit().await?;
    Ok(back)
}
