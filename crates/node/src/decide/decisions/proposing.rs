// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Proposing something: what is of every day by express consent, in three taps; what asks for more, to be deliberated.

use tequio_deliberation::life::{Action, CLASSES_BY, Class, Kind, Relation, Span, Stance, draft};

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
    KIND, classes,
    commands::{Beside, Event, refuse, word, worded},
    course::Course,
    options::Among,
    rules::{self, digest},
    steps, store,
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
    /// The urgent decision that it is to ratify.
    pub ratifies: Option<Id>,
    /// The class that it is to set, once it is in force.
    pub class: Option<Box<Class<Id>>>,
    /// What is to be chosen among; nothing, and it is decided on the text.
    pub among: Option<Among>,
}

impl Propose {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        if draft.body.is_empty() {
            fields.error("body", "field-required");
        }
        rules::check_paragraphs(&draft.body, fields);
        let among = self.among.map(|among| among.checked(fields));
        Self { draft, among, ..self }
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
        let people = settings.map_or(1, |(.., active)| active);
        let classes = classes::standing(context.tx, context.community, people).await?;
        let texts: Vec<(String,)> = context.tx.all(&communities::store::PRINCIPLES, args![context.community]).await?;
        let principles = rules::principles(texts.iter().map(|(text,)| text.as_str()));
        let class = rules::class_here(&classes, this.kind, principles.into_iter().map(|(name, _)| name));
        let chooses_people = class.choosing.is_some_and(|by| !by.spends());
        let decision = context.id();
        let published = entries::publish(context, decision, KIND, &this.draft).await?;
        let salt = context.id().to_string();
        let effect = match &this.class {
            // How it is decided, a community changes by its weightiest decision, and only so that it can go on deciding.
            Some(_) if this.kind != CLASSES_BY || this.express || this.among.is_some() => {
                return Err(conflict("error-decision-class"));
            }
            Some(class) if classes::flaw(classes, class, people).is_some() => {
                return Err(conflict("error-decision-flaw"));
            }
            Some(class) => Some(classes::written(class)?),
            None => None,
        };
        let text = digest(&salt, &this.draft.title, &this.draft.body, effect.as_deref());
        let salt = context.seal(decision, None, &salt).await?;
        let mut course = Course::begin(context, draft(author, class, text).map_err(refuse)?)?;
        let mut words = Vec::new();
        if let Some(other) = this.ratifies {
            steps::may_ratify(context, other, this.kind).await?;
            let searched = word(context, decision, &mut words, &this.draft.title).await?;
            course.take(context, author, Action::SearchEarlier { words: searched, found: vec![other] })?;
            course.take(context, author, Action::MarkEarlier { decision: other, relation: Relation::Ratifies })?;
        }
        let mut mandate = None;
        if let Some(among) = this.among {
            // Who holds a mandate is a decision about persons, by the class that the community asks of these.
            if among.mandate.is_some() && (this.kind != Kind::Persons || !chooses_people) {
                return Err(conflict("error-decision-class"));
            }
            mandate = among.mandate;
            // They stand on the ballot in the order of their names: as they were written down.
            let mut names: Vec<Id> = among.options.iter().map(|_| context.id()).collect();
            names.sort_unstable();
            for (option, offered) in names.into_iter().zip(among.options) {
                words.push(worded(context, decision, option, &offered.words()).await?);
                course.take(context, author, Action::OfferOption { option, cost: offered.cost })?;
            }
            if let Some(amount) = among.allotted {
                course.take(context, author, Action::Allot { amount })?;
            }
        }
        if this.express {
            let roll: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
            let roll = roll.into_iter().map(|(member,)| member).collect();
            course.take(context, author, Action::OpenExpress { roll, review_in: this.review_in })?;
            // Who proposes it says yes by that.
            course.take(context, author, Action::TakeStance { text, stance: Stance::Agree, words: None })?;
        }
        let beside = Beside { salt: Some(salt), class: this.class, mandate, ..Beside::default() };
        let lived = Event::lived(context, decision, course.events, words, beside).await?;
        Ok(Decision::about(decision, [published, lived.into()]))
    }
}
