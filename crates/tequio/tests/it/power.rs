// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Power cuts. The data folder lies on an XFS of its own, in a file; the file system is shut down under load, so that what
//! it had not made durable is gone, and mounted again, so that it recovers as after a cut. What the disk itself would lose of
//! what it said it had is not in this.

use std::{
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::kill::{Place, files_survive, words_survive};

/// A disk in a file, mounted, whose power can be cut.
pub struct Disk {
    image: PathBuf,
    mounted: PathBuf,
}

/// Runs a command as root: as the user who runs the tests, or with sudo.
fn as_root(program: &str, arguments: &[&str]) {
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let mut command = Command::new(if is_root { program } else { "sudo" });
    if !is_root {
        command.args(["--non-interactive", program]);
    }
    // Where they stand is not in every user's path.
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap());
    let done = command.args(arguments).env("PATH", path).output().unwrap();
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
}

impl Disk {
    fn new(folder: &Path) -> Self {
        let (image, mounted) = (folder.join("disk"), folder.join("mounted"));
        std::fs::File::create(&image).unwrap().set_len(1 << 30).unwrap();
        std::fs::create_dir(&mounted).unwrap();
        as_root("mkfs.xfs", &["-q", image.to_str().unwrap()]);
        let disk = Self { image, mounted };
        disk.mount();
        let user = std::fs::metadata(folder).unwrap().uid().to_string();
        as_root("chown", &[&user, disk.mounted.to_str().unwrap()]);
        disk
    }

    fn mount(&self) {
        as_root("mount", &["-o", "loop", self.image.to_str().unwrap(), self.mounted.to_str().unwrap()]);
    }

    /// From now on nothing more reaches the disk, and nothing is written that was to be written later.
    pub fn lose_power(&self) {
        as_root("xfs_io", &["-x", "-c", "shutdown", self.mounted.to_str().unwrap()]);
    }

    /// What is on the disk, after the file system recovered. Nobody may have a file of it open.
    pub fn mount_again(&self) {
        as_root("umount", &[self.mounted.to_str().unwrap()]);
        // Another test's namespace that was made meanwhile has a copy of the mount until it ends, and what is mounted
        // before that is the file system without power.
        let held = || Command::new("/sbin/losetup").arg("--associated").arg(&self.image).output().unwrap().stdout;
        for _ in 0..1_200 {
            if held().is_empty() {
                return self.mount();
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        unreachable!("it is mounted in another namespace still");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        as_root("umount", &["--lazy", self.mounted.to_str().unwrap()]);
    }
}

/// A place on a disk of its own, and the folder that holds the disk.
fn place() -> (Place, tempfile::TempDir) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let disk = Disk::new(folder.path());
    let data = disk.mounted.join("data").display().to_string();
    (Place { data, database: None, disk: Some(disk) }, folder)
}

/// The cut takes what was not made durable; else the tests below would prove nothing.
#[test]
#[ignore = "needs root and xfsprogs: ./check"]
fn what_is_not_synced_is_gone() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let disk = Disk::new(folder.path());
    let (synced, unsynced) = (disk.mounted.join("synced"), disk.mounted.join("unsynced"));
    std::fs::write(&synced, "words").unwrap();
    std::fs::File::open(&synced).unwrap().sync_all().unwrap();
    std::fs::File::open(&disk.mounted).unwrap().sync_all().unwrap();
    std::fs::write(&unsynced, "words").unwrap();
    disk.lose_power();
    assert!(std::fs::read_dir(&disk.mounted).is_err());
    disk.mount_again();
    assert_eq!(std::fs::read_to_string(&synced).unwrap(), "words");
    assert!(!std::fs::read_to_string(&unsynced).is_ok_and(|words| words == "words"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs root and xfsprogs: ./check"]
async fn power_cuts_lose_nothing_acknowledged() {
    let (place, _folder) = place();
    words_survive(&place, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs root and xfsprogs: ./check"]
async fn power_cuts_lose_no_file() {
    let (place, _folder) = place();
    files_survive(&place, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long: ./check --long"]
async fn long_a_thousand_power_cuts_lose_nothing_acknowledged() {
    let (place, _folder) = place();
    words_survive(&place, 1_000).await;
}
