// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The page of bundles: by what the community is known, a bundle to take along, and one that was brought.

use std::io::{Cursor, Seek as _};

use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Request},
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    link::{
        federation::{self, known},
        network::{self, Follow},
    },
    safekeeping::shelves::chunks,
    spine::{
        command::Command as _,
        id::Id,
        refusal::{Error, FieldError, Result, not_found},
        world::Micros,
    },
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes, input::Uploaded, qr},
};

use super::{Imported, Order, Trust, export, identity, import, store, told};

pub(in crate::link) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(page, take))
        .layer(DefaultBodyLimit::max(2 * LARGEST))
        .routes(routes!(give))
        .routes(routes!(follow))
}

/// The largest bundle that is taken here, in bytes; larger ones the program takes.
const LARGEST: usize = 16 * 1024 * 1024;

/// By what others know the community.
#[derive(Debug, Serialize, ToSchema)]
struct Known {
    actor: String,
    fingerprint: String,
    age: String,
    /// The fingerprint as a QR code.
    #[serde(skip)]
    #[schema(ignore)]
    qr: String,
}

/// What goes to a reader.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = BundleStream)]
struct StreamRow {
    /// The actor it is for; empty: anybody.
    reader: String,
    /// The number of the last activity, and of the last one that it acknowledged.
    sequence: i64,
    begins: i64,
}

/// Somebody whose bundles were read.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
#[schema(as = BundleSource)]
struct SourceRow {
    source: String,
    /// Whether what was read is for this community alone.
    addressed: bool,
    sequence: i64,
    read_at: Micros,
    /// Whether the community follows it, or asked to.
    follows: bool,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/bundles.html")]
struct BundlesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    /// Nothing while the community is not open to the network.
    known: Option<Known>,
    streams: Vec<StreamRow>,
    sources: Vec<SourceRow>,
    /// What came of the bundle that was brought.
    imported: Option<Imported>,
    #[serde(skip)]
    #[schema(ignore)]
    give: GiveForm,
    #[serde(skip)]
    #[schema(ignore)]
    take: TakeForm,
}

/// Bundles: what is carried where there is no network.
#[utoipa::path(get, path = "/c/{handle}/link/bundles", responses((status = 200, body = BundlesPage), (status = 401), (status = 403)))]
async fn page(member: Member) -> Answer {
    member.must(Follow::NAME).await?;
    show(&member, GiveForm::default(), TakeForm::default(), None, Vec::new()).await
}

async fn show(
    member: &Member,
    give: GiveForm,
    take: TakeForm,
    imported: Option<Imported>,
    errors: Vec<FieldError>,
) -> Answer {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut reader = member.read().await?;
    let is_open = federation::actor(&mut reader).await?.is_some();
    let streams = reader.all(&store::STREAMS, args![]).await?;
    let sources = reader.all(&store::SOURCES, args![]).await?;
    drop(reader);
    let known = if is_open {
        let (actor, fingerprint, age) = identity(member.node(), member.community.id).await?;
        Some(Known { qr: qr::svg(&fingerprint), actor, fingerprint, age })
    } else {
        None
    };
    let page = member.page(member.visit.lang.t("bundles-title")).await?.in_room("link").with_errors(errors);
    let page = page.below("/link", member.visit.lang.t("menu-link"));
    member.visit.answer_with(status, &BundlesPage { page, known, streams, sources, imported, give, take })
}

/// A bundle to take along.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct GiveForm {
    /// The community it is for, as it names itself; empty: anybody.
    to: String,
    /// Its age key, if nobody else shall read it.
    age: String,
    /// The number with which it begins; empty: after what was acknowledged.
    from: String,
}

/// Writes a bundle: a file to be carried.
#[utoipa::path(post, path = "/c/{handle}/link/bundles/export", request_body = GiveForm, responses((status = 200, content_type = "application/octet-stream"), (status = 403), (status = 409), (status = 422)))]
async fn give(member: Member, Input(form): Input<GiveForm>) -> Answer {
    member.must(Follow::NAME).await?;
    match written(&member, &form).await {
        Ok(file) => {
            let day = member.node().instant().strftime("%Y-%m-%d");
            let name = format!("attachment; filename=\"{}-{day}.tequio\"", member.community.handle);
            let body = Body::from_stream(chunks(tokio::fs::File::from_std(file)));
            let kind = "application/octet-stream".to_owned();
            Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], body).into_response())
        }
        Err(error) => show(&member, form, TakeForm::default(), None, member.visit.form_errors(error)?).await,
    }
}

