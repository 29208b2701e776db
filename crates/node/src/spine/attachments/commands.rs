// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of an entry's files, and what happens by them.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        entries::{
            self,
            rules::{REMOVERS, keepers},
        },
        event,
        id::Id,
        keys::{Key, Sealed},
        log::Hash,
        refusal::{Fields, Result, not_found},
        search,
    },
    store::args,
};

use super::{
    rules::{ALT_LIMIT, COMMUNITY_LIMIT, ENTRY_LIMIT, Kind, NAME_LIMIT},
    store,
};

/// What happens to files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// One was added.
    Attached(Box<Attached>),
    /// It has another description.
    Described {
        /// Which.
        file: Id,
        /// What is to be seen in it, in words.
        alt: Option<Sealed>,
    },
    /// It was removed: its key is destroyed, and what was kept goes.
    Removed {
        /// Which.
        file: Id,
    },
}

/// A file that was added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attached {
    /// Which; also the subject of its words and of its secret.
    pub file: Id,
    /// To what.
    pub entry: Id,
    /// What it is.
    pub kind: Kind,
    /// What is kept of it.
    pub blob: Blob,
    /// Of a picture.
    pub picture: Option<Picture>,
    /// The key under which the blobs are sealed, in hexadecimal.
    pub secret: Sealed,
    /// What it is called.
    pub name: Sealed,
    /// What is to be seen in it, in words.
    pub alt: Option<Sealed>,
}

/// Bytes that are kept: sealed, named by their hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob {
    /// SHA-256 of what is kept.
    pub hash: Hash,
    /// Its length in bytes.
    pub size: i64,
}

/// What is known of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// A smaller one.
    pub thumbnail: Option<Thumbnail>,
}

/// A smaller picture for poor connections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbnail {
    /// What it is.
    pub kind: Kind,
    /// What is kept of it.
    pub blob: Blob,
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::File(event)
    }
}

/// A file that is kept already, and that no entry has yet.
#[derive(Clone)]
pub struct Stored {
    /// Hash of what was sent.
    pub sent: Hash,
    /// What it is.
    pub kind: Kind,
    /// What is kept of it.
    pub blob: Blob,
    /// Of a picture.
    pub picture: Option<Picture>,
    /// The key under which the blobs are sealed.
    pub secret: Key,
}

/// Who sends the same file twice asks the same twice, though each time it is sealed under another key.
impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stored({})", self.sent)
    }
}

impl Stored {
    /// How much it takes, in bytes.
    fn size(&self) -> i64 {
        let thumbnail = self.picture.as_ref().and_then(|picture| picture.thumbnail.as_ref());
        self.blob.size + thumbnail.map_or(0, |thumbnail| thumbnail.blob.size)
    }
}

/// Adds a file to an entry: its hosts may, and who keeps the entries of its room.
#[derive(Debug, Clone)]
pub struct AttachFile {
    /// To what.
    pub entry: Id,
    /// What it is called.
    pub name: String,
    /// What is to be seen in it, in words.
    pub alt: String,
    /// What is kept of it.
    pub stored: Stored,
}

impl Command for AttachFile {
    const NAME: &'static str = "file.attach";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { entry, name, alt, stored } = self;
        let head = entries::commands::head(context, entry).await?;
        entries::commands::may_change(context, entry, keepers(&head.kind)).await?;
        let mut fields = Fields::default();
        let name = fields.line("file", &name, NAME_LIMIT);
        let alt = fields.optional_line("alt", &alt, ALT_LIMIT);
        let count: Option<(i64,)> = context.tx.optional(&store::COUNT, args![entry]).await?;
        if count.is_some_and(|(count,)| count >= ENTRY_LIMIT) {
            fields.error_with("file", "field-file-too-many", "limit", ENTRY_LIMIT);
        }
        let total: Option<(i64,)> = context.tx.optional(&store::TOTAL, args![context.community]).await?;
        if total.map_or(0, |(total,)| total) + stored.size() > COMMUNITY_LIMIT {
            fields.error("file", "field-file-no-room");
        }
        fields.finish()?;
        let file = context.id();
        let owner = Some(context.member()?);
        let attached = Attached {
            file,
            entry,
            kind: stored.kind,
            blob: stored.blob,
            picture: stored.picture,
            secret: context.seal(file, owner, &HEXLOWER.encode(stored.secret.as_bytes())).await?,
            name: context.seal(file, owner, &name).await?,
            alt: context.seal_optional(file, owner, &alt).await?,
        };
        Ok(Decision::about(file, [Event::Attached(Box::new(attached)).into()]))
    }
}

/// The entry of a file, and the room's word for it.
async fn entry_of(context: &mut Context<'_, '_>, file: Id) -> Result<(Id, String)> {
    let row: Option<(Id, String, Option<String>)> =
        context.tx.optional(&store::HEAD, args![context.community, file]).await?;
    let (entry, ..) = row.ok_or_else(not_found)?;
    Ok((entry, entries::commands::head(context, entry).await?.kind))
}

