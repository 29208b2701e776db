// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a package brings beside the program, as the program writes it.

use std::{collections::BTreeSet, path::Path};

fn generated(folder: &Path, locale: &str) {
    let done = crate::tequio().env("LC_ALL", locale).arg("generate").arg(folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The commands that the help names, below one or at the top.
fn commands(above: &[&str]) -> Vec<String> {
    let help = crate::tequio().args(above).arg("-h").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let lines = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").map(str::to_owned).collect()
}

/// Every command that the help shows has its page in both languages, and every completion knows it; the one that writes
/// them is no one's to use.
#[test]
fn every_command_has_its_page_and_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let mut pages = BTreeSet::from(["tequio.1".to_owned()]);
    for name in commands(&[]) {
        pages.insert(format!("tequio-{name}.1"));
        pages.extend(commands(&[&name]).iter().map(|below| format!("tequio-{name}-{below}.1")));
    }
    assert!(pages.contains("tequio-agenda-import.1") && pages.len() > 15, "{pages:?}");
    for (locale, there, foreign) in [
        ("C", [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"], ["NOMBRE", "Muestra", "Ejemplo"]),
        ("es_MX.UTF-8", [".SH NOMBRE", ".SH SINOPSIS", ".SH OPCIONES"], [".SH NAME", ".SH EXTRA", "Example"]),
    ] {
        generated(folder.path(), locale);
        let manual = folder.path().join("man1");
        let written: BTreeSet<String> =
            std::fs::read_dir(&manual).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(written, pages);
        for name in &pages {
            let page = std::fs::read_to_string(manual.join(name)).unwrap();
            for mark in there {
                assert!(page.lines().any(|line| line == mark), "{locale} {name}: {mark}: {page}");
            }
            for mark in foreign {
                assert!(!page.contains(mark), "{locale} {name}: {mark}: {page}");
            }
        }
        for shell in ["tequio.bash", "_tequio", "tequio.fish"] {
            let text = std::fs::read_to_string(folder.path().join("completions").join(shell)).unwrap();
            for name in commands(&[]) {
                assert!(text.contains(&name), "{shell}: {name}");
            }
            assert!(!text.contains("generate"), "{shell}");
        }
    }
}

/// The configuration of an installed node sets where its data is, and leaves the rest as it is.
#[test]
fn the_configuration_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    generated(folder.path(), "es");
    let file = folder.path().join("tequio.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let set: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(set, ["data = '/var/lib/tequio'"]);
    assert!(text.contains("# La carpeta de datos"), "{text}");
    let elsewhere = text.replace("/var/lib", &folder.path().display().to_string());
    std::fs::write(&file, elsewhere).unwrap();
    let check = crate::tequio().args(["check", "--config"]).arg(&file).output().unwrap();
    let told = String::from_utf8(check.stderr).unwrap();
    assert!(told.starts_with("tequio: data (from ") && told.contains("tequio.toml, "), "{told}");
}
