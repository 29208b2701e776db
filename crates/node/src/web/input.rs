// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What comes in: forms and JSON bodies enter through the same typed input (law 4).

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
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
        let json = match kind.split(';').next().unwrap_or_default().trim() {
            "application/json" => true,
            "application/x-www-form-urlencoded" | "" => false,
            _ => return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-media-type")),
        };
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"))?;
        let unreadable = |detail: String| Failure {
            arguments: vec![("detail", detail.clone())],
            detail: Some(detail),
            ..Failure::new(StatusCode::BAD_REQUEST, "error-unreadable-input")
        };
        if json {
            serde_json::from_slice(&body).map(Self).map_err(|error| unreadable(error.to_string()))
        } else {
            serde_html_form::from_bytes(&body).map(Self).map_err(|error| unreadable(error.to_string()))
        }
    }
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
