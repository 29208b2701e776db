// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files of entries. Pictures are made anew without what cameras write into them; other files stay as they are. What is
//! kept is sealed under a key of its own, named by its hash, and never changes (docs/adr/0009-attachments.md).
//!
//! A room shows the files of an entry by `pages::files` and the macro in `templates/list.html`.

pub mod commands;
pub mod pages;
pub mod picture;
pub mod rules;
pub(crate) mod store;
pub mod upload;

pub use commands::{AttachFile, DescribeFile, Event, RemoveFile};
pub(crate) use commands::{apply, clear, forget};
pub use pages::File;
