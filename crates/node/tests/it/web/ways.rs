// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Nobody is left in a dead end: every page leads back, and what failed leads on.

use crate::support::{PASSPHRASE, Page, on_both_engines};

/// The link back of a page.
fn back(page: &Page) -> String {
    let mark = "<p class=\"back no-print\"><a href=\"";
    page.body.split(mark).nth(1).unwrap_or_else(|| panic!("{}", page.text())).split('"').next().unwrap().to_owned()
}

on_both_engines! {
    /// Pages lead to the one above them, what failed to where it is settled, and the footer to the others.
    async fn every_page_leads_back(app: TestApp) {
        let ana = app.founder().await;
        let date = ana.publish(&[]).await;
        let id = date.rsplit('/').nth(1).unwrap();
        let whole = format!("/@etla/act/agenda/{id}");
        for (page, above) in [
            ("/@etla/act/agenda/new".to_owned(), "/@etla/act/agenda"),
            (date.clone(), "/@etla/act/agenda"),
            (format!("{date}/poster"), &date),
            (format!("{date}/list"), &date),
            (format!("/@etla/entries/{id}/revisions"), &whole),
            (format!("/@etla/entries/{id}/remove"), &whole),
            (format!("/@etla/entries/{id}/files"), &whole),
            (format!("/@etla/entries/{id}/messages"), &whole),
            ("/@etla/about/edit".to_owned(), "/@etla/about"),
            ("/@etla/care/pact/edit".to_owned(), "/@etla/care/pact"),
            ("/@etla/me/second-factor".to_owned(), "/@etla/me"),
            ("/@etla/search".to_owned(), "/@etla/"),
        ] {
            assert_eq!(back(&ana.get(&page).await), *above, "{page}");
        }
        let shown = ana.get(&date).await;
        let said = ana.send(&shown, &[("body", "Hola")]).await.follow(&ana).await;
        let message = said.body.split("<li id=\"m-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for page in ["edit", "remove"] {
            assert_eq!(back(&ana.get(&format!("/@etla/messages/{message}/{page}")).await), whole);
        }
        let beto = app.join(&ana, "Beto").await;
        assert_eq!(beto.get(&format!("/@etla/messages/{message}/remove")).await.status, 403);
        let form = ana.get(&format!("/@etla/messages/{message}/remove")).await;
        assert!(form.text().contains("no se pueden recuperar"), "{}", form.text());
        let gone = ana.send(&form, &[]).await.follow(&ana).await.follow(&ana).await;
        assert!(gone.text().contains("Quien lo escribió retiró este mensaje"), "{}", gone.text());
        let denied = beto.get("/@etla/about/edit").await;
        assert!(denied.body.contains("<a class=\"button\" href=\"/@etla/mandates\">"), "{}", denied.body);
        let nothing = app.person().get("/@etla/nada").await;
        assert!(nothing.body.contains("href=\"/@etla/sign-in?next=%2F%40etla%2Fnada\""), "{}", nothing.body);
        assert!(!ana.get("/@etla").await.body.contains("Otras comunidades"), "there are none");
        app.founder_of("otra").await;
        assert!(ana.get("/@etla").await.body.contains("<a href=\"/\">Otras comunidades de este nodo</a>"));
    }

    /// Whoever is outside is told that it may be for those inside, whether it is there or not, and is taken there.
    async fn signing_in_leads_to_where_one_was(app: TestApp) {
        let ana = app.founder().await;
        let inside = ana.publish(&[("visibility", "community")]).await;
        app.join(&ana, "Beto").await;
        let beto = app.person();
        let (there, nothing) = (beto.get(&inside).await, beto.get(&inside.replace("T10", "T11")).await);
        assert_eq!((there.status, nothing.status), (404, 404));
        assert_eq!(there.text().split("404").next(), nothing.text().split("404").next(), "nobody learns what is there");
        assert!(there.text().contains("entra con tu cuenta y te llevamos ahí"), "{}", there.text());
        let way = there.body.split("<a class=\"button\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = beto.get(way).await;
        let came = beto.send(&form, &[("name", "Beto"), ("passphrase", PASSPHRASE)]).await;
        assert_eq!((came.status, came.headers["location"].to_str().unwrap()), (303, inside.as_str()));
        // A form that was sent when the session was over leads back to its page, which can be shown again.
        let shown = beto.get(&inside).await;
        beto.cookies.lock().unwrap().clear();
        let over = beto.send(&shown, &[("body", "Llevo café")]).await;
        assert_eq!(over.status, 401);
        let to = format!("href=\"/@etla/sign-in?next={}\"", inside.replace('/', "%2F").replace('@', "%40"));
        assert!(over.body.contains(&to) && over.text().contains("Llevo café"), "{to}: {}", over.body);
        assert!(over.body.contains(&format!("name=\"next\" value=\"{inside}\"")), "so does another language");
        assert!(beto.get("/@etla").await.body.contains("href=\"/@etla/sign-in\""), "home needs no way back");
    }
}
