// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SIGKILL or a power cut under concurrent commands: whatever was acknowledged is there, what was unknown is repeated by its
//! idempotency key without happening twice, and `tequio check` finds everything whole.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use sqlx::Connection;
use tequio_node::{demo, spine::id::Id};

use crate::Running;
use crate::power::Disk;

/// Clients that give commands at once.
pub const CLIENTS: u64 = 4;

/// The program over a data folder, with its store there or in a database.
pub struct Place {
    pub data: String,
    pub database: Option<String>,
    /// The disk on which the folder is, if it is one whose power can be cut.
    pub disk: Option<Disk>,
}

impl Place {
    /// Ends the program as it never expects.
    fn cut(&self, node: &mut Running) {
        self.disk.iter().for_each(Disk::lose_power);
        node.0.kill().unwrap();
        node.0.wait().unwrap();
        self.disk.iter().for_each(Disk::mount_again);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = crate::tequio();
        command.args(arguments).args(["--data", &self.data]);
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command
    }
}

/// Starts the program and waits until it says where it is.
fn start(place: &Place, port: u16) -> Running {
    start_with(place, port, &[])
}

/// As [`start`], with more arguments.
pub fn start_with(place: &Place, port: u16, more: &[&str]) -> Running {
    let listen = format!("127.0.0.1:{port}");
    let child = place.command(&["serve", "--demo", "--listen", &listen]).args(more).stdout(Stdio::piped()).spawn();
    // Killed also where it does not say where it is; why, it says among what the test prints.
    let mut node = Running(child.unwrap());
    let mut line = String::new();
    BufReader::new(node.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Tequio: "), "{line}");
    node
}

/// Signs in as Ana and finds an activity to talk under.
pub async fn enter(client: &reqwest::Client, origin: &str) -> (String, String) {
    let form = [("name", "Ana"), ("passphrase", demo::PASSPHRASE)];
    let body = form.map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).join("&");
    let mut cookie = None;
    for _ in 0..100 {
        let request = client
            .post(format!("{origin}/@etla/sign-in"))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(body.clone());
        // The demonstration is still being filled when the program says where it is.
        if let Ok(answer) = request.send().await
            && let Some(given) = answer.headers().get("set-cookie")
        {
            cookie = Some(given.to_str().unwrap().split(';').next().unwrap().to_owned());
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let cookie = cookie.unwrap();
    loop {
        let home = client.get(format!("{origin}/@etla")).send().await.unwrap().text().await.unwrap();
        if let Some(after) = home.split("/@etla/act/agenda/").find(|after| after.contains("/once\"")) {
            return (cookie, after.split('/').next().unwrap().to_owned());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn say(client: &reqwest::Client, origin: &str, cookie: &str, entry: &str, key: Id) -> Option<u16> {
    send_words(client, origin, cookie, entry, key).await.map(|answer| answer.status().as_u16())
}

/// Says the key under it; gives the answer, if any came.
pub async fn send_words(
    client: &reqwest::Client,
    origin: &str,
    cookie: &str,
    entry: &str,
    key: Id,
) -> Option<reqwest::Response> {
    let request = client
        .post(format!("{origin}/@etla/entries/{entry}/messages"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(format!("{{\"key\":\"{key}\",\"body\":\"{key}\"}}"));
    request.send().await.ok()
}

/// A new database for the program, with its address.
async fn database(called: &str) -> String {
    let server = std::env::var("TEQUIO_TEST_POSTGRES").unwrap();
    let name = format!("tequio_{called}_{}", std::process::id());
    let mut store = sqlx::PgConnection::connect(&server).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE template0"));
    sqlx::raw_sql(create).execute(&mut store).await.unwrap();
    let mut url: url::Url = server.parse().unwrap();
    url.set_path(&name);
    url.to_string()
}

/// What each client said is the key under which it said it.
pub const SAID: &str = "SELECT body FROM messages";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    words_survive(&Place { data, database: None, disk: None }, 500).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_nothing_acknowledged_is_lost_on_sqlite() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let data = folder.path().join("data").display().to_string();
    words_survive(&Place { data, database: None, disk: None }, 10_000).await;
}

/// Words are kept over so many ends of the program, with its store in the data folder.
pub async fn words_survive(place: &Place, cycles: u64) {
    let acknowledged = kill(place, cycles).await;
    let mut store = sqlx::SqliteConnection::connect(&format!("sqlite:{}/tequio.sqlite", place.data)).await.unwrap();
    let said: Vec<String> = sqlx::query_scalar(SAID).fetch_all(&mut store).await.unwrap();
    drop(store);
    judge(place, &acknowledged, said);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: ./check"]
async fn nothing_acknowledged_is_lost_on_postgres() {
    words_survive_on_postgres("kill", 500).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_nothing_acknowledged_is_lost_on_postgres() {
    words_survive_on_postgres("kill_long", 10_000).await;
}

async fn words_survive_on_postgres(called: &str, cycles: u64) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let data = folder.path().join("data").display().to_string();
    let url = database(called).await;
    let place = Place { data, database: Some(url.clone()), disk: None };
    let acknowledged = kill(&place, cycles).await;
    let mut store = sqlx::PgConnection::connect(&url).await.unwrap();
    let said: Vec<String> = sqlx::query_scalar(SAID).fetch_all(&mut store).await.unwrap();
    drop(store);
    judge(&place, &acknowledged, said);
}

/// A file, as a browser sends it: its content is the key under which it is sent.
pub async fn attach(
    client: &reqwest::Client,
    origin: &str,
    cookie: &str,
    entry: &str,
    key: Id,
) -> Option<(u16, String)> {
    const BETWEEN: &str = "----frontera";
    let part =
        |head: &str, body: &str| format!("--{BETWEEN}\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let file = part(&format!("name=\"file\"; filename=\"{key}.txt\""), &content(key));
    let body = format!("{}{file}--{BETWEEN}--\r\n", part("name=\"key\"", &key.to_string()));
    let request = client
        .post(format!("{origin}/@etla/entries/{entry}/files"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("content-type", format!("multipart/form-data; boundary={BETWEEN}"))
        .body(body);
    let answer = request.send().await.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.text().await.ok()?))
}

/// What is in a file: its key, and enough of it to take a moment.
pub fn content(key: Id) -> String {
    key.to_string().repeat(2_000)
}

/// The identifier in the answer to a file that was added.
pub fn id_of(answer: &str) -> String {
    let answer: serde_json::Value = serde_json::from_str(answer).unwrap();
    answer.get("id").and_then(serde_json::Value::as_str).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    files_survive(&Place { data, database: None, disk: None }, 40).await;
}

/// Files are kept over so many ends of the program, with its store in the data folder.
pub async fn files_survive(place: &Place, cycles: u64) {
    kill_with_files(place, cycles).await;
    let mut store = sqlx::SqliteConnection::connect(&format!("sqlite:{}/tequio.sqlite", place.data)).await.unwrap();
    let named = "SELECT lower(hex(blob)) FROM attachments UNION SELECT payload FROM jobs WHERE kind = 'sweep-blobs'";
    every_blob_is_named(place, &sqlx::query_scalar(named).fetch_all(&mut store).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: ./check"]
async fn no_file_is_lost_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = database("files").await;
    let place =
        Place { data: folder.path().join("data").display().to_string(), database: Some(url.clone()), disk: None };
    kill_with_files(&place, 40).await;
    let mut store = sqlx::PgConnection::connect(&url).await.unwrap();
    let named = "SELECT encode(blob, 'hex') FROM attachments UNION SELECT payload FROM jobs WHERE kind = 'sweep-blobs'";
    every_blob_is_named(&place, &sqlx::query_scalar(named).fetch_all(&mut store).await.unwrap());
}

/// Every blob in the folder is a file's, or waits to be swept.
fn every_blob_is_named(place: &Place, named: &[String]) {
    for folder in std::fs::read_dir(format!("{}/blobs", place.data)).unwrap() {
        for blob in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let name = blob.unwrap().file_name().into_string().unwrap();
            // A blob that was being written has a name of its own until it is whole.
            let hash = name.split('#').next().unwrap();
            assert!(named.iter().any(|named| named.contains(hash)), "{name} would stay for ever");
        }
    }
}

/// Files are added and removed while the program is killed: what was acknowledged can be read, and no file is without its
/// content.
async fn kill_with_files(place: &Place, cycles: u64) {
    let port = crate::free().port();
    let origin = format!("http://localhost:{port}");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut node = start(place, port);
    let (cookie, entry) = enter(&client, &origin).await;
    let remove = async |client: &reqwest::Client, id: &str| {
        let request = client.post(format!("{origin}/@etla/files/{id}/remove")).header("cookie", &cookie);
        request.header("sec-fetch-site", "same-origin").send().await.ok().map(|answer| answer.status().as_u16())
    };
    let may_refuse = place.disk.is_some();
    let (mut acknowledged, mut unknown) = (0, 0);
    // A busy machine takes more of them, and longer ones, until enough was acknowledged and enough was cut off.
    for cycle in 0_u64.. {
        if cycle >= cycles && acknowledged > 20 && unknown > 20 {
            break;
        }
        assert!(cycle < 200, "{acknowledged} and {unknown} are too few to say anything");
        let mut clients = tokio::task::JoinSet::new();
        for number in 0..CLIENTS {
            let (client, origin, cookie, entry) = (client.clone(), origin.clone(), cookie.clone(), entry.clone());
            clients.spawn(async move {
                let mut added = 0;
                for turn in 0.. {
                    let mut bytes = [9; 16];
                    bytes[..8].copy_from_slice(&(cycle * CLIENTS + number).to_be_bytes());
                    bytes[8..].copy_from_slice(&u64::to_be_bytes(turn));
                    let key = Id::from_bytes(bytes);
                    let answer = match attach(&client, &origin, &cookie, &entry, key).await {
                        Some((200, answer)) => answer,
                        other => {
                            assert!(other.is_none() || may_refuse, "{other:?}");
                            return (added, key, None);
                        }
                    };
                    added += 1;
                    let id = id_of(&answer);
                    let request = client.post(format!("{origin}/@etla/files/{id}/remove")).header("cookie", &cookie);
                    let removed = request.header("sec-fetch-site", "same-origin").send().await;
                    if !removed.is_ok_and(|answer| answer.status() == 303) {
                        return (added, key, Some(id));
                    }
                }
                unreachable!()
            });
        }
        tokio::time::sleep(Duration::from_millis(40 + cycle / 40 * 100 + (cycle * 37) % 160)).await;
        place.cut(&mut node);
        let left = clients.join_all().await;
        node = start(place, port);
        for (added, key, id) in left {
            acknowledged += added;
            unknown += u64::from(id.is_none());
            let id = match id {
                Some(id) => id,
                None => loop {
                    if let Some((status, answer)) = attach(&client, &origin, &cookie, &entry, key).await {
                        assert_eq!(status, 200, "{answer}");
                        break id_of(&answer);
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                },
            };
            let read = client.get(format!("{origin}/@etla/files/{id}")).send().await.unwrap();
            // Its removal may have been carried out before the program died.
            match read.status().as_u16() {
                200 => {
                    assert_eq!(read.text().await.unwrap(), content(key));
                    assert_eq!(remove(&client, &id).await, Some(303));
                }
                status => assert_eq!(status, 404),
            }
        }
    }
    drop(node);
    eprintln!("{acknowledged} files acknowledged, {unknown} unknown and repeated");
    let check = place.command(&["check"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

/// Compares what was acknowledged with what the log says was said, and lets the program check itself.
pub fn judge(place: &Place, acknowledged: &BTreeSet<Id>, said: Vec<String>) {
    // The demonstration has words of its own.
    let said: Vec<Id> = said.iter().filter_map(|body| body.parse().ok()).collect();
    let lost = acknowledged.iter().filter(|key| !said.contains(key)).count();
    let twice = said.len() - said.iter().collect::<BTreeSet<_>>().len();
    eprintln!("{} acknowledged, {lost} lost, {twice} twice", acknowledged.len());
    assert_eq!((lost, twice), (0, 0));
    assert!(acknowledged.len() > 80, "{} commands are too few to say anything", acknowledged.len());
    let check = place.command(&["check"]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

/// Ends the program so often under concurrent clients, and gives the keys of what was acknowledged.
async fn kill(place: &Place, cycles: u64) -> BTreeSet<Id> {
    // A port that was free a moment ago.
    let port = crate::free().port();
    let origin = format!("http://localhost:{port}");
    // With the features of the whole workspace the client comes without cryptography.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut node = start(place, port);
    let (cookie, entry) = enter(&client, &origin).await;
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let unknown = Arc::new(Mutex::new(BTreeSet::new()));
    let may_refuse = place.disk.is_some();
    for cycle in 0..cycles {
        let mut clients = tokio::task::JoinSet::new();
        for number in 0..CLIENTS {
            let (client, origin, cookie, entry) = (client.clone(), origin.clone(), cookie.clone(), entry.clone());
            let (acknowledged, unknown) = (acknowledged.clone(), unknown.clone());
            clients.spawn(async move {
                for turn in 0..1_000_u64 {
                    let mut bytes = [7; 16];
                    bytes[..8].copy_from_slice(&(cycle * CLIENTS + number).to_be_bytes());
                    bytes[8..].copy_from_slice(&turn.to_be_bytes());
                    let key = Id::from_bytes(bytes);
                    match say(&client, &origin, &cookie, &entry, key).await {
                        Some(200) => drop(acknowledged.lock().unwrap().insert(key)),
                        other => {
                            // Where the disk goes first, the program may still say that it does not know.
                            assert!(other.is_none() || may_refuse, "{other:?}");
                            unknown.lock().unwrap().insert(key);
                            return;
                        }
                    }
                }
            });
        }
        // Not always at the same moment: between 20 and 120 milliseconds.
        tokio::time::sleep(Duration::from_millis(20 + (cycle * 37) % 100)).await;
        place.cut(&mut node);
        clients.join_all().await;
        node = start(place, port);
        let again: Vec<Id> = unknown.lock().unwrap().iter().copied().collect();
        for key in again {
            for _ in 0..100 {
                if say(&client, &origin, &cookie, &entry, key).await == Some(200) {
                    unknown.lock().unwrap().remove(&key);
                    acknowledged.lock().unwrap().insert(key);
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(node);
    assert!(unknown.lock().unwrap().is_empty());
    let acknowledged = acknowledged.lock().unwrap();
    acknowledged.clone()
}
