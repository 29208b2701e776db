// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a request may fail with, and the page that says so: what happened, what to do next, and a number
//! by which the operator finds it in the log.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    spine::refusal::{Error, Kind},
    store::{BlobError, StoreError},
};

/// A request that failed. It carries the reason to the outermost layer, which knows the reader's language,
/// the door and the form in which to answer.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The status of the answer.
    pub status: StatusCode,
    /// The Fluent message, with its arguments.
    pub message: &'static str,
    /// Arguments of the message.
    pub arguments: Vec<(&'static str, String)>,
    /// Field by field, for JSON clients; pages show theirs in the form.
    pub fields: Vec<crate::spine::refusal::FieldError>,
    /// What the operator's log says.
    pub detail: Option<String>,
}

impl Failure {
    /// The same, where the request had made something durable before: that nothing changed would be untrue.
    pub(super) fn after_a_change(self) -> Self {
        match self.message {
            "error-busy" | "error-store-away" => Self { message: "error-unknown-outcome", ..self },
            _ => self,
        }
    }

    /// A failure with a message for the reader.
    pub fn new(status: StatusCode, message: &'static str) -> Self {
        Self { status, message, arguments: Vec::new(), fields: Vec::new(), detail: None }
    }

    /// After how many seconds the same request may go well, where it is the passing of time that helps.
    pub fn retry_after(&self) -> Option<u16> {
        match self.message {
            "error-busy" | "error-store-away" | "error-unknown-outcome" => Some(3),
            _ => None,
        }
    }

    /// There is no such page.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "error-not-found")
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => {
                let status = match refusal.kind {
                    Kind::SignIn => StatusCode::UNAUTHORIZED,
                    Kind::Forbidden => StatusCode::FORBIDDEN,
                    Kind::NotFound => StatusCode::NOT_FOUND,
                    Kind::Conflict => StatusCode::CONFLICT,
                    Kind::Gone => StatusCode::GONE,
                    Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
                    Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
                    Kind::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
                };
                Self { arguments: refusal.arguments, fields: refusal.fields, ..Self::new(status, refusal.message) }
            }
            Error::Store(StoreError::Busy) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "error-busy"),
            Error::Store(StoreError::Conflict(detail)) => {
                Self { detail: Some(detail), ..Self::new(StatusCode::CONFLICT, "error-conflict") }
            }
            Error::Store(StoreError::Durability(detail)) => {
                Self { detail: Some(detail), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "error-unknown-outcome") }
            }
            Error::Store(StoreError::Unreachable(detail)) => {
                Self { detail: Some(detail), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "error-store-away") }
            }
            Error::Blob(BlobError::Store(error)) => Self {
                detail: Some(error.to_string()),
                ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "error-files-away")
            },
            Error::Blob(error) => Self {
                detail: Some(error.to_string()),
                ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error-file-lost")
            },
            other => Self {
                detail: Some(other.to_string()),
                ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
            },
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Error::from(error).into()
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self { detail: Some(error.to_string()), ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal") }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
