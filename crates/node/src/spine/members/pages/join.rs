// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Joining by an invitation or an accepted request, and asking to join.

use askama::Template;
use axum::{
    extract::{DefaultBodyLimit, Path},
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Caller,
        communities::{self, DocumentKind},
        id::Id,
        log::Actor,
        mandates,
        refusal::{Fields, Result as Outcome},
        sessions::{self, Tokens},
        viewer::Viewer,
        world::Micros,
    },
    store::args,
    web::{
        Answer, Failure, GUEST_LIMIT, Here, Input, Page, Routes, checkbox,
        cookies::{browser, keep},
        input::ticked,
        node_pages::CodesPage,
    },
};

use super::{
    super::{IssueRecoveryCodes, Join, RequestToJoin, credentials, rules, store},
    InvitationRow, join_code, read_code, together,
    vouch::voice_code,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .routes(routes!(join_form, join))
        .routes(routes!(request_form, request))
        .layer(DefaultBodyLimit::max(GUEST_LIMIT))
}

/// Joining. The numbers are the versions of the texts that were shown: what was saved meanwhile is not accepted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct JoinForm {
    key: Option<Id>,
    name: String,
    #[serde(skip_serializing)]
    passphrase: String,
    #[serde(deserialize_with = "checkbox")]
    #[schema(schema_with = ticked)]
    accepts: bool,
    founding: i64,
    pact: i64,
    privacy: i64,
}

