// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The outermost layer: which door, which community's host, which language, which form of answer; the
//! check of origins; the headers of every answer; and the page of what failed.

use std::{net::SocketAddr, sync::Arc};

use askama::Template;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Serialize;
use tequio_fediverse::vocabulary::is_activity_json;
use tower::ServiceExt;
use tower_http::{
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate as _},
    },
    timeout::{DeadlineBody, TimeoutBody},
};
use utoipa::ToSchema;

use crate::{
    node::Node,
    spine::{communities, id::Id, viewer::Viewer},
    store::{self, args},
};

use super::{
    access, cache,
    door::{Door, DoorKind, Doors, Resolved},
    error::Failure,
    listen::Encrypted,
    page::Page,
    typed::{self, Typed},
    visit::{Community, Format, Here, Visit},
};

/// The whole application.
pub fn app(node: Arc<Node>) -> Router {
    // Files are handed over as they are: most are packed already.
    let packed = DefaultPredicate::new()
        .and(NotForContentType::const_new("application/octet-stream"))
        .and(NotForContentType::const_new("application/pdf"));
    let (router, _) = super::routes().split_for_parts();
    let inner: Router = router
        .fallback(|| async { Failure::not_found() })
        .method_not_allowed_fallback(|| async { Failure::new(StatusCode::METHOD_NOT_ALLOWED, "error-method") })
        .layer(DefaultBodyLimit::max(typed::LIMIT))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(|_| {
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal").into_response()
        }))
        .with_state(node.clone());
    Router::new()
        .fallback(move |request: Request| entry(node.clone(), inner.clone(), request))
        .layer(CompressionLayer::new().compress_when(packed))
}

/// A request whose body must arrive in time. A file has more of it, where files are taken and from who belongs.
async fn in_time(visit: &Visit, request: Request) -> Request {
    // As large as it is, and as slow as its line: it need only go on.
    if *request.method() == Method::PUT && request.uri().path().starts_with("/shelf/") {
        return request.map(|body| Body::new(TimeoutBody::new(super::listen::STILL, body)));
    }
    let is_file = match takes_files(request.method(), request.uri().path()) {
        Some(handle) => {
            Here::of(visit.clone(), handle, request.headers()).await.is_ok_and(|here| here.session.is_some())
        }
        None => false,
    };
    let time = super::listen::body_time(is_file);
    request.map(|body| Body::new(DeadlineBody::new(time, body)))
}

/// The handle of the community to one of whose entries a request would add a file.
fn takes_files<'p>(method: &Method, path: &'p str) -> Option<&'p str> {
    let mut parts = path.strip_prefix("/c/")?.split('/');
    let (handle, entries, entry, files) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_one = *method == Method::POST && entries == "entries" && entry.parse::<Id>().is_ok() && files == "files";
    (is_one && parts.next().is_none()).then_some(handle)
}

async fn entry(node: Arc<Node>, inner: Router, mut request: Request) -> Response {
    let mut visit = Visit::new(&node, &request);
    // Whoever watches over the node asks this often, through any door.
    if request.uri().path() == "/healthz" {
        let mut response = super::node_pages::healthy().await.into_response();
        dress(&visit, &mut response);
        return response;
    }
    if let Err(failure) = understand(&mut visit, &mut request).await {
        let mut response = explain(Page::of(&visit, String::new()), &visit, &failure, Typed::default());
        access::note(&visit, request.method(), failure.status, Some(failure.message));
        dress(&visit, &mut response);
        return response;
    }
    if let Some(there) = instead(&visit, &request) {
        let mut response = Redirect::permanent(&there).into_response();
        dress(&visit, &mut response);
        return response;
    }
    // What fails in a community is told on a page of it, with its menu and its way home.
    let path = request.uri().path();
    let handle = path.strip_prefix("/c/").and_then(|rest| rest.split('/').next()).map(str::to_owned);
    let headers = request.headers().clone();
    // What is the same for everybody is made once.
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let shared = cache::key(&visit, &method, &uri, &headers).await;
    if let Some(key) = &shared
        && let Some(mut response) = node.pages.answer(&visit, key, &headers)
    {
        dress(&visit, &mut response);
        return response;
    }
    // What another site sends is given back to nobody.
    let mut changed = false;
    let (mut response, typed) = if same_origin(&request, &visit.door) {
        let mut request = in_time(&visit, request).await;
        request.extensions_mut().insert(visit.clone());
        match typed::keep(request).await {
            Ok((request, typed)) => {
                let (Ok(response), committed) = store::noted(inner.oneshot(request)).await;
                changed = committed;
                (response, typed)
            }
            Err(failure) => (failure.into_response(), Typed::default()),
        }
    } else {
        (Failure::new(StatusCode::FORBIDDEN, "error-other-origin").into_response(), Typed::default())
    };
    let failure = response.extensions_mut().remove::<Failure>();
    let failure = if changed { failure.map(Failure::after_a_change) } else { failure };
    access::note(&visit, &method, response.status(), failure.as_ref().map(|failure| failure.message));
    if let Some(failure) = failure {
        let page = match handle {
            Some(handle) => match Here::of(visit.clone(), &handle, &headers).await {
                Ok(here) => here.page(String::new()).await.ok(),
                Err(_) => None,
            },
            None => None,
        };
        response = explain(page.unwrap_or_else(|| Page::of(&visit, String::new())), &visit, &failure, typed);
    } else if let Some(key) = shared {
        response = node.pages.keep(&visit, key, &headers, response).await;
    }
    dress(&visit, &mut response);
    response
}

