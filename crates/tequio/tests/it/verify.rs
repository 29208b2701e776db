// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio verify acta`, on a file alone.

use std::collections::BTreeMap;

use serde_json::Value;
use tequio_deliberation::{
    assembly::{Event as Happened, Point},
    life::{Classes, Event, Span, draft},
};
use tequio_node::{
    decide::{
        assemblies::acta::{self as assemblies, Acta as Held},
        decisions::{
            acta::{Acta, FORMAT, key},
            rules::digest,
        },
    },
    spine::{id::Id, keys::CommunitySecret},
};

fn secret() -> CommunitySecret {
    CommunitySecret::from_seed(&[7; 32]).unwrap()
}

/// An acta as a node signs it, of an agreement that went two steps.
fn signed() -> Value {
    let [ana, beto] = [1, 2].map(|number| Id::from_bytes([number; 16]));
    let (title, text) = ("Jueves", "Se abre de 5 a 8.");
    let drafted = draft(ana, Classes::defaults(12, vec![]).operational, digest("sal", title, text, None)).unwrap();
    let at = 1_790_000_000_000_000;
    let acta = Acta {
        acta: FORMAT,
        community: "CoLSoLi de muestra".to_owned(),
        key: key(&secret()),
        address: "https://muestra.example/decide/x".to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        salt: "sal".to_owned(),
        class: None,
        agreed_on: String::new(),
        people: BTreeMap::new(),
        words: BTreeMap::new(),
        events: vec![(at, drafted), (at + 1, Event::Sponsored { by: beto })],
    };
    acta.signed(&secret(), at).unwrap()
}

/// Exit code, standard output, standard error.
fn verify(file: &str, language: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acta.json");
    std::fs::write(&path, file).unwrap();
    let mut command = crate::tequio();
    let output = command.env("LC_ALL", language).args(["verify", "acta"]).arg(&path).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().replace(&path.display().to_string(), "acta.json");
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn an_acta_is_verified_anywhere() {
    let whole = signed().to_string();
    let (code, told, _) = verify(&whole, "es_MX.UTF-8", &[]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(told, @r"
    «Jueves», CoLSoLi de muestra
    Llave de la comunidad: z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z
    La firma es de esa llave, y nada cambió desde 2026-09-21T14:13:20Z.
    El texto es el que se decidió.
    Hechos: 2. Todo lo que las reglas deciden por sí solas sale igual. Etapa: Borrador.
    Compara la llave con la del acta impresa: cualquiera puede firmar con otra (--key la comprueba).
    ");
    let (code, told, _) = verify(&whole, "C", &["--key", &key(&secret())]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(told, @r"
    “Jueves”, CoLSoLi de muestra
    The community’s key: z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z
    The signature is that key’s, and nothing changed since 2026-09-21T14:13:20Z.
    The text is the one that was decided on.
    Events: 2. All that the rules decide by themselves comes out the same. Stage: Draft.
    ");
}

/// An acta of an assembly that was held, in which nothing was agreed.
fn assembly() -> Value {
    let [ana, beto, point] = [1, 2, 3].map(|number| Id::from_bytes([number; 16]));
    let points = vec![Point { id: point, decision: None, minutes: 5 }];
    let at = 1_790_000_000_000_000;
    let acta = Held {
        assembly: assemblies::FORMAT,
        community: "CoLSoLi de muestra".to_owned(),
        key: key(&secret()),
        address: "https://muestra.example/decide/assemblies/x".to_owned(),
        title: "Asamblea".to_owned(),
        people: BTreeMap::new(),
        words: BTreeMap::new(),
        events: vec![
            (at, Happened::Called { by: ana, facilitator: ana, note_taker: beto, points }),
            (at, Happened::Opened),
            (at, Happened::Attended { present: vec![ana, beto] }),
            (at, Happened::Asked { who: beto }),
            (at, Happened::WordGiven { who: beto }),
            (at, Happened::Closed { lasts: Span(60) }),
        ],
        agreements: BTreeMap::new(),
    };
    acta.signed(&secret(), at).unwrap()
}

#[test]
fn an_acta_of_an_assembly_is_verified_anywhere() {
    let (code, told, _) = verify(&assembly().to_string(), "es_MX.UTF-8", &["--key", &key(&secret())]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(told, @r"
    «Asamblea», CoLSoLi de muestra
    Llave de la comunidad: z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z
    La firma es de esa llave, y nada cambió desde 2026-09-21T14:13:20Z.
    Hechos: 6. A quién le tocaba la palabra, cuántas manos hubo y cuándo se aprueba salen igual. El acta se está leyendo.
    Acuerdos: 0. Sus textos son los que se acordaron ahí.
    ");
    let mut changed = assembly();
    *changed.pointer_mut("/events/4/1/word_given/who").unwrap() = changed["events"][0][1]["called"]["by"].clone();
    let (code, told, error) = verify(&changed.to_string(), "C", &[]);
    assert!(code == 1 && told.is_empty() && error.contains("the signature is not that of the key"), "{error}");
}

#[test]
fn what_is_not_so_is_told_and_nothing_else() {
    let mut changed = signed();
    *changed.pointer_mut("/title").unwrap() = "Viernes".into();
    for (file, language, arguments, wanted) in [
        (
            changed.to_string(),
            "es_MX.UTF-8",
            &[][..],
            "acta.json: la firma no es de la llave que dice: alguien cambió el archivo",
        ),
        (signed().to_string(), "C", &["--key", "z6MkOther"], "acta.json: another key signed it: "),
        ("{}".to_owned(), "C", &[], "acta.json: this is no acta that this program knows"),
        ("\u{1b}[2J".to_owned(), "C", &[], "acta.json: this is no acta that this program knows"),
    ] {
        let (code, told, error) = verify(&file, language, arguments);
        assert!(
            code == 1 && told.is_empty() && error.contains(wanted) && error.lines().count() == 1,
            "{code} {told} {error}"
        );
    }
}
