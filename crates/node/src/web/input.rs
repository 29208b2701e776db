// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What comes in: forms and JSON bodies enter through the same typed input (law 4). A JSON object is read as the form
//! that a browser would send: a number as its digits, `true` as a ticked box, `false` and `null` as one that is not.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::openapi::schema::{AnyOfBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};

use super::{error::Failure, typed::unread};

/// A typed input, from a form or from JSON. Fields that are missing or too much are refused by name.
#[derive(Debug)]
pub struct Input<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Input<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (json, body) = match kind.split(';').next().unwrap_or_default().trim() {
            "application/json" => (true, bytes(request, state).await?),
            "application/x-www-form-urlencoded" | "" => (false, bytes(request, state).await?),
            "multipart/form-data" => {
                (false, form_of_parts(parts_of(request, state, usize::MAX, |_| usize::MAX).await?))
            }
            _ => return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "error-media-type")),
        };
        typed(json, body).map(Self)
    }
}

/// What an address asks for after its `?`, typed.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        typed(false, Bytes::copy_from_slice(parts.uri.query().unwrap_or_default().as_bytes())).map(Self)
    }
}

/// Reads the body of a form, or a JSON object, as what it says.
fn typed<T: DeserializeOwned>(json: bool, body: Bytes) -> Result<T, Failure> {
    // What one engine keeps and the other refuses (a NUL in a text) neither gets.
    let nul: &[&[u8]] = if json { &[b"\0", b"\\u0000"] } else { &[b"\0", b"%00"] };
    if nul.iter().any(|nul| body.windows(nul.len()).any(|window| window == *nul)) {
        return Err(unreadable("NUL".to_owned()));
    }
    let body = if json { form_of(&body).map_err(unreadable)? } else { body };
    serde_html_form::from_bytes(&body).map_err(|error| unreadable(error.to_string()))
}

fn unreadable(detail: String) -> Failure {
    Failure {
        arguments: vec![("detail", detail.clone())],
        detail: Some(detail),
        ..Failure::new(StatusCode::BAD_REQUEST, "error-unreadable-input")
    }
}

