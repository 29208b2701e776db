// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What comes in: forms and JSON bodies enter through the same typed input (law 4).

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::error::Failure;

/// A typed input, from a form or from JSON. Fields that are missing or too much are refused by name.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let too_large = || Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large");
        let (json, body) = match kind.split(';').next().unwrap_or_default().trim() {
            "application/json" => (true, Bytes::from_request(request, state).await.map_err(|_| too_large())?),
            "application/x-www-form-urlencoded" | "" => {
                (false, Bytes::from_request(request, state).await.map_err(|_| too_large())?)
            }
            "multipart/form-data" => {
                let parts = Multipart::from_request(request, state).await;
                let parts = parts.map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "error-media-type"))?;
                (false, fields_of(parts).await.ok_or_else(too_large)?)
            }
            _ => return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-media-type")),
        };
        let unreadable = |detail: String| Failure {
            arguments: vec![("detail", detail.clone())],
            detail: Some(detail),
            ..Failure::new(StatusCode::BAD_REQUEST, "error-unreadable-input")
        };
        // What one engine keeps and the other refuses (a NUL in a text) neither gets.
        let nul: &[&[u8]] = if json { &[b"\0", b"\\u0000"] } else { &[b"\0", b"%00"] };
        if nul.iter().any(|nul| body.windows(nul.len()).any(|window| window == *nul)) {
            return Err(unreadable("NUL".to_owned()));
        }
        if json {
            serde_json::from_slice(&body).map(Self).map_err(|error| unreadable(error.to_string()))
        } else {
            serde_html_form::from_bytes(&body).map(Self).map_err(|error| unreadable(error.to_string()))
        }
    }
}

/// The fields of a form with files, as a form without. Files are read as text: UTF-8, or else Latin-1. `None` when
/// they are too large or cut short.
async fn fields_of(mut parts: Multipart) -> Option<Bytes> {
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.ok()? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.ok()?;
        let text = std::str::from_utf8(&bytes).map_or_else(
            |_| bytes.iter().copied().map(char::from).collect(),
            |text| text.trim_start_matches('\u{feff}').to_owned(),
        );
        fields.push((name, text));
    }
    Some(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into())
}

/// Reads a check box: browsers send `on`, JSON clients a boolean.
///
/// # Errors
/// When it is neither.
pub fn checkbox<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Checkbox {
        Json(bool),
        Form(String),
    }
    Ok(match <Checkbox as serde::Deserialize>::deserialize(deserializer)? {
        Checkbox::Json(checked) => checked,
        Checkbox::Form(text) => matches!(text.as_str(), "on" | "true" | "1" | "yes"),
    })
}
