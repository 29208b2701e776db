// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The parts of a backup: tables as JSON lines, compressed, encrypted to their custodians (age, X25519).

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::PathBuf,
};

use age::x25519;
use data_encoding::BASE64;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::{
    spine::{log::Hash, world::Micros},
    store::{BlobError, Row, StoreError, TableDump, Value},
};

/// The form of backups.
pub const FORMAT: u32 = 1;

/// What can go wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Nobody is named who could open it.
    #[error("name at least one custodian with --to: tequio custodian makes a key for one")]
    NoCustodian,
    /// A custodian's public key is not one.
    #[error("{0} is not an age recipient (age1…)")]
    Recipient(String),
    /// The key does not open it.
    #[error("this key does not open the backup: it was made for other custodians")]
    Closed,
    /// It does not begin as a backup does.
    #[error("this is not a backup of Tequio")]
    NotABackup,
    /// It begins as one and ends too soon, or cannot be followed to its end.
    #[error("the backup is incomplete: copy it again from where it was made")]
    Incomplete,
    /// It was changed, or is of a form that this program does not know.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// It was made by a newer program.
    #[error("the backup was made by a newer version (schema {0}); use that version or a later one")]
    Newer(i64),
    /// There is something already where it should be restored.
    #[error("there is data already: restore into an empty folder and an empty database")]
    NotEmpty,
    /// The store of files.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The node's key file.
    #[error(transparent)]
    Key(#[from] crate::spine::keys::KeyError),
}

/// What stands in the open at the end of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The newest migration of the store.
    pub schema: i64,
    /// When it was made (RFC 3339).
    pub created: String,
    /// SHA-256 of `data.age` and `keys.age`, in hexadecimal.
    pub parts: [String; 2],
    /// How many blobs of files are in it.
    #[serde(default)]
    pub blobs: usize,
    /// The hashes of blobs that were missing or damaged when it was made.
    #[serde(default)]
    pub missing: Vec<String>,
    /// SHA-256 of the code that stands in it, in hexadecimal: who can say the code has opened it.
    pub receipt: String,
}

impl Manifest {
    /// When it was made.
    pub fn made(&self) -> Micros {
        self.created.parse::<jiff::Timestamp>().unwrap_or_default().as_microsecond()
    }
}

/// A line of a part.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// A table begins.
    Table { name: String, columns: Vec<String> },
    /// A row of it.
    Row(Vec<Cell>),
    /// The node's key.
    NodeKey(String),
    /// By which the node knows that it was opened.
    Code(String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes { b: String },
}

impl From<Value> for Cell {
    fn from(value: Value) -> Self {
        match value {
            Value::Int(Some(number)) => Self::Int(number),
            Value::Bool(Some(truth)) => Self::Bool(truth),
            Value::Text(Some(text)) => Self::Text(text),
            Value::Bytes(Some(bytes)) => Self::Bytes { b: BASE64.encode(&bytes) },
            Value::Uuid(Some(id)) => Self::Bytes { b: BASE64.encode(id.as_bytes()) },
            _ => Self::Null,
        }
    }
}

impl Cell {
    fn value(self) -> Result<Value, BackupError> {
        Ok(match self {
            Self::Null => Value::Bytes(None),
            Self::Bool(truth) => Value::Bool(Some(truth)),
            Self::Int(number) => Value::Int(Some(number)),
            Self::Text(text) => Value::Text(Some(text)),
            Self::Bytes { b } => Value::Bytes(Some(
                BASE64.decode(b.as_bytes()).map_err(|error| BackupError::Damaged(error.to_string()))?,
            )),
        })
    }
}

/// Writes a part: JSON lines, compressed and encrypted.
pub(super) struct Writer(GzEncoder<age::stream::StreamWriter<Vec<u8>>>);

impl Writer {
    pub(super) fn new(custodians: &[x25519::Recipient]) -> Result<Self, BackupError> {
        let recipients = custodians.iter().map(|custodian| -> &dyn age::Recipient { custodian });
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(|_| BackupError::NoCustodian)?;
        Ok(Self(GzEncoder::new(encryptor.wrap_output(Vec::new())?, Compression::default())))
    }

    pub(super) fn line(&mut self, line: &Line) -> Result<(), BackupError> {
        serde_json::to_writer(&mut self.0, line).map_err(|error| BackupError::Damaged(error.to_string()))?;
        Ok(self.0.write_all(b"\n")?)
    }

