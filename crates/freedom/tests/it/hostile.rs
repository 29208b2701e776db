// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Damaged, endless, circling and lying files: all are named, none is followed out, nothing crashes.

use std::{fs, process::Command};

use proptest::prelude::*;
use tequio_freedom::{Data, Mode, Tree, Unread, audit, report::Language};

use crate::machine::{Machine, Told, find, tell};

fn unread(machine: &Machine) -> Vec<(String, Unread)> {
    machine.audit(Mode::System).coverage.into_iter().flat_map(|looked| looked.unread).collect()
}

#[test]
fn a_status_file_that_was_cut_off_is_named() {
    let machine = Machine::empty();
    machine
        .put("var/lib/dpkg/status", "Package: whole\nStatus: install ok installed\nVersion: 1\n\nPackage: half\nSta");
    let audit = machine.audit(Mode::System);
    find(&audit, "deb", "whole");
    assert_eq!(
        unread(&machine),
        [("/var/lib/dpkg/status".to_owned(), Unread::Damaged("it ends in the middle of half".to_owned()))]
    );
}

#[test]
fn links_never_lead_out_and_circles_end() {
    let outside = Machine::empty();
    outside.put("status", "Package: outside\nStatus: install ok installed\nVersion: 1\n");
    let machine = Machine::empty();
    let target = outside.path().join("status").display().to_string();
    machine.link("var/lib/dpkg/status", &target);
    machine.link("opt/up", "../../../../../../../../..");
    machine.link("var/lib/pacman/local", "local");
    machine.link("lib/firmware/a/b/c/again", "/lib/firmware");
    let audit = machine.audit(Mode::System);
    assert!(!audit.findings.iter().any(|finding| finding.name == "outside"), "{:?}", audit.findings);
    let lost: Vec<String> = unread(&machine).into_iter().map(|(place, why)| format!("{place}: {why}")).collect();
    assert!(lost.contains(&"/var/lib/pacman/local: its links lead in a circle".to_owned()), "{lost:?}");
    assert!(lost.iter().any(|one| one.starts_with("/lib/firmware/a/b/c/again") && one.ends_with("circle")), "{lost:?}");
    // Absolute links are followed inside, as the system itself would.
    machine.put("real/status", "Package: inside\nStatus: install ok installed\nVersion: 1\n");
    fs::remove_file(machine.path().join("var/lib/dpkg/status")).unwrap();
    machine.link("var/lib/dpkg/status", "/real/../../real/status");
    find(&machine.audit(Mode::System), "deb", "inside");
}

#[test]
fn pipes_and_ten_gigabytes_are_not_read() {
    let machine = Machine::empty();
    machine.put("var/lib/apt/lists/keep", "");
    fs::create_dir_all(machine.path().join("var/lib/dpkg")).unwrap();
    let pipe = machine.path().join("var/lib/dpkg/status");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    machine.put("var/lib/rpm/rpmdb.sqlite", "");
    // Ten gigabytes of nothing: the file has no blocks on the disk.
    let huge = fs::File::create(machine.path().join("var/lib/rpm/rpmdb.sqlite")).unwrap();
    huge.set_len(10 << 30).unwrap();
    machine.put("usr/local/lib/node_modules/x/package.json", "{}");
    let manifest = fs::File::create(machine.path().join("usr/local/lib/node_modules/x/package.json")).unwrap();
    manifest.set_len(10 << 30).unwrap();
    let lost = unread(&machine);
    assert!(lost.contains(&("/var/lib/dpkg/status".to_owned(), Unread::NotAFile)), "{lost:?}");
    assert!(lost.iter().any(|(place, why)| place.ends_with("rpmdb.sqlite") && matches!(why, Unread::TooLarge(_))));
    assert!(lost.iter().any(|(place, why)| place.ends_with("package.json") && matches!(why, Unread::TooLarge(_))));
}

#[test]
fn names_are_text_and_no_more() {
    let machine = Machine::empty();
    let name = "<script>alert(1)</script>\u{202e}\u{1b}[31m](x)|`";
    let status = format!(
        "Package: {name}\nStatus: install ok installed\nVersion: 1\n\nPackage: ../../../etc/x\nStatus: install ok installed\nVersion: 1\n"
    );
    machine.put("var/lib/dpkg/status", status).put("var/lib/apt/lists/a_Release", "Origin: Debian\n");
    machine.put("var/lib/apt/lists/a_main_binary-all_Packages", "Package: x\n");
    machine.put("etc/x/copyright", "Format: x\n\nFiles: *\nLicense: GPL-2\n");
    let audit = machine.audit(Mode::System);
    for language in [Language::Es, Language::En] {
        let Told { html, text, markdown, .. } = tell(&audit, language);
        assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        assert!(markdown.contains("&lt;script\\>alert\\(1\\)"), "{markdown}");
    }
    let traversing = find(&audit, "deb", "../../../etc/x");
    assert!(!traversing.evidence.iter().any(|one| one.place.contains("copyright")), "{traversing:?}");
}

