// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Each reader on a machine made for the tests.

use tequio_freedom::{Area, Blind, Mode, Verdict, data::Works, hardware::Job};

use crate::machine::{Machine, find};

#[test]
fn everything_that_is_there_is_found_and_judged() {
    let audit = Machine::full().audit(Mode::System);
    use Verdict::{Free, NonFree, Unknown};
    for (kind, name, verdict) in [
        ("deb", "bash", Free),
        ("deb", "unrar", NonFree),
        ("deb", "firmware-iwlwifi", NonFree),
        ("deb", "make-doc", Free),
        ("deb", "google-chrome-stable", NonFree),
        ("deb", "acme-tools", Free),
        ("deb", "acme-mystery", Unknown),
        ("deb", "linux-image-6.1.0-1-amd64", Free),
        ("flatpak", "com.spotify.Client", NonFree),
        ("flatpak", "org.gimp.GIMP", Free),
        ("snap", "spotify", NonFree),
        ("snap", "vlc", Free),
        ("appimage", "Obsidian", NonFree),
        ("appimage", "AcmePaint", Unknown),
        ("program", "acme", NonFree),
        ("program", "zoom", NonFree),
        ("program", "tool", Unknown),
        ("browser", "widevine", NonFree),
        ("extension", "uBlock0@raymondhill.net", Free),
        ("extension", "x@y", Unknown),
        ("extension", "cjpalhdlnbpafiamejdnhcphjbkeiagm", Free),
        ("pip", "requests", Free),
        ("pip", "nvidia-cublas-cu12", NonFree),
        ("npm", "left-pad", Free),
        ("npm", "acme", NonFree),
        ("cargo", "ripgrep", Free),
        ("gem", "json", Free),
        ("arch", "zlib", Free),
        ("arch", "nvidia", NonFree),
        ("rpm", "bash", Free),
        ("rpm", "acme-viewer", NonFree),
        ("rpm", "sample-39", Free),
        ("module", "acme", NonFree),
        ("module", "wire_guard", Free),
        ("microcode", "intel-ucode.img", NonFree),
    ] {
        let finding = find(&audit, kind, name);
        assert_eq!(finding.verdict, verdict, "{finding:#?}");
    }
    let absent = |name: &str| assert!(!audit.findings.iter().any(|finding| finding.name == name), "{name}");
    // Only its configuration is left; belongs to a package; a theme is no program.
    ["gone", "owned", "t@m"].into_iter().for_each(absent);
    assert_eq!(find(&audit, "flatpak", "org.gimp.GIMP").version.as_deref(), Some("2.10"));
    assert_eq!(find(&audit, "rpm", "bash").version.as_deref(), Some("5.2-1"));
    assert_eq!(find(&audit, "appimage", "Obsidian").version.as_deref(), Some("1.5.3"));
    // A free program that recommends one that is not, and a kernel that loads what is not.
    assert!(find(&audit, "deb", "mintupgrade").fsdg.is_some());
    assert!(find(&audit, "deb", "linux-image-6.1.0-1-amd64").fsdg.is_some());
    assert!(find(&audit, "deb", "bash").fsdg.is_none());
    // What is not free says what may stand in its place and what is lost.
    let chrome = find(&audit, "deb", "google-chrome-stable");
    assert!(!chrome.replacement.is_empty() && chrome.loses.is_some() && !chrome.evidence.is_empty());
    let first = &audit.actions()[0];
    assert!(first.len() > 1 && !first[0].replacement.is_empty(), "{first:?}");
    let blind: Vec<Blind> = audit.coverage.iter().filter_map(|looked| looked.blind).collect();
    for one in [Blind::SnapContents, Blind::AppImageContents, Blind::NotRunning, Blind::ProgramContents] {
        assert!(blind.contains(&one), "{one:?}");
    }
    assert_eq!(audit.unread(), 0, "{:?}", audit.coverage);
}

#[test]
fn firmware_without_a_package_is_found() {
    let machine = Machine::full();
    // One package that answers for all of it would hide the files.
    std::fs::remove_file(machine.path().join("var/lib/rpm/rpmdb.sqlite")).unwrap();
    let audit = machine.audit(Mode::System);
    assert_eq!(find(&audit, "firmware", "firmware-realtek").verdict, Verdict::NonFree);
    assert_eq!(find(&audit, "firmware", "firmware-ath9k-htc").verdict, Verdict::Free);
    assert_eq!(find(&audit, "firmware", "acme").verdict, Verdict::Unknown);
}

#[test]
fn devices_are_told_by_what_they_need() {
    let audit = Machine::full().audit(Mode::HardwareOnly);
    assert!(audit.findings.is_empty());
    let of = |job| audit.devices.iter().find(|device| device.job == job).unwrap();
    assert_eq!(of(Job::Storage).works, Works::Yes);
    assert_eq!(of(Job::Sound).works, Works::Yes);
    assert_eq!(of(Job::Graphics).works, Works::Limited);
    let wifi: Vec<Works> = audit.devices.iter().filter(|one| one.job == Job::Wifi).map(|one| one.works).collect();
    assert_eq!(wifi, [Works::Yes, Works::Part]);
}

#[test]
fn an_empty_machine_is_told_to_be_empty() {
    let audit = Machine::empty().audit(Mode::System);
    assert!(audit.findings.is_empty() && audit.devices.is_empty());
    assert!(audit.coverage.iter().all(|looked| !looked.there && looked.unread_count == 0), "{:?}", audit.coverage);
    assert_eq!(audit.coverage.len(), 15);
}

#[test]
fn a_project_is_judged_by_manifests_tags_and_texts() {
    let machine = Machine::empty();
    let tag = |licence: &str| format!("// SPDX-License{}: {licence}\n", "-Identifier");
    machine
        .put("Cargo.toml", "[package]\nname = \"x\"\nlicense = \"MIT\"\n")
        .put("LICENSE", spdx::license_id("MIT").unwrap().text())
        .put("vendor/reuse/LICENSES/ISC.txt", "")
        .put("src/a.rs", tag("MIT"))
        .put("src/b.rs", tag("MIT"))
        .put("src/c.rs", tag("GPL-3.0-or-later OR LicenseRef-x"))
        .put("src/d.rs", tag("CC-BY-NC-4.0"))
        .put("node_modules/ok/package.json", r#"{"name":"ok","license":"ISC"}"#)
        .put("node_modules/@who/what/package.json", r#"{"name":"@who/what","license":"UNLICENSED"}"#)
        .put("vendor/old/LICENSE", "Free for personal use only. You may not modify it.")
        .put(".git/config", tag("JSON"))
        .link("loop", ".");
    let audit = machine.audit(Mode::Source);
    let verdicts: Vec<(&str, Verdict)> =
        audit.findings.iter().map(|finding| (finding.name.as_str(), finding.verdict)).collect();
    use Verdict::{Free, NonFree};
    assert_eq!(
        verdicts,
        [
            ("1 × CC-BY-NC-4.0", NonFree),
            ("node_modules/@who/what", NonFree),
            ("vendor/old", NonFree),
            (".", Free),
            ("1 × GPL-3.0-or-later OR LicenseRef-x", Free),
            ("2 × MIT", Free),
            ("node_modules/ok", Free),
            ("vendor/reuse", Free),
        ]
    );
    assert_eq!(audit.coverage[0].area, Area::Source);
}
