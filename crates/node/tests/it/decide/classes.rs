// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The classes of decisions: shown, chosen, changed by a decision alone; what is urgent lapses unless ratified.

use crate::support::{Person, TestApp, on_both_engines};

use super::{days_pass, express::proposed, goes, integrated, onward, shown, step, told, understood};

/// What is agreed by all, from its text that waits to be firm until somebody answers for it.
pub(super) async fn agreed(app: &TestApp, path: &str, people: &[&Person]) {
    understood(path, people).await;
    onward(people[0], path, "integration").await;
    days_pass(app, 1).await;
    onward(people[0], path, "frozen").await;
    let text = people[0].get_json(path).await["digest"].as_str().unwrap().to_owned();
    for person in people {
        goes(person, path, "stance", &[("text", &text), ("stance", "agree")]).await;
    }
    days_pass(app, 2).await;
    goes(people[0], path, "together", &[]).await;
}

/// Brings a proposal to where its text may be firm.
pub(super) async fn brought(app: &TestApp, path: &str, person: &Person, reflection: i64) {
    goes(person, path, "affected", &[("words", "Toda la comunidad.")]).await;
    onward(person, path, "draft").await;
    days_pass(app, 1).await;
    onward(person, path, "call").await;
    days_pass(app, 1).await;
    onward(person, path, "clarification").await;
    days_pass(app, reflection).await;
    integrated(app, path, person).await;
}

