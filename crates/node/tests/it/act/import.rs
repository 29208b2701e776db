// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calendar files of other programs: looked at, taken, taken again, never over what hands changed.

use tequio_fediverse::fetch::Access;
use tequio_node::store::Engine;

use crate::safekeeping::erasure::nowhere_in_files;
use crate::support::{More, Page, Person, TestApp, on_both_engines};

const IMPORT: &str = "/@etla/act/agenda/import";

const FILE: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:taller@example.org
SUMMARY:Taller de Trisquel
DESCRIPTION:Trae tu compu.\\nHay café.
LOCATION:Biblioteca
CATEGORIES:Software Libre
DTSTART;TZID=Central Standard Time (Mexico):20261128T100000
DTEND;TZID=Central Standard Time (Mexico):20261128T120000
RRULE:FREQ=MONTHLY;BYDAY=SA;BYSETPOS=-1;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:taller@example.org
RECURRENCE-ID:20261226T160000Z
SUMMARY:Posada
DTSTART:20261227T000000Z
DTEND:20261227T030000Z
END:VEVENT
BEGIN:VEVENT
UID:dia@example.org
SUMMARY:Día del software libre
DTSTART;VALUE=DATE:20270918
END:VEVENT
BEGIN:VEVENT
UID:nunca@example.org
SUMMARY:Nunca
DTSTART:ayer
END:VEVENT
END:VCALENDAR
";

async fn take(person: &Person, preview: &Page, more: &[(&str, &str)]) -> Page {
    let mut fields: Vec<(&str, &str)> = vec![("take", "taller@example.org")];
    fields.extend(more);
    person.send(preview, &fields).await
}