impl JoinForm {
    fn accepted(&self) -> Vec<(DocumentKind, i64)> {
        let shown = [
            (DocumentKind::Founding, self.founding),
            (DocumentKind::Pact, self.pact),
            (DocumentKind::Privacy, self.privacy),
        ];
        if self.accepts { shown.into() } else { Vec::new() }
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/join.html")]
struct JoinPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: JoinForm,
    code: String,
    /// Whether they come by an invitation; else somebody said yes to their request.
    invited: bool,
    /// What is accepted by joining.
    documents: Vec<Shown>,
}

/// A text in the version that is accepted.
#[derive(Debug, Serialize, ToSchema)]
struct Shown {
    kind: String,
    version: i64,
    body: String,
}

/// By what somebody comes in.
enum Way {
    /// By an invitation.
    Invited,
    /// By a request to which somebody said yes; with the name that they gave then.
    Accepted(String),
}

/// The way in that a link names, as long as it leads in.
async fn way(here: &Here, code: &str) -> Result<Way, Failure> {
    let secret = here.node().core.secret(here.community.id).await?;
    let unknown = || Failure::new(StatusCode::NOT_FOUND, "error-invitation-unknown");
    let via = read_code(&secret, code).map_err(|_| unknown())?;
    let holder = Viewer::Link { community: here.community.id, reply: via };
    let mut reader = here.node().core.db.read(&holder).await?;
    let invitation: Option<InvitationRow> = reader.optional(&store::ONE_INVITATION, args![via]).await?;
    if let Some(invitation) = invitation {
        invitation.check(here.now())?;
        return Ok(Way::Invited);
    }
    let request: Option<(Option<String>, String)> = reader.optional(&store::ONE_REQUEST, args![via]).await?;
    let (name, outcome) = request.ok_or_else(unknown)?;
    rules::check_request(&outcome)?;
    Ok(Way::Accepted(name.unwrap_or_default()))
}

/// The page of an invitation: the texts that are accepted, and the name one wants to have. Where the link leads in no
/// more, or not yet, it says so before anybody thinks of a passphrase.
#[utoipa::path(get, path = "/c/{handle}/join/{code}", responses((status = 200, body = JoinPage), (status = 404), (status = 409), (status = 410)))]
async fn join_form(here: Here, Path((_, code)): Path<(String, String)>) -> Answer {
    let way = match way(&here, &code).await {
        // Whoever waits for two voices sees their code again.
        Err(failure) if failure.message == "error-request-not-accepted" && vouching(&here) => {
            let secret = here.node().core.secret(here.community.id).await?;
            let voice = voice_code(&secret, read_code(&secret, &code)?);
            let page = here.page(here.visit.lang.t("request-title")).await?;
            let link = Some(here.address(&format!("/join/{code}")));
            let vacant = !mandates::pages::somebody_answers(&here).await?;
            let form = RequestForm::default();
            return here.answer(&RequestPage { page, form, open: true, link, code: Some(voice), vacant });
        }
        way => way?,
    };
    let page = here.page(here.visit.lang.t("join-title")).await?;
    let name = if let Way::Accepted(name) = &way { name.clone() } else { String::new() };
    let form = JoinForm { key: Some(page.key), name, ..JoinForm::default() };
    show_join(&here, page, form, code, &way, StatusCode::OK).await
}

async fn show_join(here: &Here, page: Page, form: JoinForm, code: String, way: &Way, status: StatusCode) -> Answer {
    let mut reader = here.read().await?;
    let documents: Vec<(String, i64, String, Micros)> = reader.all(&communities::store::DOCUMENTS, args![]).await?;
    drop(reader);
    let documents = documents.into_iter().map(|(kind, version, body, _)| Shown { kind, version, body }).collect();
    let view = JoinPage { page, form, code, invited: matches!(way, Way::Invited), documents };
    here.visit.answer_with(status, &view)
}

/// Joins.
#[utoipa::path(post, path = "/c/{handle}/join/{code}", request_body = JoinForm, responses((status = 200, body = CodesPage), (status = 409), (status = 410), (status = 422)))]
async fn join(
    here: Here,
    Path((_, code)): Path<(String, String)>,
    headers: HeaderMap,
    Input(form): Input<JoinForm>,
) -> Answer {
    match join_with(&here, &code, &headers, &form).await {
        Ok((codes, tokens)) => {
            let mut page = here.page(here.visit.lang.t("codes-title")).await?;
            page.done = Some("done-joined");
            let view = CodesPage {
                page,
                community: here.community.name.clone(),
                member: form.name.trim().to_owned(),
                codes,
                place: here.address("/recover"),
                next: here.path("/"),
            };
            let mut response = here.answer(&view)?;
            keep(&here.visit, here.community.id, &tokens, &mut response);
            Ok(response)
        }
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            // The form is shown again only if it may still be of use.
            let way = way(&here, &code).await?;
            // What was accepted was another text: it is read, and accepted, again.
            let accepts = form.accepts && !errors.iter().any(|error| error.field == "accepts");
            let page = here.page(here.visit.lang.t("join-title")).await?.with_errors(errors);
            let form = JoinForm { accepts, ..form };
            show_join(&here, page, form, code, &way, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn join_with(here: &Here, code: &str, headers: &HeaderMap, form: &JoinForm) -> Outcome<(Vec<String>, Tokens)> {
    let (node, community) = (here.node(), here.community.id);
    here.slow_down("error-too-many-tries")?;
    let via = read_code(&node.core.secret(community).await?, code)?;
    let mut fields = Fields::default();
    if let Err(weakness) = credentials::check(&form.passphrase, &[&form.name, &here.community.name]) {
        fields.error("passphrase", weakness.message());
    }
    rules::check_name(&mut fields, "name", &form.name);
    if !form.accepts {
        fields.error("accepts", "field-accept-to-join");
    }
    fields.finish()?;
    let passphrase = node.hasher.hash(&form.passphrase).await.unwrap_or_default();
    let guest = Caller::plain(Actor::Guest);
    let mut unit = node.core.begin().await?;
    let command = Join { name: form.name.clone(), via, accepted: form.accepted() };
    let done = unit.execute(community, guest, here.key(form.key), command).await?;
    if !done.fresh {
        // The same form twice: the first one is good, and its codes were shown then.
        return Err(crate::spine::refusal::conflict("error-joined-already"));
    }
    let member = done.subject()?;
    let codes = rules::recovery_codes(&node.core.world);
    let hashes = codes.iter().map(|code| rules::hash_code(code)).collect();
    let key = node.core.world.id();
    unit.execute(community, guest, key, IssueRecoveryCodes { member, hashes }).await?;
    unit.tx.run(&sessions::store::SET_PASSPHRASE, args![member, community, passphrase, here.now()]).await?;
    let browser = browser(&here.visit, community, headers);
    let tokens = sessions::open(&mut unit.tx, &node.core.world, community, member, &browser, false).await?;
    unit.commit().await?;
    Ok((codes, tokens))
}

/// Asking to join.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct RequestForm {
    key: Option<Id>,
    name: String,
    message: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "spine/members/templates/request.html")]
struct RequestPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    form: RequestForm,
    open: bool,
    /// The link by which they come back for the answer, once they asked.
    link: Option<String>,
    /// What two members type who know them, where the community chose that.
    code: Option<String>,
    /// Whether nobody holds the mandate to answer.
    vacant: bool,
}

/// Whether two members who vouch let somebody in.
fn vouching(here: &Here) -> bool {
    here.community.joining == communities::Joining::Vouching.as_str()
}

/// The page to ask to join.
#[utoipa::path(get, path = "/c/{handle}/join", responses((status = 200, body = RequestPage)))]
async fn request_form(here: Here) -> Answer {
    let page = here.page(here.visit.lang.t("request-title")).await?;
    let form = RequestForm { key: Some(page.key), ..RequestForm::default() };
    let open = here.community.joining != communities::Joining::Invitation.as_str();
    let vacant = !mandates::pages::somebody_answers(&here).await?;
    here.answer(&RequestPage { page, form, open, link: None, code: None, vacant })
}

/// Asks to join, and gives the private link to come back by.
#[utoipa::path(post, path = "/c/{handle}/join", request_body = RequestForm, responses((status = 200, body = RequestPage), (status = 422), (status = 429)))]
async fn request(here: Here, Input(form): Input<RequestForm>) -> Answer {
    let node = here.node();
    here.slow_down("error-too-many-tries")?;
    let secret = node.core.secret(here.community.id).await?;
    let together = together(&here, &secret);
    let command = RequestToJoin { name: form.name.clone(), message: form.message.clone(), together };
    let title = here.visit.lang.t("request-title");
    match node.core.execute(here.community.id, Caller::plain(Actor::Guest), here.key(form.key), command).await {
        Ok(done) => {
            let request = done.subject()?;
            let link = here.address(&format!("/join/{}", join_code(&secret, request)));
            let code = vouching(&here).then(|| voice_code(&secret, request));
            let page = here.page(title).await?;
            let vacant = !mandates::pages::somebody_answers(&here).await?;
            here.answer(&RequestPage { page, form, open: true, link: Some(link), code, vacant })
        }
        Err(error) => {
            let errors = here.visit.form_errors(error)?;
            let page = here.page(title).await?.with_errors(errors);
            let vacant = !mandates::pages::somebody_answers(&here).await?;
            let view = RequestPage { page, form, open: true, link: None, code: None, vacant };
            here.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}
