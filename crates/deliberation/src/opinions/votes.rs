// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who said what of which statement.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What somebody says of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// It is so.
    Agree,
    /// It is not so.
    Disagree,
    /// Neither.
    Pass,
}

impl Vote {
    /// As a number: 1, -1, 0.
    #[must_use]
    pub fn value(self) -> i8 {
        match self {
            Vote::Agree => 1,
            Vote::Disagree => -1,
            Vote::Pass => 0,
        }
    }
}

/// All votes, by participant and by statement. Ids are those of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    participants: BTreeMap<u64, Vec<(usize, Vote)>>,
    statements: Vec<u64>,
}

impl Votes {
    /// These votes of these participants on these statements. Who or what has no vote may be named too. Of several votes
    /// by the same participant on the same statement the last counts.
    pub fn new(
        participants: impl IntoIterator<Item = u64>,
        statements: impl IntoIterator<Item = u64>,
        votes: impl IntoIterator<Item = (u64, u64, Vote)>,
    ) -> Votes {
        let mut latest: BTreeMap<u64, BTreeMap<u64, Vote>> =
            participants.into_iter().map(|participant| (participant, BTreeMap::new())).collect();
        let mut statements: Vec<u64> = statements.into_iter().collect();
        for (participant, statement, vote) in votes {
            latest.entry(participant).or_default().insert(statement, vote);
            statements.push(statement);
        }
        statements.sort_unstable();
        statements.dedup();
        let places = |votes: BTreeMap<u64, Vote>| {
            let each = votes.into_iter();
            each.filter_map(|(statement, vote)| Some((statements.binary_search(&statement).ok()?, vote))).collect()
        };
        let participants = latest.into_iter().map(|(participant, votes)| (participant, places(votes))).collect();
        Votes { participants, statements }
    }

    /// The statements, in the order of their ids.
    #[must_use]
    pub fn statements(&self) -> &[u64] {
        &self.statements
    }

    /// The participants, in the order of their ids, each with the places of the statements they voted on.
    pub fn participants(&self) -> impl Iterator<Item = (u64, &[(usize, Vote)])> {
        self.participants.iter().map(|(participant, votes)| (*participant, votes.as_slice()))
    }
}
