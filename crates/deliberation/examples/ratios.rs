// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! How long counts take beside reading the file alone, in one run:
//! `cargo run --release -p tequio-deliberation --example ratios`; with files of Pabulib as arguments, equal shares of
//! each of them alone.

#![expect(clippy::unwrap_used, reason = "an example may stop")]

use std::{fmt::Write as _, time::Instant};

use num_rational::BigRational;
use tequio_deliberation::{
    file::{Contents, Format, polis},
    opinions::map,
    tally::{Strength, Ties, Why, equal_shares, schulze, stv_meek},
};

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// Random rankings of all options, so that hardly two are alike; the options are not equally liked.
fn ballots(voters: usize, options: usize, seats: usize) -> String {
    let mut chance = Chance(1);
    let mut text = format!("{options} {seats}\n");
    let mut order: Vec<(u64, usize)> = Vec::new();
    for _ in 0..voters {
        order.clear();
        order.extend((1..=options).map(|option| (chance.below(1000) + 20 * option as u64, option)));
        order.sort_unstable();
        text.push('1');
        for (_, option) in &order {
            let _ = write!(text, " {option}");
        }
        text.push_str(" 0\n");
    }
    text.push_str("0\n");
    text
}

/// Approvals of a few of many projects each, costs from 1,000 to 100,000, a tenth of all of it to spend.
fn budget(voters: usize, projects: u64) -> String {
    let mut chance = Chance(2);
    let mut text = String::new();
    let costs: Vec<u64> = (0..projects).map(|_| 1000 + chance.below(99_000)).collect();
    let money: u64 = costs.iter().sum::<u64>() / 10;
    let _ = writeln!(text, "META\nkey;value\nbudget;{money}\nvote_type;approval\nPROJECTS\nproject_id;cost");
    for (project, cost) in costs.iter().enumerate() {
        let _ = writeln!(text, "{project};{cost}");
    }
    text.push_str("VOTES\nvoter_id;vote\n");
    for voter in 0..voters {
        let mut chosen: Vec<u64> =
            (0..1 + chance.below(10)).map(|_| chance.below(projects) * chance.below(projects) / projects).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let chosen: Vec<String> = chosen.iter().map(u64::to_string).collect();
        let _ = writeln!(text, "{voter};{}", chosen.join(","));
    }
    text
}

/// Three camps of uneven size, of whose votes three in ten are given.
fn votes(participants: u64, statements: u64) -> String {
    let mut chance = Chance(3);
    let mut text = "participant".to_owned();
    for statement in 0..statements {
        let _ = write!(text, ",{statement}");
    }
    text.push('\n');
    for participant in 0..participants {
        let camp = chance.below(6).min(2);
        let _ = write!(text, "{participant}");
        for statement in 0..statements {
            let own = if statement % 3 == camp { "1" } else { "-1" };
            let vote = match chance.below(20) {
                0..14 => "",
                14 => "0",
                15 => "1",
                _ => own,
            };
            let _ = write!(text, ",{vote}");
        }
        text.push('\n');
    }
    text
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64())
}

fn told(what: &str, reading: f64, counting: f64) {
    let whole = reading + counting;
    println!(
        "{what}: reading {reading:.3} s, counting {counting:.3} s; both are {:.2}× reading alone",
        whole / reading
    );
}

/// With a lot, so that ties are drawn; without one, a count may be 64.
fn shares(name: &str, text: &str) {
    let (budget, reading) = timed(|| match Format::Pabulib.read(text.as_bytes(), false).unwrap() {
        Contents::Budget(budget) => budget,
        _ => unreachable!(),
    });
    let (tally, counting) = timed(|| equal_shares(&budget, &Ties::seeded("ratios", &budget.options())).unwrap());
    let (voters, projects) = (budget.voters(), budget.projects.len());
    let bought = tally.elected.unwrap().len();
    let times = match tally.rounds.first().map(|round| &round.why) {
        Some(Why::Shares(share)) => {
            (share - &budget.money / BigRational::from_integer(voters.into())).to_integer() + 1_u32
        }
        _ => unreachable!(),
    };
    let what = format!("equal shares, {name}, {voters} × {projects} ({bought} bought, the last time of {times})");
    told(&what, reading, counting);
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    for path in &files {
        shares(path, &std::fs::read_to_string(path).unwrap());
    }
    if !files.is_empty() {
        return;
    }
    let open = Ties::open();
    let ranked = |text: &str| match Format::Blt.read(text.as_bytes(), true).unwrap() {
        Contents::Ranked(profile, _) => profile,
        _ => unreachable!(),
    };
    let text = ballots(1_000_000, 20, 1);
    let (profile, reading) = timed(|| ranked(&text));
    let (tally, counting) = timed(|| schulze(&profile, Strength::Margins, 1, &open).unwrap());
    told(&format!("Schulze, 1,000,000 × 20 (option {:?} wins)", tally.winners), reading, counting);

    let text = ballots(100_000, 40, 10);
    let (profile, reading) = timed(|| ranked(&text));
    let (tally, counting) = timed(|| stv_meek(&profile, 10, &open).unwrap());
    told(&format!("Meek, 100,000 × 40, 10 seats ({} rounds)", tally.rounds.len()), reading, counting);

    shares("made up", &budget(50_000, 150));

    let text = votes(20_000, 500);
    let (votes, reading) = timed(|| polis(text.as_bytes()).unwrap());
    let (map, counting) = timed(|| map(&votes, None));
    told(&format!("opinion map, 20,000 × 500 ({} groups)", map.groups.len()), reading, counting);
}
