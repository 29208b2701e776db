// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The second factor.

use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        refusal::{Error, Fields, Result as Outcome},
        sessions::{
            self, Tokens,
            factor::{self, Checked},
            throttle::Try,
        },
        world::Micros,
    },
    store::args,
    web::{
        Answer, Input, Member, Page, Routes,
        cookies::{browser, keep},
        qr,
    },
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
    /// Whether its code was given in this session.
    given: bool,
    #[serde(skip)]
    address: String,
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
    let (mut address, mut code, mut shown) = (String::new(), String::new(), String::new());
    if !has {
        let account = page.member.clone().unwrap_or_default();
        address = factor::generator(&secret, &account, &member.community.name)?.to_string();
        code = qr::svg(&address);
        let letters = data_encoding::BASE32_NOPAD.encode(&secret);
        shown = letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    }
    let given = member.gave_factor();
    member.visit.answer_with(status, &FactorPage { page, has, given, address, qr: code, secret: shown })
}

/// Confirms a new second factor by its first code, or takes it off by passphrase and code.
#[utoipa::path(post, path = "/c/{handle}/me/second-factor", request_body = FactorForm, responses((status = 303), (status = 403), (status = 422)))]
async fn set_factor(member: Member, headers: HeaderMap, Input(form): Input<FactorForm>) -> Answer {
    member.opens_sealed()?;
    match use_factor(&member, &headers, &form).await {
        Ok((done, tokens)) => {
            let mut response = member.go_on("/me/second-factor", done, None);
            if let Some(tokens) = tokens {
                keep(&member.visit, member.community.id, &tokens, &mut response);
            }
            Ok(response)
        }
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("factor-title")).await?.with_errors(errors);
            show_factor(&member, page, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

/// Does it, and gives the end of the message that says what was done; and of the session that may do more from now on, another
/// token than it had.
async fn use_factor(
    member: &Member,
    headers: &HeaderMap,
    form: &FactorForm,
) -> Outcome<(&'static str, Option<Tokens>)> {
    let node = member.node();
    confirm_passphrase(member, &form.passphrase).await?;
    let now = member.now();
    let counted = Try::with_code(member.id).begin(node.core.db.write().await?, now, "error-too-many-tries").await?;
    let mut tx = node.core.db.write().await?;
    let row: Option<(Vec<u8>, Option<Micros>, i64)> = tx.optional(&sessions::store::FACTOR, args![member.id]).await?;
    let checked = match &row {
        Some((wrapped, ..)) => factor::use_code(&mut tx, &node.core.key, member.id, wrapped, &form.code, now).await?,
        None => Checked::Wrong,
    };
    if !checked.given() {
        tx.commit().await?;
        let mut fields = Fields::default();
        fields.error("code", if checked == Checked::Used { "field-code-used" } else { "field-code-wrong" });
        return fields.finish().map(|()| ("", None));
    }
    counted.went_well(&mut tx).await?;
    let had = row.is_some_and(|(_, confirmed_at, _)| confirmed_at.is_some());
    let done = match (form.remove.is_empty(), had) {
        (true, false) => "factor",
        (true, true) => "factor-given",
        (false, _) => "factor-off",
    };
    let tokens = if form.remove.is_empty() {
        let browser = browser(&member.visit, member.community.id, headers);
        let (world, community) = (&node.core.world, member.community.id);
        Some(sessions::open(&mut tx, world, community, member.id, &browser, true).await?)
    } else {
        tx.run(&sessions::store::DROP_FACTOR, args![member.id]).await?;
        tx.run(&sessions::store::UNCONFIRM, args![member.id]).await?;
        None
    };
    tx.commit().await?;
    Ok((done, tokens))
}
