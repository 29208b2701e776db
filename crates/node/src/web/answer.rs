// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One handler, every representation (law 4): a page is a view that can be serialised, and is shown in the
//! form the reader asks for.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::spine::{
    command::Done,
    id::Id,
    refusal::{Error, FieldError, Kind},
};

use super::{
    error::Failure,
    visit::{Format, Here, Visit},
};

/// What a handler gives back.
pub type Answer = Result<Response, Failure>;

/// What a JSON client learns of a change, where a browser goes on to another page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Made {
    /// The page that shows it.
    location: String,
    /// What was made or changed.
    id: Option<Id>,
}

impl Visit {
    /// Shows a view in the form the reader asks for.
    ///
    /// # Errors
    /// When the form does not exist for this page.
    pub fn answer<V: Template + Serialize>(&self, view: &V) -> Answer {
        self.answer_with(StatusCode::OK, view)
    }

    /// The same with another status: a form that was refused is shown again with 422.
    ///
    /// # Errors
    /// When the form does not exist for this page.
    pub fn answer_with<V: Template + Serialize>(&self, status: StatusCode, view: &V) -> Answer {
        match self.format {
            Format::Html => {
                let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
                Ok((status, headers, view.render()?).into_response())
            }
            Format::Json => json(status, view),
            Format::Calendar | Format::Markdown | Format::Atom | Format::Spreadsheet | Format::Activity => {
                Err(Failure::new(StatusCode::NOT_ACCEPTABLE, "error-not-acceptable"))
            }
        }
    }

    /// Takes what is wrong with a form out of an error, so that the form can be shown again with what was typed. Any other
    /// error goes on; and for a program, which has what it sent, this one does too: it is told field by field.
    ///
    /// # Errors
    /// Every error that is not shown in a form.
    pub fn form_errors(&self, error: Error) -> Result<Vec<FieldError>, Failure> {
        match error {
            Error::Refused(refusal)
                if refusal.kind == Kind::Invalid && !refusal.fields.is_empty() && self.format != Format::Json =>
            {
                Ok(refusal.fields)
            }
            other => Err(other.into()),
        }
    }

    /// After a change: the browser goes on to `location` (303), a JSON client learns what was made.
    /// `done` names the message the next page shows, without its `done-`.
    pub fn go_on(&self, location: &str, done: &str, result: Option<Done>) -> Response {
        if self.format == Format::Json {
            let made = Made { location: location.to_owned(), id: result.and_then(|done| done.subject) };
            return json(StatusCode::OK, &made).unwrap_or_else(IntoResponse::into_response);
        }
        let target = match (done, location.split_once('#')) {
            ("", _) => location.to_owned(),
            (done, Some((path, anchor))) => format!("{path}{}done={done}#{anchor}", separator(path)),
            (done, None) => format!("{location}{}done={done}", separator(location)),
        };
        see_other(&target)
    }
}

fn separator(path: &str) -> char {
    if path.contains('?') { '&' } else { '?' }
}

/// A redirect to another page after a change.
pub fn see_other(target: &str) -> Response {
    match HeaderValue::from_str(target) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => Failure::not_found().into_response(),
    }
}

/// A value as JSON.
///
/// # Errors
/// When it cannot be serialised.
pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    let body = serde_json::to_vec(value).map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    })?;
    Ok((status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}

impl Here {
    /// As [`Visit::answer`].
    ///
    /// # Errors
    /// When the form does not exist for this page.
    pub fn answer<V: Template + Serialize>(&self, view: &V) -> Answer {
        self.visit.answer(view)
    }

    /// As [`Visit::go_on`], to a path of the community.
    pub fn go_on(&self, path: &str, done: &str, result: Option<Done>) -> Response {
        self.visit.go_on(&self.path(path), done, result)
    }
}
