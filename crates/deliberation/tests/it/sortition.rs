// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who is drawn by lot: everybody as likely as anybody, by what was fixed, and so that common tools find the same.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tequio_deliberation::{
    Digest,
    sortition::{Draw, Terms, Unsound, numbers, ticket},
};

fn draw(people: u32, seats: u32, nonce: &str, told: &str) -> Draw<u32> {
    let terms = Terms {
        roll: (1..=people).collect(),
        seats,
        alternates: 2,
        source: "Melate, 28 de noviembre de 2026".to_owned(),
        nonce: Digest::of(nonce.as_bytes()),
    };
    Draw { terms, nonce: nonce.to_owned(), numbers: told.to_owned() }
}

/// How far counts are from being equal: the statistic of Pearson.
fn distance(counts: impl Iterator<Item = u32> + Clone, expected: f64) -> f64 {
    counts.map(|count| (f64::from(count) - expected).powi(2) / expected).sum()
}

/// All 24 orders of four come about as often: of 24,000 draws each about a thousand times. Beyond 63 a fair draw is once
/// in a hundred thousand; these draws are always the same ones.
#[test]
fn every_order_is_as_likely() {
    let mut counts: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    for number in 0..24_000 {
        *counts.entry(draw(4, 1, "arena", &number.to_string()).order().unwrap()).or_default() += 1;
    }
    assert_eq!(counts.len(), 24);
    let distance = distance(counts.values().copied(), 1000.0);
    assert!(distance < 63.0, "{distance} {counts:?}");
}

/// Everybody holds a seat as often, wherever they stand on the roll: also where their number does not divide a power of
/// two, and where it is the nonce that changes.
#[test]
fn every_place_on_the_roll_is_as_likely() {
    for (people, seats) in [(3, 1), (5, 2), (7, 3), (12, 5), (13, 1)] {
        let draws = 2_000 * people;
        let mut counts: BTreeMap<u32, u32> = (1..=people).map(|person| (person, 0)).collect();
        for number in 0..draws {
            let nonce = format!("arena {number}");
            for person in draw(people, seats, &nonce, "7").seated(&BTreeSet::new()).unwrap() {
                *counts.get_mut(&person).unwrap() += 1;
            }
        }
        let distance = distance(counts.values().copied(), f64::from(draws * seats) / f64::from(people));
        assert!(distance < 50.0, "{distance} of {people}: {counts:?}");
    }
}

/// What `printf` and `sha256sum` find: the seed of four lines, and the ticket of each place.
#[test]
fn common_tools_find_the_same() {
    let draw = draw(3, 1, "arena", "05 12 33");
    assert_eq!(draw.terms.digest().to_string(), "440d9b451b268ddc8dd61cacc7c60acb1edfd1a240f94316f43d5afb32ce10d2");
    assert_eq!(draw.seed().to_string(), "b4c65304309661189d15df9a11897ce6451ae16580c78ca8ed0aa84296536a5f");
    let tickets: Vec<String> = (1..=3).map(|place| ticket(draw.seed(), place).to_string()[..8].to_owned()).collect();
    assert_eq!(tickets, ["0a82cf10", "4b5c0aa7", "14809ee3"]);
    assert_eq!(draw.order().unwrap(), [1, 3, 2]);
}

#[test]
fn what_is_not_as_it_was_fixed_draws_nobody() {
    let good = draw(5, 2, "arena", "05 12");
    good.order().unwrap();
    let wrong = |change: &dyn Fn(&mut Draw<u32>)| {
        let mut draw = good.clone();
        change(&mut draw);
        draw.order().unwrap_err()
    };
    assert_eq!(wrong(&|draw| draw.nonce = "otra".to_owned()), Unsound::Nonce);
    assert_eq!(wrong(&|draw| draw.terms.roll.push(3)), Unsound::Twice);
    assert_eq!(wrong(&|draw| draw.terms.seats = 0), Unsound::Seats);
    assert_eq!(wrong(&|draw| draw.terms.seats = 6), Unsound::Seats);
    for numbers in ["", "05  12", "05-12", " 05", "cinco"] {
        assert_eq!(wrong(&|draw| draw.numbers = numbers.to_owned()), Unsound::Numbers, "{numbers}");
    }
}

#[test]
fn numbers_are_read_however_they_are_typed() {
    for typed in ["05 12 33", " 05, 12, 33 ", "05-12-33", "05\n12\t33"] {
        assert_eq!(numbers(typed).as_deref(), Some("05 12 33"), "{typed}");
    }
    assert_eq!(numbers("48,152").as_deref(), Some("48 152"));
    for none in ["", " - ", "cinco", "5 y 12"] {
        assert_eq!(numbers(none), None, "{none}");
    }
}

proptest! {
    /// Everybody stands in the order once; another number, nonce, roll or source gives another one, and the order on the
    /// roll is the one that was fixed.
    #[test]
    fn all_that_was_fixed_and_told_decides(people in 30_u32..80, told in any::<u64>(), nonce in "[a-z]{8,20}") {
        let before = draw(people, 3, &nonce, &told.to_string());
        let order = before.order().unwrap();
        let all: BTreeSet<u32> = order.iter().copied().collect();
        prop_assert_eq!((all.len(), order.len()), (people as usize, people as usize));
        prop_assert_eq!(&before.order().unwrap(), &order, "and always the same");
        let mut others = vec![
            draw(people, 3, &nonce, &(told ^ 1).to_string()),
            draw(people, 3, &format!("{nonce}a"), &told.to_string()),
            draw(people, 4, &nonce, &told.to_string()),
            before.clone(),
            before.clone(),
        ];
        others[3].terms.source.push('.');
        others[4].terms.roll.reverse();
        for other in others {
            prop_assert_ne!(&other.order().unwrap(), &order);
        }
    }

    /// Who declines leaves their seat to the next, and nobody else's: as far as alternates go.
    #[test]
    fn the_next_steps_in(people in 1_u32..20, seats in 1_u32..20, told in any::<u64>(), no in prop::collection::btree_set(1_u32..20, 0..12)) {
        let seats = seats.min(people);
        let draw = draw(people, seats, "arena", &told.to_string());
        let order = draw.order().unwrap();
        let mut declined = BTreeSet::new();
        let mut before = draw.seated(&declined).unwrap();
        prop_assert_eq!(&before[..], &order[..seats as usize]);
        for person in no {
            declined.insert(person);
            let after = draw.seated(&declined).unwrap();
            prop_assert!(after.len() <= seats as usize && after.iter().all(|one| !declined.contains(one)));
            prop_assert!(before.iter().all(|one| *one == person || after.contains(one)), "nobody loses their seat");
            let called = &order[..order.len().min(seats as usize + 2)];
            prop_assert!(after.iter().all(|one| called.contains(one)));
            let willing = called.iter().filter(|one| !declined.contains(one)).count();
            prop_assert_eq!(after.len(), willing.min(seats as usize));
            before = after;
        }
    }
}
