// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The node's own pages: its home, founding, the language, and what machines ask.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    link::federation,
    node::Node,
    safekeeping::notes::Notes,
    spine::{
        communities::{self, Description, DocumentKind, Found, Joining, founding, rules::suggest_handle},
        id::Id,
        members::credentials,
        refusal::Fields,
        sessions,
        viewer::Viewer,
        world::Micros,
    },
    store::{StoreError, args},
};

use super::{
    Answer, Failure, Input, Page, Routes, Visit, answer, assets,
    cookies::{browser, keep, keep_language},
    lang::Lang,
    names, tls,
    visit::Community,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(home))
        .routes(routes!(directory))
        .routes(routes!(found_form, found))
        .routes(routes!(choose_language))
        .routes(routes!(healthy))
        .routes(routes!(ready))
        .routes(routes!(openapi))
        .routes(routes!(source))
        .routes(routes!(static_file))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "web/templates/node_home.html")]
struct NodeHome {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    communities: Vec<CommunityCard>,
}

#[derive(Debug, Serialize, ToSchema)]
struct CommunityCard {
    handle: String,
    name: String,
    municipality: String,
    path: String,
    sample: bool,
}

/// The communities of this node.
#[utoipa::path(get, path = "/", responses((status = 200, body = NodeHome)))]
async fn home(visit: Visit) -> Answer {
    let communities = all(&visit.node).await?;
    let page = Page::of(&visit, visit.lang.t("node-home-title"));
    let communities = communities
        .into_iter()
        .map(|c| CommunityCard {
            path: format!("/@{}", c.handle),
            handle: c.handle,
            name: c.name,
            municipality: c.municipality,
            sample: c.sample,
        })
        .collect();
    visit.answer(&NodeHome { page, communities })
}

async fn all(node: &Node) -> Result<Vec<Community>, Failure> {
    let mut reader = node.core.db.read(&Viewer::Node).await?;
    Ok(reader.all(&communities::store::ALL, args![]).await?)
}

#[derive(Debug, Serialize, ToSchema)]
struct Directory {
    communities: Vec<DirectoryEntry>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DirectoryEntry {
    handle: String,
    name: String,
    path: String,
    host: Option<String>,
    /// Its identifier on the network, if it is open to it.
    actor: Option<String>,
}

/// The communities of this node, for other programs. `path` has no trailing slash.
#[utoipa::path(get, path = "/communities", responses((status = 200, body = Directory)))]
async fn directory(visit: Visit) -> Answer {
    let mut reader = visit.node.core.db.read(&Viewer::Node).await?;
    let actors: Vec<(Id, String)> = reader.all(&federation::store::ACTORS, args![]).await?;
    drop(reader);
    let mut actors: BTreeMap<Id, String> = actors.into_iter().collect();
    let communities = all(&visit.node).await?.into_iter().map(|c| DirectoryEntry {
        path: format!("/@{}", c.handle),
        actor: actors.remove(&c.id),
        handle: c.handle,
        name: c.name,
        host: c.host,
    });
    answer::json(StatusCode::OK, &Directory { communities: communities.collect() })
}

/// What founding a community asks.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct FoundForm {
    key: Option<Id>,
    name: String,
    handle: String,
    municipality: String,
    time_zone: String,
    languages: Vec<String>,
    joining: Joining,
    founding: String,
    pact: String,
    privacy: String,
    care_contact: String,
    founder: String,
    #[serde(skip_serializing)]
    passphrase: String,
}

impl FoundForm {
    /// The languages, the main one first: what is chosen from the list, and what is written beside it.
    fn all_languages(&self) -> Vec<String> {
        names::tags_of(&self.languages.join(", "))
    }

    /// Whether a language is the main one.
    fn speaks(&self, lang: &Lang) -> bool {
        self.languages.first().is_some_and(|tag| tag == lang.tag())
    }

    /// What it asks for.
    fn command(&self, handle: &str) -> Found {
        Found {
            handle: handle.to_owned(),
            description: Description {
                name: self.name.clone(),
                municipality: self.municipality.clone(),
                languages: self.all_languages(),
                time_zone: self.time_zone.clone(),
                joining: self.joining,
                care_contact: self.care_contact.clone(),
            },
            documents: vec![
                (DocumentKind::Founding, self.founding.clone()),
                (DocumentKind::Pact, self.pact.clone()),
                (DocumentKind::Privacy, self.privacy.clone()),
            ],
            founder: self.founder.clone(),
            public_key: [0; 32],
            sample: false,
        }
    }

