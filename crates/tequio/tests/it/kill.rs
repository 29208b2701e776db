// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! SIGKILL under concurrent commands: whatever was acknowledged is there, what was unknown is repeated by its
//! idempotency key without happening twice, and `tequio check` finds everything whole.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use sqlx::Connection;
use tequio_node::{demo, spine::id::Id};

/// How often the program is killed.
const CYCLES: u64 = 100;
/// Clients that give commands at once.
const CLIENTS: u64 = 4;

struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program and waits until it says where it is.
fn start(data: &str, port: u16) -> Node {
    let listen = format!("127.0.0.1:{port}");
    let mut child = Command::new(env!("CARGO_BIN_EXE_tequio"))
        .args(["serve", "--demo", "--data", data, "--listen", &listen])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("Tequio: "), "{line}");
    Node(child)
}

/// Signs in as Ana and finds an activity to talk under.
async fn enter(client: &reqwest::Client, origin: &str) -> (String, String) {
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

async fn say(client: &reqwest::Client, origin: &str, cookie: &str, entry: &str, key: Id) -> Option<u16> {
    let request = client
        .post(format!("{origin}/@etla/entries/{entry}/messages"))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(format!("{{\"key\":\"{key}\",\"body\":\"{key}\"}}"));
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let origin = format!("http://localhost:{port}");
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut node = start(&data, port);
    let (cookie, entry) = enter(&client, &origin).await;
    let acknowledged = Arc::new(Mutex::new(BTreeSet::new()));
    let unknown = Arc::new(Mutex::new(BTreeSet::new()));
    for cycle in 0..CYCLES {
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
                        Some(other) => panic!("{other}"),
                        None => {
                            unknown.lock().unwrap().insert(key);
                            return;
                        }
                    }
                }
            });
        }
        // Not always at the same moment: between 20 and 120 milliseconds.
        tokio::time::sleep(Duration::from_millis(20 + (cycle * 37) % 100)).await;
        node.0.kill().unwrap();
        node.0.wait().unwrap();
        clients.join_all().await;
        node = start(&data, port);
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
    let mut store = sqlx::SqliteConnection::connect(&format!("sqlite:{data}/tequio.sqlite")).await.unwrap();
    let keys = "SELECT command_key FROM log WHERE command = 'message.say'";
    let said: Vec<Vec<u8>> = sqlx::query_scalar(keys).fetch_all(&mut store).await.unwrap();
    let said: Vec<Id> = said.into_iter().map(|bytes| Id::from_bytes(bytes.try_into().unwrap())).collect();
    let acknowledged = acknowledged.lock().unwrap();
    let lost = acknowledged.iter().filter(|key| !said.contains(key)).count();
    let twice = said.len() - said.iter().collect::<BTreeSet<_>>().len();
    drop(store);
    eprintln!("{CYCLES} kills, {} acknowledged, {lost} lost, {twice} twice", acknowledged.len());
    assert_eq!((lost, twice), (0, 0));
    assert!(acknowledged.len() > 200, "{} commands are too few to say anything", acknowledged.len());
    let check = Command::new(env!("CARGO_BIN_EXE_tequio")).args(["check", "--data", &data]).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}
