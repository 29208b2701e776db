// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a participatory budget is decided on: projects with costs, and votes for them.

use num_rational::BigRational;

use super::profile::{Candidate, Label};

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its name in the file and what people call it.
    pub candidate: Candidate,
    /// What it costs; above zero.
    pub cost: BigRational,
}

/// Projects, money and votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How much there is to spend.
    pub money: BigRational,
    /// The projects.
    pub projects: Vec<Project>,
    /// Whether votes have points. Without, a vote's utility of a project is the project's cost.
    pub points: bool,
    /// How many cast each vote, and the projects of it, by their place, with points (1 without points).
    pub votes: Vec<(u64, Vec<(usize, u64)>)>,
}

impl Budget {
    /// The projects as options.
    #[must_use]
    pub fn options(&self) -> Vec<Candidate> {
        self.projects.iter().map(|project| project.candidate.clone()).collect()
    }

    /// How many voted.
    #[must_use]
    pub fn voters(&self) -> u64 {
        self.votes.iter().map(|(count, _)| count).sum()
    }

    /// The place of a project.
    #[must_use]
    pub fn place(&self, id: &Label) -> Option<usize> {
        self.projects.iter().position(|project| project.candidate.id == *id)
    }
}