/// Where a request goes that came in the open, although its door is encrypted and the node itself has the certificate:
/// whoever typed no `https` is led there. A proxy in front of the node has its own.
fn instead(visit: &Visit, request: &Request) -> Option<String> {
    let extensions = request.extensions();
    let by_proxy = |peer: &ConnectInfo<SocketAddr>| visit.node.proxies.has(peer.0.ip());
    let open = visit.node.tls.is_some()
        && visit.door.origin.starts_with("https:")
        && extensions.get::<Encrypted>().is_none()
        && extensions.get().is_some_and(|peer| !by_proxy(peer));
    open.then(|| format!("{}{}", visit.door.origin, visit.path))
}

/// Finds out what a request is about, and rewrites its path to the router's.
async fn understand(visit: &mut Visit, request: &mut Request) -> Result<(), Failure> {
    let hosts: Vec<&HeaderValue> = request.headers().get_all(header::HOST).iter().collect();
    // Two names for one request (RFC 9112, 3.2): each reader could take another one.
    if hosts.len() > 1 {
        return Err(Failure::new(StatusCode::BAD_REQUEST, "error-hosts"));
    }
    let host = hosts.first().and_then(|value| value.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(|authority| authority.as_str())).unwrap_or_default();
    let node = visit.node.clone();
    let (door, own) = resolve(&node, &node.doors, host).await?.ok_or_else(|| Failure {
        arguments: vec![("host", host.chars().take(60).collect()), ("canonical", node.doors.canonical())],
        ..Failure::new(StatusCode::MISDIRECTED_REQUEST, "error-no-door")
    })?;
    visit.door = door;
    let (path, query) =
        visit.path.split_once('?').map_or((visit.path.as_str(), None), |(path, query)| (path, Some(query)));
    // A trailing slash says nothing: a community's home is the same with and without it.
    let path = if path == "/" { path } else { path.trim_end_matches('/') };
    let (path, extension) = split_extension(path);
    visit.format = extension.unwrap_or_else(|| accepted(request));
    if visit.path.contains("%00") {
        return Err(Failure::not_found());
    }
    let routed = match (path.strip_prefix("/@"), &own) {
        // At a community's own host there are no others.
        (Some(rest), Some(community)) if rest.split('/').next() != Some(&community.handle) => "/not-found".to_owned(),
        // Telephones begin every word with a capital.
        (Some(rest), _) => match rest.split_once('/') {
            Some((handle, rest)) => format!("/c/{}/{rest}", handle.to_ascii_lowercase()),
            None => format!("/c/{}", rest.to_ascii_lowercase()),
        },
        // The router's own form of a community's path is not an address.
        _ if path.starts_with("/c/") => "/not-found".to_owned(),
        (None, Some(community)) if !is_of_node(path) => {
            format!("/c/{}{}", community.handle, if path == "/" { "" } else { path })
        }
        (None, _) => path.to_owned(),
    };
    let routed = query.map_or(routed.clone(), |query| format!("{routed}?{query}"));
    *request.uri_mut() = routed.parse::<Uri>().map_err(|_| Failure::not_found())?;
    Ok(())
}

