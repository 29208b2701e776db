// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Who sees a file: exactly who sees its entry.

use serde_json::json;
use tequio_node::{jobs, spine::world::DAY};

use super::{attach, attached, entry_of, files, files_of, picture, png, written};
use crate::support::{Person, on_both_engines};

/// What a person gets of a file and of its thumbnail.
async fn statuses(person: &Person, file: &serde_json::Value) -> [u16; 2] {
    let (whole, small) = (file["path"].as_str().unwrap(), file["shown"]["path"].as_str().unwrap());
    [person.fetch(whole).await.status, person.fetch(small).await.status]
}

async fn show_to(person: &Person, activity: &str, visibility: &str) {
    let form = person.get(&format!("{}/edit", activity.rsplit_once('/').unwrap().0)).await;
    let saved = person.send(&form, &[("visibility", visibility)]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

on_both_engines! {
    async fn a_file_is_seen_by_whoever_sees_its_entry(app: TestApp) {
        let ana = app.founder().await;
        let beto = app.join(&ana, "Beto").await;
        let (stranger, other) = (app.person(), app.founder_of("otra").await);
        let activity = ana.publish(&[("title", "Reunión"), ("visibility", "community")]).await;
        let large = written(&picture(900, 300), image::ImageFormat::Jpeg);
        let file = attached(&ana, &activity, ("reunion.jpg", &large), "La reunión").await;
        for (person, seen) in [(&ana, 200), (&beto, 200), (&stranger, 404), (&other, 404)] {
            assert_eq!(statuses(person, &file).await, [seen; 2]);
        }
        let elsewhere = file["path"].as_str().unwrap().replace("/@etla/", "/@otra/");
        for person in [&ana, &other, &stranger] {
            assert_eq!(person.fetch(&elsewhere).await.status, 404, "through another community");
        }
        show_to(&ana, &activity, "public").await;
        for person in [&ana, &beto, &stranger, &other] {
            assert_eq!(statuses(person, &file).await, [200; 2]);
        }
        show_to(&ana, &activity, "circle").await;
        for (person, seen) in [(&ana, 200), (&beto, 404), (&stranger, 404)] {
            assert_eq!(statuses(person, &file).await, [seen; 2]);
        }
        for odd in ["nada", "06h0r3m6g1va5b86q6t7g4l000", "%00", "../../node.key"] {
            assert_eq!(ana.fetch(&format!("/@etla/files/{odd}")).await.status, 404, "{odd}");
        }
    }

    /// Browsers keep what is public, and ask each time whether they may show the rest; neither is sent twice.
    async fn what_was_seen_is_not_sent_again(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[]).await;
        let file = attached(&ana, &activity, ("cartel.png", &png()), "Cartel").await;
        let path = file["path"].as_str().unwrap();
        let ask = |tag: Option<String>| {
            let mut request = crate::support::client().get(format!("{}{path}", app.origin));
            if let Some(tag) = tag {
                request = request.header("if-none-match", tag);
            }
            async move { request.send().await.unwrap() }
        };
        let first = ask(None).await;
        assert_eq!(first.headers()["cache-control"], "public, max-age=86400, immutable");
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let again = ask(Some(format!("\"otro\", W/{tag}"))).await;
        assert_eq!((again.status().as_u16(), again.headers()["etag"].to_str().unwrap()), (304, &*tag));
        assert!(again.bytes().await.unwrap().is_empty());
        assert_eq!(ask(Some("\"otro\"".to_owned())).await.status().as_u16(), 200);
        show_to(&ana, &activity, "community").await;
        assert_eq!(ask(Some(tag)).await.status().as_u16(), 404, "who knows the tag sees no more");
        assert_eq!(ana.fetch(path).await.headers["cache-control"], "private, no-cache");
    }

    /// Only who may change an entry changes its files; who cares for the community may take one away.
    async fn files_are_changed_by_whoever_changes_the_entry(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let activity = beto.publish(&[("title", "Taller de Beto")]).await;
        let file = attached(&beto, &activity, ("cartel.png", &png()), "").await;
        let own = file["path"].as_str().unwrap();
        assert_eq!(citlali.get(&files_of(&activity)).await.status, 403);
        assert_eq!(citlali.send_file(&files_of(&activity), ("a.txt", b"a"), &[]).await.status, 403);
        assert_eq!(app.person().send_file(&files_of(&activity), ("a.txt", b"a"), &[]).await.status, 401);
        for path in [format!("{own}/describe"), format!("{own}/remove")] {
            assert_eq!(citlali.get(&path).await.status, 403, "{path}");
            assert_eq!(citlali.post(&path, &[("alt", "x")]).await.status, 403, "{path}");
            assert_eq!(app.person().post(&path, &[("alt", "x")]).await.status, 401, "{path}");
        }
        // Ana coordinates.
        assert_eq!(ana.post(&format!("{own}/remove"), &[]).await.status, 303);
        assert!(files(&beto, &activity).await.is_empty());
        let removed = format!("/@etla/entries/{}/remove", entry_of(&activity));
        assert_eq!(beto.post(&removed, &[]).await.status, 303);
        assert_eq!(beto.get(&files_of(&activity)).await.status, 409, "what is removed takes no files");
        assert_eq!(beto.send_file(&files_of(&activity), ("a.txt", b"a"), &[]).await.status, 409);
    }

    /// Who cares for the community takes away what harms, and changes nothing else.
    async fn who_cares_removes_a_file(app: TestApp) {
        let ana = app.founder().await;
        let (beto, citlali) = (app.join(&ana, "Beto").await, app.join(&ana, "Citlali").await);
        let activity = beto.publish(&[("title", "Taller de Beto")]).await;
        let file = attached(&beto, &activity, ("cartel.png", &png()), "").await;
        let own = file["path"].as_str().unwrap();
        assert!(!citlali.get(&activity).await.body.contains(&format!("{own}/remove")));
        for person in [&ana, &citlali] {
            assert_eq!(person.post("/@etla/mandates/call", &[("kind", "care")]).await.status, 303);
        }
        let kinds = ana.get_json("/@etla/mandates").await["kinds"].as_array().unwrap().clone();
        let choice = kinds.iter().find_map(|kind| kind["choice"]["id"].as_str()).unwrap();
        assert_eq!(citlali.post("/@etla/mandates/stand", &[("id", choice)]).await.status, 303);
        let member = citlali.get_json("/@etla/me").await["kept"]["member"].as_str().unwrap().to_owned();
        assert_eq!(ana.post("/@etla/mandates/support", &[("id", choice), ("candidate", &member)]).await.status, 303);
        app.clock.advance(8 * DAY);
        jobs::run_due(&app.node).await.unwrap();
        let shown = citlali.get(&activity).await;
        assert!(shown.body.contains(&format!("{own}/remove")) && !shown.body.contains(&format!("{own}/describe")), "{}", shown.body);
        assert_eq!(citlali.get(&format!("{own}/describe")).await.status, 403);
        assert_eq!(citlali.send_file(&files_of(&activity), ("a.txt", b"a"), &[]).await.status, 403);
        let asked = citlali.get(&format!("{own}/remove")).await;
        assert_eq!(citlali.send(&asked, &[]).await.status, 303);
        assert!(files(&beto, &activity).await.is_empty());
    }

    /// The page asks kindly for words, shows them to who cannot see, and the search finds them.
    async fn words_are_asked_for_and_found(app: TestApp) {
        let ana = app.founder().await;
        let activity = ana.publish(&[("title", "Instalatón")]).await;
        assert!(!ana.get(&activity).await.body.contains("Imágenes y archivos</h2>"), "nothing of nothing");
        let file = attached(&ana, &activity, ("minuta_cartel.png", &png()), "").await;
        assert_eq!(file["alt"], json!(null));
        let shown = ana.get(&activity).await;
        assert!(shown.text().contains("Descríbela para quien no la ve") && shown.text().contains("todavía sin descripción"), "{}", shown.text());
        let stranger = app.person();
        let shown = stranger.get(&activity).await;
        assert!(!shown.text().contains("Descríbela") && shown.body.contains("todavía sin descripción\""), "{}", shown.body);
        let form = ana.get(&format!("{}/describe", file["path"].as_str().unwrap())).await;
        let long = ana.send(&form, &[("alt", &"x".repeat(501))]).await;
        assert!(long.status == 422 && long.text().contains("500"), "{}", long.text());
        assert_eq!(ana.send(&form, &[("alt", "Un nopal <b> con «tunas»")]).await.status, 303);
        let shown = stranger.get(&activity).await;
        assert!(shown.body.contains("Un nopal &#60;b&#62; con «tunas»\""), "{}", shown.body);
        for words in ["nopales", "tuna", "minuta cartel"] {
            let found = stranger.get_json(&format!("/@etla/search?q={}", words.replace(' ', "+"))).await;
            let (title, path) = (&found["found"][0]["title"], found["found"][0]["path"].as_str().unwrap_or_default());
            assert_eq!(title, "Instalatón", "{words}");
            assert!(path.ends_with(&format!("#f-{}", file["id"].as_str().unwrap())), "{path}");
        }
        assert!(stranger.get("/@etla/search?q=minuta").await.text().contains("En un archivo"));
        show_to(&ana, &activity, "community").await;
        assert_eq!(stranger.get_json("/@etla/search?q=nopales").await["found"], json!([]));
        let kept = ana.get_json("/@etla/me/export").await;
        assert_eq!(kept["files"][0]["name"], "minuta_cartel.png");
        attach(&ana, &activity, ("notas.txt", b"x"), "").await;
        assert!(ana.get("/@etla/me").await.text().contains("2 archivos que agregaste"));
    }
}
