// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Passphrase and printed codes.

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome, conflict},
        sessions::{self, Tokens, throttle::Try},
        tokens,
    },
    store::args,
    web::{
        Answer, Input, Member, Routes,
        cookies::{browser, keep},
        node_pages::CodesPage,
    },
};

use super::{
    super::{IssueRecoveryCodes, credentials, rules},
    me,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(codes)).routes(routes!(passphrase))
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
pub(crate) async fn confirm_passphrase(member: &Member, passphrase: &str) -> Outcome<()> {
    let node = member.node();
    let mut tx = node.core.db.write().await?;
    let hash: Option<(String,)> = tx.optional(&sessions::store::PASSPHRASE, args![member.id]).await?;
    let counted = Try::confirming(member.id).begin(tx, member.now(), "error-too-many-tries").await?;
    if node.hasher.verify(passphrase, hash.map(|(hash,)| hash)).await {
        let mut tx = node.core.db.write().await?;
        counted.went_well(&mut tx).await?;
        return Ok(tx.commit().await?);
    }
    let mut fields = Fields::default();
    fields.error("passphrase", "field-passphrase-wrong");
    fields.finish()
}

/// Shows "my data" again with what is wrong, and the fold open in which it is.
async fn back(member: &Member, open: &'static str, error: crate::spine::refusal::Error) -> Answer {
    let errors = member.visit.form_errors(error)?;
    let page = member.page(member.visit.lang.t("me-title")).await?.with_errors(errors);
    me::show(member, page, None, open).await
}

/// Makes new printed codes; the old ones are void.
#[utoipa::path(post, path = "/c/{handle}/me/codes", request_body = Again, responses((status = 200, body = CodesPage), (status = 403), (status = 422)))]
async fn codes(member: Member, Input(form): Input<Again>) -> Answer {
    member.opens_sealed()?;
    if let Err(error) = confirm_passphrase(&member, &form.passphrase).await {
        return back(&member, "codes", error).await;
    }
    let codes = rules::recovery_codes(&member.node().core.world);
    let hashes = codes.iter().map(|code| rules::hash_code(code)).collect();
    if !member.execute(form.key, IssueRecoveryCodes { member: member.id, hashes }).await?.fresh {
        // These open nothing: the first ones do, and they are not known any more.
        return Err(conflict("error-key-reused").into());
    }
    let page = member.page(member.visit.lang.t("codes-title")).await?;
    let view = CodesPage {
        community: member.community.name.clone(),
        member: page.member.clone().unwrap_or_default(),
        page,
        codes,
        place: member.address("/recover"),
        next: member.path("/me"),
    };
    member.answer(&view)
}

/// Takes a new passphrase; every session and token ends, no browser is known any more, and this one has another session.
#[utoipa::path(post, path = "/c/{handle}/me/passphrase", request_body = Again, responses((status = 303), (status = 422)))]
async fn passphrase(member: Member, headers: HeaderMap, Input(form): Input<Again>) -> Answer {
    match change_passphrase(&member, &headers, &form).await {
        Ok(tokens) => {
            let mut response = member.go_on("/me", "saved", None);
            keep(&member.visit, member.community.id, &tokens, &mut response);
            Ok(response)
        }
        Err(error) => back(&member, "passphrase", error).await,
    }
}

async fn change_passphrase(member: &Member, headers: &HeaderMap, form: &Again) -> Outcome<Tokens> {
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
    for statement in [&sessions::store::END_ALL, &tokens::store::END_ALL, &sessions::store::DROP_DEVICES] {
        tx.run(statement, args![member.id]).await?;
    }
    let (browser, factor) = (browser(&member.visit, member.community.id, headers), member.gave_factor());
    let tokens = sessions::open(&mut tx, &node.core.world, member.community.id, member.id, &browser, factor).await?;
    tx.commit().await?;
    Ok(tokens)
}
