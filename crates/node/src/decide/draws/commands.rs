// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Calling a draw, stepping out of it, entering and confirming the numbers by which it is made, and answering.

use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use tequio_deliberation::{Digest, sortition::numbers};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        entries::{self, Draft},
        event,
        id::Id,
        keys::Sealed,
        members,
        refusal::{Error, Fields, Result, conflict, forbidden, not_found},
        world::{DAY, Micros},
    },
    store::args,
};

use super::{
    KIND,
    rules::{DAYS_LIMIT, Kept, Person, SEATS_LIMIT, Said, Stage},
    store,
};

/// What happens to draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody calls one. (What for is in the entry's events.)
    Called {
        /// Which entry.
        draw: Id,
        /// How many are drawn.
        seats: u32,
        /// How many more may step in.
        alternates: u32,
        /// Which public numbers decide.
        source: Sealed,
        /// Of which day, as `2026-11-28`.
        numbers_on: String,
        /// When that day begins there.
        numbers_at: Micros,
        /// Until when one may step out.
        closes_at: Micros,
        /// What is hashed with the numbers, so that who draws them does not know what they do.
        nonce: Sealed,
        /// Its digest.
        digest: Digest,
    },
    /// Somebody would rather not be in it, or is in it again.
    Chosen {
        /// Which.
        draw: Id,
        /// Whether they take part.
        takes_part: bool,
    },
    /// Nobody steps out any more.
    Fixed {
        /// Which.
        draw: Id,
        /// Who takes part.
        roll: Vec<Id>,
    },
    /// Somebody says what the numbers are, or takes that back.
    Entered {
        /// Of which.
        draw: Id,
        /// The numbers, as they are hashed.
        numbers: Option<String>,
    },
    /// Another one says so too: by that, people are drawn.
    Drawn {
        /// Which.
        draw: Id,
        /// The numbers.
        numbers: String,
        /// The nonce.
        nonce: String,
    },
    /// Somebody who was drawn says whether they do it.
    Answered {
        /// In which.
        draw: Id,
        /// Whether they do.
        accepts: bool,
    },
    /// It is not drawn.
    CalledOff {
        /// Which.
        draw: Id,
        /// Why; nothing where too few were left.
        reason: Option<Sealed>,
    },
    /// It is written what those who were drawn are given.
    Noted {
        /// In which.
        draw: Id,
        /// What; nothing, where that is taken back.
        note: Option<Sealed>,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Draw(event)
    }
}

/// Calls a draw.
#[derive(Debug, Clone)]
pub struct Call {
    /// What for.
    pub draft: Draft,
    /// How many are drawn.
    pub seats: u32,
    /// How many more may step in.
    pub alternates: u32,
    /// Which public numbers decide.
    pub source: String,
    /// The day of the numbers, as `2026-11-28`.
    pub numbers_on: String,
    /// When it begins.
    pub numbers_at: Micros,
    /// Until when one may step out.
    pub closes_at: Micros,
}

impl Call {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        let source = fields.line("source", &self.source, 200);
        if !(1..=SEATS_LIMIT).contains(&self.seats) {
            fields.error_with("seats", "field-draw-seats", "most", SEATS_LIMIT);
        }
        if self.alternates > SEATS_LIMIT {
            fields.error_with("alternates", "field-draw-alternates", "most", SEATS_LIMIT);
        }
        if self.numbers_at < self.closes_at {
            fields.error("numbers_on", "field-draw-before");
        }
        Self { draft, source, ..self }
    }
}

