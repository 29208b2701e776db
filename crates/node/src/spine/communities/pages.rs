// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! A community's home, its texts, and how it describes itself.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    act::agenda,
    safekeeping::notes::Notes,
    spine::{
        command::{Command, Done},
        entries,
        id::Id,
        mandates::{
            awaits::{Awaited, awaited},
            pages::{SecondFactorAsked, second_factor_asked},
        },
        members::{self, Invite},
        passkeys::{self, pages::OwnPasskey},
        refusal::Result as Outcome,
        sessions,
        world::Micros,
    },
    store::args,
    web::{
        Answer, Failure, Here, Input, Member, Page, Routes,
        difference::{Conflict, Piece, beside, conflicts, deadline, pieces},
        names,
        visit::{Community, Format},
    },
};

use super::{AdoptDocument, Describe, Description, DocumentKind, Joining, founding_text, store};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(home))
        .merge(founding_text::routes())
        .routes(routes!(about))
        .routes(routes!(care))
        .routes(routes!(document))
        .routes(routes!(edit_document, adopt_document))
        .routes(routes!(edit_description, describe))
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/home.html")]
struct Home {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    name: String,
    municipality: String,
    founding: String,
    next: Vec<agenda::pages::Card>,
    can_join: bool,
    second_factor_asked: Option<SecondFactorAsked>,
    /// What mandates and decisions ask of the viewer.
    awaits: Vec<Awaited>,
    steps: Option<FirstSteps>,
}

/// What whoever keeps the door of a new community does first, and whether it is done.
#[derive(Debug, Serialize, ToSchema)]
struct FirstSteps {
    invited: bool,
    published: bool,
    protected: bool,
    /// Whether a backup of the node was ever made.
    backed_up: bool,
}

/// The first steps, until all are done.
async fn first_steps(here: &Here) -> Result<Option<FirstSteps>, Failure> {
    if !here.may(Invite::NAME).await? {
        return Ok(None);
    }
    let mut reader = here.read().await?;
    let invitations: Vec<(Id,)> = reader.all(&members::store::ANY_INVITATION, args![]).await?;
    let published: Option<(Id,)> = reader.optional(&entries::store::ANY, args![agenda::KIND]).await?;
    let factor: Option<(Option<Micros>,)> = reader.optional(&sessions::store::OWN_FACTOR, args![]).await?;
    let passkeys: Vec<OwnPasskey> = reader.all(&passkeys::store::OWN, args![]).await?;
    let steps = FirstSteps {
        invited: here.community.active > 1 || !invitations.is_empty(),
        published: published.is_some(),
        protected: !passkeys.is_empty() || factor.is_some_and(|(confirmed_at,)| confirmed_at.is_some()),
        backed_up: Notes::read(&here.node().data).made.is_some(),
    };
    let done = steps.invited && steps.published && steps.protected && steps.backed_up;
    Ok(Some(steps).filter(|_| !done))
}

/// The community's home: what comes next.
#[utoipa::path(get, path = "/c/{handle}", responses((status = 200, body = Home)))]
async fn home(here: Here) -> Answer {
    if here.visit.format == Format::Activity {
        return crate::link::federation::described(&here).await;
    }
    let next = agenda::pages::next(&here, 6).await?;
    let founding = newest(&here, DocumentKind::Founding).await?.body;
    let community = &here.community;
    let mut awaits = awaited(&here).await?;
    awaits.extend(crate::decide::awaits::awaited(&here).await?);
    let view = Home {
        page: here.page(community.name.clone()).await?,
        name: community.name.clone(),
        municipality: community.municipality.clone(),
        founding: crate::web::markdown::first_paragraph(&founding, 280),
        next,
        second_factor_asked: second_factor_asked(&here).await?,
        awaits,
        steps: first_steps(&here).await?,
        can_join: here.session.is_none() && community.joining != Joining::Invitation.as_str(),
    };
    here.answer(&view)
}

/// A version of a document.
#[derive(Debug, Serialize, ToSchema, sqlx::FromRow)]
struct Version {
    kind: String,
    version: i64,
    body: String,
    at: Micros,
    /// What it changes and why, in the words of who saved it.
    why: Option<String>,
}

