// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The door of a local network: it opens when the network is there, and nothing sealed opens through it.

use tequio_node::{
    store::Engine,
    web::{document, listen::Listener},
};
use tokio::net::TcpListener;

use crate::support::{More, PASSPHRASE, Person, TestApp, on_both_engines};

/// Opens a door while the node runs, as when its machine joins a network. (An address of this machine stands for one
/// of the network's.)
async fn open_door(app: &TestApp) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let door = listener.local_addr().unwrap();
    app.node.doors.set_lan(vec![door]);
    app.listeners.send(Listener::Plain(listener)).unwrap();
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

    /// The door's cookie is its own: it is named so, is no `__Host-` one, and opens no other door; nor does another
    /// door's open this one.
    async fn a_door_has_its_own_cookie(app: TestApp) {
        let ana = app.founder().await;
        let near = app.person_at(open_door(app).await);
        let form = near.get("/@etla/sign-in").await;
        let entered = near.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
        let given: Vec<&str> = entered.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
        assert_eq!(given.len(), 2, "{given:?}");
        for cookie in given {
            assert!(cookie.starts_with("tequio-lan-") && !cookie.contains("Secure"), "{cookie}");
            assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && !cookie.contains("Domain"), "{cookie}");
        }
        let signed_in = app.person();
        let form = signed_in.get("/@etla/sign-in").await;
        let entered = signed_in.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await;
        for cookie in entered.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.starts_with("__Host-tequio-") && cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
        }
        assert_eq!((near.get("/@etla/members").await.status, ana.get("/@etla/members").await.status), (200, 200));
        // Each token under the name that the other door looks for, and under its own.
        let (at_home, at_the_door) = (app.person(), app.person_at(near.origin.trim_start_matches("http://").parse().unwrap()));
        let carry = |from: &Person, to: &Person, own: &str, other: &str| {
            let cookies = from.cookies.lock().unwrap().clone();
            for (name, value) in cookies {
                to.cookies.lock().unwrap().insert(name.replace(own, other), value.clone());
                to.cookies.lock().unwrap().insert(name, value);
            }
        };
        carry(&near, &at_home, "tequio-lan-", "__Host-tequio-");
        carry(&ana, &at_the_door, "__Host-tequio-", "tequio-lan-");
        assert_eq!((at_home.get("/@etla/members").await.status, at_the_door.get("/@etla/members").await.status), (401, 401));
    }

    /// What another site sends changes nothing, whatever it asks for and by whichever door it comes.
    async fn every_door_turns_other_sites_away(app: TestApp) {
        let ana = app.founder().await;
        let near = app.person_at(open_door(app).await);
        enter(&near).await;
        let port = app.origin.rsplit(':').next().unwrap();
        let hosts = [
            (app.origin.clone(), app.origin.trim_start_matches("http://").to_owned(), true),
            (app.origin.clone(), format!("etla.localhost:{port}"), false),
            (near.origin.clone(), near.origin.trim_start_matches("http://").to_owned(), true),
        ];
        let paths = document().paths.paths;
        let posts: Vec<&String> = paths.iter().filter(|(_, item)| item.post.is_some()).map(|(path, _)| path).collect();
        assert!(posts.len() > 40, "{posts:?}");
        let client = crate::support::client();
        let cookie = |person: &Person| {
            let pairs = person.cookies.lock().unwrap().clone().into_iter();
            pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
        };
        let cookies = format!("{}; {}", cookie(&ana), cookie(&near));
        let requests = posts.iter().map(|path| ("POST", path.as_str()));
        let others = [("PUT", "/@{handle}/about"), ("DELETE", "/@{handle}"), ("PATCH", "/@{handle}/me")];
        for (method, route) in requests.chain(others) {
            for (at, host, prefixed) in &hosts {
                let path = if *prefixed { route.replace("{handle}", "etla") } else { route.replace("/@{handle}", "") };
                let path = path.replace("{document}", "pact").replace(['{', '}'], "");
                for header in [None, Some(("sec-fetch-site", "cross-site")), Some(("origin", "https://elsewhere.example"))] {
                    let mut request = client.request(method.parse().unwrap(), format!("{at}{path}"));
                    request = request.header("host", host).header("cookie", &cookies);
                    if let Some((name, value)) = header {
                        request = request.header(name, value);
                    }
                    let answer = request.send().await.unwrap();
                    assert_eq!(answer.status().as_u16(), 403, "{method} {path} at {host} with {header:?}");
                    let said = answer.text().await.unwrap();
                    assert!(said.contains("no vino de una página") || said.contains("did not come from a page"), "{method} {path}: {said}");
                }
            }
        }
        assert_eq!((ana.get("/@etla/members").await.status, near.get("/@etla/members").await.status), (200, 200));
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

/// Tor Browser is told of the onion service, and whoever came by it is led nowhere else.
#[tokio::test]
async fn an_onion_service_is_told_of_and_leaks_nothing() {
    let onion = "http://tequiotequiotequio.onion".parse().unwrap();
    let app = TestApp::start_as(Engine::Sqlite, More { onion: Some(onion), ..More::default() }).await;
    let ana = app.founder().await;
    let activity = ana.publish(&[]).await;
    let told = app.person().get("/@etla/act/agenda?after=1").await;
    assert_eq!(told.headers["onion-location"], "http://tequiotequiotequio.onion/@etla/act/agenda?after=1");
    let there = app.origin.strip_prefix("http://").unwrap();
    for path in
        ["/", "/@etla", "/@etla/act/agenda", &activity, "/@etla/join", "/@etla/act/agenda.ics", "/@etla/sign-in"]
    {
        let answer = crate::support::client().get(format!("{}{path}", app.origin));
        let answer = answer.header("host", "tequiotequiotequio.onion").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        assert!(!answer.headers().contains_key("onion-location"), "{path}");
        let page = answer.text().await.unwrap();
        assert!(!page.contains(there), "{path} leads to {there}: {page}");
        assert!(!page.contains("va sin cifrado"), "{path}");
    }
}
