// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Choosing among options: what a ballot may say, and what ballots choose.
//!
//! Beside the options stands always "none of these", which a ballot ranks or scores like any other, and which takes the
//! place after the last option. What does not win against it is not chosen. Budgets need none: who wants no project
//! names none.

use serde::{Deserialize, Serialize};

use super::{
    Id,
    event::{Choice, Terms},
};
use crate::{
    share::Share,
    tally::{self, Budget, Candidate, Elimination, Label, Profile, Project, Scores, Strength, Tally, TallyError, Ties},
};

/// How options are chosen among, and so what a ballot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of each are named in its own line")]
pub enum Choosing {
    /// Most approvals; each ballot scores 1 what it approves.
    Approval,
    /// Highest sum of scores from 0 to `most`.
    Score { most: u32 },
    /// Most dots, of which each ballot has `each`.
    Dots { each: u32 },
    /// Highest median grade, from 0 to `best`.
    MajorityJudgment { best: u32 },
    /// Rankings, by Schulze's method and margins. Equal ranks are allowed.
    Schulze,
    /// Rankings, by ranked pairs and margins. Equal ranks are allowed.
    RankedPairs,
    /// Rankings, by instant runoff. Those tied for last go together.
    InstantRunoff,
    /// Rankings, by the single transferable vote of Scotland.
    StvScottish,
    /// Rankings, by Meek's single transferable vote.
    StvMeek,
    /// Projects by votes, whatever fits; each ballot scores 1 what it wants.
    BudgetGreedy,
    /// Projects by equal shares; each ballot scores 1 what it wants.
    EqualShares,
}

/// The highest score that a class may allow.
pub const MOST_SCORE: u32 = 1000;

/// What is wrong with a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BallotFlaw {
    /// The decision is on a text.
    #[error("here a ballot says yes, no or blank")]
    NotAText,
    /// The options are ranked.
    #[error("here a ballot ranks options, or is blank")]
    NotRanked,
    /// The options are scored.
    #[error("here a ballot scores options, or is blank")]
    NotScored,
    /// It says nothing.
    #[error("a ballot that names no option is a blank one")]
    Empty,
    /// No such option.
    #[error("there is no option in place {0}")]
    NoOption(u32),
    /// An option twice.
    #[error("the option in place {0} stands there twice")]
    Twice(u32),
    /// Equal ranks where the method has no meaning for them.
    #[error("this method allows no equal ranks")]
    EqualRanks,
    /// A score above the highest.
    #[error("scores go from 0 to {0}")]
    TooHigh(u32),
    /// More dots than each has.
    #[error("each ballot has {0} dots")]
    TooManyDots(u32),
}

/// An option of those that were fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choosable<I> {
    /// Which.
    pub id: I,
    /// What it costs, in the smallest unit of money, where money is spent.
    pub cost: Option<u64>,
}

/// The options that were fixed, and how they are chosen among.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options<I> {
    /// How.
    pub by: Choosing,
    /// The options in the order of their ids; ballots name them by their place here, from 0.
    pub list: Vec<Choosable<I>>,
    /// How many are chosen; for a budget, how much there is to spend in the smallest unit of money.
    pub allotted: u64,
}

/// What ballots on options chose. With the terms and the seed anybody finds the same in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Election {
    /// All ballots, equal ones together, in an order that says nothing of who cast them.
    pub ballots: Vec<(u64, Choice)>,
    /// For each option how many ballots put it above "none of these", and how many below it; empty for budgets.
    pub support: Vec<(u64, u64)>,
    /// Who wins before any tie is broken, by place; the place after the last option is "none of these".
    pub winners: Vec<u32>,
    /// What is chosen, in the order of election; nothing if "none of these" wins or nothing is supported enough.
    pub chosen: Vec<u32>,
    /// Whether a tie was left that nothing breaks.
    pub tied: bool,
}

impl Choosing {
    /// Whether money is spent.
    #[must_use]
    pub fn spends(self) -> bool {
        matches!(self, Choosing::BudgetGreedy | Choosing::EqualShares)
    }

    /// Whether ballots rank; the others score.
    #[must_use]
    pub fn ranks(self) -> bool {
        use Choosing::{InstantRunoff, RankedPairs, Schulze, StvMeek, StvScottish};
        matches!(self, Schulze | RankedPairs | InstantRunoff | StvScottish | StvMeek)
    }

    /// The highest score a ballot may give, where it scores.
    #[must_use]
    pub fn most(self) -> u32 {
        match self {
            Choosing::Score { most } => most,
            Choosing::MajorityJudgment { best } => best,
            Choosing::Dots { each } => each,
            _ => 1,
        }
    }
}

