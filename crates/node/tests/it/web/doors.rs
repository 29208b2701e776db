// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The door of a local network: it opens when the network is there, and nothing sealed opens through it.

use tokio::net::TcpListener;

use crate::support::{PASSPHRASE, Person, TestApp, on_both_engines};

/// Opens a door while the node runs, as when its machine joins a network. (An address of this machine stands for one
/// of the network's.)
async fn open_door(app: &TestApp) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let door = listener.local_addr().unwrap();
    app.node.doors.set_lan(vec![door]);
    app.listeners.send(listener).unwrap();
    door
}

async fn enter(person: &Person) {
    let form = person.get("/@etla/sign-in").await;
    assert_eq!(person.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await.status, 303);
}

on_both_engines! {
    /// A door that opens while the node runs serves, is the one that is handed on, and closes again.
    async fn a_door_opens_later(app: TestApp) {
        let ana = app.founder().await;
        let link = async || {
            let form = ana.get("/@etla/invitations").await;
            let made = ana.send(&form, &[("purpose", ""), ("uses", "5"), ("days", "3")]).await.follow(&ana).await;
            made.json_path(&ana, "link").await
        };
        assert!(link().await.starts_with(&app.origin), "nobody else reaches it yet");
        let door = open_door(app).await;
        let link = link().await;
        assert!(link.starts_with(&format!("http://{door}/@etla/join/")), "{link}");
        let form = app.person_at(door).get(&link).await;
        assert!(form.status == 200 && form.body.contains("class=\"door\""), "{}", form.text());
        app.node.doors.set_lan(Vec::new());
        assert!(!app.person_at(door).get("/@etla").await.body.contains("class=\"door\""));
    }

    /// What must not be read along is refused there, by name of the address where it opens; and opens at that one.
    async fn nothing_sealed_opens_in_plain_http(app: TestApp) {
        let ana = app.founder().await;
        let near = app.person_at(open_door(app).await);
        enter(&near).await;
        for path in ["/@etla/me/second-factor", "/@etla/me/export", "/@etla/me.json"] {
            let refused = near.get(path).await;
            let told = refused.body.clone();
            assert_eq!(refused.status, 403, "{path}: {told}");
            let address = path.trim_end_matches(".json");
            assert!(told.contains("Esto no se abre aquí") && told.contains(&format!("{}{address}", app.origin)), "{told}");
            assert_eq!(ana.get(path).await.status, 200, "{path}");
        }
        for (path, field) in [("/@etla/me/codes", "passphrase"), ("/@etla/me/second-factor", "passphrase")] {
            let refused = near.post(path, &[(field, PASSPHRASE)]).await;
            assert!(refused.status == 403 && !refused.body.contains(PASSPHRASE), "{path}: {}", refused.text());
        }
        let before = ana.get_json("/@etla/me.json").await["kept"]["recovery_codes_left"].clone();
        assert_eq!(before, 8, "the codes she had are good");
        // The page itself opens, says so, and asks for no passphrase in vain.
        let me = near.get("/@etla/me").await;
        assert!(me.text().contains("no se abren") && !me.body.contains("/me/codes"), "{}", me.text());
        assert!(ana.get("/@etla/me").await.body.contains("/me/codes"));
    }
}
