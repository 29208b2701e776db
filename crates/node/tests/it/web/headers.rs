// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What every answer carries, and which requests are turned away before they reach a page.

use tequio_node::{demo, store::Engine};

use crate::support::{More, TestApp, on_both_engines};

/// The most that a first page may take: requests, and bytes on the way.
const HOME: (usize, usize) = (3, 20 * 1024);

on_both_engines! {
    /// The demonstration's homes come in few requests and few bytes, all of this host, and say that they are samples.
    async fn the_home_is_light(app: TestApp) {
        let app = TestApp::start(app.node.core.db.engine()).await;
        demo::fill(&app.node).await.unwrap();
        let client = crate::support::client();
        let fetch = async |path: &str| {
            let request = client.get(format!("{}{path}", app.origin)).header("accept-encoding", "gzip");
            let answer = request.header("accept-language", "es").send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{path}");
            answer.bytes().await.unwrap().len()
        };
        for path in ["/", "/@etla"] {
            let page = app.person().get(path).await;
            let document = scraper::Html::parse_document(&page.body);
            let all = scraper::Selector::parse("[src], link[href], [srcset], [poster], object[data]").unwrap();
            let mut bytes = fetch(path).await;
            let mut requests = 1;
            for element in document.select(&all) {
                let element = element.value();
                let file = ["src", "href", "data", "poster", "srcset"].iter().find_map(|name| element.attr(name)).unwrap();
                assert!(file.starts_with('/') && !file.starts_with("//"), "{path}: {file} is of another host");
                bytes += fetch(file).await;
                requests += 1;
            }
            assert!(requests <= HOME.0 && bytes <= HOME.1, "{path}: {requests} requests, {bytes} bytes");
            assert!(requests == 3 && bytes > 2_000, "{path}: {requests} requests, {bytes} bytes: was something overlooked?");
            let style = app.person().get(page.body.split('"').find(|part| part.ends_with(".css")).unwrap()).await;
            let loads = style.body.matches("url(").count() - style.body.matches("url(\"data:").count();
            assert!(loads == 0 && !style.body.contains("@import"), "what the stylesheet loads is not counted");
            assert!(page.text().contains("De muestra") || page.body.contains("Comunidad de muestra"), "{path}");
        }
    }

    /// Who watches over the node asks whether it runs, which touches no store, and whether it can work.
    async fn health_is_told(app: TestApp) {
        let app = TestApp::start(app.node.core.db.engine()).await;
        let watcher = app.person();
        for (path, status) in [("/healthz", 200), ("/readyz", 200)] {
            assert_eq!(watcher.get(path).await.status, status, "{path}");
        }
        app.node.core.db.close().await;
        for (path, status) in [("/healthz", 200), ("/readyz", 503)] {
            assert_eq!(watcher.get(path).await.status, status, "{path} without a store");
        }
    }

    async fn every_answer_is_dressed(app: TestApp) {
        let ana = app.founder().await;
        let home = ana.get("/").await;
        let style = home.body.split('"').find(|part| part.ends_with(".css")).unwrap();
        // What a policy and the other headers are, `Person` looks at, in every answer of every test.
        for path in [
            "/", "/@etla", "/@etla/members", "/nothing", "/@etla/act/agenda.ics", "/@etla/about.json", "/@etla/news.atom",
            "/healthz", "/readyz", "/openapi", "/source", style,
        ] {
            let page = ana.get(path).await;
            assert!(page.headers.contains_key("x-request-id"), "{path}");
            assert!(!page.body.contains(" style=") && !page.body.contains("<script"), "{path}");
        }
        for own in ["/@etla", "/@etla/members", "/@etla/me", "/@etla/me.json", "/@etla/me/export"] {
            assert_eq!(ana.get(own).await.headers["cache-control"], "no-store", "{own}");
        }
    }

    /// The language that was chosen is kept by this host only, and is good from then on.
    async fn the_language_is_kept(app: TestApp) {
        let person = app.person();
        let chosen = person.post("/language", &[("language", "en"), ("next", "/")]).await;
        assert_eq!(chosen.status, 303);
        assert_eq!(person.cookies.lock().unwrap()["__Host-language"], "en");
        assert!(person.get("/").await.body.contains("<html lang=\"en\""));
    }

    /// What asks a server to give back the request itself is answered by no page.
    async fn requests_are_not_given_back(app: TestApp) {
        let client = crate::support::client();
        let answer = client.request(reqwest::Method::TRACE, &app.origin).header("x-secret", "copal").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 405);
        assert!(!answer.text().await.unwrap().contains("copal"));
    }

    /// A form of another site changes nothing, and cookies are kept from it.
    async fn other_sites_are_turned_away(app: TestApp) {
        let ana = app.founder().await;
        let cookies: Vec<String> = ana.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert!(cookies.iter().all(|cookie| cookie.starts_with("__Host-tequio-")));
        let client = crate::support::client();
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

    /// A form leads back to this host only, and a NUL nowhere, on either engine.
    async fn nothing_leads_elsewhere(app: TestApp) {
        app.founder().await;
        let anybody = app.person();
        for (next, to) in [("/@etla?x=1", "/@etla?x=1"), ("/\t/evil.example", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("evil", "/")] {
            let page = anybody.post("/language", &[("language", "es"), ("next", next)]).await;
            assert_eq!(page.location(), to, "{next:?}");
        }
        for path in ["/@%00", "/@etla/act/agenda?after=%00", "/@etla/entries/%00"] {
            assert_eq!(anybody.get(path).await.status, 404, "{path}");
        }
        let asked = anybody.post("/@etla/join", &[("name", "Do\0ra"), ("message", "hola")]).await;
        assert_eq!(asked.status, 400);
    }

    /// A host that is none of the node's doors is not served.
    async fn only_the_node_s_own_doors_open(app: TestApp) {
        let client = crate::support::client();
        for (host, status) in [("elsewhere.example", 421), ("10.0.0.1", 421), ("localhost", 200)] {
            let answer = client.get(&app.origin).header("host", host).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{host}");
            assert!(answer.headers().contains_key("x-request-id"));
            let said = answer.text().await.unwrap();
            assert_eq!(said.contains("--origin"), status == 421, "{said}");
        }
        assert_eq!(client.get(format!("{}/healthz", app.origin)).send().await.unwrap().status().as_u16(), 200);
    }

    /// What fails in a community is told on a page of it, with its menu; a capital in its handle is no failure.
    async fn errors_are_told_at_home(app: TestApp) {
        let ana = app.founder().await;
        for (page, words) in [
            (ana.get("/@etla/nothing").await, "Aquí no hay nada"),
            (ana.request(reqwest::Method::PUT, "/@etla/about", None, "text/html").await, "no se usa así"),
        ] {
            assert!(page.text().contains(words) && page.text().contains("Ir al inicio"), "{}", page.text());
            assert!(page.body.contains("href=\"/@etla/act/agenda\"") && page.body.contains("/@etla/me"), "{}", page.body);
        }
        assert_eq!(app.person().get("/@Etla/about").await.status, 200);
    }

    /// The operator gives a community a host of its own; other communities are not there.
    async fn a_community_has_a_host_of_its_own(app: TestApp) {
        app.founder().await;
        app.founder_of("merida").await;
        let node = &app.node;
        for wrong in ["etla", "etla.localhost", "192.0.2.7"] {
            assert!(node.set_host("etla", Some(wrong)).await.is_err(), "{wrong}");
        }
        node.set_host("etla", Some("Etla.example")).await.unwrap();
        assert!(node.set_host("merida", Some("etla.example")).await.is_err(), "it is taken");
        let client = crate::support::client();
        let get = |path: &str| client.get(format!("{}{path}", app.origin)).header("host", "etla.example").send();
        let home = get("/").await.unwrap().text().await.unwrap();
        assert!(home.contains("CoLSoLi Etla") && home.contains("href=\"/act/agenda\""), "{home}");
        assert_eq!(get("/@merida/join").await.unwrap().status().as_u16(), 404);
        let list = app.person().get_json("/communities.json").await;
        let etla = list["communities"].as_array().unwrap().iter().find(|one| one["handle"] == "etla").unwrap();
        assert_eq!(etla["host"], "etla.example");
        assert_eq!(app.person().get(etla["path"].as_str().unwrap()).await.status, 200, "its path is good at the node's origin");
        node.set_host("etla", None).await.unwrap();
        assert_eq!(get("/").await.unwrap().status().as_u16(), 421);
    }

    /// The community has its own host on this machine too, without a prefix in its paths.
    async fn a_community_stands_at_its_own_host(app: TestApp) {
        app.founder().await;
        let port = app.origin.rsplit(':').next().unwrap();
        let client = crate::support::client();
        let get = |path: &str| client.get(format!("{}{path}", app.origin)).header("host", format!("etla.localhost:{port}")).send();
        let home = get("/").await.unwrap().text().await.unwrap();
        assert!(home.contains("CoLSoLi Etla") && home.contains("href=\"/act/agenda\""), "{home}");
        assert_eq!(get("/act/agenda").await.unwrap().status().as_u16(), 200);
    }
}

/// Who came by https once comes by nothing else for a year, whatever answered; at this machine's own door nothing is said.
#[tokio::test]
async fn by_https_it_stays_https() {
    let origin = "https://nodo.example".parse().ok();
    let app = TestApp::start_as(Engine::Sqlite, More { named: origin, ..More::default() }).await;
    let client = crate::support::client();
    for (host, path, told) in [
        ("nodo.example", "/", true),
        ("nodo.example", "/openapi", true),
        ("nodo.example", "/nothing", true),
        ("nodo.example", "/healthz", true),
        ("elsewhere.example", "/", true),
        ("localhost", "/", false),
    ] {
        let answer = client.get(format!("{}{path}", app.origin)).header("host", host).send().await.unwrap();
        let policy = answer.headers().get("strict-transport-security").map(|policy| policy.to_str().unwrap());
        assert_eq!(policy, told.then_some("max-age=31536000"), "{host}{path}");
    }
}
