// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proposing something: what is of every day by express consent, in three taps; what asks for more, to be deliberated.

use tequio_deliberation::life::{Action, Kind, Span, Stance, draft};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        communities,
        entries::{self, Draft},
        id::Id,
        members,
        refusal::{Fields, Result, conflict},
    },
    store::args,
};

use super::{
    KIND,
    commands::{Beside, Event, refuse},
    course::Course,
    rules::{self, digest},
    store,
};

/// Proposes something to the community.
#[derive(Debug, Clone)]
pub struct Propose {
    /// Its title, its text, who may see it.
    pub draft: Draft,
    /// What it is about.
    pub kind: Kind,
    /// By express consent: open at once, for a few days, until somebody objects. Otherwise it begins as a draft.
    pub express: bool,
    /// How long after it is agreed it is reviewed.
    pub review_in: Span,
}

impl Propose {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        if draft.body.is_empty() {
            fields.error("body", "field-required");
        }
        Self { draft, ..self }
    }
}

impl Command for Propose {
    const NAME: &'static str = "decision.propose";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let this = self.checked(&mut fields);
        fields.finish()?;
        let author = context.member()?;
        let open: Option<(i64,)> = context.tx.optional(&store::OPEN_BY, args![context.community, author]).await?;
        if open.is_some_and(|(open,)| open >= rules::OPEN_LIMIT) {
            return Err(conflict("error-decision-open-enough"));
        }
        let settings: Option<(String, String, i64)> =
            context.tx.optional(&communities::store::SETTINGS, args![context.community]).await?;
        let texts: Vec<(String,)> = context.tx.all(&communities::store::PRINCIPLES, args![context.community]).await?;
        let principles = rules::principles(texts.iter().map(|(text,)| text.as_str()));
        let class = rules::class_here(
            this.kind,
            settings.map_or(1, |(.., active)| active),
            principles.into_iter().map(|(name, _)| name),
        );
        if !this.express && !rules::is_deliberated_here(&class) {
            return Err(conflict("error-decision-class"));
        }
        let decision = context.id();
        let published = entries::publish(context, decision, KIND, &this.draft).await?;
        let salt = context.id().to_string();
        let text = digest(&salt, &this.draft.title, &this.draft.body);
        let salt = context.seal(decision, None, &salt).await?;
        let mut course = Course::begin(context, draft(author, class, text).map_err(refuse)?)?;
        if this.express {
            let roll: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
            let roll = roll.into_iter().map(|(member,)| member).collect();
            course.take(context, author, Action::OpenExpress { roll, review_in: this.review_in })?;
            // Who proposes it says yes by that.
            course.take(context, author, Action::TakeStance { text, stance: Stance::Agree, words: None })?;
        }
        let beside = Beside { salt: Some(salt), ..Beside::default() };
        let lived = Event::lived(context, decision, course.events, Vec::new(), beside).await?;
        Ok(Decision::about(decision, [published, lived.into()]))
    }
}
