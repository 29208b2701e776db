// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Moving to another node: what travels and what does not, said before anything is done; and whither the community goes.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{
        command::Command as _,
        communities::moving::{Announce, CallOff, check_address},
        id::Id,
        members,
        refusal::{Fields, Result as Outcome},
    },
    store::args,
    web::{Answer, Input, Member, Page, Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().routes(routes!(moving, announce)).routes(routes!(call_off))
}

/// What of a community travels and what does not: the ends of messages.
const TRAVEL: [&str; 5] = ["log", "words", "files", "waiting", "codes"];
const STAY: [&str; 4] = ["ways-in", "letters", "tokens", "backups"];
/// What whoever looks after the two machines does: the end of a message, and a command.
const STEPS: [(&str, &str); 4] = [
    ("key", "tequio custodian --output clave.txt"),
    ("pack", "tequio community export {handle} mudanza.tequio --to age1…"),
    ("unpack", "tequio community import mudanza.tequio --identity clave.txt"),
    ("back", "tequio community return {handle}"),
];

/// Where it goes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct MoveForm {
    key: Option<Id>,
    /// The address of its home there.
    there: String,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "safekeeping/moving/templates/moving.html")]
struct MovePage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: MoveForm,
    /// Where it is about to live.
    to: Option<String>,
    /// Whether it has a host of its own, which goes with it.
    own_host: Option<String>,
    /// Whether the viewer may say where it goes.
    may_announce: bool,
    /// How many printed codes the viewer has left: one of them opens their account there.
    codes: i64,
    handle: String,
}

impl MovePage {
    fn steps(&self) -> Vec<(&'static str, String)> {
        STEPS.iter().map(|(step, command)| (*step, command.replace("{handle}", &self.handle))).collect()
    }
}

/// What moving to another node means, and where the community goes.
#[utoipa::path(get, path = "/c/{handle}/safekeeping/move", responses((status = 200, body = MovePage), (status = 401)))]
async fn moving(member: Member) -> Answer {
    let page = member.page(member.visit.lang.t("move-title")).await?;
    show(&member, page, MoveForm::default()).await
}

async fn show(member: &Member, page: Page, form: MoveForm) -> Answer {
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let codes: Option<(i64,)> = member.read().await?.optional(&members::store::CODES_LEFT, args![]).await?;
    let view = MovePage {
        form: MoveForm { key: form.key.or(Some(page.key)), ..form },
        to: member.community.moves_to.clone(),
        own_host: member.community.host.clone(),
        may_announce: member.may(Announce::NAME).await?,
        codes: codes.map_or(0, |(count,)| count),
        handle: member.community.handle.clone(),
        page,
    };
    member.visit.answer_with(status, &view)
}

/// The address where it goes, which is not the one where it is, unless that goes with it.
fn whither(member: &Member, to: &str) -> Outcome<String> {
    let to = check_address(to, &member.community.handle)?;
    let mut fields = Fields::default();
    if member.community.host.is_none() && to == member.node().doors.address_of(&member.community.handle, None) {
        fields.error("there", "field-move-here");
    }
    fields.finish()?;
    Ok(to)
}

/// Says where the community goes.
#[utoipa::path(post, path = "/c/{handle}/safekeeping/move", request_body = MoveForm, responses((status = 303), (status = 401), (status = 403), (status = 422)))]
async fn announce(member: Member, Input(form): Input<MoveForm>) -> Answer {
    member.must(Announce::NAME).await?;
    let command = whither(&member, &form.there).map(|to| Announce { to });
    let done = match command {
        Ok(command) => member.execute(form.key, command).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on("/safekeeping/move", "move-announced", Some(done))),
        Err(error) => {
            let errors = member.visit.form_errors(error)?;
            let page = member.page(member.visit.lang.t("move-title")).await?.with_errors(errors);
            show(&member, page, form).await
        }
    }
}

/// Says that it stays.
#[utoipa::path(post, path = "/c/{handle}/safekeeping/move/call-off", responses((status = 303), (status = 401), (status = 403), (status = 409)))]
async fn call_off(member: Member) -> Answer {
    let done = member.execute(None, CallOff).await?;
    Ok(member.go_on("/safekeeping/move", "move-called-off", Some(done)))
}
