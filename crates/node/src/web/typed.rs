// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What somebody typed into a form that was refused: the page that says so gives it back.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header::CONTENT_TYPE},
};

use super::Failure;

/// The largest body of a request.
pub(super) const LIMIT: usize = 1024 * 1024;

/// Fields that no page shows again.
const SECRET: &[&str] = &["passphrase", "new_passphrase", "code", "recovery_code"];

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    /// What stands in the body of a form, without its secrets.
    fn of(body: &[u8]) -> Self {
        let fields = url::form_urlencoded::parse(body).into_owned();
        Self(fields.filter(|(name, value)| !value.is_empty() && !SECRET.contains(&name.as_str())).collect())
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
    let too_large = |_| Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large");
    let body: Bytes = to_bytes(body, LIMIT).await.map_err(too_large)?;
    let typed = Typed::of(&body);
    Ok((Request::from_parts(parts, Body::from(body)), typed))
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
}
