// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Two nodes keep each other's backups: what one puts on a shelf of the other, what the other never does with it, and what
//! members see when it does not go well.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::StatusCode,
    response::IntoResponse as _,
    routing::{get, put},
};
use tequio_node::{
    Node, Settings,
    node::KEY_FILE,
    safekeeping::{
        check::check,
        daily::{self, Keeper, Plan},
        drill::drill,
        friend::{Shelf, ShelfError},
        notes::{Notes, Why},
        restore,
        shelves::FOLDER,
    },
    spine::{
        keys::Key,
        members::credentials::Hasher,
        world::{DAY, HOUR, World},
    },
    store::{Db, Engine},
    web::tls::Source,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::support::{More, PASSPHRASE, Page, Person, Raw, TestApp, client, on_both_engines};

/// Makes a shelf on the page and reads its link there.
pub async fn make(person: &Person, name: &str) -> String {
    let form = person.get("/@etla/safekeeping/shelves").await;
    let page = person.send(&form, &[("name", name), ("gigabytes", "1")]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    link(&page)
}

/// The link that a page shows, once.
fn link(page: &Page) -> String {
    let link = page.body.split("<code>").nth(1).unwrap_or_else(|| panic!("{}", page.text()));
    let link = link.split('<').next().unwrap().to_owned();
    assert!(link.contains("/shelf/"), "{link}");
    link
}

/// The part of a link that is nobody else's.
fn secret(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

/// Another node, with a community, and a keeper of its backups on a shelf.
struct Friend {
    app: TestApp,
    ana: Person,
    keeper: Keeper,
    custodian: age::x25519::Identity,
}

impl Friend {
    async fn new(shelf: Shelf) -> Self {
        let app = TestApp::start_as(Engine::Sqlite, More { seed: 1, ..More::default() }).await;
        let (ana, custodian) = (app.founder().await, age::x25519::Identity::generate());
        let keeper = daily::keeper(&app.node, plan(shelf, &custodian)).await.unwrap();
        Self { app, ana, keeper, custodian }
    }

    /// Why the last try failed.
    fn why(&self) -> Option<Why> {
        Notes::read(&self.app.node.data).failed.into_values().map(|failed| failed.why).next()
    }
}

fn plan(shelf: Shelf, custodian: &age::x25519::Identity) -> Plan {
    Plan { folders: Vec::new(), shelves: vec![shelf], custodians: vec![custodian.to_public()] }
}

/// What is in the folders of all shelves of a node, begun or whole, without the marks of nodes.
fn lying(app: &TestApp) -> Vec<String> {
    let below = |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let files = below(app.node.data.join(FOLDER)).flat_map(below);
    let name =
        |file: PathBuf| file.file_name().unwrap().to_str().unwrap().rsplit_once("-2026").map(|(_, day)| day.to_owned());
    let mut names: Vec<String> = files.map(|file| name(file).unwrap_or_else(|| "begun".to_owned())).collect();
    names.sort();
    names
}

/// What begins as an encrypted backup does, and is none.
fn beginning(size: usize) -> Vec<u8> {
    let mut bytes = vec![7; size];
    for (place, part) in [(0, &b"data.age\0"[..]), (257, b"ustar"), (512, b"age-encryption.org/v1\n")] {
        bytes[place..place + part.len()].copy_from_slice(part);
    }
    bytes
}

/// Puts bytes on a shelf, as a program does. Says the status, and in which words.
async fn put_there(link: &str, name: &str, bytes: impl Into<reqwest::Body>) -> (u16, String) {
    let request = client().put(format!("{link}/{name}")).header("accept-language", "es");
    let answer = request.header("accept", "application/json").body(bytes).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

const NAME: &str = "tequio-0a1b2c3d-2026-11-24.backup";

on_both_engines! {
    /// Made, deposited, brought back, tried, read by its custodian, restored into an empty folder; then another day.
    async fn a_friend_keeps_what_comes_back(app: TestApp) {
        let ana = app.founder().await;
        assert!(ana.get("/@etla/safekeeping").await.text().contains("Cuidar las repisas"));
        let link = make(&ana, "CoLSoLi Zaachila").await;
        assert!(!ana.get("/@etla/safekeeping/shelves").await.body.contains(secret(&link)), "it is shown once");
        let shelf: Shelf = link.parse().unwrap();
        let friend = Friend::new(shelf.clone()).await;
        let activity = friend.ana.publish(&[("title", "Palabras secretas")]).await;
        let entry = activity.rsplit('/').nth(1).unwrap();
        let sent = friend.ana.send_file(&format!("/@etla/entries/{entry}/files"), ("acta.txt", b"uno"), &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());

        assert_eq!(friend.keeper.turn().await, 1, "{:?}", Notes::read(&friend.app.node.data).failed);
        assert_eq!(friend.keeper.turn().await, 0, "one a day");
        assert_eq!(lying(app), ["-11-24.backup"]);
        let data = &friend.app.node.data;
        let left = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert!(left.into_iter().all(|name| !name.starts_with(".drill")), "what was tried is gone");

        // Members of the one see where it is, and nowhere the link; members of the other, how much there is.
        let page = friend.ana.get("/@etla/safekeeping").await;
        for words in ["Bien guardado", "24 de noviembre de 2026"] {
            assert!(page.text().contains(words), "{words}: {}", page.text());
        }
        let ready = friend.ana.get("/readyz").await.text();
        assert_eq!(ready, "ready\nbackup 2026-11-24T18:00:00Z\nrestored 2026-11-24T18:00:00Z\n");
        let noted = std::fs::read_to_string(data.join("safekeeping.json")).unwrap();
        for told in [&page.body, &ready, &noted, &friend.ana.get("/@etla/safekeeping.json").await.body] {
            assert!(!told.contains(secret(&link)), "{told}");
        }
        let beto = app.join(&ana, "Beto").await;
        for (person, path) in [(&beto, "/@etla/safekeeping"), (&ana, "/@etla/safekeeping/shelves")] {
            let page = person.get(path).await;
            for words in ["CoLSoLi Zaachila", "de 1 GB", "Un respaldo", "lo último llegó"] {
                assert!(page.text().contains(words), "{words}: {}", page.text());
            }
        }
        assert!(!beto.get("/@etla/safekeeping").await.text().contains("Cuidar las repisas"));
        assert_eq!(app.person().get("/@etla/safekeeping").await.status, 401);

        // Whoever has the link sees what lies there, and gets it as it came.
        let stranger = app.person();
        let listed = stranger.get(&link).await;
        assert!(listed.text().contains("Una repisa para tus respaldos"), "{}", listed.text());
        let standing = shelf.standing().await.unwrap();
        let [one] = &standing.lying[..] else { panic!("{standing:?}") };
        assert!(listed.body.contains(&one.name) && one.at == app.node.core.world.now());
        assert!(standing.room < 1 << 30 && standing.room > 1_000_000_000, "{}", standing.room);
        let file = stranger.fetch(&format!("{link}/{}", one.name)).await;
        assert_eq!((file.status, file.bytes.len() as u64), (200, one.size));
        assert_eq!(file.headers["content-type"], "application/octet-stream");
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        for words in ["Palabras secretas", "CoLSoLi Etla"] {
            assert!(!file.bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words} in the open");
        }

        // The custodian brings it back, tries it, and restores it where there is nothing.
        let here = tempfile::tempdir().unwrap();
        let brought = here.path().join("brought");
        shelf.get(&one.name, one.size, &brought).await.unwrap();
        let world = World::seeded(friend.app.clock.clone(), [9; 32]);
        let tried = drill(&brought, &friend.custodian, here.path(), &world).await.unwrap();
        assert!(tried.is_whole() && tried.report.blobs == 1, "{:?}", tried.report);
        let empty = here.path().join("new");
        std::fs::create_dir(&empty).unwrap();
        let sqlite = |name: &str| format!("sqlite:{}", empty.join(name).display());
        let (db, scratch) = (Db::open(&sqlite("tequio.sqlite")).await.unwrap(), Db::open(&sqlite("scratch")).await.unwrap());
        let (store, key) = (tequio_node::node::blobs(&empty, None).unwrap(), empty.join(KEY_FILE));
        let opened = restore::open(&brought, &friend.custodian).unwrap();
        assert!(restore::restore(opened, &db, &store, &key, &[], &world).await.unwrap().is_empty());
        let key = Key::load_or_create(&key, &world).unwrap();
        assert!(check(&db, &store, &scratch, &key).await.unwrap().findings.is_empty());

        // What was erased since is on the shelf before long; and the next day there are two.
        let eva = friend.app.join(&friend.ana, "Eva").await;
        let form = eva.get("/@etla/me/leave").await;
        assert_eq!(eva.send(&form, &[("how", "erase"), ("passphrase", PASSPHRASE)]).await.status, 303);
        assert_eq!(friend.keeper.turn().await, 0, "not at each");
        let later = |micros| [&friend.app.clock, &app.clock].map(|clock| clock.advance(micros));
        later(HOUR);
        assert_eq!(friend.keeper.turn().await, 1);
        assert_eq!(lying(app), ["-11-24.backup"], "in the place of the one before");
        let again = here.path().join("again");
        let now = shelf.standing().await.unwrap().lying.remove(0);
        shelf.get(&now.name, now.size, &again).await.unwrap();
        assert!(matches!(shelf.get(&now.name, now.size - 1, &here.path().join("more")).await, Err(ShelfError::Cut)));
        let erased = restore::open(&again, &friend.custodian).unwrap().erasures();
        let mut wanted = friend.app.node.erasures().await.unwrap();
        wanted.sort();
        assert!(!erased.is_empty() && erased.iter().all(|gone| wanted.contains(gone)) && erased.len() == wanted.len());
        later(DAY);
        assert_eq!(friend.keeper.turn().await, 1);
        assert_eq!(lying(app), ["-11-24.backup", "-11-25.backup"]);
        // Nobody who has the link changes the one before any more, whatever they send.
        let (status, told) = put_there(&link, &one.name, beginning(600)).await;
        assert!(status == 409 && told.contains("ya no se cambia"), "{status} {told}");
        later(9 * DAY);
        assert!(ana.get("/@etla/safekeeping").await.text().contains("más de una semana que no llega nada"));
    }

    /// What a shelf does not take leaves nothing, and is told in words.
    async fn a_shelf_takes_backups_alone_and_no_more_than_it_holds(app: TestApp) {
        let ana = app.founder().await;
        let form = ana.get("/@etla/safekeeping/shelves").await;
        let refused = ana.send(&form, &[("name", ""), ("gigabytes", "0")]).await;
        assert!(refused.status == 422 && refused.text().contains("entre 1 y 1000"), "{}", refused.text());
        let link = make(&ana, "Zaachila").await;
        let (origin, of) = (app.origin.clone(), format!("/shelf/{}", secret(&link)));
        let wrong = format!("{origin}/shelf/no-es");
        for (link, name, bytes, status, words) in [
            (&wrong, NAME, beginning(600), 404, "no abre ninguna repisa"),
            (&link, NAME, b"PK\x03\x04".to_vec(), 415, "no es un respaldo cifrado"),
            (&link, NAME, Vec::new(), 415, "no es un respaldo cifrado"),
            (&link, NAME, beginning(600)[..520].to_vec(), 415, "no es un respaldo cifrado"),
            (&link, "tesis.odt", beginning(600), 404, ""),
            (&link, "tequio-0a1b2c3d-2026-11-24.backup.exe", beginning(600), 404, ""),
            (&link, "..%2F..%2Fnode.key", beginning(600), 404, ""),
        ] {
            let (found, told) = put_there(link, name, bytes).await;
            assert!(found == status && told.contains(words), "{name}: {found} {told}");
        }
        assert!(lying(app).is_empty());
        assert_eq!(app.person().get(&format!("{of}/..%2F..%2Fnode.key")).await.status, 404);

        // The same once more is the same; today's may be another one still.
        assert_eq!(put_there(&link, NAME, beginning(600)).await.0, 201);
        assert_eq!(put_there(&link, NAME, beginning(600)).await.0, 204);
        assert_eq!(put_there(&link, NAME, beginning(900)).await.0, 204);
        assert_eq!(app.person().fetch(&format!("{of}/{NAME}")).await.bytes, beginning(900));

        // More than it holds: by what is announced, before anything is sent; and by what comes.
        let answered = async |head: &str| {
            let mut stream = TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut answer = vec![0; 16];
            stream.read_exact(&mut answer).await.unwrap();
            String::from_utf8(answer[9..12].to_vec()).unwrap()
        };
        let head = |of: &str, length: u64| {
            let host = origin.trim_start_matches("http://");
            format!("PUT {of}/tequio-0a1b2c3d-2026-11-23.backup HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n\r\n")
        };
        assert_eq!(answered(&head(&of, 2_000_000_000)).await, "507");
        assert_eq!(answered(&head("/shelf/no-es", 2_000_000_000)).await, "404", "and a stranger sends nothing at all");
        let mut raw = Raw::open(app).await;
        raw.run("UPDATE shelves SET gigabytes = 0").await;
        let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(beginning(600)), Ok(vec![0; 3_000_000])]);
        let (status, told) = put_there(&link, "tequio-0a1b2c3d-2026-11-23.backup", reqwest::Body::wrap_stream(pieces)).await;
        assert!(status == 507 && told.contains("No cabe en la repisa"), "{status} {told}");
        raw.run("UPDATE shelves SET gigabytes = 1").await;
        // With little room on the disk there is none for others.
        app.node.core.set_read_only(true);
        let (status, told) = put_there(&link, NAME, beginning(600)).await;
        assert!(status == 507 && told.contains("poco espacio"), "{status} {told}");
        assert_eq!(link.parse::<Shelf>().unwrap().standing().await.unwrap().room, 0);
        app.node.core.set_read_only(false);

        // What breaks off is not there, and what was there before is.
        let mut stream = TcpStream::connect(origin.trim_start_matches("http://")).await.unwrap();
        stream.write_all(head(&of, 50_000).as_bytes()).await.unwrap();
        stream.write_all(&beginning(20_000)).await.unwrap();
        for _ in 0..100 {
            if lying(app).contains(&"begun".to_owned()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(lying(app), ["-11-24.backup", "begun"]);
        let listed = link.parse::<Shelf>().unwrap().standing().await.unwrap().lying;
        assert_eq!(listed.len(), 1, "{listed:?}");
        drop(stream);
        for _ in 0..100 {
            if !lying(app).contains(&"begun".to_owned()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(lying(app), ["-11-24.backup"]);
    }

    /// A day's for a week, a week's for four more, by the day on which they came, whatever their names say.
    async fn what_lies_there_goes_when_it_is_old(app: TestApp) {
        let ana = app.founder().await;
        let link = make(&ana, "Zaachila").await;
        let shelf: Shelf = link.parse().unwrap();
        for day in 0..60 {
            let name = format!("tequio-0a1b2c3d-2026-{:02}-{:02}.backup", 1 + day / 28, 1 + day % 28);
            assert_eq!(put_there(&link, &name, beginning(600)).await.0, 201);
            app.clock.advance(DAY);
        }
        // Of another node with the same link nothing goes by that.
        assert_eq!(put_there(&link, "tequio-ffffffff-2020-01-01.backup", beginning(600)).await.0, 201);
        let lying = shelf.standing().await.unwrap().lying;
        assert!(lying[0].name.contains("ffffffff") && (10..=13).contains(&lying.len()), "{lying:#?}");
        let now = app.node.core.world.now();
        let ages: Vec<i64> = lying.iter().map(|one| (now - one.at) / DAY).collect();
        assert_eq!(ages[..8], [0, 1, 2, 3, 4, 5, 6, 7], "{ages:?}");
        assert!(ages.iter().all(|age| *age <= 35) && ages.last().is_some_and(|oldest| *oldest >= 28), "{ages:?}");
    }

    /// Another link, and none.
    async fn a_link_is_renewed_and_a_shelf_closed(app: TestApp) {
        let ana = app.founder().await;
        let first = make(&ana, "Zaachila").await;
        assert_eq!(put_there(&first, NAME, beginning(600)).await.0, 201);
        let page = ana.get("/@etla/safekeeping/shelves").await;
        let (renew, close) = ["/renew", "/close"].map(|end| page.body.split('"').find(|part| part.ends_with(end)).unwrap()).into();
        let second = link(&ana.post(renew, &[]).await);
        assert_ne!(first, second);
        assert!(matches!(first.parse::<Shelf>().unwrap().standing().await, Err(ShelfError::Closed)));
        let shelf: Shelf = second.parse().unwrap();
        assert_eq!(shelf.standing().await.unwrap().lying.len(), 1, "what lies there stays");
        // The form that was sent once more makes no second shelf, and shows no link.
        let form = ana.get("/@etla/safekeeping/shelves").await;
        let fields = [("name", "Tlacolula"), ("gigabytes", "3")];
        assert_eq!(ana.send(&form, &fields).await.status, 200);
        let again = ana.send(&form, &fields).await;
        assert!(again.status == 409 && again.text().contains("ya se mostró"), "{}", again.text());

        let asked = ana.get(close).await;
        assert!(asked.text().contains("no se puede traer de regreso"), "{}", asked.text());
        let closed = ana.post(close, &[]).await.follow(&ana).await;
        assert!(closed.body.contains("Cerrada: su enlace") && !closed.text().contains("Zaachila"), "{}", closed.text());
        assert!(lying(app).is_empty(), "what was there is gone");
        assert!(matches!(shelf.standing().await, Err(ShelfError::Closed)));
        let (status, told) = put_there(&second, NAME, beginning(600)).await;
        assert!(status == 410 && told.contains("está cerrada"), "{status} {told}");
        assert_eq!(ana.post(close, &[]).await.status, 409);
        assert_eq!(ana.post(renew, &[]).await.status, 409);
        let log = ana.get("/@etla/log").await.text();
        for words in ["hizo una repisa", "cambió el enlace de una repisa", "cerró una repisa"] {
            assert!(log.contains(words), "{words}: {log}");
        }
        let mut raw = Raw::open(app).await;
        let records = raw.texts(match app.node.core.db.engine() {
            Engine::Sqlite => "SELECT CAST(record AS TEXT) FROM log",
            Engine::Postgres => "SELECT convert_from(record, 'UTF8') FROM log",
        });
        let records = records.await.concat();
        assert!(records.contains("shelf.renew") && !records.contains("Tlacolula"), "names are sealed: {records}");
        assert!(![&first, &second].iter().any(|link| records.contains(secret(link))), "no link is in the log");
    }
}

/// What members, watchers and the next try see of a friend that is not there, or not as it was.
#[tokio::test]
async fn what_does_not_go_well_with_a_friend_is_told() {
    let mut app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let link = make(&ana, "Zaachila").await;
    let mut friend = Friend::new(link.parse().unwrap()).await;
    let page = async |friend: &Friend| friend.ana.get("/@etla/safekeeping").await.text();

    // Full.
    let mut raw = Raw::open(&app).await;
    raw.run("UPDATE shelves SET gigabytes = 0").await;
    assert_eq!(friend.keeper.turn().await, 0);
    assert_eq!(friend.why(), Some(Why::Full));
    assert!(page(&friend).await.contains("está llena"), "{}", page(&friend).await);
    raw.run("UPDATE shelves SET gigabytes = 1").await;
    assert_eq!(friend.keeper.turn().await, 0, "not again at once");
    friend.app.clock.advance(HOUR);
    assert_eq!(friend.keeper.turn().await, 1);
    assert_eq!(friend.why(), None);

    // Another link.
    let renew = ana.get("/@etla/safekeeping/shelves").await.body;
    let renewed = self::link(&ana.post(renew.split('"').find(|part| part.ends_with("/renew")).unwrap(), &[]).await);
    friend.app.clock.advance(DAY);
    assert_eq!(friend.keeper.turn().await, 0);
    assert_eq!(friend.why(), Some(Why::Closed));
    assert!(page(&friend).await.contains("pídele uno nuevo"), "{}", page(&friend).await);
    let ready = friend.ana.get("/readyz").await.text();
    assert!(ready.contains("backup-failed closed 2026-11-25T19:00:00Z\n"), "{ready}");
    let shelf: Shelf = renewed.parse().unwrap();
    friend.keeper.plan = plan(shelf.clone(), &friend.custodian);
    assert_eq!(friend.keeper.turn().await, 1, "by the new one at once");

    // Away.
    let mut friend = Friend::new(shelf).await;
    app.stop().await;
    assert_eq!(friend.keeper.turn().await, 0);
    assert_eq!(friend.why(), Some(Why::Away));
    let told = page(&friend).await;
    assert!(told.contains("no salió bien") && told.contains("No se llega al nodo amigo"), "{told}");
    let failed = Notes::read(&friend.app.node.data).failed;
    assert!(!format!("{failed:?}").contains(secret(&renewed)), "{failed:?}");

    // What answers as it should, and gives back something else; or too little; or nothing for a while.
    for (odd, why) in [(Odd::Changed, Why::Whole), (Odd::Short, Why::Away), (Odd::Silent, Why::Away)] {
        let shelf = odd.start().await;
        friend.keeper.plan = plan(shelf.within(Duration::from_millis(700)), &friend.custodian);
        Notes::change(&friend.app.node.data, |notes| notes.failed.clear()).unwrap();
        assert_eq!(friend.keeper.turn().await, 0);
        assert_eq!(friend.why(), Some(why), "{odd:?}: {:?}", Notes::read(&friend.app.node.data).failed);
        assert_eq!(Notes::read(&friend.app.node.data).verified, None, "{odd:?}");
    }
    assert!(page(&friend).await.contains("se quedó sin avanzar"), "{}", page(&friend).await);
    let left = std::fs::read_dir(&friend.app.node.data).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_str().unwrap().starts_with('.')), "nothing half done stays");
}

/// A node that does not do what a shelf does.
#[derive(Debug, Clone, Copy)]
enum Odd {
    Changed,
    Short,
    Silent,
}

impl Odd {
    async fn start(self) -> Shelf {
        let kept: Arc<Mutex<Vec<u8>>> = Arc::default();
        let keep = kept.clone();
        let take = move |body: axum::body::Bytes| async move {
            *keep.lock().unwrap() = body.to_vec();
            if matches!(self, Self::Silent) {
                std::future::pending::<()>().await;
            }
            StatusCode::CREATED
        };
        let give = move || async move {
            let mut bytes = kept.lock().unwrap().clone();
            let length = bytes.len();
            match self {
                Self::Short => bytes.truncate(length / 2),
                _ => bytes[700] ^= 1,
            }
            (
                [("content-length", length.to_string())],
                Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)])),
            )
                .into_response()
        };
        let list = || async { ([("content-type", "application/json")], r#"{"lying": [], "room": 999999999}"#) };
        let routes = Router::new()
            .route("/shelf/a", get(list))
            .route("/shelf/a/{name}", put(take).get(give))
            .layer(axum::extract::DefaultBodyLimit::disable());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let link = format!("http://{}/shelf/a", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        link.parse().unwrap()
    }
}

/// A certificate that nobody vouches for: nothing is sent there.
#[tokio::test]
async fn a_stranger_in_place_of_a_friend_gets_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(path("chain.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let tls = Source::Files { chain: path("chain.pem"), key: path("key.pem") };
    let origin = Some("https://localhost".parse().unwrap());
    let app = TestApp::start_as(Engine::Sqlite, More { origin, tls: Some(tls), ..More::default() }).await;
    app.node.tls.as_ref().unwrap().read().unwrap();
    let link = format!("https://localhost:{}/shelf/a", app.tls.unwrap().port());
    let friend = Friend::new(link.parse().unwrap()).await;
    assert_eq!(friend.keeper.turn().await, 0);
    assert_eq!(friend.why(), Some(Why::Untrusted), "{:?}", Notes::read(&friend.app.node.data).failed);
    let told = friend.ana.get("/@etla/safekeeping").await.text();
    assert!(told.contains("un certificado que no vale"), "{told}");
    let mut english = friend.app.person();
    english.language = "en".to_owned();
    let form = english.get("/@etla/sign-in").await;
    assert_eq!(english.send(&form, &[("name", "Ana"), ("passphrase", PASSPHRASE)]).await.status, 303);
    assert!(english.get("/@etla/safekeeping").await.text().contains("a certificate that is not good"));
}

/// How far a backup has come is on the page while it goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_on_its_way_is_shown() {
    let shelf = Odd::Silent.start().await.within(Duration::from_secs(60));
    let backups = Some(plan(shelf, &age::x25519::Identity::generate()));
    let app = TestApp::start_as(Engine::Sqlite, More { backups, ..More::default() }).await;
    let ana = app.founder().await;
    let mut page = String::new();
    for _ in 0..600 {
        page = ana.get("/@etla/safekeeping").await.text();
        if page.contains("En camino") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let sent = page.split_once("En el nodo amigo 127.0.0.1").unwrap_or_else(|| panic!("{page}")).1;
    assert!(sent.contains("Nunca. En camino: ") && sent.contains(" kB de "), "{page}");
    assert!(page.contains("Todavía no hay ningún respaldo"), "on its way is not there: {page}");
}

/// What was begun when the node stopped, and what lay on a shelf that was closed just then, is gone when it starts.
#[tokio::test]
async fn what_was_left_half_done_goes_at_the_next_start() {
    let mut app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let link = make(&ana, "Zaachila").await;
    assert_eq!(put_there(&link, NAME, beginning(600)).await.0, 201);
    app.stop().await;
    let shelves = app.node.data.join(FOLDER);
    let folder = std::fs::read_dir(&shelves).unwrap().next().unwrap().unwrap().path();
    std::fs::write(folder.join(".x.part"), "half").unwrap();
    std::fs::create_dir(shelves.join("closed")).unwrap();
    std::fs::write(shelves.join("closed").join(NAME), "old").unwrap();
    assert_eq!(lying(&app), ["-11-24.backup", "-11-24.backup", "begun"]);
    let settings = Settings::in_folder(app.node.data.clone(), app.origin.parse().unwrap());
    let world = World::seeded(app.clock.clone(), [12; 32]);
    let node = Node::open(settings, world, Hasher::new()).await.unwrap();
    let (_listeners, incoming) = tokio::sync::mpsc::unbounded_channel();
    node.serve(incoming, async {}).await.unwrap();
    assert_eq!(lying(&app), ["-11-24.backup"]);
    assert!(!shelves.join("closed").exists());
}

/// A link opens nothing where the network reads along.
#[tokio::test]
async fn no_shelf_in_the_open() {
    let app = TestApp::start_at(Engine::Sqlite, &["127.0.0.2".parse().unwrap()]).await;
    let ana = app.founder().await;
    let link = make(&ana, "Zaachila").await;
    let open = format!("http://{}/shelf/{}", app.node.doors.lan()[0], secret(&link));
    let (status, told) = put_there(&open, NAME, beginning(600)).await;
    assert!(status == 403 && told.contains("usa la dirección con https"), "{status} {told}");
    assert!(lying(&app).is_empty());
}

/// A node that serves does all of it by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_serves_keeps_itself_with_a_friend() {
    let app = TestApp::start(Engine::Sqlite).await;
    let ana = app.founder().await;
    let link = make(&ana, "Zaachila").await;
    let backups = Some(plan(link.parse().unwrap(), &age::x25519::Identity::generate()));
    let mut other = TestApp::start_as(Engine::Sqlite, More { seed: 1, backups, ..More::default() }).await;
    let theirs = other.founder().await;
    for _ in 0..600 {
        if !Notes::read(&other.node.data).deposited.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let page = theirs.get("/@etla/safekeeping").await.text();
    assert!(page.contains("Bien guardado") && page.contains("En el nodo amigo localhost"), "{page}");
    assert_eq!(lying(&app), ["-11-24.backup"]);
    other.stop().await;
}