impl<I> Options<I> {
    /// How many places a ballot may name: the options, and "none of these" where no money is spent.
    #[must_use]
    pub fn places(&self) -> usize {
        self.list.len() + usize::from(!self.by.spends())
    }

    /// Whether a ballot may be cast. To be asked before it is put into the box: a flaw found at the count stops it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, ballot: &Choice) -> Result<(), BallotFlaw> {
        let mut named: Vec<u32> = match ballot {
            Choice::Blank => return Ok(()),
            Choice::Ranking(groups) if self.by.ranks() => {
                let equal = matches!(self.by, Choosing::Schulze | Choosing::RankedPairs);
                if !equal && groups.iter().any(|group| group.len() > 1) {
                    return Err(BallotFlaw::EqualRanks);
                }
                groups.concat()
            }
            Choice::Scores(scores) if !self.by.ranks() => {
                let most = self.by.most();
                if scores.iter().any(|(_, score)| *score > most) {
                    return Err(BallotFlaw::TooHigh(most));
                }
                if let Choosing::Dots { each } = self.by
                    && scores.iter().map(|(_, dots)| u64::from(*dots)).sum::<u64>() > u64::from(each)
                {
                    return Err(BallotFlaw::TooManyDots(each));
                }
                scores.iter().map(|(option, _)| *option).collect()
            }
            _ if self.by.ranks() => return Err(BallotFlaw::NotRanked),
            _ => return Err(BallotFlaw::NotScored),
        };
        named.sort_unstable();
        if let Some([twice, _]) = named.array_windows().find(|[one, other]| one == other) {
            return Err(BallotFlaw::Twice(*twice));
        }
        match named.last() {
            None => Err(BallotFlaw::Empty),
            Some(last) if *last as usize >= self.places() => Err(BallotFlaw::NoOption(*last)),
            Some(_) => Ok(()),
        }
    }
}

impl<I: Id> Options<I> {
    /// The options as a tally has them, with "none of these" where it stands: by their number on the ballot, from 1, as a
    /// [file of these ballots](Self::file) has them too.
    #[must_use]
    pub fn candidates(&self) -> Vec<Candidate> {
        let label = |number| Candidate { id: Label::Number(number), name: String::new() };
        (1..=self.places() as u64).map(label).collect()
    }

    /// Counts ballots, equal ones together; blank ones say nothing. Ties are broken by the seed, if there is one.
    ///
    /// # Errors
    /// [`TallyError::NoBallots`] if all are blank; [`TallyError::TooManyTies`] without a seed.
    pub fn tally(&self, ballots: &[(u64, Choice)], seed: Option<&str>) -> Result<Tally, TallyError> {
        let candidates = self.candidates();
        let ties = seed.map_or_else(Ties::open, |seed| Ties::seeded(seed, &candidates));
        let Some(seats) = self.seats() else {
            let budget = self.budget(ballots);
            return if self.by == Choosing::BudgetGreedy {
                tally::budget_greedy(&budget, &ties)
            } else {
                tally::equal_shares(&budget, &ties)
            };
        };
        if self.by.ranks() {
            let mut profile = Profile::new(candidates).map_err(|_| TallyError::NoOptions)?;
            for (count, ballot) in ballots {
                if let Choice::Ranking(groups) = ballot {
                    let groups: Vec<Vec<usize>> =
                        groups.iter().map(|group| group.iter().map(|place| *place as usize).collect()).collect();
                    profile.push(*count, groups.iter().map(Vec::as_slice)).map_err(|_| TallyError::NoBallots)?;
                }
            }
            return match self.by {
                Choosing::RankedPairs => tally::ranked_pairs(&profile, Strength::Margins, seats, &ties),
                Choosing::InstantRunoff => tally::irv(&profile, Elimination::All, &ties),
                Choosing::StvScottish => tally::stv_scottish(&profile, seats, &ties),
                Choosing::StvMeek => tally::stv_meek(&profile, seats, &ties),
                _ => tally::schulze(&profile, Strength::Margins, seats, &ties),
            };
        }
        let places = candidates.len();
        let mut scores = Scores::new(candidates, 1).map_err(|_| TallyError::NoOptions)?;
        for (count, ballot) in ballots {
            if let Choice::Scores(given) = ballot {
                // What is not graded has the lowest grade, also if nobody gave it.
                let mut cells = vec![Some(0); places];
                for (place, score) in given {
                    if let Some(cell) = cells.get_mut(*place as usize) {
                        *cell = i32::try_from(*score).ok();
                    }
                }
                scores.push(*count, cells).map_err(|_| TallyError::NoBallots)?;
            }
        }
        match self.by {
            Choosing::Approval => tally::approval(&scores, seats, &ties),
            Choosing::MajorityJudgment { .. } => tally::majority_judgment(&scores, seats, &ties),
            Choosing::Dots { each } => tally::dot(&scores, Some(i64::from(each)), seats, &ties),
            _ => tally::score(&scores, seats, &ties),
        }
    }

