// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is said of paragraphs and of objections on the way, and who is reminded.

use crate::support::on_both_engines;

use super::{
    days_pass, deliberated, express::proposed, goes, integrated, offered, onward, shown, step, told, understood,
};

on_both_engines! {
    /// For it, a worry, a question: under the paragraph that they are about, as long as it reads so.
    async fn paragraphs_are_talked_about(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        let about = |sort, words| [("version", "1"), ("paragraph", "2"), ("answer", sort), ("words", words)];
        let empty = step(&beto, &path, "remark", &about("", " ")).await;
        assert!(empty.status == 422 && empty.text().contains("Elige si es a favor"), "{}", empty.text());
        let text = goes(&beto, &path, "remark", &about("for", "Así *alcanza*.")).await;
        assert!(text.contains("Quedó dicho, junto al párrafo.") && text.contains("Así *alcanza*."), "{text}");
        goes(&citlali, &path, "remark", &about("concern", "No todas pueden cargar.")).await;
        let text = goes(&citlali, &path, "remark", &about("question", "¿De qué tamaño?")).await;
        for part in ["a favor\n— Beto", "preocupa\n— Citlali", "pregunta\n— Citlali", "Sin respuesta"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let json = ana.get_json(&path).await;
        let sorts: Vec<_> = json["paragraphs"][1]["remarks"].as_array().unwrap().iter().map(|one| one["sort"].clone()).collect();
        assert_eq!(sorts, ["for", "concern", "question"]);
        assert_eq!(json["paragraphs"][0]["remarks"], serde_json::json!([]));
        // A question is answered before the text may be firm; an answer stands with it.
        let question = json["paragraphs"][1]["remarks"][2]["id"].as_str().unwrap().to_owned();
        goes(&ana, &path, "answer", &[("on", &question), ("words", "De 20 litros.")]).await;
        assert!(shown(&beto, &path).await.contains("De 20 litros.\n— Ana"));
        assert!(beto.get(&format!("{path}.md")).await.body.contains("    > Así *alcanza*."));
        // Who reads an older version is told; other people's words are theirs.
        let stale = [("version", "7"), ("paragraph", "2"), ("answer", "for"), ("words", "Sí.")];
        assert_eq!(step(&beto, &path, "remark", &stale).await.status, 409);
        let gone = [("version", "1"), ("paragraph", "9"), ("answer", "for"), ("words", "Sí.")];
        assert_eq!(step(&beto, &path, "remark", &gone).await.status, 404);
        let worry = json["paragraphs"][1]["remarks"][1]["id"].as_str().unwrap().to_owned();
        assert_eq!(step(&beto, &path, "unsay", &[("on", &worry)]).await.status, 403);
        let text = goes(&citlali, &path, "unsay", &[("on", &worry)]).await;
        assert!(!text.contains("No todas pueden cargar."), "{text}");
        assert!(!shown(&ana, "/@etla/search?q=cargar").await.contains("El agua se reparte"));
        // What was said of a paragraph moves with it, and of one that reads otherwise is kept apart.
        let form = ana.get(&format!("{path}/edit")).await;
        let moved = "Aviso.\n\nSe reparte los martes.\n\nCada quien lleva su cubeta.";
        ana.send(&form, &[("title", "El agua se reparte los martes"), ("words", moved)]).await.follow(&ana).await;
        let json = ana.get_json(&path).await;
        assert_eq!(json["paragraphs"][2]["remarks"].as_array().map(Vec::len), Some(2));
        let form = ana.get(&format!("{path}/edit")).await;
        ana.send(&form, &[("title", "El agua se reparte los martes"), ("words", "Se reparte.")]).await.follow(&ana).await;
        let json = ana.get_json(&path).await;
        assert_eq!((json["remarks"].as_array().map(Vec::len), json["remarks"][0]["of"].as_str()), (Some(2), Some("Cada quien lleva su cubeta.")));
        assert!(shown(&beto, &path).await.contains("De párrafos que ya cambiaron"));
    }

    /// What was called a slip of the pen, anybody may say was none: the time to think begins anew.
    async fn a_slip_can_be_contested(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        integrated(app, &path, &ana).await;
        let form = ana.get(&format!("{path}/edit")).await;
        let slip = [("title", "El agua se reparte los martes"), ("words", "Se reparte los jueves."), ("answer", "slip")];
        let text = ana.send(&form, &slip).await.follow(&ana).await.text();
        assert!(text.contains("se anotó como error de dedo"), "{text}");
        understood(&path, &[&ana, &beto, &citlali]).await;
        assert_eq!(offered(&ana, &path).await.0, "", "it can be looked at for a day");
        assert_eq!(step(&beto, &path, "contest", &[("version", "1")]).await.status, 409, "of another version");
        let text = goes(&beto, &path, "contest", &[("version", "2")]).await;
        assert!(!text.contains("se anotó como error de dedo") && text.contains("no era un error de dedo"), "{text}");
        assert_eq!(step(&ana, &path, "onward", &[("answer", "integration")]).await.status, 409);
        assert_eq!(step(&ana, &path, "contest", &[("version", "2")]).await.status, 409);
    }

    /// Told back in a meeting: who coordinates writes it down, marked so; its author is told, and may say that it was not so.
    async fn told_back_in_a_meeting(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        goes(&citlali, &path, "object", &[("ground", "harm"), ("words", "Los martes no hay camión.")]).await;
        let json = ana.get_json(&path).await;
        let objection = json["way"]["objections"][0]["id"].as_str().unwrap().to_owned();
        let tellers = json["way"]["objections"][0]["tellers"].as_array().unwrap();
        let names: Vec<_> = tellers.iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Ana", "Beto"], "not its author");
        let teller = tellers[1]["id"].as_str().unwrap().to_owned();
        let spoken = [("on", objection.as_str()), ("who", teller.as_str())];
        assert_eq!(step(&beto, &path, "spoken", &spoken).await.status, 403, "who coordinates notes it");
        assert_eq!(beto.get_json(&path).await["way"]["objections"][0]["tellers"], serde_json::json!([]));
        let text = goes(&ana, &path, "spoken", &spoken).await;
        assert!(text.contains("Dijo en una reunión: «me entendiste». La dijo con sus palabras Beto."), "{text}");
        assert_eq!((told(&citlali, "decision-spoken-for").await, told(&beto, "decision-spoken-for").await), (1, 0));
        assert_eq!(step(&beto, &path, "understood", &[("on", &objection), ("answer", "no")]).await.status, 403);
        let page = citlali.get(&path).await;
        assert!(page.text().contains("Esto no es lo que dije"), "{}", page.text());
        let text = goes(&citlali, &path, "understood", &[("on", &objection), ("answer", "no")]).await;
        assert!(text.contains("Falta que alguien que no la comparte la diga con sus palabras."), "{text}");
        // In writing: then its author's time runs, and silence is published, but no veto.
        let text = goes(&beto, &path, "restate", &[("on", &objection), ("words", "Te queda lejos.")]).await;
        assert!(text.contains("Te queda lejos.\n— la dijo con sus palabras Beto"), "{text}");
        days_pass(app, 2).await;
        let text = shown(&beto, &path).await;
        assert!(text.contains("no hubo respuesta a tiempo: queda sin confirmar."), "{text}");
        integrated(app, &path, &ana).await;
        assert_eq!(offered(&beto, &path).await.0, "", "who coordinates writes down what the group says");
        // Her mandate waits for a second factor by now: she is told what it is that waits for it.
        let now = ana.get_json(&path).await["way"]["work"]["now"][0].clone();
        assert_eq!((now["step"].as_str(), now["field"].as_str()), (Some("end"), Some("asleep")));
        assert!(shown(&ana, &path).await.contains("primero protege tu cuenta"));
        assert_eq!(step(&ana, &path, "end", &[("on", &objection), ("answer", "carried")]).await.status, 403);
    }

    /// A question of the call can be answered at once; whoever keeps it is reminded when its wait is over, and nobody more
    /// than once a day; in the last day of a round, those who have not said anything.
    async fn reminders_come_when_something_waits(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let fields = [("way", "policy"), ("title", "El agua se reparte"), ("body", "Se reparte.")];
        let (path, _) = proposed(&ana, &fields).await;
        goes(&beto, &path, "affected", &[("words", "Río abajo.")]).await;
        assert_eq!(step(&beto, &path, "onward", &[("answer", "draft")]).await.status, 403, "who wrote it calls");
        onward(&ana, &path, "draft").await;
        goes(&citlali, &path, "ask", &[("words", "¿Cuándo?")]).await;
        assert_eq!(offered(&ana, &path).await.0, "answer");
        days_pass(app, 1).await;
        assert_eq!((told(&ana, "decision-ready").await, told(&beto, "decision-ready").await), (1, 0));
        days_pass(app, 1).await;
        assert_eq!(told(&ana, "decision-ready").await, 1, "once");
        let question = offered(&ana, &path).await;
        assert_eq!(question.0, "onward");
        let json = ana.get_json(&path).await;
        let question = json["way"]["work"]["questions"][0]["id"].as_str().unwrap().to_owned();
        goes(&ana, &path, "answer", &[("on", &question), ("words", "Los martes.")]).await;
        onward(&ana, &path, "call").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "clarification").await;
        integrated(app, &path, &ana).await;
        understood(&path, &[&ana, &beto, &citlali]).await;
        // When it is reviewed is chosen with the firm text, within what its class allows.
        assert!(shown(&ana, &path).await.contains("en medio año"));
        let late = [("answer", "integration"), ("review_in", "400")];
        assert_eq!(step(&ana, &path, "onward", &late).await.status, 422);
        goes(&ana, &path, "onward", &[("answer", "integration"), ("review_in", "90")]).await;
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        let text = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        for person in [&ana, &beto] {
            goes(person, &path, "stance", &[("text", &text), ("stance", "agree")]).await;
        }
        app.clock.advance(tequio_node::spine::world::DAY * 3 / 2);
        tequio_node::jobs::run_due(&app.node).await.unwrap();
        assert_eq!((told(&citlali, "decision-awaits").await, told(&beto, "decision-awaits").await), (1, 0));
        days_pass(app, 1).await;
        let page = shown(&ana, &path).await;
        assert!(page.contains("Se revisa el"), "{page}");
        goes(&ana, &path, "task", &[("words", "Tocar la campana")]).await;
        // Its review compares with what was foreseen, as any agreement's.
        days_pass(app, 90).await;
        let beto = app.person_again("Beto").await;
        assert!(shown(&beto, &path).await.contains("Toca revisarlo."));
        let form = beto.get(&format!("{path}/review")).await;
        assert!(form.text().contains("Poco."), "{}", form.text());
        let effects: Vec<(&str, &str)> = (0..6).map(|_| ("effects", "Así fue.")).collect();
        let done = beto.send_all(&form, &[&effects[..], &[("ending", "renewed")]].concat()).await;
        assert_eq!(done.status, 303, "{}", done.text());
        assert_eq!(beto.get_json(&path).await["stage"], "renewed");
    }
}
