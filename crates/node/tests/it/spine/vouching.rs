// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Two members who know somebody: by them one comes back, and comes in where the community chose that.

use tequio_node::{spine::world::DAY, store::Engine};

use crate::support::{PASSPHRASE, Page, Person, TestApp, on_both_engines};

const FRESH: &str = "jícara barro copal sereno";

/// Says to be somebody who lost the way in; gives the code and the path of the link.
async fn ask(app: &TestApp, name: &str) -> (Person, String, String) {
    let guest = app.person();
    let form = guest.get("/@etla/recover/people").await;
    let page = guest.send(&form, &[("name", name)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let (code, link) = taken(app, &page);
    (guest, code, link)
}

/// What stands on the page of who asked: the code, and the path of the link.
fn taken(app: &TestApp, page: &Page) -> (String, String) {
    let between = |from: &str, to: &str| page.body.split(from).nth(1).unwrap().split(to).next().unwrap().to_owned();
    let code = between("<code>", "</code>");
    let link = between(&format!("<a href=\"{}", app.origin), "\"");
    assert_eq!(code.len(), 9, "{code}");
    (code, link)
}

/// Types a code, looks for whom it is, and says yes.
async fn vouch(person: &Person, code: &str) -> Page {
    let form = person.get("/@etla/members/vouch").await;
    let seen = person.send(&form, &[("voice_code", code)]).await;
    if seen.status != 200 {
        return seen;
    }
    person.send(&seen, &[("knows", "yes")]).await
}

on_both_engines! {
    async fn two_who_know_somebody_bring_them_back(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await, app.join(&ana, "Dora").await);
        app.clock.advance(6 * DAY);
        let efrain = app.join(&ana, "Efraín").await;
        app.clock.advance(2 * DAY);
        let (guest, code, link) = ask(app, "Dora").await;
        // Who is not here gets the same, and it opens nothing.
        let (_, nobody, nowhere) = ask(app, "Nadie").await;
        assert_eq!(vouch(&beto, &nobody).await.status, 422);
        assert!(guest.get(&nowhere).await.text().contains("Llevas 0 de 2"));

        let form = beto.get("/@etla/members/vouch").await;
        let seen = beto.send(&form, &[("voice_code", &code.to_lowercase().replace('-', " "))]).await;
        assert!(seen.text().contains("Dice ser Dora"), "{}", seen.text());
        assert_eq!(vouch(&beto, &code).await.status, 303);
        assert_eq!(vouch(&beto, &code).await.status, 409, "one voice each");
        assert_eq!(vouch(&efrain, &code).await.status, 403, "too new");
        assert_eq!(vouch(&dora, &code).await.status, 409, "not for oneself");
        assert!(guest.get(&link).await.text().contains("Llevas 1 de 2"));
        let early = guest.post(&link, &[("passphrase", FRESH)]).await;
        assert!(early.status == 409 && early.text().contains("no te han avalado"), "{}", early.text());
        assert!(dora.get("/@etla/notices").await.text().contains("pide volver a entrar como tú"));

        assert_eq!(vouch(&citlali, &code).await.status, 303);
        let waits = guest.get(&link).await;
        assert!(waits.text().contains("Se abre el"), "{}", waits.text());
        assert_eq!(guest.post(&link, &[("passphrase", FRESH)]).await.status, 409);
        assert!(ana.get("/@etla/notices").await.text().contains("avalaron a quien pide volver"));
        assert!(!beto.get("/@etla/notices").await.text().contains("avalaron a quien pide volver"));

        app.clock.advance(DAY);
        let open = guest.get(&link).await;
        let weak = guest.send(&open, &[("passphrase", "hola")]).await;
        assert_eq!(weak.status, 422, "{}", weak.text());
        assert_eq!(guest.send(&open, &[("passphrase", FRESH)]).await.status, 303);
        let me = guest.get_json("/@etla/me").await;
        assert_eq!((me["kept"]["name"].as_str(), me["kept"]["recovery_codes_left"].as_i64()), (Some("Dora"), Some(0)));
        assert_eq!(dora.get("/@etla/me").await.status, 401, "sessions of before are over");
        assert!(guest.get(&link).await.text().contains("ya no sirve"));
        let log = ana.get("/@etla/log").await.text();
        for words in ["pidió volver a entrar", "avaló a alguien", "volvió con el aval"] {
            assert!(log.contains(words), "{words}: {log}");
        }
    }

    async fn who_should_know_says_no(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await, app.join(&ana, "Dora").await);
        app.clock.advance(8 * DAY);
        let (guest, code, link) = ask(app, "Dora").await;
        assert_eq!(vouch(&beto, &code).await.status, 303);
        assert_eq!(vouch(&citlali, &code).await.status, 303);
        assert!(!beto.get("/@etla/members/recoveries").await.text().contains("Dora"));
        let list = dora.get_json("/@etla/members/recoveries").await;
        let recovery = list["recoveries"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(beto.post("/@etla/members/recoveries", &[("recovery", &recovery)]).await.status, 403);
        assert_eq!(dora.post("/@etla/members/recoveries", &[("recovery", &recovery)]).await.status, 303);
        app.clock.advance(2 * DAY);
        assert!(guest.get(&link).await.text().contains("ya no sirve"));
        assert_eq!(guest.post(&link, &[("passphrase", FRESH)]).await.status, 409);
        assert_eq!(dora.get("/@etla/me").await.status, 200);
        // And after a week nothing of it waits.
        app.clock.advance(8 * DAY);
        assert!(dora.get_json("/@etla/members/recoveries").await["recoveries"].as_array().unwrap().is_empty());
        drop(guest);
    }

    /// Who left does not come back by what two said before.
    async fn who_left_does_not_come_back(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await, app.join(&ana, "Dora").await);
        app.clock.advance(8 * DAY);
        let (guest, code, link) = ask(app, "Dora").await;
        assert_eq!((vouch(&beto, &code).await.status, vouch(&citlali, &code).await.status), (303, 303));
        let form = dora.get("/@etla/me/leave").await;
        assert_eq!(dora.send(&form, &[("how", "leave"), ("passphrase", PASSPHRASE)]).await.status, 303);
        app.clock.advance(2 * DAY);
        let refused = guest.post(&link, &[("passphrase", FRESH)]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        assert_eq!(guest.get("/@etla/me").await.status, 401);
    }

    /// What is shown of a name that nobody has differs in nothing: not by asking twice, nor after a week.
    async fn a_name_is_not_told_by_asking(app: TestApp) {
        app.founder().await;
        for name in ["Ana", "Nadie"] {
            let guest = app.person();
            let key = "06h0tdnh01vnfcdab7ncjv6osc";
            let mut codes = Vec::new();
            for _ in 0..2 {
                let body = serde_json::json!({"name": name, "key": key});
                let page = guest.post_json("/@etla/recover/people", body).await;
                assert_eq!(page.status, 200, "{}", page.body);
                let asked: serde_json::Value = serde_json::from_str(&page.body).unwrap();
                codes.push(asked["asked"]["code"].as_str().unwrap().to_owned());
            }
            assert_ne!(codes[0], codes[1], "{name}");
            let (guest, _, link) = ask(app, name).await;
            assert!(guest.get(&link).await.text().contains("Llevas 0 de 2"), "{name}");
            app.clock.advance(8 * DAY);
            assert!(guest.get(&link).await.text().contains("ya no sirve"), "{name}");
        }
    }

    async fn two_who_know_somebody_let_them_in(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let request = async |name: &str| {
            let guest = app.person();
            let form = guest.get("/@etla/join").await;
            let page = guest.send(&form, &[("name", name)]).await;
            (guest, page)
        };
        let (_, page) = request("Efraín").await;
        assert!(!page.body.contains("class=\"code\""), "it was not chosen: {}", page.text());
        let form = ana.get("/@etla/about/edit").await;
        assert_eq!(ana.send(&form, &[("joining", "vouching")]).await.status, 303);
        assert!(app.person().get("/@etla").await.body.contains("/@etla/join\""), "one can ask");
        app.clock.advance(8 * DAY);
        let (guest, page) = request("Fabiola").await;
        let (code, link) = taken(app, &page);
        assert_eq!(vouch(&beto, &code).await.status, 303);
        assert!(guest.get(&link).await.body.contains(&code), "who waits sees the code again");
        assert_eq!(vouch(&citlali, &code).await.status, 303);
        let join = guest.get(&link).await;
        assert!(join.status == 200 && join.body.contains("Fabiola"), "{}", join.text());
        assert_eq!(vouch(&ana, &code).await.status, 422, "it waits no more");
        let form = beto.get("/@etla/about/edit").await;
        assert_eq!(form.status, 403);
    }
}

/// Whoever asks a hundred times for somebody hides nothing from who asks once, from elsewhere.
async fn a_flood_hides_nobody(engine: Engine) {
    let app = TestApp::start_behind(engine, "127.0.0.1").await;
    let ana = app.founder().await;
    let (beto, dora) = (app.join(&ana, "Beto").await, app.join(&ana, "Dora").await);
    app.clock.advance(8 * DAY);
    let ask = async |address: &str| {
        let mut guest = app.person();
        guest.forwarded = address.to_owned();
        let form = guest.get("/@etla/recover/people").await;
        let page = guest.send(&form, &[("name", "Dora")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        taken(&app, &page).0
    };
    let hers = ask("198.51.100.7").await;
    let mut flood = Vec::new();
    for _ in 0..105 {
        app.clock.advance(1_000_000);
        flood.push(ask("203.0.113.1").await);
    }
    let known = async |code: &str| {
        let form = beto.get("/@etla/members/vouch").await;
        beto.send(&form, &[("voice_code", code)]).await.text().contains("Dice ser Dora")
    };
    assert!(known(&hers).await, "she asked once");
    assert!(!known(&flood[0]).await, "the first of the flood stepped back");
    assert!(known(&flood[104]).await, "the last of it waits");
    let notices = dora.get_json("/@etla/notices").await;
    let told = notices["notices"].as_array().unwrap().iter().filter(|one| one["kind"] == "recovery-asked").count();
    assert_eq!(told, 1, "{notices}");
    app.check().await;
}

#[tokio::test]
async fn a_flood_hides_nobody_on_sqlite() {
    a_flood_hides_nobody(Engine::Sqlite).await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL: ./check"]
async fn a_flood_hides_nobody_on_postgres() {
    a_flood_hides_nobody(Engine::Postgres).await;
}
