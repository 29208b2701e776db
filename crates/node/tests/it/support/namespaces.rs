// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A test in namespaces of its own, where it is root whoever runs it: what it mounts and plugs in goes with it, and
//! nobody else sees it.

use std::process::Command;

/// Says to the test that it is inside.
const INSIDE: &str = "TEQUIO_TEST_INSIDE";

/// Whether the test is in namespaces of its own. If it is not, it is run there, after the lines of a shell that `prepare`
/// them, and must pass: then there is nothing left to do outside. `name` is the test's, with its modules.
pub fn inside(name: &str, prepare: &str) -> bool {
    if std::env::var(INSIDE).is_ok_and(|inside| inside == name) {
        return true;
    }
    let outcome = Command::new("unshare")
        .args(["--user", "--map-root-user", "--net", "--mount", "sh", "-e", "-c"])
        .arg(format!("{prepare}\nexec \"$@\""))
        .arg("sh")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", name, "--include-ignored", "--nocapture"])
        .env(INSIDE, name)
        // Its socket may be another user's, and others are nobody there.
        .env_remove("TEQUIO_TEST_POSTGRES")
        .output()
        .unwrap();
    let said = [outcome.stdout, outcome.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).join("\n");
    // A name that fits no test would pass too.
    // What it measured.
    print!("{said}");
    assert!(outcome.status.success() && said.contains("test result: ok. 1 passed"), "{}: {said}", outcome.status);
    false
}
