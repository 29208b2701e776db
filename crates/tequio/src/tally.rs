// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio tally`: counts a file of ballots, without a node.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tequio_deliberation::{
    file::{Contents, Format},
    picture,
    tally::{self, Broken, Budget, Candidate, Elimination, Profile, Report, Scores, Strength, Tally, TallyError, Ties},
};

use crate::{
    End,
    opinions::{Form, told_in},
    told::Told as _,
    words::{t, with},
};

/// What is counted, and how.
#[derive(Debug, Args)]
pub struct Arguments {
    file: PathBuf,
    #[arg(long, value_enum)]
    method: Method,
    #[arg(long, value_name = "N")]
    seats: Option<usize>,
    #[arg(long, value_name = "SEED")]
    ties: Option<String>,
    #[arg(long, value_enum, default_value_t = StrengthChoice::Margins)]
    strength: StrengthChoice,
    #[arg(long, value_enum, default_value_t = EliminationChoice::All)]
    elimination: EliminationChoice,
    #[arg(long, value_name = "N")]
    dots: Option<i64>,
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// The methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Most approvals
    Approval,
    /// Highest sum of scores
    Score,
    /// Most dots
    Dot,
    /// Highest median grade
    MajorityJudgment,
    /// Strongest paths
    Schulze,
    /// Strongest victories first
    RankedPairs,
    /// Instant runoff
    Irv,
    /// The single transferable vote of Scotland
    StvScottish,
    /// Meek's single transferable vote
    StvMeek,
    /// Projects by votes, whatever fits
    BudgetGreedy,
    /// The Method of Equal Shares, completed by add1
    EqualShares,
}

/// What makes a victory strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrengthChoice {
    /// By how many more
    Margins,
    /// By how many
    WinningVotes,
}

/// Who goes when several have fewest votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EliminationChoice {
    /// All of them
    All,
    /// Each in turn, all ways followed
    Parallel,
    /// The one that --ties says
    Seed,
}

impl Method {
    fn ranks(self) -> bool {
        matches!(self, Method::Schulze | Method::RankedPairs | Method::Irv | Method::StvScottish | Method::StvMeek)
    }

    fn is_stv(self) -> bool {
        matches!(self, Method::StvScottish | Method::StvMeek)
    }

    fn buys(self) -> bool {
        matches!(self, Method::BudgetGreedy | Method::EqualShares)
    }

    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// A file read, ready to be counted.
enum Ballots {
    Ranked(Profile),
    Scored(Scores),
    Budget(Budget),
}

impl Ballots {
    fn options(&self) -> Vec<Candidate> {
        match self {
            Ballots::Ranked(profile) => profile.options().to_vec(),
            Ballots::Scored(scores) => scores.options().to_vec(),
            Ballots::Budget(budget) => budget.options(),
        }
    }

