// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What is new, as a page and as a feed: for everybody, and for a member by their private link.

use crate::support::on_both_engines;

/// The texts of all elements of a name.
fn texts<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(open.as_str()).skip(1).filter_map(|rest| rest.split(close.as_str()).next()).collect()
}

on_both_engines! {
    async fn each_sees_what_is_new_for_them(app: TestApp) {
        let ana = app.founder().await;
        ana.publish(&[("title", "Taller <abierto> & libre"), ("body", "Trae *tu*\u{1}\u{fffe} compu")]).await;
        app.clock.advance(1_000);
        ana.publish(&[("title", "Reunión interna"), ("visibility", "community")]).await;
        let guest = app.person();
        let feed = guest.get("/@etla/news.atom").await;
        assert_eq!(feed.headers["content-type"], "application/atom+xml; charset=utf-8");
        assert_eq!(texts(&feed.body, "title"), ["CoLSoLi Etla", "Taller &#60;abierto&#62; &#38; libre"], "{}", feed.body);
        assert!(feed.body.contains(r#"<summary xml:lang="es">Trae tu compu</summary>"#), "{}", feed.body);
        assert!(feed.body.contains(&format!("href=\"{}/@etla/act/agenda/", app.origin)), "{}", feed.body);
        let page = guest.get("/@etla/news").await;
        assert!(page.text().contains("Taller <abierto>") && !page.text().contains("Reunión interna"), "{}", page.text());
        // A member's own address has what they see, newest first.
        let me = ana.get_json("/@etla/me").await;
        let address = me["private_news"].as_str().unwrap().strip_prefix(&app.origin).unwrap().to_owned();
        let own = guest.get(&address).await;
        assert_eq!(texts(&own.body, "title")[1..], ["Reunión interna", "Taller &#60;abierto&#62; &#38; libre"]);
        assert_eq!(guest.get(&address.replace(".atom", "")).await.status, 404, "it is for programs");
        assert_eq!(guest.get(&address.replace("/private/", "/private/x")).await.status, 404);
        // The identifiers stay when something is edited, and the time says that it was.
        let before = texts(&feed.body, "id")[1].to_owned();
        app.clock.advance(60_000_000);
        let path = page.body.split("<h2><a href=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = ana.get(&format!("{path}/edit")).await;
        ana.send(&form, &[("title", "Taller")]).await;
        let after = guest.get("/@etla/news.atom").await.body;
        assert_eq!(texts(&after, "id")[1], before);
        assert_eq!(texts(&after, "title")[1], "Taller");
        assert_eq!(texts(&after, "updated"), ["2026-11-24T18:01:00.001Z", "2026-11-24T18:01:00.001Z"]);
        // The old address opens nothing once there is another one.
        let form = ana.get("/@etla/me").await;
        ana.post("/@etla/me/feed-link", &[]).await;
        drop(form);
        assert_eq!(guest.get(&address).await.status, 404);
    }
}
