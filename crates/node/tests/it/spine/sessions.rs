// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming in when somebody else tries to keep one out, and the list of sessions.

use tequio_node::{
    jobs,
    spine::world::{DAY, MINUTE},
    store::{Dump, Value, tables::TABLES},
};

use crate::support::{PASSPHRASE, Person, TestApp, on_both_engines};

/// The tables and columns of the store in which these bytes stand.
async fn places_of(app: &TestApp, words: &str) -> Vec<String> {
    let mut dump = Dump::open(&app.node.core.db).await.unwrap();
    let mut places = Vec::new();
    for table in TABLES {
        let whole = dump.read(table).await.unwrap();
        for cell in whole.rows.iter().flat_map(|row| whole.columns.iter().zip(row)) {
            let bytes = match cell.1 {
                Value::Text(Some(text)) => text.as_bytes(),
                Value::Bytes(Some(bytes)) => bytes,
                _ => continue,
            };
            if bytes.windows(words.len()).any(|window| window == words.as_bytes()) {
                places.push(format!("{}.{}", table.name, cell.0));
            }
        }
    }
    places
}

async fn sign_in(person: &Person, passphrase: &str) -> crate::support::Page {
    let form = person.get("/@etla/sign-in").await;
    person.send(&form, &[("name", "Ana"), ("passphrase", passphrase)]).await
}