    /// What stands beside the main language.
    fn other_languages(&self) -> String {
        self.languages.iter().skip(1).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "web/templates/found.html")]
struct FoundPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: FoundForm,
    token: String,
}

/// Whether a founding link is good.
async fn check_link(visit: &Visit, token: &str) -> Result<(), Failure> {
    let mut reader = visit.node.core.db.read(&Viewer::Node).await?;
    let row: Option<(Micros, Option<Id>)> =
        reader.optional(&communities::store::LINK_STATE, args![&sessions::hash(token)[..]]).await?;
    Ok(founding::check_link(row, visit.node.core.world.now())?)
}

/// The form by which a community is founded.
#[utoipa::path(get, path = "/found/{token}", responses((status = 200, body = FoundPage), (status = 410)))]
async fn found_form(visit: Visit, Path(token): Path<String>) -> Answer {
    check_link(&visit, &token).await?;
    let page = Page::of(&visit, visit.lang.t("found-title"));
    let text = |kind: DocumentKind| visit.lang.t(&format!("default-{}", kind.as_str()));
    let form = FoundForm {
        key: Some(page.key),
        time_zone: "America/Mexico_City".to_owned(),
        languages: vec![visit.lang.tag().to_owned()],
        founding: text(DocumentKind::Founding),
        pact: text(DocumentKind::Pact),
        privacy: text(DocumentKind::Privacy),
        ..FoundForm::default()
    };
    visit.answer(&FoundPage { page, form, token })
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/codes.html")]
pub(crate) struct CodesPage {
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) page: Page,
    /// The names that stand on the sheet.
    pub(crate) community: String,
    pub(crate) member: String,
    pub(crate) codes: Vec<String>,
    /// Where a code is used.
    pub(crate) place: String,
    pub(crate) next: String,
}

/// Founds a community.
#[utoipa::path(post, path = "/found/{token}", request_body = FoundForm, responses((status = 200, body = CodesPage), (status = 422)))]
async fn found(
    visit: Visit,
    Path(token): Path<String>,
    headers: axum::http::HeaderMap,
    Input(form): Input<FoundForm>,
) -> Answer {
    // Before the passphrase, which takes a core for a moment: whoever has no link takes nothing.
    check_link(&visit, &token).await?;
    let handle = if form.handle.trim().is_empty() { suggest_handle(&form.name) } else { form.handle.trim().to_owned() };
    let mut fields = Fields::default();
    let command = form.command(&handle);
    command.check(&mut fields);
    let mut reader = visit.node.core.db.read(&Viewer::Node).await?;
    let taken: Option<Community> = reader.optional(&communities::store::BY_HANDLE, args![&handle]).await?;
    drop(reader);
    if taken.is_some() {
        fields.error("handle", "field-handle-taken");
    }
    if let Err(weakness) = credentials::check(&form.passphrase, &[&form.founder, &form.name, &handle]) {
        fields.error("passphrase", weakness.message());
    }
    let result = match fields.finish() {
        Ok(()) => found_with(&visit, &token, command, &form, &headers).await,
        Err(error) => Err(error),
    };
    let founded = match result {
        Ok(founded) => founded,
        Err(error) => {
            let errors = visit.form_errors(error)?;
            let page = Page::of(&visit, visit.lang.t("found-title")).with_errors(errors);
            let view = FoundPage { page, form, token };
            return visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
    };
    let mut page = Page::of(&visit, visit.lang.t("codes-title"));
    page.reaches_nobody = visit.node.doors.reaches_nobody(&visit.door.origin);
    let view = CodesPage {
        page,
        community: form.name,
        member: form.founder,
        codes: founded.codes,
        place: format!("{}/@{handle}/recover", visit.door.origin),
        next: format!("/@{handle}"),
    };
    let mut response = visit.answer(&view)?;
    keep(&visit, founded.community, &founded.tokens, &mut response);
    Ok(response)
}

async fn found_with(
    visit: &Visit,
    token: &str,
    command: Found,
    form: &FoundForm,
    headers: &axum::http::HeaderMap,
) -> crate::spine::refusal::Result<founding::Founded> {
    let passphrase = visit.node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let key = form.key.unwrap_or_else(|| visit.node.core.world.id());
    // No browser is known to a community that does not exist yet.
    let entrance =
        founding::Entrance { link: Some(token.to_owned()), passphrase, browser: browser(visit, key, headers) };
    founding::found(&visit.node.core, key, command, entrance).await
}

#[derive(Debug, Deserialize, ToSchema)]
struct LanguageForm {
    language: String,
    #[serde(default)]
    next: String,
}

/// Chooses the language of the pages.
#[utoipa::path(post, path = "/language", request_body = LanguageForm, responses((status = 303)))]
async fn choose_language(visit: Visit, Input(form): Input<LanguageForm>) -> Answer {
    let lang = Lang::from_tag(&form.language).unwrap_or_default();
    let mut response = visit.go_on(local_path(&form.next), "", None);
    keep_language(&visit, lang, &mut response);
    Ok(response)
}

/// A path of this host, or its root: a form must not send anybody elsewhere.
pub(crate) fn local_path(path: &str) -> &str {
    // Browsers drop tabs and line breaks, and read \ as /.
    let local =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    if local { path } else { "/" }
}

/// Whether the node runs; touches nothing, and answers through any door.
#[utoipa::path(get, path = "/healthz", responses((status = 200)))]
pub(super) async fn healthy() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n")
}

