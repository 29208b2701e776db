// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Packs the sources that are compiled into an archive, which every node offers (AGPL-3.0, section 13).

use std::{
    collections::BTreeSet,
    env,
    fs::File,
    io,
    path::{Path, PathBuf},
    process::Command,
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../..").canonicalize()?;
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("source.tar.gz");
    let gzip = flate2::GzBuilder::new().mtime(0).write(File::create(target)?, flate2::Compression::best());
    let mut archive = tar::Builder::new(gzip);
    archive.mode(tar::HeaderMode::Deterministic);
    let mut files = match tracked(&root) {
        Some(files) => files,
        None => {
            let mut files = Vec::new();
            collect(&root, &mut files)?;
            files
        }
    };
    // The folders too: a file that is new changes no other.
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    for path in files.iter().map(PathBuf::as_path).chain(folders.into_iter().filter(|folder| *folder != root)) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    files.sort();
    files.dedup();
    for file in files {
        let Ok(inside) = file.strip_prefix(&root) else { continue };
        archive.append_path_with_name(&file, Path::new("tequio").join(inside))?;
    }
    archive.into_inner()?.finish()?;
    Ok(())
}

/// The files that git knows or would take, where there is a git and this is its checkout: what is compiled is offered,
/// also before it is committed.
fn tracked(root: &Path) -> Option<Vec<PathBuf>> {
    let listed = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .ok()?;
    let files = String::from_utf8(listed.stdout).ok()?;
    let files = files.split('\0').filter(|name| !name.is_empty()).map(|name| root.join(name));
    let files: Vec<PathBuf> = files.filter(|file| file.is_file() && !file.is_symlink()).collect();
    (listed.status.success() && !files.is_empty()).then_some(files)
}

/// Every regular file below a folder, but what is made by building and testing.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_symlink() || path.file_name().is_some_and(|name| name == "target" || name == ".git") {
        return Ok(());
    }
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
