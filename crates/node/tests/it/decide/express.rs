// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Express consent: proposed in three taps, open for three days, agreed if nobody objects.

use crate::support::{Page, Person, TestApp, on_both_engines};

use super::{acta, days_pass, kept, shown, thursdays, told};

/// Proposes something, and gives its path and its page.
pub async fn proposed(person: &Person, fields: &[(&str, &str)]) -> (String, Page) {
    let form = person.get("/@etla/decide/propose").await;
    let usual = [("title", "El sábado limpiamos el taller"), ("body", "De 10 a 12.\n\nCada quien trae una escoba.")];
    let page = person.send(&form, &[&usual, fields].concat()).await.follow(person).await;
    (page.path.split(['?', '#']).next().unwrap().to_owned(), page)
}

/// Says something of an open proposal, by the forms of its page.
async fn says(person: &Person, path: &str, stance: &str, words: &str) -> Page {
    let text = person.get_json(path).await["digest"].as_str().unwrap().to_owned();
    let fields = [("text", text.as_str()), ("stance", stance), ("words", words)];
    person.post(&format!("{path}/steps/stance"), &fields).await
}

async fn objects(person: &Person, path: &str, fields: &[(&str, &str)]) -> Page {
    person.post(&format!("{path}/steps/object"), fields).await
}

async fn three(app: &TestApp) -> [Person; 3] {
    let ana = app.founder().await;
    let beto = app.join(&ana, "Beto").await;
    let citlali = app.join(&ana, "Citlali").await;
    [ana, beto, citlali]
}