/// Whether the node can do its work: the store answers and can be written. Then also when a backup was last made, and when
/// one was last restored and found whole, and why the last try failed in some place; and until when the certificates are good that the node has itself, and whether
/// the last try for another one failed.
#[utoipa::path(get, path = "/readyz", responses((status = 200), (status = 503)))]
async fn ready(State(node): State<Arc<Node>>) -> Answer {
    // Whatever the store says: it is away, and no fault of the program's.
    let away = |error: StoreError| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(StatusCode::SERVICE_UNAVAILABLE, "error-busy")
    };
    let tx = node.core.db.write().await.map_err(away)?;
    tx.rollback().await.map_err(away)?;
    if node.core.is_read_only() {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, "read-only: the disk is nearly full\n").into_response());
    }
    let notes = Notes::read(&node.data);
    let line = |what: &str, at: Option<Micros>| match at.map(jiff::Timestamp::from_microsecond) {
        Some(Ok(at)) => format!("{what} {at}\n"),
        _ => format!("{what} never\n"),
    };
    // Not where: that is for members.
    let failed: String = notes
        .failed
        .values()
        .map(|failed| line(&format!("backup-failed {}", failed.why.name()), Some(failed.at)))
        .collect();
    let backup = line("backup", notes.made) + &line("restored", notes.verified.map(|proof| proof.at));
    let mut certificates = String::new();
    if let Some(tls) = &node.tls {
        for standing in tls.standing(tls::hosts(&node).await.map_err(away)?) {
            let failed = if standing.failed.is_some() { "renewal-failed " } else { "" };
            certificates += &line(&format!("certificate {} {failed}until", standing.host), standing.until);
        }
    }
    Ok(format!("ready\n{backup}{failed}{certificates}").into_response())
}

/// This document.
#[utoipa::path(get, path = "/openapi", responses((status = 200)))]
async fn openapi() -> Answer {
    answer::json(StatusCode::OK, &super::document())
}

/// This build's own source, as the licence promises (AGPL-3.0, section 13).
#[utoipa::path(get, path = "/source", responses((status = 200, content_type = "application/gzip")))]
async fn source(State(node): State<Arc<Node>>) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/gzip")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"tequio-source.tar.gz\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    Ok((headers, node.source).into_response())
}

/// A file that pages load.
#[utoipa::path(get, path = "/static/{name}", responses((status = 200), (status = 404)))]
async fn static_file(name: Path<String>) -> Answer {
    assets::serve(name).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sends_nobody_elsewhere() {
        assert_eq!(local_path("/@etla/members?x=1"), "/@etla/members?x=1");
        for elsewhere in ["https://x.example", "//x.example", "/\\x.example", "x", "", "/a\r\nSet-Cookie: b"] {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