#[test]
fn damaged_indices_and_databases_are_named() {
    let machine = Machine::full();
    let rpm = include_bytes!("../fixtures/rpmdb.sqlite");
    machine
        .put("var/lib/apt/lists/x_Packages.lz4", b"\x04\x22\x4d\x18broken")
        .put("var/lib/apt/lists/x_Packages.gz", b"\x1f\x8bbroken")
        .put("var/lib/apt/lists/x_Packages.xz", b"\xfd7zXZ\0broken")
        .put("var/lib/apt/lists/x_Packages.zst", b"\x28\xb5\x2f\xfdbroken")
        .put("var/lib/rpm/rpmdb.sqlite", &rpm[..rpm.len() / 2])
        .put("home/ana/.mozilla/firefox/abc.default/extensions.json", "{")
        .put("home/ana/.cargo/.crates2.json", "[")
        .put("var/lib/pacman/local/half/desc", "%NAM");
    let lost: Vec<String> = unread(&machine).into_iter().map(|(place, _)| place).collect();
    for place in [
        "/var/lib/apt/lists/x_Packages.lz4",
        "/var/lib/apt/lists/x_Packages.gz",
        "/var/lib/apt/lists/x_Packages.xz",
        "/var/lib/apt/lists/x_Packages.zst",
        "/var/lib/rpm/rpmdb.sqlite",
        "~/.mozilla/firefox/abc.default/extensions.json",
        "~/.cargo/.crates2.json",
        "/var/lib/pacman/local/half/desc",
    ] {
        assert!(lost.iter().any(|one| one == place), "{place} is not in {lost:?}");
    }
}

/// The files that readers read, of the machine made for the tests.
const FILES: &[&str] = &[
    "var/lib/dpkg/status",
    "var/lib/apt/lists/mirror.example_debian_dists_stable_InRelease",
    "var/lib/apt/lists/mirror.example_debian_dists_stable_main_binary-amd64_Packages",
    "var/lib/apt/lists/mirror.example_debian_dists_stable_non-free_binary-amd64_Packages.lz4",
    "usr/share/doc/acme-tools/copyright",
    "home/ana/.local/share/flatpak/app/org.gimp.GIMP/x86_64/stable/abc/files/share/metainfo/org.gimp.GIMP.metainfo.xml",
    "snap/vlc/3078/meta/snap.yaml",
    "opt/acme/EULA.txt",
    "home/ana/.mozilla/firefox/abc.default/extensions.json",
    "usr/local/lib/python3.11/dist-packages/requests-2.31.dist-info/METADATA",
    "usr/local/lib/node_modules/left-pad/package.json",
    "home/ana/.cargo/.crates2.json",
    "home/ana/.cargo/registry/src/index/ripgrep-14.1.0/Cargo.toml",
    "var/lib/gems/3.1.0/specifications/json-2.6.gemspec",
    "var/lib/pacman/local/zlib-1/desc",
    "var/lib/rpm/rpmdb.sqlite",
    "lib/modules/6.1/updates/dkms/acme.ko",
    "sys/bus/pci/devices/0000:02:00.0/class",
    "var/lib/dpkg/info/acme-tools.list",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("TEQUIO_TEST_LONG").is_some() { 2_000 } else { 24 }, ..ProptestConfig::default() })]

    /// Each reader with bytes changed, taken out or put in, and with any bytes at all.
    #[test]
    fn any_bytes_are_read_without_harm(
        changes in prop::collection::vec((0_usize..FILES.len(), any::<prop::sample::Index>(), 0_u8..4, prop::collection::vec(any::<u8>(), 0..64)), 1..12)
    ) {
        let machine = Machine::full();
        for (file, at, how, bytes) in changes {
            let path = machine.path().join(FILES[file]);
            let mut contents = fs::read(&path).unwrap();
            let at = at.index(contents.len() + 1);
            match how {
                0 => contents.truncate(at),
                1 => { contents.splice(at..at, bytes); }
                2 => contents.iter_mut().skip(at).zip(bytes).for_each(|(old, new)| *old = new),
                _ => contents = bytes,
            }
            fs::write(&path, contents).unwrap();
        }
        let tree = Tree::new(machine.path()).unwrap();
        let data = Data::built_in();
        let audit = audit(&tree, &data, Mode::System, &mut |_, _, _| {});
        let report = tequio_freedom::report::Report { audit: &audit, data: &data, language: Language::En, age: None };
        prop_assert!(report.json().is_ok());
        prop_assert!(report.html().ends_with("</html>\n"));
    }
}
