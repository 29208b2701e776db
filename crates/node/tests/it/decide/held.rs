// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What nobody can do alone, too often, or behind others' backs.

use crate::support::on_both_engines;

use super::{days_pass, express::proposed, goes, offered, onward, shown, step, thursdays, told};

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

    /// Another wording goes to the paragraph that it is about, and nothing else of the text is lost.
    async fn a_wording_goes_where_it_belongs(app: TestApp) {
        let ana = app.founder().await;
        let body = "Repite.\n\nOtra cosa.\n\nRepite.\n\nMira [la regla][r].\n\n[r]: https://example.org/regla\n";
        let fields = [("way", "policy"), ("title", "Reglas"), ("body", body)];
        let (path, _) = proposed(&ana, &fields).await;
        goes(&ana, &path, "affected", &[("words", "Nadie más.")]).await;
        onward(&ana, &path, "draft").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "call").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "clarification").await;
        goes(&ana, &path, "amend", &[("version", "1"), ("paragraph", "3"), ("words", "Ya no.")]).await;
        let lowest = i64::MIN.to_string();
        let wild = [("version", "1"), ("paragraph", lowest.as_str()), ("words", "Nada.")];
        assert_eq!(step(&ana, &path, "amend", &wild).await.status, 404);
        let json = ana.get_json(&path).await;
        let amendment = json["way"]["work"]["amendments"][0]["id"].as_str().unwrap().to_owned();
        goes(&ana, &path, "settle", &[("on", &amendment), ("answer", "accept")]).await;
        let json = ana.get_json(&path).await;
        assert_eq!(json["body"].as_str().unwrap().trim(), body.replacen("Otra cosa.\n\nRepite.", "Otra cosa.\n\nYa no.", 1).trim());
        let long = "Algo.\n\n".repeat(201);
        let long = ana.send(&ana.get("/@etla/decide/propose").await, &[("title", "Larga"), ("body", &long)]).await;
        assert!(long.status == 422 && long.text().contains("caben hasta 200"), "{}", long.text());
    }

    /// Nobody fills a decision, nor the list; what was taken back or said among members is found by no guest.
    async fn nobody_fills_it_alone(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let public = [("visibility", "public"), ("title", "El agua es de todas")];
        let (open, _) = proposed(&ana, &public).await;
        let text = beto.get_json(&open).await["digest"].as_str().unwrap().to_owned();
        goes(&beto, &open, "stance", &[("text", &text), ("stance", "stand_aside"), ("words", "frambuesasecreta")]).await;
        let guest = app.person();
        assert!(!shown(&guest, "/@etla/search?q=frambuesasecreta").await.contains("El agua es de todas"));
        for number in 0..12 {
            let title = format!("Borrador {number}");
            proposed(&beto, &[("way", "policy"), ("title", &title), ("body", "Algo.")]).await;
        }
        let list = ana.get_json("/@etla/decide").await;
        assert_eq!(list["open"][0]["title"], "El agua es de todas", "what waits for what people say comes first");
        let (path, _) = proposed(&ana, &[("way", "policy"), ("title", "Preguntas"), ("body", "Algo."), ("visibility", "public")]).await;
        goes(&ana, &path, "affected", &[("words", "Nadie más.")]).await;
        onward(&ana, &path, "draft").await;
        for _ in 0..10 {
            goes(&beto, &path, "ask", &[("words", "¿arandanosecreto?")]).await;
        }
        let enough = step(&beto, &path, "ask", &[("words", "¿Y?")]).await;
        assert!(enough.status == 409 && enough.text().contains("Ya dijiste mucho aquí"), "{}", enough.text());
        assert!(shown(&guest, "/@etla/search?q=arandanosecreto").await.contains("Preguntas"));
        let json = ana.get_json(&path).await;
        for question in json["way"]["work"]["questions"].as_array().unwrap() {
            goes(&beto, &path, "unask", &[("on", question["id"].as_str().unwrap())]).await;
        }
        assert!(!shown(&guest, "/@etla/search?q=arandanosecreto").await.contains("Preguntas"));
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
