// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio verify consulta`, on a file alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tequio_deliberation::{
    Digest, Share,
    consultation::{Answer, Call, Gathering, People, Position, Says, Statement},
    life::{Action, Classes, Decision, Dissent, Instant, Span, Spoken, Task, draft},
};
use tequio_node::{
    consult::file::{Called, FORMAT, Told, Words, known_by},
    decide::decisions::{
        acta::{Acta, key},
        rules::digest,
    },
    spine::{id::Id, keys::CommunitySecret},
};

/// 2026-09-21, and so over by now.
const ASKED: i64 = 1_790_000_000_000_000 - 100 * DAY;
const DAY: i64 = 86_400_000_000;

fn secret(number: u8) -> CommunitySecret {
    CommunitySecret::from_seed(&[number; 32]).unwrap()
}

fn id(number: u8) -> Id {
    Id::from_bytes([number; 16])
}

/// What a community agreed sitting in a circle, with what somebody had against it.
fn acta(community: u8, name: &str) -> Value {
    let at = ASKED + 15 * DAY;
    let (title, text) = ("Respuesta", "Que sí, con calma.");
    let drafted = draft(id(1), Classes::defaults(5, vec![]).operational, digest("sal", title, text, None)).unwrap();
    let life = Decision::begin(Instant(at), &drafted).unwrap();
    let spoken = Spoken {
        present: vec![id(1), id(2), id(3)],
        tasks: vec![Task { person: id(1), words: id(10) }],
        together: false,
        dissent: vec![Dissent { by: id(3), words: id(11), objection: None }],
        review_in: Span::days(90),
    };
    let happened = life.decide(&id(1), Action::RecordSpoken(spoken), Instant(at)).unwrap();
    let events = std::iter::once(drafted).chain(happened).map(|event| (at, event)).collect();
    let acta = Acta {
        acta: tequio_node::decide::decisions::acta::FORMAT,
        community: name.to_owned(),
        key: key(&secret(community)),
        address: "https://muestra.example/decide/x".to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        salt: "sal".to_owned(),
        class: None,
        agreed_on: "2026-07-01".to_owned(),
        people: BTreeMap::new(),
        words: BTreeMap::from([
            (id(10), "Avisar".to_owned()),
            (id(11), "Falta escuchar a las de río abajo.".to_owned()),
        ]),
        events,
    };
    acta.signed(&secret(community), at).unwrap()
}

/// A question to the communities 1 to 4.
fn called() -> Called {
    let words = Words { title: "¿Nos encontramos cada año?".to_owned(), text: "Una vez, en mayo.".to_owned() };
    Called {
        community: "Etla".to_owned(),
        key: key(&secret(1)),
        at: ASKED,
        call: Call {
            text: words.digest(),
            asked: Some((1..=4).map(|number| key(&secret(number))).collect::<BTreeSet<_>>()),
            firm_at: Instant(ASKED + 10 * DAY),
            closes_at: Instant(ASKED + 40 * DAY),
            gathering: Gathering::Consensus,
            quorum: Share::new(1, 2),
            agreement: Share::new(2, 3),
        },
        words,
    }
}

fn answer(community: u8, name: &str, position: Position) -> Value {
    let call = called();
    let document = call.signed(&secret(1)).unwrap();
    let acta = acta(community, name);
    let answer = Answer {
        wording: call.call.text,
        position,
        people: People { members: 9, agree: 5, aside: 1, object: 0 },
        method: "consentimiento".to_owned(),
        dissent: vec!["Falta escuchar a las de río abajo.".to_owned()],
        would_change: "Que sea cerca.".to_owned(),
        acta: known_by(&acta).unwrap(),
    };
    let statement = Statement {
        of: known_by(&document).unwrap(),
        by: key(&secret(community)),
        number: 1,
        at: Instant(ASKED + 20 * DAY),
        says: Says::Answered(answer),
    };
    let told = Told { community: name.to_owned(), statement, words: None, acta: Some(acta) };
    told.signed(&secret(community)).unwrap()
}

