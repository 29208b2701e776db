// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ballots as they are counted.

use std::{collections::HashMap, fmt};

use serde::{Deserialize, Serialize};

/// What names an option in its file: nearly always an integer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// An integer.
    Number(u64),
    /// A text; Pabulib allows it for projects.
    Text(String),
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Label::Number(number) => number.fmt(f),
            Label::Text(text) => text.fmt(f),
        }
    }
}

/// An option that can be chosen. Within a profile options are known by their place in its list, from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its name in the file.
    pub id: Label,
    /// What people call it; may be empty.
    pub name: String,
}

/// Why a ballot cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BallotError {
    /// An option twice on one ballot.
    #[error("option {0} stands twice on this ballot")]
    Twice(Label),
    /// More ballots than can be counted: 10^12 together.
    #[error("more ballots than can be counted")]
    TooMany,
    /// More options than can be counted: 10,000.
    #[error("more than 10,000 options")]
    TooManyOptions,
}

/// More ballots than there are people; every sum of them, in the smallest unit of any rule, stays exact.
pub const MOST_BALLOTS: u64 = 1_000_000_000_000;

/// More options than anybody reads.
pub const MOST_OPTIONS: usize = 10_000;

/// The rank of what a ballot does not rank.
pub const UNRANKED: u16 = u16::MAX;

/// Ranked ballots. Equal ranks are allowed; what is unranked is equal and last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    options: Vec<Candidate>,
    /// One rank an option, ballot after ballot: smaller is better.
    ranks: Vec<u16>,
    weights: Vec<u64>,
    voters: u64,
    equal: Option<usize>,
}

impl Profile {
    /// No ballots on these options.
    ///
    /// # Errors
    /// [`BallotError::TooManyOptions`].
    pub fn new(options: Vec<Candidate>) -> Result<Profile, BallotError> {
        if options.len() > MOST_OPTIONS {
            return Err(BallotError::TooManyOptions);
        }
        Ok(Profile { options, ranks: Vec::new(), weights: Vec::new(), voters: 0, equal: None })
    }

    /// Adds so many ballots that rank these options, group after group, best first.
    ///
    /// Numbers beyond the options are passed over: they are options that have withdrawn.
    ///
    /// # Errors
    /// [`BallotError::Twice`], [`BallotError::TooMany`]; then nothing is added.
    pub fn push<'g>(&mut self, weight: u64, groups: impl IntoIterator<Item = &'g [usize]>) -> Result<(), BallotError> {
        let start = self.ranks.len();
        self.ranks.resize(start + self.options.len(), UNRANKED);
        let ranks = self.ranks.get_mut(start..).unwrap_or_default();
        let mut equal = false;
        let mut twice = None;
        let mut rank = 0;
        for group in groups {
            let mut placed = 0;
            for option in group {
                match ranks.get_mut(*option) {
                    Some(place) if *place == UNRANKED => {
                        *place = rank;
                        placed += 1;
                    }
                    Some(_) => twice = self.options.get(*option),
                    None => {}
                }
            }
            equal |= placed > 1;
            // A group of which nobody stayed is no rank, so that there are never more ranks than options.
            rank += u16::from(placed > 0);
        }
        let total = self.voters.checked_add(weight).filter(|total| *total <= MOST_BALLOTS);
        match (twice, total) {
            (None, Some(total)) => {
                if equal && self.equal.is_none() {
                    self.equal = Some(self.weights.len());
                }
                self.weights.push(weight);
                self.voters = total;
                Ok(())
            }
            (twice, _) => {
                let error = twice.map_or(BallotError::TooMany, |option| BallotError::Twice(option.id.clone()));
                self.ranks.truncate(start);
                Err(error)
            }
        }
    }

    /// Gives the options their names, in their order.
    pub fn name(&mut self, names: impl IntoIterator<Item = String>) {
        for (option, name) in self.options.iter_mut().zip(names) {
            option.name = name;
        }
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &[Candidate] {
        &self.options
    }

    /// How many ballots there are.
    #[must_use]
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// The first ballot, from 0, that ranks options equally.
    #[must_use]
    pub fn first_equal(&self) -> Option<usize> {
        self.equal
    }

    /// Each distinct ballot as it was added, how many of it, and its ranks by option.
    pub fn ballots(&self) -> impl Iterator<Item = (u64, &[u16])> {
        // Without options there is nothing to iterate over, and a size of zero is none.
        self.weights.iter().copied().zip(self.ranks.chunks_exact(self.options.len().max(1)))
    }

    /// Ballots by preference, best first, equal ones merged. To be used where no ranks are equal.
    pub(crate) fn orders(&self) -> Vec<(u64, Vec<u16>)> {
        let mut places: HashMap<&[u16], usize> = HashMap::new();
        let mut merged: Vec<(u64, Vec<u16>)> = Vec::new();
        for (weight, ranks) in self.ballots() {
            let place = *places.entry(ranks).or_insert(merged.len());
            if let Some((count, _)) = merged.get_mut(place) {
                *count += weight;
                continue;
            }
            let mut order: Vec<(u16, u16)> =
                ranks.iter().copied().zip(0..).filter(|(rank, _)| *rank != UNRANKED).collect();
            order.sort_unstable();
            merged.push((weight, order.into_iter().map(|(_, option)| option).collect()));
        }
        merged
    }
}

/// Ballots that give each option a number: a score, dots, or a grade. What is left empty has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    options: Vec<Candidate>,
    cells: Vec<Option<i32>>,
    weights: Vec<u64>,
    voters: u64,
    approves: i32,
}

impl Scores {
    /// No ballots on these options; a score of at least `approves` approves.
    ///
    /// # Errors
    /// [`BallotError::TooManyOptions`].
    pub fn new(options: Vec<Candidate>, approves: i32) -> Result<Scores, BallotError> {
        if options.len() > MOST_OPTIONS {
            return Err(BallotError::TooManyOptions);
        }
        Ok(Scores { options, cells: Vec::new(), weights: Vec::new(), voters: 0, approves })
    }

    /// Adds so many ballots with these scores; what is missing at the end is empty.
    ///
    /// # Errors
    /// [`BallotError::TooMany`]; then nothing is added.
    pub fn push(&mut self, weight: u64, scores: impl IntoIterator<Item = Option<i32>>) -> Result<(), BallotError> {
        let total = self.voters.checked_add(weight).filter(|total| *total <= MOST_BALLOTS);
        self.voters = total.ok_or(BallotError::TooMany)?;
        let end = self.cells.len() + self.options.len();
        self.cells.extend(scores.into_iter().take(self.options.len()));
        self.cells.resize(end, None);
        self.weights.push(weight);
        Ok(())
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &[Candidate] {
        &self.options
    }

    /// How many ballots there are.
    #[must_use]
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// Whether a score approves.
    #[must_use]
    pub fn approves(&self, score: i32) -> bool {
        score >= self.approves
    }

    /// Each ballot as it was added, how many of it, and its scores by option.
    pub fn ballots(&self) -> impl Iterator<Item = (u64, &[Option<i32>])> {
        self.weights.iter().copied().zip(self.cells.chunks_exact(self.options.len().max(1)))
    }
}
