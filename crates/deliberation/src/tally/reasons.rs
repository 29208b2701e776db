// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Why this and not that: a sentence for each option, from what the count found.

use num_rational::BigRational;

use super::{
    number::Decimal,
    report::Report,
    rounds::{Round, Why},
};
use crate::Language;

impl Report<'_> {
    /// Why those are elected that are, and the others not; nothing while a tie is open.
    ///
    /// Where options are compared, each that is not elected is compared with the last that is.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let tally = self.tally;
        let seats = self.seats.unwrap_or(usize::MAX);
        let settled = tally.winners.len() <= seats && (self.seats.is_some() || tally.spent.is_some());
        let Some(elected) = tally.elected.as_ref().or(settled.then_some(&tally.winners)) else { return Vec::new() };
        let others = (0..self.options.len()).filter(|option| !elected.contains(option));
        if self.seats.is_none() {
            let bought = elected.iter().filter_map(|option| self.bought(*option));
            return bought.chain(others.map(|option| self.not_bought(option))).collect();
        }
        if tally.rounds.iter().any(|round| !round.votes.is_empty()) {
            let all = elected.iter().filter_map(|option| self.reached(*option));
            return all.chain(others.map(|option| self.left_out(option))).collect();
        }
        let Some(last) = elected.last() else { return Vec::new() };
        others.map(|option| self.compared(*last, option)).collect()
    }

    /// What a grade is called.
    #[must_use]
    pub fn grade(&self, grade: i32) -> String {
        let named = usize::try_from(grade).ok().and_then(|place| self.grades.get(place));
        named.map_or_else(|| grade.to_string(), Clone::clone)
    }

    /// Whether a tie between these was broken by lot.
    fn drawn(&self, one: usize, other: usize) -> bool {
        let between = |option: usize| self.tally.ties.iter().any(|tie| tie.between.contains(&option));
        between(one) && between(other)
    }

    fn compared(&self, winner: usize, other: usize) -> String {
        let (tally, language) = (self.tally, self.language);
        let (one, two) = (self.name(winner), self.name(other));
        let lot = match language {
            Language::En => format!("{one} and {two} are equal; the lot decided."),
            Language::Es => format!("{one} y {two} empatan; lo decidió el sorteo."),
        };
        if let Some(medians) = &tally.medians {
            let (high, low) = (medians.get(winner).copied(), medians.get(other).copied());
            let (high, low) = (high.unwrap_or_default(), low.unwrap_or_default());
            let (best, worse) = (self.grade(high), self.grade(low));
            return match language {
                _ if high == low && self.drawn(winner, other) => lot,
                Language::En if high == low => {
                    format!(
                        "{one} and {two} have the same middle grade, {best}; as it is taken away again and again, {one} stays above."
                    )
                }
                Language::Es if high == low => {
                    format!(
                        "{one} y {two} tienen la misma calificación de en medio, {best}; al quitarla una y otra vez, {one} queda arriba."
                    )
                }
                Language::En => format!("The middle grade of {one} is {best}; that of {two} is {worse}."),
                Language::Es => format!("La calificación de en medio de {one} es {best}; la de {two}, {worse}."),
            };
        }
        if let Some(totals) = &tally.totals {
            let (high, low) = (totals.get(winner).copied(), totals.get(other).copied());
            let (high, low) = (high.unwrap_or_default(), low.unwrap_or_default());
            return match language {
                _ if high == low => lot,
                Language::En => format!("{one} got {high}; {two} got {low}."),
                Language::Es => format!("{one} juntó {high}; {two}, {low}."),
            };
        }
        let Some(pairwise) = &tally.pairwise else { return lot };
        let (for_it, against) = (pairwise.matrix.get(winner, other), pairwise.matrix.get(other, winner));
        let direct = match (language, for_it) {
            (Language::En, 1) => format!("1 ballot puts {one} before {two}, and {against} the other way round."),
            (Language::Es, 1) => format!("1 boleta pone {one} antes que {two}, y {against} al revés."),
            (Language::En, _) => format!("{for_it} ballots put {one} before {two}, and {against} the other way round."),
            (Language::Es, _) => format!("{for_it} boletas ponen {one} antes que {two}, y {against} al revés."),
        };
        if for_it > against {
            return direct;
        }
        let beyond = match &pairwise.paths {
            Some(paths) if paths.get(winner, other) > paths.get(other, winner) => {
                let (there, back) = (paths.get(winner, other), paths.get(other, winner));
                match language {
                    Language::En => format!(
                        "But there is a cycle: by way of others, the strongest path from {one} to {two} is {there} strong, and the one back {back}."
                    ),
                    Language::Es => format!(
                        "Pero hay un ciclo: pasando por otras, el camino más fuerte de {one} a {two} vale {there}, y el de regreso {back}."
                    ),
                }
            }
            None if !self.drawn(winner, other) => match language {
                Language::En => {
                    format!("But there is a cycle: stronger victories, which count first, put {one} above {two}.")
                }
                Language::Es => {
                    format!(
                        "Pero hay un ciclo: victorias más fuertes, que cuentan primero, ponen {one} arriba de {two}."
                    )
                }
            },
            _ => lot,
        };
        format!("{direct} {beyond}")
    }

    /// How an option was elected in rounds.
    fn reached(&self, option: usize) -> Option<String> {
        let (nth, round) = (1..).zip(&self.tally.rounds).find(|(_, round)| round.elected.contains(&option))?;
        let (name, votes) = (self.name(option), votes_of(round, option));
        Some(match (&round.quota, votes, self.language) {
            (Some(quota), Some(votes), Language::En) if at_least(votes, *quota) => {
                format!("{name} is elected in round {nth} with {votes}; the quota was {quota}.")
            }
            (Some(quota), Some(votes), Language::Es) if at_least(votes, *quota) => {
                format!("{name} se elige en la ronda {nth} con {votes}; la cuota era {quota}.")
            }
            (_, Some(votes), Language::En) => format!("{name} is elected in round {nth} with {votes}."),
            (_, Some(votes), Language::Es) => format!("{name} se elige en la ronda {nth} con {votes}."),
            (_, None, Language::En) => format!("{name} is elected in round {nth}: as many were left as places."),
            (_, None, Language::Es) => format!("{name} se elige en la ronda {nth}: quedaban tantas como lugares."),
        })
    }

    /// Why an option was not elected in rounds.
    fn left_out(&self, option: usize) -> String {
        let name = self.name(option);
        let rounds = || (1..).zip(&self.tally.rounds);
        let last = rounds().filter_map(|(_, round)| votes_of(round, option)).last().unwrap_or_default();
        // Where those excluded are told in the round after, they had their last votes in the one before.
        match (rounds().find(|(_, round)| round.excluded.contains(&option)), self.language) {
            (Some((nth, round)), language) => {
                let had = votes_of(round, option).filter(|votes| votes.units > 0);
                let before = rounds().take_while(|(other, _)| *other < nth);
                let had = had.or_else(|| before.filter_map(|(_, round)| votes_of(round, option)).last());
                let had = had.unwrap_or_default();
                match language {
                    Language::En => format!("{name} went out in round {nth} with {had}, the fewest."),
                    Language::Es => format!("{name} sale en la ronda {nth} con {had}, lo menos."),
                }
            }
            (None, Language::En) => format!("{name} had {last} when all places were taken."),
            (None, Language::Es) => format!("{name} tenía {last} cuando se llenaron los lugares."),
        }
    }

    fn total(&self, option: usize) -> Decimal {
        self.tally.totals.as_ref().and_then(|totals| totals.get(option)).copied().unwrap_or_default()
    }

    /// Why a project was bought.
    fn bought(&self, option: usize) -> Option<String> {
        let round = self.tally.rounds.iter().find(|round| is_bought(round, option))?;
        let Why::Bought { cost, price, .. } = &round.why else { return None };
        let (name, wanted, whole) = (self.name(option), self.total(option), Decimal::rounded(cost, 0));
        let most = price.as_ref().map(|price: &BigRational| Decimal::rounded(&(price * cost), 2));
        Some(match (most, self.language) {
            (Some(most), Language::En) => {
                format!("{name} costs {whole} and {wanted} want it; each of them pays {most} at most.")
            }
            (Some(most), Language::Es) => {
                format!("{name} cuesta {whole} y suma {wanted} de quienes la quieren; cada quien puso a lo más {most}.")
            }
            (None, Language::En) => format!("{name} costs {whole}; {wanted} want it and there was money enough."),
            (None, Language::Es) => format!("{name} cuesta {whole}; suma {wanted} y el dinero alcanzaba."),
        })
    }

    /// Why a project was not bought.
    fn not_bought(&self, option: usize) -> String {
        let (name, wanted) = (self.name(option), self.total(option));
        let dear = self.tally.rounds.iter().find_map(|round| match &round.why {
            Why::TooDear { project, cost } if *project == option => Some(Decimal::rounded(cost, 0)),
            _ => None,
        });
        match (dear, self.language) {
            (_, Language::En) if wanted.units == 0 => format!("Nobody wants {name}."),
            (_, Language::Es) if wanted.units == 0 => format!("Nadie pidió {name}."),
            (Some(cost), Language::En) => format!("{name} costs {cost}, and by then less was left."),
            (Some(cost), Language::Es) => format!("{name} cuesta {cost}, y ya quedaba menos."),
            (None, Language::En) => format!("{name}: the shares of those who want it ({wanted}) do not suffice."),
            (None, Language::Es) => format!("{name}: no alcanza con lo que les toca a quienes la quieren ({wanted})."),
        }
    }
}

