// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community moves to a node of the other engine: everything that is its own arrives, nothing that is the node's; and it is
//! never in two places at once.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use tequio_node::{
    jobs,
    safekeeping::{
        backup,
        moving::{self, Arrived, MoveError},
    },
    spine::{
        command::Caller,
        communities::moving::Announce,
        entries,
        event::Event,
        id::Id,
        log::{self, Actor, Hash, Record},
        members,
        refusal::Error,
        world::DAY,
    },
    store::{
        Dump, Engine, TableDump, Value,
        tables::{Class, TABLES},
    },
};

use crate::support::{More, PASSPHRASE, Page, Person, Raw, TestApp, copies, on_both_engines};

/// Where the communities of these tests are said to go.
const THERE: &str = "https://otro.example/@etla";

async fn announce(person: &Person, to: &str) -> Page {
    let form = person.get("/@etla/safekeeping/move").await;
    person.send(&form, &[("there", to)]).await
}

/// Leaves and packs a community.
async fn packed(app: &TestApp, stick: &Path) -> (PathBuf, age::x25519::Identity) {
    let (file, identity) = (stick.join("mudanza.tequio"), age::x25519::Identity::generate());
    moving::leave(&app.node, "etla").await.unwrap();
    moving::pack(&app.node, "etla", &[identity.to_public()], &file, |_| {}).await.unwrap();
    (file, identity)
}

async fn unpacked(app: &TestApp, file: &Path, identity: &age::x25519::Identity) -> Result<Arrived, MoveError> {
    moving::arrive(&app.node, moving::open(file, identity)?, true).await
}

/// A node of the other engine, with chance of its own.
async fn another(app: &TestApp) -> TestApp {
    TestApp::start_as(copies::other(app), More { seed: 9, ..More::default() }).await
}

/// The rows of a table, those of one community where they say whose they are, without what changes by the move itself; and
/// whether they say so.
async fn rows(app: &TestApp, table: &'static str, community: &[u8]) -> (BTreeSet<String>, bool) {
    let known = TABLES.iter().find(|known| known.name == table).unwrap();
    let TableDump { columns, rows } = Dump::open(&app.node.core.db).await.unwrap().read(known).await.unwrap();
    let place = |name: &str| columns.iter().position(|column| column == name);
    let whose = place(if table == "communities" { "id" } else { "community_id" });
    let own = |row: &Vec<Value>| whose.is_none_or(|at| row[at] == Value::Bytes(Some(community.to_vec())));
    let moves = [place("left_at").filter(|_| table == "communities"), place("moves_to"), place("leased_until")];
    let said = |row: Vec<Value>| {
        let kept = row.into_iter().enumerate().filter(|(at, _)| !moves.contains(&Some(*at))).map(|(_, cell)| cell);
        format!("{:?}", kept.collect::<Vec<_>>())
    };
    let all = rows.into_iter().filter(own).map(said).filter(|row| !row.contains("\"move-settled\""));
    (all.collect(), whose.is_some())
}

async fn id_of(app: &TestApp) -> Vec<u8> {
    let known = TABLES.iter().find(|known| known.name == "communities").unwrap();
    let TableDump { columns, rows } = Dump::open(&app.node.core.db).await.unwrap().read(known).await.unwrap();
    let place = |name: &str| columns.iter().position(|column| column == name).unwrap();
    let row = rows.into_iter().find(|row| row[place("handle")] == Value::Text(Some("etla".into()))).unwrap();
    let Value::Bytes(Some(id)) = &row[place("id")] else { panic!("{row:?}") };
    id.clone()
}

