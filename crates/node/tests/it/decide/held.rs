// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What nobody can do alone, too often, or behind others' backs.

use crate::support::on_both_engines;

use super::{days_pass, express::proposed, goes, offered, onward, step, thursdays, told};

on_both_engines! {
    /// Who objected may take it back at any time, also by saying yes; one objection at a time; and what the group says of one
    /// does not end the round in the same moment.
    async fn an_objection_is_no_trap(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let (path, _) = proposed(&ana, &[("way", "operational")]).await;
        goes(&ana, &path, "affected", &[("words", "Quienes llegan temprano.")]).await;
        onward(&ana, &path, "draft").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "call").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "clarification").await;
        let object = [("ground", "harm"), ("words", "Me queda lejos.")];
        goes(&beto, &path, "object", &object).await;
        assert_eq!(told(&ana, "decision-objected").await, 1);
        let again = step(&beto, &path, "object", &object).await;
        assert!(again.status == 409 && again.text().contains("Ya objetaste este texto"), "{}", again.text());
        assert!(beto.get(&path).await.text().contains("Retiro mi objeción"));
        let objection = ana.get_json(&path).await["way"]["objections"][0]["id"].as_str().unwrap().to_owned();
        let text = goes(&beto, &path, "end", &[("on", &objection), ("answer", "withdrawn")]).await;
        assert!(text.contains("Una objeción se retiró"), "{text}");
        super::foreseen(&ana, &path).await;
        goes(&ana, &path, "search", &[("words", "nada")]).await;
        days_pass(app, 1).await;
        onward(&ana, &path, "deliberation").await;
        onward(&ana, &path, "integration").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        let text = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        let yes = [("text", text.as_str()), ("stance", "agree")];
        goes(&ana, &path, "stance", &yes).await;
        let page = goes(&citlali, &path, "object", &object).await;
        assert!(page.contains("Han dicho algo 2; hace falta que lo digan por lo menos 2."), "{page}");
        let page = goes(&citlali, &path, "stance", &yes).await;
        assert!(page.contains("✓ Estás de acuerdo"), "{page}");
        // Told back, carried by who coordinates when its time is over: there is a day left to say something.
        goes(&beto, &path, "object", &[("ground", "harm"), ("words", "Otra cosa.")]).await;
        let json = ana.get_json(&path).await;
        let objection = json["way"]["objections"][2]["id"].as_str().unwrap().to_owned();
        goes(&citlali, &path, "restate", &[("on", &objection), ("words", "Eso.")]).await;
        goes(&beto, &path, "understood", &[("on", &objection), ("answer", "yes")]).await;
        days_pass(app, 2).await;
        assert_eq!(offered(&ana, &path).await, ("end".to_owned(), objection.clone()));
        goes(&ana, &path, "end", &[("on", &objection), ("answer", "carried")]).await;
        assert_eq!(told(&beto, "decision-disposed").await, 1);
        assert_eq!(ana.get_json(&path).await["stage"], "consent");
        days_pass(app, 1).await;
        assert_eq!(ana.get_json(&path).await["stage"], "adopted");
    }

    /// A text has as many paragraphs as one can talk about; what was taken back is found by nobody.
    async fn what_is_too_much_and_what_was_taken_back(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let long = "Algo.\n\n".repeat(201);
        let long = ana.send(&ana.get("/@etla/decide/propose").await, &[("title", "Larga"), ("body", &long)]).await;
        assert!(long.status == 422 && long.text().contains("caben hasta 200"), "{}", long.text());
        let public = [("way", "policy"), ("title", "Preguntas"), ("body", "Algo."), ("visibility", "public")];
        let (path, _) = proposed(&ana, &public).await;
        goes(&ana, &path, "affected", &[("words", "Nadie más.")]).await;
        onward(&ana, &path, "draft").await;
        goes(&beto, &path, "ask", &[("words", "¿arandanosecreto?")]).await;
        let guest = app.person();
        let found = guest.get_json("/@etla/search.json?q=arandanosecreto").await["found"].as_array().unwrap().len();
        assert_eq!(found, 1);
        let question = ana.get_json(&path).await["way"]["work"]["questions"][0]["id"].as_str().unwrap().to_owned();
        goes(&beto, &path, "unask", &[("on", &question)]).await;
        let found = guest.get_json("/@etla/search.json?q=arandanosecreto").await["found"].as_array().unwrap().len();
        assert_eq!(found, 0);
    }

    /// A record of what is urgent, of a ghost, or of something lighter ends nothing.
    async fn no_record_goes_around_the_others(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (old, _) = super::kept(&ana, &thursdays(&[("kind", "policy")])).await;
        let id = old.rsplit('/').next().unwrap();
        let form = beto.get(&format!("/@etla/decide/new?changes={id}")).await;
        let ghost = thursdays(&[("others", "Nadie Existe"), ("kind", "money"), ("relation", "repeals")]);
        assert_eq!(beto.send_all(&form, &ghost).await.status, 409);
        let urgent = thursdays(&[("others", "Ana"), ("kind", "urgent"), ("relation", "repeals")]);
        assert_eq!(beto.send_all(&form, &urgent).await.status, 409);
        // Set right to have been alone, it still is what several agreed.
        let correct = ana.get(&format!("{old}/correct")).await;
        ana.send_all(&correct, &[("others", ""), ("body", "Otra cosa.")]).await.follow(&ana).await;
        let form = ana.get(&format!("/@etla/decide/new?changes={id}")).await;
        let alone = thursdays(&[("others", ""), ("kind", "policy"), ("relation", "repeals")]);
        assert_eq!(ana.send_all(&form, &alone).await.status, 409);
        assert_eq!(ana.get_json(&old).await["stage"], "in_force");
    }
}
