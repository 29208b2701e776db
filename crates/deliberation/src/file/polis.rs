// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Polis's exports: `participants-votes.csv`, a line a participant and a column a statement, or `votes.csv`, a line a
//! vote. In both 1 agrees, -1 disagrees and 0 passes.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::{Problem, Trouble, number, table};
use crate::opinions::{Vote, Votes};

/// Reads either export. Of several votes of one participant on one statement the last counts.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn polis(bytes: &[u8]) -> Result<Votes, Problem> {
    let mut reader = table::reader(bytes, b',');
    let mut record = ByteRecord::new();
    let Some(line) = table::next(&mut reader, &mut record)? else {
        return Err(Trouble::Ends("a line of columns").at(1));
    };
    let mut names = Vec::new();
    for cell in &record {
        names.push(super::text(cell, line)?.trim().to_owned());
    }
    let column = |name: &str| names.iter().position(|column| column == name);
    let (mut participants, mut columns, mut votes) = (Vec::new(), Vec::new(), Vec::new());
    if let (Some(statement), Some(voter), Some(vote)) = (column("comment-id"), column("voter-id"), column("vote")) {
        let mut latest: BTreeMap<(u64, u64), i64> = BTreeMap::new();
        let time = column("timestamp");
        while let Some(line) = table::next(&mut reader, &mut record)? {
            let cell = |at: usize| record.get(at).unwrap_or_default().trim_ascii();
            let key = (id(cell(voter), line)?, id(cell(statement), line)?);
            let when = time.and_then(|time| number(cell(time))).and_then(|time| i64::try_from(time).ok()).unwrap_or(0);
            // Exports are in no promised order: the latest counts, of the same moment the one further down.
            if latest.get(&key).is_none_or(|last| *last <= when) {
                latest.insert(key, when);
                votes.push((key.0, key.1, one(cell(vote), line)?));
            }
        }
    } else if let Some(participant) = column("participant") {
        for (at, name) in names.iter().enumerate() {
            if let Some(id) = number(name.as_bytes()) {
                if columns.iter().any(|(_, other)| *other == id) {
                    return Err(Trouble::Again(format!("statement {id}")).at(line));
                }
                columns.push((at, id));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        while let Some(line) = table::next(&mut reader, &mut record)? {
            let who = id(record.get(participant).unwrap_or_default().trim_ascii(), line)?;
            if !seen.insert(who) {
                return Err(Trouble::Again(format!("participant {who}")).at(line));
            }
            participants.push(who);
            for (at, statement) in &columns {
                let cell = record.get(*at).unwrap_or_default().trim_ascii();
                if !cell.is_empty() {
                    votes.push((who, *statement, one(cell, line)?));
                }
            }
        }
    } else {
        let expected = "the columns participant and statements, or comment-id, voter-id and vote";
        return Err(Trouble::expected(expected, names.join(",")).at(line));
    }
    Ok(Votes::new(participants, columns.into_iter().map(|(_, statement)| statement), votes))
}

fn id(cell: &[u8], line: u64) -> Result<u64, Problem> {
    number(cell).ok_or_else(|| Trouble::expected("a number", String::from_utf8_lossy(cell)).at(line))
}

fn one(cell: &[u8], line: u64) -> Result<Vote, Problem> {
    Ok(match cell {
        b"1" | b"1.0" => Vote::Agree,
        b"-1" | b"-1.0" => Vote::Disagree,
        b"0" | b"0.0" => Vote::Pass,
        other => return Err(Trouble::expected("1, 0 or -1", String::from_utf8_lossy(other)).at(line)),
    })
}
