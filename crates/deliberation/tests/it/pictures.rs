// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Pictures of tallies: what stands where in them.

use tequio_deliberation::{Language, picture, tally::*};

use crate::tally::{ballots, scores};

/// Each box and each word of a picture, without colours of words.
fn marks(tally: &Tally, options: &[Candidate], seats: usize) -> Vec<String> {
    let report =
        Report { method: "", options, ballots: 9, seats: Some(seats), tally, language: Language::En, grades: &[] };
    let svg = picture::tally(&report);
    let cut = |line: &str| {
        let attribute = |name: &str| {
            let value = line.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
            value.map(|(value, _)| value.trim_end_matches(".0").to_owned()).unwrap_or_default()
        };
        let place = format!("{},{}", attribute("x"), attribute("y"));
        if line.starts_with("<rect x") {
            return Some(format!("{place} {}x{} {}", attribute("width"), attribute("height"), attribute("fill")));
        }
        let words = line.strip_prefix("<text")?.split_once('>')?.1.strip_suffix("</text>")?;
        Some(format!("{place} {} {words}", attribute("text-anchor")))
    };
    svg.lines().filter_map(cut).collect()
}

/// A column for each round, a row for each option in the order of the result; bars are as long as their votes.
#[test]
fn rounds_stand_side_by_side() {
    let profile = ballots(3, "4 1 0\n3 2 0\n2 3 2 0");
    let tally = irv(&profile, Elimination::All, &Ties::open()).unwrap();
    let first =
        ["200,82 start 1", "200,94 60x18 #e3d3b4", "203,107 start 3", "200,120 80x18 #e3d3b4", "203,133 start 4"];
    let last = ["200,146 40x18 #e3d3b4", "203,159 start 2 ✗"];
    let second =
        ["320,82 start 2", "320,94 100x18 #e8b04a", "323,107 start 5", "320,120 80x18 #e3d3b4", "323,133 start 4"];
    let names = ["16,108 start ✓ B", "16,134 start A", "16,160 start C"];
    let all = [&["16,30 start , 9 ballots: winner B"][..], &first, &last, &second, &names].concat();
    assert_eq!(marks(&tally, profile.options(), 1), all);
}

/// Of many rounds the last stand there; of a large matrix nothing.
#[test]
fn what_nobody_would_read_is_left_out() {
    let lines: Vec<String> = (1..=27).map(|first| format!("{} {first} 0", 10 * first)).collect();
    let profile = ballots(27, &lines.join("\n"));
    let runoff = irv(&profile, Elimination::All, &Ties::open()).unwrap();
    assert_eq!(runoff.rounds.len(), 26);
    let all = marks(&runoff, profile.options(), 1);
    assert!(!all.contains(&"200,82 start 2".to_owned()) && all.contains(&"200,82 start 3".to_owned()));
    assert!(all.contains(&"2960,82 start 26".to_owned()), "{all:?}");
    let pairs = |options: usize| {
        let profile = ballots(options, "1 1 2 3 0");
        let tally = schulze(&profile, Strength::Margins, 1, &Ties::open()).unwrap();
        marks(&tally, profile.options(), 1).iter().any(|mark| mark.contains("how many prefer"))
    };
    assert_eq!([24, 25].map(pairs), [true, false]);
}

/// The names, and under them how many prefer the row to the column; what wins a pair lies on a ground of its own.
#[test]
fn pairs_stand_in_a_square() {
    let cycle = ballots(3, "4 1 2 3 0\n3 2 3 1 0\n2 3 1 2 0");
    let tally = schulze(&cycle, Strength::Margins, 1, &Ties::open()).unwrap();
    let names = ["16,82 start ✓ A", "16,108 start B", "16,134 start C"];
    let title = ["16,186 start how many prefer the row to the column"];
    let a = ["16,238 start ✓ A", "232,212 middle A", "264,222 62x24 #e3d3b4", "296,238 middle 6", "360,238 middle 4"];
    let b = ["16,264 start B", "296,212 middle B", "232,264 middle 3", "328,248 62x24 #e3d3b4", "360,264 middle 7"];
    let c = ["16,290 start C", "360,212 middle C", "200,274 62x24 #e3d3b4", "232,290 middle 5", "296,290 middle 2"];
    let all = [&["16,30 start , 9 ballots: winner A"][..], &names, &title, &a, &b, &c].concat();
    assert_eq!(marks(&tally, cycle.options(), 1), all);
    // Who beats nobody has no such ground.
    let even = ballots(2, "1 1 2 0\n1 2 1 0");
    let tally = schulze(&even, Strength::Margins, 1, &Ties::open()).unwrap();
    assert!(marks(&tally, even.options(), 1).iter().all(|mark| !mark.contains('#')));
}

/// A bar for each sum, the winner's darker. While a tie is open nobody is marked as elected; after the lot one is.
#[test]
fn sums_are_bars_and_ties_are_marked_as_ties() {
    let given = scores("weight,Agua,Luz,Un nombre que es demasiado largo,Nada\n2,3,1,,0\n1,0,4,5,0");
    let of = |ties: &Ties| marks(&score(&given, 1, ties).unwrap(), given.options(), 1);
    let bars = |agua, luz| {
        let agua = [agua, "200,68 360x18 #8f5600", "568,82 start 6"];
        let luz = [luz, "200,94 360x18 #8f5600", "568,108 start 6"];
        let long = ["16,134 start Un nombre que es dema…", "200,120 300x18 #e3d3b4", "568,134 start 5"];
        [&agua[..], &luz, &long, &["16,160 start Nada", "568,160 start 0"]].concat()
    };
    let open = [&["16,30 start , 9 ballots: tied Agua, Luz"][..], &bars("16,82 start = Agua", "16,108 start = Luz")];
    assert_eq!(of(&Ties::open()), open.concat());
    let drawn = [&["16,30 start , 9 ballots: elected Luz"][..], &bars("16,82 start = Agua", "16,108 start ✓ Luz")];
    assert_eq!(of(&Ties::listed([1, 0])), drawn.concat());
}
