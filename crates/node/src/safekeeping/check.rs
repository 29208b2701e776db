// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio check`: is everything what the logs say? Chains, hashes and signatures are verified, every key must
//! open, every blob of a file must be what its hash says, and a full replay into a scratch store is compared with the tables, row by row.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    node::DATABASE_FILE,
    spine::{
        apply::key_context,
        attachments,
        id::Id,
        keys::Key,
        log::replay::{self, ReplayError},
    },
    store::{BlobError, Blobs, Db, Dump, Result, StoreError, TableDump, Value, tables::Class},
};

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// Records that were verified.
    pub records: i64,
    /// Rows that were compared.
    pub rows: usize,
    /// Blobs of files that were read.
    pub blobs: usize,
    /// What is wrong, each with its place. At most fifty.
    pub findings: Vec<Finding>,
}

/// Something that is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum Finding {
    /// What the engine says of its files.
    #[error("sqlite: {0}")]
    Engine(String),
    /// The index by which words are found is not what its table says. Nothing is lost: it can be built again.
    #[error(
        "search_index: not what search_terms says; with the node stopped, build it again: sqlite3 {DATABASE_FILE} \
         \"{REBUILD_SEARCH}\""
    )]
    SearchIndex,
    /// A wrapped key that the node's does not open: table and row.
    #[error("{0} {1}: the key does not open")]
    ClosedKey(&'static str, String),
    /// A subject whose words were erased, but whose key is still there: the subject.
    #[error("erasures {0}: it is erased, and its key is still there")]
    NotErased(String),
    /// The table of files cannot be read.
    #[error("attachments: {0}")]
    Attachments(StoreError),
    /// A blob of a file: the file, and what is wrong.
    #[error("attachments {0}: {1}")]
    Blob(Id, BlobError),
    /// The logs cannot be followed to their end.
    #[error("log: {0}")]
    Log(ReplayError),
    /// A table cannot be read.
    #[error("{0}: {1}")]
    Table(&'static str, StoreError),
    /// A row that the log does not know: table and row.
    #[error("{0} {1}: the log knows nothing of this row")]
    UnknownRow(String, String),
    /// A row that differs: table, row and columns.
    #[error("{0} {1}: not what the log says in {2}")]
    Differs(String, String, String),
    /// A row that is not there: table and row.
    #[error("{0} {1}: the log says that this row exists")]
    MissingRow(String, String),
}

/// Builds the search index again.
pub const REBUILD_SEARCH: &str = "INSERT INTO search_index (search_index) VALUES ('rebuild')";

/// Findings beyond this number are not listed: the first ones tell where to look.
const LIMIT: usize = 50;

/// Checks a store. `scratch` is an empty one, for the replay.
///
/// # Errors
/// When the store cannot be read at all.
pub async fn check(db: &Db, blobs: &Blobs, scratch: &Db, node_key: &Key) -> Result<Report> {
    let mut report = Report::default();
    report.findings.extend(db.integrity().await?.into_iter().map(Finding::Engine));
    if !db.search_is_whole().await? {
        report.findings.push(Finding::SearchIndex);
    }
    keys_open(db, node_key, &mut report).await?;
    blobs_are_whole(db, blobs, &mut report).await;
    // One view for the logs and the tables: what is committed meanwhile is in neither.
    let mut found = Dump::open(db).await?;
    match replay::replay(&mut found, scratch, node_key).await {
        Ok(records) => report.records = records,
        Err(ReplayError::Store(error @ (StoreError::Busy | StoreError::Unreachable(_) | StoreError::Engine(_)))) => {
            return Err(error);
        }
        Err(error) => {
            report.findings.push(Finding::Log(error));
            return Ok(report);
        }
    }
    let mut expected = Dump::open(scratch).await?;
    for table in Dump::tables(Class::Projection) {
        let found = match found.read(table).await {
            Ok(rows) => rows,
            Err(error @ StoreError::Damaged(_)) => {
                report.findings.push(Finding::Table(table.name, error));
                continue;
            }
            Err(error) => return Err(error),
        };
        report.rows += found.rows.len();
        compare(table.name, table.key, &found, &expected.read(table).await?, &mut report.findings);
    }
    erasures_hold(&mut found, &mut expected, &mut report).await?;
    report.findings.truncate(LIMIT);
    Ok(report)
}

/// Every key must open with the node's, for its community, its subject and its owner.
async fn keys_open(db: &Db, node_key: &Key, report: &mut Report) -> Result<()> {
    let mut dump = Dump::open(db).await?;
    for row in keys_of(&mut dump, "community_keys").await? {
        if let [Value::Bytes(Some(id)), _, Value::Bytes(Some(seed))] = row.as_slice()
            && node_key.open(id, seed).is_err()
        {
            report.findings.push(Finding::ClosedKey("community_keys", shown(row.first())));
        }
    }
    for row in keys_of(&mut dump, "subject_keys").await? {
        if let [community, subject, owner, Value::Bytes(Some(key))] = row.as_slice() {
            let opens = match (Id::of_cell(community), Id::of_cell(subject)) {
                (Some(community), Some(of)) => {
                    node_key.open(&key_context(community, of, Id::of_cell(owner)), key).is_ok()
                }
                _ => false,
            };
            if !opens {
                report.findings.push(Finding::ClosedKey("subject_keys", shown(Some(subject))));
            }
        }
    }
    Ok(())
}

/// The rows of a table of keys.
async fn keys_of(dump: &mut Dump, name: &str) -> Result<Vec<Vec<Value>>> {
    match Dump::tables(Class::Keys).find(|table| table.name == name) {
        Some(table) => Ok(dump.read(table).await?.rows),
        None => Ok(Vec::new()),
    }
}

/// What the logs erase must be noted, and of nothing that is noted may there be a key. A restore notes erasures of which
/// its older log knows nothing.
async fn erasures_hold(found: &mut Dump, expected: &mut Dump, report: &mut Report) -> Result<()> {
    let subjects = |rows: Vec<Vec<Value>>| -> BTreeSet<(String, String)> {
        rows.iter().map(|row| (shown(row.first()), shown(row.get(1)))).collect()
    };
    let noted = subjects(keys_of(found, "erasures").await?);
    let said = subjects(keys_of(expected, "erasures").await?);
    let kept = subjects(keys_of(found, "subject_keys").await?);
    let missing = said.difference(&noted).map(|(_, row)| Finding::MissingRow("erasures".to_owned(), row.clone()));
    report.findings.extend(missing);
    report.findings.extend(noted.intersection(&kept).map(|(_, subject)| Finding::NotErased(subject.clone())));
    Ok(())
}

/// Every blob of a file must be there and be what its hash says.
async fn blobs_are_whole(db: &Db, blobs: &Blobs, report: &mut Report) {
    let named = match attachments::upload::all_blobs(db).await {
        Ok(named) => named,
        Err(error) => return report.findings.push(Finding::Attachments(error)),
    };
    for (file, hash) in named {
        report.blobs += 1;
        let Err(error) = blobs.get(hash).await else { continue };
        // What was removed meanwhile needs no blob.
        if !matches!(attachments::upload::is_named(db, hash).await, Ok(false)) {
            report.findings.push(Finding::Blob(file, error));
        }
    }
}

/// Names the rows and columns in which two tables differ.
fn compare(name: &str, key: &str, found: &TableDump, expected: &TableDump, findings: &mut Vec<Finding>) {
    let keys: Vec<usize> =
        key.split(", ").filter_map(|key| found.columns.iter().position(|column| column == key)).collect();
    let by_key = |dump: &TableDump| -> BTreeMap<String, Vec<Value>> {
        let name = |row: &[Value]| keys.iter().map(|place| shown(row.get(*place))).collect::<Vec<_>>().join(" ");
        dump.rows.iter().map(|row| (name(row), row.clone())).collect()
    };
    let (found_rows, mut expected_rows) = (by_key(found), by_key(expected));
    for (row, cells) in &found_rows {
        match expected_rows.remove(row) {
            None => findings.push(Finding::UnknownRow(name.to_owned(), row.clone())),
            Some(wanted) if wanted != *cells => {
                let differ = found.columns.iter().zip(cells.iter().zip(&wanted)).filter(|(_, (is, was))| is != was);
                let columns: Vec<&str> = differ.map(|(column, _)| column.as_str()).collect();
                findings.push(Finding::Differs(name.to_owned(), row.clone(), columns.join(", ")));
            }
            Some(_) => {}
        }
    }
    findings.extend(expected_rows.into_keys().map(|row| Finding::MissingRow(name.to_owned(), row)));
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::Bytes(Some(bytes))) => match bytes.as_slice().try_into() {
            Ok(id) => Id::from_bytes(id).to_string(),
            Err(_) => data_encoding::HEXLOWER.encode(bytes),
        },
        Some(Value::Int(Some(number))) => number.to_string(),
        Some(Value::Text(Some(text))) => text.clone(),
        Some(Value::Bool(Some(truth))) => truth.to_string(),
        _ => "–".to_owned(),
    }
}
