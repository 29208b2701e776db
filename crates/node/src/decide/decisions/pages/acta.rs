// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The acta as a file, for members: who has it verifies it anywhere.

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::routes;

use crate::{
    decide::decisions::acta::{Acta, FORMAT, key},
    spine::refusal::Error,
    store::Reader,
    web::{Failure, Member, Routes},
};

use super::whole::Whole;

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(acta))
}

/// All that happened in a decision, signed by the community.
#[utoipa::path(get, path = "/c/{handle}/decide/{id}/acta", responses((status = 200, body = serde_json::Value), (status = 401), (status = 404)))]
async fn acta(member: Member, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let acta = of(&member, &mut member.read().await?, &id).await?;
    let secret = member.node().core.secret(member.community.id).await?;
    let signed = acta.signed(&secret, member.now()).map_err(|error| Error::Damaged(error.to_string()))?;
    Ok(file(&signed))
}

/// A signed acta, as a file.
pub(in crate::decide) fn file(signed: &serde_json::Value) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"acta.json\"")),
    ];
    (headers, signed.to_string()).into_response()
}

/// The acta of a decision, before it is signed.
pub(in crate::decide) async fn of(member: &Member, reader: &mut Reader, id: &str) -> Result<Acta, Failure> {
    let whole = Whole::find(member, reader, id).await?;
    // While it is open, who has voted is nobody's business.
    if !(whole.life.stage.binds() || whole.life.stage.is_final()) {
        return Err(Failure::not_found());
    }
    let told = serde_json::to_string(&whole.events).map_err(|error| Error::Damaged(error.to_string()))?;
    let people = whole.names.of_those_in(&told);
    let (Some(title), Some(text), Some(salt)) = (whole.entry.title, whole.entry.body, whole.row.salt) else {
        return Err(Failure::not_found());
    };
    let secret = member.node().core.secret(member.community.id).await?;
    let words = whole.words.into_iter().filter_map(|(id, (_, words))| Some((id, words?)));
    Ok(Acta {
        acta: FORMAT,
        community: member.community.name.clone(),
        key: key(&secret),
        address: member.address(&format!("/decide/{id}")),
        title,
        text,
        salt,
        class: whole.row.class,
        agreed_on: whole.row.agreed_on,
        people,
        words: words.collect(),
        events: whole.events,
    })
}