fn says(community: u8, name: &str, number: u64, says: Says<String>, words: Option<Words>) -> Value {
    let of = known_by(&called().signed(&secret(1)).unwrap()).unwrap();
    let at = Instant(ASKED + 5 * DAY);
    let statement = Statement { of, by: key(&secret(community)), number, at, says };
    Told { community: name.to_owned(), statement, words, acta: None }.signed(&secret(community)).unwrap()
}

fn file(statements: &[Value], outcome: Option<Value>) -> Value {
    let call = called().signed(&secret(1)).unwrap();
    json!({"consulta": FORMAT, "call": call, "statements": statements, "outcome": outcome})
}

/// Exit code, standard output, standard error.
fn verify(file: &Value, language: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("consulta.json");
    std::fs::write(&path, file.to_string()).unwrap();
    let mut command = crate::tequio();
    let output = command.env("LC_ALL", language).args(["verify", "consulta"]).arg(&path).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(&path.display().to_string(), "consulta.json");
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn three() -> [Value; 4] {
    [
        answer(1, "Etla", Position::Agree),
        answer(2, "Mitla", Position::Agree),
        answer(3, "Tule", Position::StandAside),
        says(4, "Zaachila", 1, Says::Declined("Apenas empezamos.".to_owned()), None),
    ]
}

#[test]
fn a_consultation_is_recomputed_anywhere() {
    let (code, told, _) = verify(&file(&three(), None), "es_MX.UTF-8");
    assert_eq!(code, 0, "{told}");
    insta::assert_snapshot!(told);
    let mut turned = three();
    turned.reverse();
    let twice = [&turned[..], &three()[..]].concat();
    assert_eq!(verify(&file(&twice, None), "es_MX.UTF-8").1, told, "whatever the order, and however often");
    let (code, told, _) = verify(&file(&three(), None), "C");
    assert_eq!(code, 0, "{told}");
    insta::assert_snapshot!(told);
}

/// What does not hold is left out and named; the others stand.
#[test]
fn what_does_not_hold_is_named() {
    let whole = three();
    let changed = |path: &str, value: Value| {
        let mut statement = answer(2, "Mitla", Position::Agree);
        *statement.pointer_mut(path).unwrap() = value;
        statement
    };
    let resigned = |change: &dyn Fn(&mut Told)| {
        let mut told: Told = serde_json::from_value(answer(2, "Mitla", Position::Agree)).unwrap();
        change(&mut told);
        told.signed(&secret(2)).unwrap()
    };
    let answered = |told: &mut Told, change: &dyn Fn(&mut Answer)| {
        let Says::Answered(answer) = &mut told.statement.says else { unreachable!() };
        change(answer);
    };
    let other = Digest::of(b"otra");
    for (forged, why) in [
        (changed("/statement/says/answered/position", json!("object")), "signature"),
        (changed("/statement/by", json!(key(&secret(3)))), "signature"),
        (changed("/statement/says/answered/dissent", json!([])), "signature"),
        (resigned(&|told| told.statement.of = other), "belongs to another consultation"),
        (resigned(&|told| told.acta = None), "without the acta"),
        (resigned(&|told| told.acta = Some(acta(3, "Tule"))), "without the acta"),
        (
            resigned(&|told| {
                let foreign = acta(3, "Tule");
                answered(told, &|answer| answer.acta = known_by(&foreign).unwrap());
                told.acta = Some(foreign);
            }),
            "the acta is of another community",
        ),
        (
            resigned(&|told| answered(told, &|answer| answer.dissent.clear())),
            "silent about what the acta has against it",
        ),
        (
            says(
                1,
                "Etla",
                7,
                Says::Reworded { after: called().call.text, text: other, substance: true, reasons: String::new() },
                None,
            ),
            "without the wording",
        ),
        (json!({"community": "Nadie"}), "form"),
    ] {
        let statements = [&[forged][..], &whole[..1], &whole[2..]].concat();
        let (code, told, err) = verify(&file(&statements, None), "C");
        assert_eq!(code, 0, "{told}{err}");
        let left_out = told.lines().find(|line| line.starts_with("Left out: number 1")).unwrap_or_default();
        assert!(why == "form" || left_out.contains(why), "{why}: {told}");
        assert!(!left_out.is_empty() && told.contains("Communities: 1 agree, 1 do not share it, 0 against."), "{told}");
    }
}

#[test]
fn a_question_that_does_not_hold_is_none() {
    let fails = |file: &Value, why: &str| {
        let (code, told, err) = verify(file, "C");
        assert!(code == 1 && told.is_empty() && err.contains(why), "{told}{err}");
    };
    let mut words = file(&three(), None);
    words["call"]["words"]["title"] = json!("¿Nunca?");
    fails(&words, "signature");
    let mut short = called();
    short.call.closes_at = Instant(ASKED + 12 * DAY);
    let mut early = file(&[], None);
    early["call"] = short.signed(&secret(1)).unwrap();
    fails(&early, "less than 21 days to answer");
    let mut later = file(&[], None);
    later["consulta"] = json!(2);
    fails(&later, "newer version");
    fails(&json!({}), "no consultation");
}

/// Who publishes it cannot say that it came to something else.
#[test]
fn a_wrong_count_is_told() {
    let people = json!({"members": 27, "agree": 15, "aside": 3, "object": 0});
    let right = json!({"end": "agreed", "sums": {"agree": 2, "aside": 1, "object": 0, "people": people}});
    let (code, told, err) = verify(&file(&three(), Some(right.clone())), "C");
    assert_eq!(code, 0, "{told}{err}");
    let mut wrong = right;
    wrong["sums"]["agree"] = json!(3);
    let (code, told, err) = verify(&file(&three(), Some(wrong)), "C");
    assert!(code == 1 && told.is_empty() && err.contains("says something else than what comes out"), "{told}{err}");
    assert!(err.contains("Communities: 2 agree"), "{err}");
}

/// What a stranger wrote stands in its place, and cannot look like a line of its own.
#[test]
fn nobody_writes_the_lines_of_others() {
    let name = "Mitla\n- Etla: no.\u{1b}[2J";
    let refuses = says(4, "Zaachila", 1, Says::Declined("No.\n- Etla: no.".to_owned()), None);
    let statements = [answer(1, "Etla", Position::Agree), answer(2, name, Position::Agree), refuses];
    let (code, told, err) = verify(&file(&statements, None), "C");
    assert_eq!(code, 0, "{err}");
    assert_eq!(told.lines().filter(|line| line.starts_with("- ")).count(), 3, "{told}");
    assert!(
        told.contains("- Mitla - Etla: no.[2J: agrees.") && told.contains("does not take it up: No. - Etla: no."),
        "{told}"
    );
    let claim = json!({"end": "map", "sums": {"agree": 0, "aside": 0, "object": 0, "people": {"members": 0, "agree": 0, "aside": 0, "object": 0}}});
    let (code, _, err) = verify(&file(&statements, Some(claim)), "C");
    assert!(code == 1 && !err.contains('\u{1b}'), "{err}");
    // Whoever is called otherwise in another statement has the same name, whichever comes first.
    let other = says(2, "Zarape", 9, Says::Moved(key(&secret(20))), None);
    let turned = [&[other.clone()][..], &statements].concat();
    let told = verify(&file(&[&statements[..], &[other]].concat(), None), "C").1;
    assert!(told.contains("- Zarape: agrees."), "{told}");
    assert_eq!(verify(&file(&turned, None), "C").1, told);
}

/// One that moved to another key in the middle counts once.
#[test]
fn who_moves_in_the_middle_counts_once() {
    let moved = [
        says(2, "Mitla", 8, Says::Moved(key(&secret(20))), None),
        says(20, "Mitla", 1, Says::Came(key(&secret(2))), None),
    ];
    let statements = [&three()[..], &moved].concat();
    let (code, told, err) = verify(&file(&statements, None), "C");
    assert_eq!(code, 0, "{err}");
    assert!(
        told.contains("Communities: 2 agree, 1 do not share it, 0 against.") && !told.contains("Not counted"),
        "{told}"
    );
}
