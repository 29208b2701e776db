// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A copy of every public page as files, for the hours when the lid is shut: any server of files shows them. Each page says
//! of when it is; what takes an account or a form leads to the node.

use std::{
    collections::{BTreeSet, VecDeque},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{StatusCode, header},
};
use tower::ServiceExt as _;

use crate::{Node, spine::world::Micros};

use super::cache::is_private;

/// The file that marks a folder as a mirror, and lists its files.
const LIST: &str = ".tequio-mirror";
/// The most pages.
const LIMIT: usize = 20_000;
/// The most bytes of one.
const LARGEST: usize = 32 * 1024 * 1024;

/// Why there is no mirror.
#[derive(Debug, thiserror::Error)]
pub enum MirrorError {
    /// The folder holds something that no mirror wrote.
    #[error("{0} is not empty and holds no mirror: choose an empty folder or one that this command wrote")]
    ForeignFolder(PathBuf),
    /// A file cannot be written.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

/// Says to a page that it is for a mirror.
#[derive(Debug, Clone, Copy)]
pub(super) struct ForMirror;

/// Writes every page that a stranger reaches by links into `folder`, and removes what an earlier mirror had beyond that.
/// Gives how many files there are, and which pages have a name that no file can have.
///
/// # Errors
/// When the folder is somebody else's, or cannot be written.
pub async fn mirror(
    node: &Arc<Node>,
    folder: &Path,
    mut progress: impl FnMut(&str),
) -> Result<(usize, Vec<String>), MirrorError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| MirrorError::File(path, error)
    };
    let list = folder.join(LIST);
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    let before: BTreeSet<String> = match std::fs::read_to_string(&list) {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(_) if std::fs::read_dir(folder).map_err(at(folder))?.next().is_some() => {
            return Err(MirrorError::ForeignFolder(folder.to_owned()));
        }
        Err(_) => BTreeSet::new(),
    };
    // From now on it is one, also if this is interrupted.
    std::fs::write(&list, before.iter().map(|file| format!("{file}\n")).collect::<String>()).map_err(at(&list))?;
    let app = super::app(node.clone());
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let (mut waiting, mut files, mut left) = (VecDeque::from(["/".to_owned()]), BTreeSet::new(), Vec::new());
    // What is written is in the list at once: an interrupted mirror leaves nothing that the next one does not know.
    let mut listed = std::fs::File::options().append(true).open(&list).map_err(at(&list))?;
    while let Some(path) = waiting.pop_front() {
        let request = Request::get(&path)
            .header(header::HOST, node.doors.canonical_door().host)
            .extension(ForMirror)
            .body(Body::empty());
        let Ok(request) = request else { continue };
        let answer = match app.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        if answer.status() != StatusCode::OK {
            continue;
        }
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_page = kind.starts_with("text/html");
        let Ok(body) = to_bytes(answer.into_body(), LARGEST).await else { continue };
        progress(&path);
        if is_page {
            for link in links(&body) {
                if is_near(&link, node.core.world.now())
                    && !is_private(&link)
                    && seen.len() < LIMIT
                    && seen.insert(link.clone())
                {
                    waiting.push_back(link);
                }
            }
        }
        let name = file_name(&decoded(&path), is_page);
        writeln!(listed, "{name}").map_err(at(&list))?;
        match write(folder, &name, &body) {
            Ok(()) => drop(files.insert(name)),
            // Members link to whatever they want.
            Err(MirrorError::File(_, error)) if error.kind() == std::io::ErrorKind::InvalidFilename => left.push(path),
            Err(error) => return Err(error),
        }
    }
    for gone in before.difference(&files) {
        let path = folder.join(gone);
        match std::fs::remove_file(&path) {
            Err(error) if !is_absent(&error) => return Err(MirrorError::File(path, error)),
            _ => {}
        }
    }
    std::fs::write(&list, files.iter().map(|file| format!("{file}\n")).collect::<String>()).map_err(at(&list))?;
    Ok((files.len(), left))
}

