// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! `tequio audit` as people run it.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _},
        process::CommandExt as _,
    },
    path::Path,
};

const STATUS: &str = "Package: unrar\nStatus: install ok installed\nSection: non-free/utils\nVersion: 1\n";

/// Runs it as somebody who is not root.
fn audit(arguments: &[&str]) -> (i32, String, String) {
    let mut command = crate::tequio();
    command.arg("audit").args(arguments).env("LANG", "C").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path());
    fs::create_dir_all(folder.path().join("var/lib/dpkg")).unwrap();
    fs::write(folder.path().join("var/lib/dpkg/status"), STATUS).unwrap();
    folder
}

fn open(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_mounted_disk_is_told_in_every_form_and_left_as_it_was() {
    let disk = disk();
    let root = disk.path().to_str().unwrap();
    let (code, text, err) = audit(&["--root", root]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(text.starts_with("     0  libre\n     1  no libre\n     0  no se sabe\n"), "{text}");
    let (_, text, _) = audit(&["--root", root, "--lang", "en"]);
    assert!(text.starts_with("     0  free\n     1  not free\n"), "{text}");
    let (_, json, _) = audit(&["--root", root, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"][0]["name"], "unrar");
    assert_eq!(json["counts"]["non-free"], 1);
    assert!(json["data"]["age_days"].as_i64().is_some());
    assert!(audit(&["--root", root, "--format", "html"]).1.starts_with("<!DOCTYPE html>"));
    assert!(audit(&["--root", root, "--format", "md"]).1.starts_with("# ¿Qué tan libre"));
    let left: Vec<_> = fs::read_dir(disk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["var"]);
}

#[test]
fn what_may_not_be_read_ends_with_three_and_says_what_root_would_add() {
    let disk = disk();
    fs::set_permissions(disk.path().join("var/lib/dpkg/status"), fs::Permissions::from_mode(0o000)).unwrap();
    let (code, out, err) = audit(&["--root", disk.path().to_str().unwrap()]);
    assert_eq!(code, 3);
    assert_eq!(err, "tequio: could not read /var/lib/dpkg/status: no permission\n");
    assert!(out.contains("/var/lib/dpkg/status: sin permiso; como root se leería"), "{out}");
}

#[test]
fn this_very_machine_is_audited_without_root() {
    let (code, out, err) = audit(&["--format", "json"]);
    assert!(code == 0 || code == 3, "{code}: {err}");
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["mode"], "running");
    let (code, out, _) = audit(&["--hardware-only"]);
    assert!((code == 0 || code == 3) && out.starts_with("\nMáquina ("), "{out}");
}

#[test]
fn this_project_is_free() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = crate::tequio().args(["audit", "--format", "json", "--source"]).arg(source).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["counts"]["non-free"], 0, "{json:#}");
    assert_eq!(json["counts"]["unknown"], 0, "{json:#}");
    assert!(json["counts"]["free"].as_u64().unwrap() > 0, "{json:#}");
}

#[test]
fn own_data_wins_and_wrong_use_ends_with_two() {
    let disk = disk();
    let root = disk.path().to_str().unwrap();
    let data = tempfile::tempdir().unwrap();
    open(data.path());
    let folder = data.path().to_str().unwrap();
    let (code, _, err) = audit(&["--root", root, "--data", folder]);
    assert_eq!((code, err.contains("none of the files of freedom-data")), (2, true), "{err}");
    fs::write(data.path().join("programs.tsv"), "deb\tunrar\tnon-free\t\tfield\tmi-descompresor\t\t\n").unwrap();
    fs::write(data.path().join("date.txt"), "2031-01-02\n").unwrap();
    let (code, out, _) = audit(&["--root", root, "--data", folder]);
    assert_eq!(code, 0);
    assert!(out.contains("mi-descompresor") && out.contains("2031-01-02") && out.contains("programs.tsv"), "{out}");
    for wrong in [&["--root", "/nowhere/at/all"][..], &["--root", "/", "--source", "/"], &["--format", "pdf"]] {
        assert_eq!(audit(wrong).0, 2, "{wrong:?}");
    }
}
