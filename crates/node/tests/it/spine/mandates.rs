// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! No permanent power: the founder's mandate asks to be confirmed, ends, and returns to the assembly.

use tequio_node::{
    jobs,
    spine::world::{DAY, HOUR},
};

use crate::support::{Person, TestApp, on_both_engines};

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
    }

    /// Nobody confirms: the mandate ends, two members call a choice, and who is chosen has the powers.
    async fn a_vacant_mandate_returns_to_the_assembly(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let citlali = app.join(&ana, "Citlali").await;
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        days_pass(app, 91).await;
        for person in [&ana, &beto, &citlali] {
            // Sessions that were not used for sixty days are over.
            let form = person.get("/@etla/sign-in").await;
            let name = if std::ptr::eq(person, &ana) { "Ana" } else if std::ptr::eq(person, &beto) { "Beto" } else { "Citlali" };
            assert_eq!(person.send(&form, &[("name", name), ("passphrase", crate::support::PASSPHRASE)]).await.status, 303);
        }
        assert_eq!(ana.get("/@etla/invitations").await.status, 403, "her mandate is over");
        assert!(ana.get("/@etla/mandates").await.text().contains("Vacante"));
        assert_eq!(press(&beto, "/@etla/mandates", "call", &[]).await, 303);
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
        days_pass(app, 8).await;
        assert!(ana.get("/@etla/mandates").await.text().contains("Elección abierta"));
        let fields = support("Beto");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ana.post("/@etla/mandates/support", &fields).await.status, 303);
        days_pass(app, 4).await;
        let page = ana.get("/@etla/mandates").await.text();
        assert!(page.contains("La última elección fue para Beto"), "{page}");
        assert_eq!(beto.get("/@etla/invitations").await.status, 200);
        let log = ana.get("/@etla/log").await.text();
        assert!(log.contains("cerró o alargó una elección") && log.contains("El paso del tiempo"), "{log}");
    }

    /// After a week a mandate sleeps until a second factor is given.
    async fn power_over_others_takes_a_second_factor(app: TestApp) {
        let ana = app.founder().await;
        days_pass(app, 8).await;
        assert_eq!(ana.get("/@etla/invitations").await.status, 403);
        let told = ana.post("/@etla/invitations", &[("uses", "1"), ("days", "1"), ("purpose", "")]).await;
        assert!(told.text().contains("segundo paso"), "{}", told.text());
        let form = ana.get("/@etla/me/second-factor").await;
        let secret = form.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let secret = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
        let now = |app: &TestApp| u64::try_from(app.node.core.world.now() / 1_000_000).unwrap();
        let code = |app: &TestApp| {
            let generator = tequio_node::spine::sessions::factor::generator(&secret, "Ana", "Etla").unwrap();
            generator.generate(now(app)).to_string()
        };
        let first = code(app);
        let set = ana.send(&form, &[("passphrase", crate::support::PASSPHRASE), ("code", &first)]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        // Coming in again takes the code, and each is good once.
        ana.post("/@etla/sign-out", &[]).await;
        let form = ana.get("/@etla/sign-in").await;
        let fields = |code: &str| vec![("name", "Ana".to_owned()), ("passphrase", crate::support::PASSPHRASE.to_owned()), ("code", code.to_owned())];
        for wrong in ["", "000000", &first] {
            let fields = fields(wrong);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(ana.send(&form, &fields).await.status, 422, "{wrong}");
        }
        app.clock.advance(HOUR);
        let fields = fields(&code(app));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ana.send(&form, &fields).await.status, 303);
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
    }
}
