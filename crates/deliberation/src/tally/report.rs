// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A tally as JSON, with the ids of the file.

use serde_json::{Map, Value, json};

use super::{
    Tally,
    pairwise::{Matrix, Strength},
    profile::Candidate,
    rounds::{Round, Why},
    ties::Broken,
};
use crate::Language;

/// A tally with what is needed to tell it.
///
/// The form is stable: fields are added, never renamed. Ids are those of the file. Whole numbers are numbers; decimals and
/// fractions are texts, exact. `pairwise.matrix[a][b]` is how many prefer the option in place a of `options` to the one in
/// place b.
#[derive(Clone, Copy, Debug)]
pub struct Report<'t> {
    /// The method's name.
    pub method: &'t str,
    /// The options.
    pub options: &'t [Candidate],
    /// How many ballots were counted.
    pub ballots: u64,
    /// How many are elected; none where money decides.
    pub seats: Option<usize>,
    /// The result.
    pub tally: &'t Tally,
    /// The language of its words.
    pub language: Language,
    /// What grades are called, from 0; where they have no names they are numbers.
    pub grades: &'t [String],
}

impl Report<'_> {
    /// An option's id.
    fn id(&self, option: usize) -> Value {
        self.options.get(option).map_or(Value::Null, |option| json!(option.id))
    }

    fn ids(&self, options: &[usize]) -> Value {
        options.iter().map(|option| self.id(*option)).collect()
    }

    /// What people call an option, and its id where it has no name.
    #[must_use]
    pub fn name(&self, option: usize) -> String {
        match self.options.get(option) {
            Some(option) if option.name.is_empty() => option.id.to_string(),
            Some(option) => option.name.clone(),
            None => String::new(),
        }
    }

    /// The whole of it.
    #[must_use]
    pub fn json(&self) -> Value {
        let tally = self.tally;
        let mut report = Map::new();
        let mut put = |key: &str, value: Value| report.insert(key.to_owned(), value);
        put("method", json!(self.method));
        put("options", json!(self.options));
        put("ballots", json!(self.ballots));
        if let Some(seats) = self.seats {
            put("seats", json!(seats));
        }
        put("winners", self.ids(&tally.winners));
        if let Some(elected) = &tally.elected {
            put("elected", self.ids(elected));
        }
        put("ranking", tally.ranking.iter().map(|group| self.ids(group)).collect());
        if let Some(totals) = &tally.totals {
            let each =
                totals.iter().zip(0..).map(|(total, option)| json!({"id": self.id(option), "total": number(total)}));
            put("totals", each.collect());
        }
        if let (Some(grades), Some(medians)) = (&tally.grades, &tally.medians) {
            let each = grades.iter().zip(medians).zip(0..).map(|((grades, median), option)| {
                let counts: Vec<Value> =
                    grades.iter().map(|(grade, count)| json!({"grade": grade, "count": count})).collect();
                json!({"id": self.id(option), "median": median, "grades": counts})
            });
            put("grades", each.collect());
        }
        if let Some(pairwise) = &tally.pairwise {
            let mut told = Map::new();
            told.insert("matrix".to_owned(), matrix(&pairwise.matrix));
            let strength = match pairwise.strength {
                Strength::Margins => "margins",
                Strength::WinningVotes => "winning-votes",
            };
            told.insert("strength".to_owned(), json!(strength));
            told.insert(
                "condorcet_winner".to_owned(),
                pairwise.condorcet_winner.map_or(Value::Null, |one| self.id(one)),
            );
            if let Some(paths) = &pairwise.paths {
                told.insert("strongest_paths".to_owned(), matrix(paths));
            }
            if !pairwise.pairs.is_empty() {
                let each = pairwise.pairs.iter().map(|pair| {
                    let (winner, loser) = (self.id(pair.winner), self.id(pair.loser));
                    json!({"winner": winner, "loser": loser, "strength": pair.strength, "locked": pair.locked})
                });
                told.insert("pairs".to_owned(), each.collect());
            }
            put("pairwise", Value::Object(told));
        }
        put("rounds", tally.rounds.iter().map(|round| self.round(round)).collect());
        if let Some(spent) = &tally.spent {
            put("spent", json!(spent.to_string()));
        }
        let ties = tally.ties.iter().map(|tie| {
            let between = self.ids(&tie.between);
            match tie.broken {
                Broken::Earlier(round, option) => {
                    json!({"round": tie.round, "between": between, "by": "earlier-round", "earlier": round, "option": self.id(option)})
                }
                Broken::Lot(option) => {
                    json!({"round": tie.round, "between": between, "by": "lot", "option": self.id(option)})
                }
                Broken::Together => json!({"round": tie.round, "between": between, "by": "none"}),
            }
        });
        put("ties", ties.collect());
        Value::Object(report)
    }

    fn round(&self, round: &Round) -> Value {
        let mut told = Map::new();
        let mut put = |key: &str, value: Value| told.insert(key.to_owned(), value);
        match &round.why {
            Why::First => put("why", json!("first-preferences")),
            Why::Transferred => put("why", json!("transferred")),
            Why::Surplus(option) => {
                put("option", self.id(*option));
                put("why", json!("surplus"))
            }
            Why::Excluded(option) => {
                put("option", self.id(*option));
                put("why", json!("excluded"))
            }
            Why::Reached => put("why", json!("reached-quota")),
            Why::Settled => put("why", json!("surplus-settled")),
            Why::Filled => put("why", json!("seats-left")),
            Why::Bought { project, cost, price } => {
                put("option", self.id(*project));
                put("cost", json!(cost.to_string()));
                if let Some(price) = price {
                    put("price", json!(price.to_string()));
                }
                put("why", json!("bought"))
            }
            Why::TooDear { project, cost } => {
                put("option", self.id(*project));
                put("cost", json!(cost.to_string()));
                put("why", json!("too-dear"))
            }
            Why::Shares(share) => {
                put("share", json!(share.to_string()));
                put("why", json!("shares"))
            }
        };
        if !round.votes.is_empty() {
            let each =
                round.votes.iter().map(|(option, votes)| json!({"id": self.id(*option), "votes": number(votes)}));
            put("votes", each.collect());
            put("exhausted", number(&round.exhausted));
        }
        if let Some(quota) = &round.quota {
            put("quota", number(quota));
        }
        if !round.keep.is_empty() {
            let each = round.keep.iter().map(|(option, keep)| json!({"id": self.id(*option), "keep": number(keep)}));
            put("keep", each.collect());
        }
        if !round.transfers.is_empty() {
            let each = round.transfers.iter().map(|transfer| {
                let to = transfer.to.map_or(Value::Null, |to| self.id(to));
                json!({"from": self.id(transfer.from), "to": to, "votes": number(&transfer.votes)})
            });
            put("transfers", each.collect());
        }
        put("elected", self.ids(&round.elected));
        put("eliminated", self.ids(&round.excluded));
        Value::Object(told)
    }
}

fn matrix(matrix: &Matrix) -> Value {
    matrix.rows().map(|row| json!(row)).collect()
}

/// Whole numbers that JSON readers keep exact are numbers, all others texts.
fn number(decimal: &super::Decimal) -> Value {
    match i64::try_from(decimal.units) {
        Ok(units) if decimal.places == 0 && units.unsigned_abs() < 1 << 53 => json!(units),
        _ => json!(decimal.to_string()),
    }
}
