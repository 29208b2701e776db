// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Secret ballots: cast once, counted together, found by receipt, and by nothing else.

use tequio_node::store::{Dump, Value, tables::TABLES};

use crate::support::{Person, Raw, TestApp, on_both_engines};

use super::{days_pass, express::proposed, goes, integrated, onward, shown, told};

/// A proposal about persons whose vote is open.
pub async fn voted_on(app: &TestApp, ana: &Person) -> String {
    let fields = [("way", "persons"), ("title", "Que Beto cuide el taller"), ("body", "Beto cuida el taller.")];
    let (path, _) = proposed(ana, &fields).await;
    goes(ana, &path, "affected", &[("words", "Beto.")]).await;
    onward(ana, &path, "draft").await;
    days_pass(app, 1).await;
    onward(ana, &path, "call").await;
    days_pass(app, 1).await;
    onward(ana, &path, "clarification").await;
    integrated(app, &path, ana).await;
    onward(ana, &path, "integration").await;
    days_pass(app, 1).await;
    onward(ana, &path, "frozen").await;
    path
}

/// Votes, and gives the receipt.
pub async fn votes(person: &Person, path: &str, choice: &str) -> String {
    let form = person.get(&format!("{path}/ballot")).await;
    let done = person.send(&form, &[("choice", choice)]).await;
    assert!(done.status == 200 && done.text().contains("Tu boleta está en la urna."), "{}", done.text());
    let receipt = done.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(receipt.len(), 16);
    receipt
}

/// Every text and every byte that the store holds, as text.
pub(super) async fn stored(app: &TestApp) -> String {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let mut all = String::new();
    for table in TABLES {
        for value in dump.read(table).await.unwrap().rows.into_iter().flatten() {
            match value {
                Value::Text(Some(text)) => all.push_str(&text),
                Value::Bytes(Some(bytes)) => all.push_str(&String::from_utf8_lossy(&bytes)),
                _ => {}
            }
            all.push('\n');
        }
    }
    all
}

on_both_engines! {
    async fn a_ballot_is_secret_and_counted(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let path = voted_on(app, &ana).await;
        assert_eq!(told(&beto, "decision-ballot").await, 1);
        let text = shown(&beto, &path).await;
        for part in [
            "El voto es secreto para todo el mundo menos para la memoria del servidor mientras corre.",
            "Son menos de siete personas", "Han votado 0 de 3. Hace falta que voten por lo menos 2.", "Votar",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // Who comes later is not on the roll.
        let dora = app.join(&ana, "Dora").await;
        assert_eq!(dora.get(&format!("{path}/ballot")).await.status, 403);
        let form = ana.get(&format!("{path}/ballot")).await;
        let none = ana.send(&form, &[]).await;
        assert!(none.status == 422 && none.text().contains("Elige sí, no o en blanco."), "{}", none.text());
        // Sent twice, it is in once; another one is refused.
        let first = ana.send(&form, &[("choice", "yes")]).await;
        let again = ana.send(&form, &[("choice", "yes")]).await;
        assert_eq!((first.status, again.status, ana.get_json(&path).await["way"]["ballot"]["cast"].as_u64()), (200, 200, Some(1)));
        assert_eq!(ana.get(&format!("{path}/ballot")).await.status, 409);
        let other = beto.get(&format!("{path}/ballot")).await;
        let receipt = votes(&beto, &path, "no").await;
        assert_eq!(beto.send(&other, &[("choice", "yes")]).await.status, 409);
        // Nothing that is stored says what or by which receipt, nor does a page.
        assert!(!stored(app).await.contains(&receipt));
        assert!(!shown(&beto, &path).await.contains(&receipt) && shown(&beto, &path).await.contains("✓ Ya votaste"));
        let third = votes(&citlali, &path, "yes").await;
        assert_eq!(citlali.get_json(&path).await["way"]["ballot"]["counted"], serde_json::Value::Null);
        days_pass(app, 2).await;
        let json = beto.get_json(&path).await;
        let count = &json["way"]["ballot"]["counted"];
        assert_eq!((json["stage"].as_str(), count["yes"].as_u64(), count["no"].as_u64()), (Some("adopted"), Some(2), Some(1)));
        let ballots = count["ballots"].as_array().unwrap();
        let said = |receipt: &str| ballots.iter().find(|one| one["receipt"] == receipt).unwrap()["choice"].clone();
        assert_eq!((said(&receipt), said(&third), ballots.len()), ("no".into(), "yes".into(), 3));
        assert!(ballots.is_sorted_by_key(|one| one["receipt"].as_str().unwrap()));
        let text = shown(&beto, &path).await;
        for part in ["El conteo", "A favor: 2; de quienes dijeron sí o no, hacían falta 2. Alcanzó.", "Votaron suficientes.", &receipt] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // The box is gone, with its key; in the log the ballots stand together, without whose.
        let mut dump = Dump::open(&app.node.core.db).await.unwrap();
        let boxes = TABLES.iter().find(|table| table.name == "ballot_boxes").unwrap();
        assert!(dump.read(boxes).await.unwrap().rows.is_empty());
    }

    /// Too few, and it is no agreement; ballots that were lost are voted on anew.
    async fn lost_ballots_are_cast_again(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        app.join(&ana, "Citlali").await;
        let path = voted_on(app, &ana).await;
        votes(&ana, &path, "yes").await;
        Raw::open(app).await.run("DELETE FROM ballot_boxes").await;
        days_pass(app, 2).await;
        assert_eq!(beto.get_json(&path).await["stage"], "frozen");
        assert_eq!(told(&beto, "decision-voided").await, 1);
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        votes(&ana, &path, "yes").await;
        days_pass(app, 2).await;
        let text = shown(&beto, &path).await;
        assert!(text.contains("No hubo acuerdo") && text.contains("No votaron suficientes"), "{text}");
    }
}
