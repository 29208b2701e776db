// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Public pages, made once for all who ask while nothing changes, and not sent again to who has them already.
//!
//! A page is good as long as the community's log is where it was, and no longer than its minute: what time does to a page
//! (an activity begins) is in no log. What a page is to a browser that comes back, its digest says (`ETag`).

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, HttpBody as _, to_bytes},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    spine::{communities, log::Hash, viewer::Viewer, world::MINUTE},
    store::args,
};

use super::visit::{Format, Visit};

/// The most bytes that all pages together take, and the most of one.
const ROOM: usize = 8 * 1024 * 1024;
const LARGEST: u64 = 512 * 1024;

/// What stands below a community's path and is the same for everybody without account.
const PUBLIC: [&str; 6] = ["", "act", "decide", "care", "about", "news"];

/// By what pages differ that are the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    path: String,
    format: Format,
    lang: (&'static str, bool),
    door: String,
    read_only: bool,
    /// Where the log of the community is, and how many communities there are.
    at: (i64, i64),
}

/// A page that was made.
#[derive(Debug, Clone)]
struct Kept {
    headers: HeaderMap,
    body: Bytes,
}

/// The pages of one minute.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Minute>);

#[derive(Debug, Default)]
struct Minute {
    number: i64,
    bytes: usize,
    pages: HashMap<Key, Kept>,
}

/// Whether what is asked for is the same for everybody: then by what it is known.
pub(super) async fn key(visit: &Visit, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Key> {
    if visit.mirror || *method != Method::GET || !is_anonymous(headers) {
        return None;
    }
    let (handle, rest) = match uri.path().strip_prefix("/c/")?.split_once('/') {
        Some((handle, rest)) => (handle, rest),
        None => (uri.path().strip_prefix("/c/")?, ""),
    };
    if is_private(rest) || !PUBLIC.contains(&rest.split('/').next().unwrap_or_default()) {
        return None;
    }
    let mut reader = visit.node.core.db.read(&Viewer::Node).await.ok()?;
    let at: Option<(i64, i64)> = reader.optional(&communities::store::HEAD, args![handle]).await.ok()?;
    Some(Key {
        // As it was asked for: pages name where they are.
        path: visit.path.clone(),
        format: visit.format,
        lang: (visit.lang.tag(), visit.lang_chosen),
        door: visit.door.origin.clone(),
        read_only: visit.node.core.is_read_only(),
        at: at?,
    })
}

/// Whether a path is one that a private link may have: what it opens is for who holds it.
pub(super) fn is_private(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "private" | "replies" | "reply" | "recover" | "found"))
}

/// Whether nobody is signed in by a request: what a browser is known by when it comes back says nothing of who it is now.
fn is_anonymous(headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
    let names = cookies.map(|pair| pair.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii());
    let is_session = |name: &[u8]| {
        (name.starts_with(b"__Host-tequio-") || name.starts_with(b"tequio-lan-")) && !name.ends_with(b"-device")
    };
    !headers.contains_key(header::AUTHORIZATION) && !names.into_iter().any(is_session)
}

impl Cache {
    /// The page, if it was made and is good still, as who asks for it needs it.
    pub(super) fn answer(&self, visit: &Visit, key: &Key, asked: &HeaderMap) -> Option<Response> {
        let minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = minute.pages.get(key).filter(|_| minute.number == number(visit)).cloned();
        drop(minute);
        kept.map(|kept| kept.answer(asked))
    }

    /// Keeps a page that was made just now, if it is one that others may have.
    pub(super) async fn keep(&self, visit: &Visit, key: Key, asked: &HeaderMap, response: Response) -> Response {
        let headers = response.headers();
        let own = [header::SET_COOKIE, header::CACHE_CONTROL].iter().any(|name| headers.contains_key(name));
        let fits = response.body().size_hint().exact().is_some_and(|size| size <= LARGEST);
        if response.status() != StatusCode::OK || own || !fits {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, usize::try_from(LARGEST).unwrap_or(usize::MAX)).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        // The key of a form is good once.
        if body.windows(KEY_FIELD.len()).any(|bytes| bytes == KEY_FIELD) {
            return Response::from_parts(parts, Body::from(body));
        }
        let digest = Hash::of(&body).to_string();
        if let Ok(tag) = HeaderValue::from_str(&format!("W/\"{}\"", digest.get(..24).unwrap_or_default())) {
            parts.headers.insert(header::ETAG, tag);
        }
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let kept = Kept { headers: parts.headers, body };
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let size = kept.body.len() + key.path.len() + 1024;
        if minute.number != number(visit) || minute.bytes + size > ROOM {
            *minute = Minute { number: number(visit), ..Minute::default() };
        }
        minute.bytes += size;
        minute.pages.insert(key, kept.clone());
        drop(minute);
        kept.answer(asked)
    }
}

/// By what a form with a key is known.
const KEY_FIELD: &[u8] = b"name=\"key\"";

fn number(visit: &Visit) -> i64 {
    visit.node.core.world.now() / MINUTE
}

impl Kept {
    /// The page, or that who asks has it already (RFC 9110, 13.1.2).
    fn answer(self, asked: &HeaderMap) -> Response {
        let has = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
        let same = self.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).is_some_and(|tag| {
            has.flat_map(|tags| tags.split(','))
                .any(|other| other.trim().trim_start_matches("W/") == tag.trim_start_matches("W/"))
        });
        let mut response = Response::new(if same { Body::empty() } else { Body::from(self.body) });
        *response.headers_mut() = self.headers;
        if same {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_LENGTH);
        }
        response
    }
}
