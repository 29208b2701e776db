// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A tally in plain words, for a terminal and for who does not see the picture.

use std::fmt::Write as _;

use super::{
    report::Report,
    rounds::{Round, Why},
    ties::Broken,
};

impl Report<'_> {
    fn names(&self, options: &[usize], with: &str) -> String {
        options.iter().map(|option| self.name(*option)).collect::<Vec<_>>().join(with)
    }

    /// One line: the method, how many ballots, who won.
    #[must_use]
    pub fn headline(&self) -> String {
        let (winners, elected) = (&self.tally.winners, self.tally.elected.as_ref());
        let verb = match (elected.is_some(), self.seats) {
            (true, Some(_)) => "elected",
            (true, None) => "bought",
            (false, Some(seats)) if winners.len() <= seats => "winner",
            (false, None) if self.tally.ties.is_empty() => "bought",
            (false, _) => "tied",
        };
        let names = self.names(elected.unwrap_or(winners), ", ");
        format!("{}, {} ballots: {verb} {names}", self.method, self.ballots)
    }

    /// All of it, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        let tally = self.tally;
        let mut text = format!("{}\n", self.headline());
        let mut line = |words: String| {
            let _ = writeln!(text, "{words}");
        };
        let groups: Vec<String> = tally.ranking.iter().map(|group| self.names(group, " = ")).collect();
        line(format!("ranking: {}", groups.join(" > ")));
        for (option, total) in tally.totals.iter().flatten().enumerate() {
            line(format!("  {}: {total}", self.name(option)));
        }
        if let (Some(grades), Some(medians)) = (&tally.grades, &tally.medians) {
            for (option, (grades, median)) in grades.iter().zip(medians).enumerate() {
                let counts: Vec<String> =
                    grades.iter().rev().map(|(grade, count)| format!("{grade}×{count}")).collect();
                line(format!("  {}: median {median} ({})", self.name(option), counts.join(", ")));
            }
        }
        if let Some(pairwise) = &tally.pairwise {
            for one in 0..pairwise.matrix.size() {
                for other in one + 1..pairwise.matrix.size() {
                    let (for_one, against) = (pairwise.matrix.get(one, other), pairwise.matrix.get(other, one));
                    let mut words = format!("  {} {for_one} : {against} {}", self.name(one), self.name(other));
                    if let Some(paths) = &pairwise.paths {
                        let _ = write!(words, " (paths {} : {})", paths.get(one, other), paths.get(other, one));
                    }
                    line(words);
                }
            }
            for pair in &pairwise.pairs {
                let verb = if pair.locked { "locked" } else { "passed over" };
                line(format!("  {} > {} by {}: {verb}", self.name(pair.winner), self.name(pair.loser), pair.strength));
            }
        }
        for (nth, round) in (1..).zip(&tally.rounds) {
            line(format!("round {nth}: {}", self.round_words(round)));
        }
        if let Some(spent) = &tally.spent {
            line(format!("spent: {spent}"));
        }
        for tie in &tally.ties {
            let how = match tie.broken {
                Broken::Earlier(round, option) => format!("round {round} told them apart: {}", self.name(option)),
                Broken::Lot(option) => format!("the lot fell on {}", self.name(option)),
                Broken::Together => "not broken".to_owned(),
            };
            let place = if tie.round > 0 { format!(" in round {}", tie.round) } else { String::new() };
            line(format!("tie{place} between {}: {how}", self.names(&tie.between, ", ")));
        }
        text
    }

    fn round_words(&self, round: &Round) -> String {
        let mut words = match &round.why {
            Why::First => "first preferences".to_owned(),
            Why::Transferred => "votes of those eliminated moved on".to_owned(),
            Why::Surplus(option) => format!("surplus of {} moved on", self.name(*option)),
            Why::Excluded(option) => format!("{} eliminated, votes moved on", self.name(*option)),
            Why::Reached => "quota reached".to_owned(),
            Why::Settled => "no surplus left".to_owned(),
            Why::Filled => "as many left as seats".to_owned(),
            Why::Bought { project, cost, price } => {
                let price = price.as_ref().map(|price| format!(", {price} for each unit")).unwrap_or_default();
                format!("bought {} for {cost}{price}", self.name(*project))
            }
            Why::TooDear { project, cost } => format!("{} for {cost} does not fit", self.name(*project)),
            Why::Shares(share) => format!("shares of {share}"),
        };
        let mut more = |text: String| {
            let _ = write!(words, "; {text}");
        };
        if !round.votes.is_empty() {
            let votes: Vec<String> =
                round.votes.iter().map(|(option, votes)| format!("{} {votes}", self.name(*option))).collect();
            more(votes.join(", "));
            if round.exhausted.units != 0 {
                more(format!("exhausted {}", round.exhausted));
            }
        }
        let bought = matches!(round.why, Why::Bought { .. });
        if !round.elected.is_empty() && !bought {
            more(format!("elected: {}", self.names(&round.elected, ", ")));
        }
        if !round.excluded.is_empty() && !matches!(round.why, Why::Excluded(_)) {
            more(format!("eliminated: {}", self.names(&round.excluded, ", ")));
        }
        words
    }
}
