// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every answer carries, and which requests are turned away before they reach a page.

use crate::support::on_both_engines;

on_both_engines! {
    async fn every_answer_is_dressed(app: TestApp) {
        let ana = app.founder().await;
        for path in ["/", "/@etla", "/@etla/members", "/nothing", "/@etla/act/agenda.ics", "/@etla/about.json"] {
            let page = ana.get(path).await;
            let policy = page.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
            assert_eq!(page.headers["x-content-type-options"], "nosniff");
            assert!(page.headers.contains_key("x-request-id"));
            assert!(!page.body.contains(" style=") && !page.body.contains("<script"), "{path}");
        }
    }

    /// A form of another site changes nothing, and cookies are kept from it.
    async fn other_sites_are_turned_away(app: TestApp) {
        let ana = app.founder().await;
        let cookies: Vec<String> = ana.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert!(cookies.iter().all(|cookie| cookie.starts_with("__Host-tequio-")));
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let post = |header: Option<(&'static str, String)>| {
            let mut request = client.post(format!("{}/@etla/sign-out", app.origin)).header("cookie", cookies.join("; "));
            if let Some((name, value)) = header {
                request = request.header(name, value);
            }
            async move { request.send().await.unwrap().status().as_u16() }
        };
        assert_eq!(post(None).await, 403);
        assert_eq!(post(Some(("sec-fetch-site", "cross-site".to_owned()))).await, 403);
        assert_eq!(post(Some(("sec-fetch-site", "same-site".to_owned()))).await, 403);
        assert_eq!(post(Some(("origin", "https://elsewhere.example".to_owned()))).await, 403);
        assert_eq!(post(Some(("origin", "null".to_owned()))).await, 403);
        assert_eq!(ana.get("/@etla/members").await.status, 200, "still signed in");
        assert_eq!(post(Some(("origin", app.origin.clone()))).await, 303);
    }

    /// A host that is none of the node's doors is not served.
    async fn only_the_node_s_own_doors_open(app: TestApp) {
        let client = reqwest::Client::new();
        for (host, status) in [("elsewhere.example", 421), ("10.0.0.1", 421), ("localhost", 200)] {
            let answer = client.get(&app.origin).header("host", host).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{host}");
        }
        assert_eq!(client.get(format!("{}/healthz", app.origin)).send().await.unwrap().status().as_u16(), 200);
    }

    /// The community has its own host on this machine too, without a prefix in its paths.
    async fn a_community_stands_at_its_own_host(app: TestApp) {
        app.founder().await;
        let port = app.origin.rsplit(':').next().unwrap();
        let client = reqwest::Client::new();
        let get = |path: &str| client.get(format!("{}{path}", app.origin)).header("host", format!("etla.localhost:{port}")).send();
        let home = get("/").await.unwrap().text().await.unwrap();
        assert!(home.contains("CoLSoLi Etla") && home.contains("href=\"/act/agenda\""), "{home}");
        assert_eq!(get("/act/agenda").await.unwrap().status().as_u16(), 200);
    }
}
