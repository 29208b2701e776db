// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Files under an entry, the forms that change them, and the files themselves.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path, Request},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        entries::{
            self,
            pages::may_change,
            rules::{REMOVERS, keepers},
        },
        id::Id,
        log::Hash,
        mandates,
        refusal::FieldError,
        viewer::Visibility,
        world::{Instant, Micros},
    },
    store::{Reader, args},
    web::{Answer, Failure, Here, Input, Member, Page, Routes, answer::form_errors, input::Uploaded},
};

use super::{
    DescribeFile, RemoveFile, picture,
    rules::{self, ENTRY_LIMIT, FILE_LIMIT, Kind},
    store,
    upload::{self, Upload},
};

/// The largest body of a request that adds a file: what is too large is read nevertheless, for the answer to arrive.
const BODY_LIMIT: usize = 4 * FILE_LIMIT;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(manage, attach))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .routes(routes!(whole))
        .routes(routes!(thumbnail))
        .routes(routes!(describe_form, describe))
        .routes(routes!(remove_form, remove))
}

/// A file, as the page of its entry shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct File {
    /// Which.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// What is to be seen in it, in words.
    pub alt: Option<String>,
    /// Its size in bytes.
    pub size: i64,
    /// Of a picture, in pixels.
    pub width: Option<i64>,
    /// Of a picture, in pixels.
    pub height: Option<i64>,
    /// Its address.
    pub path: String,
    /// Of a picture: the one that pages show.
    pub shown: Option<Shown>,
    /// When it was added.
    pub at: Micros,
}

/// A picture as pages show it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shown {
    /// Its address.
    pub path: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
}

impl File {
    /// Its size in words.
    pub fn weight(&self) -> String {
        rules::in_words(self.size)
    }

    /// What it is, in a word that is nobody's language; nothing where it says nothing.
    pub fn word(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Jpeg => Some("JPEG"),
            Kind::Png => Some("PNG"),
            Kind::Pdf => Some("PDF"),
            Kind::Other => None,
        }
    }

    /// Whether browsers keep it rather than show it.
    pub fn is_kept(&self) -> bool {
        self.kind == Kind::Other
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: Id,
    kind: String,
    name: String,
    alt: Option<String>,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    has_thumbnail: bool,
    at: Micros,
}

impl Row {
    fn file(self, here: &Here) -> File {
        let path = here.path(&format!("/files/{}", self.id));
        let shown = self.width.zip(self.height).map(|(width, height)| match self.has_thumbnail {
            true => {
                let (width, height) = picture::thumbnail_size(width, height);
                Shown { path: format!("{path}/thumbnail"), width, height }
            }
            false => Shown { path: path.clone(), width, height },
        });
        let Self { id, kind, name, alt, size, width, height, at, .. } = self;
        File { id, kind: Kind::from_stored(&kind), name, alt, size, width, height, path, shown, at }
    }
}

/// The files of an entry, in the order in which they came.
///
/// # Errors
/// As the store says.
pub(crate) async fn files(here: &Here, reader: &mut Reader, entry: Id) -> Result<Vec<File>, Failure> {
    let rows: Vec<Row> = reader.all(&store::OF_ENTRY, args![entry]).await?;
    Ok(rows.into_iter().map(|row| row.file(here)).collect())
}

/// A file that somebody added, for their data.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
pub(crate) struct OwnFile {
    id: Id,
    entry_id: Id,
    kind: String,
    name: String,
    alt: Option<String>,
    size: i64,
    at: Instant,
}

/// The files that the viewer added.
pub(crate) async fn own_files(reader: &mut Reader) -> Result<Vec<OwnFile>, Failure> {
    Ok(reader.all(&store::OWN, args![]).await?)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/attachments/templates/manage.html")]
struct FilesPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    entry: Id,
    title: String,
    path: String,
    form: FileForm,
    files: Vec<File>,
    /// How many more the entry may have.
    room: i64,
}

impl FilesPage {
    /// The largest file that is taken.
    fn megabytes() -> usize {
        FILE_LIMIT / (1024 * 1024)
    }
}

/// A file to be added, without the file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct FileForm {
    key: Option<Id>,
    /// What is to be seen in it, in words.
    alt: String,
}

/// A file to be added.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only says in the OpenAPI document what the form has")]
struct FileUpload {
    /// Idempotency key.
    key: Option<Id>,
    /// The file: JPEG, PNG, WebP and GIF are made anew, others stay as they are.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What is to be seen in it, in words.
    alt: Option<String>,
}

/// An entry whose files the viewer may change.
struct Keeper {
    entry: Id,
    kind: String,
    title: String,
}

