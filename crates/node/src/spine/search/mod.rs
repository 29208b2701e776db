// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Search over all that the viewer may see: entries, the talk under them, the community's documents and, among members,
//! their names. Words are folded and stemmed here (`terms.rs`), so that both engines answer the same; SQLite's FTS5 and
//! PostgreSQL's GIN index only look them up.

pub mod excerpt;
pub mod pages;
pub(crate) mod store;
pub mod terms;

use crate::{
    spine::{apply::Projection, id::Id, refusal::Result},
    store::args,
};

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An entry of any room.
    Entry,
    /// A message under one.
    Message,
    /// A version in force of one of the community's documents.
    Document,
    /// A member, by name.
    Member,
}

impl Kind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Message => "message",
            Self::Document => "document",
            Self::Member => "member",
        }
    }
}

/// Makes `subject` findable by its words, which are in `language` if that is known. `part` tells apart what has the same
/// subject: the documents of a community. Without words it is found no more.
pub(crate) async fn index(
    to: &mut Projection<'_, '_>,
    kind: Kind,
    (subject, part): (Id, &str),
    texts: &[Option<&str>],
    language: Option<&str>,
) -> Result<()> {
    let words = terms::terms(texts.iter().flatten().copied(), language);
    if words.is_empty() {
        return forget(to, subject).await;
    }
    to.tx.run(&store::INDEX, args![to.community, subject, part, kind.as_str(), words]).await?;
    Ok(())
}

/// Adds a room's own words to an entry that is findable.
pub(crate) async fn add(to: &mut Projection<'_, '_>, entry: Id, texts: &[Option<&str>]) -> Result<()> {
    let words = terms::terms(texts.iter().flatten().copied(), None);
    to.tx.run(&store::ADD, args![entry, words]).await?;
    Ok(())
}

/// `subject` is found no more.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, subject: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![subject]).await?;
    Ok(())
}