/// Everything of the sample community, with all that happens in it, comes to a node of the other engine: row for row.
async fn all_of_it_arrives(engine: Engine) {
    let app = TestApp::start_as(engine, More { samples: true, ..More::default() }).await;
    let ana = app.person();
    let form = ana.get("/@etla/sign-in").await;
    assert_eq!(ana.send(&form, &[("name", "Ana"), ("passphrase", "tequio de muestra")]).await.status, 303);
    let said = announce(&ana, THERE).await;
    assert_eq!(said.status, 303, "{}", said.text());
    let stick = tempfile::tempdir().unwrap();
    let (file, identity) = packed(&app, stick.path()).await;
    let there = another(&app).await;
    let eva = there.founder_of("xoxo").await;
    let arrived = unpacked(&there, &file, &identity).await.unwrap();
    assert!(arrived.missing.is_empty(), "{:?}", arrived.missing);
    assert_eq!(arrived.address, format!("{}/@etla", there.origin));
    assert_eq!(arrived.expected.as_deref(), Some(THERE));
    let community = id_of(&app).await;
    let mut full = 0;
    for table in TABLES.iter().filter(|table| table.class == Class::Projection) {
        let (was, says_whose) = rows(&app, table.name, &community).await;
        let (is, _) = rows(&there, table.name, &community).await;
        // Tables that do not say whose a row is have rows of all communities here and there.
        if says_whose {
            assert_eq!(was, is, "{}", table.name);
            full += usize::from(!is.is_empty());
        } else {
            assert!(is.intersection(&was).count() > 0 || was.is_empty(), "{}", table.name);
        }
    }
    assert!(full >= 20, "{full} tables have rows of it");
    for table in ["jobs", "ballot_boxes"] {
        let mut raw = Raw::open(&there).await;
        assert!(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await > 0, "{table}");
    }
    app.check().await;
    // What waits is done there from now on, and here no more.
    there.clock.advance(DAY);
    while jobs::run_due(&there.node).await.unwrap() > 0 {}
    there.check().await;
    assert!(eva.get("/@xoxo").await.status == 200);
}

mod all_of_it_arrives {
    use tequio_node::store::Engine;

    #[tokio::test]
    async fn sqlite() {
        super::all_of_it_arrives(Engine::Sqlite).await;
    }

    #[tokio::test]
    #[ignore = "needs PostgreSQL: ./check"]
    async fn postgres() {
        super::all_of_it_arrives(Engine::Postgres).await;
    }
}

/// Whether each operational table travels is written down.
#[test]
fn of_every_table_it_is_known_whether_it_travels() {
    let known: BTreeSet<&str> =
        moving::OWN.iter().map(|own| own.table).chain(moving::OF_THE_NODE.iter().copied()).collect();
    let all = TABLES.iter().filter(|table| table.class == Class::Operational).map(|table| table.name);
    assert_eq!(known, all.collect());
}