on_both_engines! {
    /// A UID of another program can hold an address: its words are in no log, and go with what was removed; it is known
    /// again nevertheless.
    async fn a_uid_goes_with_its_activity(app: TestApp) {
        let ana = app.founder().await;
        let uid = "reunion-lupe@correo.example";
        let file = format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:Reunión\nDTSTART:20261128T100000\nEND:VEVENT");
        let preview = ana.upload(IMPORT, file.as_bytes(), &[("visibility", "public")]).await;
        assert!(ana.send(&preview, &[("take", uid)]).await.text().contains("Se trajo una actividad"));
        assert!(ana.get("/@etla/act/agenda.ics").await.body.contains(uid), "calendars know it by its own UID");
        let records = ana.get_json("/@etla/log.json").await["records"].as_array().unwrap().clone();
        let record = |of: &serde_json::Value| data_encoding::BASE64.decode(of["record"].as_str().unwrap().as_bytes()).unwrap();
        let records: Vec<u8> = records.iter().flat_map(record).collect();
        assert!(!String::from_utf8_lossy(&records).contains("lupe"), "the log tells it");
        let again = ana.upload(IMPORT, file.as_bytes(), &[]).await;
        assert!(again.text().contains("ya está aquí tal cual"), "{}", again.text());
        let list = ana.get("/@etla/act/agenda").await;
        let activity = list.body.split("href=\"/@etla/act/agenda/06").nth(1).unwrap().split(['/', '"']).next().unwrap();
        let form = ana.get(&format!("/@etla/entries/06{activity}/remove")).await;
        assert_eq!(ana.send(&form, &[]).await.status, 303);
        nowhere_in_files(app, &[uid]);
        let again = ana.upload(IMPORT, file.as_bytes(), &[]).await;
        assert!(!again.body.contains("name=\"take\""), "what was removed by hand is not offered: {}", again.text());
        let long = file.replace(uid, &"x".repeat(501));
        let refused = ana.upload(IMPORT, long.as_bytes(), &[]).await;
        assert!(refused.text().contains("UID es más largo"), "{}", refused.text());
    }

    /// What is shown first is what is taken, with its changed date, and a second time there is nothing to do.
    async fn a_file_is_looked_at_and_taken(app: TestApp) {
        let ana = app.founder().await;
        let preview = ana.upload(IMPORT, FILE.as_bytes(), &[("visibility", "public")]).await;
        let text = preview.text();
        for part in ["Taller de Trisquel", "28 de noviembre de 2026, 10:00–12:00", "y otras 2 fechas", "Renglón 27: «ayer» no es una fecha", "nueva"] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        assert!(!ana.get("/@etla/act/agenda").await.text().contains("Trisquel"), "nothing is taken yet");
        let (action, fields) = preview.form(&[("take", "")]);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let taken = ana.post(&action, &fields).await;
        assert!(taken.text().contains("Se trajeron 2 actividades."), "{}", taken.text());
        let again = ana.post(&action, &fields).await;
        assert!(again.text().contains("Se trajeron 2 actividades."), "the same form twice is once: {}", again.text());
        let list = app.person().get("/@etla/act/agenda").await.text();
        for part in ["28 de noviembre de 2026, 10:00–12:00", "sáb 26 dic, 18:00", "sáb 30 ene, 10:00", "18 de septiembre de 2027"] {
            assert!(list.contains(part), "{part}\n{list}");
        }
        assert_eq!(list.matches("Taller de Trisquel").count(), 1);
        assert!(app.person().get("/@etla/act/agenda/months/2026-12").await.text().contains("18:00\nPosada"));
        let feed = app.person().get("/@etla/act/agenda.ics").await.body;
        assert!(feed.contains("UID:taller@example.org") && feed.contains("BYSETPOS=-1"), "{feed}");
        let preview = ana.upload(IMPORT, FILE.as_bytes(), &[]).await.text();
        assert!(preview.contains("No hay nada nuevo que traer"), "{preview}");
        // What the node itself exports has nothing new for it either.
        let preview = ana.upload(IMPORT, feed.as_bytes(), &[]).await.text();
        assert!(preview.contains("No hay nada nuevo que traer"), "{preview}");
    }

    /// A newer file updates; what hands changed stays until somebody says otherwise; what is called off is cancelled.
    async fn a_newer_file_updates_but_never_over_hands(app: TestApp) {
        let ana = app.founder().await;
        let send = |file: String| {
            let ana = &ana;
            async move { ana.upload(IMPORT, file.as_bytes(), &[]).await }
        };
        take(&ana, &send(FILE.to_owned()).await, &[]).await;
        let later = FILE.replace("Biblioteca", "Casa de cultura");
        let preview = send(later.clone()).await;
        assert!(preview.text().contains("cambió en el archivo"), "{}", preview.text());
        assert!(take(&ana, &preview, &[]).await.text().contains("Se trajo una actividad"));
        let list = ana.get("/@etla/act/agenda").await;
        assert!(list.text().contains("Casa de cultura") && !list.text().contains("Biblioteca"), "{}", list.text());
        let activity = ana.get_json("/@etla/act/agenda.json").await["dates"][0]["path"].as_str().unwrap().to_owned();
        let activity = activity.rsplit_once('/').unwrap().0.to_owned();
        let edit = ana.get(&format!("{activity}/edit")).await;
        let saved = ana.send(&edit, &[("title", "Taller a mano"), ("capacity", "7")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let nothing = send(later).await.text();
        assert!(!nothing.contains("cambió"), "the file says nothing newer: {nothing}");
        let newest = FILE.replace("Biblioteca", "Parque");
        let preview = send(newest.clone()).await;
        assert!(preview.text().contains("aquí se cambió a mano"), "{}", preview.text());
        let kept = take(&ana, &preview, &[]).await.text();
        assert!(kept.contains("se quedó como está") && kept.contains("No se trajo"), "{kept}");
        assert!(ana.get(&activity).await.follow(&ana).await.text().contains("Taller a mano"));
        let replaced = take(&ana, &send(newest.clone()).await, &[("replace", "taller@example.org")]).await;
        assert!(replaced.text().contains("Se trajo una actividad"), "{}", replaced.text());
        let shown = ana.get(&activity).await.follow(&ana).await.text();
        assert!(shown.contains("Parque") && shown.contains("cupo: 7") && !shown.contains("a mano"), "{shown}");
        let beto = app.join(&ana, "Beto").await;
        let off = newest.replace("UID:taller@example.org\nSUMMARY:T", "UID:taller@example.org\nSTATUS:CANCELLED\nSUMMARY:T");
        let denied = take(&beto, &beto.upload(IMPORT, off.as_bytes(), &[]).await, &[]).await.text();
        assert!(denied.contains("No se trajo"), "it is Ana's: {denied}");
        assert!(take(&ana, &send(off).await, &[]).await.text().contains("Se trajo una actividad"));
        assert!(ana.get(&activity).await.follow(&ana).await.text().contains("se canceló"));
    }

    /// A file in Latin-1, and what is no calendar.
    async fn other_files_are_told_apart(app: TestApp) {
        let ana = app.founder().await;
        let mut latin = b"BEGIN:VEVENT\nUID:1\nDTSTART:20261128T100000\nSUMMARY:Ni".to_vec();
        latin.extend_from_slice(b"\xf1ez\nEND:VEVENT\n");
        let preview = ana.upload(IMPORT, &latin, &[]).await.text();
        assert!(preview.contains("Niñez"), "{preview}");
        let wrong = ana.upload(IMPORT, b"<html>hola</html>", &[]).await.text();
        assert!(wrong.contains("no es un calendario") && wrong.contains("no se pudo leer nada"), "{wrong}");
        assert!(!wrong.contains("lo demás sí") && !wrong.contains("No hay nada nuevo"), "{wrong}");
        let picture = ana.upload(IMPORT, b"\x89PNG\r\n\x1a\n\0\0\0", &[]).await;
        assert_eq!(picture.status, 422);
        assert!(picture.text().contains("no es un calendario") && picture.body.contains("type=\"file\""), "{}", picture.text());
        let backwards = b"BEGIN:VEVENT\nUID:2\nDTSTART:20261128T100000\nDTEND:20261128T090000\nRRULE:FREQ=DAILY;COUNT=2;X-A=1\nEND:VEVENT\n";
        let told = ana.upload(IMPORT, backwards, &[]).await.text();
        assert!(told.contains("termina antes de empezar") && told.contains("«X-A=1» no se conoce"), "{told}");
    }
}

/// Answers every request on a port of its own: a calendar, a page, nothing, and one that never ends.
async fn elsewhere() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let answer = async |axum::extract::Path(name): axum::extract::Path<String>| {
        let (status, kind, body) = match name.as_str() {
            "agenda.ics" => (200, "text/calendar", FILE.to_owned()),
            "page" => (200, "text/html", "<p>agenda</p>".to_owned()),
            "large.ics" => (200, "text/calendar", "x".repeat(6 * 1024 * 1024)),
            _ => (404, "text/plain", String::new()),
        };
        (axum::http::StatusCode::from_u16(status).unwrap(), [("content-type", kind)], body)
    };
    let router = axum::Router::new().route("/{name}", axum::routing::get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    origin
}

#[tokio::test]
async fn a_calendar_is_taken_from_its_address() {
    let app = TestApp::start_as(Engine::Sqlite, More { access: Access::Laboratory, ..More::default() }).await;
    let (ana, origin) = (app.founder().await, elsewhere().await);
    let at = |name: &str| format!("{origin}/{name}");
    let ask = async |address: &str| ana.upload(IMPORT, b"", &[("address", address), ("visibility", "public")]).await;
    let preview = ask(&at("agenda.ics")).await;
    assert!(preview.text().contains("Taller de Trisquel"), "{}", preview.text());
    assert!(!preview.body.contains("BEGIN:VCALENDAR"), "it is fetched again, not carried along");
    let taken = take(&ana, &preview, &[]).await;
    assert!(taken.text().contains("Se trajo una actividad"), "{}", taken.text());
    assert!(ana.get("/@etla/act/agenda").await.text().contains("Taller de Trisquel"));
    let again = ask(&at("agenda.ics")).await;
    assert!(again.text().contains("ya está aquí tal cual"), "{}", again.text());
    for (address, words) in [
        (at("page"), "no un calendario"),
        (at("large.ics"), "muy grande"),
        (at("nothing.ics"), "no lo entrega"),
        ("http://10.0.0.1/agenda.ics".to_owned(), "no visita"),
        ("ftp://agenda.example/x.ics".to_owned(), "no visita"),
        ("agenda".to_owned(), "no visita"),
    ] {
        let refused = ask(&address).await;
        let text = refused.text();
        // What was typed stays.
        assert!(refused.status == 422 && text.contains(words), "{address}: {} {text}", refused.status);
        assert!(refused.body.contains(&format!("value=\"{address}\"")), "{address}: {}", refused.body);
    }
    app.check().await;
}

/// Without a laboratory no address of this machine is visited, by whatever name.
#[tokio::test]
async fn no_calendar_is_fetched_from_this_machine() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (ana, origin) = (app.founder().await, elsewhere().await);
    let port = origin.rsplit(':').next().unwrap();
    for address in [
        format!("{origin}/agenda.ics"),
        format!("https://localhost:{port}/agenda.ics"),
        format!("https://[::1]:{port}/agenda.ics"),
        format!("https://0x7f.1:{port}/agenda.ics"),
        "https://169.254.169.254/latest".to_owned(),
    ] {
        let refused = ana.upload(IMPORT, b"", &[("address", &address)]).await;
        assert!(refused.status == 422 && refused.text().contains("no visita"), "{address}: {}", refused.text());
    }
}
