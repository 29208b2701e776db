// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Search over all that the viewer may see: entries, their files, the talk under them, the community's documents and, among members,
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
    /// A file of one.
    File,
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
            Self::File => "file",
            Self::Message => "message",
            Self::Document => "document",
            Self::Member => "member",
        }
    }
}

/// Makes `subject` findable by its words in `languages` (tags with spaces between them). `part` tells apart what has the
/// same subject: the documents of a community. Where all texts are gone, with their key, it is found no more.
pub(crate) async fn index(
    to: &mut Projection<'_, '_>,
    kind: Kind,
    (subject, part): (Id, &str),
    texts: &[Option<&str>],
    languages: &str,
) -> Result<()> {
    if texts.iter().all(Option::is_none) {
        to.tx.run(&store::FORGET, args![subject, part]).await?;
        return Ok(());
    }
    // Also without a word that is looked for: its room may add some.
    let words = terms::terms(texts.iter().flatten().copied(), languages);
    to.tx.run(&store::INDEX, args![to.community, subject, part, kind.as_str(), words]).await?;
    Ok(())
}

/// Sets a room's own words of an entry that is findable. Names of places have no stems.
pub(crate) async fn index_room(to: &mut Projection<'_, '_>, entry: Id, texts: &[Option<&str>]) -> Result<()> {
    let words = terms::terms(texts.iter().flatten().copied(), "");
    to.tx.run(&store::INDEX_ROOM, args![entry, words]).await?;
    Ok(())
}

/// `subject` is found no more.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, subject: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![subject, ""]).await?;
    Ok(())
}

/// Nothing that a member said is found any more, nor their name.
pub(crate) async fn forget_member(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET_MESSAGES, args![member]).await?;
    forget(to, member).await
}