on_both_engines! {
    /// People come in on the new node by a printed code; here they read where the community is.
    async fn people_come_in_there(app: TestApp) {
        let ana = app.founder().await;
        let page = ana.get("/@etla/me").await;
        let codes = ana.post("/@etla/me/codes", &[("passphrase", PASSPHRASE)]).await;
        let printed = codes.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let beto = app.join(&ana, "Beto").await;
        let activity = ana.publish(&[("title", "Taller de radio")]).await;
        let file = ana.send_file(&format!("{}/files", entry(&activity)), ("guia.txt", b"uno"), &[]).await;
        assert_eq!((page.status, file.status), (200, 303), "{}", file.text());
        for wrong in ["", "otro.example", "https://otro.example/@xoxo", &format!("{}/@etla", app.origin)] {
            let said = announce(&ana, wrong).await;
            assert_eq!(said.status, 422, "{wrong}: {}", said.text());
        }
        assert_eq!(beto.post("/@etla/safekeeping/move", &[("there", THERE)]).await.status, 403);
        let refused = moving::leave(&app.node, "etla").await.unwrap_err();
        assert!(matches!(&refused, Error::Refused(refusal) if refusal.message == "error-move-not-announced"), "{refused}");
        assert_eq!(announce(&ana, THERE).await.status, 303);
        let told = beto.get("/@etla/notices").await;
        assert!(told.text().contains("se va a mudar") && told.body.contains("/@etla/safekeeping/move"), "{}", told.text());
        let page = beto.get("/@etla/safekeeping/move").await;
        assert!(page.text().contains(THERE) && page.text().contains("códigos impresos"), "{}", page.text());

        let stick = tempfile::tempdir().unwrap();
        let (file, identity) = packed(app, stick.path()).await;
        // A second time gives the same again: the first file may be lost.
        let twice = stick.path().join("otra-vez.tequio");
        moving::pack(&app.node, "etla", &[identity.to_public()], &twice, |_| {}).await.unwrap();
        assert_eq!(moving::open(&twice, &identity).unwrap().manifest.head, moving::open(&file, &identity).unwrap().manifest.head);
        for path in ["/@etla", &activity, "/@etla/notices"] {
            let page = beto.get(path).await;
            assert_eq!(page.status, 410, "{path}");
            assert!(page.body.contains(&format!("href=\"{}\"", path.replacen("/@etla", THERE, 1))), "{}", page.body);
        }
        assert_eq!(ana.post(&format!("{}/messages", entry(&activity)), &[("body", "Hola")]).await.status, 410);
        assert!(!app.person().get("/").await.text().contains("CoLSoLi Etla"));
        app.clock.advance(400 * DAY);
        while jobs::run_due(&app.node).await.unwrap() > 0 {}

        let there = another(app).await;
        let arrived = unpacked(&there, &file, &identity).await.unwrap();
        assert!(arrived.way_in.is_none(), "Ana has codes");
        let guest = there.person();
        let form = guest.get("/@etla/sign-in").await;
        assert_eq!(guest.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await.status, 422);
        let form = guest.get("/@etla/recover").await;
        let fields = [("name", "Ana"), ("recovery_code", printed.as_str()), ("passphrase", "petate comal jícara nube")];
        assert!([200, 303].contains(&guest.send(&form, &fields).await.status));
        let page = guest.get(&activity).await;
        assert!(page.text().contains("Taller de radio"), "{}", page.text());
        let path = page.body.split("href=\"").find(|part| part.contains("/files/")).unwrap().split('"').next().unwrap();
        assert_eq!(guest.get(path).await.body, "uno");
        assert!(guest.get("/@etla/notices").await.text().contains("llegó a este nodo"));
        let log = guest.get("/@etla/log").await;
        assert!(log.text().contains("empacó la comunidad") && log.text().contains("siga en este nodo"), "{}", log.text());
        guest.publish(&[("title", "Ya aquí")]).await;
        there.check().await;

        // What lies here yet is forgotten: the words, the files, the ways in. The signpost stays.
        moving::forget(&app.node, "etla").await.unwrap();
        while jobs::run_due(&app.node).await.unwrap() > 0 {}
        for known in TABLES.iter().filter(|table| table.class != Class::Log) {
            let (left, _) = rows(app, known.name, &id_of(app).await).await;
            let words = ["Ana", "Beto", "Taller de radio", "guia.txt"];
            assert!(!left.iter().any(|row| words.iter().any(|word| row.contains(&format!("\"{word}\"")))), "{}: {left:?}", known.name);
        }
        let mut raw = Raw::open(app).await;
        for table in ["subject_keys", "attachments"].into_iter().chain(moving::OWN.iter().map(|own| own.table)) {
            assert_eq!(raw.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(app.person().get(&activity).await.status, 410);
        for refused in [moving::come_back(&app.node, "etla").await.map_err(MoveError::from), moving::pack(&app.node, "etla", &[identity.to_public()], &stick.path().join("otra"), |_| {}).await.map(drop)] {
            assert!(format!("{refused:?}").contains("error-move-forgotten"), "{refused:?}");
        }
    }

    /// Nothing came of it: the community goes on where it was, and what waited is done.
    async fn a_community_that_comes_back_goes_on(app: TestApp) {
        let ana = app.founder().await;
        assert_eq!(announce(&ana, THERE).await.status, 303);
        assert_eq!(ana.post("/@etla/safekeeping/move/call-off", &[]).await.status, 303);
        assert!(moving::leave(&app.node, "etla").await.is_err(), "it stays");
        let here = moving::come_back(&app.node, "etla").await.unwrap_err();
        assert!(matches!(&here, Error::Refused(refusal) if refusal.message == "error-move-here"), "{here}");
        let to = announce(&ana, THERE).await;
        assert_eq!(to.status, 303, "{}", to.text());
        moving::leave(&app.node, "etla").await.unwrap();
        let waits = "SELECT COUNT(*) FROM jobs WHERE leased_until = 0";
        assert_eq!(Raw::open(app).await.number(waits).await, 0);
        moving::come_back(&app.node, "etla").await.unwrap();
        assert!(Raw::open(app).await.number(waits).await > 0);
        assert_eq!(ana.get("/@etla/me").await.status, 401, "sessions ended");
        let ana = app.person_again("Ana").await;
        ana.publish(&[("title", "Seguimos aquí")]).await;
    }

    /// What is not the file of a community, or was changed, or is for somebody else, is refused and changes nothing; so is a
    /// community that is here, or whose name is taken.
    async fn what_does_not_fit_changes_nothing(app: TestApp) {
        let ana = app.founder().await;
        assert_eq!(announce(&ana, THERE).await.status, 303);
        let stick = tempfile::tempdir().unwrap();
        let (anybody, place) = (age::x25519::Identity::generate().to_public(), stick.path().join("nada"));
        assert!(moving::pack(&app.node, "etla", &[anybody], &place, |_| {}).await.is_err(), "it has not left");
        let (file, identity) = packed(app, stick.path()).await;
        assert!(matches!(unpacked(app, &file, &identity).await, Err(MoveError::Here)));
        // It went on here, and left once more: what was packed before does not know of that.
        moving::come_back(&app.node, "etla").await.unwrap();
        assert!(matches!(unpacked(app, &file, &identity).await, Err(MoveError::Here)));
        assert_eq!(announce(&app.person_again("Ana").await, THERE).await.status, 303);
        moving::leave(&app.node, "etla").await.unwrap();
        assert!(matches!(unpacked(app, &file, &identity).await, Err(MoveError::OtherLog)));
        let there = another(app).await;
        there.founder().await;
        assert!(matches!(unpacked(&there, &file, &identity).await, Err(MoveError::Handle(_))));
        let stranger = age::x25519::Identity::generate();
        assert!(matches!(moving::open(&file, &stranger), Err(MoveError::Part(_))));
        let (core, copy) = (&app.node.core, stick.path().join("copia.tequio"));
        let custodian = [identity.to_public()];
        backup::backup(&core.db, &app.node.blobs, &core.key, &custodian, &copy, &core.world, |_| {}).await.unwrap();
        assert!(matches!(moving::open(&copy, &identity), Err(MoveError::NotAnArchive)));
        let restored = tequio_node::safekeeping::restore::open(&file, &identity);
        assert!(matches!(restored, Err(backup::BackupError::NotABackup)), "{restored:?}");
        let whole = std::fs::read(&file).unwrap();
        // What the file says of itself is signed: another address to go to is no small thing.
        let changed = replaced(&whole, b"otro.example", b"robo.example");
        std::fs::write(&file, changed).unwrap();
        assert!(matches!(moving::open(&file, &identity), Err(MoveError::Signature)));
        let end = whole.iter().rposition(|byte| *byte != 0).unwrap();
        for place in (600..end).step_by(end / 20) {
            std::fs::write(&file, &whole[..place]).unwrap();
            assert!(moving::open(&file, &identity).is_err(), "cut at {place}");
        }
        there.check().await;
    }
}

/// The path of an entry's files, by one of its pages.
fn entry(page: &str) -> String {
    format!("/@etla/entries/{}", page.rsplit('/').nth(1).unwrap())
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    [&bytes[..at], new, &bytes[at + old.len()..]].concat()
}

on_both_engines! {
    /// A community that lived elsewhere comes home, with what happened there; one with another history does not.
    async fn a_community_comes_home(app: TestApp) {
        let ana = app.founder().await;
        app.founder_of("xoxo").await;
        assert_eq!(announce(&ana, THERE).await.status, 303);
        let stick = tempfile::tempdir().unwrap();
        let (file, identity) = packed(app, stick.path()).await;
        assert!(matches!(unpacked(app, &file, &identity).await, Err(MoveError::Here)), "there is nothing new in it");
        let there = another(app).await;
        unpacked(&there, &file, &identity).await.unwrap();
        let (community, holder) = {
            let mut raw = Raw::open(&there).await;
            (raw.id("SELECT id FROM communities").await, raw.id("SELECT holder FROM mandates").await)
        };
        let core = &there.node.core;
        let back = Announce { to: format!("{}/@etla", app.origin) };
        core.execute(community, Caller::plain(Actor::Member(holder)), core.world.id(), back).await.unwrap();
        let home = stick.path().join("de-vuelta.tequio");
        moving::leave(&there.node, "etla").await.unwrap();
        moving::pack(&there.node, "etla", &[identity.to_public()], &home, |_| {}).await.unwrap();
        if app.node.core.db.engine() == Engine::Sqlite {
            // Also where it was forgotten meanwhile.
            moving::forget(&app.node, "etla").await.unwrap();
        }
        let arrived = unpacked(app, &home, &identity).await.unwrap();
        assert_eq!((arrived.expected, arrived.records), (None, 1 + moving::open(&home, &identity).unwrap().manifest.seq));
        assert!(app.person().get("/@etla").await.text().contains("CoLSoLi Etla"));
        assert!(app.person().get("/@xoxo").await.text().contains("CoLSoLi Etla"));
        // What was let go on here meanwhile is another history.
        moving::come_back(&there.node, "etla").await.unwrap();
        moving::leave(&app.node, "etla").await.unwrap_err();
        there.check().await;
    }
}

/// As whoever looks after the two machines does it, in a terminal.
#[tokio::test]
async fn in_a_terminal() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let stick = tempfile::tempdir().unwrap();
    let path = |name: &str| stick.path().join(name).display().to_string();
    let (key, file, new, old) =
        (path("clave.txt"), path("mudanza.tequio"), path("nuevo"), app.node.data.display().to_string());
    let run = |arguments: &[&str]| {
        let mut program = crate::support::program();
        let done = program.args(arguments).env("LANG", "es_MX.UTF-8").env_remove("LC_ALL").output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    };
    let (code, public, _) = run(&["custodian", "--output", &key]);
    assert_eq!(code, 0);
    let public = public.trim().strip_prefix("public: ").unwrap().to_owned();
    let pack = ["community", "export", "etla", &file, "--to", &public, "--data", &old];
    let (code, said, why) = run(&pack);
    assert_eq!((code, said.as_str()), (1, ""), "{why}");
    assert!(why.contains("no ha dicho que se muda"), "{why}");
    assert_eq!(announce(&ana, THERE).await.status, 303);
    let (code, said, why) = run(&pack);
    assert_eq!(code, 0, "{why}");
    assert!(said.contains(&file) && why.contains(THERE) && why.contains("community return etla"), "{said}{why}");
    let told = ["community", "import", &file, "--identity", &key, "--data", &new];
    let (code, _, why) = run(&told);
    assert!(code == 1 && why.contains(THERE) && why.contains("--elsewhere"), "{why}");
    let unpack = [&told[..], &["--elsewhere"]].concat();
    let (code, said, why) = run(&unpack);
    assert_eq!(code, 0, "{why}");
    assert!(said.contains("/@etla") && why.contains("verificados") && why.contains(THERE), "{said}{why}");
    let (code, said, why) = run(&unpack);
    assert_eq!((code, said.as_str()), (1, ""), "{why}");
    assert!(why.contains("ya está en este nodo"), "{why}");
    let (code, _, why) = run(&["check", "--data", &new]);
    assert_eq!(code, 0, "{why}");
    let (code, said, why) = run(&["community", "forget", "etla", "--data", &old]);
    assert_eq!(code, 0, "{why}");
    assert!(said.contains("Olvidada"), "{said}");
    let (code, _, why) = run(&["community", "return", "etla", "--data", &old]);
    assert!(code == 1 && why.contains("se olvidó"), "{why}");
    let (code, _, why) = run(&["community", "export", "xoxo", &path("x"), "--to", &public, "--data", &old]);
    assert!(code == 1 && !why.is_empty(), "{why}");
}

/// Whoever made the file may have signed anything: what would change another community's rows, or put something to what is
/// theirs, is refused, and nothing changes.
#[tokio::test]
async fn nobody_brings_what_is_another_communitys() {
    let removes = |entry| entries::Event::Removed { entry }.into();
    let vouches = |subject| members::Event::Vouched { subject }.into();
    for forge in [&removes as &dyn Fn(Id) -> Event, &vouches] {
        let app = TestApp::start(Engine::Sqlite).await;
        let there = TestApp::start_as(Engine::Sqlite, More { seed: 9, ..More::default() }).await;
        let (ana, eva) = (app.founder().await, there.founder_of("xoxo").await);
        let form = eva.get("/@xoxo/act/agenda/new").await;
        eva.send(&form, &[("title", "De Xoxo")]).await.follow(&eva).await;
        let theirs = Raw::open(&there).await.id("SELECT id FROM entries").await;
        let mut raw = Raw::open(&app).await;
        let community = raw.id("SELECT id FROM communities").await;
        let holder = raw.id("SELECT holder FROM mandates").await;
        let core = &app.node.core;
        let forged = Record {
            v: 1,
            community,
            seq: 0,
            prev: Hash::START,
            at: core.world.now(),
            actor: Actor::Member(holder),
            command: "entry.remove".to_owned(),
            key: core.world.id(),
            subject: Some(theirs),
            events: vec![forge(theirs)],
        };
        let mut tx = core.db.write().await.unwrap();
        log::append(&mut tx, &core.secret(community).await.unwrap(), forged).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(announce(&ana, THERE).await.status, 303);
        let stick = tempfile::tempdir().unwrap();
        let (file, identity) = packed(&app, stick.path()).await;
        let refused = unpacked(&there, &file, &identity).await.unwrap_err();
        assert!(matches!(refused, MoveError::Foreign(_)), "{refused}");
        assert!(eva.get("/@xoxo/act/agenda").await.text().contains("De Xoxo"));
        assert_eq!(there.person().get("/@etla").await.status, 404);
        there.check().await;
    }
}
