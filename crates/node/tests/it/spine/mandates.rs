// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! No permanent power: the founder's mandate asks to be confirmed, ends, and returns to the assembly.

use tequio_node::{
    jobs,
    spine::{
        mandates::Kind,
        world::{DAY, HOUR},
    },
    store::{Db, Statement, Text},
};

use crate::support::{PASSPHRASE, Person, TestApp, on_both_engines};

static NO_REASON: Statement =
    Statement { name: "no reason", text: Text::Both("ALTER TABLE mandates DROP COLUMN reason") };
static NO_START: Statement =
    Statement { name: "no start", text: Text::Both("ALTER TABLE foundings DROP COLUMN at_start") };
static NO_DEVICES: Statement = Statement { name: "no devices", text: Text::Both("DROP TABLE devices") };
static NO_MIGRATION: Statement =
    Statement { name: "no migration", text: Text::Both("DELETE FROM migrations WHERE number = 8") };

async fn leave(person: &Person) {
    let form = person.get("/@etla/me/leave").await;
    let left = person.send(&form, &[("how", "leave"), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(left.status, 303, "{}", left.text());
}

/// Signs in again, where the session is over.
async fn again(person: &Person, name: &str) {
    let form = person.get("/@etla/sign-in").await;
    assert_eq!(person.send(&form, &[("name", name), ("passphrase", PASSPHRASE)]).await.status, 303);
}

async fn days_pass(app: &TestApp, days: i64) {
    app.clock.advance(days * DAY);
    jobs::run_due(&app.node).await.unwrap();
}

/// Presses the first button of a page that gives `name` this value, or any value.
async fn press(person: &Person, path: &str, action: &str, fields: &[(&str, &str)]) -> u16 {
    let page = person.get(path).await;
    let form = page
        .body
        .split("<form")
        .find(|form| form.contains(&format!("/mandates/{action}\"")))
        .unwrap_or_else(|| panic!("{action}: {}", page.text()));
    let value = |name: &str| {
        let after = form.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        Some(after.split('"').next()?.to_owned())
    };
    let mut all: Vec<(String, String)> = Vec::new();
    for name in ["id", "candidate", "kind", "supports"] {
        all.extend(value(name).map(|value| (name.to_owned(), value)));
    }
    all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    person.post(&format!("/@etla/mandates/{action}"), &all).await.status
}

on_both_engines! {
    /// From day 60 everybody is asked; half of the members prolong it.
    async fn the_founder_is_confirmed(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        assert!(!beto.get("/@etla/mandates").await.text().contains("Confirmo"));
        days_pass(app, 40).await;
        for person in [&ana, &beto, &citlali] {
            // A session that is used goes on.
            assert_eq!(person.get("/@etla/mandates").await.status, 200);
        }
        days_pass(app, 21).await;
        let notices = beto.get("/@etla/notices").await.text();
        assert!(notices.contains("Un cargo está por terminar"), "{notices}");
        assert!(!ana.get("/@etla/mandates").await.text().contains("Confirmo"), "nobody confirms themselves");
        assert_eq!(press(&beto, "/@etla/mandates", "confirm", &[]).await, 303);
        assert!(citlali.get("/@etla/mandates").await.text().contains("van 1 de 2"));
        assert_eq!(press(&citlali, "/@etla/mandates", "confirm", &[]).await, 303);
        let page = citlali.get("/@etla/mandates").await.text();
        assert!(page.contains("enero de 2028"), "{page}");
        assert!(!page.contains("Pide confirmación"));
        // Who holds it hears that the half was reached, and the log says so, once.
        let told = ana.get("/@etla/notices").await.text();
        assert!(told.contains("La mitad de la comunidad confirmó tu cargo"), "{told}");
        assert!(!beto.get("/@etla/notices").await.text().contains("confirmó tu cargo"));
        let log = ana.get("/@etla/log").await.text();
        assert_eq!(log.matches("con eso llegó a la mitad: sigue hasta el").count(), 1, "{log}");
    }

    /// Nobody confirms: the mandate ends, two members call a choice, and who is chosen has the powers.
    async fn a_vacant_mandate_returns_to_the_assembly(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        days_pass(app, 61).await;
        days_pass(app, 30).await;
        for person in [&ana, &beto, &citlali] {
            // Sessions that were not used for sixty days are over.
            let form = person.get("/@etla/sign-in").await;
            let name = if std::ptr::eq(person, &ana) { "Ana" } else if std::ptr::eq(person, &beto) { "Beto" } else { "Citlali" };
            assert_eq!(person.send(&form, &[("name", name), ("passphrase", PASSPHRASE)]).await.status, 303);
        }
        assert_eq!(ana.get("/@etla/invitations").await.status, 403, "her mandate is over");
        assert!(ana.get("/@etla/mandates").await.text().contains("Vacante"));
        // Everybody is told, the log has it, and the pages say it until somebody is chosen.
        for person in [&ana, &beto] {
            let notices = person.get("/@etla/notices").await.text();
            assert!(notices.contains("Este cargo terminó y quedó vacante"), "{notices}");
        }
        let log = beto.get("/@etla/log").await.text();
        assert!(log.contains("terminó un cargo y quedó vacante") && log.contains("Coordinación"), "{log}");
        for path in ["/@etla", "/@etla/members"] {
            assert!(beto.get(path).await.text().contains("La coordinación está vacante"));
            assert!(!app.person().get(path).await.text().contains("La coordinación está vacante"));
        }
        assert_eq!(press(&beto, "/@etla/mandates", "call", &[]).await, 303);
        assert!(ana.get("/@etla/notices").await.text().contains("Alguien convoca a elegir"));
        assert_eq!(beto.post("/@etla/mandates/call", &[("kind", "coordination")]).await.status, 409, "it takes another one");
        assert_eq!(press(&citlali, "/@etla/mandates", "call", &[]).await, 303);
        assert!(ana.get("/@etla/notices").await.text().contains("Hay una elección abierta"));
        assert_eq!(press(&beto, "/@etla/mandates", "stand", &[]).await, 303);
        assert_eq!(press(&citlali, "/@etla/mandates", "stand", &[]).await, 303);
        // A tie goes on; it is settled when it is none.
        let page = citlali.get_json("/@etla/mandates.json").await;
        let candidates = page["kinds"][0]["choice"]["candidates"].as_array().unwrap().clone();
        let choice = page["kinds"][0]["choice"]["id"].as_str().unwrap().to_owned();
        let support = |name: &str| {
            let candidate = candidates.iter().find(|candidate| candidate["name"] == name).unwrap();
            vec![("id", choice.clone()), ("candidate", candidate["id"].as_str().unwrap().to_owned())]
        };
        for (person, candidate) in [(&beto, "Beto"), (&citlali, "Citlali")] {
            let fields = support(candidate);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(person.post("/@etla/mandates/support", &fields).await.status, 303);
        }
        let page = ana.get("/@etla/mandates").await.text();
        assert!(page.contains("un apoyo"), "it is counted while it is open: {page}");
        days_pass(app, 8).await;
        assert!(ana.get("/@etla/mandates").await.text().contains("Elección abierta"));
        let fields = support("Beto");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ana.post("/@etla/mandates/support", &fields).await.status, 303);
        days_pass(app, 4).await;
        let page = ana.get("/@etla/mandates").await.text();
        assert!(page.contains("Quedó Beto") && page.contains("2 apoyos") && page.contains("Elección del"), "{page}");
        assert!(!ana.get("/@etla").await.text().contains("La coordinación está vacante"));
        assert_eq!(beto.get("/@etla/invitations").await.status, 200);
        let log = ana.get("/@etla/log").await.text();
        assert!(log.contains("cerró la elección: quedó Beto") && log.contains("porque hubo empate") && log.contains("El paso del tiempo"), "{log}");
    }

    /// After a week a mandate sleeps until a second factor is given.
    async fn power_over_others_takes_a_second_factor(app: TestApp) {
        let ana = app.founder().await;
        // It is said beforehand: on the pages, and by a notice.
        for (path, told) in [("/@etla", "te lo pediremos"), ("/@etla/mandates", "Como tienes un cargo")] {
            let page = ana.get(path).await;
            assert!(page.text().contains(told) && page.text().contains("desde el martes 1 de diciembre de 2026"), "{}", page.text());
            assert!(page.body.contains("href=\"/@etla/me/second-factor\""));
        }
        days_pass(app, 4).await;
        let notices = ana.get("/@etla/notices").await;
        assert!(notices.text().contains("Tu cargo pide un segundo paso para entrar"), "{}", notices.text());
        days_pass(app, 4).await;
        for path in ["/@etla/invitations", "/@etla/requests", "/@etla/about/edit"] {
            let refused = ana.get(path).await;
            assert_eq!(refused.status, 403, "{path}");
            assert!(refused.text().contains("pide un segundo paso") && !refused.text().contains("quien tiene el cargo"), "{}", refused.text());
            assert!(refused.body.contains("href=\"/@etla/me/second-factor\""), "{}", refused.body);
        }
        assert!(ana.get("/@etla/mandates").await.text().contains("protege tu cuenta con un segundo paso"));
        let told = ana.post("/@etla/invitations", &[("uses", "1"), ("days", "1"), ("purpose", "")]).await;
        assert!(told.text().contains("segundo paso"), "{}", told.text());
        let taken = app.person();
        *taken.cookies.lock().unwrap() = ana.cookies.lock().unwrap().clone();
        let secret = app.protect(&ana).await;
        let first = app.code(&secret);
        assert_eq!(taken.get("/@etla/members").await.status, 401, "the session that may do more is another one");
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        assert!(!ana.get("/@etla/mandates").await.text().contains("segundo paso"));
        let page = ana.get("/@etla/me/second-factor").await.body;
        assert!(!page.contains("Dar el código") && page.contains("Quitar el segundo paso"), "{page}");
        // Coming in again takes the code, and each is good once.
        ana.post("/@etla/sign-out", &[]).await;
        let form = ana.get("/@etla/sign-in").await;
        let fields = |code: &str| vec![("name", "Ana".to_owned()), ("passphrase", PASSPHRASE.to_owned()), ("code", code.to_owned())];
        for wrong in ["", "000000", &first] {
            let fields = fields(wrong);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let refused = ana.send(&form, &fields).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert_eq!(refused.text().contains("espera al siguiente"), wrong == first, "{}", refused.text());
        }
        app.clock.advance(HOUR);
        // A mistyped passphrase does not cost the code.
        let right = app.code(&secret);
        let mistyped = [("name", "Ana"), ("passphrase", "maguey telar nube candela"), ("code", &right)];
        let refused = ana.send(&form, &mistyped).await;
        assert!(refused.status == 422 && !refused.text().contains("espera al siguiente"), "{}", refused.text());
        let fields = fields(&right);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ana.send(&form, &fields).await.status, 303);
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        // Taken off in one browser, it stands in none.
        app.clock.advance(HOUR);
        let (other, code_now) = (app.person(), app.code(&secret));
        let fields = [("name", "Ana"), ("passphrase", PASSPHRASE), ("code", code_now.as_str())];
        assert_eq!(other.send(&form, &fields).await.status, 303);
        assert_eq!(other.get("/@etla/invitations").await.status, 200);
        app.clock.advance(HOUR);
        let taken_off = [("passphrase", PASSPHRASE), ("code", &app.code(&secret)), ("remove", "on")];
        assert_eq!(ana.post("/@etla/me/second-factor", &taken_off).await.status, 303);
        for person in [&ana, &other] {
            assert_eq!(person.get("/@etla/invitations").await.status, 403);
        }
    }

    /// Where nobody else is left to join a call, one member's call opens the choice: never to nobody.
    async fn a_lone_founder_is_not_locked_out(app: TestApp) {
        let ana = app.founder().await;
        assert!(ana.get("/@etla/mandates").await.text().contains("eres la única persona"));
        days_pass(app, 61).await;
        days_pass(app, 30).await;
        again(&ana, "Ana").await;
        assert_eq!(ana.get("/@etla/invitations").await.status, 403, "her mandate is over");
        assert_eq!(press(&ana, "/@etla/mandates", "call", &[]).await, 303);
        let page = ana.get("/@etla/mandates").await.text();
        assert!(page.contains("Elección abierta"), "{page}");
        assert_eq!(press(&ana, "/@etla/mandates", "stand", &[]).await, 303);
        assert_eq!(press(&ana, "/@etla/mandates", "support", &[]).await, 303);
        days_pass(app, 8).await;
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
    }

    /// Who called and is the only one left opens what they called.
    async fn a_call_is_not_lost_when_the_others_leave(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(press(&ana, "/@etla/mandates", "call", &[]).await, 303);
        assert!(ana.get("/@etla/mandates").await.text().contains("Falta que otra persona"));
        leave(&beto).await;
        assert_eq!(press(&ana, "/@etla/mandates", "call", &[]).await, 303);
        assert!(ana.get("/@etla/mandates").await.text().contains("Elección abierta"));
    }

    /// The only one who coordinates is told before what leaving means, and the others after.
    async fn a_vacancy_is_told_before_and_after(app: TestApp) {
        let ana = app.founder().await;
        let alone = ana.get("/@etla/me/leave").await.text();
        assert!(alone.contains("Eres la última persona"), "{alone}");
        let beto = app.join(&ana, "Beto").await;
        let page = ana.get("/@etla/me/leave").await.text();
        assert!(page.contains("Nadie más tiene este cargo") && page.contains("Coordinación"), "{page}");
        let page = beto.get("/@etla/me/leave").await.text();
        assert!(!page.contains("Nadie más tiene este cargo"), "{page}");
        leave(&ana).await;
        let notices = beto.get("/@etla/notices").await.text();
        assert!(notices.contains("quedó vacante"), "{notices}");
        assert!(beto.get("/@etla/mandates").await.text().contains("Vacante"));
        // He is alone now, and not locked out.
        assert_eq!(press(&beto, "/@etla/mandates", "call", &[]).await, 303);
        assert!(beto.get("/@etla/mandates").await.text().contains("Elección abierta"));
    }

    /// A node that slept past the day of asking asks when it wakes and leaves two weeks, also past the end.
    async fn who_slept_asks_when_it_wakes(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        days_pass(app, 200).await;
        again(&beto, "Beto").await;
        let page = beto.get("/@etla/mandates").await.text();
        assert!(page.contains("Pide confirmación") && !page.contains("Coordinación\nVacante"), "{page}");
        assert!(beto.get("/@etla/notices").await.text().contains("Un cargo está por terminar"));
        assert!(!beto.get("/@etla").await.text().contains("La coordinación está vacante"));
        days_pass(app, 13).await;
        assert!(!beto.get("/@etla").await.text().contains("La coordinación está vacante"));
        days_pass(app, 1).await;
        assert!(beto.get("/@etla").await.text().contains("La coordinación está vacante"));
        assert!(beto.get("/@etla/notices").await.text().contains("Este cargo terminó"));
        // Once is enough.
        jobs::sweep(&app.node).await.unwrap();
        days_pass(app, 1).await;
        assert_eq!(beto.get("/@etla/notices").await.text().matches("Este cargo terminó").count(), 1);
    }

    /// Who asks to join while nobody can answer is told so, and so are the members.
    async fn a_request_in_a_vacancy_is_heard(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let ask = async |name: &str| {
            let asked = app.person();
            let form = asked.get("/@etla/join").await;
            asked.send(&form, &[("name", name), ("message", "")]).await.text()
        };
        assert!(!ask("Dora").await.contains("Por ahora nadie tiene el cargo"));
        let page = ana.get("/@etla/mandates").await;
        let asks = page.body.split("href=\"").find(|href| href.contains("/mandates/lay-down?id=")).unwrap().split('"').next().unwrap();
        assert_eq!(press(&ana, asks, "lay-down", &[]).await, 303);
        assert!(!beto.get("/@etla/notices").await.text().contains("nadie puede contestar"));
        assert!(ask("Yadira").await.contains("Por ahora nadie tiene el cargo de contestar"));
        assert!(beto.get("/@etla/notices").await.text().contains("Alguien pide unirse y nadie puede contestar"));
    }

    /// Who stands may stand down; who supported them supports nobody.
    async fn a_candidacy_can_be_withdrawn(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        for person in [&ana, &beto] {
            assert_eq!(person.post("/@etla/mandates/call", &[("kind", "care")]).await.status, 303);
        }
        let stood = {
            let page = beto.get_json("/@etla/mandates.json").await;
            let choice = page["kinds"][2]["choice"]["id"].as_str().unwrap().to_owned();
            beto.post("/@etla/mandates/stand", &[("id", &choice)]).await.follow(&beto).await
        };
        assert!(stood.text().contains("Te propusiste para Cuidados"), "{}", stood.text());
        assert_eq!(press(&ana, "/@etla/mandates", "support", &[]).await, 303);
        assert!(beto.get("/@etla/mandates").await.text().contains("un apoyo"));
        assert_eq!(press(&beto, "/@etla/mandates", "stand", &[("stands", "no")]).await, 303);
        let page = beto.get("/@etla/mandates").await.text();
        assert!(page.contains("Todavía nadie se ha propuesto") && page.contains("Me propongo"), "{page}");
        days_pass(app, 8).await;
        let page = ana.get("/@etla/mandates").await.text();
        assert!(page.contains("Nadie se propuso") && page.contains("Nadie quedó"), "{page}");
    }

    /// The log says who joined and how, and which date; what is somebody's own business it does not say to others.
    async fn the_log_says_what_concerns_all(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let date = ana.publish(&[("title", "Festival")]).await;
        let shown = beto.get(&date).await;
        beto.send(&shown, &[("note", "")]).await.follow(&beto).await;
        let form = ana.get(&format!("{date}/edit")).await;
        assert_eq!(ana.send(&form, &[("place", "Parque")]).await.status, 303);
        let log = ana.get("/@etla/log").await;
        assert!(log.text().contains("Beto\n: se unió con una invitación de Ana"), "{}", log.text());
        assert!(log.text().contains("Festival, sábado 28 de noviembre de 2026, 10:00–13:00; otro lugar"), "{}", log.text());
        assert!(log.body.contains(&format!("href=\"{}\"", date.rsplit_once('/').unwrap().0)));
        assert!(!log.text().contains("dijo que va"), "{}", log.text());
        assert_eq!(log.text().matches("hizo códigos impresos").count(), 1, "her own");
        assert!(beto.get("/@etla/log").await.text().contains("dijo que va"), "it is his");
        let records = ana.get_json("/@etla/log.json").await["records"].as_array().unwrap().clone();
        assert!(records.iter().any(|record| record["command"] == "personal" && record["record"].is_null()));
    }

    /// Laying a mandate down tells of the vacancy too.
    async fn laying_down_tells_of_the_vacancy(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let page = ana.get("/@etla/mandates").await;
        let asks = page.body.split("href=\"").find(|href| href.contains("/mandates/lay-down?id=")).unwrap().split('"').next().unwrap();
        let asked = ana.get(asks).await.text();
        assert!(asked.contains("Eres la única persona en este cargo") && asked.contains("Convocar a elegir antes"), "{asked}");
        assert_eq!(beto.get(asks).await.status, 404);
        assert!(!beto.get("/@etla").await.text().contains("vacante"), "nothing is laid down by one tap");
        assert_eq!(press(&ana, asks, "lay-down", &[]).await, 303);
        assert!(beto.get("/@etla/notices").await.text().contains("quedó vacante"));
        assert!(!ana.get("/@etla/notices").await.text().contains("quedó vacante"), "she knows");
    }

    /// The operator rescues only where nobody who coordinates comes in, and everybody reads why.
    async fn a_rescue_is_explained_to_everybody(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let rescue = async || app.node.rescue("etla", "Beto", Kind::Coordination, "Ana perdió sus códigos <3").await;
        let refused = rescue().await.unwrap_err().to_string();
        assert!(refused.contains("etla is not locked out") && refused.contains("30 days"), "{refused}");
        days_pass(app, 20).await;
        assert_eq!(beto.get("/@etla/mandates").await.status, 200);
        assert!(rescue().await.is_err());
        days_pass(app, 11).await;
        rescue().await.unwrap();
        for path in ["/@etla/mandates", "/@etla/notices"] {
            let page = beto.get(path).await.text();
            assert!(page.contains("Ana perdió sus códigos <3"), "{path}: {page}");
        }
        assert_eq!(beto.get("/@etla/invitations").await.status, 200);
        assert!(rescue().await.is_err(), "he coordinates now, and is here");
        assert_eq!(ana.get("/@etla/mandates").await.status, 200);
        // Also where the store is of a program that did not show it: the log has it.
        let core = &app.node.core;
        let mut tx = core.db.write().await.unwrap();
        for statement in [&NO_REASON, &NO_START, &NO_DEVICES, &NO_MIGRATION] {
            tx.run(statement, vec![]).await.unwrap();
        }
        tx.commit().await.unwrap();
        Db::open(&app.store).await.unwrap().close().await;
        assert!(beto.get("/@etla/mandates").await.text().contains("Ana perdió sus códigos <3"));
    }

    /// Who confirmed and left counts no more, and the page says among whom it counts.
    async fn confirmations_are_of_those_who_have_not_left(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let mut others = Vec::new();
        for name in ["Citlali", "Dora", "Eusebio"] {
            others.push(app.join(&ana, name).await);
        }
        days_pass(app, 31).await;
        for person in others.iter().chain([&ana, &beto]) {
            assert_eq!(person.get("/@etla/mandates").await.status, 200);
        }
        days_pass(app, 30).await;
        assert_eq!(press(&beto, "/@etla/mandates", "confirm", &[]).await, 303);
        let page = others[0].get("/@etla/mandates").await.text();
        assert!(page.contains("van 1 de 3, que es la mitad de la comunidad"), "{page}");
        leave(&beto).await;
        let page = others[0].get("/@etla/mandates").await.text();
        assert!(page.contains("van 0 de 2"), "{page}");
    }
}
