// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files under an entry, the forms that change them, and the files themselves.

mod forms;
mod hand_over;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    spine::{
        id::Id,
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{Failure, Here, Routes},
};

use super::{
    picture,
    rules::{self, Kind},
    store,
};

pub(crate) fn routes() -> Routes {
    Routes::new().merge(forms::routes()).merge(hand_over::routes())
}

/// A file, as the page of its entry shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    /// Which.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// What is to be seen in it, in words.
    pub alt: Option<String>,
    /// Its size in bytes.
    pub size: i64,
    /// Of a picture, in pixels.
    pub width: Option<i64>,
    /// Of a picture, in pixels.
    pub height: Option<i64>,
    /// Its address.
    pub path: String,
    /// Of a picture: the one that pages show.
    pub shown: Option<ShownPicture>,
    /// When it was added.
    pub at: Micros,
}

/// A picture as pages show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownPicture {
    /// Its address.
    pub path: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

impl File {
    /// Its size in words.
    pub fn weight(&self) -> String {
        rules::in_words(self.size)
    }

    /// What it is, in a word that is nobody's language; nothing where it says nothing.
    pub fn word(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Jpeg => Some("JPEG"),
            Kind::Png => Some("PNG"),
            Kind::Pdf => Some("PDF"),
            Kind::Other => None,
        }
    }

    /// Whether browsers keep it rather than show it.
    pub fn is_kept(&self) -> bool {
        self.kind == Kind::Other
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    entry_id: Id,
    kind: String,
    name: String,
    alt: Option<String>,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    has_thumbnail: bool,
    at: Micros,
}

impl Row {
    fn file(self, here: &Here) -> File {
        let path = here.path(&format!("/files/{}", self.id));
        let shown = self.width.zip(self.height).map(|(width, height)| match self.has_thumbnail {
            true => {
                let (width, height) = picture::thumbnail_size(width, height);
                ShownPicture { path: format!("{path}/thumbnail"), width, height }
            }
            false => ShownPicture { path: path.clone(), width, height },
        });
        let Self { id, kind, name, alt, size, width, height, at, .. } = self;
        File { id, kind: Kind::from_stored(&kind), name, alt, size, width, height, path, shown, at }
    }
}

/// The files of an entry, in the order in which they came.
///
/// # Errors
/// As the store says.
pub(crate) async fn files(here: &Here, reader: &mut Reader, entry: Id) -> Result<Vec<File>, Failure> {
    let rows: Vec<Row> = reader.all(&store::OF_ENTRY, args![entry]).await?;
    Ok(rows.into_iter().map(|row| row.file(here)).collect())
}

/// A file that somebody added, for their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(crate) struct OwnFile {
    id: Id,
    entry_id: Id,
    kind: String,
    name: String,
    alt: Option<String>,
    size: i64,
    at: Instant,
}

/// The files that the viewer added.
pub(crate) async fn own_files(reader: &mut Reader) -> Result<Vec<OwnFile>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}
