// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A draw as a file, for members: who has it draws again, anywhere.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::routes;

use crate::{
    decide::{
        decisions::acta::key,
        draws::{
            KIND,
            rules::{Kept, Person, roll},
            sorteo::{Drawn, FORMAT, Sorteo},
            store,
        },
    },
    spine::{
        entries::{self, pages::Entry},
        id::Id,
        members,
        refusal::Error,
    },
    store::args,
    web::{Failure, Member, Routes},
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(sorteo))
}

/// What was fixed and, once it was drawn, all by which that is done again; signed by the community.
#[utoipa::path(get, path = "/c/{handle}/decide/draws/{id}/sorteo", responses((status = 200, body = serde_json::Value), (status = 401), (status = 404)))]
async fn sorteo(member: Member, Path((_, id)): Path<(String, String)>) -> Result<Response, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let entry: Option<Entry> = reader.optional(&entries::store::ONE, args![id]).await?;
    let title = entry.filter(|entry| entry.kind == KIND).and_then(|entry| entry.title);
    let kept: Option<Kept> = reader.optional(&store::ONE, args![id]).await?;
    let (Some(title), Some(kept)) = (title, kept.filter(|kept| kept.fixed_at.is_some())) else {
        return Err(Failure::not_found());
    };
    let people: Vec<Person> = reader.all(&store::ROLL, args![id]).await?;
    let names: Vec<(Id, Option<String>)> = reader.all(&members::store::NAMES, args![]).await?;
    drop(reader);
    let damaged = |error: String| Failure::from(Error::Damaged(error));
    let drawn = match kept.draw(roll(&people))? {
        Some(draw) => {
            let people = draw.drawn().map_err(|error| damaged(error.to_string()))?;
            Some(Drawn { nonce: draw.nonce, numbers: draw.numbers, people })
        }
        None => None,
    };
    let on_roll = |member: &Id| people.iter().any(|person| person.member_id == *member);
    let names: BTreeMap<Id, String> =
        names.into_iter().filter(|(member, _)| on_roll(member)).filter_map(|(id, name)| Some((id, name?))).collect();
    let secret = member.node().core.secret(member.community.id).await?;
    let sorteo = Sorteo {
        sorteo: FORMAT,
        community: member.community.name.clone(),
        key: key(&secret),
        address: member.address(&format!("/decide/draws/{id}")),
        title,
        terms: kept.terms(roll(&people))?,
        drawn,
        people: names,
    };
    let signed = sorteo.signed(&secret, member.now()).map_err(|error| damaged(error.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"sorteo.json\"")),
    ];
    Ok((headers, signed.to_string()).into_response())
}
