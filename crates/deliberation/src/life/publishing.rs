// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ballots as a file that other programs read, so that anybody counts them again.

use super::{
    Id,
    choosing::{Choosing, Options},
    event::Choice,
};

/// A file of ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BallotFile {
    /// The ending of its name, by which its form is known: `csv` or, where money is spent, Pabulib's `pb`.
    pub ending: &'static str,
    /// What it holds.
    pub text: String,
}

impl Choosing {
    /// The method's name, as `tequio tally --method` has it.
    #[must_use]
    pub fn method(self) -> &'static str {
        match self {
            Choosing::Approval => "approval",
            Choosing::Score { .. } => "score",
            Choosing::Dots { .. } => "dot",
            Choosing::MajorityJudgment { .. } => "majority-judgment",
            Choosing::Schulze => "schulze",
            Choosing::RankedPairs => "ranked-pairs",
            Choosing::InstantRunoff => "irv",
            Choosing::StvScottish => "stv-scottish",
            Choosing::StvMeek => "stv-meek",
            Choosing::BudgetGreedy => "budget-greedy",
            Choosing::EqualShares => "equal-shares",
        }
    }
}

impl<I: Id> Options<I> {
    /// How many are elected, where no money is spent.
    #[must_use]
    pub fn seats(&self) -> Option<usize> {
        let seats = usize::try_from(self.allotted).unwrap_or(usize::MAX).min(self.places());
        (!self.by.spends()).then_some(seats)
    }

    /// What `tequio tally` is told beside the file to find the same.
    #[must_use]
    pub fn arguments(&self, seed: Option<&str>) -> Vec<String> {
        let mut arguments = vec!["--method".to_owned(), self.by.method().to_owned()];
        let mut with = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
        if let Some(seats) = self.seats().filter(|_| self.by != Choosing::InstantRunoff) {
            with("--seats", seats.to_string());
        }
        if let Choosing::Dots { each } = self.by {
            with("--dots", each.to_string());
        }
        if let Some(seed) = seed {
            with("--ties", seed.to_owned());
        }
        arguments
    }

    /// Counted ballots as a file; blank ones, which say nothing, are not in it. `names` are those of all places, also of
    /// "none of these". Each option is called by its number and its name.
    #[must_use]
    pub fn file(&self, ballots: &[(u64, Choice)], names: &[String]) -> BallotFile {
        let name = |place: usize| {
            let name = names.get(place).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
            format!("{}. {}", place + 1, name.unwrap_or_default())
        };
        let names: Vec<String> = (0..self.places()).map(name).collect();
        let said = ballots.iter().filter(|(_, ballot)| *ballot != Choice::Blank);
        if self.by.spends() {
            BallotFile { ending: "pb", text: self.projects(said, &names) }
        } else {
            BallotFile { ending: "csv", text: table(said, names) }
        }
    }

    fn projects<'b>(&self, said: impl Iterator<Item = &'b (u64, Choice)>, names: &[String]) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(Vec::new());
        let mut votes = Vec::new();
        for (count, ballot) in said {
            let Choice::Scores(scores) = ballot else { continue };
            let mut wanted: Vec<u32> = scores.iter().filter(|(_, score)| *score > 0).map(|(place, _)| *place).collect();
            wanted.sort_unstable();
            let wanted: Vec<String> = wanted.into_iter().map(|place| (place + 1).to_string()).collect();
            votes.extend((0..*count).map(|_| wanted.join(",")));
        }
        let mut line = |cells: &[&str]| {
            // Memory takes all that is written.
            let _ = writer.write_record(cells);
        };
        line(&["META"]);
        line(&["key", "value"]);
        line(&["vote_type", "approval"]);
        line(&["budget", &self.allotted.to_string()]);
        line(&["num_projects", &self.list.len().to_string()]);
        line(&["num_votes", &votes.len().to_string()]);
        line(&["PROJECTS"]);
        line(&["project_id", "cost", "name"]);
        for (number, (option, name)) in (1..).zip(self.list.iter().zip(names)) {
            let number: u64 = number;
            line(&[&number.to_string(), &option.cost.unwrap_or_default().to_string(), name]);
        }
        line(&["VOTES"]);
        line(&["voter_id", "vote"]);
        for (number, vote) in (1..).zip(&votes) {
            let number: u64 = number;
            line(&[&number.to_string(), vote]);
        }
        written(writer)
    }
}

/// A line of names, then a line for each different ballot: its ranks from 1, or its scores; and how many say so.
fn table<'b>(said: impl Iterator<Item = &'b (u64, Choice)>, names: Vec<String>) -> String {
    let places = names.len();
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let _ = writer.write_record(names.into_iter().chain(["weight".to_owned()]));
    for (count, ballot) in said {
        let mut cells = match ballot {
            Choice::Scores(_) => vec!["0".to_owned(); places],
            _ => vec![String::new(); places],
        };
        let mut set = |place: u32, value: String| {
            if let Some(cell) = cells.get_mut(place as usize) {
                *cell = value;
            }
        };
        match ballot {
            Choice::Ranking(groups) => {
                for (rank, group) in (1..).zip(groups) {
                    let rank: u32 = rank;
                    group.iter().for_each(|place| set(*place, rank.to_string()));
                }
            }
            Choice::Scores(scores) => scores.iter().for_each(|(place, score)| set(*place, score.to_string())),
            Choice::Yes | Choice::No | Choice::Blank => {}
        }
        let _ = writer.write_record(cells.into_iter().chain([count.to_string()]));
    }
    written(writer)
}

fn written(writer: csv::Writer<Vec<u8>>) -> String {
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