    pub(super) fn table(&mut self, name: &str, dump: TableDump) -> Result<(), BackupError> {
        self.line(&Line::Table { name: name.to_owned(), columns: dump.columns })?;
        for row in dump.rows {
            self.line(&Line::Row(row.into_iter().map(Cell::from).collect()))?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, BackupError> {
        Ok(self.0.finish()?.finish()?)
    }
}

/// What a part holds.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) tables: Vec<(String, TableDump)>,
    pub(super) node_key: Option<Vec<u8>>,
    pub(super) code: Option<String>,
}

impl Part {
    /// The rows of one of its tables.
    pub(super) fn rows(&self, name: &str) -> Option<&[Row]> {
        self.tables.iter().find(|(table, _)| table == name).map(|(_, dump)| dump.rows.as_slice())
    }
}

/// Opens a part and reads all of it before anything is done with it.
pub(super) fn read(bytes: &[u8], identity: &x25519::Identity) -> Result<Part, BackupError> {
    let damaged = |error: String| BackupError::Damaged(error);
    let decryptor = age::Decryptor::new(bytes).map_err(|error| damaged(error.to_string()))?;
    let opened = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity));
    let reader = opened.map_err(|error| match error {
        age::DecryptError::NoMatchingKeys => BackupError::Closed,
        other => damaged(other.to_string()),
    })?;
    let mut part = Part::default();
    for line in BufReader::new(GzDecoder::new(reader)).lines() {
        let line: Line = serde_json::from_str(&line?).map_err(|error| damaged(error.to_string()))?;
        match line {
            Line::Table { name, columns } => part.tables.push((name, TableDump { columns, rows: Vec::new() })),
            Line::Row(cells) => {
                let row: Row = cells.into_iter().map(Cell::value).collect::<Result<_, _>>()?;
                let (_, table) = part.tables.last_mut().ok_or_else(|| damaged("a row without a table".to_owned()))?;
                table.rows.push(row);
            }
            Line::NodeKey(key) => {
                part.node_key = Some(BASE64.decode(key.as_bytes()).map_err(|error| damaged(error.to_string()))?);
            }
            Line::Code(code) => part.code = Some(code),
        }
    }
    Ok(part)
}

pub(super) fn hash(bytes: &[u8]) -> String {
    Hash::of(bytes).to_string()
}

/// The folder of blobs in a backup. They are sealed as they are, under keys that are in its encrypted parts.
pub(super) const BLOBS: &str = "blobs/";

/// Gives each blob of a backup to `each`, one at a time, after a look whether it is what its name says.
pub(super) fn blobs(file: impl Read, mut each: impl FnMut(Hash, Vec<u8>)) -> Result<(), BackupError> {
    let mut archive = tar::Archive::new(file);
    for entry in archive.entries()? {
        let mut entry = entry.map_err(|error| BackupError::Damaged(error.to_string()))?;
        if let Some(name) = entry.path()?.display().to_string().strip_prefix(BLOBS) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            let hash = Hash::of(&bytes);
            if hash.to_string() != name {
                return Err(BackupError::Damaged("a blob is not what its name says".to_owned()));
            }
            each(hash, bytes);
        }
    }
    Ok(())
}

/// Reads the blobs of a backup beside, no more than one ahead of who takes them.
pub(super) fn blobs_beside(file: PathBuf) -> (mpsc::Receiver<(Hash, Vec<u8>)>, JoinHandle<Result<(), BackupError>>) {
    let (sender, receiver) = mpsc::channel(1);
    let reading = tokio::task::spawn_blocking(move || {
        // Who takes no more has failed, and says why.
        blobs(File::open(file)?, |hash, bytes| drop(sender.blocking_send((hash, bytes))))
    });
    (receiver, reading)
}

/// The files of a backup: manifest, data, keys. Their hashes are checked, and those of the blobs, which are not kept.
pub(super) fn unpack(file: impl Read) -> Result<(Manifest, Vec<u8>, Vec<u8>), BackupError> {
    let damaged = |what: &str| BackupError::Damaged(what.to_owned());
    let (manifest, data, keys, blobs) = unpack_as(file, "manifest.json")?;
    let manifest: Manifest = serde_json::from_slice(&manifest).map_err(|error| damaged(&error.to_string()))?;
    if manifest.format != FORMAT {
        return Err(damaged("its form is not known to this program"));
    }
    if manifest.blobs != blobs {
        return Err(damaged("not as many files are in it as the manifest says"));
    }
    if manifest.parts != [hash(&data), hash(&keys)] {
        return Err(damaged("a part is not what the manifest says"));
    }
    Ok((manifest, data, keys))
}

/// Manifest, data and keys of a file whose manifest is called so, and how many blobs are in it, each of which is what its name
/// says.
pub(super) fn unpack_as(file: impl Read, called: &str) -> Result<(Vec<u8>, Vec<u8>, Vec<u8>, usize), BackupError> {
    let (mut manifest, mut data, mut keys) = (None, None, None);
    let mut blobs = 0;
    let mut archive = tar::Archive::new(file);
    for entry in archive.entries()? {
        // The data stand at the beginning. Whatever else stands there is not told: it may be somebody's key.
        let broken = || if data.is_none() { BackupError::NotABackup } else { BackupError::Incomplete };
        let mut entry = entry.map_err(|_| broken())?;
        let name = entry.path()?.display().to_string();
        if data.is_none() && name != "data.age" {
            return Err(BackupError::NotABackup);
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if bytes.len() as u64 != entry.size() {
            return Err(BackupError::Incomplete);
        }
        match name.as_str() {
            name if name == called => manifest = Some(bytes),
            "data.age" => data = Some(bytes),
            "keys.age" => keys = Some(bytes),
            name if name.strip_prefix(BLOBS) == Some(&hash(&bytes)) => blobs += 1,
            // The one is given for the other.
            "manifest.json" | "community.json" => return Err(BackupError::NotABackup),
            _ => return Err(BackupError::Damaged("it holds a file that does not belong there".to_owned())),
        }
    }
    match (manifest, data, keys) {
        (Some(manifest), Some(data), Some(keys)) => Ok((manifest, data, keys, blobs)),
        (_, None, _) => Err(BackupError::NotABackup),
        _ => Err(BackupError::Incomplete),
    }
}
