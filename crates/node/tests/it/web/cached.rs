// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public pages are made once while nothing changes, and not sent again to who has them.

use std::collections::BTreeMap;

use tequio_node::spine::world::{DAY, MINUTE};

use crate::support::{TestApp, on_both_engines};

/// Asks for a page, with what the browser has: status, headers, body.
async fn ask(app: &TestApp, path: &str, more: &[(&str, &str)]) -> (u16, BTreeMap<String, String>, String) {
    let mut request = crate::support::client().get(format!("{}{path}", app.origin));
    // Two of a kind would be one list.
    let lang = ("accept-language", "es");
    let named = more.iter().any(|(name, _)| *name == lang.0);
    request = if named { request } else { request.header(lang.0, lang.1) };
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let named = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    (answer.status().as_u16(), answer.headers().iter().map(named).collect(), answer.text().await.unwrap())
}

on_both_engines! {
    async fn who_has_a_page_is_not_sent_it_again(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[("title", "Taller")]).await;
        let series = activity.rsplit_once('/').unwrap().0.to_owned();
        for path in ["/@etla", "/@etla/act/agenda", "/@etla/act/agenda.ics", "/@etla/news.atom", "/@etla/about.json", "/@etla/decide"] {
            let (status, headers, body) = ask(app, path, &[]).await;
            assert_eq!((status, headers["cache-control"].as_str()), (200, "no-cache"), "{path}");
            let (_, _, again) = ask(app, path, &[]).await;
            assert_eq!(body, again, "{path}");
            let has = [("if-none-match", headers["etag"].as_str())];
            let (status, less, nothing) = ask(app, path, &has).await;
            assert_eq!((status, nothing.as_str()), (304, ""), "{path}");
            assert_eq!(less["etag"], headers["etag"]);
            assert!(less.contains_key("content-security-policy"));
            // In another language, another form or for another minute it is another page or made anew.
            let (status, english, _) = ask(app, path, &[has[0], ("accept-language", "en")]).await;
            assert!(status == 200 || path.contains('.'), "{path}");
            assert!(path.contains('.') || english["etag"] != headers["etag"], "{path}");
        }
        // A change shows at once.
        let (_, before, _) = ask(app, "/@etla", &[]).await;
        let form = ana.get(&format!("{series}/edit")).await;
        assert_eq!(ana.send(&form, &[("title", "Taller de radio")]).await.status, 303);
        let (status, after, body) = ask(app, "/@etla", &[("if-none-match", &before["etag"])]).await;
        assert!(status == 200 && body.contains("Taller de radio"), "{status} {body}");
        assert_ne!(before["etag"], after["etag"]);
        // And what time does: the workshop is over.
        app.clock.advance(MINUTE);
        let (status, ..) = ask(app, "/@etla", &[("if-none-match", &after["etag"])]).await;
        assert_eq!(status, 304, "nothing happened in that minute");
        app.clock.advance(6 * DAY);
        let (status, _, body) = ask(app, "/@etla", &[("if-none-match", &after["etag"])]).await;
        assert!(status == 200 && !body.contains("Taller de radio"), "{status} {body}");
    }

    /// What is somebody's own is kept by nobody.
    async fn what_is_own_is_not_kept(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let reply = format!("{activity}/reply");
        ask(app, "/@etla", &[]).await;
        let home = ana.get("/@etla").await;
        assert!(home.body.contains("/@etla/me") && home.headers["cache-control"] == "no-store");
        assert!(!home.headers.contains_key("etag"));
        assert!(!ask(app, "/@etla", &[]).await.2.contains("/@etla/me\""));
        for path in [&reply, "/@etla/sign-in", "/@etla/join", "/@etla/search?q=radio", "/@etla/recover/people", "/nothing"] {
            let (_, headers, _) = ask(app, path, &[]).await;
            assert_eq!(headers["cache-control"], "no-store", "{path}");
        }
        // A browser that signed out is anybody again.
        let cookie = "__Host-tequio-01-device=x; tequio-lang=es";
        assert!(ask(app, "/@etla", &[("cookie", cookie)]).await.1.contains_key("etag"));
        assert!(!ask(app, "/@etla", &[("cookie", "__Host-tequio-01=x")]).await.1.contains_key("etag"));
    }
}
