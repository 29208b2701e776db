// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! One process serves a data folder; others work beside it. And its doors follow the networks of the machine.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

use crate::Running;

/// Starts a program that serves, and gives the lines that it says.
fn start(command: &mut Command) -> (Running, mpsc::Receiver<String>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    (Running(child), lines)
}

/// Waits for a line that has these words.
fn wait_for(lines: &mpsc::Receiver<String>, words: &str) -> String {
    loop {
        let line = lines.recv_timeout(Duration::from_secs(60)).unwrap();
        if line.contains(words) {
            return line;
        }
    }
}

fn tequio(data: &str, arguments: &[&str]) -> Output {
    crate::tequio().args(arguments).args(["--data", data]).output().unwrap()
}

#[test]
fn a_second_process_does_not_serve_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let serving = |data: &str| {
        let mut command = crate::tequio();
        command.args(serve).args(["--data", data]);
        command
    };
    let (first, lines) = start(&mut serving(&data));
    let link = wait_for(&lines, "/found/");
    let second = tequio(&data, &serve);
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!((second.status.code(), told.lines().count()), (Some(1), 1), "{told}");
    assert!(told.contains("already serving") && told.contains(&data) && told.contains("--data"), "{told}");
    assert!(second.stdout.is_empty(), "it made no link that would end the first one's {link}");
    // A folder that is served is not one to restore into.
    let restored = tequio(&data, &["restore", "x", "--identity", "x"]);
    assert_eq!(restored.status.code(), Some(2), "{}", String::from_utf8_lossy(&restored.stderr));
    // What is meant to run beside it does.
    let key = String::from_utf8(crate::tequio().arg("custodian").output().unwrap().stdout);
    let key = key.unwrap().lines().find_map(|line| line.strip_prefix("public: ")).unwrap().to_owned();
    let file = folder.path().join("copia.tequio").display().to_string();
    for arguments in [&["check"][..], &["invite"], &["jobs"], &["erasures"], &["backup", &file, "--to", &key]] {
        let beside = tequio(&data, arguments);
        assert_eq!(beside.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&beside.stderr));
    }
    let erased = tequio(&data, &["erasures"]);
    assert!(erased.stdout.is_empty() && !erased.stderr.is_empty(), "an empty node has erased nothing, and says so");
    // The folder is free again as soon as the process is gone, however it went.
    drop(first);
    let (_third, lines) = start(&mut serving(&data));
    wait_for(&lines, "/found/");
}

#[test]
fn another_node_s_key_does_not_serve() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut command = crate::tequio();
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(&data);
    let (first, lines) = start(&mut command);
    wait_for(&lines, "/@etla");
    drop(first);
    let key = data.join("node.key");
    let kept = std::fs::read(&key).unwrap();
    let mut other = kept.clone();
    other.reverse();
    std::fs::write(&key, other).unwrap();
    let data = data.display().to_string();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let refused = tequio(&data, &serve);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), told.lines().count()), (Some(1), 1), "{told}");
    assert!(told.contains(&key.display().to_string()) && told.contains("is not the key"), "{told}");
    assert!(refused.stdout.is_empty());
    std::fs::write(&key, kept).unwrap();
    let mut command = crate::tequio();
    let (_again, lines) = start(command.args(serve).args(["--data", &data]));
    wait_for(&lines, "Tequio: ");
}

/// On a machine of its own network namespace, which joins a network after the node started.
#[test]
#[ignore = "needs network namespaces: ./check"]
fn a_network_that_is_joined_later_gets_its_door() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--net", "sh", "-c"]);
    command.arg(
        "ip link set lo up; (for _ in $(seq 600); do [ -e \"$1/go\" ] && break; sleep 0.1; done; ip addr add 10.77.9.1/24 dev lo) & \
         exec \"$2\" serve --lan --listen 127.0.0.1:0 --data \"$1/data\"",
    );
    command.args(["sh", &folder.path().display().to_string(), env!("CARGO_BIN_EXE_tequio")]);
    let (_serving, lines) = start(&mut command);
    let origin = wait_for(&lines, "Tequio: ");
    let port = origin.rsplit(':').next().unwrap().to_owned();
    std::fs::write(folder.path().join("go"), "").unwrap();
    let door = wait_for(&lines, "door on the local network");
    assert!(door.ends_with(&format!("http://10.77.9.1:{port}")), "{door}");
}
