// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Equal tables are not all: a restored node, and one whose tables were made anew from its logs, show the same pages.

use crate::support::{Page, Person, TestApp, copies, on_both_engines};

/// A page without what differs from one visit to the next: the port, and the keys under which forms are sent.
fn lasting(app: &TestApp, page: &Page) -> String {
    let mut body = page.body.replace(app.origin.trim_start_matches("http://"), "HOST");
    while let Some((before, after)) = body.split_once("name=\"key\" value=\"") {
        body = format!("{before}name=\"key\" {}", after.split_once('"').unwrap().1);
    }
    body
}

/// What people see at these paths: the status and the page.
async fn seen(app: &TestApp, person: &Person, paths: &[&str]) -> Vec<(u16, String)> {
    let mut pages = Vec::new();
    for path in paths {
        let page = person.get(path).await;
        // What is refused says under which number, which is another one each time.
        let shown = if page.status == 200 { lasting(app, &page) } else { String::new() };
        pages.push((page.status, shown));
    }
    pages
}

on_both_engines! {
    /// As a stranger, and as a member who signs in again; something is public, something is for members, somebody was
    /// erased.
    async fn copies_show_what_the_first_shows(app: TestApp) {
        let ana = app.founder().await;
        let public = ana.publish(&[("title", "Círculo abierto"), ("tags", "taller"), ("body", "Con **café**.")]).await;
        let inner = ana.publish(&[("title", "Reunión interna"), ("visibility", "community")]).await;
        let beto = app.join(&ana, "Beto").await;
        let eva = app.join(&ana, "Eva Inolvidable").await;
        for (person, words) in [(&beto, "Llevo pan."), (&eva, "palabras que se borran")] {
            let shown = person.get(&public).await;
            person.send(&shown, &[("note", "")]).await.follow(person).await;
            let shown = person.get(&public).await;
            person.send(&shown, &[("body", words)]).await.follow(person).await;
        }
        let form = eva.get("/@etla/me/leave").await;
        let erase = [("how", "erase"), ("passphrase", crate::support::PASSPHRASE)];
        assert_eq!(eva.send(&form, &erase).await.status, 303);
        let agreed = [("title", "Los jueves se abre"), ("body", "Se abre a las seis."), ("task_who", "Beto"), ("task_what", "Abrir")];
        let made = ana.record(&agreed).await;
        let decision = made.location().split(['?', '#']).next().unwrap().to_owned();
        let paths = [
            "/@etla", "/@etla/about", "/@etla/act/agenda", &public, &inner, "/@etla/decide", &decision, "/@etla/members",
            "/@etla/notices", "/@etla/log", "/@etla/search?q=caf%C3%A9", "/@etla/act/agenda.ics", "/@etla/mandates",
            "/@etla/care", "/@etla/act",
        ];
        let stick = tempfile::tempdir().unwrap();
        let (restored, replayed) = (copies::restored(app, stick.path()).await, copies::replayed(app).await);
        let members = [app.person_again("Beto").await, restored.person_again("Beto").await, replayed.person_again("Beto").await];
        let strangers = [app.person(), restored.person(), replayed.person()];
        for (who, [first, second, third]) in [("a member", &members), ("a stranger", &strangers)] {
            let wanted = seen(app, first, &paths).await;
            assert!(wanted.iter().filter(|(status, _)| *status == 200).count() >= 8, "{who}: {wanted:?}");
            for (copy, app, person) in [("restored", &restored, second), ("replayed", &replayed, third)] {
                for ((path, wanted), found) in paths.iter().zip(&wanted).zip(seen(app, person, &paths).await) {
                    assert_eq!(wanted, &found, "{copy}: {path} as {who}");
                }
            }
        }
        let all = seen(app, &members[0], &paths).await.into_iter().map(|(_, body)| body).collect::<String>();
        for words in ["Círculo abierto", "Reunión interna", "Llevo pan.", "Se abre a las seis.", "<strong>café</strong>"] {
            assert!(all.contains(words), "{words} is nowhere: the comparison says little");
        }
        assert!(!all.contains("Inolvidable"));
        restored.check().await;
        replayed.check().await;
    }
}
