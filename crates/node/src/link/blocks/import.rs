// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Taking somebody's block list: first it is shown line by line, then what was ticked is taken. And giving the own one.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use crate::{
    spine::{command::Command as _, id::Id, refusal::FieldError},
    store::args,
    web::{Answer, Failure, Input, Member, Page, Routes},
};

use super::{Entry, Set, lists, pages::Block, rules::Measure, sever, store};

pub(super) fn routes() -> Routes {
    Routes::new().routes(routes!(form, preview)).routes(routes!(take)).routes(routes!(export))
}

/// Lines that are shown and taken at once; whoever has more sends the list again.
const AT_ONCE: usize = 500;

/// A list, as a form or JSON sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ListForm {
    key: Option<Id>,
    /// The text of the list.
    text: String,
    /// Or the file.
    file: String,
    /// The hosts that are taken.
    take: Vec<String>,
}

/// A line of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlockInList)]
struct Proposed {
    /// Its number.
    line: u64,
    target: String,
    measure: String,
    reason: String,
    /// What is done about it already.
    now: Option<String>,
}

#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "link/templates/block_list.html")]
struct ListPage {
    #[serde(skip)]
    #[schema(ignore)]
    page: Page,
    #[serde(skip)]
    #[schema(ignore)]
    form: ListForm,
    proposed: Vec<Proposed>,
    /// How many lines say what is so already, and how many wait for the next time.
    known: usize,
    more: usize,
    /// What cannot be taken, with its line.
    problems: Vec<String>,
    /// Whether a list was read.
    read: bool,
}

/// The form for taking a block list.
#[utoipa::path(get, path = "/c/{handle}/link/blocks/import", responses((status = 200, body = ListPage), (status = 401), (status = 403)))]
async fn form(member: Member) -> Answer {
    member.must(Set::NAME).await?;
    show(&member, ListForm::default(), None, Vec::new()).await
}

async fn show(member: &Member, form: ListForm, read: Option<ListPage>, errors: Vec<FieldError>) -> Answer {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = member.page(member.visit.lang.t("blocks-import")).await?.in_room("link").with_errors(errors);
    let view = match read {
        Some(read) => ListPage { page, ..read },
        None => ListPage { page, form, proposed: Vec::new(), known: 0, more: 0, problems: Vec::new(), read: false },
    };
    member.visit.answer_with(status, &view)
}

/// What is done about whom.
async fn all(member: &Member) -> Result<Vec<Block>, Failure> {
    let mut reader = member.read().await?;
    Ok(reader.all(&store::LIST, args![super::rules::MOST, 0_i64]).await?)
}

/// Shows what would come of a block list; nothing is changed.
#[utoipa::path(post, path = "/c/{handle}/link/blocks/import", request_body = ListForm, responses((status = 200, body = ListPage), (status = 403), (status = 422)))]
async fn preview(member: Member, Input(form): Input<ListForm>) -> Answer {
    member.must(Set::NAME).await?;
    let text = if form.file.trim().is_empty() { form.text.clone() } else { form.file.clone() };
    if text.trim().is_empty() {
        let missing = FieldError { field: "text", message: "field-required", arguments: Vec::new() };
        return show(&member, form, None, vec![missing]).await;
    }
    let (lines, unfit) = lists::read(&text);
    let lang = member.visit.lang;
    let told = |(line, why): (u64, lists::Unfit)| {
        lang.with("blocks-line", &[("line", &line.to_string()), ("what", &lang.t(why.message()))])
    };
    let there = all(&member).await?.into_iter().map(|block| (block.target, block.measure));
    let there: HashMap<String, String> = there.collect();
    let (mut proposed, mut known, mut more, mut seen) = (Vec::new(), 0, 0, HashSet::new());
    for lists::Line { number, entry: Entry { target, measure, reason } } in lines {
        let now = there.get(&target).cloned();
        if now.as_ref() == Some(&measure) || !seen.insert(target.clone()) {
            known += 1;
        } else if proposed.len() >= AT_ONCE {
            more += 1;
        } else {
            proposed.push(Proposed { line: number, target, measure, reason, now });
        }
    }
    let problems = unfit.into_iter().map(told).collect();
    let form = ListForm { text, file: String::new(), ..form };
    let page = Page::of(&member.visit, String::new());
    let read = ListPage { page, form: form.clone(), proposed, known, more, problems, read: true };
    show(&member, form, Some(read), Vec::new()).await
}

/// Takes what was ticked of a block list.
#[utoipa::path(post, path = "/c/{handle}/link/blocks/import/take", request_body = ListForm, responses((status = 303), (status = 403), (status = 409), (status = 422)))]
async fn take(member: Member, Input(form): Input<ListForm>) -> Answer {
    member.must(Set::NAME).await?;
    let ticked: HashSet<&String> = form.take.iter().collect();
    let (lines, _) = lists::read(&form.text);
    let entries: Vec<Entry> =
        lines.into_iter().map(|line| line.entry).filter(|entry| ticked.contains(&entry.target)).take(AT_ONCE).collect();
    if entries.is_empty() {
        let missing = FieldError { field: "text", message: "field-blocks-ticked", arguments: Vec::new() };
        return show(&member, form, None, vec![missing]).await;
    }
    let (community, key) = (member.community.id, member.key(form.key));
    match sever::change(member.node(), community, member.caller(), key, Set(entries)).await {
        Ok(done) => Ok(member.go_on("/link/blocks", "blocked", Some(done))),
        Err(error) => show(&member, form, None, member.visit.form_errors(error)?).await,
    }
}

/// The own list, as others take it: hosts that are limited or suspended.
#[utoipa::path(get, path = "/c/{handle}/link/blocks/export", responses((status = 200, content_type = "text/csv"), (status = 401), (status = 403)))]
async fn export(member: Member) -> Answer {
    member.must(Set::NAME).await?;
    let row = |block: Block| {
        let measure = Measure::named(&block.measure).filter(|measure| *measure != Measure::List)?;
        Some((block.target, measure, block.reason)).filter(|(target, ..)| !target.contains("://"))
    };
    let body = lists::written(all(&member).await?.into_iter().filter_map(row)).map_err(|error| Failure {
        detail: Some(error.to_string()),
        ..Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "error-internal")
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"domain_blocks.csv\""),
    ];
    Ok((headers, body).into_response())
}
