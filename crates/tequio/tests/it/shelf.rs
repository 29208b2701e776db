// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Two programs, of which one keeps the other's backups by TLS, is killed in the middle, and goes on.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Running, free, kill};

/// Starts the program, and waits until it serves.
fn start(command: &mut Command, listen: SocketAddr) -> Running {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.starts_with("Tequio: "), "{line}");
    // What it says goes nowhere, but it may say it.
    std::thread::spawn(move || out.lines().count());
    let begin = Instant::now();
    while TcpStream::connect(listen).is_err() {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(50));
    }
    Running(child)
}

/// The files of all shelves of a data folder.
fn files(data: &str) -> Vec<PathBuf> {
    let below = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    below(&Path::new(data).join("shelves")).flat_map(|shelf| below(&shelf).collect::<Vec<_>>()).collect()
}

/// Waits until something is so.
async fn until(what: &str, mut so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !so() {
        assert!(begin.elapsed() < Duration::from_secs(120), "{what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_friend_that_is_killed_in_the_middle_has_it_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(path("chain.pem"), made.cert.pem()).unwrap();
    std::fs::write(path("key.pem"), made.signing_key.serialize_pem()).unwrap();
    let (listen, encrypted, theirs) = (free(), free(), free());
    let keeper = || {
        let mut command = crate::tequio();
        command.args(["serve", "--demo", "--data", &path("keeper"), "--listen", &listen.to_string()]);
        command.args(["--origin", &format!("https://localhost:{}", encrypted.port())]);
        command.args(["--tls-listen", &encrypted.to_string(), "--tls-cert", &path("chain.pem")]);
        command.args(["--tls-key", &path("key.pem")]).stderr(Stdio::null());
        start(&mut command, listen)
    };
    let mut keeping = keeper();

    // Ana makes a shelf, on the machine itself.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let origin = format!("http://localhost:{}", listen.port());
    let (cookie, _) = kill::enter(&client, &origin).await;
    let request = client.post(format!("{origin}/@etla/safekeeping/shelves")).header("cookie", cookie);
    let request = request.header("sec-fetch-site", "same-origin").header("accept", "application/json");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body("name=Zaachila&gigabytes=1").send().await.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap_or_else(|_| panic!("{answer}"));
    let link = answer["link"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    assert!(link.starts_with("https://localhost:"), "{link}");

    // Half of something has come when it is killed.
    let secret = link.rsplit('/').next().unwrap();
    let mut half = TcpStream::connect(listen).unwrap();
    let name = "tequio-0a1b2c3d-2026-11-24.backup";
    let head = format!(
        "PUT /shelf/{secret}/{name} HTTP/1.1\r\nhost: localhost:{}\r\ncontent-length: 90000\r\n\r\n",
        listen.port()
    );
    let mut begins = vec![0; 40_000];
    for (place, part) in [(0, &b"data.age\0"[..]), (257, b"ustar"), (512, b"age-encryption.org/v1\n")] {
        begins[place..place + part.len()].copy_from_slice(part);
    }
    half.write_all(&[head.as_bytes(), &begins].concat()).unwrap();
    until("it is begun", || files(&path("keeper")).len() == 1).await;
    keeping.0.kill().unwrap();
    keeping.0.wait().unwrap();
    assert!(files(&path("keeper")).iter().all(|file| file.extension().is_some_and(|kind| kind == "part")));

    // The other node has it as the place of its backups; while nobody answers there, it says so.
    let (code, key) =
        (crate::tequio().args(["custodian", "--output", &path("clave.txt")]).output().unwrap(), path("clave.txt"));
    let public = String::from_utf8(code.stdout).unwrap().trim().strip_prefix("public: ").unwrap().to_owned();
    let deposits = |log: &str| {
        let mut command = crate::tequio();
        command.args(["serve", "--demo", "--data", &path("node"), "--listen", &theirs.to_string()]);
        command.env("TEQUIO_BACKUPS", &link).env("TEQUIO_CUSTODIANS", &public).env("NO_COLOR", "1");
        command.env("SSL_CERT_FILE", path("chain.pem")).stderr(std::fs::File::create(path(log)).unwrap());
        start(&mut command, theirs)
    };
    let noted = || std::fs::read_to_string(path("node/safekeeping.json")).unwrap_or_default();
    let mut depositing = deposits("first.log");
    until("that it is away is noted", || noted().contains("\"away\"")).await;
    depositing.0.kill().unwrap();
    depositing.0.wait().unwrap();

    // Both again: what was begun is gone, and the next try goes well. (The hour after which it comes is not waited for.)
    let _keeping = keeper();
    until("what was begun is gone", || files(&path("keeper")).is_empty()).await;
    std::fs::remove_file(path("node/safekeeping.json")).unwrap();
    let _depositing = deposits("second.log");
    until("it is deposited", || noted().contains("\"deposited\": {\n    \"localhost")).await;
    let there = files(&path("keeper"));
    assert!(there.len() == 1 && there[0].extension().is_some_and(|kind| kind == "backup"), "{there:?}");
    for told in ["first.log", "second.log", "node/safekeeping.json"] {
        let told = std::fs::read_to_string(path(told)).unwrap();
        assert!(told.contains("localhost") && !told.contains(secret), "{told}");
    }

    // Who keeps the key has nothing but the link: what lies there, whether it comes back, and a node of it.
    let run = |arguments: &[&str], trusts: bool| {
        let mut command = crate::tequio();
        command.args(arguments);
        if trusts {
            command.env("SSL_CERT_FILE", path("chain.pem"));
        }
        let output = command.output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        assert!(!out.contains(secret) && !err.contains(secret), "{out}{err}");
        (output.status.code().unwrap(), out, err)
    };
    let name = there[0].file_name().unwrap().to_str().unwrap();
    let (code, out, err) = run(&["shelf", &link], true);
    assert!(code == 0 && out.starts_with(name) && err.contains("There is room for 1.0 GB"), "{out}{err}");
    let (code, _, err) = run(&["shelf", &link], false);
    assert!(code == 1 && err.contains("a certificate that is not good"), "{err}");
    let named = format!("{link}/{name}");
    for given in [&link, &named] {
        let (code, out, err) = run(&["drill", given, "--identity", &key], true);
        assert!(code == 0 && out.contains("comes back whole. "), "{out}{err}");
    }
    let other = format!("{link}/tequio-0a1b2c3d-2020-01-01.backup");
    let (code, _, err) = run(&["drill", &other, "--identity", &key], true);
    assert!(code == 1 && err.contains("there are: ") && err.contains(name), "{err}");
    let (code, out, err) = run(&["restore", &link, "--identity", &key, "--data", &path("again")], true);
    assert!(code == 0 && out.trim() == path("again"), "{out}{err}");
    let (code, out, err) = run(&["check", "--data", &path("again")], true);
    assert!(code == 0, "{out}{err}");
}
