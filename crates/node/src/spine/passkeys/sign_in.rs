// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Coming in by a passkey. Nobody guesses a signature, so no account is slowed down here; a place is, as at every door.

use axum::{http::HeaderMap, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    spine::{
        id::Id,
        refusal::Result as Outcome,
        sessions::{
            self, Tokens,
            pages::{SignIn, answer_sign_in},
        },
        viewer::Viewer,
        world::Micros,
    },
    store::args,
    web::{
        Answer, Failure, Here, Input,
        cookies::{browser, keep_question, question},
        lang::civil_at,
        let_script,
    },
};

use super::{
    ceremony::{self, LASTS, Place},
    store,
};

/// What the page to sign in offers to who has a passkey.
#[derive(Debug)]
pub(crate) struct Offer {
    /// What the browser is asked, as JSON.
    pub(crate) options: String,
    sealed: String,
}

impl Offer {
    /// Gives the browser what goes with the page.
    pub(crate) fn give(&self, here: &Here, response: &mut Response) {
        keep_question(&here.visit, here.community.id, &self.sealed, LASTS / 1_000_000, response);
        let_script(response);
    }
}

/// An offer, where somebody has a passkey that opens by this door: whoever has none need not wonder what it is.
///
/// # Errors
/// As the store says.
pub(crate) async fn offer(here: &Here) -> Result<Option<Offer>, Failure> {
    let Some(place) = Place::of(here) else { return Ok(None) };
    let mut reader = here.node().core.db.read(&Viewer::Node).await?;
    let any: Option<(Id,)> = reader.optional(&store::ANY, args![here.community.id, place.host.as_str()]).await?;
    if any.is_none() {
        return Ok(None);
    }
    let ceremony::Question { options, sealed } = ceremony::ask_to_use(&here.node().core, &place)?;
    Ok(Some(Offer { options, sealed }))
}

/// What the browser answers.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = PasskeyAnswerForm)]
pub(super) struct AnswerForm {
    /// The answer of the passkey, as JSON.
    #[serde(skip_serializing)]
    answer: String,
    next: String,
}

/// Signs in by a passkey, which stands for passphrase and second factor both.
#[utoipa::path(post, path = "/c/{handle}/sign-in/passkey", request_body = AnswerForm, responses((status = 303), (status = 403), (status = 409), (status = 422), (status = 429)))]
pub(super) async fn sign_in(here: Here, headers: HeaderMap, Input(form): Input<AnswerForm>) -> Answer {
    let outcome = enter(&here, &headers, &form.answer).await;
    answer_sign_in(&here, SignIn::to(form.next), outcome).await
}

async fn enter(here: &Here, headers: &HeaderMap, answer: &str) -> Outcome<Tokens> {
    here.slow_down("error-too-many-sign-ins")?;
    let place = Place::must(here)?;
    let (core, community) = (&here.node().core, here.community.id);
    let mut unit = core.begin().await?;
    let asked = (question(community, headers), answer);
    let member = match ceremony::used(core, &mut unit.tx, &place, asked, today(here)).await {
        Ok(member) => member,
        Err(refused) => {
            // A wrong answer uses the question up.
            unit.commit().await?;
            return Err(refused);
        }
    };
    here.visit.concerns(member);
    let browser = browser(&here.visit, community, headers);
    let tokens = sessions::open(&mut unit.tx, &core.world, community, member, &browser, true).await?;
    unit.commit().await?;
    Ok(tokens)
}

/// When the day began, where the community is: nothing finer is kept of the use of a passkey.
fn today(here: &Here) -> Micros {
    let (now, zone) = (here.now(), here.community.zone());
    let began = zone.to_timestamp(civil_at(now, &zone).date().at(0, 0, 0, 0));
    began.map_or(now, |began| began.as_microsecond())
}
