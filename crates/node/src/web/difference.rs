// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What changed from one version of a text to the next, for people to read.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use utoipa::ToSchema;

use super::Failure;

/// A piece of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Piece {
    /// `same`, `added` or `removed`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// How long all comparisons of a page may take together.
const PATIENCE: Duration = Duration::from_millis(500);

/// Until when the comparisons of a page that begins now may take.
pub fn deadline() -> Instant {
    Instant::now() + PATIENCE
}

/// Does long work beside the requests, not between them.
///
/// # Errors
/// When the work ended by a panic.
pub async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    })
}

/// What changed from one text to another, word by word. After the deadline the answer is still right, but longer than
/// it might be.
pub fn pieces(before: &str, after: &str, deadline: Instant) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::configure().deadline(deadline).diff_words(before, after).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "added",
            ChangeTag::Delete => "removed",
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    pieces
}

/// A field of a form in which somebody typed something else than somebody else saved meanwhile.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conflict {
    /// The message that names the field.
    #[serde(skip)]
    #[schema(ignore)]
    pub label: &'static str,
    /// What is saved now.
    pub now: String,
    /// What would change by saving what was typed.
    pub changes: Vec<Piece>,
}

/// The fields (label, what is saved now, what was typed) that differ.
pub fn conflicts(fields: Vec<(&'static str, String, String)>) -> Vec<Conflict> {
    let deadline = deadline();
    let lines = |text: String| text.replace("\r\n", "\n").trim().to_owned();
    let fields = fields.into_iter().map(|(label, now, typed)| (label, lines(now), lines(typed)));
    fields
        .filter(|(_, now, typed)| now != typed)
        .map(|(label, now, typed)| Conflict { label, changes: pieces(&now, &typed, deadline), now })
        .collect()
}
