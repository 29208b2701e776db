// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A disk that fails once: each call in its turn on what lies in the data folder, while the program starts, takes words and
//! files, and ends. Whatever was acknowledged is there when it starts on a whole disk, and everything is as the log says.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use sqlx::Connection as _;
use tequio_node::spine::id::Id;

use crate::Running;
use crate::kill::{SAID, attach, content, enter, id_of, say};

/// The library that fails, compiled for this run.
fn library(folder: &Path) -> PathBuf {
    let (source, library) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fault.c"), folder.join("fault.so"));
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]).arg(&library).arg(source).arg("-ldl");
    assert!(compiler.status().unwrap().success());
    library
}

/// What every run has in common.
struct Sweep {
    folder: tempfile::TempDir,
    library: PathBuf,
    client: reqwest::Client,
    port: u16,
    cookie: String,
    entry: String,
}

/// What was acknowledged in a run.
#[derive(Default)]
struct Acknowledged {
    words: Vec<Id>,
    files: Vec<(Id, String)>,
}

impl Sweep {
    /// A node with its sample communities, and Ana signed in, from which each run takes a copy.
    async fn prepare() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let library = library(folder.path());
        let port = crate::free().port();
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A connection for each request: one that is kept would be found closed after each run.
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        let mut sweep = Self { folder, library, client, port, cookie: String::new(), entry: String::new() };
        let mut first = sweep.start("first", None);
        (sweep.cookie, sweep.entry) = enter(&sweep.client, &sweep.origin()).await;
        sweep.end(&mut first);
        sweep
    }

    fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn start(&self, name: &str, fault: Option<usize>) -> Running {
        let mut command = crate::tequio();
        command.args(["serve", "--demo", "--listen", &format!("127.0.0.1:{}", self.port), "--data"]);
        command.arg(self.data(name)).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(at) = fault {
            command.env("LD_PRELOAD", &self.library).env("FAULT_AT", at.to_string());
            command.env("FAULT_BELOW", self.data(name)).env("FAULT_REPORT", self.data("report"));
        }
        Running(command.spawn().unwrap())
    }

    /// Waits until it answers, or has ended.
    async fn answers(&self, serving: &mut Running) -> bool {
        let since = Instant::now();
        loop {
            if let Ok(answer) = self.client.get(format!("{}/@etla", self.origin())).send().await {
                // It answers from the first moment on; that a page fails is what is looked for.
                drop(answer);
                return true;
            }
            if serving.0.try_wait().unwrap().is_some() {
                return false;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "it neither answers nor ends");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks it to end, which it may have done already.
    fn end(&self, serving: &mut Running) {
        if serving.0.try_wait().unwrap().is_none() {
            let _ = Command::new("kill").arg(serving.0.id().to_string()).stderr(Stdio::null()).status();
        }
        serving.0.wait().unwrap();
    }

    fn key(at: usize, number: u64) -> Id {
        Id::from_bytes(((at as u128) << 64 | u128::from(number)).to_be_bytes())
    }

    /// Words and files, until something is not acknowledged; then a few more, since it may go on.
    async fn use_it(&self, at: usize) -> Acknowledged {
        let mut acknowledged = Acknowledged::default();
        for number in 0..3 {
            let (words, file) = (Self::key(at, 2 * number), Self::key(at, 2 * number + 1));
            if say(&self.client, &self.origin(), &self.cookie, &self.entry, words).await == Some(200) {
                acknowledged.words.push(words);
            }
            let sent = attach(&self.client, &self.origin(), &self.cookie, &self.entry, file).await;
            if let Some((200, answer)) = sent {
                acknowledged.files.push((file, id_of(&answer)));
            }
        }
        acknowledged
    }

    /// One run, in which the call with this number fails: gives which call it was, or nothing if there were not so many.
    async fn run(&self, at: usize) -> Option<String> {
        let _ = std::fs::remove_file(self.data("report"));
        let copied = Command::new("cp").arg("-a").args([self.data("first"), self.data("run")]).status().unwrap();
        assert!(copied.success());
        let mut serving = self.start("run", Some(at));
        let acknowledged = match self.answers(&mut serving).await {
            true => self.use_it(at).await,
            false => Acknowledged::default(),
        };
        self.end(&mut serving);
        let call = std::fs::read_to_string(self.data("report")).ok();

        let mut whole = self.start("run", None);
        assert!(self.answers(&mut whole).await, "{at} ({call:?}): it does not start again");
        for (key, id) in &acknowledged.files {
            let file = format!("{}/@etla/files/{id}", self.origin());
            let file = self.client.get(file).header("cookie", &self.cookie).send().await.unwrap();
            assert_eq!(file.text().await.unwrap(), content(*key), "{at} ({call:?}): a file is lost");
        }
        self.end(&mut whole);
        let store = format!("sqlite:{}", self.data("run").join("tequio.sqlite").display());
        let mut store = sqlx::SqliteConnection::connect(&store).await.unwrap();
        let said: Vec<String> = sqlx::query_scalar(SAID).fetch_all(&mut store).await.unwrap();
        store.close().await.unwrap();
        for words in &acknowledged.words {
            assert!(said.contains(&words.to_string()), "{at} ({call:?}): words are lost");
        }
        let check = crate::tequio().arg("check").arg("--data").arg(self.data("run")).output().unwrap();
        assert!(check.status.success(), "{at} ({call:?}): {}", String::from_utf8_lossy(&check.stdout));
        std::fs::remove_dir_all(self.data("run")).unwrap();
        if call.is_none() {
            let all = (acknowledged.words.len(), acknowledged.files.len());
            assert_eq!(all, (3, 3), "{at}: nothing failed, and yet not all was acknowledged");
        }
        call
    }

    /// Every call from `first` on, in such steps, until there are no more.
    async fn all(&self, first: usize, step: usize) {
        let mut calls: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        for at in (first..).step_by(step) {
            let Some(call) = self.run(at).await else { break };
            *calls.entry(call).or_default() += 1;
        }
        eprintln!("failed once each: {calls:?}");
        assert!(calls.values().sum::<usize>() >= 10, "{calls:?} are too few to say anything");
        for call in ["open", "pread64", "pwrite64", "fsync"] {
            assert!(step > 1 || calls.contains_key(call), "{call} never failed: {calls:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_fails_loses_nothing_acknowledged() {
    Sweep::prepare().await.all(1, 17).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_every_call_that_fails_loses_nothing_acknowledged() {
    Sweep::prepare().await.all(1, 1).await;
}