    fn voters(&self) -> u64 {
        match self {
            Ballots::Ranked(profile) => profile.voters(),
            Ballots::Scored(scores) => scores.voters(),
            Ballots::Budget(budget) => budget.voters(),
        }
    }
}

/// Runs `tequio tally`.
pub fn run(arguments: &Arguments) -> End {
    if arguments.method == Method::Irv && arguments.seats.is_some_and(|seats| seats != 1) {
        return End::Wrong(t("wrong-seats-irv"));
    }
    if arguments.method.buys() && arguments.seats.is_some() {
        return End::Wrong(t("wrong-seats-budget"));
    }
    if arguments.elimination == EliminationChoice::Seed && arguments.ties.is_none() {
        return End::Wrong(t("wrong-seed"));
    }
    match counted(arguments) {
        Ok(printed) => crate::opinions::print(&printed),
        Err(why) => End::Failed(format!("{}: {why}", arguments.file.display())),
    }
}

fn counted(arguments: &Arguments) -> Result<String, String> {
    let method = arguments.method;
    let name = arguments.file.to_string_lossy();
    let format = Format::of_name(&name).ok_or_else(|| t("file-endings"))?;
    let bytes = std::fs::read(&arguments.file).map_err(|error| error.told())?;
    let contents = format.read(&bytes, method.ranks()).map_err(|problem| problem.told())?;
    let (ballots, file_seats) = match contents {
        Contents::Ranked(profile, seats) => (Ballots::Ranked(profile), seats),
        Contents::Scored(scores) => (Ballots::Scored(scores), None),
        Contents::Budget(budget) => (Ballots::Budget(budget), None),
    };
    let seats = arguments.seats.or(file_seats.filter(|_| method.is_stv())).unwrap_or(1);
    let options = ballots.options();
    let ties = arguments.ties.as_ref().map_or_else(Ties::open, |seed| Ties::seeded(seed, &options));
    let tally = count(arguments, &ballots, seats, &ties)?.map_err(|error| error.told())?;
    let method_name = method.name();
    if matches!(&ballots, Ballots::Scored(scores) if look_like_ranks(scores)) {
        eprintln!("tequio: {}", with("tally-ranks", &[("method", &method_name)]));
    }
    if arguments.format == Form::Text && tally.ties.iter().any(|tie| tie.broken == Broken::Together) {
        eprintln!("tequio: {}", t("tally-tie"));
    }
    let report = Report {
        method: &method_name,
        options: &options,
        ballots: ballots.voters(),
        seats: (!method.buys()).then_some(seats),
        tally: &tally,
        language: told_in(),
        grades: &[],
    };
    Ok(match arguments.format {
        Form::Text => report.text(),
        Form::Json => format!("{}\n", report.json()),
        Form::Svg => picture::tally(&report),
    })
}

/// Whether every ballot has three options or more in places 1, 2, 3…, as no scores, grades, dots or approvals do that are
/// given without a plan.
fn look_like_ranks(scores: &Scores) -> bool {
    scores.ballots().all(|(_, ballot)| {
        let mut given: Vec<i32> = ballot.iter().copied().flatten().collect();
        given.sort_unstable();
        given.len() > 2 && (1..).zip(given).all(|(place, score)| place == score)
    })
}

/// Counts, or says that this file has other ballots than the method counts.
fn count(
    arguments: &Arguments,
    ballots: &Ballots,
    seats: usize,
    ties: &Ties,
) -> Result<Result<Tally, TallyError>, String> {
    let strength = match arguments.strength {
        StrengthChoice::Margins => Strength::Margins,
        StrengthChoice::WinningVotes => Strength::WinningVotes,
    };
    let elimination = match arguments.elimination {
        EliminationChoice::All => Elimination::All,
        EliminationChoice::Parallel => Elimination::Parallel,
        EliminationChoice::Seed => Elimination::Seed,
    };
    Ok(match (arguments.method, ballots) {
        (Method::Approval, Ballots::Ranked(profile)) => tally::approval_ranked(profile, seats, ties),
        (Method::Approval, Ballots::Scored(scores)) => tally::approval(scores, seats, ties),
        (Method::Score, Ballots::Scored(scores)) => tally::score(scores, seats, ties),
        (Method::Dot, Ballots::Scored(scores)) => tally::dot(scores, arguments.dots, seats, ties),
        (Method::MajorityJudgment, Ballots::Scored(scores)) => tally::majority_judgment(scores, seats, ties),
        (Method::Schulze, Ballots::Ranked(profile)) => tally::schulze(profile, strength, seats, ties),
        (Method::RankedPairs, Ballots::Ranked(profile)) => tally::ranked_pairs(profile, strength, seats, ties),
        (Method::Irv, Ballots::Ranked(profile)) => tally::irv(profile, elimination, ties),
        (Method::StvScottish, Ballots::Ranked(profile)) => tally::stv_scottish(profile, seats, ties),
        (Method::StvMeek, Ballots::Ranked(profile)) => tally::stv_meek(profile, seats, ties),
        (Method::BudgetGreedy, Ballots::Budget(budget)) => tally::budget_greedy(budget, ties),
        (Method::EqualShares, Ballots::Budget(budget)) => tally::equal_shares(budget, ties),
        (method, ballots) => {
            let has = match ballots {
                Ballots::Ranked(_) => "ballots-ranked",
                Ballots::Scored(_) => "ballots-scored",
                Ballots::Budget(_) => "ballots-budget",
            };
            let wants = match method {
                method if method.ranks() => "ballots-ranked",
                method if method.buys() => "wants-budget",
                Method::Approval => "wants-any",
                _ => "wants-scored",
            };
            let words: [(_, &dyn ToString); 3] = [("method", &method.name()), ("wants", &t(wants)), ("has", &t(has))];
            return Err(with("file-other-ballots", &words));
        }
    })
}
