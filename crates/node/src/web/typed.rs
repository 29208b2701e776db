// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What somebody typed into a form that was refused: the page that says so gives it back.

use std::error::Error;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header::CONTENT_TYPE},
};

use tower_http::timeout::TimeoutError;

use super::Failure;

/// The largest body of a request.
pub(super) const LIMIT: usize = 1024 * 1024;

/// The largest body of a form that is filled in without account: names, a few words. Where it is refused it is shown
/// again, and a page may write each byte as five.
pub(crate) const GUEST_LIMIT: usize = 16 * 1024;

/// How many bytes are given back at most, each of which a page may write as five and show twice: a text of
/// sixty thousand letters, the longest that a form takes, fits.
const GIVEN_BACK: usize = 256 * 1024;
/// And how many fields: no form has so many.
const FIELDS: usize = 500;

/// Fields that no page shows again.
const SECRET: &[&str] = &["passphrase", "new_passphrase", "code", "recovery_code"];

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// What stands in the body of a form, without its secrets; nothing when it is more than anybody types.
    fn of(body: &[u8]) -> Self {
        let fields = || url::form_urlencoded::parse(body);
        let bytes: usize = fields().map(|(name, value)| name.len() + value.len()).sum();
        if bytes > GIVEN_BACK || fields().count() > FIELDS {
            return Self::default();
        }
        Self(
            fields()
                .into_owned()
                .filter(|(name, value)| !value.is_empty() && !SECRET.contains(&name.as_str()))
                .collect(),
        )
    }

    /// The words in it, to be copied: what takes more than a moment to type again.
    pub(super) fn words(&self) -> String {
        let words = self.0.iter().map(|(_, value)| value.trim()).filter(|value| value.contains(char::is_whitespace));
        words.collect::<Vec<_>>().join("\n\n")
    }
}

/// Reads the body of a form and keeps it for the page of a refusal; the request goes on with all of it. Files and JSON
/// are not kept: whoever sent these has them.
///
/// # Errors
/// When it is too large, or cut short.
pub(super) async fn keep(request: Request) -> Result<(Request, Typed), Failure> {
    let kind = request.headers().get(CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    if *request.method() != Method::POST || !kind.starts_with(b"application/x-www-form-urlencoded") {
        return Ok((request, Typed::default()));
    }
    let (parts, body) = request.into_parts();
    let body: Bytes = to_bytes(body, LIMIT).await.map_err(|error| unread(&error))?;
    let typed = Typed::of(&body);
    Ok((Request::from_parts(parts, Body::from(body)), typed))
}

/// Whether a body took too long.
pub(crate) fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| (*error).source()).any(|error| error.is::<TimeoutError>())
}

/// Why a body was not read to its end: it took too long, or it is too large.
pub(super) fn unread(error: &(dyn Error + 'static)) -> Failure {
    if is_too_slow(error) {
        return Failure::new(StatusCode::REQUEST_TIMEOUT, "error-too-slow");
    }
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_kept_without_its_secrets() {
        let typed = Typed::of(b"title=Taller+de+radio&passphrase=a+b&body=Uno%0Ados&capacity=12&place=&code=123456");
        let names: Vec<&str> = typed.0.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["title", "body", "capacity"]);
        assert_eq!(typed.words(), "Taller de radio\n\nUno\ndos");
    }

    #[tokio::test]
    async fn a_body_that_takes_too_long_is_not_called_too_large() {
        use tower_http::timeout::DeadlineBody;

        let status = |body| async { to_bytes(body, LIMIT).await.map_err(|error| unread(&error).status).unwrap_err() };
        let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, axum::Error>>());
        let slow = Body::new(DeadlineBody::new(std::time::Duration::from_millis(10), never));
        assert_eq!(status(slow).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(status(Body::from(vec![0; LIMIT + 1])).await, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn no_more_is_given_back_than_people_type() {
        let body = |letters: usize| format!("body={}", "%C3%B1".repeat(letters));
        assert_eq!(Typed::of(body(60_000).as_bytes()).0.len(), 1);
        assert!(Typed::of(body(140_000).as_bytes()).0.is_empty());
        assert_eq!(Typed::of("take=a&".repeat(400).as_bytes()).0.len(), 400);
        assert!(Typed::of("a=b&".repeat(262_144).as_bytes()).0.is_empty());
    }
}
