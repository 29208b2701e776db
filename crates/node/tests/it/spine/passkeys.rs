// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Passkeys: made, used, taken off; and every answer that opens nothing.

use tequio_node::{
    jobs,
    spine::{
        passkeys::stranded,
        world::{DAY, MINUTE},
    },
    store::{Engine, Statement, Text},
};

use crate::support::{PASSPHRASE, Page, Person, TestApp, on_both_engines, passkey::Token};

static MOVED: Statement = Statement {
    name: "moved",
    text: Text::Both("UPDATE passkeys SET host = 'viejo.example' WHERE label = 'mi teléfono'"),
};

/// The question of the page to sign in.
async fn question(person: &Person, handle: &str) -> (Page, String) {
    let page = person.get(&format!("/@{handle}/sign-in")).await;
    let options = page.passkey_options("use").unwrap_or_else(|| panic!("{}", page.text()));
    (page, options)
}

fn refused(page: &Page, why: &str) {
    assert!(page.status == 422 && page.text().contains(why), "{} {}", page.status, page.text());
    assert!(!page.headers.contains_key("set-cookie") || !page.headers.get_all("set-cookie").iter().any(is_session));
}

fn is_session(cookie: &reqwest::header::HeaderValue) -> bool {
    cookie.to_str().unwrap().starts_with("__Host-tequio")
}

const UNKNOWN: &str = "no abre esta comunidad";
const LAPSED: &str = "Pasaron más de cinco minutos";