/// A typed input with a file beside it, in the field `file` of a form with parts. Any other form has no file.
#[derive(Debug)]
pub struct Uploaded<T> {
    /// The other fields.
    pub fields: T,
    /// What the file's owner calls it.
    pub name: String,
    /// Its bytes, as they are; of a file that is too large, as many as show that it is; none where there is no file.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> Uploaded<T> {
    /// Reads a request. Of the file no more than `limit` bytes and one are kept, but all of it is read: a browser hears
    /// no answer before it has sent everything. The route's `DefaultBodyLimit` says where even that ends.
    ///
    /// # Errors
    /// When it is cut short or beyond that limit, or the fields do not fit.
    pub async fn read(request: Request, limit: usize) -> Result<Self, Failure> {
        let kind = request.headers().get(CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
        if !kind.starts_with(b"multipart/form-data") {
            let Input(fields) = Input::from_request(request, &()).await?;
            return Ok(Self { fields, name: String::new(), bytes: Bytes::new() });
        }
        let (mut fields, mut name, mut bytes) = (Vec::new(), String::new(), Bytes::new());
        let mut text = 0;
        for part in
            parts_of(request, &(), PARTS_LIMIT, |field| if field == "file" { limit } else { TEXT_LIMIT }).await?
        {
            if part.field == "file" {
                (name, bytes) = (part.file_name, part.bytes.into());
                continue;
            }
            text += part.field.len() + part.bytes.len();
            if text > TEXT_LIMIT {
                return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"));
            }
            fields.push(part);
        }
        Ok(Self { fields: typed(false, form_of_parts(fields))?, name, bytes })
    }
}

/// The most that the fields of a form with a file may have together, in bytes.
const TEXT_LIMIT: usize = 64 * 1024;
/// The most parts of a form with a file.
const PARTS_LIMIT: usize = 32;

/// A JSON object as the form that says the same.
///
/// # Errors
/// What is wrong with it.
fn form_of(json: &[u8]) -> Result<Bytes, String> {
    let object: serde_json::Map<String, Value> = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in object {
        let values = if let Value::Array(values) = value { values } else { vec![value] };
        for value in values {
            match value {
                Value::String(text) => drop(form.append_pair(&name, &text)),
                Value::Number(number) => drop(form.append_pair(&name, &number.to_string())),
                Value::Bool(true) => drop(form.append_pair(&name, "on")),
                Value::Bool(false) | Value::Null => {}
                Value::Array(_) | Value::Object(_) => return Err(format!("{name}: a text, a number, true or false")),
            }
        }
    }
    Ok(form.finish().into())
}

/// A part of a form with parts.
struct Part {
    field: String,
    /// Empty where it is no file.
    file_name: String,
    bytes: Vec<u8>,
}

/// The parts of a form. All of it is read, but of a part no more bytes are kept than `limit` gives its field, and one;
/// and of more than `most` parts none.
///
/// # Errors
/// When it has no parts or too many, is cut short or is beyond the `DefaultBodyLimit` of its route.
async fn parts_of<S: Send + Sync>(
    request: Request,
    state: &S,
    most: usize,
    limit: impl Fn(&str) -> usize,
) -> Result<Vec<Part>, Failure> {
    let cut = |error: MultipartError| match error.status() {
        // Broken, and not too much.
        StatusCode::BAD_REQUEST => unreadable(error.body_text()),
        _ => unread(&error),
    };
    let parts = Multipart::from_request(request, state).await;
    let mut parts = parts.map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "error-media-type"))?;
    let (mut all, mut count) = (Vec::new(), 0_usize);
    while let Some(mut part) = parts.next_field().await.map_err(cut)? {
        count += 1;
        if count > most {
            all.clear();
            while part.chunk().await.map_err(cut)?.is_some() {}
            continue;
        }
        let field = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let kept = limit(&field).saturating_add(1);
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(cut)? {
            bytes.extend_from_slice(chunk.get(..chunk.len().min(kept - bytes.len())).unwrap_or_default());
        }
        all.push(Part { field, file_name, bytes });
    }
    if count > most {
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "error-too-large"));
    }
    Ok(all)
}

/// Parts as a form without: each is read as text, UTF-8 or else Latin-1.
fn form_of_parts(parts: Vec<Part>) -> Bytes {
    let text = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    };
    let fields = parts.into_iter().map(|part| (part.field, text(part.bytes)));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into()
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Failure> {
    Bytes::from_request(request, state).await.map_err(|error| unread(&error))
}

/// Reads a check box: ticked, browsers send `on`.
///
/// # Errors
/// When it is no text.
pub fn checkbox<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = <std::borrow::Cow<'_, str> as serde::Deserialize>::deserialize(deserializer)?;
    Ok(matches!(&*text, "on" | "true" | "1" | "yes"))
}

/// In the OpenAPI document: a field of a form that holds a whole number, or nothing.
pub fn number() -> Schema {
    or_text(Type::Integer)
}

/// In the OpenAPI document: a check box.
pub fn ticked() -> Schema {
    or_text(Type::Boolean)
}

/// In the OpenAPI document: a text that is one of a few.
pub fn one_of(values: &[&str]) -> Schema {
    let text = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    text.enum_values(Some(values.iter().copied())).build().into()
}

/// What a button or a check box of two sends; nothing where neither was used.
pub const YES_OR_NO: &[&str] = &["", "yes", "no"];

fn or_text(kind: Type) -> Schema {
    let of = |kind| -> Object { ObjectBuilder::new().schema_type(SchemaType::new(kind)).build() };
    AnyOfBuilder::new().item(of(kind)).item(of(Type::String)).build().into()
}
