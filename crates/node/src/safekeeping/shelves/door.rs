// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the other node does by the link of a shelf: it looks what lies there, puts a backup there, and reads it back. It
//! removes nothing, and changes nothing that lies there for a day.

use askama::Template;
use axum::{
    body::Body,
    extract::{Path, Request},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse as _,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{attachments::rules::in_words, id::Id, sessions::hash, viewer::Viewer, world::Micros},
    store::args,
    web::{Answer, Failure, Page, Routes, Visit, is_too_slow},
};

use super::{
    folder,
    lying::{Lying, Refused, Shelf, chunks},
    rules, store,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(shelf)).routes(routes!(hand_over, take_in))
}

/// The shelf that a link opens. Who has none learns so before anything that they send is read.
async fn opened(visit: &Visit, secret: &str) -> Result<Shelf, Failure> {
    // What was sent in the open is nobody's secret any more.
    if !visit.door.opens_sealed() {
        return Err(Failure::new(StatusCode::FORBIDDEN, "error-shelf-door"));
    }
    let node = &visit.node;
    let mut reader = node.core.db.read(&Viewer::Node).await?;
    let row: Option<(Id, i64, Option<Micros>)> = reader.optional(&store::BY_LINK, args![&hash(secret)[..]]).await?;
    drop(reader);
    match row {
        None => Err(Failure::new(StatusCode::NOT_FOUND, "error-shelf-link")),
        Some((.., Some(_))) => Err(Failure::new(StatusCode::GONE, "error-shelf-gone")),
        Some((id, gigabytes, None)) => Ok(Shelf {
            folder: folder(node, id),
            holds: u64::try_from(gigabytes).unwrap_or_default().saturating_mul(rules::GIGABYTE),
            reserve: node.reserve,
            now: node.core.world.now(),
        }),
    }
}

/// Nothing else has a name there, so that no name leads out of it.
fn must_be_dated(name: &str) -> Result<(), Failure> {
    rules::dated(name).map(drop).ok_or_else(Failure::not_found)
}

fn broken(error: &std::io::Error) -> Failure {
    Failure { detail: Some(error.to_string()), ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal") }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "safekeeping/templates/shelf.html")]
struct ShelfPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// What lies there, newest first.
    lying: Vec<Lying>,
    /// How many bytes more it takes.
    room: u64,
    /// The link's own part of the address.
    #[serde(skip)]
    #[schema(ignore)]
    secret: String,
}

impl ShelfPage {
    fn said(&self, bytes: &u64) -> String {
        in_words(i64::try_from(*bytes).unwrap_or(i64::MAX))
    }
}

/// What lies on a shelf, for who has its link.
#[utoipa::path(get, path = "/shelf/{secret}", responses((status = 200, body = ShelfPage), (status = 404), (status = 410)))]
async fn shelf(visit: Visit, Path(secret): Path<String>) -> Answer {
    let shelf = opened(&visit, &secret).await?;
    let lying = shelf.list().map_err(|error| broken(&error))?;
    let room = if visit.node.core.is_read_only() { 0 } else { shelf.room().map_err(|error| broken(&error))? };
    let page = Page::of(&visit, visit.lang.t("shelf-title"));
    visit.answer(&ShelfPage { page, lying, room, secret })
}

/// A backup that lies there, as it came.
#[utoipa::path(get, path = "/shelf/{secret}/{name}", responses((status = 200, content_type = "application/octet-stream"), (status = 404), (status = 410)))]
async fn hand_over(visit: Visit, Path((secret, name)): Path<(String, String)>) -> Answer {
    let shelf = opened(&visit, &secret).await?;
    must_be_dated(&name)?;
    let file = match tokio::fs::File::open(shelf.folder.join(&name)).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Failure::not_found()),
        file => file.map_err(|error| broken(&error))?,
    };
    let size = file.metadata().await.map_err(|error| broken(&error))?.len();
    let mut response = Body::from_stream(chunks(file)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, size.into());
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Puts a backup there. The same once more is the same.
#[utoipa::path(put, path = "/shelf/{secret}/{name}", request_body(content = String, content_type = "application/octet-stream"), responses((status = 201), (status = 204), (status = 404), (status = 409), (status = 410), (status = 415), (status = 507)))]
async fn take_in(visit: Visit, Path((secret, name)): Path<(String, String)>, request: Request) -> Answer {
    let shelf = opened(&visit, &secret).await?;
    must_be_dated(&name)?;
    if visit.node.core.is_read_only() {
        return Err(Failure::new(StatusCode::INSUFFICIENT_STORAGE, "error-shelf-disk"));
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    match shelf.take(&name, announced.unwrap_or(0), request.into_body()).await {
        Ok(true) => Ok(StatusCode::CREATED.into_response()),
        Ok(false) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(refused) => Err(match refused {
            Refused::Full => Failure::new(StatusCode::INSUFFICIENT_STORAGE, "error-shelf-full"),
            Refused::Disk => Failure::new(StatusCode::INSUFFICIENT_STORAGE, "error-shelf-disk"),
            Refused::Content => Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-shelf-content"),
            Refused::Settled => Failure::new(StatusCode::CONFLICT, "error-shelf-settled"),
            Refused::Cut(error) if is_too_slow(&error) => Failure::new(StatusCode::REQUEST_TIMEOUT, "error-too-slow"),
            Refused::Cut(_) => Failure::new(StatusCode::BAD_REQUEST, "error-shelf-cut"),
            Refused::File(error) => broken(&error),
        }),
    }
}