on_both_engines! {
    /// Whoever knows a name can try, but keeps nobody out: not from a browser with which they came in before, and
    /// not with a printed code.
    async fn knowing_a_name_keeps_nobody_out(app: TestApp) {
        let ana = app.founder().await;
        let codes = {
            let me = ana.get("/@etla/me").await;
            let (action, _) = me.form(&[("passphrase", ""), ("new_passphrase", "")]);
            assert!(action.ends_with("/me/passphrase"));
            ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await
        };
        let printed = codes.body.split("<li><code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        ana.post("/@etla/sign-out", &[]).await;
        let stranger = app.person();
        for number in 0..6 {
            assert_eq!(sign_in(&stranger, "otra frase cualquiera").await.status, 422, "{number}");
        }
        let slowed = sign_in(&stranger, PASSPHRASE).await;
        assert_eq!(slowed.status, 429, "also with the right passphrase");
        assert!(slowed.text().contains("códigos impresos") && slowed.text().contains("ya hayas entrado"), "{}", slowed.text());
        // An unknown name is slowed down alike.
        let nobody = app.person();
        let form = nobody.get("/@etla/sign-in").await;
        for _ in 0..6 {
            assert_eq!(nobody.send(&form, &[("name", "Nadie"), ("passphrase", "x")]).await.status, 422);
        }
        assert_eq!(nobody.send(&form, &[("name", "Nadie"), ("passphrase", "x")]).await.status, 429);
        // Her own browser is known, though she signed out.
        let device: Vec<String> = ana.cookies.lock().unwrap().keys().cloned().collect();
        assert!(device.len() == 1 && device[0].ends_with("-device"), "{device:?}");
        assert_eq!(sign_in(&ana, PASSPHRASE).await.status, 303);
        // It is slowed down by its own failures only.
        ana.post("/@etla/sign-out", &[]).await;
        for _ in 0..6 {
            assert_eq!(sign_in(&ana, "otra frase cualquiera").await.status, 422);
        }
        assert_eq!(sign_in(&ana, PASSPHRASE).await.status, 429);
        app.clock.advance(MINUTE);
        assert_eq!(sign_in(&ana, PASSPHRASE).await.status, 303);
        // A new browser comes in by a printed code, however often somebody guessed wrong.
        let new = app.person();
        let form = new.get("/@etla/recover").await;
        for _ in 0..8 {
            let guess = stranger.send(&form, &[("name", "Ana"), ("recovery_code", "AAAA-BBBB"), ("passphrase", PASSPHRASE)]).await;
            assert_eq!(guess.status, 422);
        }
        let back = new.send(&form, &[("name", "Ana"), ("recovery_code", &printed), ("passphrase", "petate comal jícara nube")]).await;
        assert_eq!(back.status, 303, "{}", back.text());
        let told = new.get(back.location()).await.text();
        assert!(told.contains("Entraste con un código impreso") && told.contains("Te quedan 7 códigos impresos"), "{told}");
        assert!(!told.contains("quitamos tu segundo paso"), "she had none: {told}");
        assert_eq!(new.get("/@etla/members").await.status, 200);
        assert_eq!(ana.get("/@etla/members").await.status, 401, "other sessions ended");
    }

    /// A browser with which somebody else came in is nobody's way around.
    async fn a_browser_is_known_to_its_own_members_only(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        beto.post("/@etla/sign-out", &[]).await;
        for _ in 0..6 {
            assert_eq!(sign_in(&beto, "otra frase cualquiera").await.status, 422);
        }
        assert_eq!(sign_in(&beto, "otra frase cualquiera").await.status, 429);
        // A token that the node did not make is worth nothing and is not taken on.
        let forger = app.person();
        let name = ana.cookies.lock().unwrap().keys().find(|name| name.ends_with("-device")).unwrap().clone();
        forger.cookies.lock().unwrap().insert(name.clone(), "mine".to_owned());
        assert_eq!(sign_in(&forger, PASSPHRASE).await.status, 429);
        app.clock.advance(20 * MINUTE);
        assert_eq!(sign_in(&forger, PASSPHRASE).await.status, 303);
        assert_ne!(forger.cookies.lock().unwrap()[&name], "mine");
    }

    /// What opens something is kept as its hash only: who reads the store comes in nowhere with what stands there.
    async fn tokens_are_not_kept(app: TestApp) {
        let ana = app.founder().await;
        let link = app.node.founding_link().await.unwrap();
        let mut tokens: Vec<String> = ana.cookies.lock().unwrap().values().cloned().collect();
        tokens.push(link.rsplit('/').next().unwrap().to_owned());
        assert!(tokens.len() == 3 && tokens.iter().all(|token| token.len() > 20), "{tokens:?}");
        for token in &tokens {
            assert!(places_of(app, token).await.is_empty(), "{token} stands in {:?}", places_of(app, token).await);
            let kept = data_encoding::BASE64URL_NOPAD.decode(token.as_bytes());
            if let Ok(bytes) = kept {
                let hex = data_encoding::HEXLOWER.encode(&bytes);
                assert!(places_of(app, &hex).await.is_empty(), "{token}, written in another way");
            }
        }
        crate::safekeeping::erasure::nowhere_in_files(app, &tokens.iter().map(String::as_str).collect::<Vec<_>>());
        // The looking itself finds what is there.
        assert_eq!(places_of(app, "CoLSoLi Etla").await.first().map(String::as_str), Some("log.record"));
        assert_eq!(ana.get("/@etla/members").await.status, 200);
    }

    /// One session is ended by whose it is, and by nobody else.
    async fn one_session_is_ended(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let telephone = app.person_again("Ana").await;
        let list = ana.get_json("/@etla/me/sessions").await;
        let own = list["current"].as_str().unwrap().to_owned();
        let ids = list["sessions"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
        let others: Vec<String> = ids.filter(|id| *id != own).collect();
        let [other] = &others[..] else { panic!("{list}") };
        for session in [other, &own] {
            assert_eq!(beto.post("/@etla/me/sessions", &[("session", session)]).await.status, 303);
        }
        assert_eq!((ana.get("/@etla/me").await.status, telephone.get("/@etla/me").await.status), (200, 200));
        assert_eq!(ana.post("/@etla/me/sessions", &[("session", other)]).await.status, 303);
        assert_eq!((ana.get("/@etla/me").await.status, telephone.get("/@etla/me").await.status), (200, 401));
        assert_eq!(beto.get("/@etla/me").await.status, 200);
    }

    /// Nobody who took a session's cookie along goes on with it: signing out ends it in the store, and signing in again leaves
    /// none behind. A browser forgets what it was shown.
    async fn no_session_is_left_behind(app: TestApp) {
        let ana = app.founder().await;
        let (taken, later) = (app.person(), app.person());
        *taken.cookies.lock().unwrap() = ana.cookies.lock().unwrap().clone();
        assert_eq!(taken.get("/@etla/members").await.status, 200);
        assert_eq!(sign_in(&ana, PASSPHRASE).await.status, 303);
        assert_eq!((ana.get("/@etla/members").await.status, taken.get("/@etla/members").await.status), (200, 401));
        assert_eq!(ana.get_json("/@etla/me/sessions").await["sessions"].as_array().unwrap().len(), 1);
        *later.cookies.lock().unwrap() = ana.cookies.lock().unwrap().clone();
        let out = ana.post("/@etla/sign-out", &[]).await;
        assert_eq!(out.headers["clear-site-data"], "\"cache\"");
        assert_eq!((ana.get("/@etla/members").await.status, later.get("/@etla/members").await.status), (401, 401));
    }

    /// A session that is not used ends, and one that is used does too, later.
    async fn every_session_has_an_end(app: TestApp) {
        let ana = app.founder().await;
        let telephone = app.person_again("Ana").await;
        for _ in 0..3 {
            app.clock.advance(59 * DAY);
            assert_eq!(ana.get("/@etla/members").await.status, 200);
        }
        assert_eq!(telephone.get("/@etla/members").await.status, 401, "it was not used for two months");
        app.clock.advance(4 * DAY);
        assert_eq!(ana.get("/@etla/members").await.status, 401, "it is half a year old");
        jobs::sweep(&app.node).await.unwrap();
        let again = app.person_again("Ana").await;
        assert_eq!(again.get_json("/@etla/me/sessions").await["sessions"].as_array().unwrap().len(), 1, "they are gone");
    }

    /// A passphrase is what was typed, all of it: long ones, blanks at its ends and capitals count. Nobody takes another one
    /// without the one before.
    async fn a_passphrase_is_what_was_typed(app: TestApp) {
        let ana = app.founder().await;
        let taken = app.person();
        *taken.cookies.lock().unwrap() = ana.cookies.lock().unwrap().clone();
        let whole = format!("  {} Ñandú 🌵 ", "maguey telar nube candil ".repeat(20));
        assert!(whole.len() > 400 && whole.len() < 1_000);
        let change = async |old: &str, new: &str| ana.post("/@etla/me/passphrase", &[("passphrase", old), ("new_passphrase", new)]).await;
        for (old, new, status) in [
            ("otra frase cualquiera", whole.as_str(), 422),
            (PASSPHRASE, "corta", 422),
            (PASSPHRASE, "password123", 422),
            (PASSPHRASE, "CoLSoLi Etla", 422),
            (PASSPHRASE, &"maguey telar ".repeat(90), 422),
            (PASSPHRASE, &whole, 303),
        ] {
            assert_eq!(change(old, new).await.status, status, "{old} {new}");
        }
        // She goes on, by another session than somebody may have taken along.
        assert_eq!((ana.get("/@etla/me").await.status, taken.get("/@etla/me").await.status), (200, 401));
        let person = app.person();
        let nearly = &whole[..whole.len() - 1];
        for wrong in [whole.trim(), nearly, &whole.to_lowercase(), &whole[..100]] {
            assert_eq!(sign_in(&person, wrong).await.status, 422, "{wrong}");
        }
        assert_eq!(sign_in(&person, &whole).await.status, 303);
        // What is typed is not shown, by any browser; what it remembers may be filled in.
        for path in ["/@etla/sign-in", "/@etla/recover", "/@etla/me", "/@etla/me/leave", "/@etla/me/tokens"] {
            let page = ana.get(path).await;
            let fields = page.body.split("<input").skip(1).map(|input| input.split('>').next().unwrap());
            let secret: Vec<&str> = fields.filter(|input| input.contains("passphrase\"")).collect();
            assert!(!secret.is_empty() && secret.iter().all(|input| input.contains("type=\"password\"")), "{path}: {secret:?}");
            assert!(secret.iter().all(|input| !input.contains("autocomplete=\"off\"")), "{path}: {secret:?}");
        }
    }

    /// The list of sessions says the door in words.
    async fn sessions_say_their_door_in_words(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.get("/@etla/me/sessions").await.text();
        assert!(page.contains("en la computadora del nodo") && !page.contains("localhost"), "{page}");
    }
}