on_both_engines! {
    /// The page shows what each kind asks; another number is proposed there, agreed as the founding text is, and holds for
    /// what is proposed after it is in force.
    async fn a_class_changes_by_a_decision(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let stranger = app.person();
        let text = shown(&stranger, "/@etla/decide/classes").await;
        for part in ["Cómo decidimos", "Cómo hacemos las cosas", "Se anuncia por lo menos\nun día", "3 de cada 5", "Lo usual", "30 días"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!text.contains("Proponer que sea de otra manera"), "{text}");
        // What would lock everybody out is no class.
        let form = ana.get("/@etla/decide/classes/policy").await;
        let wrong = ana.send(&form, &[("body", "Porque sí."), ("sponsors", "7")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Pide más personas de las que son"), "{}", wrong.text());
        let wrong = ana.send(&form, &[("body", "Porque sí."), ("notice", "pronto"), ("quorum", "120")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("Escribe un número entero, de 0 a 100."), "{}", wrong.text());
        let urgent = ana.get("/@etla/decide/classes/urgent").await;
        let wrong = ana.send(&urgent, &[("body", "Porque sí."), ("sponsors", "0")]).await;
        assert!(wrong.status == 422 && wrong.text().contains("si no, todo sería urgente"), "{}", wrong.text());
        let page = ana.send(&form, &[("body", "Un día no nos alcanza."), ("notice", "4")]).await.follow(&ana).await;
        let path = page.path.split(['?', '#']).next().unwrap().to_owned();
        let text = page.text();
        for part in ["Cambiar cómo decidimos: Cómo hacemos las cosas", "Texto fundador", "Si se acuerda, cambia cómo decidimos", "Se anuncia por lo menos\nun día\n→\n4 días"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        // It can be worked on as any text: with another number the time to think begins anew.
        let digest = ana.get_json(&path).await["digest"].as_str().unwrap().to_owned();
        let again = ana.get(&format!("/@etla/decide/classes/policy?of={}", path.rsplit('/').next().unwrap())).await;
        assert_eq!(beto.send(&again, &[("notice", "3")]).await.status, 403);
        let text = ana.send(&again, &[("notice", "3")]).await.follow(&ana).await.text();
        assert!(text.contains("un día\n→\n3 días"), "{text}");
        assert_ne!(ana.get_json(&path).await["digest"], digest.as_str());
        assert_eq!(ana.send(&again, &[("notice", "5")]).await.status, 409, "of a text that changed");
        brought(app, &path, &ana, 7).await;
        agreed(app, &path, &[&ana, &beto]).await;
        let text = shown(&stranger, "/@etla/decide/classes").await;
        assert!(text.contains("Se anuncia por lo menos\n3 días") && text.contains("Así desde el"), "{text}");
        // What is proposed now is asked for it; what was before, is not.
        let (other, _) = proposed(&ana, &[("way", "policy"), ("title", "Otra"), ("body", "Cosa.")]).await;
        goes(&ana, &other, "affected", &[("words", "Nadie más.")]).await;
        onward(&ana, &other, "draft").await;
        days_pass(app, 1).await;
        assert_eq!(step(&ana, &other, "onward", &[("answer", "call")]).await.status, 409);
        days_pass(app, 2).await;
        onward(&ana, &other, "call").await;
    }

    /// What cannot wait takes two days and more people behind it, and lapses in thirty days; ratified with calm, it stays.
    async fn what_is_urgent_lapses_unless_ratified(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let form = shown(&ana, "/@etla/decide/propose").await;
        assert!(form.contains("Vence si no se ratifica con calma. Por consentimiento; tarda por lo menos 2 días."), "{form}");
        let mut paths = Vec::new();
        for title in ["Cerrar el pozo", "Cerrar la toma"] {
            let (path, _) = proposed(&ana, &[("way", "urgent"), ("title", title), ("body", "Se cierra hoy.")]).await;
            goes(&ana, &path, "affected", &[("words", "Quienes beben de ahí.")]).await;
            assert_eq!(step(&ana, &path, "onward", &[("answer", "draft")]).await.status, 409, "it takes more than one");
            goes(&beto, &path, "sponsor", &[]).await;
            onward(&ana, &path, "draft").await;
            paths.push(path);
        }
        let hours = async |hours: i64| {
            app.clock.advance(tequio_node::spine::world::DAY / 24 * hours);
            tequio_node::jobs::run_due(&app.node).await.unwrap();
        };
        hours(6).await;
        for path in &paths {
            onward(&ana, path, "call").await;
        }
        hours(6).await;
        for path in &paths {
            onward(&ana, path, "clarification").await;
            super::foreseen(&ana, path).await;
            goes(&ana, path, "search", &[("words", "nada")]).await;
        }
        hours(12).await;
        for path in &paths {
            onward(&ana, path, "deliberation").await;
            onward(&ana, path, "integration").await;
            onward(&ana, path, "frozen").await;
            let text = ana.get_json(path).await["digest"].as_str().unwrap().to_owned();
            for person in [&ana, &beto] {
                goes(person, path, "stance", &[("text", &text), ("stance", "agree")]).await;
            }
        }
        hours(24).await;
        for path in &paths {
            goes(&ana, path, "together", &[]).await;
        }
        let text = shown(&beto, &paths[0]).await;
        assert!(text.contains("Es urgente: deja de valer el") && text.contains("Proponer ratificarlo"), "{text}");
        // By an ordinary decision, which says so.
        let other = paths[0].rsplit('/').next().unwrap();
        let form = ana.get(&format!("/@etla/decide/propose?ratifies={other}")).await;
        assert!(form.text().contains("Ratifica:\nCerrar el pozo"), "{}", form.text());
        let wrong = ana.send(&form, &[("title", "Que siga"), ("body", "Sigue cerrado."), ("way", "urgent")]).await;
        assert_eq!(wrong.status, 409, "{}", wrong.text());
        let page = ana.send(&form, &[("title", "Que siga"), ("body", "Sigue cerrado."), ("way", "policy")]).await.follow(&ana).await;
        let path = page.path.split(['?', '#']).next().unwrap().to_owned();
        assert!(page.text().contains("Lo ratifica: que ya no venza") || page.text().contains("Ratifica:\nCerrar el pozo"), "{}", page.text());
        brought(app, &path, &ana, 0).await;
        agreed(app, &path, &[&ana, &beto]).await;
        let text = shown(&beto, &paths[0]).await;
        assert!(text.contains("Se ratificó: ya no vence") && !text.contains("deja de valer el"), "{text}");
        assert_eq!(told(&beto, "decision-ratified").await, 1);
        days_pass(app, 30).await;
        let beto = app.person_again("Beto").await;
        assert_eq!(beto.get_json(&paths[0]).await["binds"], true);
        assert_eq!(beto.get_json(&paths[1]).await["stage"], "lapsed", "nobody ratified it");
        assert_eq!(told(&beto, "decision-lapsed").await, 1);
    }

    /// What a deliberated decision says that it amends or repeals, it does once it is in force.
    async fn what_amends_another_takes_its_place(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (old, _) = super::kept(&ana, &super::thursdays(&[("title", "El agua del pozo")])).await;
        let (path, _) = proposed(&ana, &[("way", "policy"), ("title", "Otra agua"), ("body", "De la llave.")]).await;
        brought(app, &path, &ana, 0).await;
        goes(&ana, &path, "search", &[("words", "agua")]).await;
        let other = old.rsplit('/').next().unwrap();
        assert_eq!(step(&ana, &path, "mark", &[("on", other), ("answer", "ratifies")]).await.status, 409, "it is not urgent");
        goes(&ana, &path, "mark", &[("on", other), ("answer", "repeals")]).await;
        agreed(app, &path, &[&ana, &beto]).await;
        let json = beto.get_json(&old).await;
        assert_eq!((json["stage"].as_str(), json["superseded"]["title"].as_str()), (Some("repealed"), Some("Otra agua")));
        assert_eq!(told(&beto, "decision-repealed").await, 1);
    }
}
