// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio tally`: counts a file of ballots, without a node.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tequio_deliberation::{
    file::{Contents, Format},
    picture,
    tally::{self, Budget, Candidate, Elimination, Profile, Report, Scores, Strength, Tally, TallyError, Ties},
};

use crate::{End, opinions::Form};

/// What is counted, and how.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The ballots: .blt, .soc .soi .toc .toi .cat (PrefLib), .pb (Pabulib), or .csv
    ///
    /// A .csv has a line of options, then a line a ballot: ranks (1 is best) for methods that rank, else scores. A column
    /// named weight says how many cast the ballot.
    file: PathBuf,
    /// How they are counted
    #[arg(long, value_enum)]
    method: Method,
    /// How many are elected [default: for STV what the file says, else 1]
    #[arg(long, value_name = "N")]
    seats: Option<usize>,
    /// Breaks ties by a seed that was fixed beforehand: options go by the SHA-256 of SEED/ID
    #[arg(long, value_name = "SEED")]
    ties: Option<String>,
    /// What makes a victory strong (schulze, ranked-pairs)
    #[arg(long, value_enum, default_value_t = StrengthChoice::Margins)]
    strength: StrengthChoice,
    /// Who goes when several have fewest votes (irv)
    #[arg(long, value_enum, default_value_t = EliminationChoice::All)]
    elimination: EliminationChoice,
    /// How many dots each ballot has (dot)
    #[arg(long, value_name = "N")]
    dots: Option<i64>,
    /// How it is printed
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
        return End::Wrong("--seats: irv elects one; several are elected by stv-scottish or stv-meek".to_owned());
    }
    if arguments.method.buys() && arguments.seats.is_some() {
        return End::Wrong("--seats: a budget has none".to_owned());
    }
    if arguments.elimination == EliminationChoice::Seed && arguments.ties.is_none() {
        return End::Wrong("--elimination seed: needs --ties with the seed".to_owned());
    }
    match counted(arguments) {
        Ok(printed) => crate::opinions::print(&printed),
        Err(why) => End::Failed(format!("{}: {why}", arguments.file.display())),
    }
}

fn counted(arguments: &Arguments) -> Result<String, String> {
    let method = arguments.method;
    let name = arguments.file.to_string_lossy();
    let format =
        Format::of_name(&name).ok_or("allowed endings are .blt, .soc, .soi, .toc, .toi, .cat, .pb and .csv")?;
    let bytes = std::fs::read(&arguments.file).map_err(|error| error.to_string())?;
    let contents = format.read(&bytes, method.ranks()).map_err(|problem| problem.to_string())?;
    let (ballots, file_seats) = match contents {
        Contents::Ranked(profile, seats) => (Ballots::Ranked(profile), seats),
        Contents::Scored(scores) => (Ballots::Scored(scores), None),
        Contents::Budget(budget) => (Ballots::Budget(budget), None),
    };
    let seats = arguments.seats.or(file_seats.filter(|_| method.is_stv())).unwrap_or(1);
    let options = ballots.options();
    let ties = arguments.ties.as_ref().map_or_else(Ties::open, |seed| Ties::seeded(seed, &options));
    let tally = count(arguments, &ballots, seats, &ties)?.map_err(|error| error.to_string())?;
    let method_name = method.name();
    let report = Report {
        method: &method_name,
        options: &options,
        ballots: ballots.voters(),
        seats: (!method.buys()).then_some(seats),
        tally: &tally,
    };
    Ok(match arguments.format {
        Form::Text => report.text(),
        Form::Json => format!("{}\n", report.json()),
        Form::Svg => picture::tally(&report),
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
                Ballots::Ranked(_) => "rankings",
                Ballots::Scored(_) => "scores",
                Ballots::Budget(_) => "a budget",
            };
            let wants = match method {
                method if method.ranks() => "rankings",
                method if method.buys() => "a budget (.pb)",
                Method::Approval => "scores or rankings",
                _ => "scores (.csv or .cat)",
            };
            return Err(format!("{} counts {wants}, and the file has {has}", method.name()));
        }
    })
}
