// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Whether a text is understood: asked of all, added up without whose, and judging the text alone.

use tequio_node::store::{Dump, tables::TABLES};

use crate::support::{Raw, on_both_engines};

use super::{
    ASKED, acta, asked, ballots::stored, days_pass, deliberated, goes, integrated, offered, onward, shown, step, told,
    understood,
};

on_both_engines! {
    /// Three people read it otherwise than it says: it goes back, and comes on with clearer words.
    async fn a_text_that_is_not_understood_goes_back(app: TestApp) {
        let (path, [ana, beto, citlali]) = deliberated(app).await;
        integrated(app, &path, &ana).await;
        assert!(shown(&beto, &path).await.contains("Preguntar si el texto se entiende: hacen falta 3 respuestas"));
        assert_eq!((offered(&ana, &path).await.0, offered(&beto, &path).await.0), ("check".to_owned(), String::new()));
        assert!(shown(&ana, "/@etla").await.contains("Pregunta si se entiende «El agua se reparte los martes»."));
        assert_eq!(beto.get(&format!("{path}/check")).await.status, 403);
        let form = ana.get(&format!("{path}/check")).await;
        assert!(form.text().contains("2. Cada quien lleva su cubeta."), "{}", form.text());
        // Two statements at least, and not all with the same answer; what was written stays.
        let one = ana.send_all(&form, &ASKED[..3]).await;
        assert!(one.status == 422 && one.text().contains("por lo menos una que el texto sí dice y una que no"), "{}", one.text());
        let alike: Vec<_> = ASKED.iter().map(|(name, value)| (*name, if *name == "says" { "yes" } else { *value })).collect();
        let alike = ana.send_all(&form, &alike).await;
        assert!(alike.status == 422 && alike.text().contains("Todo cuesta mil pesos."), "{}", alike.text());
        let late = [&[("version", "7")], ASKED].concat();
        assert_eq!(step(&ana, &path, "check", &late).await.status, 409);
        assert_eq!(step(&beto, &path, "check", &[&[("version", "1")], ASKED].concat()).await.status, 403);
        let set = ana.send_all(&form, ASKED).await.follow(&ana).await;
        assert!(set.text().contains("Ya está preguntado: le avisamos a la comunidad."), "{}", set.text());
        assert_eq!((told(&beto, "decision-check").await, told(&ana, "decision-check").await), (1, 0));

        let statements = asked(&ana, &path).await;
        let (first, second) = (("on", statements[0].as_str()), ("on", statements[1].as_str()));
        assert_eq!(offered(&beto, &path).await, ("read".to_owned(), statements[0].clone()));
        let text = shown(&beto, &path).await;
        for part in ["¿El texto dice esto?", "Sí lo dice", "No me queda claro", "no qué contestaste", "No es un examen"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("El texto sí lo dice:"), "not before one has answered: {text}");
        assert_eq!(step(&beto, &path, "read", &[first, ("answer", "perhaps")]).await.status, 404);
        let text = goes(&beto, &path, "read", &[first, ("answer", "says")]).await;
        assert!(text.contains("Aquí está lo que dice el texto.") && text.contains("El texto sí lo dice:\nPárrafo 1"), "{text}");
        assert_eq!(offered(&beto, &path).await.1, statements[1]);
        assert_eq!(step(&beto, &path, "read", &[first, ("answer", "not")]).await.status, 409, "once each");
        assert_eq!(step(&ana, &path, "check", &[&[("version", "1")], ASKED].concat()).await.status, 409, "somebody answered");
        goes(&beto, &path, "read", &[second, ("answer", "says")]).await;
        for person in [&ana, &citlali] {
            goes(person, &path, "read", &[first, ("answer", "says")]).await;
        }
        goes(&ana, &path, "read", &[second, ("answer", "not")]).await;
        let json = ana.get_json(&path).await;
        let check = &json["way"]["work"]["check"];
        assert_eq!((check["state"].as_str(), check["answers"].as_u64(), check["statements"][1]["sum"].is_null()), (Some("open"), Some(2), true));
        // Nowhere stands who answered what: only that they did.
        let everything = stored(app).await;
        assert!(everything.contains("check_answered") && !everything.contains("unclear") && !everything.contains("comprehension_checked"));

        let text = goes(&citlali, &path, "read", &[second, ("answer", "unclear")]).await;
        for part in ["Este texto no se entiende todavía.", "De 3 personas, 3 leyeron lo que dice.", "De 3 personas, una leyó lo que dice.\nlo que más se leyó distinto", "Palabras más claras: el texto no se entendió"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!(told(&beto, "decision-misread").await, 1);
        let json = ana.get_json(&path).await;
        let last = json["history"].as_array().unwrap().iter().find(|one| one["what"] == "misread").unwrap().clone();
        assert_eq!((json["stage"].as_str(), last["name"].is_null()), (Some("clarification"), true), "no name stands by it");
        let mut dump = Dump::open(&app.node.core.db).await.unwrap();
        let boxes = TABLES.iter().find(|table| table.name == "ballot_boxes").unwrap();
        assert!(dump.read(boxes).await.unwrap().rows.is_empty());
        drop(dump);

        // The same words are not asked about again; clearer ones are.
        days_pass(app, 1).await;
        assert_eq!(step(&ana, &path, "onward", &[("answer", "clarification")]).await.status, 409);
        assert_eq!((offered(&ana, &path).await.0, offered(&beto, &path).await.0), ("edit".to_owned(), String::new()));
        let form = ana.get(&format!("{path}/edit")).await;
        let clearer = [("title", "El agua se reparte los martes"), ("words", "Se reparte los martes.\n\nCada quien lleva su cubeta. No cuesta nada."), ("answer", "slip")];
        let text = ana.send(&form, &clearer).await.follow(&ana).await.text();
        assert!(text.contains("Con otras palabras, este texto no se entendía."), "{text}");
        onward(&ana, &path, "clarification").await;
        days_pass(app, 3).await;
        onward(&ana, &path, "deliberation").await;
        understood(&path, &[&ana, &beto, &citlali]).await;
        let text = onward(&beto, &path, "integration").await;
        assert!(text.contains("El texto se entiende.") && !text.contains("lo que más se leyó distinto"), "{text}");
        days_pass(app, 1).await;
        onward(&ana, &path, "frozen").await;
        let digest = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        for person in [&ana, &beto] {
            goes(person, &path, "stance", &[("text", &digest), ("stance", "agree")]).await;
        }
        days_pass(app, 2).await;
        let held = acta(&beto, &path).await;
        assert!(held.life.understood && held.life.check.as_ref().unwrap().sums.is_some());
    }

    /// What was answered and then lost, everybody may answer anew; a change of the text ends what was asked of it.
    async fn lost_answers_are_given_again(app: TestApp) {
        let (path, [ana, beto, _]) = deliberated(app).await;
        let form = ana.get(&format!("{path}/check")).await;
        ana.send_all(&form, ASKED).await;
        let statements = asked(&ana, &path).await;
        assert_eq!(offered(&beto, &path).await.0, "read", "also while people think");
        goes(&ana, &path, "read", &[("on", &statements[0]), ("answer", "says")]).await;
        Raw::open(app).await.run("DELETE FROM ballot_boxes").await;
        assert_eq!(offered(&ana, &path).await.1, statements[1]);
        goes(&beto, &path, "read", &[("on", &statements[0]), ("answer", "says")]).await;
        assert_eq!(offered(&ana, &path).await.1, statements[0], "the first one again");
        goes(&ana, &path, "read", &[("on", &statements[0]), ("answer", "says")]).await;
        let form = ana.get(&format!("{path}/edit")).await;
        ana.send(&form, &[("title", "El agua"), ("words", "Se reparte los lunes.")]).await;
        assert_eq!(step(&beto, &path, "read", &[("on", &statements[1]), ("answer", "not")]).await.status, 409);
        assert!(ana.get_json(&path).await["way"]["work"]["check"].is_null());
    }
}
