// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A Debian with packages of all its components: labels by component with reasoned exceptions, and each disagreement with
//! check-dfsg-status, the field's tool, has a reason.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

use tequio_freedom::{Data, Mode, Tree, Verdict, audit};

/// What is put beside the base system.
const PACKAGES: &[&str] = &[
    "check-dfsg-status",
    "firmware-iwlwifi",
    "firmware-realtek",
    "intel-microcode",
    "unrar",
    "rar",
    "gcc-12-doc",
    "make-doc",
    "gdb-doc",
    "manpages-posix",
    "doc-rfc-std",
    "fonts-ubuntu",
    "isenkram-cli",
    "autoconf-doc",
    "snmp-mibs-downloader",
    "emacs-common-non-dfsg",
    "iozone3",
    "figlet",
    "vim-doc",
];

/// Where the component is not the label.
const EXCEPTIONS: &[(&str, Verdict, &str)] = &[
    ("gcc-12-doc", Verdict::Free, "GNU FDL with invariant sections: free for the FSF, not for Debian"),
    ("gdb-doc", Verdict::Free, "GNU FDL with invariant sections: free for the FSF, not for Debian"),
    ("make-doc", Verdict::Free, "GNU FDL with invariant sections: free for the FSF, not for Debian"),
    ("emacs-common-non-dfsg", Verdict::Unknown, "GNU FDL and GPL beside texts that may only be copied: mixed"),
];

fn run(command: &mut Command) -> String {
    let output = command.env("DEBIAN_FRONTEND", "noninteractive").output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Debian 12 in a folder that the next run finds again.
fn debian() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("debian-12");
    let done = folder.join("var/lib/tequio-test-done");
    if !done.exists() {
        let _ = std::fs::remove_dir_all(&folder);
        let sites = run(Command::new("apt-get").args(["indextargets", "--format", "$(SITE) $(ORIGIN)"]));
        let mirror =
            sites.lines().find_map(|line| line.strip_suffix(" Debian").filter(|site| !site.contains("security")));
        let components = "--components=main,contrib,non-free,non-free-firmware";
        run(Command::new("debootstrap")
            .args(["--include=ca-certificates", components, "bookworm"])
            .arg(&folder)
            .arg(mirror.unwrap()));
        run(Command::new("chroot")
            .arg(&folder)
            .args(["apt-get", "install", "-y", "--no-install-recommends"])
            .args(PACKAGES));
        std::fs::write(done, "").unwrap();
    }
    folder
}

#[test]
#[ignore = "long: ./check --long"]
fn a_debian_is_judged_by_its_components_and_as_check_dfsg_status_does() {
    let root = debian();
    let audit = audit(&Tree::new(&root).unwrap(), &Data::built_in(), Mode::System, &mut |_, _, _| {});
    assert_eq!(audit.unread(), 0, "{:?}", audit.coverage);
    let sections = run(Command::new("chroot").arg(&root).args([
        "dpkg-query",
        "-W",
        "-f",
        "${Package} ${Section} ${db:Status-Status}\n",
    ]));
    let mut labels: BTreeMap<&str, Verdict> = BTreeMap::new();
    for line in sections.lines().filter(|line| line.ends_with(" installed")) {
        let (name, rest) = line.split_once(' ').unwrap();
        let by_component = if rest.starts_with("non-free") { Verdict::NonFree } else { Verdict::Free };
        let exception = EXCEPTIONS.iter().find(|(of, ..)| *of == name).map(|(_, verdict, _)| *verdict);
        labels.insert(name, exception.unwrap_or(by_component));
    }
    let packages: Vec<_> = audit.findings.iter().filter(|finding| finding.kind.as_str() == "deb").collect();
    assert_eq!(packages.len(), labels.len());
    let wrong: Vec<_> = packages.iter().filter(|finding| labels[finding.name.as_str()] != finding.verdict).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unknown = packages.iter().filter(|finding| finding.verdict == Verdict::Unknown).count();
    println!("{unknown} of {} packages unknown", packages.len());
    assert!(unknown * 10 <= packages.len());

    // Its listing names packages at the beginnings of lines, reasons are indented.
    let said = run(Command::new("chroot").arg(&root).arg("check-dfsg-status"));
    let non_free = said.split("Contrib packages").next().unwrap();
    let listed = non_free.lines().filter_map(|line| line.split_whitespace().next().filter(|_| !line.starts_with(' ')));
    let theirs: BTreeSet<&str> = listed.collect();
    let ours: BTreeSet<&str> =
        packages.iter().filter(|one| one.verdict == Verdict::NonFree).map(|one| one.name.as_str()).collect();
    for name in theirs.symmetric_difference(&ours) {
        let reason = EXCEPTIONS.iter().find(|(of, ..)| of == name);
        println!("{name}: {}", reason.map_or("no reason", |(.., reason)| reason));
        assert!(reason.is_some(), "nobody has said why {name} is judged in two ways");
    }
}