/// Whether there is no file of a name, also since none can have it.
fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::InvalidFilename)
}

/// Whether a page is not of a month that is more than a year away: every month leads to another one, without end.
fn is_near(path: &str, now: Micros) -> bool {
    let Some((_, month)) = path.split_once("/agenda/months/") else { return true };
    let number = |text: &str| {
        let (year, month) = text.split_once('-')?;
        Some(year.parse::<i64>().ok()? * 12 + month.parse::<i64>().ok()?)
    };
    let today = jiff::Timestamp::from_microsecond(now).unwrap_or_default().to_string();
    match (number(month), today.get(..7).and_then(number)) {
        (Some(month), Some(today)) => (month - today).abs() <= 12,
        _ => false,
    }
}

/// A path as servers of files name it.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// The file of a page: servers of files show `index.html` of a folder.
fn file_name(path: &str, is_page: bool) -> String {
    let path = path.trim_matches('/');
    match (is_page, path.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{path}/index.html"),
        (false, _) => path.to_owned(),
    }
}

/// Writes a file whole or not at all.
fn write(folder: &Path, name: &str, bytes: &Bytes) -> Result<(), MirrorError> {
    let path = folder.join(name);
    let put = || {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)?;
        let mut file = tempfile::NamedTempFile::new_in(parent)?;
        file.write_all(bytes)?;
        // Servers of files are other users of the machine.
        #[cfg(unix)]
        file.as_file().set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    put().map_err(|error| MirrorError::File(path.clone(), error))
}

/// The paths of this host to which a page leads, as far as a file can stand for them: without questions, and below no
/// folder but this one.
fn links(page: &Bytes) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let mut found = Vec::new();
    for mark in ["href=\"", "src=\""] {
        for rest in page.split(mark).skip(1) {
            let link = rest.split('"').next().unwrap_or_default().split('#').next().unwrap_or_default();
            let safe = link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/@.-_%".contains(&byte));
            let name = decoded(link);
            let hidden = |c: char| c.is_control() || c == '\\' || c == char::REPLACEMENT_CHARACTER;
            let plain = name.matches('/').count() == link.matches('/').count() && !name.contains(hidden);
            let here = !name.split('/').any(|part| part == "..");
            if link.starts_with('/') && !link.starts_with("//") && safe && plain && here {
                let link = if link == "/" { link } else { link.trim_end_matches('/') };
                found.push(link.to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_a_file_can_be_are_followed() {
        let page = Bytes::from_static(
            b"<a href=\"/@etla/\">x</a><a href=\"/@etla/act#a\"><img src=\"/static/a.css\"><a href=\"/x?y=1\">\
              <a href=\"//elsewhere\"><a href=\"https://elsewhere/\"><a href=\"/../etc\"><a href=\"/%2e%2e/etc\">\
              <a href=\"/a%2fb\"><a href=\"/a%00\"><a href=\"/t/c%C3%ADrculo\">",
        );
        // First what is linked, then what is shown.
        assert_eq!(links(&page), ["/@etla", "/@etla/act", "/t/c%C3%ADrculo", "/static/a.css"]);
        assert_eq!(decoded("/t/c%C3%ADrculo"), "/t/círculo");
        let november = 1_795_543_200_000_000;
        for (path, near) in [
            ("/@etla/act/agenda/months/2026-12", true),
            ("/@etla/act/agenda/months/2027-11", true),
            ("/@etla/act/agenda/months/2027-12", false),
            ("/@etla/act", true),
        ] {
            assert_eq!(is_near(path, november), near, "{path}");
        }
        assert_eq!(file_name("/", true), "index.html");
        assert_eq!(file_name("/@etla/act", true), "@etla/act/index.html");
        assert_eq!(file_name("/@etla/act/agenda.ics", false), "@etla/act/agenda.ics");
    }
}
