// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A mirror goes on whatever members link to, and takes along nothing that a private link opens.

use tequio_node::{store::Engine, web::mirror::mirror};

use crate::support::TestApp;

#[tokio::test]
async fn links_in_texts_neither_stop_it_nor_open_anything() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    ana.publish(&[("title", "Solo de casa"), ("visibility", "community")]).await;
    let me = ana.get_json("/@etla/me").await;
    let path = |name: &str| me[name].as_str().unwrap().strip_prefix(&app.origin).unwrap().to_owned();
    let (calendar, news) = (path("private_feed"), path("private_news"));
    let long = format!("/@etla/act/agenda/tags/{}", "a".repeat(300));
    assert_eq!(app.person().get(&long).await.status, 200, "a page that no file can be");
    let guest = app.person();
    let ask = guest.get("/@etla/recover/people").await;
    let back = guest.send(&ask, &[("name", "Ana")]).await;
    let back = back.body.split('"').find(|part| part.contains("/recover/people/0")).unwrap().to_owned();
    let back = back.trim_start_matches(&app.origin).to_owned();
    let links: Vec<String> = [&calendar, &news, &long, &back].iter().map(|path| format!("[x]({path})")).collect();
    ana.publish(&[("title", "Taller"), ("body", &links.join(" "))]).await;

    let folder = tempfile::tempdir().unwrap();
    let (files, left) = mirror(&app.node, folder.path(), |_| {}).await.unwrap();
    assert_eq!(left, [long.clone(), format!("{long}.csv")], "neither the page nor its spreadsheet");
    assert!(files > 10, "{files}");
    for private in [calendar, news, back] {
        let file = folder.path().join(private.trim_start_matches('/'));
        assert!(!file.exists() && !file.join("index.html").exists(), "{private}");
    }
    // Nothing that is for members, in whichever file.
    let list = std::fs::read_to_string(folder.path().join(".tequio-mirror")).unwrap();
    assert_eq!(list.lines().count(), files);
    for file in list.lines() {
        let text = std::fs::read(folder.path().join(file)).unwrap();
        assert!(!String::from_utf8_lossy(&text).contains("Solo de casa"), "{file}");
    }
    assert_eq!(mirror(&app.node, folder.path(), |_| {}).await.unwrap().0, files, "once more");
}
