// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A deliberated decision, from its draft to the agreement: step by step, with what each can do.

use crate::support::on_both_engines;

use super::{
    days_pass, deliberated, express::proposed, foreseen, goes, kept, offered, onward, shown, step, thursdays, told,
    understood,
};

on_both_engines! {
    /// From a draft to an agreement: each stage says what is missing, and to each person the one thing they can do.
    async fn from_a_draft_to_an_agreement(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        let (earlier, _) = kept(&ana, &thursdays(&[("title", "El agua del pozo se cuida")])).await;
        let fields = [("way", "policy"), ("title", "El agua se reparte los martes"), ("body", "Se reparte los martes.\n\nCada quien lleva su cubeta.")];
        let (path, page) = proposed(&ana, &fields).await;
        for part in ["Quedó el borrador.", "Borrador", "Paso 1 de 9:", "Decir a quién le afecta", "¿A quién le afecta esta decisión?"] {
            assert!(page.text().contains(part), "{part}\n{}", page.text());
        }
        // What is missing is refused by name, and what was sent empty is asked for again.
        assert_eq!(step(&ana, &path, "onward", &[("answer", "draft")]).await.status, 409);
        assert_eq!(step(&beto, &path, "affected", &[("words", " ")]).await.status, 422);
        let text = goes(&beto, &path, "affected", &[("words", "Quienes viven río abajo.")]).await;
        assert!(text.contains("Quienes viven río abajo.") && !text.contains("Ya está todo para avisar"), "{text}");
        assert!(shown(&ana, &path).await.contains("Ya está todo para avisar"), "who wrote it says when");
        assert_eq!(offered(&ana, &path).await.0, "onward");
        onward(&ana, &path, "draft").await;
        assert_eq!((told(&beto, "decision-called").await, told(&ana, "decision-called").await), (1, 0));
        // Who comes late does not go two steps; time is not shortened by anybody.
        assert_eq!(step(&beto, &path, "onward", &[("answer", "draft")]).await.status, 409);
        let early = step(&ana, &path, "onward", &[("answer", "call")]).await;
        assert!(early.status == 409, "{}", early.text());
        assert!(shown(&ana, &path).await.contains("Esperar hasta el miércoles 25 de noviembre de 2026"), "{}", shown(&ana, &path).await);
        assert_eq!(offered(&ana, &path).await.0, "", "there is nothing to do but to wait");
        days_pass(app, 1).await;
        onward(&beto, &path, "call").await;
        // Questions are answered before it is deliberated.
        goes(&citlali, &path, "ask", &[("words", "¿Y si llueve?")]).await;
        assert!(shown(&ana, "/@etla").await.contains("Te preguntaron sobre «El agua se reparte los martes»."));
        days_pass(app, 1).await;
        let text = shown(&ana, &path).await;
        assert!(text.contains("Responder una pregunta") && text.contains("¿Y si llueve?") && text.contains("Sin respuesta"), "{text}");
        let (name, question) = offered(&ana, &path).await;
        assert_eq!(name, "answer");
        goes(&ana, &path, "answer", &[("on", &question), ("words", "Se pasa al miércoles.")]).await;
        assert_eq!(told(&citlali, "decision-answered").await, 1);
        assert_eq!(step(&ana, &path, "answer", &[("on", &question), ("words", "Otra vez.")]).await.status, 409);
        let text = onward(&ana, &path, "clarification").await;
        assert!(text.contains("Se pasa al miércoles.") && text.contains("Se está pensando"), "{text}");
        // An objection, and another wording of a paragraph, as a difference.
        goes(&citlali, &path, "object", &[("ground", "harm"), ("words", "Los martes no hay *camión*.")]).await;
        let same = [("version", "1"), ("paragraph", "1"), ("words", "Se reparte los martes.")];
        let same = step(&beto, &path, "amend", &same).await;
        assert!(same.status == 422 && same.text().contains("Ese párrafo ya dice eso."), "{}", same.text());
        let text = goes(&beto, &path, "amend", &[("version", "1"), ("paragraph", "1"), ("words", "Se reparte los jueves.")]).await;
        assert!(text.contains("Cambios propuestos") && text.contains("Párrafo 1"), "{text}");
        assert!(ana.get(&path).await.body.contains("<ins>jueves"), "{}", ana.get(&path).await.body);
        days_pass(app, 3).await;
        onward(&ana, &path, "deliberation").await;
        for missing in ["Decidir qué pasa con un cambio propuesto", "Contestar 6 preguntas sobre lo que va a pasar", "Buscar si ya hay acuerdos sobre esto", "con sus palabras una objeción"] {
            assert!(shown(&ana, &path).await.contains(missing), "{missing}\n{}", shown(&ana, &path).await);
        }
        // Into the text goes what who keeps the proposal accepts: a new version, and the time to think begins anew.
        let json = ana.get_json(&path).await;
        let amendment = json["way"]["work"]["amendments"][0]["id"].as_str().unwrap().to_owned();
        let accept = [("on", amendment.as_str()), ("answer", "accept")];
        assert_eq!(step(&citlali, &path, "settle", &accept).await.status, 403);
        let text = goes(&ana, &path, "settle", &accept).await;
        assert!(text.contains("Se reparte los jueves.") && text.contains("ya está en el texto"), "{text}");
        assert_eq!(ana.get_json(&path).await["version"], 2);
        assert_eq!(step(&ana, &path, "settle", &accept).await.status, 409);
        // The objection is told back until its author says that it is it; then the changed text meets it.
        let objection = json["way"]["objections"][0]["id"].as_str().unwrap().to_owned();
        let on = ("on", objection.as_str());
        assert_eq!(step(&citlali, &path, "restate", &[on, ("words", "Yo misma.")]).await.status, 403);
        goes(&beto, &path, "restate", &[on, ("words", "Te queda lejos.")]).await;
        let waits = "Alguien dijo tu objeción a «El agua se reparte los martes» con sus palabras. ¿Es eso?";
        assert!(shown(&citlali, "/@etla").await.contains(waits) && !shown(&beto, "/@etla").await.contains("Te toca"));
        assert_eq!(told(&citlali, "decision-restated").await, 1);
        assert_eq!(offered(&citlali, &path).await, ("understood".to_owned(), objection.clone()));
        goes(&citlali, &path, "understood", &[on, ("answer", "no")]).await;
        goes(&beto, &path, "restate", &[on, ("words", "Sin camión no puedes venir.")]).await;
        let text = goes(&citlali, &path, "understood", &[on, ("answer", "yes")]).await;
        assert!(text.contains("Dijo: «me entendiste».") && text.contains("El texto ya la atiende"), "{text}");
        assert_eq!(step(&beto, &path, "end", &[on, ("answer", "carried")]).await.status, 403, "who coordinates notes it");
        let text = goes(&citlali, &path, "end", &[on, ("answer", "integrated")]).await;
        assert!(text.contains("la propuesta cambió por ella"), "{text}");
        foreseen(&beto, &path).await;
        // Earlier agreements are found by words, and each is marked.
        let text = goes(&beto, &path, "search", &[("words", "agua")]).await;
        assert!(text.contains("El agua del pozo se cuida") && text.contains("¿Qué le hace esta propuesta a este acuerdo?"), "{text}");
        let other = earlier.rsplit('/').next().unwrap();
        let text = goes(&beto, &path, "mark", &[("on", other), ("answer", "upholds")]).await;
        assert!(text.contains("Lo deja como está:\nEl agua del pozo se cuida"), "{text}");
        assert_eq!(step(&ana, &path, "onward", &[("answer", "integration")]).await.status, 409, "three days since the change");
        days_pass(app, 3).await;
        assert_eq!(offered(&ana, &path).await.0, "check");
        understood(&path, &[&ana, &beto, &citlali]).await;
        onward(&ana, &path, "integration").await;
        assert!(shown(&ana, &path).await.contains("Texto final"));
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        // The round: by the text that was read, and it ends by itself.
        let text = beto.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        let says = |stance| vec![("text", text.as_str()), ("stance", stance)];
        for person in [&ana, &beto] {
            goes(person, &path, "stance", &says("agree")).await;
        }
        assert!(shown(&citlali, "/@etla").await.contains("Di qué dices de «") && !shown(&beto, "/@etla").await.contains("Di qué dices de «"));
        goes(&citlali, &path, "stance", &[&says("stand_aside")[..], &[("words", "Preferiría los viernes.")]].concat()).await;
        days_pass(app, 2).await;
        let text = shown(&beto, &path).await;
        for part in ["Acordado el", "Preferiría los viernes.\n— Citlali", "Se reparte los jueves.", "Lo que creíamos que iba a pasar", "Los martes no hay *camión*."] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        goes(&beto, &path, "task", &[("words", "Tocar la campana")]).await;
        assert_eq!(beto.get_json(&path).await["stage"], "in_force");
    }

    /// A new text voids what was said of the old one: back to integration, and the roll and the round with it.
    async fn a_change_of_the_text_voids_stances(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        foreseen(&ana, &path).await;
        goes(&ana, &path, "search", &[("words", "nada")]).await;
        days_pass(app, 3).await;
        onward(&ana, &path, "deliberation").await;
        understood(&path, &[&ana, &beto, &citlali]).await;
        onward(&ana, &path, "integration").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        let text = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        goes(&beto, &path, "stance", &[("text", &text), ("stance", "agree")]).await;
        assert_eq!(citlali.get(&format!("{path}/edit")).await.status, 403);
        let stale = ana.get(&format!("{path}/edit")).await;
        let form = ana.get(&format!("{path}/edit")).await;
        let empty = ana.send(&form, &[("title", "Algo"), ("words", " ")]).await;
        assert_eq!(empty.status, 422, "{}", empty.text());
        let after = ana.send(&form, &[("title", "El agua se reparte"), ("words", "Se reparte los lunes.")]).await.follow(&ana).await.text();
        assert!(after.contains("Se juntan los cambios") && after.contains("El agua se reparte") && after.contains("Cambió el texto"), "{after}");
        assert_eq!(step(&beto, &path, "stance", &[("text", &text), ("stance", "agree")]).await.status, 409);
        let json = ana.get_json(&path).await;
        assert_eq!((json["way"]["stances"].as_array().map(Vec::len), json["stage"].as_str()), (Some(0), Some("integration")));
        // Who edited an older version is told.
        let late = ana.send(&stale, &[("title", "Tarde"), ("words", "Los martes.")]).await;
        assert!(late.status == 409 && late.text().contains("Alguien guardó otra versión mientras escribías") && late.body.contains("Los martes."), "{}", late.text());
        let versions = shown(&ana, &format!("{}/revisions", path.replace("/decide/", "/entries/"))).await;
        assert!(versions.contains("lunes"), "{versions}");
    }

    /// What express consent halted is deliberated, and the objection comes along; the group may carry it as dissent.
    async fn a_halted_proposal_is_deliberated(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        app.join(&ana, "Citlali").await;
        let (path, _) = proposed(&ana, &[]).await;
        goes(&beto, &path, "object", &[("ground", "harm"), ("words", "El piso está mojado.")]).await;
        let text = shown(&ana, &path).await;
        for part in ["Se avisó", "El piso está mojado.", "Decir a quién le afecta", "Falta que alguien que no la comparte la diga"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        goes(&ana, &path, "affected", &[("words", "Quien limpia.")]).await;
        days_pass(app, 1).await;
        onward(&ana, &path, "call").await;
        days_pass(app, 1).await;
        onward(&ana, &path, "clarification").await;
        let objection = ana.get_json(&path).await["way"]["objections"][0]["id"].as_str().unwrap().to_owned();
        let on = ("on", objection.as_str());
        goes(&ana, &path, "restate", &[on, ("words", "Temes una caída.")]).await;
        // Silence is no veto: after its time it is published as unconfirmed.
        days_pass(app, 2).await;
        assert!(shown(&ana, &path).await.contains("queda sin confirmar"), "{}", shown(&ana, &path).await);
        onward(&ana, &path, "deliberation").await;
        assert_eq!(step(&beto, &path, "end", &[on, ("answer", "integrated")]).await.status, 409, "the text has not changed");
        let text = goes(&ana, &path, "end", &[on, ("answer", "carried")]).await;
        assert!(text.contains("el grupo sigue; se queda junto al acuerdo"), "{text}");
        assert_eq!(ana.get_json(&path).await["dissent"][0]["words"], "El piso está mojado.");
    }

    /// Its author takes a proposal back while it is open, and nobody else; what was asked is taken back by who asked.
    async fn who_proposed_it_may_withdraw_it(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        goes(&beto, &path, "ask", &[("words", "¿Cuánta?")]).await;
        let question = ana.get_json(&path).await["way"]["work"]["questions"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(step(&citlali, &path, "unask", &[("on", &question)]).await.status, 403);
        goes(&beto, &path, "unask", &[("on", &question)]).await;
        goes(&beto, &path, "amend", &[("version", "1"), ("paragraph", "2"), ("words", "Cada quien lleva dos.")]).await;
        let amendment = ana.get_json(&path).await["way"]["work"]["amendments"][0]["id"].as_str().unwrap().to_owned();
        let on = ("on", amendment.as_str());
        assert_eq!(step(&citlali, &path, "settle", &[on, ("answer", "decline"), ("words", "No.")]).await.status, 403);
        assert_eq!(step(&ana, &path, "settle", &[on, ("answer", "decline"), ("words", "")]).await.status, 422);
        let text = goes(&ana, &path, "settle", &[on, ("answer", "decline"), ("words", "No alcanza.")]).await;
        assert!(text.contains("no entró") && text.contains("No alcanza."), "{text}");
        assert_eq!(step(&beto, &path, "withdraw", &[("words", "Ya no.")]).await.status, 403);
        let text = goes(&ana, &path, "withdraw", &[("words", "Mejor lo platicamos.")]).await;
        assert!(text.contains("Quien la propuso la retiró."), "{text}");
        assert!(shown(&ana, "/@etla/decide?show=past").await.contains("Retirada"));
        // In a larger group somebody must stand behind its being discussed.
        for name in ["Dora", "Eusebio", "Faustino", "Gabi", "Hilario"] {
            app.join(&ana, name).await;
        }
        let (path, page) = proposed(&ana, &[("way", "policy"), ("title", "Otra")]).await;
        assert!(page.text().contains("Que otra persona apoye que se discuta"), "{}", page.text());
        assert_eq!(step(&ana, &path, "sponsor", &[]).await.status, 403);
        let text = goes(&beto, &path, "sponsor", &[]).await;
        assert!(!text.contains("Que otra persona apoye"), "{text}");
    }
}
