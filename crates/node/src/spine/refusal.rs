// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a command was not carried out, in terms that a page can say in the reader's language.

use crate::store::{BlobError, StoreError};

use super::{hidden::one_line, keys::KeyError, mail::post::MailError};

/// The result of a command or of one of its steps.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules say no, or what was given does not fit. Nothing was changed; the person is told what to do.
    #[error("refused: {}", .0.message)]
    Refused(Box<Refusal>),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept of a file could not be put or read.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A key is missing or does not open what it should.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A letter did not arrive.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// A record of the log does not have the form the program gives it.
    #[error("a record of the log is damaged: {0}")]
    Damaged(String),
}

/// What sort of refusal it is; the web answers each with its own status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sign in first (401, or the page to sign in).
    SignIn,
    /// Signed in, but not yours to do (403).
    Forbidden,
    /// It does not exist, or not for you (404).
    NotFound,
    /// Somebody was first, or its state has changed (409).
    Conflict,
    /// It existed and is over: an expired invitation, a removed message (410).
    Gone,
    /// What was given does not fit (422).
    Invalid,
    /// Too many tries; wait (429).
    TooMany,
    /// The disk is nearly full: nothing is changed until there is room (503).
    ReadOnly,
}

/// A refusal: a Fluent message with its arguments, and the fields of the form it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What sort it is.
    pub kind: Kind,
    /// The Fluent message that says what happened and what to do.
    pub message: &'static str,
    /// Arguments of the message.
    pub arguments: Vec<(&'static str, String)>,
    /// Field by field, for a form.
    pub fields: Vec<FieldError>,
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// The Fluent message.
    pub message: &'static str,
    /// Arguments of the message.
    pub arguments: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal of some kind.
    pub fn new(kind: Kind, message: &'static str) -> Self {
        Self { kind, message, arguments: Vec::new(), fields: Vec::new() }
    }

    /// That the community is elsewhere now.
    pub fn says_moved(&self) -> bool {
        self.message == MOVED
    }

    /// The same, with an argument for its message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// Somebody else saved another version of what was edited.
pub fn edited_meanwhile() -> Error {
    conflict(EDITED_MEANWHILE)
}

/// The refusal of whatever is asked of a community that moved away; `address` is where it is now.
pub fn moved(address: &str) -> Error {
    Refusal::new(Kind::Gone, MOVED).with("address", address).into()
}

const MOVED: &str = "error-moved";
const EDITED_MEANWHILE: &str = "error-edited-meanwhile";

impl Error {
    /// Whether trying again is of no use.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Mail(error) if error.is_final())
    }

    /// Whether it is [`edited_meanwhile`]: then the form shows both.
    pub fn is_edited_meanwhile(&self) -> bool {
        matches!(self, Self::Refused(refusal) if refusal.message == EDITED_MEANWHILE)
    }
}

/// It does not exist, or not for this viewer: the two are told alike.
pub fn not_found() -> Error {
    Refusal::new(Kind::NotFound, "error-not-found").into()
}

/// It is not this person's to do.
pub fn forbidden(message: &'static str) -> Error {
    Refusal::new(Kind::Forbidden, message).into()
}

/// Its state does not allow it.
pub fn conflict(message: &'static str) -> Error {
    Refusal::new(Kind::Conflict, message).into()
}

/// Collects what is wrong with a form, so that a person learns of everything at once.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes an error of a field. Where a field repeats, the same mistake is told once.
    pub fn error(&mut self, field: &'static str, message: &'static str) {
        self.add(FieldError { field, message, arguments: Vec::new() });
    }

    fn add(&mut self, error: FieldError) {
        if !self.0.contains(&error) {
            self.0.push(error);
        }
    }

    /// Notes an error of a field, with an argument for its message.
    pub fn error_with(&mut self, field: &'static str, message: &'static str, name: &'static str, value: impl ToString) {
        self.add(FieldError { field, message, arguments: vec![(name, value.to_string())] });
    }

    /// A field of one line, as it is seen; notes an error when nothing is, or more than `limit` characters.
    pub fn line(&mut self, field: &'static str, value: &str, limit: usize) -> String {
        self.text(field, &one_line(value), limit)
    }

    /// As [`line`](Self::line), but it may be empty.
    pub fn optional_line(&mut self, field: &'static str, value: &str, limit: usize) -> String {
        self.optional(field, &one_line(value), limit)
    }

    /// The text of a field without white space around it; notes an error when it is empty or longer
    /// than `limit` characters.
    pub fn text(&mut self, field: &'static str, value: &str, limit: usize) -> String {
        let value = value.trim();
        if value.is_empty() {
            self.error(field, "field-required");
        }
        self.optional(field, value, limit)
    }

    /// As [`text`](Self::text), but it may be empty.
    pub fn optional(&mut self, field: &'static str, value: &str, limit: usize) -> String {
        let value = value.trim();
        if value.chars().count() > limit {
            self.error_with(field, "field-too-long", "limit", limit);
        }
        value.to_owned()
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Ends the collecting.
    ///
    /// # Errors
    /// A refusal with all errors, if there are any.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Refusal { fields: self.0, ..Refusal::new(Kind::Invalid, "error-check-the-fields") }.into())
    }
}
