// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Assemblies: called, held, and remembered by an acta that composes itself, which those who were there approve.

use tequio_node::decide::assemblies::acta::{Acta, Held};

use crate::support::{PASSPHRASE, Page, Person, on_both_engines};

use super::{
    acta as agreement, ballots, days_pass, express::proposed, records::stands_somewhere, shown, thursdays, told,
};

/// What somebody's identifier is.
pub async fn id_of(person: &Person) -> String {
    person.get_json("/@etla/me.json").await["kept"]["member"].as_str().unwrap().to_owned()
}

/// Calls an assembly, and gives its path and its page.
async fn called(person: &Person, fields: &[(&str, &str)]) -> (String, Page) {
    let form = person.get("/@etla/decide/assemblies/new").await;
    let usual = [
        ("title", "Asamblea de noviembre"),
        ("body", "Trae tu silla."),
        ("place", "Patio de la biblioteca"),
        ("day", "2026-11-28"),
        ("time", "17:00"),
        ("minutes", "90"),
    ];
    let points =
        [("point", "El horario"), ("lasts", "10"), ("about", ""), ("point", "La caja"), ("lasts", ""), ("about", "")];
    let usual = usual.iter().chain(&points).filter(|(name, _)| fields.iter().all(|(known, _)| known != name));
    let fields: Vec<_> = usual.chain(fields).copied().collect();
    let page = person.send_all(&form, &fields).await.follow(person).await;
    (page.path.split(['?', '#']).next().unwrap().to_owned(), page)
}

/// Takes a step that must go well, and gives the page that it leads to.
pub async fn goes(person: &Person, path: &str, step: &str, fields: &[(&str, &str)]) -> String {
    let page = person.post(&format!("{path}/steps/{step}"), fields).await;
    assert_eq!(page.status, 303, "{step}: {}", page.text());
    page.follow(person).await.text()
}

/// The identifiers of its points.
async fn points(person: &Person, path: &str) -> Vec<String> {
    let points = person.get_json(path).await["points"].clone();
    points.as_array().unwrap().iter().map(|point| point["id"].as_str().unwrap().to_owned()).collect()
}

/// The signed acta, which must hold without the node.
async fn acta(person: &Person, path: &str) -> Held {
    let file = person.get(&format!("{path}/acta")).await;
    assert_eq!(file.status, 200, "{}", file.body);
    Acta::verify(&serde_json::from_str(&file.body).unwrap(), None).unwrap()
}

/// An assembly that is open, with those who are there, at its first point.
pub async fn held(ana: &Person, there: &[&Person], others: &str, fields: &[(&str, &str)]) -> (String, Vec<String>) {
    let (path, _) = called(ana, fields).await;
    goes(ana, &path, "open", &[]).await;
    let mut present = Vec::new();
    for person in there {
        present.push(id_of(person).await);
    }
    let mut fields: Vec<(&str, &str)> = present.iter().map(|id| ("present", id.as_str())).collect();
    fields.push(("others", others));
    goes(ana, &path, "present", &fields).await;
    let points = points(ana, &path).await;
    goes(ana, &path, "turn", &[("on", &points[0])]).await;
    (path, points)
}

