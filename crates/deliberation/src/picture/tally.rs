// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A tally: the ranking with what each option got, round by round where there are rounds, pair by pair where pairs are
//! compared.

use super::{ACCENT, GOLD, PALE, Picture, short};
use crate::tally::{Decimal, Report};

const ROW: f64 = 26.0;
const NAMES: f64 = 200.0;
const COLUMN: f64 = 120.0;
/// More rounds would be a picture that nobody looks at: these are the last.
const MOST_COLUMNS: usize = 24;
/// Of a larger matrix nobody reads the numbers.
const MOST_PAIRS: usize = 24;

/// Draws a tally.
#[must_use]
pub fn tally(report: &Report<'_>) -> String {
    let mut picture = Picture::new();
    let order: Vec<usize> = report.tally.ranking.concat();
    let mut top = 16.0;
    picture.text((16.0, top + 14.0), "start", &report.headline());
    top += 2.0 * ROW;
    let has_rounds = report.tally.rounds.iter().any(|round| !round.votes.is_empty());
    // Rounds have the names already.
    top =
        if has_rounds { rounds(&mut picture, report, &order, top) } else { ranking(&mut picture, report, &order, top) };
    if let Some(pairwise) = report.tally.pairwise.as_ref().filter(|_| order.len() <= MOST_PAIRS) {
        let title = report
            .language
            .say("cuántos votos prefieren el renglón a la columna", "how many prefer the row to the column");
        matrix(&mut picture, report, &order, (title, &|one, other| pairwise.matrix.get(one, other)), top + ROW);
    }
    picture.finish(&report.headline(), &report.text())
}

fn row(picture: &mut Picture, report: &Report<'_>, option: usize, y: f64) {
    let won = report.tally.winners.contains(&option);
    let elected = report.tally.elected.as_ref().is_some_and(|elected| elected.contains(&option));
    let mark = if elected || (won && report.tally.elected.is_none() && report.is_settled()) {
        "✓ "
    } else if won {
        "= "
    } else {
        ""
    };
    picture.text((16.0, y + 14.0), "start", &format!("{mark}{}", short(&report.name(option), 22)));
}

fn value(number: &Decimal) -> f64 {
    number.units as f64 / 10_f64.powi(i32::from(number.places))
}

fn ranking(picture: &mut Picture, report: &Report<'_>, order: &[usize], top: f64) -> f64 {
    let mut y = top;
    let most = report.tally.totals.iter().flatten().map(value).fold(0.0, f64::max);
    for option in order {
        row(picture, report, *option, y);
        if let Some(total) = report.tally.totals.as_ref().and_then(|totals| totals.get(*option)) {
            let fill = if report.tally.winners.contains(option) { ACCENT } else { PALE };
            bar(picture, (NAMES, y), 3.0 * COLUMN, value(total) / most, fill);
            picture.text((NAMES + 3.0 * COLUMN + 8.0, y + 14.0), "start", &total.to_string());
        }
        y += ROW;
    }
    y
}

fn bar(picture: &mut Picture, (x, y): (f64, f64), width: f64, part: f64, fill: &str) {
    if part > 0.0 {
        picture.rect((x, y), (width * part.min(1.0), ROW - 8.0), fill);
    }
}

fn rounds(picture: &mut Picture, report: &Report<'_>, order: &[usize], top: f64) -> f64 {
    let all = &report.tally.rounds;
    let first = all.len().saturating_sub(MOST_COLUMNS);
    let most = all.iter().flat_map(|round| &round.votes).map(|(_, votes)| value(votes)).fold(0.0, f64::max);
    for (nth, round) in all.iter().enumerate().skip(first) {
        let x = NAMES + (nth - first) as f64 * COLUMN;
        picture.text((x, top + 14.0), "start", &format!("{}", nth + 1));
        for (place, option) in order.iter().enumerate() {
            let y = top + (place + 1) as f64 * ROW;
            let Some((_, votes)) = round.votes.iter().find(|(other, _)| other == option) else { continue };
            // Numbers stand on these bars, so that they are light.
            let fill = if round.elected.contains(option) { GOLD } else { PALE };
            bar(picture, (x, y), COLUMN - 20.0, value(votes) / most, fill);
            let out = if round.excluded.contains(option) { " ✗" } else { "" };
            picture.text((x + 3.0, y + 13.0), "start", &format!("{}{out}", short(&votes.to_string(), 10)));
        }
    }
    for (place, option) in order.iter().enumerate() {
        row(picture, report, *option, top + (place + 1) as f64 * ROW);
    }
    top + (order.len() + 1) as f64 * ROW
}

type Cells<'c> = (&'c str, &'c dyn Fn(usize, usize) -> u64);

fn matrix(picture: &mut Picture, report: &Report<'_>, order: &[usize], (title, cell): Cells<'_>, top: f64) {
    const CELL: f64 = 64.0;
    picture.text((16.0, top + 14.0), "start", title);
    let top = top + ROW;
    for (place, option) in order.iter().enumerate() {
        let y = top + (place + 1) as f64 * ROW;
        row(picture, report, *option, y);
        picture.text((NAMES + (place as f64 + 0.5) * CELL, top + 14.0), "middle", &short(&report.name(*option), 7));
        for (across, other) in order.iter().enumerate().filter(|(_, other)| *other != option) {
            let (count, against) = (cell(*option, *other), cell(*other, *option));
            let x = NAMES + across as f64 * CELL;
            if count > against {
                picture.rect((x, y - 2.0), (CELL - 2.0, ROW - 2.0), PALE);
            }
            picture.text((x + CELL / 2.0, y + 14.0), "middle", &count.to_string());
        }
    }
}