on_both_engines! {
    /// Who has one comes in by it, without name, passphrase or code; and everybody sees where it opens.
    async fn one_comes_in_by_a_passkey(app: TestApp) {
        let ana = app.founder().await;
        assert!(app.person().get("/@etla/sign-in").await.passkey_options("use").is_none(), "nobody has one");
        let page = ana.get("/@etla/me/passkeys").await;
        assert!(page.text().contains("Abrirá solo en localhost") && page.text().contains("deja de servir"), "{}", page.text());
        let wrong = ana.send(&page, &[("device", "mi teléfono"), ("passphrase", "no es")]).await;
        assert!(wrong.status == 422 && wrong.passkey_options("make").is_none(), "{}", wrong.text());
        assert_eq!(ana.send(&page, &[("device", ""), ("passphrase", PASSPHRASE)]).await.status, 422);
        let mut token = ana.add_passkey("etla", "mi teléfono").await;
        let list = ana.get("/@etla/me/passkeys").await;
        assert!(list.text().contains("mi teléfono") && list.text().contains("abre por aquí"), "{}", list.text());
        assert!(list.text().contains("sin usar"), "{}", list.text());
        let notices = ana.get("/@etla/notices").await;
        assert!(notices.text().contains("una llave de acceso nueva") && notices.body.contains("/@etla/me/passkeys"));

        let elsewhere = app.person();
        let entered = elsewhere.enter_by("etla", &mut token).await;
        assert_eq!((entered.status, entered.location()), (303, "/@etla/"), "{}", entered.text());
        let own = elsewhere.get_json("/@etla/me/passkeys").await;
        assert_eq!((own["passkeys"][0]["host"].as_str(), own["passkeys"][0]["opens"].as_str()), (Some("localhost"), Some("here")));
        assert!(elsewhere.get("/@etla/me/passkeys").await.text().contains("usada por última vez el martes 24 de noviembre"));
        assert!(own["passkeys"][0]["seen_at"].as_str().unwrap().ends_with("T06:00:00Z"), "the day, and no more: {own}");
        let kept = elsewhere.get_json("/@etla/me/export").await;
        assert_eq!(kept["passkeys"][0]["label"], "mi teléfono");
        assert_eq!(kept["sessions"].as_array().unwrap().iter().filter(|one| one["second_factor"] == true).count(), 1);
        // It also leads where somebody wanted to go, and nowhere else.
        let third = app.person();
        let page = third.get("/@etla/sign-in?next=/@etla/members").await;
        let answer = token.answer(&third.origin, &page.passkey_options("use").unwrap(), "required").await;
        assert_eq!(third.send(&page, &[("answer", &answer)]).await.location(), "/@etla/members");
    }

    /// It stands for the second factor that mandates take.
    async fn mandates_take_a_passkey(app: TestApp) {
        let ana = app.founder().await;
        let mut token = ana.add_passkey("etla", "llave USB").await;
        for _ in 0..8 {
            app.clock.advance(DAY);
            jobs::run_due(&app.node).await.unwrap();
        }
        let refused = ana.get("/@etla/invitations").await;
        assert!(refused.status == 403 && refused.text().contains("entra con una llave de acceso"), "{}", refused.text());
        assert_eq!(ana.enter_by("etla", &mut token).await.status, 303);
        assert_eq!(ana.get("/@etla/invitations").await.status, 200);
        // Taken off, it stands for nothing any more in what it opened.
        let id = ana.get_json("/@etla/me/passkeys").await["passkeys"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(ana.post("/@etla/me/passkeys/end", &[("passkey", &id)]).await.status, 303);
        assert_eq!(ana.get("/@etla/invitations").await.status, 403);
    }

    /// An answer is good once, for five minutes, in the browser that was asked, from the page that asked.
    async fn an_answer_is_good_once(app: TestApp) {
        let ana = app.founder().await;
        let mut token = ana.add_passkey("etla", "mi teléfono").await;
        let thief = app.person();
        let beto = app.person();
        let (page, options) = question(&beto, "etla").await;
        let answer = token.answer(&beto.origin, &options, "required").await;
        *thief.cookies.lock().unwrap() = beto.cookies.lock().unwrap().clone();
        refused(&app.person().send(&page, &[("answer", &answer)]).await, LAPSED);
        assert_eq!(beto.send(&page, &[("answer", &answer)]).await.status, 303);
        refused(&thief.send(&page, &[("answer", &answer)]).await, LAPSED);
        // Six minutes later it is too late; just before five it is not.
        for (minutes, good) in [(6, false), (4, true)] {
            let (page, options) = question(&thief, "etla").await;
            let answer = token.answer(&thief.origin, &options, "required").await;
            app.clock.advance(minutes * MINUTE);
            let sent = thief.send(&page, &[("answer", &answer)]).await;
            assert_eq!(sent.status == 303, good, "{minutes}: {}", sent.text());
        }
        // An answer to another question.
        let other = app.person();
        let (_, options) = question(&other, "etla").await;
        let answer = token.answer(&other.origin, &options, "required").await;
        let (page, _) = question(&other, "etla").await;
        refused(&other.send(&page, &[("answer", &answer)]).await, UNKNOWN);
        // No JSON, and nothing.
        for nonsense in ["", "{}", "null", "{\"id\":\"AAAA\"}"] {
            let (page, _) = question(&other, "etla").await;
            refused(&other.send(&page, &[("answer", nonsense)]).await, UNKNOWN);
        }
        // What is over is swept.
        app.clock.advance(DAY);
        jobs::sweep(&app.node).await.unwrap();
    }

    /// Wrong in what is signed: the address, who verifies, the key, and what was counted already.
    async fn what_is_signed_is_verified(app: TestApp) {
        let ana = app.founder().await;
        let mut token = ana.add_passkey("etla", "mi teléfono").await;
        let person = app.person();
        // Another site, with the same question.
        let (page, options) = question(&person, "etla").await;
        let answer = token.answer("http://localhost:1", &options, "required").await;
        refused(&person.send(&page, &[("answer", &answer)]).await, UNKNOWN);
        // Another host.
        let (page, options) = question(&person, "etla").await;
        let elsewhere = options.replace("\"rpId\":\"localhost\"", "\"rpId\":\"nodo.example\"");
        assert_ne!(elsewhere, options);
        let answer = token.answer("https://nodo.example", &elsewhere, "required").await;
        refused(&person.send(&page, &[("answer", &answer)]).await, UNKNOWN);
        // The key was touched, and nobody showed that it is theirs.
        let (page, options) = question(&person, "etla").await;
        let answer = token.answer(&person.origin, &options, "discouraged").await;
        refused(&person.send(&page, &[("answer", &answer)]).await, UNKNOWN);
        // A key of somebody's own, under her key's name.
        let mut forged = app.join(&ana, "Beto").await.add_passkey("etla", "otra").await;
        let (name, handle) = (token.kept.as_ref().unwrap().credential_id.clone(), token.kept.as_ref().unwrap().user_handle.clone());
        forged.kept.as_mut().unwrap().credential_id = name;
        forged.kept.as_mut().unwrap().user_handle = handle;
        let (page, options) = question(&person, "etla").await;
        let answer = forged.answer(&person.origin, &options, "required").await;
        refused(&person.send(&page, &[("answer", &answer)]).await, UNKNOWN);
        // A copy that counts from before: refused and said, and the right one goes on.
        let mut copy = token.clone();
        assert_eq!(person.enter_by("etla", &mut token).await.status, 303);
        assert_eq!(app.person().enter_by("etla", &mut token).await.status, 303);
        refused(&app.person().enter_by("etla", &mut copy).await, "contó menos de lo que ya había contado");
        assert_eq!(app.person().enter_by("etla", &mut token).await.status, 303);
    }

    /// It opens the community where it was made, and nothing once it is taken off or its owner gone or come back otherwise.
    async fn a_passkey_ends(app: TestApp) {
        let ana = app.founder().await;
        let zaachila = app.founder_of("zaachila").await;
        let codes = ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await;
        let printed = codes.body.split("<li><code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let mut token = ana.add_passkey("etla", "mi teléfono").await;
        let mut other = zaachila.add_passkey("zaachila", "mi teléfono").await;
        refused(&app.person().enter_by("zaachila", &mut token).await, UNKNOWN);
        refused(&app.person().enter_by("etla", &mut other).await, UNKNOWN);
        assert_eq!(app.person().enter_by("zaachila", &mut other).await.status, 303);

        let beto = app.join(&ana, "Beto").await;
        let mut his = beto.add_passkey("etla", "mi compu").await;
        let listed = beto.get_json("/@etla/me/passkeys").await;
        let id = listed["passkeys"][0]["id"].as_str().unwrap();
        assert_eq!(ana.post("/@etla/me/passkeys/end", &[("passkey", id)]).await.status, 303, "it is not hers");
        assert_eq!(app.person().enter_by("etla", &mut his).await.status, 303);
        assert_eq!(beto.post("/@etla/me/passkeys/end", &[("passkey", id)]).await.status, 303);
        refused(&app.person().enter_by("etla", &mut his).await, UNKNOWN);

        let mut his = beto.add_passkey("etla", "mi compu").await;
        let form = beto.get("/@etla/me/leave").await;
        assert_eq!(beto.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        refused(&app.person().enter_by("etla", &mut his).await, UNKNOWN);

        // Who comes back by a printed code begins anew, and is told.
        let back = app.person();
        let form = back.get("/@etla/recover").await;
        let fields = [("name", "Ana"), ("recovery_code", printed.as_str()), ("passphrase", "jícara barro copal sereno")];
        let came = back.send(&form, &fields).await.follow(&back).await;
        assert!(came.text().contains("tus llaves de acceso"), "{}", came.text());
        assert!(back.get_json("/@etla/me/passkeys").await["passkeys"].as_array().unwrap().is_empty());
        assert!(app.person().get("/@etla/sign-in").await.passkey_options("use").is_none(), "nobody has one any more");
    }

    /// What is made is verified too; an authenticator makes one for an account, and an account has ten.
    async fn ten_are_enough(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.ask_passkey("etla", "primera").await;
        let options = page.passkey_options("make").unwrap();
        let shown: serde_json::Value = serde_json::from_str(&options).unwrap();
        assert_eq!((shown["user"]["name"].as_str(), shown["rp"]["name"].as_str()), (Some("Ana · CoLSoLi Etla"), Some("CoLSoLi Etla")));
        // From another site; by another session; too late.
        let answer = Token::default().make("http://localhost:1", &options).await.unwrap();
        let wrong = ana.send(&page, &[("answer", &answer)]).await;
        assert!(wrong.status == 422 && wrong.text().contains("No se creó la llave"), "{}", wrong.text());
        let page = ana.ask_passkey("etla", "primera").await;
        let mut token = Token::default();
        let answer = token.make(&ana.origin, &page.passkey_options("make").unwrap()).await.unwrap();
        let again = app.person_again("Ana").await;
        refused(&again.send(&page, &[("answer", &answer)]).await, LAPSED);
        app.clock.advance(6 * MINUTE);
        refused(&ana.send(&page, &[("answer", &answer)]).await, LAPSED);
        assert!(ana.get_json("/@etla/me/passkeys").await["passkeys"].as_array().unwrap().is_empty());

        let first = ana.add_passkey("etla", "primera").await;
        let page = ana.ask_passkey("etla", "segunda").await;
        let options = page.passkey_options("make").unwrap();
        assert!(first.clone().make(&ana.origin, &options).await.is_none(), "it has one of hers");
        for number in 2..=10 {
            ana.add_passkey("etla", &format!("llave {number}")).await;
        }
        let full = ana.get("/@etla/me/passkeys").await;
        assert!(full.text().contains("Ya tienes diez") && !full.body.contains("name=\"device\""), "{}", full.text());
        let fields = [("device", "una más"), ("passphrase", PASSPHRASE)];
        refused(&ana.post("/@etla/me/passkeys", &fields).await, "Ya tienes diez");
        // Asked for before the tenth was there.
        let answer = Token::default().make(&ana.origin, &options).await.unwrap();
        refused(&ana.send(&page, &[("answer", &answer)]).await, "Ya tienes diez");
        assert_eq!(ana.get_json("/@etla/me/passkeys").await["passkeys"].as_array().unwrap().len(), 10);
    }

    /// After a change of address the list says so, and so does whoever starts the node.
    async fn after_a_change_of_address_it_is_said(app: TestApp) {
        let ana = app.founder().await;
        ana.add_passkey("etla", "mi teléfono").await;
        ana.add_passkey("etla", "mi compu").await;
        assert!(stranded(&app.node).await.unwrap().is_empty());
        let page = ana.get("/@etla/safekeeping").await;
        assert!(page.text().contains("Una persona entra con llaves de acceso que abren solo en localhost"), "{}", page.text());
        let mut tx = app.node.core.db.write().await.unwrap();
        assert_eq!(tx.run(&MOVED, Vec::new()).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(stranded(&app.node).await.unwrap(), [("viejo.example".to_owned(), 1)]);
        let list = ana.get("/@etla/me/passkeys").await.text();
        assert!(list.contains("ya no abre aquí: era de viejo.example") && list.contains("abre por aquí"), "{list}");
    }

    /// The script comes to the pages that make and use passkeys, from the node itself and under its licence; no other page
    /// lets any run.
    async fn one_script_on_two_pages(app: TestApp) {
        let ana = app.founder().await;
        let stranger = app.person();
        let lets = |page: &Page| page.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'");
        assert!(!lets(&stranger.get("/@etla/sign-in").await), "nobody has a passkey yet");
        ana.add_passkey("etla", "mi teléfono").await;
        for page in [stranger.get("/@etla/sign-in").await, ana.get("/@etla/me/passkeys").await] {
            assert!(lets(&page), "{}", page.path);
            let sources: Vec<&str> = page.body.split("<script src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            assert_eq!(page.body.matches("<script").count(), 1, "{}", page.path);
            let script = stranger.get(sources[0]).await;
            assert!(script.headers["content-type"].to_str().unwrap().starts_with("text/javascript"));
            assert!(script.body.contains(concat!("SPDX-License", "-Identifier: AGPL-3.0-or-later")) && script.body.contains("@license magnet:"));
            assert!(script.body.len() < 4_000 && !lets(&script));
        }
        for path in ["/@etla", "/@etla/me", "/@etla/recover", "/@etla/notices", "/@etla/me/sessions", "/@etla/nothing"] {
            let page = ana.get(path).await;
            assert!(!lets(&page) && !page.body.contains("<script"), "{path}");
        }
    }
}

/// Bare addresses and the open network have none: the page says where there are.
#[tokio::test]
async fn no_passkeys_where_browsers_make_none() {
    let app = TestApp::start_at(Engine::Sqlite, &["127.0.0.2".parse().unwrap()]).await;
    let ana = app.founder().await;
    ana.add_passkey("etla", "mi teléfono").await;
    let port = app.origin.rsplit(':').next().unwrap();
    for door in [app.node.doors.lan()[0], format!("127.0.0.1:{port}").parse().unwrap()] {
        let person = app.person_at(door);
        let form = person.get("/@etla/sign-in").await;
        assert!(form.passkey_options("use").is_none() && !form.body.contains("<script"), "{door}");
        let sent = person.post("/@etla/sign-in/passkey", &[("answer", "{}")]).await;
        assert!(
            sent.status == 422 && sent.text().contains("Por esta dirección no hay llaves de acceso"),
            "{}",
            sent.text()
        );
        let sent = person.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = person.get("/@etla/me/passkeys").await;
        assert!(page.text().contains(&format!("Se puede en {}/@etla", app.origin)), "{}", page.text());
        assert!(page.text().contains("abre en localhost") && !page.body.contains("name=\"device\""), "{}", page.text());
        for (path, fields) in
            [("", [("device", "x"), ("passphrase", PASSPHRASE)]), ("/keep", [("device", "x"), ("answer", "{}")])]
        {
            assert_eq!(person.post(&format!("/@etla/me/passkeys{path}"), &fields).await.status, 403, "{path}");
        }
    }
}