on_both_engines! {
    /// From the call to the approved acta: whose turn it is, the temperature, what was agreed, who was there without account.
    async fn an_assembly_is_called_held_and_remembered(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let (path, page) = called(&ana, &[]).await;
        for part in ["Quedó convocada", "sábado 28 de noviembre de 2026, 17:00", "Patio de la biblioteca", "El horario", "10 minutos", "Convocada"] {
            assert!(page.text().contains(part), "{part}\n{}", page.text());
        }
        assert_eq!((told(&beto, "assembly-called").await, told(&ana, "assembly-called").await), (1, 0));
        assert_eq!(app.person().get(&path).await.status, 404, "among members");
        // It stands in the agenda, with the order of the day.
        let agenda = shown(&beto, "/@etla/act/agenda").await;
        assert!(agenda.contains("Asamblea de noviembre"), "{agenda}");
        let list = shown(&beto, "/@etla/decide/assemblies").await;
        assert!(list.contains("Asamblea de noviembre") && list.contains("Convocada"), "{list}");
        // Anybody proposes a point; whoever leads it takes off what nobody talked about.
        let text = goes(&beto, &path, "add", &[("words", "La posada"), ("minutes", "5"), ("about", "")]).await;
        assert!(text.contains("La posada"), "{text}");
        assert_eq!(beto.post(&format!("{path}/steps/open"), &[]).await.status, 403);
        let own = points(&ana, &path).await;
        goes(&ana, &path, "drop", &[("on", &own[2])]).await;
        goes(&ana, &path, "open", &[]).await;
        let ids = [id_of(&ana).await, id_of(&beto).await, id_of(&citlali).await];
        let there = [("present", ids[0].as_str()), ("present", &ids[1]), ("present", &ids[2]), ("others", "Doña Chela; Tino")];
        let text = goes(&ana, &path, "present", &there).await;
        assert!(text.contains("Quiénes están (5)") && text.contains("Doña Chela"), "{text}");
        let text = goes(&ana, &path, "turn", &[("on", &own[0])]).await;
        for part in ["se está viendo", "quedan 10 minutos"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // The timer is on the page, whenever it is loaded.
        app.clock.advance(7 * 60_000_000);
        assert!(shown(&beto, &path).await.contains("hace 7 minutos") && shown(&beto, &path).await.contains("quedan 3 minutos"));
        // The word goes to who spoke least: Ana speaks, asks again, and waits for Beto, who asks after her.
        for who in [&ids[0], &ids[1]] {
            goes(&ana, &path, "ask", &[("on", who)]).await;
        }
        goes(&ana, &path, "give", &[("on", &ids[0])]).await;
        app.clock.advance(3 * 60_000_000);
        goes(&ana, &path, "hush", &[]).await;
        goes(&ana, &path, "ask", &[("on", &ids[0])]).await;
        goes(&citlali, &path, "ask", &[("on", &ids[2])]).await;
        let order: Vec<String> = ana.get_json(&path).await["now"]["waiting"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(order, ["Beto", "Citlali", "Ana"]);
        let early = ana.post(&format!("{path}/steps/give"), &[("on", &ids[0])]).await;
        assert!(early.status == 409 && early.text().contains("Le toca a otra persona"), "{}", early.text());
        assert_eq!(beto.post(&format!("{path}/steps/ask"), &[("on", &ids[2])]).await.status, 403, "nobody asks for others");
        // The time of the point is over.
        app.clock.advance(60_000_000);
        assert!(shown(&ana, &path).await.contains("El tiempo de este punto terminó"));
        // The temperature: hands, no names; no more than there are people.
        let many = ana.post(&format!("{path}/steps/feel"), &[("favour", "4"), ("doubt", "2"), ("against", "")]).await;
        assert!(many.status == 422 && many.text().contains("no más que las personas que están"), "{}", many.text());
        let text = goes(&ana, &path, "feel", &[("favour", "3"), ("doubt", "1"), ("against", "1")]).await;
        assert!(text.contains("3\nles late\n1\ntienen dudas\n1\nno les late"), "{text}");
        goes(&ana, &path, "note", &[("on", &own[0]), ("words", "Se habló de los jueves y de los **sábados**.")]).await;
        // An agreement of the point, with the fields of any record; who is there is known already.
        let form = ana.get(&format!("/@etla/decide/new?assembly={}&point={}", path.rsplit('/').next().unwrap(), own[0])).await;
        assert!(form.body.contains("value=\"Doña Chela, Tino\"") || form.body.contains("Tino, Doña Chela"), "{}", form.body);
        let mut fields = thursdays(&[]);
        fields.retain(|(name, _)| *name != "others");
        let page = ana.send_all(&form, &fields).await.follow(&ana).await;
        assert!(page.path.starts_with(&path) && page.text().contains("Se acordó\nEl taller abre los jueves"), "{}", page.text());
        let decision = page.body.split("/@etla/decide/0").nth(1).map(|rest| format!("/@etla/decide/0{}", rest.split('"').next().unwrap())).unwrap();
        assert!(shown(&beto, "/@etla/decide").await.contains("El taller abre los jueves"), "in the memory");
        assert_eq!(agreement(&beto, &decision).await.life.present.len(), 5);
        // The end: the acta is there for those who were.
        goes(&ana, &path, "turn", &[("on", &own[1])]).await;
        let text = goes(&ana, &path, "close", &[]).await;
        assert!(text.contains("El acta se aprueba el"), "{text}");
        assert_eq!((told(&beto, "assembly-acta").await, told(&ana, "assembly-acta").await), (1, 0));
        let open = acta(&beto, &path).await;
        assert_eq!((open.assembly.points.len(), open.assembly.present.len(), open.acta.agreements.len()), (2, 5, 1));
        let mut people: Vec<&str> = open.acta.people.values().map(String::as_str).collect();
        people.sort_unstable();
        assert_eq!(people, ["Ana", "Beto", "Citlali", "Doña Chela", "Tino"]);
        days_pass(app, 2).await;
        assert_eq!(beto.get_json(&path).await["stage"], "acta");
        days_pass(app, 2).await;
        assert_eq!((beto.get_json(&path).await["stage"].as_str(), told(&beto, "assembly-approved").await), (Some("approved"), 1));
        assert!(acta(&beto, &path).await.assembly.approved.is_some());
        let markdown = beto.get(&format!("{path}.md")).await.body;
        for part in ["# Asamblea de noviembre", "## 1. El horario", "Se habló de los jueves y de los **sábados**.", "3 les late, 1 tienen dudas, 1 no les late", "### Se acordó: El taller abre los jueves", "Doña Chela"] {
            assert!(markdown.contains(part), "{part}\n{markdown}");
        }
        // It is found by what was said in it.
        assert!(shown(&beto, "/@etla/search?q=horario").await.contains("Asamblea de noviembre"));
        assert!(shown(&beto, "/@etla/log").await.contains("convocó una asamblea"));
        let own = ana.get_json("/@etla/me/export").await["assembly_words"].clone();
        assert_eq!(own.as_array().unwrap().len(), 3, "two points and a note");
    }

    /// Who says that it was not so stops the acta, once: corrected, it is read anew, and what is still said stands beside it.
    async fn an_acta_waits_to_be_set_right_once(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let (path, points) = held(&ana, &[&ana, &beto], "Tino", &[]).await;
        goes(&ana, &path, "note", &[("on", &points[0]), ("words", "Se abre los lunes.")]).await;
        goes(&ana, &path, "close", &[]).await;
        let none = beto.post(&format!("{path}/steps/doubt"), &[("words", " ")]).await;
        assert!(none.status == 422 && none.text().contains("Falta llenar esto."), "{}", none.text());
        let text = goes(&beto, &path, "doubt", &[("words", "Dijimos jueves, y Citlali también estuvo.")]).await;
        assert!(text.contains("el acta espera a que se corrija") && text.contains("Dijimos jueves"), "{text}");
        assert_eq!(told(&ana, "assembly-doubted").await, 1);
        assert!(shown(&ana, "/@etla").await.contains("Corrige el acta de «Asamblea de noviembre»"));
        days_pass(app, 10).await;
        assert_eq!(beto.get_json(&path).await["stage"], "acta", "it waits");
        assert_eq!(beto.post(&format!("{path}/steps/correct"), &[("words", "x")]).await.status, 403);
        let ids = [id_of(&ana).await, id_of(&beto).await, id_of(&citlali).await];
        let right = [
            ("words", "Era jueves; faltaba Citlali."), ("present", ids[0].as_str()), ("present", &ids[1]), ("present", &ids[2]), ("others", "Tino"),
            ("point", &points[0]), ("note", "Se abre los jueves."), ("point", &points[1]), ("note", ""),
        ];
        let text = goes(&ana, &path, "correct", &right).await;
        for part in ["Se abre los jueves.", "Era jueves; faltaba Citlali.", "Estuvieron (4)", "de la versión 1", "El acta se aprueba el"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert_eq!((told(&citlali, "assembly-corrected").await, told(&beto, "assembly-corrected").await), (1, 1));
        // Nobody holds it up for ever: what is said now stands beside it.
        let text = goes(&citlali, &path, "doubt", &[("words", "También hablamos de la llave.")]).await;
        assert!(text.contains("También hablamos de la llave.") && text.contains("El acta se aprueba el"), "{text}");
        days_pass(app, 4).await;
        let text = shown(&beto, &path).await;
        for part in ["El acta se aprobó el", "Dijimos jueves", "También hablamos de la llave."] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let held = acta(&beto, &path).await.assembly;
        assert_eq!((held.version, held.doubts.len(), held.corrections.len(), held.present.len()), (2, 2, 1, 4));
    }

    /// Nobody's leave or erasure breaks an acta: names go, what was said stays, and the file holds.
    async fn nobody_s_erasure_breaks_an_acta(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (path, points) = held(&ana, &[&ana, &beto], "Doña Chela", &[]).await;
        goes(&ana, &path, "note", &[("on", &points[0]), ("words", "Se abre los lunes.")]).await;
        goes(&ana, &path, "close", &[]).await;
        goes(&beto, &path, "doubt", &[("words", "Dijimos jueves.")]).await;
        let chela = ana.get_json(&path).await["erasable"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(beto.post(&format!("{path}/forget-name"), &[("person", &chela)]).await.status, 403);
        let gone = ana.post(&format!("{path}/forget-name"), &[("person", &chela)]).await.follow(&ana).await.text();
        assert!(gone.contains("(nombre borrado)") && !gone.contains("Chela"), "{gone}");
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("passphrase", PASSPHRASE), ("how", "erase")]).await.status, 303);
        let text = shown(&ana, &path).await;
        assert!(text.contains("Dijimos jueves.") && text.contains("Alguien que ya se fue") && !text.contains("Beto"), "{text}");
        let held = acta(&ana, &path).await;
        assert_eq!((held.acta.people.len(), held.assembly.present.len(), held.assembly.doubts.len()), (1, 3, 1));
        // It is corrected still, with who was there and is gone.
        let json = ana.get(&path).await;
        let fixed = ana.send_all(&json, &[("words", "Era jueves."), ("note", "Se abre los jueves."), ("note", "")]).await;
        assert_eq!(fixed.status, 303, "{}", fixed.text());
        let after = acta(&ana, &path).await.assembly;
        assert_eq!((after.version, after.present.len()), (2, 3));
        assert_eq!(stands_somewhere(app, "Chela").await, [""; 0]);
        // Removed by the mandate, nothing of it is left, and what was agreed would stay.
        let remove = format!("/@etla/entries/{}/remove", path.rsplit('/').next().unwrap());
        assert!(shown(&ana, &remove).await.contains("Lo que se acordó en ella queda en la memoria."));
        ana.post(&remove, &[]).await;
        assert!(shown(&ana, &path).await.contains("Esta publicación fue retirada."));
        assert_eq!(ana.get(&format!("{path}/acta")).await.status, 404);
        for words in ["Dijimos jueves", "Se abre los"] {
            assert_eq!(stands_somewhere(app, words).await, [""; 0], "{words}");
        }
    }

    /// Raised hands in a round: entered by the mandate, marked so, the person told; they may say otherwise themselves.
    async fn hands_are_entered_and_marked(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let (decision, _) = proposed(&ana, &[]).await;
        let id = decision.rsplit('/').next().unwrap().to_owned();
        let (path, points) = held(&ana, &[&ana, &beto, &citlali], "", &[("point", "La limpieza"), ("lasts", "5"), ("about", &id), ("point", "Otro"), ("lasts", ""), ("about", "")]).await;
        let ids = [id_of(&beto).await, id_of(&citlali).await];
        let form = ana.get(&format!("{path}/enter")).await;
        assert!(form.text().contains("El sábado limpiamos el taller") && form.text().contains("Beto"), "{}", form.text());
        let none = ana.send(&form, &[]).await;
        assert!(none.status == 422 && none.text().contains("Elige qué dijeron.") && none.text().contains("Elige por lo menos a una persona."), "{}", none.text());
        let all = [("people", ids[0].as_str()), ("people", &ids[1]), ("stance", "agree"), ("words", "Que sí.")];
        let two = ana.send_all(&form, &all).await;
        assert!(two.status == 422 && two.text().contains("Las palabras son de una persona") && two.body.contains("Que sí."), "{}", two.text());
        assert_eq!(beto.post(&format!("{path}/enter"), &[("people", &ids[0]), ("stance", "agree")]).await.status, 403);
        let done = ana.send_all(&form, &[("people", &ids[0]), ("stance", "agree"), ("words", "")]).await.follow(&ana).await;
        assert!(done.text().contains("Dijeron su postura de mano alzada: Beto."), "{}", done.text());
        assert_eq!(told(&beto, "decision-entered").await, 1);
        let text = shown(&beto, &decision).await;
        assert!(text.contains("De mano alzada o en papel: Beto") && text.contains("✓ Estás de acuerdo"), "{text}");
        // An objection with its reason halts express consent, as by one's own hand.
        let form = ana.get(&format!("{path}/enter")).await;
        assert!(!form.text().contains("Beto"), "he has said it: {}", form.text());
        let object = [("people", ids[1].as_str()), ("stance", "object"), ("words", "Ese día hay tequio.")];
        assert_eq!(ana.send_all(&form, &object).await.status, 303);
        let text = shown(&citlali, &decision).await;
        assert!(text.contains("Ese día hay tequio.\n— Citlali"), "{text}");
        let over = ana.get(&format!("{path}/enter")).await;
        assert!(over.status == 409 && over.text().contains("no hay nada abierto"), "{}", over.text());
        goes(&ana, &path, "turn", &[("on", &points[1])]).await;
        assert_eq!(ana.get(&format!("{path}/enter")).await.status, 409, "a point without decision");
    }

    /// Papers from a box: as many as people, in the box of secret ballots with the others, marked whose, not which.
    async fn papers_are_counted_with_the_other_ballots(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let decision = ballots::voted_on(app, &ana).await;
        let id = decision.rsplit('/').next().unwrap().to_owned();
        let today = "2026-12-02";
        let (path, _) = held(&ana, &[&ana, &beto, &citlali], "Tino", &[("day", today), ("point", "El cargo"), ("lasts", "5"), ("about", &id)]).await;
        let ids = [id_of(&beto).await, id_of(&citlali).await];
        let form = ana.get(&format!("{path}/enter")).await;
        assert!(!form.text().contains("Tino") && form.text().contains("Son menos de siete personas"), "who is not on the roll has no paper: {}", form.text());
        let few = ana.send_all(&form, &[("people", &ids[0]), ("people", &ids[1]), ("yes", "1"), ("no", ""), ("blank", "")]).await;
        assert!(few.status == 422 && few.text().contains("Los papeles tienen que ser tantos"), "{}", few.text());
        let done = ana.send_all(&form, &[("people", &ids[0]), ("people", &ids[1]), ("yes", "1"), ("no", "1"), ("blank", "")]).await.follow(&ana).await;
        assert!(done.text().contains("Votaron en papel: Beto, Citlali.") || done.text().contains("Votaron en papel: Citlali, Beto."), "{}", done.text());
        assert_eq!(beto.get(&format!("{decision}/ballot")).await.status, 409, "their ballot is in");
        ballots::votes(&ana, &decision, "yes").await;
        days_pass(app, 2).await;
        let count = ana.get_json(&decision).await["way"]["ballot"]["counted"].clone();
        assert_eq!((count["yes"].as_u64(), count["no"].as_u64(), count["ballots"].as_array().unwrap().len()), (Some(2), Some(1), 3));
        let held = agreement(&ana, &decision).await;
        assert_eq!(held.life.entered.len(), 2, "and the signed acta of the decision says who voted on paper");
    }

    /// What is wrong is said, and what was typed is not lost.
    async fn what_is_wrong_is_said(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/decide/assemblies/new").await;
        let half = [("title", "Junta"), ("day", ""), ("time", ""), ("minutes", "0"), ("point", ""), ("lasts", ""), ("about", "")];
        let wrong = ana.send_all(&form, &half).await;
        for part in ["A cada fecha le hace falta el día y la hora.", "Escribe por lo menos un punto", "de 1 a 1440"] {
            assert!(wrong.status == 422 && wrong.text().contains(part), "{part} {}", wrong.text());
        }
        assert!(wrong.body.contains("value=\"Junta\""));
        let past = [("title", "Junta"), ("day", "2026-11-01"), ("time", "10:00"), ("point", "Uno"), ("lasts", "x"), ("about", "")];
        let wrong = ana.send_all(&form, &past).await;
        assert!(wrong.status == 422 && wrong.text().contains("Escribe los minutos con números"), "{}", wrong.text());
        let past = [("title", "Junta"), ("day", "2026-11-01"), ("time", "10:00"), ("point", "Uno"), ("lasts", ""), ("about", "")];
        let wrong = ana.send_all(&form, &past).await;
        assert!(wrong.status == 422 && wrong.text().contains("Esa fecha ya pasó"), "{}", wrong.text());
        let (path, points) = held(&ana, &[&ana], "", &[]).await;
        let again = ana.post(&format!("{path}/steps/open"), &[]).await;
        assert!(again.status == 409 && again.text().contains("la asamblea está en otro momento"), "{}", again.text());
        let nobody = ana.post(&format!("{path}/steps/present"), &[("others", "")]).await;
        assert!(nobody.status == 422 && nobody.text().contains("Anota quiénes están"), "{}", nobody.text());
        let twice = ana.post(&format!("{path}/steps/turn"), &[("on", &points[0])]).await;
        assert_eq!(twice.status, 409);
        assert_eq!(ana.post(&format!("{path}/steps/drop"), &[("on", &points[0])]).await.status, 409, "it was talked about");
        let note = ana.post(&format!("{path}/steps/note"), &[("on", &points[0]), ("words", &"a".repeat(5001))]).await;
        assert!(note.status == 422 && note.body.contains(&"a".repeat(5001)), "{}", note.status);
        assert_eq!(ana.post(&format!("{path}/steps/dance"), &[]).await.status, 404);
    }
}