fn is_bought(round: &Round, option: usize) -> bool {
    matches!(&round.why, Why::Bought { project, .. } if *project == option)
}

fn votes_of(round: &Round, option: usize) -> Option<Decimal> {
    round.votes.iter().find(|(other, _)| *other == option).map(|(_, votes)| *votes)
}

/// Both are of one count, and so have as many places.
fn at_least(votes: Decimal, quota: Decimal) -> bool {
    votes.places == quota.places && votes.units >= quota.units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::{
        Candidate, Elimination, Label, Profile, Strength, Tally, Ties, irv, ranked_pairs, schulze, stv_scottish,
    };

    fn candidates(names: &[&str]) -> Vec<Candidate> {
        let each = (1..).zip(names);
        each.map(|(id, name)| Candidate { id: Label::Number(id), name: (*name).to_owned() }).collect()
    }

    fn profile(ballots: &[(u64, &[usize])]) -> Profile {
        let mut profile = Profile::new(candidates(&["A", "B", "C"])).unwrap();
        for (count, ballot) in ballots {
            let groups: Vec<&[usize]> = ballot.chunks(1).collect();
            profile.push(*count, groups).unwrap();
        }
        profile
    }

    fn told(tally: &Tally, seats: usize) -> Vec<String> {
        let options = candidates(&["A", "B", "C"]);
        let (grades, language) = (&[], Language::Es);
        Report { method: "", options: &options, ballots: 9, seats: Some(seats), tally, language, grades }.reasons()
    }

    #[test]
    fn a_cycle_is_told_by_its_paths() {
        let cycle = profile(&[(4, &[0, 1, 2]), (3, &[1, 2, 0]), (2, &[2, 0, 1])]);
        let tally = schulze(&cycle, Strength::Margins, 1, &Ties::open()).unwrap();
        assert_eq!(
            told(&tally, 1),
            [
                "6 boletas ponen A antes que B, y 3 al revés.",
                "4 boletas ponen A antes que C, y 5 al revés. Pero hay un ciclo: pasando por otras, el camino más fuerte de A a C vale 3, y el de regreso 1."
            ]
        );
        let tally = ranked_pairs(&cycle, Strength::Margins, 1, &Ties::open()).unwrap();
        assert!(told(&tally, 1)[1].ends_with("victorias más fuertes, que cuentan primero, ponen A arriba de C."));
    }

    /// Who is elected below the quota, since nobody else is left, is not said to have reached it.
    #[test]
    fn a_quota_is_told_where_it_was_reached() {
        let tally = stv_scottish(&profile(&[(5, &[0]), (2, &[1]), (1, &[2])]), 2, &Ties::open()).unwrap();
        assert_eq!(tally.elected, Some(vec![0, 1]));
        let told = told(&tally, 2);
        assert_eq!(told[0], "A se elige en la ronda 1 con 5.00000; la cuota era 3.00000.");
        assert!(told[1].starts_with("B se elige en la ronda ") && !told[1].contains("cuota"), "{}", told[1]);
    }

    /// Equal grades to the last one: it was the lot, and no grade that was taken away.
    #[test]
    fn equal_grades_are_told_as_a_tie() {
        let mut given = crate::tally::Scores::new(candidates(&["A", "B", "C"]), 1).unwrap();
        for cells in [[3, 2, 1], [2, 3, 1], [2, 2, 2]] {
            given.push(1, cells.map(Some)).unwrap();
        }
        let tally = crate::tally::majority_judgment(&given, 1, &Ties::listed([1, 0, 2])).unwrap();
        let told = told(&tally, 1);
        assert!(told.contains(&"B y A empatan; lo decidió el sorteo.".to_owned()), "{told:?}");
        assert!(told.contains(&"La calificación de en medio de B es 2; la de C, 1.".to_owned()), "{told:?}");
        given.push(1, [Some(2), Some(1), Some(1)]).unwrap();
        given.push(1, [Some(3), Some(3), Some(1)]).unwrap();
        let tally = crate::tally::majority_judgment(&given, 1, &Ties::open()).unwrap();
        let options = candidates(&["A", "B", "C"]);
        let (grades, language) = (&[], Language::Es);
        let report =
            Report { method: "", options: &options, ballots: 5, seats: Some(1), tally: &tally, language, grades };
        assert_eq!(
            report.reasons()[0],
            "A y B tienen la misma calificación de en medio, 2; al quitarla una y otra vez, A queda arriba."
        );
    }

    #[test]
    fn rounds_are_told_by_who_goes_and_who_stays() {
        let ballots = profile(&[(4, &[0]), (3, &[1]), (2, &[2, 1])]);
        let tally = irv(&ballots, Elimination::All, &Ties::open()).unwrap();
        assert_eq!(
            told(&tally, 1),
            [
                "B se elige en la ronda 2 con 5.",
                "A tenía 4 cuando se llenaron los lugares.",
                "C sale en la ronda 1 con 2, lo menos."
            ]
        );
        let tally = stv_scottish(&ballots, 2, &Ties::open()).unwrap();
        assert_eq!(
            told(&tally, 2),
            [
                "A se elige en la ronda 1 con 4.00000; la cuota era 4.00000.",
                "B se elige en la ronda 2 con 5.00000; la cuota era 4.00000.",
                "C sale en la ronda 2 con 2.00000, lo menos."
            ]
        );
    }
}