impl Keeper {
    /// The path of the page of the entry's files.
    fn page(&self) -> String {
        format!("/entries/{}/files", self.entry)
    }
}

/// Turns away who may not change an entry's files, before anything is sent.
async fn keeper(member: &Member, reader: &mut Reader, entry: Id, more: &[mandates::Kind]) -> Result<Keeper, Failure> {
    let row: Option<(String, Option<String>, Option<Micros>)> = reader.optional(&store::TO, args![entry]).await?;
    let (kind, title, removed_at) = row.ok_or_else(Failure::not_found)?;
    if removed_at.is_some() {
        return Err(Failure::new(StatusCode::CONFLICT, "error-entry-removed"));
    }
    match may_change(member, reader, entry, &[keepers(&kind), more].concat()).await? {
        true => Ok(Keeper { entry, kind, title: title.unwrap_or_default() }),
        false => Err(Failure::new(StatusCode::FORBIDDEN, "error-not-yours")),
    }
}

/// The files of an entry, for who may change them.
#[utoipa::path(get, path = "/c/{handle}/entries/{id}/files", responses((status = 200, body = FilesPage), (status = 401), (status = 403), (status = 404)))]
async fn manage(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let keeper = keeper(&member, &mut reader, entry, &[]).await?;
    show(&member, reader, keeper, FileForm::default(), Vec::new()).await
}

async fn show(member: &Member, mut reader: Reader, keeper: Keeper, form: FileForm, errors: Vec<FieldError>) -> Answer {
    let files = files(member, &mut reader, keeper.entry).await?;
    drop(reader);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("files-title")).await?.with_errors(errors);
    let form = FileForm { key: Some(form.key.unwrap_or(page.key)), ..form };
    let room = ENTRY_LIMIT - i64::try_from(files.len()).unwrap_or(ENTRY_LIMIT);
    let path = member.path(&entries::path_of(&keeper.kind, keeper.entry));
    member
        .visit
        .answer_with(status, &FilesPage { page, entry: keeper.entry, title: keeper.title, path, form, files, room })
}

/// Adds a file to an entry.
#[utoipa::path(post, path = "/c/{handle}/entries/{id}/files", request_body(content = FileUpload, content_type = "multipart/form-data"), responses((status = 303), (status = 403), (status = 404), (status = 413), (status = 422)))]
async fn attach(member: Member, Path((_, id)): Path<(String, String)>, request: Request) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let to = keeper(&member, &mut reader, entry, &[]).await?;
    drop(reader);
    let Uploaded { fields: form, name, bytes } = Uploaded::<FileForm>::read(request, FILE_LIMIT).await?;
    let upload = Upload { name, bytes, alt: form.alt.clone() };
    let (community, caller, key) = (member.community.id, member.caller(), member.key(form.key));
    match upload::attach(member.node(), community, caller, key, entry, upload).await {
        Ok(done) => Ok(member.go_on(&format!("{}#f-{}", to.page(), done.subject()?), "saved", Some(done))),
        Err(error) => {
            let errors = form_errors(error)?;
            show(&member, member.read().await?, to, form, errors).await
        }
    }
}

/// A file whose entry the viewer may change, and that entry.
async fn own(member: &Member, id: &str, more: &[mandates::Kind]) -> Result<(File, Keeper), Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let row: Option<Row> = reader.optional(&store::ONE, args![id]).await?;
    let row = row.ok_or_else(Failure::not_found)?;
    let entry: Option<(Id, String)> = reader.optional(&store::ENTRY, args![id]).await?;
    let (entry, _) = entry.ok_or_else(Failure::not_found)?;
    let keeper = keeper(member, &mut reader, entry, more).await?;
    Ok((row.file(member), keeper))
}

/// Words about a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct AltForm {
    key: Option<Id>,
    /// What is to be seen in it, in words.
    alt: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/attachments/templates/describe.html")]
struct DescribePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    file: File,
    form: AltForm,
    /// The page of the entry's files.
    back: String,
}

/// The form for saying what is to be seen in a file.
#[utoipa::path(get, path = "/c/{handle}/files/{id}/describe", responses((status = 200, body = DescribePage), (status = 403), (status = 404)))]
async fn describe_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (file, keeper) = own(&member, &id, &[]).await?;
    let page = member.page(member.visit.lang.t("file-describe-title")).await?;
    let form = AltForm { key: Some(page.key), alt: file.alt.clone().unwrap_or_default() };
    member.answer(&DescribePage { page, file, form, back: member.path(&keeper.page()) })
}

