// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What a browser keeps of a community: its session, and by what it is known when somebody signs in with it again.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};

use crate::spine::{
    id::Id,
    sessions::{self, Browser, Tokens},
};

use super::{
    door::Door,
    lang::Lang,
    visit::{Visit, cookie, cookie_name},
};

/// The cookie in which the chosen language is kept: by a door where browsers keep `__Host-` cookies, and by another one.
const LANGUAGE: [&str; 2] = ["__Host-language", "tequio-lang"];
/// How long the language is kept, in seconds.
const YEAR: i64 = 365 * 24 * 60 * 60;

/// The language that was chosen by hand.
pub(super) fn language(headers: &HeaderMap) -> Option<Lang> {
    LANGUAGE.iter().find_map(|name| cookie(headers, name)).and_then(Lang::from_tag)
}

/// Keeps the language that was chosen.
pub(super) fn keep_language(visit: &Visit, lang: Lang, response: &mut Response) {
    let [at_secure_doors, elsewhere] = LANGUAGE;
    let name = if visit.door.keeps_secure_cookies() { at_secure_doors } else { elsewhere };
    set(visit, name, lang.tag(), YEAR, response);
}

fn device_cookie(door: &Door, community: Id) -> String {
    format!("{}-device", cookie_name(door, community))
}

/// The browser of a request.
pub(crate) fn browser(visit: &Visit, community: Id, headers: &HeaderMap) -> Browser {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Browser {
        door: visit.door.host.clone(),
        label: sessions::label(agent),
        device: cookie(headers, &device_cookie(&visit.door, community)).map(str::to_owned),
        session: cookie(headers, &cookie_name(&visit.door, community)).map(str::to_owned),
    }
}

/// Gives the browser what it keeps.
pub(crate) fn keep(visit: &Visit, community: Id, tokens: &Tokens, response: &mut Response) {
    set(visit, &cookie_name(&visit.door, community), &tokens.session, sessions::LIFE / 1_000_000, response);
    set(visit, &device_cookie(&visit.door, community), &tokens.device, sessions::KNOWN / 1_000_000, response);
}

/// By what a browser keeps the question that a page to sign in asked of its passkeys: only at doors that have `__Host-`
/// cookies there are passkeys.
fn question_cookie(community: Id) -> String {
    format!("__Host-passkey-{community}")
}

/// Gives the browser the question, for so many seconds.
pub(crate) fn keep_question(visit: &Visit, community: Id, sealed: &str, seconds: i64, response: &mut Response) {
    set(visit, &question_cookie(community), sealed, seconds, response);
}

/// The question that the browser keeps; nothing if it keeps none.
pub(crate) fn question(community: Id, headers: &HeaderMap) -> &str {
    cookie(headers, &question_cookie(community)).unwrap_or_default()
}

/// Takes the browser's session away, and what it keeps of pages that were shown in it. By its other cookie it is known still,
/// and is not taken for a stranger.
pub(crate) fn clear_session(visit: &Visit, community: Id, response: &mut Response) {
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    set(visit, &cookie_name(&visit.door, community), "", 0, response);
}

fn set(visit: &Visit, name: &str, value: &str, age: i64, response: &mut Response) {
    let secure = if visit.door.keeps_secure_cookies() { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
