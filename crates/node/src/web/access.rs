// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What the machine's log says of who came in and who was turned away: when, at which page, with what outcome, and whose
//! account it was about, by its identifier. No name, no address, nothing that was typed, and of a path only what names a
//! page: private links stay their holder's.

use axum::http::{Method, StatusCode};

use super::visit::Visit;

/// Pages by which somebody comes in, goes out, or changes how they or others do.
const WATCHED: [&str; 10] =
    ["found", "invitations", "join", "mandates", "me", "members", "recover", "requests", "sign-in", "sign-out"];

/// Notes a request, where it is one of those.
pub(super) fn note(visit: &Visit, method: &Method, status: StatusCode, reason: Option<&'static str>) {
    let page = page(&visit.path);
    let turned_away = matches!(status.as_u16(), 401 | 403 | 421 | 429);
    if turned_away || !method.is_safe() && WATCHED.contains(&page.split('/').next().unwrap_or_default()) {
        tracing::info!(
            request = visit.request,
            %method,
            page,
            status = status.as_u16(),
            reason,
            door = ?visit.door.kind,
            account = visit.account().map(tracing::field::display),
            "at the door"
        );
    }
}

/// The name of a page below a community or the node, without what stands behind it: `sign-in`, `me/passphrase`.
fn page(path: &str) -> String {
    let path = path.split(['?', '.']).next().unwrap_or_default();
    let mut parts = path.split('/').skip(1).skip_while(|part| part.starts_with('@'));
    let first = parts.next().unwrap_or_default();
    match parts.next() {
        Some(second) if first == "me" => format!("{first}/{second}"),
        _ => first.to_owned(),
    }
    .chars()
    .take(40)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_path_only_the_page_is_told() {
        for (path, told) in [
            ("/@etla/sign-in", "sign-in"),
            ("/@etla/sign-in.json?next=/@etla/me", "sign-in"),
            ("/@etla/join/06grktq5tdtc1aucl7mkgfl5kcSECRET", "join"),
            ("/join/06grktq5tdtc1aucl7mkgfl5kcSECRET", "join"),
            ("/found/SECRET", "found"),
            ("/@etla/act/agenda/replies/SECRET", "act"),
            ("/@etla/recover/people/SECRET", "recover"),
            ("/@etla/me/passphrase", "me/passphrase"),
            ("/@etla", ""),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(page(path), told, "{path}");
        }
    }
}
