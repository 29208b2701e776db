// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Held against what others publish. Nothing of theirs is kept here: whoever runs these tests fetches it.
//!
//! `TEQUIO_TEST_REFERENCES` may name a folder with checkouts that are there already; what is missing in it is cloned into
//! the target folder. Python packages go into an environment there, by `tests/references/requirements.txt`.

mod droop;
mod pabulib;
mod polis;
mod python;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A checkout of a repository at github.com, where it is or cloned.
pub fn checkout(owner: &str, name: &str) -> PathBuf {
    if let Some(folder) = std::env::var_os("TEQUIO_TEST_REFERENCES") {
        let there = Path::new(&folder).join(name);
        if there.is_dir() {
            return there;
        }
    }
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !here.is_dir() {
        let url = format!("https://github.com/{owner}/{name}");
        let cloned = Command::new("git").args(["clone", "--quiet", "--depth", "1", &url]).arg(&here).status().unwrap();
        assert!(
            cloned.success(),
            "{url} could not be cloned; TEQUIO_TEST_REFERENCES may name a folder that has {name}"
        );
    }
    here
}

/// The files below a folder with an ending, in order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