/// Says what is to be seen in a file.
#[utoipa::path(post, path = "/c/{handle}/files/{id}/describe", request_body = AltForm, responses((status = 303), (status = 403), (status = 404), (status = 422)))]
async fn describe(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<AltForm>) -> Answer {
    let (file, keeper) = own(&member, &id, &[]).await?;
    match member.execute(form.key, DescribeFile { file: file.id, alt: form.alt.clone() }).await {
        Ok(done) => Ok(member.go_on(&format!("{}#f-{}", keeper.page(), file.id), "saved", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("file-describe-title")).await?;
            let page = page.with_errors(form_errors(error)?);
            let view = DescribePage { page, file, form, back: member.path(&keeper.page()) };
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/attachments/templates/remove.html")]
struct RemovePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    file: File,
    /// The page of the entry.
    back: String,
}

/// What it means to remove a file: nothing is removed by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/files/{id}/remove", responses((status = 200, body = RemovePage), (status = 403), (status = 404)))]
async fn remove_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (file, keeper) = own(&member, &id, REMOVERS).await?;
    let page = member.page(member.visit.lang.t("file-remove-title")).await?;
    let back = member.path(&entries::path_of(&keeper.kind, keeper.entry));
    member.answer(&RemovePage { page, file, back })
}

/// Removes a file.
#[utoipa::path(post, path = "/c/{handle}/files/{id}/remove", responses((status = 303), (status = 403), (status = 404)))]
async fn remove(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (file, keeper) = own(&member, &id, REMOVERS).await?;
    let done = member.execute(None, RemoveFile(file.id)).await?;
    Ok(member.go_on(&entries::path_of(&keeper.kind, keeper.entry), "removed", Some(done)))
}

#[derive(Debug, sqlx::FromRow)]
struct Kept {
    kind: String,
    name: String,
    secret: Vec<u8>,
    blob: Vec<u8>,
    thumbnail_kind: Option<String>,
    thumbnail_blob: Option<Vec<u8>>,
    visibility: i64,
}

/// How long a public file may be shown without asking again: who removes one shall not wait for a year.
const PUBLIC: &str = "public, max-age=86400, immutable";
/// Other files are kept by their reader's browser only, which asks each time whether it may still show them.
const PRIVATE: &str = "private, no-cache";

/// A file. Pictures and PDF are shown, all else is to be kept.
#[utoipa::path(get, path = "/c/{handle}/files/{id}", responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 304), (status = 404)))]
async fn whole(here: Here, headers: HeaderMap, Path((_, id)): Path<(String, String)>) -> Answer {
    let kept = kept(&here, &id).await?;
    let kind = Kind::from_stored(&kept.kind);
    hand_over(&here, &headers, &kept, kind, &kept.blob).await
}

/// A smaller picture, for poor connections.
#[utoipa::path(get, path = "/c/{handle}/files/{id}/thumbnail", responses((status = 200, body = Vec<u8>, content_type = "image/jpeg"), (status = 304), (status = 404)))]
async fn thumbnail(here: Here, headers: HeaderMap, Path((_, id)): Path<(String, String)>) -> Answer {
    let kept = kept(&here, &id).await?;
    let small = kept.thumbnail_kind.as_deref().zip(kept.thumbnail_blob.as_deref());
    let (kind, blob) = small.ok_or_else(Failure::not_found)?;
    hand_over(&here, &headers, &kept, Kind::from_stored(kind), blob).await
}

async fn kept(here: &Here, id: &str) -> Result<Kept, Failure> {
    let id: Id = id.parse().map_err(|_| Failure::not_found())?;
    let kept: Option<Kept> = here.read().await?.optional(&store::KEPT, args![id]).await?;
    kept.ok_or_else(Failure::not_found)
}

/// Answers with what is kept, or that the browser has it.
async fn hand_over(here: &Here, headers: &HeaderMap, file: &Kept, kind: Kind, blob: &[u8]) -> Answer {
    let hash = Hash::from_bytes(blob).ok_or_else(Failure::not_found)?;
    let tag = format!("\"{hash}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut response = if known.into_iter().any(|known| known.contains(&tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = upload::open(here.node(), here.community.id, &file.secret, hash).await?;
        shown(kind, &file.name, bytes)
    };
    let cached = if file.visibility == Visibility::Public.number() { PUBLIC } else { PRIVATE };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cached));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(rules::policy(kind)));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

fn shown(kind: Kind, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    let disposition = HeaderValue::from_str(&rules::disposition(kind, name));
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or_else(|_| HeaderValue::from_static("attachment")));
    response
}
