// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The forms that change an entry's files.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path, Request},
    http::StatusCode,
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
        mandates,
        refusal::FieldError,
        world::Micros,
    },
    store::{Reader, args},
    web::{Answer, Failure, Input, Member, Page, Routes, input::Uploaded},
};

use super::{
    super::{
        DescribeFile, RemoveFile,
        rules::{ENTRY_LIMIT, FILE_LIMIT},
        store,
        upload::{self, Upload},
    },
    File, Row, files,
};

/// The largest body of a request that adds a file: what is too large is read nevertheless, for the answer to arrive.
const BODY_LIMIT: usize = 4 * FILE_LIMIT;

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(manage, attach))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .routes(routes!(describe_form, describe))
        .routes(routes!(remove_form, remove))
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
    form: AttachForm,
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
struct AttachForm {
    key: Option<Id>,
    /// What is to be seen in it, in words.
    alt: String,
}

/// A file to be added.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only says in the OpenAPI document what the form has")]
struct AttachUpload {
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
    show(&member, reader, keeper, AttachForm::default(), Vec::new()).await
}

async fn show(
    member: &Member,
    mut reader: Reader,
    keeper: Keeper,
    form: AttachForm,
    errors: Vec<FieldError>,
) -> Answer {
    let files = files(member, &mut reader, keeper.entry).await?;
    drop(reader);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("files-title")).await?.with_errors(errors);
    let above = entries::path_of(&keeper.kind, keeper.entry);
    let page = page.below(&above, member.visit.lang.t("back-entry"));
    let form = AttachForm { key: Some(form.key.unwrap_or(page.key)), ..form };
    let room = ENTRY_LIMIT - i64::try_from(files.len()).unwrap_or(ENTRY_LIMIT);
    let path = member.path(&above);
    member
        .visit
        .answer_with(status, &FilesPage { page, entry: keeper.entry, title: keeper.title, path, form, files, room })
}

/// Adds a file to an entry.
#[utoipa::path(post, path = "/c/{handle}/entries/{id}/files", request_body(content = AttachUpload, content_type = "multipart/form-data"), responses((status = 303), (status = 403), (status = 404), (status = 413), (status = 422)))]
async fn attach(member: Member, Path((_, id)): Path<(String, String)>, request: Request) -> Answer {
    let entry: Id = id.parse().map_err(|_| Failure::not_found())?;
    let mut reader = member.read().await?;
    let to = keeper(&member, &mut reader, entry, &[]).await?;
    drop(reader);
    member.node().core.must_write()?;
    let Uploaded { fields: form, name, bytes } = Uploaded::<AttachForm>::read(request, FILE_LIMIT).await?;
    let upload = Upload { name, bytes, alt: form.alt.clone() };
    let (community, caller, key) = (member.community.id, member.caller(), member.key(form.key));
    match upload::attach(member.node(), community, caller, key, entry, upload).await {
        Ok(done) => Ok(member.go_on(&format!("{}#f-{}", to.page(), done.subject()?), "saved", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
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
    let keeper = keeper(member, &mut reader, row.entry_id, more).await?;
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
    let page = page.below(&keeper.page(), member.visit.lang.t("files-title"));
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
            let page = page.below(&keeper.page(), member.visit.lang.t("files-title"));
            let page = page.with_errors(member.visit.form_errors(error)?);
            let view = DescribePage { page, file, form, back: member.path(&keeper.page()) };
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/attachments/templates/remove.html")]
struct RemoveFilePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    file: File,
    /// The page of the entry.
    back: String,
}

/// What it means to remove a file: nothing is removed by one tap alone.
#[utoipa::path(get, path = "/c/{handle}/files/{id}/remove", responses((status = 200, body = RemoveFilePage), (status = 403), (status = 404)))]
async fn remove_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (file, keeper) = own(&member, &id, REMOVERS).await?;
    let page = member.page(member.visit.lang.t("file-remove-title")).await?;
    let above = entries::path_of(&keeper.kind, keeper.entry);
    let page = page.below(&above, member.visit.lang.t("back-entry"));
    let back = member.path(&above);
    member.answer(&RemoveFilePage { page, file, back })
}

/// Removes a file.
#[utoipa::path(post, path = "/c/{handle}/files/{id}/remove", responses((status = 303), (status = 403), (status = 404)))]
async fn remove(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let (file, keeper) = own(&member, &id, REMOVERS).await?;
    let done = member.execute(None, RemoveFile(file.id)).await?;
    Ok(member.go_on(&entries::path_of(&keeper.kind, keeper.entry), "removed", Some(done)))
}