/// The door that a host names, and the community whose own host it is.
async fn resolve(node: &Node, doors: &Doors, host: &str) -> Result<Option<(Door, Option<Community>)>, Failure> {
    let perhaps = match doors.resolve(host) {
        Resolved::Door(door) => return Ok(Some((door, None))),
        Resolved::Perhaps(door) => door,
        Resolved::Unknown => return Ok(None),
    };
    let mut reader = node.core.db.read(&Viewer::Node).await?;
    let name = perhaps.host.split(':').next().unwrap_or_default().to_owned();
    let community: Option<Community> = match (perhaps.kind, name.strip_suffix(".localhost")) {
        (DoorKind::Local, Some(handle)) => reader.optional(&communities::store::BY_HANDLE, args![handle]).await?,
        _ => reader.optional(&communities::store::BY_HOST, args![name]).await?,
    };
    Ok(community.map(|community| (perhaps, Some(community))))
}

/// Paths that belong to the node also on a community's own host.
fn is_of_node(path: &str) -> bool {
    let prefixes = ["/static/", "/healthz", "/readyz", "/openapi", "/source", "/communities", "/language", "/shelf/"];
    // How others find who is here: by any of its names.
    prefixes.iter().chain(&["/.well-known/", "/nodeinfo/"]).any(|prefix| path.starts_with(prefix))
}

/// Takes an extension that names a form of answer off a path.
fn split_extension(path: &str) -> (&str, Option<Format>) {
    // Files that keep their names: the stylesheet, and the ballots of a decision.
    if path.starts_with("/static/") || path.rsplit('/').nth(1) == Some("count") {
        return (path, None);
    }
    let forms = [
        (".json", Format::Json),
        (".html", Format::Html),
        (".ics", Format::Calendar),
        (".md", Format::Markdown),
        (".atom", Format::Atom),
        (".csv", Format::Spreadsheet),
        (".jsonld", Format::Activity),
    ];
    for (extension, format) in forms {
        if let Some(path) = path.strip_suffix(extension) {
            return (path, Some(format));
        }
    }
    (path, None)
}

/// The form of answer that the `Accept` header prefers among those we have: HTML unless another is named first.
fn accepted(request: &Request) -> Format {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    let forms = [
        ("text/html", Format::Html),
        ("application/json", Format::Json),
        ("text/calendar", Format::Calendar),
        ("text/markdown", Format::Markdown),
        ("application/atom+xml", Format::Atom),
        ("text/csv", Format::Spreadsheet),
    ];
    accept
        .split(',')
        .filter_map(|part| {
            if is_activity_json(part.trim()) {
                return Some(Format::Activity);
            }
            let kind = part.split(';').next().unwrap_or_default().trim();
            forms.iter().find(|(name, _)| *name == kind).map(|(_, format)| *format)
        })
        .next()
        .unwrap_or(Format::Html)
}

/// Whether an unsafe request comes from the door's own pages. Browsers say so by `Sec-Fetch-Site` and
/// `Origin`, and neither may say otherwise; a client that sends neither must not carry cookies.
fn same_origin(request: &Request, door: &Door) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let (site, origin) = (header("sec-fetch-site"), header("origin"));
    if site.is_none() && origin.is_none() {
        return !request.headers().contains_key(header::COOKIE);
    }
    site.is_none_or(|site| site == "same-origin" || site == "none") && origin.is_none_or(|origin| origin == door.origin)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "web/templates/error.html")]
