// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why a bundle is not taken or not made, in terms that a page and a terminal can say in the reader's language.

use tequio_fediverse::{
    bundle::{AgeError, BundleError},
    inbox::Refusal,
};

use crate::spine::refusal::{self, Error, FieldError, Kind};

/// A refusal of a form because of one of its fields.
pub(super) fn refusal(field: &'static str, message: &'static str, arguments: Vec<(&'static str, String)>) -> Error {
    let fields = vec![FieldError { field, message, arguments }];
    refusal::Refusal { fields, ..refusal::Refusal::new(Kind::Invalid, "error-check-the-fields") }.into()
}

/// Why a file is not taken.
pub(super) fn of_file(message: &'static str, arguments: Vec<(&'static str, String)>) -> Error {
    refusal("file", message, arguments)
}

/// Why a bundle is not taken.
pub(super) fn bundle(error: BundleError) -> Error {
    use BundleError as B;
    let number = |number: u64| vec![("number", number.to_string())];
    match error {
        B::Io(error) => of_file("field-bundle-unread", vec![("why", error.to_string())]),
        B::Line(line) | B::Json { line, .. } | B::Form(line) | B::Sequence { line, .. } => {
            of_file("field-bundle-form", number(line))
        }
        B::Truncated => of_file("field-bundle-cut", Vec::new()),
        B::Trailing | B::Digest | B::Seal(_) | B::Activity { error: Refusal::Proof(_), .. } => {
            of_file("field-bundle-changed", Vec::new())
        }
        B::NotPinned(source) => of_file("field-bundle-other-key", vec![("source", source)]),
        B::Keys(error) => of_file("field-bundle-keys", vec![("why", error.to_string())]),
        B::NotForUs(whom) => of_file("field-bundle-foreign", vec![("whom", whom)]),
        B::Fork(at) => of_file("field-bundle-fork", number(at)),
        B::Activity { sequence, error } => {
            of_file("field-bundle-activity", vec![("number", sequence.to_string()), ("why", error.to_string())])
        }
        B::Audience(at) => of_file("field-bundle-audience", number(at)),
        B::Receipt(why) => of_file("field-bundle-receipt", vec![("why", why)]),
        B::Write(error) => Error::Damaged(error.to_string()),
    }
}

/// Why a bundle is not opened, or not closed.
pub(super) fn age(error: AgeError) -> Error {
    match error {
        AgeError::Recipient => refusal("age", "field-bundle-age", Vec::new()),
        AgeError::Decrypt(_) => of_file("field-bundle-sealed", Vec::new()),
        AgeError::Io(error) => of_file("field-bundle-unread", vec![("why", error.to_string())]),
        AgeError::Identity | AgeError::Encrypt(_) => Error::Damaged(error.to_string()),
    }
}
