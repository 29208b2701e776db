// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The files themselves, for who may see their entry.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa_axum::routes;

use crate::{
    spine::{id::Id, log::Hash, viewer::Visibility},
    store::args,
    web::{Answer, Failure, Here, Routes},
};

use super::super::{
    rules::{self, Kind},
    store, upload,
};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(whole)).routes(routes!(thumbnail))
}

#[derive(Debug, sqlx::FromRow)]
struct Kept {
    kind: String,
    name: String,
    secret: Vec<u8>,
    blob: Vec<u8>,
    thumbnail_kind: Option<String>,
    thumbnail_blob: Option<Vec<u8>>,
    visibility: i64,
}

/// How long a public file may be shown without asking again: who removes one shall not wait for a year.
const PUBLIC: &str = "public, max-age=86400, immutable";
/// Other files are kept by their reader's browser only, which asks each time whether it may still show them.
const PRIVATE: &str = "private, no-cache";

/// A file. Pictures and PDF are shown, all else is to be kept.
#[utoipa::path(get, path = "/c/{handle}/files/{id}", responses((status = 200, content((String = "image/jpeg"), (String = "image/png"), (String = "application/pdf"), (String = "application/octet-stream"))), (status = 304), (status = 404)))]
async fn whole(here: Here, headers: HeaderMap, Path((_, id)): Path<(String, String)>) -> Answer {
    let kept = kept(&here, &id).await?;
    let kind = Kind::from_stored(&kept.kind);
    hand_over(&here, &headers, &kept, kind, &kept.blob).await
}

/// A smaller picture, for poor connections.
#[utoipa::path(get, path = "/c/{handle}/files/{id}/thumbnail", responses((status = 200, content((String = "image/jpeg"), (String = "image/png"))), (status = 304), (status = 404)))]
async fn thumbnail(here: Here, headers: HeaderMap, Path((_, id)): Path<(String, String)>) -> Answer {
    let kept = kept(&here, &id).await?;
    let small = kept.thumbnail_kind.as_deref().zip(kept.thumbnail_blob.as_deref());
    let (kind, blob) = small.ok_or_else(Failure::not_found)?;
    hand_over(&here, &headers, &kept, Kind::from_stored(kind), blob).await
}

async fn kept(here: &Here, id: &str) -> Result<Kept, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let kept: Option<Kept> = here.read().await?.optional(&store::KEPT, args![id]).await?;
    kept.ok_or_else(Failure::not_found)
}

/// Answers with what is kept, or that the browser has it.
async fn hand_over(here: &Here, headers: &HeaderMap, file: &Kept, kind: Kind, blob: &[u8]) -> Answer {
    let hash = Hash::from_bytes(blob).ok_or_else(Failure::not_found)?;
    let tag = format!("\"{hash}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut response = if known.into_iter().any(|known| known.contains(&tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = upload::open(here.node(), here.community.id, &file.secret, hash).await?;
        shown(kind, &file.name, bytes)
    };
    let cached = if file.visibility == Visibility::Public.number() { PUBLIC } else { PRIVATE };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cached));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(rules::policy(kind)));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

fn shown(kind: Kind, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    let disposition = HeaderValue::from_str(&rules::disposition(kind, name));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment")));
    response
}