    fn budget(&self, ballots: &[(u64, Choice)]) -> Budget {
        let money = |amount: u64| num_rational::BigRational::from_integer(amount.into());
        let projects = self.list.iter().zip(self.candidates());
        let votes = ballots.iter().filter_map(|(count, ballot)| match ballot {
            Choice::Scores(scores) => {
                let wanted = scores.iter().filter(|(_, score)| *score > 0);
                Some((*count, wanted.map(|(place, _)| (*place as usize, 1)).collect()))
            }
            _ => None,
        });
        Budget {
            money: money(self.allotted),
            projects: projects
                .map(|(option, candidate)| Project { candidate, cost: money(option.cost.unwrap_or_default()) })
                .collect(),
            points: false,
            votes: votes.collect(),
        }
    }

    /// What ballots choose. They must have been checked.
    ///
    /// Chosen is who is elected before "none of these", if more ballots put it above than below that, and among these the
    /// share that is asked. So a seat may stay open.
    #[must_use]
    pub fn elect(&self, ballots: &[Choice], seed: Option<&str>, agreement: Share) -> Election {
        let mut sorted = ballots.to_vec();
        sorted.sort_unstable();
        let merged: Vec<(u64, Choice)> = sorted
            .chunk_by(|one, other| one == other)
            .filter_map(|equal| Some((equal.len() as u64, equal.first()?.clone())))
            .collect();
        let support: Vec<(u64, u64)> = if self.by.spends() {
            Vec::new()
        } else {
            (0..self.list.len()).map(|at| self.support(at, &merged)).collect()
        };
        let supported = |place: usize| match support.get(place) {
            _ if self.by.spends() => true,
            // "None of these" is nothing to be chosen.
            None => false,
            Some((above, below)) => {
                let whole = usize::try_from(above + below).unwrap_or(usize::MAX);
                above > below && usize::try_from(*above).is_ok_and(|above| agreement.is_reached(above, whole))
            }
        };
        let (winners, elected, tied) = match self.tally(&merged, seed) {
            Ok(tally) => {
                let fits = !self.by.spends() && tally.winners.len() as u64 <= self.allotted;
                let settled = tally.elected.or_else(|| fits.then(|| tally.winners.clone()));
                (tally.winners, settled, true)
            }
            // All are blank, or nobody can say.
            Err(error) => (Vec::new(), None, error == TallyError::TooManyTies),
        };
        let none = self.list.len();
        let chosen: Vec<usize> = match &elected {
            Some(elected) => {
                elected.iter().copied().take_while(|place| *place < none).filter(|place| supported(*place)).collect()
            }
            None => Vec::new(),
        };
        // A tie in which nothing could be chosen whoever won it is none.
        let open = winners.is_empty() || winners.iter().any(|place| supported(*place));
        let places = |list: Vec<usize>| list.into_iter().filter_map(|place| u32::try_from(place).ok()).collect();
        Election {
            ballots: merged,
            support,
            tied: tied && elected.is_none() && open,
            winners: places(winners),
            chosen: places(chosen),
        }
    }

    /// How many ballots put an option above "none of these", and how many below it.
    fn support(&self, option: usize, ballots: &[(u64, Choice)]) -> (u64, u64) {
        let none = self.list.len();
        let (mut above, mut below) = (0, 0);
        for (count, ballot) in ballots {
            match ballot.place(option).cmp(&ballot.place(none)) {
                std::cmp::Ordering::Less => above += count,
                std::cmp::Ordering::Greater => below += count,
                std::cmp::Ordering::Equal => {}
            }
        }
        (above, below)
    }
}

impl Choice {
    /// Where a ballot puts the option in this place: less is better.
    fn place(&self, option: usize) -> usize {
        let is = |place: &u32| *place as usize == option;
        match self {
            Choice::Ranking(groups) => groups.iter().position(|group| group.iter().any(is)).unwrap_or(usize::MAX),
            Choice::Scores(scores) => {
                let score = scores.iter().find(|(place, _)| is(place)).map_or(0, |(_, score)| *score);
                usize::MAX - score as usize
            }
            Choice::Yes | Choice::No | Choice::Blank => usize::MAX,
        }
    }
}

impl<I> Terms<I> {
    /// Whether a ballot may be cast on these terms.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, ballot: &Choice) -> Result<(), BallotFlaw> {
        match (&self.options, ballot) {
            (Some(options), ballot) => options.check(ballot),
            (None, Choice::Yes | Choice::No | Choice::Blank) => Ok(()),
            (None, Choice::Ranking(_) | Choice::Scores(_)) => Err(BallotFlaw::NotAText),
        }
    }
}
