// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A member's address: giving it, taking it away, and how often they are written to.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    jobs::{self, Job},
    spine::{
        id::Id,
        keys::Key,
        log,
        mail::{
            rules::{self, Digest, check_address},
            sending,
        },
        members::pages::confirm_passphrase,
        refusal::{Fields, Kind, Refusal, Result as Outcome},
        world::{DAY, Instant},
    },
    store::args,
    web::{Answer, Input, Member, Page, Routes},
};

use super::{must_have_mail, opened, own, store};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(mail, add)).routes(routes!(remove)).routes(routes!(choose))
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct Row {
    wrapped: Vec<u8>,
    added_at: Instant,
    confirmed_at: Option<Instant>,
    digest: String,
}

impl Row {
    pub(super) fn opened_by(self, key: &Key, member: Id) -> Outcome<OwnMail> {
        let Self { wrapped, added_at, confirmed_at, digest } = self;
        Ok(OwnMail { address: opened(key, member, &wrapped)?, added_at, confirmed_at, digest })
    }
}

/// What is kept of a member's address.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnMail {
    address: String,
    added_at: Instant,
    /// When they opened the link that was sent there.
    confirmed_at: Option<Instant>,
    /// How often they are written to: `off`, `daily` or `weekly`.
    digest: String,
}

/// An address, and that it is its member who gives it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct AddressForm {
    mail_address: String,
    #[serde(skip_serializing)]
    passphrase: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/mail/templates/mail.html")]
struct MailPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: AddressForm,
    mail: Option<OwnMail>,
}

/// One's own address, and how often one is written to.
#[utoipa::path(get, path = "/c/{handle}/me/mail", responses((status = 200, body = MailPage), (status = 401), (status = 403), (status = 404)))]
async fn mail(member: Member) -> Answer {
    must_have_mail(&member)?;
    member.opens_sealed()?;
    let page = member.page(member.visit.lang.t("mail-title")).await?;
    show(&member, page, AddressForm::default()).await
}

async fn show(member: &Member, page: Page, form: AddressForm) -> Answer {
    let mut reader = member.read().await?;
    let mail = own(member, &mut reader).await?;
    drop(reader);
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    member.visit.answer_with(status, &MailPage { page, form, mail })
}

/// Gives an address, in the place of the one before. It is written to once, to ask whether it is theirs.
#[utoipa::path(post, path = "/c/{handle}/me/mail", request_body = AddressForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 422), (status = 429)))]
async fn add(member: Member, Input(form): Input<AddressForm>) -> Answer {
    must_have_mail(&member)?;
    member.opens_sealed()?;
    match keep(&member, &form).await {
        Ok(()) => Ok(member.go_on("/me/mail", "mail-sent", None)),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("mail-title")).await?.with_errors(errors);
            show(&member, page, form).await
        }
    }
}

async fn keep(member: &Member, form: &AddressForm) -> Outcome<()> {
    let core = &member.node().core;
    core.must_write()?;
    let mut fields = Fields::default();
    let address = check_address(&mut fields, "mail_address", &form.mail_address);
    fields.finish()?;
    // By it somebody comes in: whoever has a borrowed telephone does not give theirs.
    confirm_passphrase(member, &form.passphrase).await?;
    let (community, now, letter) = (member.community.id, member.now(), core.world.id());
    let address = address.map(|address| address.to_string()).unwrap_or_default();
    let mark = core.key.digest(&address.to_lowercase()).to_vec();
    let wrapped = core.key.seal(&core.world, member.id.as_bytes(), address.as_bytes());
    let mut tx = core.db.write().await?;
    // One after the other, so that those that come at once are counted.
    let _: Vec<(i64,)> = tx.all(&log::store::LOCK_COMMUNITY, args![community]).await?;
    let asked: Option<(i64,)> = tx.optional(&store::ASKED, args![member.id, &mark, now - DAY]).await?;
    if asked.is_none_or(|(asked,)| asked >= rules::LETTERS) {
        return Err(Refusal::new(Kind::TooMany, "error-too-many-letters").into());
    }
    tx.run(&store::VOID, args![member.id, now]).await?;
    let row = args![member.id, core.world.id(), community, wrapped, &mark, member.visit.lang.tag(), now];
    tx.run(&store::KEEP, row).await?;
    tx.run(&store::WRITE, args![letter, community, sending::CONFIRM, member.id, mark, now]).await?;
    jobs::enqueue(&mut tx, &core.world, Some(community), &Job::SendLetter(letter), now).await?;
    Ok(tx.commit().await?)
}

/// Takes the address away: nothing of it is kept.
#[utoipa::path(post, path = "/c/{handle}/me/mail/remove", responses((status = 303), (status = 401), (status = 404)))]
async fn remove(member: Member) -> Answer {
    must_have_mail(&member)?;
    let mut tx = member.node().core.db.write().await?;
    tx.run(&store::REMOVE, args![member.id]).await?;
    tx.run(&store::VOID, args![member.id, member.now()]).await?;
    tx.commit().await?;
    Ok(member.go_on("/me/mail", "mail-removed", None))
}

/// How often somebody wants to be written to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct DigestForm {
    digest: String,
}

/// Chooses how often one is written to: `off`, `daily` or `weekly`.
#[utoipa::path(post, path = "/c/{handle}/me/mail/digest", request_body = DigestForm, responses((status = 303), (status = 401), (status = 404), (status = 422)))]
async fn choose(member: Member, Input(form): Input<DigestForm>) -> Answer {
    must_have_mail(&member)?;
    let Some(digest) = Digest::named(&form.digest) else {
        let mut fields = Fields::default();
        fields.error("digest", "field-choose");
        let errors =
            member.visit.form_errors(fields.finish().err().unwrap_or_else(crate::spine::refusal::not_found))?;
        let page = member.page(member.visit.lang.t("mail-title")).await?.with_errors(errors);
        return show(&member, page, AddressForm::default()).await;
    };
    let due_at = digest.next(member.now(), &member.community.zone());
    let mut tx = member.node().core.db.write().await?;
    tx.run(&store::CHOOSE, args![member.id, digest.as_str(), member.visit.lang.tag(), due_at]).await?;
    tx.commit().await?;
    Ok(member.go_on("/me/mail", "saved", None))
}
