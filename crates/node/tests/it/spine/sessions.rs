// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming in when somebody else tries to keep one out, and the list of sessions.

use tequio_node::spine::world::MINUTE;

use crate::support::{PASSPHRASE, Person, on_both_engines};

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

    /// The list of sessions says the door in words.
    async fn sessions_say_their_door_in_words(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.get("/@etla/me/sessions").await.text();
        assert!(page.contains("en la computadora del nodo") && !page.contains("localhost"), "{page}");
    }
}
