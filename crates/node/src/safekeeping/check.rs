// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio check`: is everything what the logs say? Chains, hashes and signatures are verified, every key must
//! open, every blob of a file must be what its hash says, and a full replay into a scratch store is compared with the tables, row by row.

use std::collections::BTreeMap;

use crate::{
    spine::{
        attachments,
        keys::Key,
        log::replay::{self, ReplayError},
    },
    store::{Blobs, Db, Dump, Result, StoreError, TableDump, Value, tables::Class},
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
    /// What is wrong, a line each, with its place. At most fifty.
    pub findings: Vec<String>,
}

/// Findings beyond this number are not listed: the first ones tell where to look.
const LIMIT: usize = 50;

/// Checks a store. `scratch` is an empty one, for the replay.
///
/// # Errors
/// When the store cannot be read at all.
pub async fn check(db: &Db, blobs: &Blobs, scratch: &Db, node_key: &Key) -> Result<Report> {
    let mut report = Report::default();
    report.findings.extend(db.integrity().await?);
    keys_open(db, node_key, &mut report).await?;
    blobs_are_whole(db, blobs, &mut report).await;
    // One view for the logs and the tables: what is committed meanwhile is in neither.
    let mut found = Dump::open(db).await?;
    match replay::replay(&mut found, scratch, node_key).await {
        Ok(records) => report.records = records,
        Err(ReplayError::Store(error @ (StoreError::Busy | StoreError::Engine(_)))) => return Err(error),
        Err(error) => {
            report.findings.push(format!("log: {error}"));
            return Ok(report);
        }
    }
    let mut expected = Dump::open(scratch).await?;
    for table in Dump::tables(Class::Projection) {
        let found = match found.read(table).await {
            Ok(rows) => rows,
            Err(error @ StoreError::Damaged(_)) => {
                report.findings.push(format!("{}: {error}", table.name));
                continue;
            }
            Err(error) => return Err(error),
        };
        report.rows += found.rows.len();
        compare(table.name, table.key, &found, &expected.read(table).await?, &mut report.findings);
    }
    report.findings.truncate(LIMIT);
    Ok(report)
}

/// Every key must open with the node's.
async fn keys_open(db: &Db, node_key: &Key, report: &mut Report) -> Result<()> {
    let mut dump = Dump::open(db).await?;
    for (name, context, wrapped) in [("community_keys", 0, 2), ("subject_keys", 1, 3)] {
        let Some(table) = Dump::tables(Class::Keys).find(|table| table.name == name) else { continue };
        for row in dump.read(table).await?.rows {
            let (Some(Value::Bytes(Some(id))), Some(Value::Bytes(Some(key)))) = (row.get(context), row.get(wrapped))
            else {
                continue;
            };
            if node_key.open(id, key).is_err() {
                report.findings.push(format!("{name} {}: the key does not open", shown(row.get(context))));
            }
        }
    }
    Ok(())
}

/// Every blob of a file must be there and be what its hash says.
async fn blobs_are_whole(db: &Db, blobs: &Blobs, report: &mut Report) {
    let named = match attachments::upload::all_blobs(db).await {
        Ok(named) => named,
        Err(error) => return report.findings.push(format!("attachments: {error}")),
    };
    for (file, hash) in named {
        report.blobs += 1;
        let Err(error) = blobs.get(hash).await else { continue };
        // What was removed meanwhile needs no blob.
        if !matches!(attachments::upload::is_named(db, hash).await, Ok(false)) {
            report.findings.push(format!("attachments {file}: {error}"));
        }
    }
}

/// Names the rows and columns in which two tables differ.
fn compare(name: &str, key: &str, found: &TableDump, expected: &TableDump, findings: &mut Vec<String>) {
    let keys: Vec<usize> =
        key.split(", ").filter_map(|key| found.columns.iter().position(|column| column == key)).collect();
    let by_key = |dump: &TableDump| -> BTreeMap<String, Vec<Value>> {
        let name = |row: &[Value]| keys.iter().map(|place| shown(row.get(*place))).collect::<Vec<_>>().join(" ");
        dump.rows.iter().map(|row| (name(row), row.clone())).collect()
    };
    let (found_rows, mut expected_rows) = (by_key(found), by_key(expected));
    for (row, cells) in &found_rows {
        match expected_rows.remove(row) {
            None => findings.push(format!("{name} {row}: the log knows nothing of this row")),
            Some(wanted) if wanted != *cells => {
                let differ = found.columns.iter().zip(cells.iter().zip(&wanted)).filter(|(_, (is, was))| is != was);
                let columns: Vec<&str> = differ.map(|(column, _)| column.as_str()).collect();
                findings.push(format!("{name} {row}: not what the log says in {}", columns.join(", ")));
            }
            Some(_) => {}
        }
    }
    findings.extend(expected_rows.keys().map(|row| format!("{name} {row}: the log says that this row exists")));
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::Bytes(Some(bytes))) => match bytes.as_slice().try_into() {
            Ok(id) => crate::spine::id::Id::from_bytes(id).to_string(),
            Err(_) => data_encoding::HEXLOWER.encode(bytes),
        },
        Some(Value::Int(Some(number))) => number.to_string(),
        Some(Value::Text(Some(text))) => text.clone(),
        Some(Value::Bool(Some(truth))) => truth.to_string(),
        _ => "–".to_owned(),
    }
}
