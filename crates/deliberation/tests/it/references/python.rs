// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Ten thousand random elections for each method, counted here and by pref_voting (MIT), abcvoting (MIT) and
//! pabutools (GPL-3.0).

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use num_bigint::BigInt;
use num_rational::BigRational;
use serde_json::{Value, json};
use tequio_deliberation::tally::*;

use crate::chance::Chance;

/// A Python that has what `tests/references/requirements.txt` lists.
pub fn python() -> PathBuf {
    let folder = std::env::var_os("TEQUIO_TEST_REFERENCES").map(PathBuf::from);
    if let Some(ready) = folder.map(|folder| folder.join("venv/bin/python")).filter(|python| python.exists()) {
        return ready;
    }
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("social-choice");
    let python = venv.join("bin/python");
    if !venv.join("ready").exists() {
        let run = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv));
        let requirements = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/references/requirements.txt");
        run(Command::new(&python).args([
            "-m",
            "pip",
            "--disable-pip-version-check",
            "-q",
            "install",
            "-r",
            requirements,
        ]));
        std::fs::write(venv.join("ready"), "").unwrap();
    }
    python
}

/// What a script answers to lines.
pub fn ask(script: &str, lines: &[String]) -> Vec<String> {
    let mut child = Command::new(python())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references").join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let asked = lines.join("\n") + "\n";
    let asking = std::thread::spawn(move || stdin.write_all(asked.as_bytes()).unwrap());
    let answer = child.wait_with_output().unwrap();
    asking.join().unwrap();
    assert!(answer.status.success(), "{script} failed");
    String::from_utf8(answer.stdout).unwrap().lines().map(str::to_owned).collect()
}

const COUNT: usize = 10_000;

fn options(count: usize) -> Vec<Candidate> {
    (0..count as u64).map(|id| Candidate { id: Label::Number(id), name: String::new() }).collect()
}

/// Few options and voters, so that ties are many.
fn ranked(chance: &mut Chance, ties: bool, truncated: bool) -> (Profile, Value) {
    let count = 2 + chance.below(4);
    let mut profile = Profile::new(options(count)).unwrap();
    let (mut ballots, mut weights) = (Vec::new(), Vec::new());
    for _ in 0..1 + chance.below(7) {
        let mut order: Vec<usize> = (0..count).collect();
        for at in (1..count).rev() {
            order.swap(at, chance.below(at + 1));
        }
        let length = if truncated { 1 + chance.below(count) } else { count };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for option in &order[..length] {
            match groups.last_mut() {
                Some(group) if ties && chance.one_in(3) => group.push(*option),
                _ => groups.push(vec![*option]),
            }
        }
        let weight = 1 + chance.below(4);
        profile.push(weight as u64, groups.iter().map(Vec::as_slice)).unwrap();
        let rank = |option: usize| groups.iter().position(|group| group.contains(&option)).map(|rank| rank + 1);
        ballots.push((0..count).map(rank).collect::<Vec<_>>());
        weights.push(weight);
    }
    (profile, json!({"options": count, "ballots": ballots, "weights": weights}))
}

/// An odd number of voters: of two middle grades the reference takes the mean.
fn scored(chance: &mut Chance, most: usize) -> (Scores, Value) {
    let count = 2 + chance.below(4);
    let mut scores = Scores::new(options(count), 1).unwrap();
    let (mut ballots, mut weights) = (Vec::new(), Vec::new());
    let mut voters = 0;
    let kinds = 1 + chance.below(5);
    for nth in 0..kinds {
        let ballot: Vec<i32> = (0..count).map(|_| i32::try_from(chance.below(most + 1)).unwrap()).collect();
        let mut weight = 1 + chance.below(3);
        if nth + 1 == kinds && (voters + weight).is_multiple_of(2) {
            weight += 1;
        }
        voters += weight;
        scores.push(weight as u64, ballot.iter().map(|score| Some(*score))).unwrap();
        ballots.push(ballot);
        weights.push(weight);
    }
    (scores, json!({"options": count, "ballots": ballots, "weights": weights}))
}

fn budget(chance: &mut Chance, points: bool) -> (Budget, Value) {
    let count = 2 + chance.below(6);
    let whole = |number: usize| BigRational::from_integer(BigInt::from(number));
    let costs: Vec<usize> = (0..count).map(|_| 1 + chance.below(12)).collect();
    let money = 5 + chance.below(25);
    let votes: Vec<Vec<(usize, u64)>> = (0..1 + chance.below(9))
        .map(|_| {
            let chosen: Vec<usize> = (0..count).filter(|_| chance.one_in(2)).collect();
            chosen.into_iter().map(|project| (project, if points { 1 + chance.next() % 4 } else { 1 })).collect()
        })
        .collect();
    let projects = options(count).into_iter().zip(&costs);
    let budget = Budget {
        money: whole(money),
        projects: projects.map(|(candidate, cost)| Project { candidate, cost: whole(*cost) }).collect(),
        points,
        votes: votes.iter().map(|vote| (1, vote.clone())).collect(),
    };
    (budget, json!({"money": money, "costs": costs, "votes": votes, "points": points}))
}

