// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The few files that pages load: named by their content, so that a browser keeps them for good.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use super::error::Failure;

/// A file that pages load.
#[derive(Debug)]
pub struct Asset {
    /// Its path: `/static/tequio.1a2b3c4d.css`.
    pub path: String,
    media_type: &'static str,
    content: &'static [u8],
}

fn asset(name: &str, extension: &str, media_type: &'static str, content: &'static [u8]) -> Asset {
    let hash = data_encoding::HEXLOWER.encode(Sha256::digest(content).get(..4).unwrap_or_default());
    Asset { path: format!("/static/{name}.{hash}.{extension}"), media_type, content }
}

/// The stylesheet.
pub static STYLESHEET: LazyLock<Asset> =
    LazyLock::new(|| asset("tequio", "css", "text/css; charset=utf-8", include_bytes!("../../static/tequio.css")));
/// The icon.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    asset("favicon", "svg", "image/svg+xml; charset=utf-8", include_bytes!("../../static/favicon.svg"))
});
/// The one script, which only the pages load that make passkeys and use them.
pub static PASSKEYS: LazyLock<Asset> = LazyLock::new(|| {
    asset("passkeys", "js", "text/javascript; charset=utf-8", include_bytes!("../../static/passkeys.js"))
});

/// A file by its name.
pub async fn serve(Path(name): Path<String>) -> Result<Response, Failure> {
    let path = format!("/static/{name}");
    let found = [&*STYLESHEET, &*ICON, &*PASSKEYS]
        .into_iter()
        .find(|asset| asset.path == path)
        .ok_or_else(Failure::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(found.media_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, found.content).into_response())
}