on_both_engines! {
    /// A title and a text, and it is open; nobody objects, and it is an agreement like any other, with its dissent.
    async fn what_nobody_objects_to_is_agreed(app: TestApp) {
        let [ana, beto, citlali] = three(app).await;
        let (path, page) = proposed(&ana, &[]).await;
        let text = page.text();
        for part in [
            "Quedó propuesto", "Abierta", "Faltan 3 días", "Falta que una persona más diga que está de acuerdo.",
            "Paso 1 de 3", "✓ Estás de acuerdo", "De 10 a 12.", "2\nno han dicho nada",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!((told(&beto, "decision-opened").await, told(&ana, "decision-opened").await), (1, 0));
        let list = shown(&beto, "/@etla/decide").await;
        assert!(list.contains("Se está decidiendo") && list.contains("Falta que digas"), "{list}");
        // By the forms of the page, as a browser sends them.
        let page = beto.get(&path).await;
        assert!(page.text().contains("¿Qué dices?"), "{}", page.text());
        let (action, mut fields) = page.form(&[("text", ""), ("stance", "")]);
        fields.push(("stance".to_owned(), "agree".to_owned()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let text = beto.post(&action, &fields).await.follow(&beto).await.text();
        for part in ["Quedó dicho.", "✓ Estás de acuerdo", "Ya lo apoyan suficientes personas", "2\nde acuerdo"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // One stance each, which may change until the end.
        says(&citlali, &path, "agree", "").await.follow(&citlali).await;
        let text = says(&citlali, &path, "stand_aside", "Los sábados hay *tequio*\nen mi pueblo.").await.follow(&citlali).await.text();
        for part in ["1\nno lo comparte, pero no lo frena", "0\nno han dicho nada", "Los sábados hay *tequio*\nen mi pueblo."] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        days_pass(app, 2).await;
        assert!(shown(&beto, &path).await.contains("Faltan 24 horas"), "{}", shown(&beto, &path).await);
        assert_eq!(beto.get(&format!("{path}/acta")).await.status, 404, "who spoke is nobody's business while it is open");
        days_pass(app, 1).await;
        assert_eq!((told(&beto, "decision-adopted").await, told(&ana, "decision-adopted").await), (1, 1));
        let text = shown(&beto, &path).await;
        for part in [
            "Acordado el viernes 27 de noviembre de 2026", "Se revisa el jueves 25 de febrero de 2027", "Quién no está de acuerdo",
            "Los sábados hay *tequio*\nen mi pueblo.", "— Citlali", "2\nde acuerdo", "¿Quién responde de que se cumpla?",
            "Se propuso", "Se acordó",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("¿Qué dices?"), "{text}");
        let json = beto.get_json(&path).await;
        assert_eq!((json["stage"].as_str(), json["binds"].as_bool(), json["agreed_on"].as_str()), (Some("adopted"), Some(true), Some("2026-11-27")));
        assert_eq!(json["dissent"][0]["words"], "Los sábados hay *tequio*\nen mi pueblo.");
        let written = beto.get(&format!("{path}.md")).await.body;
        for part in ["# El sábado limpiamos el taller", "1. De 10 a 12.", "> Los sábados hay", "- 2 de acuerdo"] {
            assert!(written.contains(part), "{part}\n{written}");
        }
        assert_eq!(acta(&citlali, &path).await.life.stances.len(), 3);
        // In the memory, and found there.
        let memory = shown(&ana, "/@etla/decide").await;
        assert!(memory.contains("noviembre de 2026\n") && !memory.contains("Se está decidiendo"), "{memory}");
        assert!(shown(&ana, "/@etla/search?q=pueblo").await.contains("El sábado limpiamos el taller"));
        // Somebody answers for it: it is in force, and followed up.
        let page = beto.get(&path).await;
        let text = beto.send(&page, &[("words", "Traer cubetas"), ("due", "2026-11-28")]).await.follow(&beto).await.text();
        for part in ["Vigente", "0 de 1 hecha", "Beto\n: Traer cubetas", "para el sábado 28 de noviembre de 2026"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let task = beto.get_json(&path).await["tasks"][0]["id"].as_str().unwrap().to_owned();
        let text = beto.post(&format!("{path}/tasks/{task}"), &[("done", "yes")]).await.follow(&beto).await.text();
        assert!(text.contains("1 de 1 hecha"), "{text}");
        let data = citlali.get_json("/@etla/me/export").await;
        assert_eq!((data["stances"][0]["stance"].as_str(), data["decision_words"].as_array().map(Vec::len)), (Some("stand_aside"), Some(1)));
        // Its review opens by itself, as any agreement's.
        days_pass(app, 91).await;
        let ana = app.person_again("Ana").await;
        assert!(shown(&ana, &path).await.contains("Toca revisarlo."));
    }

    /// Any objection stops it; what was said stays word for word, and it goes on to be deliberated.
    async fn an_objection_stops_it(app: TestApp) {
        let [ana, beto, citlali] = three(app).await;
        let (path, _) = proposed(&ana, &[]).await;
        says(&beto, &path, "agree", "").await.follow(&beto).await;
        let empty = objects(&citlali, &path, &[("words", "Es peligroso.")]).await;
        assert!(empty.status == 422 && empty.text().contains("Elige en qué se apoya tu objeción.") && empty.body.contains("Es peligroso."), "{}", empty.text());
        let unfounded = objects(&citlali, &path, &[("words", "Es peligroso."), ("ground", "principle")]).await;
        assert!(unfounded.status == 422 && unfounded.text().contains("Elige con cuál de nuestros principios choca."), "{}", unfounded.text());
        assert_eq!(objects(&citlali, &path, &[("words", " "), ("ground", "harm")]).await.status, 422);
        let words = "El piso está **mojado**.\nAlguien se puede caer.";
        let text = objects(&citlali, &path, &[("words", words), ("ground", "harm")]).await.follow(&citlali).await.text();
        for part in ["Tu objeción quedó escrita", "Se avisó", words, "— Citlali", "Nos haría un daño.", "Alguien objetó: pasa a pensarse con calma"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!((told(&ana, "decision-halted").await, told(&beto, "decision-halted").await, told(&beto, "decision-opened").await), (1, 1, 0));
        assert_eq!(says(&beto, &path, "agree", "").await.status, 409);
        days_pass(app, 4).await;
        let json = ana.get_json(&path).await;
        assert_eq!((json["stage"].as_str(), json["agreed_on"].as_str(), json["way"]["express"].as_bool()), (Some("call"), Some(""), Some(false)));
        assert_eq!(json["way"]["objections"][0]["words"], words);
        assert!(shown(&ana, "/@etla/decide").await.contains("Se avisó"));
    }

    /// An objection may rest on a principle of the founding text or the pact, in whatever version it stands.
    async fn an_objection_may_rest_on_a_principle(app: TestApp) {
        let [ana, beto, _] = three(app).await;
        let (path, page) = proposed(&ana, &[]).await;
        let json = ana.get_json(&path).await;
        let principles = json["way"]["principles"].as_array().unwrap();
        let found = principles.iter().find(|one| one["words"].as_str().unwrap().starts_with("Hablamos de las ideas")).unwrap();
        assert!(page.text().contains("El conocimiento crece cuando se comparte."), "{}", page.text());
        // The pact has another version by then.
        let form = ana.get("/@etla/care/pact/edit").await;
        ana.send(&form, &[("body", "Nos cuidamos.")]).await.follow(&ana).await;
        let principle = found["id"].as_str().unwrap();
        let fields = [("words", "Va contra alguien."), ("ground", "block"), ("principle", principle)];
        let text = objects(&beto, &path, &fields).await.follow(&beto).await.text();
        assert!(text.contains("Objeción de principio") && text.contains("Choca con: «Hablamos de las ideas, no en contra de las personas.»"), "{text}");
        // What nobody has stated is no principle.
        let (path, _) = proposed(&ana, &[("title", "Otra")]).await;
        let other = path.rsplit('/').next().unwrap();
        let fields = [("words", "Porque no."), ("ground", "block"), ("principle", other)];
        assert_eq!(objects(&beto, &path, &fields).await.status, 422);
    }

    /// Silence lets pass what somebody supports; silence alone agrees to nothing.
    async fn silence_alone_agrees_to_nothing(app: TestApp) {
        let [ana, beto, _] = three(app).await;
        let (path, _) = proposed(&ana, &[]).await;
        days_pass(app, 3).await;
        let text = shown(&beto, &path).await;
        assert!(text.contains("No hubo acuerdo") && text.contains("Terminó sin acuerdo"), "{text}");
        assert_eq!((told(&beto, "decision-not-adopted").await, told(&beto, "decision-opened").await), (1, 1));
        let past = shown(&beto, "/@etla/decide?show=past").await;
        assert!(past.contains("Terminaron sin acuerdo") && past.contains("El sábado limpiamos el taller"), "{past}");
        assert!(!shown(&beto, "/@etla/decide").await.contains("El sábado"));
        assert_eq!(says(&beto, &path, "agree", "").await.status, 409);
        assert_eq!(beto.post(&format!("{path}/steps/together"), &[]).await.status, 409);
    }

    /// It is for those who were there when it opened; what was read is what one agrees to; strangers see none of it.
    async fn who_decides_is_fixed(app: TestApp) {
        let [ana, beto, _] = three(app).await;
        let (path, _) = proposed(&ana, &[]).await;
        let dora = app.join(&ana, "Dora").await;
        assert!(shown(&dora, &path).await.contains("Esto lo deciden quienes ya eran integrantes"));
        assert_eq!(says(&dora, &path, "agree", "").await.status, 403);
        assert_eq!(objects(&dora, &path, &[("words", "No."), ("ground", "harm")]).await.status, 403);
        let stale = [("text", "00"), ("stance", "agree")];
        assert_eq!(beto.post(&format!("{path}/steps/stance"), &stale).await.status, 409);
        assert_eq!(beto.post(&format!("{path}/steps/nothing"), &[]).await.status, 404);
        let stranger = app.person();
        for form in ["", ".json", ".md"] {
            assert_eq!(stranger.get(&format!("{path}{form}")).await.status, 404);
        }
        assert!(!shown(&stranger, "/@etla/decide").await.contains("El sábado"));
        // Public, it is read by anybody, with counts and without names.
        let (path, _) = proposed(&ana, &[("visibility", "public"), ("title", "Pintar la barda")]).await;
        says(&beto, &path, "stand_aside", "Prefiero cal.").await.follow(&beto).await;
        let text = shown(&stranger, &path).await;
        assert!(text.contains("Faltan 3 días") && text.contains("1\nno lo comparte"), "{text}");
        for hidden in ["Beto", "Ana", "¿Qué dices?", "Prefiero cal."] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    }

    /// A form that is not whole says what it lacks; a review later than a year is none.
    async fn what_a_proposal_lacks_is_named(app: TestApp) {
        let [ana, ..] = three(app).await;
        let form = ana.get("/@etla/decide/propose").await;
        let text = ana.send(&form, &[("title", ""), ("body", " ")]).await;
        assert!(text.status == 422 && text.text().contains("Qué propones, en una línea"), "{}", text.text());
        for days in ["0", "366", "mañana"] {
            let late = ana.send(&form, &[("title", "Algo"), ("body", "Esto."), ("review_in", days)]).await;
            assert_eq!(late.status, 422, "{days}: {}", late.text());
        }
        let mut said = serde_json::json!({"title": "Algo", "body": "Esto.", "language": "español", "licence": "CC-BY-SA-4.0"});
        let unsaid = ana.post_json("/@etla/decide/propose", said.clone()).await;
        assert!(unsaid.status == 422 && unsaid.body.contains("Elige quién puede verla"), "{}", unsaid.body);
        said["visibility"] = "community".into();
        let made = ana.post_json("/@etla/decide/propose", said).await;
        assert_eq!(made.status, 200, "{}", made.body);
    }

    /// What time did shows before it is written down, and is written down with the next thing that somebody does.
    async fn the_end_shows_before_it_is_written(app: TestApp) {
        let [ana, beto, _] = three(app).await;
        let (path, _) = proposed(&ana, &[]).await;
        says(&beto, &path, "agree", "").await.follow(&beto).await;
        app.clock.advance(tequio_node::spine::world::DAY * 3);
        let text = shown(&beto, &path).await;
        assert!(text.contains("Acordado el viernes 27 de noviembre de 2026") && text.contains("¿Quién responde"), "{text}");
        let text = beto.post(&format!("{path}/steps/together"), &[]).await.follow(&beto).await.text();
        for part in ["Quedó anotado: le toca a toda la comunidad.", "Nadie en particular: le toca a toda la comunidad.", "Vigente", "Acordado el viernes 27"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!(beto.post(&format!("{path}/steps/together"), &[]).await.status, 409, "said once");
        tequio_node::jobs::run_due(&app.node).await.unwrap();
        assert!(shown(&ana, "/@etla/decide").await.contains("El sábado limpiamos el taller"));
    }

    /// Who is erased leaves their words in the memory, without their name.
    async fn who_is_erased_leaves_their_words(app: TestApp) {
        let [ana, beto, citlali] = three(app).await;
        let (path, _) = proposed(&ana, &[]).await;
        says(&beto, &path, "agree", "").await.follow(&beto).await;
        says(&citlali, &path, "stand_aside", "Queda lejos.").await.follow(&citlali).await;
        let form = citlali.get("/@etla/me/leave").await;
        assert_eq!(citlali.send(&form, &[("passphrase", crate::support::PASSPHRASE), ("how", "erase")]).await.status, 303);
        days_pass(app, 3).await;
        let text = shown(&ana, &path).await;
        assert!(text.contains("Queda lejos.\n— Alguien que ya se fue") && !text.contains("Citlali"), "{text}");
    }

    /// Circles agree on what is nobody's in particular: it is recorded when it is said, and only then.
    async fn all_answer_for_it_together(app: TestApp) {
        let ana = app.founder().await;
        app.join(&ana, "Beto").await;
        let nobody = thursdays(&[("task_who", ""), ("task_what", "")]);
        let refused = ana.record(&nobody).await;
        assert!(refused.status == 422 && refused.text().contains("marca que le toca a toda la comunidad"), "{}", refused.text());
        let (path, page) = kept(&ana, &[&nobody[..], &[("together", "on")]].concat()).await;
        assert!(page.text().contains("Nadie en particular: le toca a toda la comunidad."), "{}", page.text());
        assert!(ana.get(&format!("{path}.md")).await.body.contains("Nadie en particular"));
        // Set right, it stays said.
        let form = ana.get(&format!("{path}/correct")).await;
        ana.send_all(&form, &[("body", "Se abre los jueves.")]).await.follow(&ana).await;
        assert!(shown(&ana, &path).await.contains("le toca a toda la comunidad."));
    }
}
