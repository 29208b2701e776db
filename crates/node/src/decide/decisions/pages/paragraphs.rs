// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! The numbered paragraphs of a text, and what was said of each.

use serde::Serialize;
use tequio_deliberation::life::{Event as Happened, Side};
use utoipa::ToSchema;

use crate::{
    decide::decisions::{LifeEvent, rules::paragraphs},
    spine::id::Id,
    web::Page,
};

use super::whole::{Place, Whole};

/// A paragraph.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionParagraph)]
pub(super) struct Paragraph {
    /// As Markdown.
    pub(super) text: String,
    /// What was said of it.
    pub(super) remarks: Vec<Remark>,
}

/// Something that was said of a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Remark {
    pub(super) id: Id,
    /// `for`, `concern` or `question`.
    pub(super) sort: &'static str,
    pub(super) name: String,
    /// Word for word; nothing once the entry is removed.
    pub(super) words: Option<String>,
    /// A question's answer, and who answered.
    pub(super) answer: Option<String>,
    pub(super) answered_by: Option<String>,
    /// Whether it is the viewer's to take back.
    pub(super) mine: bool,
    /// The paragraph as it was, where no paragraph reads so any more.
    pub(super) of: Option<String>,
}

/// Where a paragraph of an earlier version stands now, if it reads as it did.
fn stands(place: &Place, then: &str, now: &[&str]) -> Option<usize> {
    let number = place.paragraph.checked_sub(1).and_then(|number| usize::try_from(number).ok());
    let same = number.filter(|number| now.get(*number).copied() == Some(then));
    same.or_else(|| now.iter().position(|text| *text == then))
}

impl Remark {
    fn at(page: &Page, whole: &Whole, viewer: Option<Id>, place: &Place) -> Option<Self> {
        let life = &whole.life;
        let (by, sort, answer) = match (life.arguments.get(&place.id), life.questions.get(&place.id)) {
            (Some(argument), _) => (argument.by, if argument.side == Side::For { "for" } else { "concern" }, None),
            (None, Some(question)) => (question.by, "question", question.answer),
            (None, None) => return None,
        };
        let name = |person| whole.names.name(page, person);
        Some(Self {
            id: place.id,
            sort,
            name: name(by),
            words: whole.words(place.id),
            answered_by: answer.and_then(|words| whole.author(words)).map(name),
            answer: answer.and_then(|words| whole.words(words)),
            mine: viewer == Some(by) && life.stage.is_open() && answer.is_none(),
            of: None,
        })
    }
}

/// What an event says of a paragraph.
fn said_in(event: &LifeEvent) -> Option<Id> {
    match event {
        Happened::Argued { argument: id, .. } | Happened::Asked { question: id, .. } => Some(*id),
        _ => None,
    }
}

/// The paragraphs, and what was said of paragraphs that read otherwise by now.
pub(super) fn all(page: &Page, whole: &Whole, viewer: Option<Id>) -> (Vec<Paragraph>, Vec<Remark>) {
    let body = whole.entry.body.as_deref().unwrap_or_default();
    let now = paragraphs(body);
    let paragraph = |text: &&str| Paragraph { text: (*text).to_owned(), remarks: Vec::new() };
    let mut all: Vec<Paragraph> = now.iter().map(paragraph).collect();
    let mut earlier = Vec::new();
    // In the order in which they were said.
    let said: Vec<Id> = whole.events.iter().filter_map(|(_, event)| said_in(event)).collect();
    let mut places: Vec<&Place> = whole.places.iter().collect();
    places.sort_by_key(|place| said.iter().position(|id| *id == place.id));
    for place in places {
        let Some(remark) = Remark::at(page, whole, viewer, place) else { continue };
        let then = whole.paragraph(place);
        match stands(place, then, &now).and_then(|at| all.get_mut(at)) {
            Some(paragraph) => paragraph.remarks.push(remark),
            None => earlier.push(Remark { of: Some(then.to_owned()), ..remark }),
        }
    }
    (all, earlier)
}
