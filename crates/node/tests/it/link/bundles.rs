// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Bundles: two communities that never reach each other by a network, and a stick between them.

use std::io::Cursor;

use tequio_fediverse::{
    bundle::{Manifest, Writer},
    key::{KeyHistory, SecretKey},
};
use tequio_node::{
    link::bundles::{self, Trust},
    spine::world::DAY,
    store::Engine,
};

use super::{network::titles, on_engines, opened};
use crate::support::{More, Page, Person, Raw, TestApp, program};

const NORTH: &str = "https://norte.example/@etla";
const SOUTH: &str = "https://sur.example/@etla";
const PAGE: &str = "/@etla/link/bundles";

/// A node that no other one reaches, with a community that is open to the network, and who coordinates it.
async fn alone(engine: Engine, origin: &str, seed: u8) -> (TestApp, Person) {
    let more = More { named: Some(origin.parse().unwrap()), seed, ..More::default() };
    let app = TestApp::start_as(engine, more).await;
    let ana = app.founder().await;
    opened(&ana).await;
    (app, ana)
}

/// Two of them, each with an engine of its own.
async fn two(engine: Engine) -> ((TestApp, Person), (TestApp, Person)) {
    let other = match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    };
    // Without PostgreSQL both have the same.
    let other = if std::env::var_os("TEQUIO_TEST_POSTGRES").is_some() { other } else { engine };
    (alone(engine, "https://norte.example", 0).await, alone(other, "https://sur.example", 5).await)
}

/// A bundle, as the page gives it.
async fn bundle(person: &Person, fields: &[(&str, &str)]) -> Vec<u8> {
    let page = person.post(&format!("{PAGE}/export"), fields).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let name = page.headers["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.starts_with("attachment; filename=\"etla-20") && name.ends_with(".tequio\""), "{name}");
    page.bytes
}

/// Takes a bundle by the page.
async fn take(person: &Person, bundle: &[u8], fields: &[(&str, &str)]) -> Page {
    person.send_file(PAGE, ("visita.tequio", bundle), fields).await
}

