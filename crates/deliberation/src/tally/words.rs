// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A tally in plain words, for a terminal and for who does not see the picture.

use std::fmt::Write as _;

use super::{
    report::Report,
    rounds::{Round, Why},
    ties::Broken,
};
use crate::Language;

impl Report<'_> {
    fn names(&self, options: &[usize], with: &str) -> String {
        options.iter().map(|option| self.name(*option)).collect::<Vec<_>>().join(with)
    }

    /// One line: the method, how many ballots, who won.
    #[must_use]
    pub fn headline(&self) -> String {
        let (winners, elected) = (&self.tally.winners, self.tally.elected.as_ref());
        let say = |es, en| self.language.say(es, en);
        let verb = match (elected.is_some(), self.seats) {
            _ if !self.is_settled() => say("empatan", "tied"),
            (_, None) => say("se compró", "bought"),
            (true, Some(_)) => say("se eligió", "elected"),
            (false, Some(_)) => say("gana", "winner"),
        };
        let names = self.names(elected.unwrap_or(winners), ", ");
        format!("{}, {} {}: {verb} {names}", self.method, self.ballots, say("votos", "ballots"))
    }

    /// Whether it is said who is elected: no tie is open.
    pub(crate) fn is_settled(&self) -> bool {
        let open = match self.seats {
            Some(seats) => self.tally.winners.len() > seats,
            None => !self.tally.ties.is_empty(),
        };
        self.tally.elected.is_some() || !open
    }

    /// All of it, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        let tally = self.tally;
        let say = |es, en| self.language.say(es, en);
        let mut text = format!("{}\n", self.headline());
        let mut line = |words: String| {
            let _ = writeln!(text, "{words}");
        };
        let groups: Vec<String> = tally.ranking.iter().map(|group| self.names(group, " = ")).collect();
        line(format!("{}: {}", say("orden", "ranking"), groups.join(" > ")));
        for (option, total) in tally.totals.iter().flatten().enumerate() {
            line(format!("  {}: {total}", self.name(option)));
        }
        if let (Some(grades), Some(medians)) = (&tally.grades, &tally.medians) {
            for (option, (grades, median)) in grades.iter().zip(medians).enumerate() {
                let counts: Vec<String> =
                    grades.iter().rev().map(|(grade, count)| format!("{}×{count}", self.grade(*grade))).collect();
                let word = say("mediana", "median");
                let median = self.grade(*median);
                line(format!("  {}: {word} {median} ({})", self.name(option), counts.join(", ")));
            }
        }
        if let Some(pairwise) = &tally.pairwise {
            for one in 0..pairwise.matrix.size() {
                for other in one + 1..pairwise.matrix.size() {
                    let (for_one, against) = (pairwise.matrix.get(one, other), pairwise.matrix.get(other, one));
                    let mut words = format!("  {} {for_one} : {against} {}", self.name(one), self.name(other));
                    if let Some(paths) = &pairwise.paths {
                        let word = say("caminos", "paths");
                        let _ = write!(words, " ({word} {} : {})", paths.get(one, other), paths.get(other, one));
                    }
                    line(words);
                }
            }
            for pair in &pairwise.pairs {
                let verb = if pair.locked { say("queda fija", "locked") } else { say("se salta", "passed over") };
                let (winner, loser, by) = (self.name(pair.winner), self.name(pair.loser), say("por", "by"));
                line(format!("  {winner} > {loser} {by} {}: {verb}", pair.strength));
            }
        }
        for (nth, round) in (1..).zip(&tally.rounds) {
            line(format!("{} {nth}: {}", say("ronda", "round"), self.round_words(round)));
        }
        if let Some(spent) = &tally.spent {
            line(format!("{}: {spent}", say("gastado", "spent")));
        }
        for tie in &tally.ties {
            let how = match tie.broken {
                Broken::Earlier(round, option) => match self.language {
                    Language::En => format!("round {round} told them apart: {}", self.name(option)),
                    Language::Es => format!("la ronda {round} decide: {}", self.name(option)),
                },
                Broken::Lot(option) => format!("{} {}", say("el sorteo dio", "the lot fell on"), self.name(option)),
                Broken::Together => say("sin romper", "not broken").to_owned(),
            };
            let place = if tie.round > 0 {
                format!(" {} {}", say("en la ronda", "in round"), tie.round)
            } else {
                String::new()
            };
            let (tied, between) = (say("empate", "tie"), say("entre", "between"));
            line(format!("{tied}{place} {between} {}: {how}", self.names(&tie.between, ", ")));
        }
        text
    }

    /// What a round did, in words.
    #[must_use]
    pub fn round_words(&self, round: &Round) -> String {
        let say = |es, en| self.language.say(es, en);
        let mut words = match &round.why {
            Why::First => say("primeras preferencias", "first preferences").to_owned(),
            Why::Transferred => say("los votos de lo que salió pasan", "votes of those eliminated moved on").to_owned(),
            Why::Surplus(option) => match self.language {
                Language::En => format!("surplus of {} moved on", self.name(*option)),
                Language::Es => format!("lo que sobra a {} pasa", self.name(*option)),
            },
            Why::Excluded(option) => {
                format!("{} {}", self.name(*option), say("sale, sus votos pasan", "eliminated, votes moved on"))
            }
            Why::Reached => say("se alcanzó la cuota", "quota reached").to_owned(),
            Why::Settled => say("ya no sobra nada", "no surplus left").to_owned(),
            Why::Filled => say("quedan tantas opciones como lugares", "as many left as seats").to_owned(),
            Why::Bought { project, cost, price } => {
                let each = say("por unidad", "for each unit");
                let price = price.as_ref().map(|price| format!(", {price} {each}")).unwrap_or_default();
                let (bought, by) = (say("se compró", "bought"), say("por", "for"));
                format!("{bought} {} {by} {cost}{price}", self.name(*project))
            }
            Why::TooDear { project, cost } => {
                let (by, not) = (say("por", "for"), say("no cabe", "does not fit"));
                format!("{} {by} {cost} {not}", self.name(*project))
            }
            Why::Shares(share) => format!("{} {share}", say("partes de", "shares of")),
        };
        let mut more = |text: String| {
            let _ = write!(words, "; {text}");
        };
        if !round.votes.is_empty() {
            let votes: Vec<String> =
                round.votes.iter().map(|(option, votes)| format!("{} {votes}", self.name(*option))).collect();
            more(votes.join(", "));
            if round.exhausted.units != 0 {
                more(format!("{} {}", say("agotados", "exhausted"), round.exhausted));
            }
        }
        let bought = matches!(round.why, Why::Bought { .. });
        if !round.elected.is_empty() && !bought {
            more(format!("{}: {}", say("se elige", "elected"), self.names(&round.elected, ", ")));
        }
        if !round.excluded.is_empty() && !matches!(round.why, Why::Excluded(_)) {
            more(format!("{}: {}", say("sale", "eliminated"), self.names(&round.excluded, ", ")));
        }
        words
    }
}