impl Command for Call {
    const NAME: &'static str = "draws.call";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let Self { draft, seats, alternates, source, numbers_on, numbers_at, closes_at } = self.checked(&mut fields);
        if closes_at <= context.at {
            fields.error("closes", "field-draw-past");
        }
        if numbers_at > context.at + DAYS_LIMIT * DAY {
            fields.error_with("numbers_on", "field-draw-far", "days", DAYS_LIMIT);
        }
        if usize::try_from(seats).unwrap_or(usize::MAX) > active(context).await?.len() {
            fields.error("seats", "field-draw-more-than-people");
        }
        fields.finish()?;
        let draw = context.id();
        let published = entries::publish(context, draw, KIND, &draft).await?;
        let source = context.seal(draw, None, &source).await?;
        let chance: [u8; 16] = context.chance();
        let nonce = BASE32_NOPAD.encode(&chance);
        let digest = Digest::of(nonce.as_bytes());
        let nonce = context.seal(draw, None, &nonce).await?;
        let called =
            Event::Called { draw, seats, alternates, source, numbers_on, numbers_at, closes_at, nonce, digest };
        Ok(Decision::about(draw, [published, called.into()]))
    }
}

/// Everybody who belongs.
async fn active(context: &mut Context<'_, '_>) -> Result<Vec<Id>> {
    let all: Vec<(Id,)> = context.tx.all(&members::store::ALL_ACTIVE, args![context.community]).await?;
    Ok(all.into_iter().map(|(member,)| member).collect())
}

/// One that is there, as it is.
async fn there(context: &mut Context<'_, '_>, draw: Id) -> Result<Kept> {
    // The node itself fixes rolls, and has nothing to see.
    if context.actor.member().is_some() {
        entries::commands::may_see(context, draw).await?;
    } else {
        entries::commands::head(context, draw).await?;
    }
    let kept: Option<Kept> = context.tx.optional(&store::HEAD, args![context.community, draw]).await?;
    kept.ok_or_else(not_found)
}

/// The same, in one of these stages.
async fn at(context: &mut Context<'_, '_>, draw: Id, stages: &[Stage]) -> Result<Kept> {
    let kept = there(context, draw).await?;
    match kept.stage() {
        stage if stages.contains(&stage) => Ok(kept),
        Stage::Off => Err(conflict("error-draw-off")),
        Stage::Drawn => Err(conflict("error-draw-drawn")),
        Stage::Open => Err(conflict("error-draw-open")),
        Stage::Fixed => Err(conflict("error-draw-no-numbers")),
        Stage::Entered => Err(conflict("error-draw-fixed")),
    }
}

/// Says that one would rather not be in it, or is in it again.
#[derive(Debug, Clone)]
pub struct Choose {
    /// Which.
    pub draw: Id,
    /// Whether one takes part.
    pub takes_part: bool,
}

impl Command for Choose {
    const NAME: &'static str = "draws.choose";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        context.member()?;
        let Self { draw, takes_part } = self;
        let kept = there(context, draw).await?;
        if kept.stage() != Stage::Open || kept.closes_at <= context.at {
            return Err(conflict("error-draw-fixed"));
        }
        Ok(Decision::about(draw, [Event::Chosen { draw, takes_part }.into()]))
    }
}

/// Fixes the roll; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct Fix(pub Id);

impl Command for Fix {
    const NAME: &'static str = "draws.fix";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self(draw) = self;
        let kept = at(context, draw, &[Stage::Open]).await?;
        if kept.closes_at > context.at {
            return Err(conflict("error-not-yet"));
        }
        let outs: Vec<(Id,)> = context.tx.all(&store::OUTS, args![draw]).await?;
        let mut roll = active(context).await?;
        roll.retain(|member| !outs.contains(&(*member,)));
        // By nothing that anybody could have chosen for the sake of their place.
        roll.sort_unstable();
        let event = match kept.terms(roll.clone())?.flaw() {
            None => Event::Fixed { draw, roll },
            Some(_) => Event::CalledOff { draw, reason: None },
        };
        Ok(Decision::about(draw, [event.into()]))
    }
}

/// Says what the numbers are: also otherwise than before.
#[derive(Debug, Clone)]
pub struct Enter {
    /// Of which.
    pub draw: Id,
    /// The numbers, whatever stands between them.
    pub numbers: String,
}

impl Command for Enter {
    const NAME: &'static str = "draws.enter";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { draw, numbers: typed } = self;
        let kept = at(context, draw, &[Stage::Fixed, Stage::Entered]).await?;
        if kept.numbers_at > context.at {
            return Err(conflict("error-draw-early"));
        }
        let mut fields = Fields::default();
        let typed = fields.line("numbers", &typed, 200);
        let numbers = numbers(&typed);
        if numbers.is_none() {
            fields.error("numbers", "field-draw-numbers");
        }
        fields.finish()?;
        Ok(Decision::about(draw, [Event::Entered { draw, numbers }.into()]))
    }
}

