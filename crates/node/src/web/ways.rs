// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The way back: from each page of a community to the one above it.

/// The page above the one at `path`, which begins after the community's own: its path, and the message that names it.
/// Pages in the menu have none. A page whose path does not say what stands above it gives its own.
pub(super) fn above(path: &str) -> Option<(String, &'static str)> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let to = |path: &str, message| Some((path.to_owned(), message));
    match parts.as_slice() {
        [] | ["act" | "care" | "decide" | "link" | "members"] | ["act", "agenda"] => None,
        ["act", "agenda", "new" | "import" | "week"] => to("/act/agenda", "agenda-title"),
        ["act", "agenda", "import", _] => to("/act/agenda/import", "import-short"),
        ["act", "agenda", "months" | "tags" | "replies", _] => to("/act/agenda", "agenda-title"),
        ["act", "agenda", id, "edit"] => to(&format!("/act/agenda/{id}"), "back-activity"),
        ["act", "agenda", id, date, "fest", _] => to(&format!("/act/agenda/{id}/{date}/fest"), "fest-title"),
        ["act", "agenda", id, date, _] => to(&format!("/act/agenda/{id}/{date}"), "back-activity"),
        ["act", "agenda", ..] => to("/act/agenda", "agenda-title"),
        ["act", "freedom", _, ..] => to("/act/freedom", "freed-title"),
        ["act", "freedom"] => to("/act", "act-title"),
        ["decide", "assemblies", id, _, ..] => to(&format!("/decide/assemblies/{id}"), "back-entry"),
        ["decide", "assemblies", _] => to("/decide/assemblies", "assemblies-title"),
        ["decide", id, _, ..] => to(&format!("/decide/{id}"), "back-entry"),
        ["decide", ..] => to("/decide", "decide-title"),
        ["care", document, "edit"] => to(&format!("/care/{document}"), "back-text"),
        ["care", ..] => to("/care", "menu-care"),
        ["about", _, ..] | ["log" | "safekeeping"] => to("/about", "about-title"),
        ["safekeeping", "shelves", _, ..] => to("/safekeeping/shelves", "shelves-title"),
        ["safekeeping", _, ..] => to("/safekeeping", "safekeeping-title"),
        ["link", "blocks", _, ..] => to("/link/blocks", "blocks-title"),
        ["link", "report"] => to("/link/agenda", "network-title"),
        ["link", ..] => to("/link", "menu-link"),
        ["me", _, ..] => to("/me", "me-title"),
        ["invitations", _, ..] => to("/invitations", "invitations-title"),
        ["mandates", _, ..] => to("/mandates", "mandates-title"),
        ["invitations" | "requests" | "mandates", ..] => to("/members", "members-title"),
        ["recover"] => to("/sign-in", "sign-in-title"),
        ["recover", ..] => to("/recover", "recover-title"),
        ["members", _, ..] => to("/members", "members-title"),
        _ => to("/", "back-home"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_but_those_of_the_menu_has_one_above() {
        let above = |path: &str| above(path).map(|(path, _)| path);
        for menu in ["", "/", "/act", "/act/agenda?after=1", "/decide", "/care", "/members"] {
            assert_eq!(above(menu), None, "{menu}");
        }
        for (page, up) in [
            ("/act/agenda/new", "/act/agenda"),
            ("/act/agenda/0a/once", "/act/agenda"),
            ("/act/agenda/0a/once/poster", "/act/agenda/0a/once"),
            ("/act/agenda/0a/edit", "/act/agenda/0a"),
            ("/act/agenda/replies/0a", "/act/agenda"),
            ("/act/agenda/0a/once/fest", "/act/agenda/0a/once"),
            ("/act/agenda/0a/once/fest/receive", "/act/agenda/0a/once/fest"),
            ("/act/freedom", "/act"),
            ("/act/freedom/stubs/0a", "/act/freedom"),
            ("/decide/new", "/decide"),
            ("/decide/0a", "/decide"),
            ("/decide/0a/review", "/decide/0a"),
            ("/care/pact", "/care"),
            ("/care/pact/edit", "/care/pact"),
            ("/about", "/"),
            ("/about/edit", "/about"),
            ("/safekeeping", "/about"),
            ("/safekeeping/shelves", "/safekeeping"),
            ("/safekeeping/shelves/0a/close", "/safekeeping/shelves"),
            ("/me", "/"),
            ("/me/second-factor", "/me"),
            ("/invitations/0a", "/invitations"),
            ("/mandates", "/members"),
            ("/mandates/lay-down?id=0a", "/mandates"),
            ("/recover/people", "/recover"),
            ("/members/vouch", "/members"),
            ("/search?q=radio", "/"),
            ("/nothing-here", "/"),
        ] {
            assert_eq!(above(page).as_deref(), Some(up), "{page}");
        }
    }
}