async fn newest(here: &Here, kind: DocumentKind) -> Result<Version, Failure> {
    let mut reader = here.read().await?;
    reader.optional(&store::CURRENT, args![kind.as_str()]).await?.ok_or_else(Failure::not_found)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/about.html")]
struct About {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    name: String,
    handle: String,
    municipality: String,
    languages: Vec<String>,
    founded_at: Micros,
    members: i64,
    founding: Version,
    may_edit: bool,
}

/// Who the community is: its founding text.
#[utoipa::path(get, path = "/c/{handle}/about", responses((status = 200, body = About)))]
async fn about(here: Here) -> Answer {
    let community = here.community.clone();
    let view = About {
        page: here.page(here.visit.lang.t("about-title")).await?,
        name: community.name,
        handle: community.handle,
        municipality: community.municipality,
        languages: community.languages.split(' ').map(str::to_owned).collect(),
        founded_at: community.founded_at,
        members: community.active,
        founding: newest(&here, DocumentKind::Founding).await?,
        may_edit: here.may(Describe::NAME).await?,
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/care.html")]
struct Care {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    care_contact: String,
    pact: Version,
    privacy: Version,
    may_edit: bool,
}

/// The room Cuidar: the pact, whom to turn to, and the privacy notice.
#[utoipa::path(get, path = "/c/{handle}/care", responses((status = 200, body = Care)))]
async fn care(here: Here) -> Answer {
    let view = Care {
        page: here.page(here.visit.lang.t("menu-care")).await?.in_room("care"),
        care_contact: here.community.care_contact.clone(),
        pact: newest(&here, DocumentKind::Pact).await?,
        privacy: newest(&here, DocumentKind::Privacy).await?,
        may_edit: here.may(Describe::NAME).await?,
    };
    here.answer(&view)
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/document.html")]
struct Document {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    versions: Vec<Changed>,
    may_edit: bool,
    kind: DocumentKind,
    /// Whether the viewer has not accepted the newest version.
    to_accept: bool,
}

/// A version with what it changed; the first one changed nothing.
#[derive(Debug, Serialize, ToSchema)]
struct Changed {
    #[serde(flatten)]
    version: Version,
    changes: Vec<Piece>,
}

/// A document with all its versions, each with what it changed.
#[utoipa::path(get, path = "/c/{handle}/care/{document}", responses((status = 200, body = Document), (status = 404)))]
async fn document(here: Here, Path((_, kind)): Path<(String, String)>) -> Answer {
    let kind: DocumentKind = kind.parse().map_err(|()| Failure::not_found())?;
    let mut reader = here.read().await?;
    let versions: Vec<Version> = reader.all(&store::VERSIONS, args![kind.as_str()]).await?;
    let accepted: Vec<(String, i64, Micros)> = reader.all(&members::store::ACCEPTED, args![]).await?;
    drop(reader);
    let newest = versions.first().map_or(0, |newest| newest.version);
    let has = accepted.iter().any(|(accepted, version, _)| accepted == kind.as_str() && *version == newest);
    let to_accept = here.session.is_some() && !has;
    let before: Vec<Option<String>> = versions.iter().skip(1).map(|version| Some(version.body.clone())).collect();
    let compared = move || {
        let deadline = deadline();
        let changed = |(version, before): (Version, Option<String>)| {
            let changes = before.map_or_else(Vec::new, |before| pieces(&before, &version.body, deadline));
            Changed { version, changes }
        };
        versions.into_iter().zip(before.into_iter().chain([None])).map(changed).collect()
    };
    let versions = beside(compared).await?;
    let title = here.visit.lang.t(&format!("document-{}", kind.as_str()));
    let view = Document {
        page: here.page(title).await?.in_room("care"),
        versions,
        may_edit: here.may(AdoptDocument::NAME).await?,
        kind,
        to_accept,
    };
    here.answer(&view)
}

/// A document's new version.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
struct DocumentForm {
    key: Option<Id>,
    base: i64,
    body: String,
    /// What changes and why.
    #[serde(default)]
    why: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/edit_document.html")]
struct EditDocument {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: DocumentForm,
    kind: DocumentKind,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
}

/// The form for a document's new version.
#[utoipa::path(get, path = "/c/{handle}/care/{document}/edit", responses((status = 200, body = EditDocument), (status = 403), (status = 404)))]
async fn edit_document(member: Member, Path((_, kind)): Path<(String, String)>) -> Answer {
    let kind: DocumentKind = kind.parse().map_err(|()| Failure::not_found())?;
    member.must(AdoptDocument::NAME).await?;
    let newest = newest(&member, kind).await?;
    let page = member.page(member.visit.lang.t(&format!("document-{}", kind.as_str()))).await?.in_room("care");
    let form = DocumentForm { key: Some(page.key), base: newest.version, body: newest.body, why: String::new() };
    member.answer(&EditDocument { page, form, kind, conflict: None })
}

/// Gives a document a new version.
#[utoipa::path(post, path = "/c/{handle}/care/{document}/edit", request_body = DocumentForm, responses((status = 303), (status = 409), (status = 422)))]
async fn adopt_document(
    member: Member,
    Path((_, kind)): Path<(String, String)>,
    Input(form): Input<DocumentForm>,
) -> Answer {
    let kind: DocumentKind = kind.parse().map_err(|()| Failure::not_found())?;
    let command = AdoptDocument { kind, base: form.base, body: form.body.clone(), why: form.why.clone() };
    match member.execute(form.key, command).await {
        Ok(done) => Ok(member.go_on(&format!("/care/{}", kind.as_str()), "saved", Some(done))),
        Err(error) => {
            let title = member.visit.lang.t(&format!("document-{}", kind.as_str()));
            let page = member.page(title).await?.in_room("care");
            if error.is_edited_meanwhile() && member.visit.format == Format::Html {
                let newest = newest(&member, kind).await?;
                let fields = vec![("field-text", newest.body, form.body.clone())];
                let conflict = Some(beside(move || conflicts(fields)).await?);
                let form = DocumentForm { key: Some(page.key), base: newest.version, ..form };
                return member.visit.answer_with(StatusCode::CONFLICT, &EditDocument { page, form, kind, conflict });
            }
            let page = page.with_errors(member.visit.form_errors(error)?);
            let view = EditDocument { page, form, kind, conflict: None };
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}

/// How a community describes itself.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
struct DescriptionForm {
    key: Option<Id>,
    name: String,
    municipality: String,
    languages: String,
    time_zone: String,
    joining: Joining,
    care_contact: String,
    /// How often it had described itself when this was edited.
    #[serde(default)]
    base: i64,
}

impl DescriptionForm {
    /// What was typed beside what is there `now`: the label of a field, and both.
    fn beside(&self, now: &Self, page: &Page) -> Vec<(&'static str, String, String)> {
        let field = |label, of: &dyn Fn(&Self) -> String| (label, of(now), of(self));
        vec![
            field("field-community-name", &|form| form.name.clone()),
            field("field-municipality", &|form| form.municipality.clone()),
            field("field-languages", &|form| page.lang.languages(names::tags_of(&form.languages).join(" "))),
            field("field-zone", &|form| page.lang.zone(&form.time_zone)),
            field("field-care-contact", &|form| form.care_contact.clone()),
            field("field-joining", &|form| page.t(format!("field-joining-{}", form.joining.as_str()))),
        ]
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/communities/templates/edit_description.html")]
struct EditDescription {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: DescriptionForm,
    /// What somebody else saved meanwhile, and how what was typed differs.
    conflict: Option<Vec<Conflict>>,
}

/// How the community describes itself, as the form has it.
fn description(page: &Page, c: &Community) -> DescriptionForm {
    DescriptionForm {
        key: Some(page.key),
        name: c.name.clone(),
        municipality: c.municipality.clone(),
        languages: c.languages.clone(),
        time_zone: c.time_zone.clone(),
        joining: Joining::from_stored(&c.joining),
        care_contact: c.care_contact.clone(),
        base: c.described,
    }
}

/// The form for how the community describes itself.
#[utoipa::path(get, path = "/c/{handle}/about/edit", responses((status = 200, body = EditDescription), (status = 403)))]
async fn edit_description(member: Member) -> Answer {
    member.must(Describe::NAME).await?;
    let page = member.page(member.visit.lang.t("about-edit")).await?;
    let form = description(&page, &member.community);
    member.answer(&EditDescription { page, form, conflict: None })
}

/// Describes the community anew.
#[utoipa::path(post, path = "/c/{handle}/about/edit", request_body = DescriptionForm, responses((status = 303), (status = 409), (status = 422)))]
async fn describe(member: Member, Input(form): Input<DescriptionForm>) -> Answer {
    let error = match carry_out(&member, &form).await {
        Ok(done) => return Ok(member.go_on("/about", "saved", Some(done))),
        Err(error) => error,
    };
    let page = member.page(member.visit.lang.t("about-edit")).await?;
    if error.is_edited_meanwhile() && member.visit.format == Format::Html {
        let now = description(&page, &member.community);
        let fields = form.beside(&now, &page);
        let conflict = Some(beside(move || conflicts(fields)).await?);
        let form = DescriptionForm { key: now.key, base: now.base, ..form };
        return member.visit.answer_with(StatusCode::CONFLICT, &EditDescription { page, form, conflict });
    }
    let page = page.with_errors(member.visit.form_errors(error)?);
    member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &EditDescription { page, form, conflict: None })
}

async fn carry_out(member: &Member, form: &DescriptionForm) -> Outcome<Done> {
    let description = Description {
        name: form.name.clone(),
        municipality: form.municipality.clone(),
        languages: names::tags_of(&form.languages),
        time_zone: form.time_zone.clone(),
        joining: form.joining,
        care_contact: form.care_contact.clone(),
    };
    member.execute(form.key, Describe { description, base: Some(form.base) }).await
}
