// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio verify sorteo`, on a file alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tequio_deliberation::{
    Digest,
    sortition::{Draw, Terms},
};
use tequio_node::{
    decide::{
        decisions::acta::key,
        draws::sorteo::{Drawn, FORMAT, Sorteo},
    },
    spine::{id::Id, keys::CommunitySecret},
};

fn secret() -> CommunitySecret {
    CommunitySecret::from_seed(&[7; 32]).unwrap()
}

/// A draw of two of five, and one who may step in.
fn sample() -> Sorteo {
    let roll: Vec<Id> = (1..=5).map(|number| Id::from_bytes([number; 16])).collect();
    let people = roll.iter().copied().zip(["Ana", "Beto", "Citlali", "Dora", "Eusebio"].map(str::to_owned)).collect();
    let source = "Melate, 2026-11-28".to_owned();
    let terms = Terms { roll, seats: 2, alternates: 1, source, nonce: Digest::of(b"7Q2M") };
    let draw = Draw { terms: terms.clone(), nonce: "7Q2M".to_owned(), numbers: "05 12 33".to_owned() };
    let drawn = Drawn { people: draw.drawn().unwrap(), nonce: draw.nonce, numbers: draw.numbers };
    Sorteo {
        sorteo: FORMAT,
        community: "CoLSoLi de muestra".to_owned(),
        key: key(&secret()),
        address: "https://muestra.example/decide/draws/x".to_owned(),
        title: "Quién revisa las cuentas".to_owned(),
        terms,
        drawn: Some(drawn),
        people,
    }
}

fn signed(sorteo: &Sorteo) -> Value {
    sorteo.signed(&secret(), 1_790_000_000_000_000).unwrap()
}

/// Exit code, standard output, standard error.
fn verify(file: &str, language: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sorteo.json");
    std::fs::write(&path, file).unwrap();
    let mut command = crate::tequio();
    let output =
        command.env("LC_ALL", language).args(["verify", "sorteo"]).arg(&path).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(&path.display().to_string(), "sorteo.json");
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_draw_is_made_again_anywhere() {
    let whole = signed(&sample()).to_string();
    let (code, told, _) = verify(&whole, "es_MX.UTF-8", &[]);
    assert_eq!(code, 0);
    for part in [
        "«Quién revisa las cuentas», CoLSoLi de muestra",
        "Se sortean 2; suplentes: 1.",
        "Con 05 12 33 sale lo mismo",
        " (suplente)\n",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let (code, told, _) = verify(&whole, "C", &["--key", &key(&secret())]);
    assert_eq!(code, 0);
    for part in ["The numbers of this decide: Melate, 2026-11-28", "With 05 12 33 the same comes out", " (alternate)\n"]
    {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let (code, told, _) = verify(&whole, "C", &["--format", "json"]);
    assert_eq!(code, 0);
    let told: Value = serde_json::from_str(&told).unwrap();
    let sample = sample();
    let drawn = sample.drawn.clone().unwrap();
    let names: Vec<Value> = drawn.people.iter().map(|person| json!(sample.people[person])).collect();
    let told_names: Vec<Value> = told["drawn"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert_eq!((told_names, &told["terms"]), (names, &json!(sample.terms.digest())));
    let seats: Vec<bool> = told["drawn"].as_array().unwrap().iter().map(|one| one["seat"].as_bool().unwrap()).collect();
    assert_eq!(seats, [true, true, false]);
}

#[test]
fn before_the_numbers_it_says_what_is_fixed() {
    let early = Sorteo { drawn: None, people: BTreeMap::new(), ..sample() };
    let (code, told, _) = verify(&signed(&early).to_string(), "C", &[]);
    assert!(
        code == 0 && told.contains("It is not drawn yet.") && told.contains(&sample().terms.digest().to_string()),
        "{told}"
    );
}

#[test]
fn what_does_not_hold_is_refused_and_nothing_is_printed() {
    let with = |change: fn(&mut Sorteo)| {
        let mut sorteo = sample();
        change(&mut sorteo);
        signed(&sorteo).to_string()
    };
    let whole = signed(&sample()).to_string();
    let cases = [
        (String::from("{"), "this is no draw that this program knows"),
        (String::from("{}"), "this is no draw that this program knows"),
        (whole.replace("05 12 33", "05 12 34"), "somebody changed the file"),
        (whole.replace("Beto", "Tino"), "somebody changed the file"),
        (with(|sorteo| sorteo.drawn.as_mut().unwrap().people.swap(0, 2)), "it falls to other people"),
        (with(|sorteo| sorteo.drawn.as_mut().unwrap().nonce.push('X')), "the key is not the one that was promised"),
        (with(|sorteo| sorteo.drawn.as_mut().unwrap().numbers.push(',')), "the numbers are not written"),
        (with(|sorteo| sorteo.terms.roll[1] = sorteo.terms.roll[0]), "twice"),
        (with(|sorteo| sorteo.terms.seats = 6), "more people than there are on the roll"),
    ];
    for (file, why) in cases {
        let (code, told, error) = verify(&file, "C", &[]);
        assert!(code == 1 && told.is_empty() && error.contains(why), "{why}: {code} {told} {error}");
    }
    let (code, told, error) = verify(&whole, "C", &["--key", "z6MkOther"]);
    assert!(code == 1 && told.is_empty() && error.contains("another key signed it"), "{error}");
}
