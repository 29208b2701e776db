// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Two PostgreSQL servers with synchronous replication under three processes. The primary is killed under load and its standby
//! promoted, again and again: nothing acknowledged is lost, what was refused was not done, what was unknown is repeated and
//! happens once.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::header::{HOST, HeaderMap, HeaderValue};
use sqlx::Connection as _;
use tequio_node::spine::id::Id;

use crate::{
    Running,
    kill::{CLIENTS, Place, SAID, enter, judge, send_words, start_with},
};

/// Processes of the program on the same database.
const PROCESSES: usize = 3;
/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: ./check"]
async fn a_standby_takes_over_on_postgres() {
    fail_over(5).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_a_standby_takes_over_on_postgres() {
    fail_over(100).await;
}

/// Two clusters in a folder. They are reached by sockets in it, at the ports 5432 and 5433.
struct Pair {
    folder: PathBuf,
    bin: PathBuf,
}

impl Pair {
    fn new(folder: &Path) -> Self {
        let installed = std::fs::read_dir("/usr/lib/postgresql").unwrap().map(|entry| entry.unwrap().path());
        let version = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().parse::<u32>().ok();
        let bin = installed.filter(|path| path.join("bin/initdb").exists()).max_by_key(version).unwrap().join("bin");
        if is_root() {
            let owned = Command::new("chown").arg("postgres:").arg(folder).status().unwrap();
            assert!(owned.success());
        }
        let pair = Self { folder: folder.to_owned(), bin };
        pair.run(
            "initdb",
            &["-D", &pair.data(0), "-U", "tequio", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        );
        pair
    }

    fn data(&self, number: usize) -> String {
        self.folder.join(["a", "b"][number]).display().to_string()
    }

    /// A program of PostgreSQL's, as a user that it accepts.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir("/");
        command
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let done = self.command(program, arguments).output().unwrap();
        assert!(done.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// The address of a database on one of the servers.
    fn url(&self, number: usize, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://tequio@{folder}:{}/{database}", 5432 + number)
    }

    /// Starts a server, on whatever its folder holds, and waits until it answers.
    async fn start(&self, number: usize) -> Running {
        let (folder, port) = (self.folder.display().to_string(), (5432 + number).to_string());
        let sockets = format!("unix_socket_directories={folder}");
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let arguments = ["-D", &self.data(number), "-p", &port, "-c", "listen_addresses=", "-c", &sockets];
        let mut command = self.command("postgres", &arguments);
        // No power is cut here.
        if std::env::var_os("TEQUIO_TEST_LONG").is_none() {
            command.args(["-c", "fsync=off"]);
        }
        let server = Running(command.stderr(log).stdout(Stdio::null()).spawn().unwrap());
        until("a server answers", async || sqlx::PgConnection::connect(&self.url(number, "postgres")).await.is_ok())
            .await;
        server
    }

    /// Makes one of them a new standby of the other one, and lets that confirm nothing that is not there as well.
    async fn stand_by(&self, number: usize) -> Running {
        let _ = std::fs::remove_dir_all(self.data(number));
        let (folder, port) = (self.folder.display().to_string(), (5432 + 1 - number).to_string());
        let from = ["-h", &folder, "-p", &port, "-U", "tequio"];
        self.run(
            "pg_basebackup",
            &[&["-D", &self.data(number), "-R", "-X", "stream", "-c", "fast", "-N"][..], &from].concat(),
        );
        let standby = self.start(number).await;
        let mut primary = sqlx::PgConnection::connect(&self.url(1 - number, "postgres")).await.unwrap();
        for change in ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"] {
            sqlx::raw_sql(change).execute(&mut primary).await.unwrap();
        }
        self.in_step(1 - number).await;
        standby
    }

    /// Waits until all that a primary has done is on its standby too.
    async fn in_step(&self, primary: usize) {
        let mut primary = sqlx::PgConnection::connect(&self.url(primary, "postgres")).await.unwrap();
        let now: String = sqlx::query_scalar("SELECT CAST(pg_current_wal_flush_lsn() AS TEXT)")
            .fetch_one(&mut primary)
            .await
            .unwrap();
        let there =
            format!("SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND flush_lsn >= '{now}'");
        let deadline = Instant::now() + PATIENCE;
        while sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(there.as_str())).fetch_one(&mut primary).await.unwrap()
            == 0
        {
            assert!(Instant::now() < deadline, "the standby does not follow");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What a server has of what the clients said.
    async fn said(&self, number: usize) -> Vec<String> {
        let mut store = sqlx::PgConnection::connect(&self.url(number, "tequio")).await.unwrap();
        sqlx::query_scalar(SAID).fetch_all(&mut store).await.unwrap()
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Waits until something is so.
async fn until(what: &str, so: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !so().await {
        assert!(Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What came of what the clients said.
#[derive(Debug, Default)]
struct Came {
    acknowledged: BTreeSet<Id>,
    refused: BTreeSet<Id>,
    unknown: usize,
    /// How often each process acknowledged something.
    by: [usize; PROCESSES],
}

/// Who says something where.
#[derive(Clone)]
struct Clients {
    client: reqwest::Client,
    ports: [u16; PROCESSES],
    cookie: String,
    entry: String,
    came: Arc<Mutex<Came>>,
    over: Arc<AtomicBool>,
}

/// What a process answers.
#[derive(Debug, PartialEq)]
enum Answer {
    Acknowledged,
    Refused,
    Unknown,
}

impl Clients {
    /// Where a process listens.
    fn at(&self, process: usize) -> String {
        format!("http://127.0.0.1:{}", self.ports[process])
    }

    async fn say(&self, process: usize, key: Id) -> Answer {
        let at = self.at(process);
        let answer = send_words(&self.client, &at, &self.cookie, &self.entry, key).await.unwrap();
        let (status, again) = (answer.status().as_u16(), answer.headers().contains_key("retry-after"));
        let words = answer.text().await.unwrap();
        match (status, again) {
            (200, _) => Answer::Acknowledged,
            (503, true) if words.contains("No sabemos si se guardó") => Answer::Unknown,
            (503, true) if words.contains("nada cambió") || words.contains("muy ocupado") => Answer::Refused,
            _ => panic!("{status}: {words}"),
        }
    }

    /// Says one thing after another, in one process after another, until it is over. What is unknown is said again.
    async fn talk(self, number: u64) {
        for turn in 0_u64.. {
            let key = Id::from_bytes(((u128::from(number + 1) << 64) | u128::from(turn)).to_be_bytes());
            let mut process = usize::try_from(turn + number).unwrap() % PROCESSES;
            let mut doubt = false;
            while !self.note(process, key, self.say(process, key).await, doubt) {
                doubt = true;
                process = (process + 1) % PROCESSES;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            if self.over.load(Ordering::Relaxed) {
                return;
            }
            // Nobody speaks without a pause.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Notes what came of it, and whether that is known now. Who was in doubt once is not helped by a refusal.
    fn note(&self, process: usize, key: Id, answer: Answer, doubt: bool) -> bool {
        let mut came = self.came.lock().unwrap();
        match answer {
            Answer::Acknowledged => {
                came.acknowledged.insert(key);
                came.by[process] += 1;
                true
            }
            Answer::Refused if !doubt => came.refused.insert(key),
            Answer::Refused | Answer::Unknown => {
                came.unknown += usize::from(!doubt);
                false
            }
        }
    }

    /// Waits until each process has acknowledged something from now on.
    async fn are_served(&self) {
        let before = self.came.lock().unwrap().by;
        until("every process acknowledges", async || {
            let by = self.came.lock().unwrap().by;
            by.iter().zip(before).all(|(now, before)| *now > before)
        })
        .await;
    }
}

/// A process of the program, with a folder of its own and the key that all of them have. All of them are one node to who asks.
fn process(folder: &Path, number: usize, database: &str, origin: &str) -> (Place, Running, u16) {
    let data = folder.join(format!("process-{number}"));
    if number > 0 {
        std::fs::create_dir(&data).unwrap();
        std::fs::copy(folder.join("process-0/node.key"), data.join("node.key")).unwrap();
    }
    let place = Place { data: data.display().to_string(), database: Some(database.to_owned()), disk: None };
    let port = crate::free().port();
    let node = start_with(&place, port, &["--origin", origin]);
    (place, node, port)
}

/// The primary dies so many times.
async fn fail_over(rounds: usize) {
    let (folder, processes) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let pair = Pair::new(folder.path());
    let mut primary = pair.start(0).await;
    let mut admin = sqlx::PgConnection::connect(&pair.url(0, "postgres")).await.unwrap();
    sqlx::raw_sql("CREATE DATABASE tequio").execute(&mut admin).await.unwrap();
    let database = format!("{}, {}", pair.url(0, "tequio"), pair.url(1, "tequio"));
    let mut standby = pair.stand_by(1).await;

    // Whoever asks knows one address, as in front of a proxy.
    let origin = "http://localhost:3456";
    let host = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost:3456"))]);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).default_headers(host);
    let client = client.build().unwrap();
    let (place, first, port) = process(processes.path(), 0, &database, origin);
    let (cookie, entry) = enter(&client, &format!("http://127.0.0.1:{port}")).await;
    let (_, second, another) = process(processes.path(), 1, &database, origin);
    let (_, third, last) = process(processes.path(), 2, &database, origin);
    let ports = [port, another, last];
    let clients = Clients { client, ports, cookie, entry, came: Arc::default(), over: Arc::default() };
    let mut talking = tokio::task::JoinSet::new();
    (0..CLIENTS).for_each(|number| drop(talking.spawn(clients.clone().talk(number))));
    each_job_is_done_once(&pair).await;

    let mut gaps = Vec::new();
    for round in 0..rounds {
        let (at, other) = (round % 2, 1 - round % 2);
        clients.are_served().await;
        tokio::time::sleep(Duration::from_millis(u64::try_from(round * 137 % 700).unwrap())).await;
        pair.in_step(at).await;
        drop(primary);
        // Whoever promotes the standby needs a moment to see that it is time.
        tokio::time::sleep(Duration::from_millis(u64::try_from(round * 211 % 900).unwrap())).await;
        pair.run("pg_ctl", &["promote", "-w", "-D", &pair.data(other)]);
        let promoted = Instant::now();
        clients.are_served().await;
        gaps.push(promoted.elapsed());
        if round == 0 {
            an_old_primary_is_left_alone(
                &pair,
                at,
                &|number| process(processes.path(), number, &database, origin),
                &clients,
            )
            .await;
        }
        primary = standby;
        standby = pair.stand_by(at).await;
    }
    clients.over.store(true, Ordering::Relaxed);
    talking.join_all().await;

    let at = rounds % 2;
    let said = pair.said(at).await;
    without_its_standby(&pair, &mut standby, 1 - at, &clients).await;
    let came = std::mem::take(&mut *clients.came.lock().unwrap());
    let done = came.refused.iter().filter(|key| said.contains(&key.to_string())).count();
    gaps.sort();
    eprintln!(
        "{rounds} times: every process acknowledged again {:?} after the promotion (median), at most {:?}; {} refused, {} unknown \
         and repeated",
        gaps[rounds / 2],
        gaps[rounds - 1],
        came.refused.len(),
        came.unknown
    );
    assert_eq!(done, 0, "was refused and done");
    assert!(came.refused.len() + came.unknown >= rounds, "nobody saw that the primary was away");
    // A bound that says that it works, and nothing of how fast.
    assert!(gaps[rounds - 1] < Duration::from_secs(30), "{gaps:?}");
    drop((first, second, third));
    judge(&place, &came.acknowledged, said);
    drop((primary, standby));
}

/// Several processes look for jobs: each is taken by one.
async fn each_job_is_done_once(pair: &Pair) {
    let mut store = sqlx::PgConnection::connect(&pair.url(0, "tequio")).await.unwrap();
    // Nobody can read them: each try is counted, and the next one is hours later.
    let enqueue = "INSERT INTO jobs (id, community_id, kind, payload, run_at, attempts, leased_until) \
         SELECT gen_random_uuid(), id, 'unreadable', '?', 0, 8, 0 FROM communities, generate_series(1, 20)";
    sqlx::raw_sql(enqueue).execute(&mut store).await.unwrap();
    let tried = "SELECT MIN(attempts), MAX(attempts) FROM jobs WHERE kind = 'unreadable'";
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (least, most): (i64, i64) = sqlx::query_as(tried).fetch_one(&mut store).await.unwrap();
        assert!(most <= 9, "a job was taken twice");
        if least == 9 {
            break;
        }
        assert!(Instant::now() < deadline, "nobody takes jobs up");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    sqlx::raw_sql("DELETE FROM jobs WHERE kind = 'unreadable'").execute(&mut store).await.unwrap();
}

/// What was the primary comes back as if nothing had been, as where a machine starts it again by itself: nobody goes to it,
/// neither who was there nor who comes now and finds its address first.
async fn an_old_primary_is_left_alone(
    pair: &Pair,
    at: usize,
    process: &impl Fn(usize) -> (Place, Running, u16),
    clients: &Clients,
) {
    let old = pair.start(at).await;
    let before = pair.said(at).await.len();
    let (_, node, port) = process(PROCESSES);
    let newcomer = Clients { ports: [port; PROCESSES], ..clients.clone() };
    let key = Id::from_bytes([8; 16]);
    assert_eq!(newcomer.say(0, key).await, Answer::Acknowledged);
    clients.came.lock().unwrap().acknowledged.insert(key);
    clients.are_served().await;
    assert_eq!(pair.said(at).await.len(), before);
    assert!(pair.said(1 - at).await.contains(&key.to_string()));
    drop((node, old));
}

/// A primary whose standby is away confirms nothing, and neither does the program; pages are shown meanwhile. Once the
/// standby is back, what was said is there, and saying it again changes nothing.
async fn without_its_standby(pair: &Pair, standby: &mut Running, number: usize, clients: &Clients) {
    standby.0.kill().unwrap();
    standby.0.wait().unwrap();
    let key = Id::from_bytes([9; 16]);
    let asked = clients.clone();
    let waits = tokio::spawn(async move { asked.say(0, key).await });
    while !waits.is_finished() {
        let home = clients.client.get(format!("{}/@etla", clients.at(0))).send().await.unwrap();
        assert_eq!(home.status(), 200);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(waits.await.unwrap(), Answer::Unknown);
    *standby = pair.start(number).await;
    until("it is confirmed", async || clients.say(1, key).await == Answer::Acknowledged).await;
    let said = pair.said(1 - number).await;
    assert_eq!(said.iter().filter(|said| **said == key.to_string()).count(), 1);
}