pub(super) struct ErrorPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    status: u16,
    message: String,
    fields: Vec<ErrorField>,
    request: String,
    /// The page of which the words speak: its path, and the message that names it.
    #[serde(skip)]
    way: Option<(String, &'static str)>,
    #[serde(skip)]
    home: String,
    /// What was typed, to be copied.
    #[serde(skip)]
    words: String,
    /// What was typed, to be sent again, where that can help.
    #[serde(skip)]
    again: Vec<(String, String)>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ErrorField {
    field: &'static str,
    message: String,
}

/// The page of what failed, in the layout `page`.
fn explain(page: Page, visit: &Visit, failure: &Failure, typed: Typed) -> Response {
    if failure.status.is_server_error() {
        tracing::error!(
            request = visit.request,
            status = failure.status.as_u16(),
            detail = failure.detail,
            "request failed"
        );
    }
    let arguments: Vec<(&'static str, &str)> =
        failure.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let lang = page.lang;
    // Whoever is outside cannot tell what is not there from what is for those inside.
    let inside = failure.message == "error-not-found" && page.community.is_some() && page.member.is_none();
    let (title, message) = match failure.message {
        _ if inside => ("error-inside-title", "error-inside"),
        "error-sign-in" => ("error-sign-in-title", failure.message),
        "error-moved" => ("error-moved-title", failure.message),
        _ => ("error-title", failure.message),
    };
    let argument = |wanted: &str| failure.arguments.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value);
    let way = match (failure.status, failure.message) {
        (_, "error-moved") => argument("address").map(|address| (address.clone(), "move-go")),
        _ if page.community.is_none() => None,
        (_, "error-second-factor") => Some((format!("{}/me/second-factor", page.base), "mandate-set-second-factor")),
        (_, "error-mandate") => Some((format!("{}/mandates", page.base), "mandates-title")),
        (_, "error-joined-already") => Some((format!("{}/sign-in", page.base), "menu-sign-in")),
        (StatusCode::UNAUTHORIZED, _) => Some((page.sign_in(), "menu-sign-in")),
        _ if inside => Some((page.sign_in(), "menu-sign-in")),
        _ => None,
    };
    // What was too large for its form is not sent back either.
    let typed = if failure.status == StatusCode::PAYLOAD_TOO_LARGE { Typed::default() } else { typed };
    let words = typed.words();
    let mut again = typed.0;
    if matches!(failure.status.as_u16(), 400 | 404 | 405 | 410 | 413 | 415) {
        again.clear();
    }
    if failure.message == "error-key-reused" {
        again.retain(|(name, _)| name != "key");
    }
    let view = ErrorPage {
        words,
        again,
        status: failure.status.as_u16(),
        message: lang.with(message, &arguments),
        fields: failure
            .fields
            .iter()
            .map(|error| ErrorField { field: error.field, message: lang.field_error(error) })
            .collect(),
        request: visit.request.clone(),
        way,
        home: format!("{}/", page.base),
        page: Page { title: lang.t(title), ..page },
    };
    let format = if visit.format == Format::Json { Format::Json } else { Format::Html };
    let visit = Visit { format, ..visit.clone() };
    let mut response = visit.answer_with(failure.status, &view).unwrap_or_else(|_| failure.status.into_response());
    if let Some(seconds) = failure.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// What a page may load, and where its forms lead.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
/// The same, and the node's own script.
const POLICY_WITH_SCRIPT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Lets a page load the node's own script: what browsers let nobody do without one.
pub(crate) fn let_script(response: &mut Response) {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY_WITH_SCRIPT);
}

/// The headers of every answer.
fn dress(visit: &Visit, response: &mut Response) {
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    ];
    for (name, value) in fixed {
        // What somebody else made has a stricter policy of its own, and what has a script one that lets it.
        headers.entry(name).or_insert(value);
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(onion) = visit.node.doors.onion_location(&visit.door, &visit.path)
        && let Ok(onion) = HeaderValue::from_str(&onion)
    {
        headers.insert("onion-location", onion);
    }
    if visit.door.origin.starts_with("https:") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept, accept-language, authorization, cookie"));
    if let Ok(request) = HeaderValue::from_str(&visit.request) {
        headers.insert("x-request-id", request);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_a_file_is_added_its_body_has_longer() {
        let handle = |method, path| takes_files(&method, path);
        let files = format!("/c/etla/entries/{}/files", Id::from_bytes([1; 16]));
        assert_eq!(handle(Method::POST, files.as_str()), Some("etla"));
        assert_eq!(handle(Method::GET, files.as_str()), None);
        let (act, below) = (files.replace("entries", "act"), format!("{files}/files"));
        for other in ["/c/etla/entries/x/files", "/nothing/files", "/c/etla/files", &act, &below] {
            assert_eq!(handle(Method::POST, other), None, "{other}");
        }
    }
}
