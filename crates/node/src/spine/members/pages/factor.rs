// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The second factor.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        refusal::{Error, Fields, Result as Outcome},
        sessions::{
            self,
            factor::{self, Checked},
            throttle::Try,
        },
        world::Micros,
    },
    store::args,
    web::{Answer, Input, Member, Page, Routes, answer::form_errors, qr},
};

use super::secrets::confirm_passphrase;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(factor_form, set_factor))
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
#[utoipa::path(get, path = "/c/{handle}/me/second-factor", responses((status = 200, body = FactorPage), (status = 403)))]
async fn factor_form(member: Member) -> Answer {
    member.opens_sealed()?;
    let page = member.page(member.visit.lang.t("factor-title")).await?;
    show_factor(&member, page, StatusCode::OK).await
}

async fn show_factor(member: &Member, page: Page, status: StatusCode) -> Answer {
    let node = member.node();
    let mut tx = node.core.db.write().await?;
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member.id]).await?;
    let (has, secret) = match row {
        Some((_, Some(_), _)) => (true, Vec::new()),
        Some((wrapped, None, _)) => (false, node.core.key.open(member.id.as_bytes(), &wrapped).map_err(Error::from)?),
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
#[utoipa::path(post, path = "/c/{handle}/me/second-factor", request_body = FactorForm, responses((status = 303), (status = 403), (status = 422)))]
async fn set_factor(member: Member, Input(form): Input<FactorForm>) -> Answer {
    member.opens_sealed()?;
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
    let counted = Try::with_code(member.id).begin(node.core.db.write().await?, now, "error-too-many-tries").await?;
    let mut tx = node.core.db.write().await?;
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member.id]).await?;
    let checked = match row {
        Some((wrapped, ..)) => factor::use_code(&mut tx, &node.core.key, member.id, &wrapped, &form.code, now).await?,
        None => Checked::Wrong,
    };
    if !checked.given() {
        tx.commit().await?;
        let mut fields = Fields::default();
        fields.error("code", if checked == Checked::Used { "field-code-used" } else { "field-code-wrong" });
        return fields.finish();
    }
    counted.went_well(&mut tx).await?;
    if form.remove.is_empty() {
        if let Some(session) = member.session {
            tx.run(&sessions::store::CONFIRM, args![session.id]).await?;
        }
    } else {
        tx.run(&sessions::store::DROP_FACTOR, args![member.id]).await?;
        tx.run(&sessions::store::UNCONFIRM, args![member.id]).await?;
    }
    Ok(tx.commit().await?)
}