/// Takes one that is good, and gives what is said of it.
async fn taken(person: &Person, bundle: &[u8]) -> String {
    let page = take(person, bundle, &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    page.text()
}

/// By what a community is known, as its page shows it: the fingerprint and the age key.
async fn known(person: &Person) -> (String, String) {
    let page = person.get_json(&format!("{PAGE}.json")).await;
    let text = |name: &str| page["known"][name].as_str().unwrap().to_owned();
    (text("fingerprint"), text("age"))
}

/// What bundles leave in the tables of a node, and how long its log is.
async fn state(app: &TestApp) -> String {
    let mut raw = Raw::open(app).await;
    let mut found = Vec::new();
    for table in ["bundle_sources", "received", "network_dates", "followers", "outgoing", "remote_actors", "log"] {
        found.push(format!("{table} {}", raw.number(&format!("SELECT COUNT(*) FROM {table}")).await));
    }
    let read = raw.number("SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM bundle_sources").await;
    found.push(format!("read {read}"));
    found.join(", ")
}

/// The south meets the north by its bundle, asks to follow it, and is let.
async fn met(ana: &Person, eva: &Person) {
    let first = bundle(ana, &[("to", SOUTH)]).await;
    let page = take(eva, &first, &[("fingerprint", &known(ana).await.0)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let asked = eva.post(&format!("{PAGE}/follow"), &[("source", NORTH)]).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let back = bundle(eva, &[("to", NORTH)]).await;
    let page = take(ana, &back, &[("fingerprint", &known(eva).await.0)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let told = taken(eva, &bundle(ana, &[("to", SOUTH)]).await).await;
    assert!(!told.contains("no la sigue"), "{told}");
}

/// Runs the program on the store of a node, and gives how it ended and what it said.
fn command(app: &TestApp, origin: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = program();
    command.args(arguments);
    if arguments.get(1) != Some(&"verify") {
        command.args(["--data", app.node.data.to_str().unwrap(), "--origin", origin]);
        if app.store.starts_with("postgres") {
            command.args(["--database", &app.store]);
        }
    }
    let done = command.env("LC_ALL", "es_MX.UTF-8").output().unwrap();
    (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
}

on_engines! {
    /// Two communities that never reach each other know each other by bundles: they follow, are told, change and take back; who
    /// takes the same twice takes it once.
    async fn a_stick_is_enough(engine: Engine) {
        let ((north, ana), (south, eva)) = two(engine).await;
        ana.publish(&[("title", "Antes"), ("start_date", "2027-01-10"), ("end_date", "2027-01-10")]).await;
        ana.publish(&[("title", "De casa"), ("visibility", "community")]).await;
        let first = bundle(&ana, &[("to", SOUTH)]).await;
        let words = String::from_utf8(first.clone()).unwrap();
        assert!(!words.contains("Antes"), "who does not follow is not told of dates");
        assert_eq!(take(&eva, &first, &[("fingerprint", &known(&ana).await.0)]).await.status, 200);
        let page = eva.get(PAGE).await;
        assert!(page.text().contains(NORTH) && page.body.contains(&format!("value=\"{NORTH}\"")), "{}", page.text());
        let asked = eva.post(&format!("{PAGE}/follow"), &[("source", NORTH)]).await;
        assert_eq!(asked.status, 303, "{}", asked.text());
        let again = eva.post(&format!("{PAGE}/follow"), &[("source", NORTH)]).await;
        assert_eq!(again.status, 409, "once");
        let back = bundle(&eva, &[("to", NORTH)]).await;
        let told = take(&ana, &back, &[("fingerprint", &known(&eva).await.0)]).await.text();
        assert!(told.contains("Allá ya tienen lo que se les mandó hasta el número 1"), "{told}");
        assert!(ana.get("/@etla/link").await.text().contains("La sigue"), "{}", ana.get("/@etla/link").await.text());
        let answer = bundle(&ana, &[("to", SOUTH)]).await;
        let words = String::from_utf8(answer.clone()).unwrap();
        assert!(words.contains("Accept") && words.contains("Antes") && !words.contains("De casa"), "{words}");
        let told = taken(&eva, &answer).await;
        assert!(told.contains("2 cosas nuevas") && !told.contains("no la sigue"), "{told}");
        assert_eq!(titles(&south, "").await, ["Antes"]);
        assert!(!eva.get("/@etla/link").await.text().contains("Espera respuesta"));
        // Once more the same, and one that carries it all again because no receipt came, bring nothing twice.
        let before = state(&south).await;
        assert!(taken(&eva, &answer).await.contains("No traía nada nuevo"));
        assert!(taken(&eva, &bundle(&ana, &[("to", SOUTH)]).await).await.contains("No traía nada nuevo"));
        assert_eq!(state(&south).await, before);
        // What changes, comes and goes.
        let path = ana.publish(&[("title", "Radio"), ("start_date", "2027-01-11"), ("end_date", "2027-01-11")]).await;
        let edit = format!("{}/edit", path.rsplit_once('/').unwrap().0);
        taken(&eva, &bundle(&ana, &[("to", SOUTH)]).await).await;
        assert_eq!(titles(&south, "").await, ["Antes", "Radio"]);
        let form = ana.get(&edit).await;
        ana.send(&form, &[("title", "Radio libre")]).await;
        taken(&eva, &bundle(&ana, &[("to", SOUTH)]).await).await;
        assert_eq!(titles(&south, "").await, ["Antes", "Radio libre"]);
        let form = ana.get(&edit).await;
        ana.send(&form, &[("visibility", "community")]).await;
        taken(&eva, &bundle(&ana, &[("to", SOUTH)]).await).await;
        assert_eq!(titles(&south, "").await, ["Antes"]);
        // A receipt lets the next one begin later, and ends that what was carried waits for a network.
        let mut raw = Raw::open(&north).await;
        assert_eq!(raw.number("SELECT COUNT(*) FROM outgoing").await, 1);
        let told = taken(&ana, &bundle(&eva, &[("to", NORTH)]).await).await;
        assert!(told.contains("hasta el número 6"), "{told}");
        assert_eq!(raw.number("SELECT COUNT(*) FROM outgoing").await, 0);
        assert_eq!(raw.number("SELECT COUNT(*) FROM bundle_items").await, 0);
        let empty = bundle(&ana, &[("to", SOUTH)]).await;
        assert_eq!(String::from_utf8(empty.clone()).unwrap().lines().filter(|line| line.contains("\"activity\"")).count(), 0);
        assert!(taken(&eva, &empty).await.contains("No traía nada nuevo"));
        north.check().await;
        south.check().await;
    }

    /// What is not whole, not for this community, not by a key that it knows or not what it is waiting for changes nothing, and says why: on
    /// the page and in the terminal.
    async fn what_does_not_hold_changes_nothing(engine: Engine) {
        let ((north, ana), (south, eva)) = two(engine).await;
        met(&ana, &eva).await;
        ana.publish(&[("title", "Antes"), ("start_date", "2027-01-10"), ("end_date", "2027-01-10")]).await;
        ana.publish(&[("title", "Luego"), ("start_date", "2027-01-11"), ("end_date", "2027-01-11")]).await;
        let good = bundle(&ana, &[("to", SOUTH)]).await;
        let words = String::from_utf8(good.clone()).unwrap();
        let (own, theirs) = (known(&ana).await, known(&eva).await);
        let lines: Vec<&str> = words.lines().collect();
        let without = |gone: usize| -> Vec<u8> {
            lines.iter().enumerate().filter(|(at, _)| *at != gone).flat_map(|(_, line)| format!("{line}\n").into_bytes()).collect()
        };
        let sealed = bundle(&ana, &[("to", SOUTH), ("age", &own.1)]).await;
        let foreign = bundle(&ana, &[("to", "https://este.example/@etla")]).await;
        let itself = bundle(&eva, &[]).await;
        let cases: &[(&str, Vec<u8>, &str)] = &[
            ("tampered", words.replace("Antes", "Antez").into_bytes(), "fue cambiado"),
            ("resealed with less", without(lines.len() - 2), "fue cambiado"),
            ("a line less", without(lines.len() - 3), "no es un morral"),
            ("more behind the seal", [&good[..], b"{}\n"].concat(), "fue cambiado"),
            ("cut", good[..good.len() - 10].to_vec(), "está cortado"),
            ("cut at a line", format!("{}\n", lines[..lines.len() - 1].join("\n")).into_bytes(), "está cortado"),
            ("something else", b"<html></html>\n".to_vec(), "no es un morral"),
            ("for another", foreign, "es para https://este.example/@etla"),
            ("encrypted to another", sealed, "cifrado para otra"),
            ("its own", itself, "de esta misma comunidad"),
            ("of somebody else", words.replace("norte.example", "oeste.example").into_bytes(), "no se le conoce"),
        ];
        let before = state(&south).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("visita.tequio");
        for (what, bytes, told) in cases {
            let page = take(&eva, bytes, &[]).await;
            assert_eq!(page.status, 422, "{what}: {}", page.text());
            assert!(page.text().contains(told), "{what}: {}", page.text());
            std::fs::write(&file, bytes).unwrap();
            let path = file.to_str().unwrap();
            let (code, said) = command(&south, "https://sur.example", &["bundle", "import", path, "--community", "etla"]);
            assert!(code == Some(1) && said.contains(told), "{what}: {said}");
            assert_eq!(state(&south).await, before, "{what}");
        }
        let json = eva.send_file_as(PAGE, ("x", &cases[0].1), &[], "application/json").await;
        assert_eq!(json.status, 422, "{}", json.body);
        // In the other language too.
        let mut evan = south.person_again("Ana").await;
        evan.language = "en".to_owned();
        let page = take(&evan, &cases[4].1, &[]).await;
        assert!(page.text().contains("The bundle is cut off"), "{}", page.text());
        // A fingerprint that is none, and one that is not the north's.
        for (fingerprint, told) in [("ABCD", "No es una huella"), (theirs.0.as_str(), "no es de la llave")] {
            let page = take(&eva, &good, &[("fingerprint", fingerprint)]).await;
            assert!(page.status == 422 && page.text().contains(told), "{}", page.text());
        }
        // Nobody becomes the north by showing somebody a fingerprint: on this node it is known by another key.
        let forger = SecretKey::from_ed25519_seed(&[9; 32]);
        let manifest = Manifest {
            source: NORTH.to_owned(),
            destination: Some(SOUTH.to_owned()),
            before: tequio_fediverse::bundle::Cursor::default(),
            keys: KeyHistory::new(forger.public()),
            created: jiff::Timestamp::UNIX_EPOCH,
        };
        let forged = Writer::new(Vec::new(), manifest).unwrap().finish(&forger, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let page = take(&eva, &forged, &[("fingerprint", &forger.public().fingerprint().to_string())]).await;
        assert!(page.status == 422 && page.text().contains("no es de la llave"), "{}", page.text());
        assert_eq!(take(&eva, b"", &[]).await.status, 422);
        for (field, value, told) in [
            ("to", "norte", "dirección completa"),
            ("to", NORTH, "esta misma comunidad"),
            ("age", "age1", "No es una llave"),
            ("from", "x", "Escribe un número"),
            ("from", "900", "Se guarda del"),
        ] {
            let page = ana.post(&format!("{PAGE}/export"), &[(field, value)]).await;
            assert!(page.status == 422 && page.text().contains(told), "{field}: {}", page.text());
        }
        assert_eq!(state(&south).await, before);
        // Whom the community does not deal with it does not hear by a stick either, and gives them none.
        assert_eq!(super::blocks::block(&eva, "norte.example", "suspend").await.status, 303);
        let page = take(&eva, &good, &[]).await;
        assert!(page.status == 422 && page.text().contains("está en sus bloqueos"), "{}", page.text());
        let page = eva.post(&format!("{PAGE}/export"), &[("to", NORTH)]).await;
        assert!(page.status == 422 && page.text().contains("suspendido"), "{}", page.text());
        north.check().await;
        south.check().await;
    }

    /// What is missing between two bundles is said by number, and had with another one; and who restored a backup begins anew.
    async fn a_gap_is_named_and_filled(engine: Engine) {
        let ((north, ana), (south, eva)) = two(engine).await;
        met(&ana, &eva).await;
        for (title, day) in [("Uno", "2027-01-10"), ("Dos", "2027-01-11"), ("Tres", "2027-01-12")] {
            ana.publish(&[("title", title), ("start_date", day), ("end_date", day)]).await;
        }
        let last = bundle(&ana, &[("to", SOUTH)]).await;
        let late = bundle(&ana, &[("to", SOUTH), ("from", "5")]).await;
        let before = state(&south).await;
        let page = take(&eva, &late, &[]).await;
        assert!(page.status == 422 && page.text().contains("Faltan del 3 al 4: pide otro morral desde el 3"), "{}", page.text());
        assert_eq!(state(&south).await, before);
        assert!(taken(&eva, &last).await.contains("3 cosas nuevas"));
        assert!(taken(&eva, &late).await.contains("No traía nada nuevo"));
        assert_eq!(titles(&south, "").await, ["Uno", "Dos", "Tres"]);
        // The north forgets what it said, as with an old backup.
        let mut raw = Raw::open(&north).await;
        raw.run("DELETE FROM bundle_items").await;
        raw.run("DELETE FROM bundle_streams").await;
        north.clock.advance(DAY);
        ana.publish(&[("title", "Cuatro"), ("start_date", "2027-01-13"), ("end_date", "2027-01-13")]).await;
        let other = bundle(&ana, &[("to", SOUTH)]).await;
        let page = take(&eva, &other, &[]).await;
        assert!(page.status == 422 && page.text().contains("cuenta otra historia"), "{}", page.text());
        let page = take(&eva, &other, &[("anew", "on")]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert_eq!(titles(&south, "").await, ["Uno", "Dos", "Tres", "Cuatro"]);
        // What nobody acknowledged for long is not kept: what still holds of it is said again, and the numbers go on.
        north.clock.advance(91 * DAY);
        tequio_node::jobs::sweep(&north.node).await.unwrap();
        assert_eq!(raw.number("SELECT COUNT(*) FROM bundle_items").await, 0);
        north.check().await;
        south.check().await;
    }

    /// What is for anybody is for who follows; others learn from it whom they could follow. Encrypted, only its reader opens it.
    async fn one_for_anybody_and_one_for_nobody_else(engine: Engine) {
        let ((north, ana), (south, eva)) = two(engine).await;
        ana.publish(&[("title", "Antes"), ("start_date", "2027-01-10"), ("end_date", "2027-01-10")]).await;
        let open = bundle(&ana, &[]).await;
        let fingerprint = known(&ana).await.0;
        let page = take(&eva, &open, &[("fingerprint", &fingerprint.to_lowercase().replace(' ', "-"))]).await;
        assert!(page.status == 200 && page.text().contains("no la sigue"), "{}", page.text());
        assert!(titles(&south, "").await.is_empty());
        assert_eq!(eva.post(&format!("{PAGE}/follow"), &[("source", NORTH)]).await.status, 303);
        let back = bundle(&eva, &[("to", NORTH), ("age", &known(&ana).await.1)]).await;
        assert!(back.starts_with(b"age-encryption.org/v1"));
        let page = take(&ana, &back, &[("fingerprint", &known(&eva).await.0)]).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let sealed = bundle(&ana, &[("to", SOUTH), ("age", &known(&eva).await.1)]).await;
        taken(&eva, &sealed).await;
        assert_eq!(titles(&south, "").await, ["Antes"]);
        // From now on what is for anybody is enough.
        ana.publish(&[("title", "Luego"), ("start_date", "2027-01-11"), ("end_date", "2027-01-11")]).await;
        let told = taken(&eva, &bundle(&ana, &[]).await).await;
        assert_eq!(titles(&south, "").await, ["Antes", "Luego"], "{told}");
        north.check().await;
        south.check().await;
    }

    /// The program makes, looks at and takes bundles beside a node that runs.
    async fn the_terminal_does_it_too(engine: Engine) {
        let ((north, ana), (south, eva)) = two(engine).await;
        met(&ana, &eva).await;
        ana.publish(&[("title", "Antes"), ("start_date", "2027-01-10"), ("end_date", "2027-01-10")]).await;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let of_north = |arguments: &[&str]| command(&north, "https://norte.example", arguments);
        let of_south = |arguments: &[&str]| command(&south, "https://sur.example", arguments);
        let (code, said) = of_north(&["bundle", "export", "etla", "--to", SOUTH, "--output", &path("a.tequio")]);
        assert!(code == Some(0) && said.contains("Lleva del 2 al 3."), "{said}");
        let (code, said) = of_north(&["bundle", "export", "etla", "--output", &path("a.tequio")]);
        assert_eq!(code, Some(2), "nothing is written over: {said}");
        let (code, said) = of_north(&["bundle", "verify", &path("a.tequio")]);
        let fingerprint = known(&ana).await.0;
        assert!(code == Some(0) && said.contains(NORTH) && said.contains(SOUTH) && said.contains(&fingerprint), "{said}");
        assert!(said.contains("Lleva del 2 al 3.") && said.contains("Acusa lo de"), "{said}");
        let other = known(&eva).await.0;
        let (code, said) = of_north(&["bundle", "verify", &path("a.tequio"), "--fingerprint", &other]);
        assert!(code == Some(1) && said.contains("no es de la llave"), "{said}");
        let (code, said) = of_north(&["bundle", "key", "etla"]);
        assert!(code == Some(0) && said.contains(&fingerprint) && said.contains("age1"), "{said}");
        let (code, said) = of_south(&["bundle", "import", &path("a.tequio")]);
        assert!(code == Some(0) && said.contains("Cosas nuevas: 1."), "{said}");
        assert_eq!(titles(&south, "").await, ["Antes"]);
        let (code, said) = of_south(&["bundle", "receipt", "etla", "--to", NORTH, "--output", &path("acuse.tequio")]);
        assert!(code == Some(0) && said.contains("hasta el 3"), "{said}");
        let (code, said) = of_north(&["bundle", "import", &path("acuse.tequio")]);
        assert!(code == Some(0) && said.contains("hasta el 3"), "{said}");
        let (_, said) = of_north(&["bundle", "export", "etla", "--to", SOUTH, "--output", &path("b.tequio")]);
        assert!(said.contains("No lleva nada nuevo"), "{said}");
        north.check().await;
        south.check().await;
    }
}

/// A month without a network: so many dates on each side, so many of them changed each day; a bundle each way every day, of which some are
/// lost, some come late and some twice; the last one is interrupted again and again.
async fn a_month(days: i64, dates: usize, changed: usize) {
    let ((north, ana), (south, eva)) = two(Engine::Sqlite).await;
    met(&ana, &eva).await;
    // The other way too.
    let asked = ana.post(&format!("{PAGE}/follow"), &[("source", SOUTH)]).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    taken(&eva, &bundle(&ana, &[("to", SOUTH)]).await).await;
    taken(&ana, &bundle(&eva, &[("to", NORTH)]).await).await;
    for (app, person) in [(&north, &ana), (&south, &eva)] {
        app.protect(person).await;
    }
    let mut paths = [Vec::new(), Vec::new()];
    for at in 0..dates {
        for (side, person) in [&ana, &eva].into_iter().enumerate() {
            let title = format!("{side}-{at}");
            let day = format!("2027-02-{:02}", at % 28 + 1);
            let path = person.publish(&[("title", &title), ("start_date", &day), ("end_date", &day)]).await;
            paths[side].push(format!("{}/edit", path.rsplit_once('/').unwrap().0));
        }
    }
    let mut next = 0;
    let mut late = Vec::new();
    for day in 0..days {
        north.clock.advance(DAY);
        south.clock.advance(DAY);
        for _ in 0..changed {
            for (side, person) in [&ana, &eva].into_iter().enumerate() {
                let form = person.get(&paths[side][next % dates]).await;
                let sent = person.send(&form, &[("title", &format!("{side}-{} del {day}", next % dates))]).await;
                assert_eq!(sent.status, 303, "{}", sent.text());
            }
            next += 1;
        }
        let (there, back) = (bundle(&ana, &[("to", SOUTH)]).await, bundle(&eva, &[("to", NORTH)]).await);
        match day % 5 {
            // The one comes, the other is kept in a drawer.
            1 => {
                taken(&eva, &there).await;
                late.push(back);
            }
            // What was in the drawer comes now, and once more.
            3 => {
                for old in late.drain(..) {
                    taken(&ana, &old).await;
                    assert!(taken(&ana, &old).await.contains("No traía nada nuevo"));
                }
            }
            _ => {}
        }
    }
    // At the end each gives the other the rest; taking it is broken off over and over.
    for (from, to, app, reader) in [(&ana, SOUTH, &south, &eva), (&eva, NORTH, &north, &ana)] {
        let rest = bundle(from, &[("to", to)]).await;
        interrupted(app, &rest).await;
        assert!(taken(reader, &rest).await.contains("No traía nada nuevo"));
    }
    let of = |side: usize| -> Vec<String> {
        let mut titles: Vec<String> = (0..dates)
            .map(|at| {
                let last = (0..next).rev().find(|step| step % dates == at).map(|step| step / changed);
                last.map_or_else(|| format!("{side}-{at}"), |day| format!("{side}-{at} del {day}"))
            })
            .collect();
        titles.sort();
        titles
    };
    for (app, side) in [(&south, 0), (&north, 1)] {
        let mut found = titles(app, "").await;
        found.sort();
        assert_eq!(found, of(side));
        assert_eq!(Raw::open(app).await.number("SELECT COUNT(*) FROM followers").await, 1);
        app.check().await;
    }
}

/// Takes a bundle, broken off whenever a few more things were done, until it is through.
async fn interrupted(app: &TestApp, bundle: &[u8]) {
    let mut raw = Raw::open(app).await;
    let community = raw.id("SELECT id FROM communities").await;
    let mut breaks = 0;
    loop {
        let (node, bytes) = (app.node.clone(), bundle.to_vec());
        let taking = tokio::spawn(async move {
            bundles::import(&node, community, &|| Ok(Box::new(Cursor::new(bytes.clone()))), Trust::default()).await
        });
        let sql = "SELECT CAST(COALESCE(SUM(sequence), 0) AS BIGINT) FROM bundle_sources WHERE addressed";
        let begin = raw.number(sql).await;
        let step = if breaks < 3 { 7 } else { i64::MAX };
        while !taking.is_finished() && raw.number(sql).await - begin < step {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        taking.abort();
        match taking.await {
            Ok(done) => {
                done.unwrap();
                break;
            }
            Err(_) => breaks += 1,
        }
    }
    assert_eq!(breaks, 3, "it was through before it was broken off");
}

#[tokio::test]
#[ignore = "needs PostgreSQL: ./check"]
async fn a_week_without_a_network() {
    a_month(6, 12, 15).await;
}

mod long {
    /// Five thousand activities, half of them each way.
    #[tokio::test]
    #[ignore = "long: ./check --long"]
    async fn a_month_without_a_network() {
        super::a_month(29, 120, 87).await;
    }
}
