// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every file of Pabulib (pabulib.org; github.com/pabulib/pabulib_files), and what pabutools buys of the small ones.

use std::time::{Duration, Instant};

use num_rational::BigRational;
use num_traits::ToPrimitive as _;
use serde_json::json;
use tequio_deliberation::{file::pabulib, tally::*};

use super::{checkout, files, python::ask};

/// How often everything was bought anew.
fn times(budget: &Budget, tally: &Tally) -> u64 {
    let Some(Why::Shares(share)) = tally.rounds.first().map(|round| &round.why) else { panic!("no share is told") };
    let first = &budget.money / BigRational::from_integer(budget.voters().into());
    (share - first).to_u64().unwrap() + 1
}

#[test]
#[ignore = "long: ./check --long"]
fn long_pabulib_is_read_and_counted() {
    let (mut counted, mut compared, mut left_out, mut refused) = (0, 0, Vec::new(), Vec::new());
    let (mut all, mut longest) = (Duration::ZERO, (Duration::ZERO, String::new()));
    let (mut asked, mut ours, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for path in files(&checkout("pabulib", "pabulib_files").join("pb_files"), "pb") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let budget = match pabulib(&std::fs::read(&path).unwrap()) {
            Ok(budget) => budget,
            Err(problem) => {
                refused.push(format!("{name}: {problem}"));
                continue;
            }
        };
        // Shares grow by one unit of money each time: in forints that is a hundred thousand times.
        if &budget.money / BigRational::from_integer(budget.voters().into()) > BigRational::from_integer(10_000.into())
        {
            left_out.push(name);
            continue;
        }
        let begun = Instant::now();
        // pabutools breaks ties by name: by place, as it is asked below.
        let tally = equal_shares(&budget, &Ties::listed(0..budget.projects.len())).unwrap();
        let took = begun.elapsed();
        counted += 1;
        all += took;
        if took > longest.0 {
            longest = (took, name.clone());
        }
        let spent = tally.spent.clone().unwrap();
        assert!(spent <= budget.money, "{name}");
        let whole =
            budget.projects.iter().map(|project| &project.cost).chain([&budget.money]).all(BigRational::is_integer);
        // What pabutools does within a second or so.
        let small = budget.voters() <= 400 && times(&budget, &tally) <= 60 && whole && !budget.points;
        if small && compared < 150 {
            compared += 1;
            let costs: Vec<u64> = budget.projects.iter().map(|project| project.cost.to_u64().unwrap()).collect();
            let single = budget.votes.iter().flat_map(|(count, vote)| (0..*count).map(move |_| vote));
            asked.push(
                json!({"method": "equal-shares", "money": budget.money.to_u64(), "costs": costs, "points": false, "votes": single.collect::<Vec<_>>()})
                    .to_string(),
            );
            let mut elected = tally.elected.unwrap();
            elected.sort_unstable();
            ours.push(elected);
            names.push(name);
        }
    }
    // Some have votes that name a project twice, and say so: files are refused, never half counted.
    assert!(counted > 1000 && refused.len() < 50, "{counted} files; {refused:#?}");
    let theirs = ask("winners.py", &asked);
    for ((name, ours), theirs) in names.iter().zip(ours).zip(theirs) {
        assert_eq!(json!(ours).to_string(), theirs.replace(' ', ""), "{name}");
    }
    println!("refused: {refused:#?}");
    println!("read, not counted: {left_out:?}");
    println!("{counted} files in {all:.1?}, the longest {longest:.1?}; {compared} as pabutools has them");
}
