// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Exit codes and help.

use std::process::{Output, Stdio};

fn tequio(arguments: &[&str]) -> Output {
    crate::tequio().args(arguments).output().unwrap()
}

#[test]
fn wrong_use_is_told_in_one_line_and_ends_with_two() {
    let wrong = tequio(&["serve", "--listen", "aquí"]);
    assert_eq!(wrong.status.code(), Some(2));
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert_eq!(told, "tequio: listen (from --listen): allowed is an address and a port, such as 127.0.0.1:3456\n");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tesis.odt"), "mía").unwrap();
    let data = folder.path().display().to_string();
    let foreign = tequio(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]);
    assert_eq!(foreign.status.code(), Some(2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was put there");
    // What needs a node makes none, and one line is enough for clap's refusals too.
    let absent = folder.path().join("absent").display().to_string();
    for command in [
        &["check"][..],
        &["jobs"],
        &["invite"],
        &["erasures"],
        &["backup", "x", "--to", "age1"],
        &["drill"],
        &["drill", "x"],
        &["drill", "x", "--identity", "y", "--receipt", "z"],
        &["drill", "--receipt", "AAAA"],
        &["upgrade", "--check"],
        &["serve", "--backups", "/tmp"],
        &["serve", "--backups", "/tmp", "--custodians", "Ana"],
        &["serve", "--backups", "http://nodo.example/shelf/secreto", "--custodians", "age1"],
        &["serve", "--reserve", "much"],
        &["host", "etla", "--none"],
        &["bundle", "export", "etla", "--output", "x"],
        &["bundle", "import", "x", "--fingerprint", "ABCD"],
        &["agenda", "export", "--community", "etla"],
        &["agenda", "expand", "x.ics", "--from", "2026-13-01", "--to", "2027-01-01"],
        &["serve", "--lan=maybe"],
        &["serve", "--trusted-proxy", "everybody"],
        &["serve", "--mail", "smtps://correo.example"],
        &["serve", "--mail", "correo.example", "--mail-from", "a@nodo.example"],
        &["serve", "--such"],
    ] {
        let mut arguments = command.to_vec();
        if command[0] != "agenda" || command[1] == "export" {
            arguments.extend(["--data", &absent]);
        }
        let wrong = tequio(&arguments);
        let told = String::from_utf8(wrong.stderr).unwrap();
        assert_eq!((wrong.status.code(), told.lines().count()), (Some(2), 1), "{command:?}: {told}");
        assert!(!folder.path().join("absent").exists(), "{command:?}");
    }
}

/// Whoever reads what is printed may go away; the program does not mind.
#[test]
fn a_closed_pipe_is_no_fault() {
    let mut child = crate::tequio().arg("config").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn every_command_has_an_example() {
    for command in [
        "serve",
        "agenda",
        "audit",
        "check",
        "custodian",
        "backup",
        "erasures",
        "restore",
        "drill",
        "shelf",
        "upgrade",
        "mirror",
        "invite",
        "host",
        "rescue",
        "jobs",
        "peers",
        "queue",
        "bundle",
        "tally",
        "opinions",
        "config",
    ] {
        let help = String::from_utf8(tequio(&[command, "--help"]).stdout).unwrap();
        assert!(help.contains("Example: tequio "), "{command}: {help}");
    }
}