/// Says in words what is to be seen in a file.
#[derive(Debug, Clone)]
pub struct DescribeFile {
    /// Which.
    pub file: Id,
    /// The words, or nothing.
    pub alt: String,
}

impl Command for DescribeFile {
    const NAME: &'static str = "file.describe";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let file = self.file;
        let (entry, kind) = entry_of(context, file).await?;
        entries::commands::may_change(context, entry, keepers(&kind)).await?;
        let mut fields = Fields::default();
        let alt = fields.optional_line("alt", &self.alt, ALT_LIMIT);
        fields.finish()?;
        let alt = context.seal_optional(file, None, &alt).await?;
        Ok(Decision::about(file, [Event::Described { file, alt }.into()]))
    }
}

/// Removes a file: who may change its entry may, and who may remove that.
#[derive(Debug, Clone)]
pub struct RemoveFile(pub Id);

impl Command for RemoveFile {
    const NAME: &'static str = "file.remove";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (entry, kind) = entry_of(context, self.0).await?;
        entries::commands::may_change(context, entry, &[keepers(&kind), REMOVERS].concat()).await?;
        Ok(Decision::about(self.0, [Event::Removed { file: self.0 }.into()]))
    }
}

/// Shows an event in the tables. A file whose key was destroyed is not in them.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    let (community, at, author) = (to.community, to.at, to.actor.member());
    match event {
        Event::Attached(attached) => {
            let Attached { file, entry, kind, blob, picture, secret, name, alt } = &**attached;
            to.tx.run(&entries::store::TOUCH, args![*entry, at]).await?;
            let (Some(secret), Some(name)) = (to.open(secret).await?, to.open(name).await?) else { return Ok(()) };
            let alt = to.open_optional(alt.as_ref()).await?;
            let thumbnail = picture.as_ref().and_then(|picture| picture.thumbnail.as_ref());
            let row = args![
                *file,
                community,
                *entry,
                author,
                kind.as_str(),
                &name,
                alt.clone(),
                HEXLOWER.decode(secret.as_bytes()).unwrap_or_default(),
                &blob.hash.0[..],
                blob.size,
                picture.as_ref().map(|picture| picture.width),
                picture.as_ref().map(|picture| picture.height),
                thumbnail.map(|thumbnail| thumbnail.kind.as_str().to_owned()),
                thumbnail.map(|thumbnail| thumbnail.blob.hash.0.to_vec()),
                thumbnail.map(|thumbnail| thumbnail.blob.size),
                at
            ];
            to.tx.run(&store::INSERT, row).await?;
            index(to, *file, *entry, &name, alt.as_deref()).await
        }
        Event::Described { file, alt } => {
            let row: Option<(Id, String, Option<String>)> =
                to.tx.optional(&store::HEAD, args![community, *file]).await?;
            let Some((entry, _, name)) = row else { return Ok(()) };
            let alt = to.open_optional(alt.as_ref()).await?;
            to.tx.run(&store::DESCRIBE, args![*file, alt.clone()]).await?;
            index(to, *file, entry, &name.unwrap_or_default(), alt.as_deref()).await
        }
        Event::Removed { file } => {
            let gone: Vec<Row> = to.tx.all(&store::BLOBS, args![*file]).await?;
            drop_all(to, gone).await?;
            to.erase(*file).await
        }
    }
}

/// A file, and the hashes of what is kept of it.
pub(crate) type Row = (Id, Vec<u8>, Option<Vec<u8>>);

async fn index(to: &mut Projection<'_, '_>, file: Id, entry: Id, name: &str, alt: Option<&str>) -> Result<()> {
    let language: Option<(String,)> = to.tx.optional(&store::LANGUAGE, args![entry]).await?;
    let language = language.map(|(language,)| language).unwrap_or_default();
    search::index(to, search::Kind::File, (file, ""), &[Some(name), alt], &language).await
}

/// The files are no more, and nothing needs what was kept of them.
async fn drop_all(to: &mut Projection<'_, '_>, gone: Vec<Row>) -> Result<()> {
    for (file, blob, thumbnail) in gone {
        search::forget(to, file).await?;
        to.tx.run(&store::REMOVE, args![file]).await?;
        to.unneeded.extend([Some(blob), thumbnail].into_iter().flatten().filter_map(|hash| Hash::from_bytes(&hash)));
    }
    Ok(())
}

/// An entry that is removed has no files; their keys go.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    let gone: Vec<Row> = to.tx.all(&store::BLOBS_OF_ENTRY, args![entry]).await?;
    for (file, ..) in &gone {
        to.erase(*file).await?;
    }
    drop_all(to, gone).await
}

/// An erased member's files are gone: their keys were the member's.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    let gone: Vec<Row> = to.tx.all(&store::BLOBS_OF_MEMBER, args![member]).await?;
    drop_all(to, gone).await
}