/// Takes back the numbers that nobody confirmed.
#[derive(Debug, Clone)]
pub struct TakeBack(pub Id);

impl Command for TakeBack {
    const NAME: &'static str = "draws.take-back";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        at(context, self.0, &[Stage::Entered]).await?;
        Ok(Decision::about(self.0, [Event::Entered { draw: self.0, numbers: None }.into()]))
    }
}

/// Confirms the numbers that another one entered: by that, people are drawn.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// Of which.
    pub draw: Id,
    /// The numbers that one looked at.
    pub numbers: String,
}

impl Command for Confirm {
    const NAME: &'static str = "draws.confirm";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { draw, numbers } = self;
        let member = context.member()?;
        let kept = at(context, draw, &[Stage::Entered]).await?;
        if kept.entered.as_ref() != Some(&numbers) {
            return Err(conflict("error-draw-other-numbers"));
        }
        // Whoever is alone has nobody to ask.
        if kept.entered_by == Some(member) && active(context).await?.len() > 1 {
            return Err(forbidden("error-draw-alone"));
        }
        let sealed: Option<(Option<String>,)> = context.tx.optional(&store::SEALED, args![draw]).await?;
        let sealed = sealed.and_then(|(sealed,)| sealed).ok_or_else(not_found)?;
        let sealed: Sealed = serde_json::from_str(&sealed).map_err(|error| Error::Damaged(error.to_string()))?;
        let nonce = context.open(&sealed).await?.ok_or_else(not_found)?;
        Ok(Decision::about(draw, [Event::Drawn { draw, numbers, nonce }.into()]))
    }
}

/// Says whether one does what one was drawn for. Who accepted may still decline; who declined was replaced.
#[derive(Debug, Clone)]
pub struct Answer {
    /// In which.
    pub draw: Id,
    /// Whether one does.
    pub accepts: bool,
}

impl Command for Answer {
    const NAME: &'static str = "draws.answer";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { draw, accepts } = self;
        let member = context.member()?;
        at(context, draw, &[Stage::Drawn]).await?;
        let people: Vec<Person> = context.tx.all(&store::PEOPLE, args![draw]).await?;
        let own = people.iter().find(|person| person.member_id == member);
        match own {
            Some(own) if own.said() == Some(Said::Declined) => Err(conflict("error-draw-declined")),
            Some(own) if own.seated => Ok(Decision::about(draw, [Event::Answered { draw, accepts }.into()])),
            _ => Err(forbidden("error-draw-not-drawn")),
        }
    }
}

/// Calls it off, before it was drawn.
#[derive(Debug, Clone)]
pub struct CallOff {
    /// Which.
    pub draw: Id,
    /// Why.
    pub reason: String,
}

impl Command for CallOff {
    const NAME: &'static str = "draws.call-off";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { draw, reason } = self;
        at(context, draw, &[Stage::Open, Stage::Fixed, Stage::Entered]).await?;
        let mut fields = Fields::default();
        let reason = fields.text("reason", &reason, 1000);
        fields.finish()?;
        let reason = Some(context.seal(draw, None, &reason).await?);
        Ok(Decision::about(draw, [Event::CalledOff { draw, reason }.into()]))
    }
}

/// Writes down what those who were drawn are given.
#[derive(Debug, Clone)]
pub struct Note {
    /// In which.
    pub draw: Id,
    /// What.
    pub note: String,
}

impl Command for Note {
    const NAME: &'static str = "draws.note";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { draw, note } = self;
        at(context, draw, &[Stage::Drawn]).await?;
        let mut fields = Fields::default();
        let note = fields.optional("note", &note, 2000);
        fields.finish()?;
        let note = context.seal_optional(draw, None, &note).await?;
        Ok(Decision::about(draw, [Event::Noted { draw, note }.into()]))
    }
}