/// A bundle, whole, in a file that has no name.
async fn written(member: &Member, form: &GiveForm) -> Result<std::fs::File> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let from = match some(&form.from).map(|from| from.parse()) {
        None => None,
        Some(Ok(from)) => Some(from),
        Some(Err(_)) => return Err(told::refusal("from", "field-number", Vec::new())),
    };
    let order = Order { reader: some(&form.to), from, age: some(&form.age), receipt_only: false };
    let unwritten = |error: std::io::Error| told::bundle(error.into());
    let mut file = tempfile::tempfile_in(&member.node().data).map_err(unwritten)?;
    export(&member.visit.node, member.community.id, &order, std::io::BufWriter::new(&mut file)).await?;
    file.rewind().map_err(unwritten)?;
    Ok(file)
}

/// A bundle that was brought.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct TakeForm {
    /// The fingerprint of its source's key, as it was compared in person.
    fingerprint: String,
    /// Whether to begin anew where it does.
    anew: Option<String>,
}

/// A bundle that was brought, as a form with a file sends it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only says in the OpenAPI document what the form has")]
struct TakeUpload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The fingerprint of its source's key, as it was compared in person.
    fingerprint: Option<String>,
    /// Whether to begin anew where it does.
    anew: Option<bool>,
}

/// Takes a bundle, and says what came of it.
#[utoipa::path(post, path = "/c/{handle}/link/bundles", request_body(content = TakeUpload, content_type = "multipart/form-data"), responses((status = 200, body = BundlesPage), (status = 403), (status = 409), (status = 413), (status = 422)))]
async fn take(member: Member, request: Request) -> Answer {
    member.must(Follow::NAME).await?;
    let Uploaded { fields: form, bytes, .. } = Uploaded::<TakeForm>::read(request, LARGEST).await?;
    match taken(&member, &form, bytes).await {
        Ok(imported) => show(&member, GiveForm::default(), TakeForm::default(), Some(imported), Vec::new()).await,
        Err(error) => show(&member, GiveForm::default(), form, None, member.visit.form_errors(error)?).await,
    }
}

async fn taken(member: &Member, form: &TakeForm, bytes: Bytes) -> Result<Imported> {
    if bytes.is_empty() {
        return Err(told::of_file("field-required", Vec::new()));
    }
    if bytes.len() > LARGEST {
        return Err(told::of_file("field-bundle-large", vec![("limit", (LARGEST / 1024 / 1024).to_string())]));
    }
    let fingerprint = match form.fingerprint.trim() {
        "" => None,
        text => match text.parse() {
            Ok(fingerprint) => Some(fingerprint),
            Err(_) => return Err(told::refusal("fingerprint", "field-bundle-fingerprint", Vec::new())),
        },
    };
    let trust = Trust { fingerprint, anew: form.anew.is_some() };
    import(&member.visit.node, member.community.id, &|| Ok(Box::new(Cursor::new(bytes.clone()))), trust).await
}

/// Whom to follow.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = BundleFollowForm)]
struct FollowForm {
    key: Option<Id>,
    /// The community, as it names itself in its bundle.
    source: String,
}

/// Asks a community that was met by a bundle whether it lets itself be followed: that travels in the next one.
#[utoipa::path(post, path = "/c/{handle}/link/bundles/follow", request_body = FollowForm, responses((status = 303), (status = 403), (status = 404), (status = 409)))]
async fn follow(member: Member, Input(form): Input<FollowForm>) -> Answer {
    member.must(Follow::NAME).await?;
    let (community, key) = (member.community.id, member.key(form.key));
    identity(member.node(), community).await?;
    let mut tx = member.node().core.db.snapshot().await.map_err(Error::from)?;
    let met: Option<(String,)> = tx.optional(&store::KEY, args![community, &form.source]).await?;
    let actor = known(&mut tx, &form.source).await?;
    tx.rollback().await?;
    let (actor, _) = actor.filter(|_| met.is_some()).ok_or_else(Failure::not_found)?;
    let found = network::of_actor(member.node(), actor, None).ok_or_else(not_found)?;
    let done = network::ask(member.node(), community, member.caller(), key, found).await?;
    Ok(member.go_on("/link/bundles", "bundle-follow", Some(done)))
}