fn compare(method: &str, mut made: impl FnMut(&mut Chance) -> (Value, Vec<usize>)) {
    let mut chance = Chance(20_261_127);
    let (mut asked, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..COUNT {
        let (mut case, mut winners) = made(&mut chance);
        case["method"] = json!(method);
        winners.sort_unstable();
        asked.push(case.to_string());
        ours.push(json!(winners).to_string());
    }
    let theirs = ask("winners.py", &asked);
    assert_eq!(theirs.len(), COUNT);
    let tied = ours.iter().filter(|winners| winners.contains(',')).count();
    for ((asked, ours), theirs) in asked.iter().zip(&ours).zip(theirs) {
        same(method, asked, ours, &theirs.replace(' ', ""));
    }
    println!("{method}: {COUNT} elections agree, {tied} with several winners");
}

fn same(method: &str, asked: &str, ours: &str, theirs: &str) {
    let case: Value = serde_json::from_str(asked).unwrap();
    let list = |text: &str| serde_json::from_str::<Vec<u64>>(text).unwrap();
    match method {
        // The reference compares options by the shares above and below the median, once; taking medians away again and
        // again tells more options apart.
        "majority-judgment" => {
            let (ours, theirs) = (list(ours), list(theirs));
            assert!(ours.iter().all(|winner| theirs.contains(winner)), "{asked}: {ours:?}, {theirs:?}");
        }
        // The reference spends what is left on projects that nobody voted for.
        "budget-greedy" => {
            let votes = case["votes"].as_array().unwrap();
            let wanted =
                |project: &u64| votes.iter().any(|vote| vote.as_array().unwrap().iter().any(|one| one[0] == *project));
            let theirs: Vec<u64> = list(theirs).into_iter().filter(wanted).collect();
            assert_eq!(list(ours), theirs, "{asked}");
        }
        _ => assert_eq!(ours, theirs, "{asked}"),
    }
}

macro_rules! agree {
    ($($test:ident: $method:literal, $made:expr;)*) => {
        $(
            #[test]
            #[ignore = "long: ./check --long"]
            fn $test() {
                compare($method, $made);
            }
        )*
    };
}

fn ranked_winners(
    ties: bool,
    truncated: bool,
    count: impl Fn(&Profile) -> Result<Tally, TallyError>,
) -> impl FnMut(&mut Chance) -> (Value, Vec<usize>) {
    move |chance| {
        let (profile, case) = ranked(chance, ties, truncated);
        (case, count(&profile).unwrap().winners)
    }
}

fn scored_winners(most: usize, count: impl Fn(&Scores) -> Tally) -> impl FnMut(&mut Chance) -> (Value, Vec<usize>) {
    move |chance| {
        let (scores, case) = scored(chance, most);
        (case, count(&scores).winners)
    }
}

/// The references break a tie for the first project by name.
fn first_in_the_file(budget: &Budget) -> Ties {
    Ties::listed(0..budget.projects.len())
}

agree! {
    long_schulze_by_margins: "schulze margins",
        ranked_winners(true, true, |profile| schulze(profile, Strength::Margins, 1, &Ties::open()));
    long_schulze_by_winning_votes: "schulze winning-votes",
        ranked_winners(true, true, |profile| schulze(profile, Strength::WinningVotes, 1, &Ties::open()));
    long_ranked_pairs: "ranked-pairs margins", {
        // The reference tries every permutation of equal pairs: four options are what it can do ten thousand times.
        let mut made = ranked_winners(true, true, |profile| ranked_pairs(profile, Strength::Margins, 1, &Ties::open()));
        move |chance| loop {
            let (case, winners) = made(chance);
            if case["options"].as_u64().unwrap() <= 3 || chance.one_in(40) && case["options"].as_u64().unwrap() == 4 {
                return (case, winners);
            }
        }
    };
    long_irv_all: "irv all", ranked_winners(false, false, |profile| irv(profile, Elimination::All, &Ties::open()));
    long_irv_parallel: "irv parallel",
        ranked_winners(false, false, |profile| irv(profile, Elimination::Parallel, &Ties::open()));
    long_irv_truncated: "irv truncated",
        ranked_winners(false, true, |profile| irv(profile, Elimination::All, &Ties::open()));
    long_score: "score", scored_winners(5, |scores| score(scores, 1, &Ties::open()).unwrap());
    long_approval: "approval", scored_winners(1, |scores| approval(scores, 1, &Ties::open()).unwrap());
    long_majority_judgment: "majority-judgment",
        scored_winners(4, |scores| majority_judgment(scores, 1, &Ties::open()).unwrap());
    long_approval_seats: "approval seats", |chance: &mut Chance| {
        let (scores, mut case) = scored(chance, 1);
        let seats = 1 + chance.below(scores.options().len());
        case["seats"] = json!(seats);
        (case, approval(&scores, seats, &Ties::open()).unwrap().winners)
    };
    long_budget_greedy: "budget-greedy", |chance: &mut Chance| {
        let (budget, case) = budget(chance, false);
        let tally = budget_greedy(&budget, &first_in_the_file(&budget)).unwrap();
        (case, tally.elected.unwrap())
    };
    long_equal_shares_by_cost: "equal-shares", |chance: &mut Chance| {
        let (budget, case) = budget(chance, false);
        let tally = equal_shares(&budget, &first_in_the_file(&budget)).unwrap();
        (case, tally.elected.unwrap())
    };
    long_equal_shares_by_points: "equal-shares", |chance: &mut Chance| {
        let (budget, case) = budget(chance, true);
        let tally = equal_shares(&budget, &first_in_the_file(&budget)).unwrap();
        (case, tally.elected.unwrap())
    };
}
