// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Every route as every kind of viewer, in its own and in a foreign community, against one table.
//! A route that is missing from the table fails.

use std::collections::BTreeMap;

use tequio_node::web::document;

use crate::support::{Person, TestApp, on_both_engines};

/// What each viewer gets: a stranger, a member, who holds the mandate of coordination, and a member of
/// another community. `GET`: 200 (or 303 to its page), 401 sign in, 403, 404. `POST` with an empty form:
/// the statuses say who gets as far as the form (303, 409, 410, 422, 400, 200) and who is turned away before.
const TABLE: &[(&str, &str, [u16; 4])] = &[
    ("GET", "/", [200, 200, 200, 200]),
    ("GET", "/communities", [200, 200, 200, 200]),
    ("GET", "/found/{token}", [404, 404, 404, 404]),
    ("POST", "/found/{token}", [404, 404, 404, 404]),
    ("POST", "/language", [400, 400, 400, 400]),
    ("GET", "/healthz", [200, 200, 200, 200]),
    ("GET", "/openapi", [200, 200, 200, 200]),
    ("GET", "/readyz", [200, 200, 200, 200]),
    ("GET", "/source", [200, 200, 200, 200]),
    ("GET", "/static/{name}", [404, 404, 404, 404]),
    ("GET", "/@{handle}", [200, 200, 200, 200]),
    ("GET", "/@{handle}/about", [200, 200, 200, 200]),
    ("GET", "/@{handle}/about/edit", [401, 403, 200, 401]),
    ("POST", "/@{handle}/about/edit", [401, 400, 400, 401]),
    ("GET", "/@{handle}/act", [200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda", [200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/import", [401, 200, 200, 401]),
    ("POST", "/@{handle}/act/agenda/import", [401, 200, 200, 401]),
    ("POST", "/@{handle}/act/agenda/import/take", [401, 200, 200, 401]),
    ("GET", "/@{handle}/act/agenda/months/{month}", [200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/new", [401, 200, 200, 401]),
    ("POST", "/@{handle}/act/agenda/new", [401, 422, 422, 401]),
    ("GET", "/@{handle}/act/agenda/private/{code}", [404, 404, 404, 404]),
    ("GET", "/@{handle}/act/agenda/replies/{code}", [404, 404, 404, 404]),
    ("POST", "/@{handle}/act/agenda/replies/{code}", [404, 404, 404, 404]),
    ("GET", "/@{handle}/act/agenda/tags/{tag}", [200, 200, 200, 200]),
    ("GET", "/@{handle}/act/agenda/week", [200, 200, 200, 200]),
    // These name a file of an activity for members only, whose host is the one with the mandate.
    ("GET", "/@{handle}/files/{id}", [404, 200, 200, 404]),
    ("GET", "/@{handle}/files/{id}/describe", [401, 403, 200, 401]),
    ("POST", "/@{handle}/files/{id}/describe", [401, 403, 303, 401]),
    ("GET", "/@{handle}/files/{id}/remove", [401, 403, 200, 401]),
    ("POST", "/@{handle}/files/{id}/remove", [401, 403, 303, 401]),
    ("GET", "/@{handle}/files/{id}/thumbnail", [404, 200, 200, 404]),
    // These name an activity for members only, whose host is the one with the mandate.
    ("GET", "/@{handle}/act/agenda/{id}", [404, 303, 303, 404]),
    ("GET", "/@{handle}/act/agenda/{id}/edit", [401, 403, 200, 401]),
    ("POST", "/@{handle}/act/agenda/{id}/edit", [401, 403, 422, 401]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}", [404, 200, 200, 404]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/cancel", [401, 403, 200, 401]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/cancel", [401, 403, 422, 401]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/edit", [401, 403, 200, 401]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/edit", [401, 403, 422, 401]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/list", [404, 404, 200, 404]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/poster", [404, 200, 200, 404]),
    ("GET", "/@{handle}/act/agenda/{id}/{date}/reply", [404, 200, 200, 404]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/reply", [404, 409, 409, 404]),
    ("POST", "/@{handle}/act/agenda/{id}/{date}/withdraw", [400, 400, 400, 400]),
    ("GET", "/@{handle}/care", [200, 200, 200, 200]),
    ("GET", "/@{handle}/care/{document}", [200, 200, 200, 200]),
    ("GET", "/@{handle}/care/{document}/edit", [401, 403, 200, 401]),
    ("POST", "/@{handle}/care/{document}/edit", [401, 400, 400, 401]),
    // These name an agreement among members, kept by the one with the mandate, that is not to be reviewed yet.
    ("GET", "/@{handle}/decide", [200, 200, 200, 200]),
    ("GET", "/@{handle}/decide/new", [401, 200, 200, 401]),
    ("POST", "/@{handle}/decide/new", [401, 422, 422, 401]),
    ("GET", "/@{handle}/decide/propose", [401, 200, 200, 401]),
    ("POST", "/@{handle}/decide/propose", [401, 422, 422, 401]),
    ("GET", "/@{handle}/decide/{id}", [404, 200, 200, 404]),
    ("POST", "/@{handle}/decide/{id}/confirm", [401, 422, 422, 401]),
    ("GET", "/@{handle}/decide/{id}/correct", [401, 403, 200, 401]),
    ("POST", "/@{handle}/decide/{id}/correct", [401, 403, 422, 401]),
    ("POST", "/@{handle}/decide/{id}/dissent", [401, 422, 422, 401]),
    ("GET", "/@{handle}/decide/{id}/edit", [401, 403, 409, 401]),
    ("POST", "/@{handle}/decide/{id}/forget-name", [401, 400, 400, 401]),
    ("POST", "/@{handle}/decide/{id}/petition", [401, 422, 422, 401]),
    ("GET", "/@{handle}/decide/{id}/review", [401, 409, 409, 401]),
    ("POST", "/@{handle}/decide/{id}/review", [401, 409, 409, 401]),
    ("POST", "/@{handle}/decide/{id}/steps/{step}", [401, 404, 404, 401]),
    ("POST", "/@{handle}/decide/{id}/tasks/{task}", [401, 404, 404, 401]),
    ("GET", "/@{handle}/entries/{id}/files", [401, 403, 200, 401]),
    ("POST", "/@{handle}/entries/{id}/files", [401, 403, 422, 401]),
    ("GET", "/@{handle}/entries/{id}/messages", [401, 200, 200, 401]),
    ("POST", "/@{handle}/entries/{id}/messages", [401, 422, 422, 401]),
    ("GET", "/@{handle}/entries/{id}/remove", [401, 403, 200, 401]),
    ("POST", "/@{handle}/entries/{id}/remove", [401, 403, 303, 401]),
    ("GET", "/@{handle}/entries/{id}/revisions", [404, 200, 200, 404]),
    ("GET", "/@{handle}/invitations", [401, 403, 200, 401]),
    ("POST", "/@{handle}/invitations", [401, 403, 303, 401]),
    ("GET", "/@{handle}/invitations/{id}", [401, 403, 404, 401]),
    ("POST", "/@{handle}/invitations/{id}/revoke", [401, 403, 404, 401]),
    ("GET", "/@{handle}/join", [200, 200, 200, 200]),
    ("POST", "/@{handle}/join", [422, 422, 422, 422]),
    ("GET", "/@{handle}/join/{code}", [404, 404, 404, 404]),
    ("POST", "/@{handle}/join/{code}", [404, 404, 404, 404]),
    ("GET", "/@{handle}/log", [401, 200, 200, 401]),
    ("GET", "/@{handle}/mandates", [401, 200, 200, 401]),
    ("POST", "/@{handle}/mandates/call", [401, 400, 400, 401]),
    ("POST", "/@{handle}/mandates/confirm", [401, 400, 400, 401]),
    ("GET", "/@{handle}/mandates/lay-down", [401, 404, 404, 401]),
    ("POST", "/@{handle}/mandates/lay-down", [401, 400, 400, 401]),
    ("POST", "/@{handle}/mandates/stand", [401, 400, 400, 401]),
    ("POST", "/@{handle}/mandates/support", [401, 400, 400, 401]),
    ("GET", "/@{handle}/me", [401, 200, 200, 401]),
    ("POST", "/@{handle}/me", [401, 422, 422, 401]),
    ("POST", "/@{handle}/me/accept", [401, 400, 400, 401]),
    ("POST", "/@{handle}/me/codes", [401, 422, 422, 401]),
    ("GET", "/@{handle}/me/export", [401, 200, 200, 401]),
    ("POST", "/@{handle}/me/feed-link", [401, 303, 303, 401]),
    ("GET", "/@{handle}/me/leave", [401, 200, 200, 401]),
    ("POST", "/@{handle}/me/leave", [401, 422, 422, 401]),
    ("POST", "/@{handle}/me/passphrase", [401, 422, 422, 401]),
    ("GET", "/@{handle}/me/second-factor", [401, 200, 200, 401]),
    ("POST", "/@{handle}/me/second-factor", [401, 422, 422, 401]),
    ("GET", "/@{handle}/me/sessions", [401, 200, 200, 401]),
    ("POST", "/@{handle}/me/sessions", [401, 303, 303, 401]),
    ("GET", "/@{handle}/members", [401, 200, 200, 401]),
    ("POST", "/@{handle}/messages/{id}/edit", [401, 404, 404, 401]),
    ("GET", "/@{handle}/messages/{id}/edit", [401, 404, 404, 401]),
    ("GET", "/@{handle}/messages/{id}/remove", [401, 404, 404, 401]),
    ("POST", "/@{handle}/messages/{id}/remove", [401, 404, 404, 401]),
    ("GET", "/@{handle}/notices", [401, 200, 200, 401]),
    ("POST", "/@{handle}/notices", [401, 303, 303, 401]),
    ("GET", "/@{handle}/recover", [200, 200, 200, 200]),
    ("POST", "/@{handle}/recover", [422, 422, 422, 422]),
    ("GET", "/@{handle}/requests", [401, 403, 200, 401]),
    ("POST", "/@{handle}/requests", [401, 400, 400, 401]),
    ("GET", "/@{handle}/search", [200, 200, 200, 200]),
    ("GET", "/@{handle}/sign-in", [200, 200, 200, 200]),
    ("POST", "/@{handle}/sign-in", [422, 422, 422, 422]),
    ("POST", "/@{handle}/sign-out", [303, 303, 303, 303]),
];

/// The parts of paths, filled in so that they name things that are there.
fn fill(path: &str, activity: &str, file: &str, decision: &str) -> String {
    let id = activity.rsplit('/').nth(1).unwrap();
    path.replace("{handle}", "etla")
        .replace("/entries/{id}", &format!("/entries/{id}"))
        .replace("/agenda/{id}", &format!("/agenda/{id}"))
        .replace("/decide/{id}", &format!("/decide/{decision}"))
        .replace("/files/{id}", &format!("/files/{file}"))
        .replace("{date}", "once")
        .replace("{month}", "2026-11")
        .replace("{document}", "pact")
        .replace("{id}", "06h0r3m6g1va5b86q6t7g4l000")
        .replace(['{', '}'], "")
}

async fn status(person: &Person, method: &str, path: &str) -> u16 {
    match method {
        "GET" => person.get(path).await.status,
        _ => person.post(path, &[]).await.status,
    }
}

/// A community whose founder published something for members, with a picture, a member, a stranger, and the founder of another.
async fn people(app: &TestApp) -> (String, String, String, [Person; 4]) {
    let ana = app.founder().await;
    let form = ana.get("/@etla/act/agenda/new").await;
    let made = ana.send(&form, &[("title", "Reunión"), ("visibility", "community")]).await.follow(&ana).await;
    let activity = made.follow(&ana).await.path.split('?').next().unwrap().to_owned();
    let shown = ana.get(&activity).await;
    ana.send(&shown, &[("note", "")]).await;
    let beto = app.join(&ana, "Beto").await;
    let shown = beto.get(&activity).await;
    beto.send(&shown, &[("note", "")]).await;
    let other = app.founder_of("otra").await;
    let path = format!("/@etla/entries/{}/files", activity.rsplit('/').nth(1).unwrap());
    let mut picture = std::io::Cursor::new(Vec::new());
    // Noise, of which a smaller picture is smaller.
    let noise = |x: u32, y: u32| image::Rgb([(x * x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]);
    image::RgbImage::from_fn(900, 90, noise).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let made = ana.send_file(&path, ("cartel.png", picture.get_ref()), &[]).await;
    let file = made.location().rsplit_once("#f-").unwrap().1.to_owned();
    let agreed = [("title", "Los jueves"), ("body", "Se abre."), ("task_who", "Ana"), ("task_what", "Abrir")];
    let made = ana.record(&agreed).await;
    let decision = made.location().split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned();
    (activity, file, decision, [app.person(), beto, ana, other])
}

on_both_engines! {
    async fn everybody_gets_what_the_table_says(app: TestApp) {
        let documented = document();
        let mut missing = Vec::new();
        for (path, item) in &documented.paths.paths {
            for (method, there) in [("GET", item.get.is_some()), ("POST", item.post.is_some())] {
                if there && !TABLE.iter().any(|(known, route, _)| *known == method && route == path) {
                    missing.push(format!("{method} {path}"));
                }
            }
        }
        assert!(missing.is_empty(), "missing from the table: {missing:#?}");
        let mut wrong = BTreeMap::new();
        let (activity, file, decision, people) = people(app).await;
        // What changes the state comes last, so that the reads find everything in place.
        let (reads, changes): (Vec<_>, Vec<_>) = TABLE.iter().partition(|(method, ..)| *method == "GET");
        for (method, route, expected) in reads.into_iter().chain(changes) {
            let path = fill(route, &activity, &file, &decision);
            let mut found = [0; 4];
            for (place, person) in people.iter().enumerate() {
                found[place] = status(person, method, &path).await;
                if path.ends_with("/sign-out") {
                    break;
                }
            }
            if found != expected && !path.ends_with("/sign-out") {
                wrong.insert(format!("{method} {route}"), (found, expected));
            }
        }
        assert!(wrong.is_empty(), "found, expected: {wrong:#?}");
    }
}
