// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Block lists as others write them (Mastodon's `#domain,#severity,…`): read line by line, and the own one written.

use csv::{ReaderBuilder, Terminator, Trim, WriterBuilder};

use super::{
    Entry,
    rules::{self, Measure},
};

/// The columns that are written, as Mastodon names them.
const COLUMNS: [&str; 6] =
    ["#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"];

/// A line of a list that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) entry: Entry,
}

/// Why a line cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// It names no host.
    Host,
    /// It hides letters of its host behind asterisks.
    Obfuscated,
    /// It asks for something that is not known.
    Severity,
    /// It asks for nothing.
    Nothing,
    /// It is no line of a list.
    Shape,
}

impl Unfit {
    /// The message that says so.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Host => "blocks-line-host",
            Self::Obfuscated => "blocks-line-obfuscated",
            Self::Severity => "blocks-line-severity",
            Self::Nothing => "blocks-line-nothing",
            Self::Shape => "blocks-line-shape",
        }
    }
}

/// Reads a list: what of it can be taken, and what not, each with the number of its line. Without a line that names the
/// columns, the first one is the host; without a severity, a line suspends.
pub(super) fn read(text: &str) -> (Vec<Line>, Vec<(u64, Unfit)>) {
    // By its lines, whatever ends them.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let (mut lines, mut unfit) = (Vec::new(), Vec::new());
    let mut columns = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            unfit.push((u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1), Unfit::Shape));
            continue;
        };
        let number = record.position().map_or(0, csv::Position::line);
        let plain = |cell: &str| cell.trim_start_matches('#').to_ascii_lowercase();
        let names: Vec<String> = record.iter().map(plain).collect();
        if index == 0 && names.iter().any(|name| name == "domain") {
            columns = names;
            continue;
        }
        let cell = |name: &str, otherwise: usize| {
            let place =
                if columns.is_empty() { Some(otherwise) } else { columns.iter().position(|column| column == name) };
            place.and_then(|place| record.get(place)).unwrap_or_default()
        };
        match entry(cell("domain", 0), cell("severity", 1), cell("public_comment", 4)) {
            Ok(entry) => lines.push(Line { number, entry }),
            Err(why) => unfit.push((number, why)),
        }
    }
    (lines, unfit)
}

fn entry(domain: &str, severity: &str, comment: &str) -> Result<Entry, Unfit> {
    if domain.trim_start_matches("*.").contains('*') {
        return Err(Unfit::Obfuscated);
    }
    let target = rules::target(domain).filter(|target| !target.contains("://")).ok_or(Unfit::Host)?;
    let measure = match severity.to_ascii_lowercase().as_str() {
        "" | "suspend" => Measure::Suspend,
        "silence" | "limit" => Measure::Limit,
        "noop" | "none" => return Err(Unfit::Nothing),
        _ => return Err(Unfit::Severity),
    };
    let reason = crate::spine::hidden::one_line(comment).chars().take(rules::REASON).collect();
    Ok(Entry { target, measure: measure.as_str().to_owned(), reason })
}

/// Writes a list: each host with what is done about it, and why.
pub(super) fn written(rows: impl IntoIterator<Item = (String, Measure, String)>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for (target, measure, reason) in rows {
        let severity = if measure == Measure::Limit { "silence" } else { "suspend" };
        let rejects = if measure == Measure::Limit { "false" } else { "true" };
        writer.write_record([
            &target,
            severity,
            rejects,
            rejects,
            &crate::web::spreadsheet::defused(&reason),
            "false",
        ])?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: &str, measure: &str, reason: &str) -> Entry {
        Entry { target: target.into(), measure: measure.into(), reason: reason.into() }
    }

    #[test]
    fn a_list_of_mastodon_is_read_line_by_line() {
        let text = "\u{feff}#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n\
            malo.example,suspend,true,true,\"Acoso, y\u{202e} más\",false\r\n\
            callado.example,silence,false,false,,false\r\n\
            libre.example,noop,false,false,,false\r\n\
            b*d.example,suspend,true,true,,true\r\n\
            otro.example,destroy\r\n\
            \"no es un nodo\",suspend\r\n\
            sólo.example\r\n";
        let (lines, unfit) = read(text);
        let numbered: Vec<(u64, Entry)> = lines.into_iter().map(|line| (line.number, line.entry)).collect();
        assert_eq!(
            numbered,
            [
                (2, entry("malo.example", "suspend", "Acoso, y más")),
                (3, entry("callado.example", "limit", "")),
                (8, entry("xn--slo-gna.example", "suspend", "")),
            ]
        );
        assert_eq!(unfit, [(4, Unfit::Nothing), (5, Unfit::Obfuscated), (6, Unfit::Severity), (7, Unfit::Host)]);
    }

    #[test]
    fn columns_may_stand_otherwise_or_have_no_names() {
        let (lines, unfit) = read("severity,domain,public_comment\nsilence,a.example,Ruido\n");
        assert_eq!(lines.first().map(|line| &line.entry), Some(&entry("a.example", "limit", "Ruido")));
        assert!(unfit.is_empty());
        let (lines, _) = read("a.example\nb.example,silence\n");
        let entries: Vec<Entry> = lines.into_iter().map(|line| line.entry).collect();
        assert_eq!(entries, [entry("a.example", "suspend", ""), entry("b.example", "limit", "")]);
        assert_eq!(read(""), (Vec::new(), Vec::new()));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rows = [
            ("malo.example".to_owned(), Measure::Suspend, "Acoso, \"diario\"".to_owned()),
            ("b.example".to_owned(), Measure::Limit, String::new()),
        ];
        let text = String::from_utf8(written(rows).unwrap()).unwrap();
        assert!(
            text.starts_with("#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n"),
            "{text}"
        );
        let entries: Vec<Entry> = read(&text).0.into_iter().map(|line| line.entry).collect();
        assert_eq!(entries, [entry("malo.example", "suspend", "Acoso, \"diario\""), entry("b.example", "limit", "")]);
    }
}
