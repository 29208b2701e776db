// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Lists as spreadsheets take them: CSV (RFC 4180), a header in the reader's language, then a row each.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use csv::{Terminator, WriterBuilder};
use jiff::tz::TimeZone;

use crate::spine::world::Micros;

use super::{Answer, Failure, lang::civil_at};

/// The most rows of one.
pub(crate) const ROWS: i64 = 5_000;

/// Without it, spreadsheets on an old Windows take UTF-8 for something else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A spreadsheet, to be saved.
pub(crate) fn answer(header: Vec<String>, rows: impl IntoIterator<Item = Vec<String>>) -> Answer {
    let body = written(header, rows).map_err(|detail| Failure {
        detail: Some(detail),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
    ];
    Ok((headers, body).into_response())
}

fn written(header: Vec<String>, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, String> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.into());
    for row in std::iter::once(header).chain(rows) {
        writer.write_record(row.iter().map(|cell| defused(cell))).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// What a spreadsheet would take for a formula is a text by the apostrophe before it: whoever opens the list runs nothing
/// that somebody chose as their name.
pub(crate) fn defused(cell: &str) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

/// A local date, or date and time, as spreadsheets read it: `2026-11-28 10:00`.
pub(crate) fn local(at: &str) -> String {
    at.replace('T', " ").chars().take(16).collect()
}

/// The day of an instant: `2026-11-28`.
pub(crate) fn day(at: Micros, zone: &TimeZone) -> String {
    civil_at(at, zone).date().to_string()
}

/// An instant, as the clocks of `zone` show it: `2026-11-28 10:00`.
pub(crate) fn moment(at: Micros, zone: &TimeZone) -> String {
    local(&civil_at(at, zone).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_cell_is_read_back() {
        let cells = [
            "=1+1",
            "+52 951",
            "-",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "＝1+1",
            "Ñandú, \"la\" radio",
            "dos\nlíneas",
            "",
            "a=b",
        ];
        let row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let bytes = written(row.clone(), [row]).unwrap();
        let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').unwrap();
        assert!(text.ends_with("\r\n") && text.contains("\"Ñandú, \"\"la\"\" radio\""), "{text}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        for (cell, read) in cells.iter().zip(&rows[1]) {
            assert_eq!(read.trim_start_matches('\''), *cell);
            assert!(!read.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{read}");
        }
        assert_eq!(
            (local("2026-11-28T10:00:00").as_str(), local("2026-11-28").as_str()),
            ("2026-11-28 10:00", "2026-11-28")
        );
    }
}
