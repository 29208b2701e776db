// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Entering for people without device what they say of the decision that is on: raised hands in a round, papers in a ballot.

use askama::Template;
use axum::{extract::Path, http::StatusCode};
use serde::{Deserialize, Serialize};
use tequio_deliberation::life::{Choice, Instant, Options, SECRET_LEAST, Stage, Stance};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    decide::{
        assemblies::{Enter, entering::Said},
        decisions::{
            marks::Mark,
            pages::{
                among::places,
                whole::{Other, Whole as Decided},
            },
            rules::named,
        },
    },
    spine::{
        id::Id,
        refusal::{Fields, Result as Outcome},
    },
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::{one::Someone, whole::Whole};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(enter_form, enter))
}

/// What is entered, as a form holds it.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EnterForm)]
struct EnterForm {
    key: Option<Id>,
    decision: String,
    /// The digest of the text that was read out.
    text: String,
    people: Vec<Id>,
    /// In a round: `agree`, `stand_aside` or `object`.
    stance: String,
    words: String,
    /// In a ballot on a text: how many papers say yes, how many no, and how many nothing.
    yes: String,
    no: String,
    blank: String,
    /// In one on options: the papers, a line each, as `3>1=2` or `1:4 3:2`, or `b` for blank.
    papers: String,
}

/// What is shown of papers anywhere: nothing.
impl std::fmt::Debug for EnterForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnterForm(…)")
    }
}

impl EnterForm {
    /// What was said by hands.
    fn hands(&self) -> Outcome<Said> {
        let mut fields = Fields::default();
        let stance = named::<Stance>(&self.stance);
        if stance.is_none() {
            fields.error("stance", "field-stance");
        }
        if self.people.is_empty() {
            fields.error("people", "field-people");
        }
        fields.finish()?;
        Ok(Said::Hands { stance: stance.unwrap_or(Stance::Agree), words: self.words.replace("\r\n", "\n") })
    }

    /// What was said on paper.
    fn on_paper(&self, options: Option<&Options<Id>>) -> Outcome<Said> {
        let mut fields = Fields::default();
        if self.people.is_empty() {
            fields.error("people", "field-people");
        }
        let mut papers = Vec::new();
        if options.is_some() {
            for (line, number) in self.papers.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
                let mark = Mark::try_from(line.trim().to_owned()).map(|mark| mark.0);
                match mark {
                    Ok(choice) if options.is_none_or(|options| options.check(&choice).is_ok()) => papers.push(choice),
                    _ => fields.error_with("papers", "field-papers-line", "number", number),
                }
            }
        } else {
            for (count, choice) in [(&self.yes, Choice::Yes), (&self.no, Choice::No), (&self.blank, Choice::Blank)] {
                let count = if count.trim().is_empty() { Some(0) } else { count.trim().parse::<usize>().ok() };
                match count.filter(|count| *count <= self.people.len()) {
                    Some(count) => papers.extend(std::iter::repeat_n(choice, count)),
                    None => fields.error("papers", "field-papers-count"),
                }
            }
        }
        fields.finish()?;
        Ok(Said::Papers(papers))
    }
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "decide/assemblies/templates/enter.html")]
#[schema(as = EnterPage)]
struct EnterPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    id: Id,
    about: Other,
    decision: Id,
    /// Whether it is a round; otherwise it is a ballot.
    round: bool,
    /// Those who are there, may say something, and have not.
    people: Vec<Someone>,
    /// The options by their numbers, in a ballot on options.
    places: Vec<String>,
    /// Whether they are ranked.
    ranks: bool,
    /// Whether so few are hardly secret.
    few: bool,
    form: EnterForm,
}

/// What may be entered now.
struct Open {
    whole: Whole,
    decided: Decided,
}

async fn open(member: &Member, id: &str) -> Result<Open, Failure> {
    let mut reader = member.read().await?;
    let whole = Whole::find(member, &mut reader, id).await?;
    let decision = whole.state.on().and_then(|(topic, _)| topic.decision).filter(|_| whole.entry.removed_at.is_none());
    let decision = decision.ok_or_else(|| Failure::new(StatusCode::CONFLICT, "error-assembly-on"))?;
    let decided = Decided::find(member, &mut reader, &decision.to_string()).await?;
    match decided.life.at(Instant(member.now())).stage {
        Stage::Consent | Stage::Ballot => Ok(Open { whole, decided }),
        _ => Err(Failure::new(StatusCode::CONFLICT, "error-assembly-nothing-open")),
    }
}

async fn view(member: &Member, open: Open, form: EnterForm, page: Page) -> Result<EnterPage, Failure> {
    let Open { whole, decided } = open;
    let life = &decided.life;
    let round = life.stage == Stage::Consent;
    let roll = life.terms.as_ref().map(|terms| terms.roll.as_slice()).unwrap_or_default();
    let said = |who: &Id| if round { life.stances.contains_key(who) } else { life.cast.contains(who) };
    let may = whole.state.present.iter().filter(|who| roll.contains(who) && !said(who));
    let options = life.terms.as_ref().and_then(|terms| terms.options.as_ref());
    let page = page.in_room("decide");
    Ok(EnterPage {
        id: whole.entry.id,
        about: Other {
            path: member.path(&format!("/decide/{}", decided.entry.id)),
            title: decided.entry.title.clone().unwrap_or_default(),
        },
        decision: decided.entry.id,
        round,
        people: may.map(|who| Someone { id: *who, name: whole.names.name(&page, *who) }).collect(),
        places: options.map(|options| places(&page, &decided, options)).unwrap_or_default(),
        ranks: options.is_some_and(|options| options.by.ranks()),
        few: roll.len() < SECRET_LEAST,
        form,
        page,
    })
}

/// The form for entering what people without device say.
#[utoipa::path(get, path = "/c/{handle}/decide/assemblies/{id}/enter", responses((status = 200, body = EnterPage), (status = 401), (status = 404), (status = 409)))]
async fn enter_form(member: Member, Path((_, id)): Path<(String, String)>) -> Answer {
    let open = open(&member, &id).await?;
    let page = member.page(member.visit.lang.t("enter-title")).await?;
    let text = open.decided.life.text.to_string();
    let form = EnterForm { key: Some(page.key), text, ..EnterForm::default() };
    let view = view(&member, open, form, page).await?;
    member.answer(&view)
}

/// Enters it.
#[utoipa::path(post, path = "/c/{handle}/decide/assemblies/{id}/enter", request_body = EnterForm, responses((status = 303), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn enter(member: Member, Path((_, id)): Path<(String, String)>, Input(form): Input<EnterForm>) -> Answer {
    let open = open(&member, &id).await?;
    let life = &open.decided.life;
    let said = match life.stage {
        Stage::Consent => form.hands(),
        _ => form.on_paper(life.terms.as_ref().and_then(|terms| terms.options.as_ref())),
    };
    let (assembly, decision) = (open.whole.entry.id, open.decided.entry.id);
    let done = match said {
        Ok(said) => {
            let enter = Enter { assembly, decision, text: form.text.clone(), people: form.people.clone(), said };
            member.execute(form.key, enter).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => Ok(member.go_on(&format!("/decide/assemblies/{id}"), "entered", Some(done))),
        Err(error) => {
            let page = member.page(member.visit.lang.t("enter-title")).await?;
            let page = page.with_errors(member.visit.form_errors(error)?);
            let view = view(&member, open, form, page).await?;
            member.visit.answer_with(StatusCode::UNPROCESSABLE_ENTITY, &view)
        }
    }
}
