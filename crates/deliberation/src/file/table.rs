// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ballots as a table in CSV (RFC 4180): a line of options, then a line a ballot. Cells are ranks (1 is best, equal
//! ranks are equal) or scores; an empty one says nothing. A column named `weight` says how many cast the ballot. Options
//! are numbered by their column, from 1, that one not counted.

use csv::{ByteRecord, ReaderBuilder};

use super::{Problem, Trouble, number};
use crate::tally::{Candidate, Label, Profile, Scores};

/// A reader of records that all have the same length.
pub(super) fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(bytes)
}

pub(super) fn problem(error: &csv::Error) -> Problem {
    let line = error.position().map_or(1, csv::Position::line);
    let trouble = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Trouble::Csv(format!("{len} cells, where the line of names has {expected_len}"))
        }
        _ => Trouble::Csv(error.to_string()),
    };
    trouble.at(line)
}

/// The next record's line; none at the end.
pub(super) fn next(reader: &mut csv::Reader<&[u8]>, record: &mut ByteRecord) -> Result<Option<u64>, Problem> {
    let more = reader.read_byte_record(record).map_err(|error| problem(&error))?;
    Ok(more.then(|| record.position().map_or(1, csv::Position::line)))
}

/// Options, and the column of weights.
fn head(record: &ByteRecord, line: u64) -> Result<(Vec<Candidate>, Option<usize>), Problem> {
    let mut weight = None;
    let mut options: Vec<Candidate> = Vec::new();
    for (column, cell) in record.iter().enumerate() {
        let name = super::text(cell, line)?.trim();
        if name == "weight" {
            if weight.replace(column).is_some() {
                return Err(Trouble::Again(name.to_owned()).at(line));
            }
        } else if name.is_empty() {
            return Err(Trouble::expected("the name of an option", name).at(line));
        } else if options.iter().any(|option| option.name == name) {
            return Err(Trouble::Again(name.to_owned()).at(line));
        } else {
            options.push(Candidate { id: Label::Number(options.len() as u64 + 1), name: name.to_owned() });
        }
    }
    Ok((options, weight))
}

/// Reads the cells of each ballot as numbers.
fn each<T>(
    bytes: &[u8],
    begin: impl FnOnce(Vec<Candidate>) -> Result<T, Trouble>,
    expected: &'static str,
    mut take: impl FnMut(&mut T, u64, &[Option<i32>]) -> Result<(), Trouble>,
) -> Result<T, Problem> {
    let mut reader = reader(bytes, b',');
    let mut record = ByteRecord::new();
    let Some(line) = next(&mut reader, &mut record)? else {
        return Err(Trouble::Ends("a line of options").at(1));
    };
    let (options, weight) = head(&record, line)?;
    let mut all = begin(options).map_err(|trouble| trouble.at(line))?;
    let mut cells = Vec::new();
    while let Some(line) = next(&mut reader, &mut record)? {
        cells.clear();
        let mut count = 1;
        for (column, cell) in record.iter().enumerate() {
            let cell = cell.trim_ascii();
            let found = || String::from_utf8_lossy(cell).into_owned();
            if weight == Some(column) {
                let stated = number(cell).filter(|count| *count > 0);
                count = stated.ok_or_else(|| Trouble::expected("a weight above 0", found()).at(line))?;
            } else if cell.is_empty() {
                cells.push(None);
            } else {
                let number = std::str::from_utf8(cell).ok().and_then(|cell| cell.parse().ok());
                cells.push(Some(number.ok_or_else(|| Trouble::expected(expected, found()).at(line))?));
            }
        }
        take(&mut all, count, &cells).map_err(|trouble| trouble.at(line))?;
    }
    Ok(all)
}

/// Reads a table of ranks.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn ranked_csv(bytes: &[u8]) -> Result<Profile, Problem> {
    let mut order: Vec<(i32, usize)> = Vec::new();
    let begin = |options| Ok(Profile::new(options)?);
    each(bytes, begin, "a rank from 1, or nothing", |profile, weight, cells| {
        order.clear();
        for (option, cell) in cells.iter().enumerate() {
            if let Some(rank) = cell {
                if *rank < 1 {
                    return Err(Trouble::expected("a rank from 1, or nothing", rank.to_string()));
                }
                order.push((*rank, option));
            }
        }
        order.sort_unstable();
        let groups: Vec<Vec<usize>> = order
            .chunk_by(|one, other| one.0 == other.0)
            .map(|group| group.iter().map(|(_, option)| *option).collect())
            .collect();
        Ok(profile.push(weight, groups.iter().map(Vec::as_slice))?)
    })
}

/// Reads a table of scores; a score of 1 or more approves.
///
/// # Errors
/// The first [`Problem`] of the file.
pub fn scored_csv(bytes: &[u8]) -> Result<Scores, Problem> {
    let begin = |options| Ok(Scores::new(options, 1)?);
    each(bytes, begin, "a whole number, or nothing", |scores, weight, cells| {
        Ok(scores.push(weight, cells.iter().copied())?)
    })
}
