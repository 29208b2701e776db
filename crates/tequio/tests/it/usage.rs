// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Exit codes and help.

use std::process::{Command, Output};

fn tequio(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tequio")).args(arguments).output().unwrap()
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
        "invite",
        "rescue",
        "jobs",
        "config",
    ] {
        let help = String::from_utf8(tequio(&[command, "--help"]).stdout).unwrap();
        assert!(help.contains("Example: tequio "), "{command}: {help}");
    }
}
