// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Asking for a time, saying when one can come, and choosing: then an activity stands in the agenda.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use tequio_calendar::{End, Moment, Series as Dates};

use crate::{
    act::agenda::{self, commands::Plan, series::Series},
    spine::{
        apply::Projection,
        command::{Command, Context, Decision},
        entries::{self, Draft},
        event,
        id::Id,
        keys::Sealed,
        mandates,
        notices::Notice,
        refusal::{Fields, Result, conflict, not_found},
        viewer::Visibility,
        world::Micros,
    },
    store::args,
};

use super::{
    KEEPERS, KIND,
    rules::{Can, DATES_LIMIT, MINUTES_LIMIT},
    store,
};

/// What happens to searches for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Somebody asks when the others can come. (The words are in the entry's events.)
    Asked {
        /// Which entry.
        poll: Id,
        /// The times, local: `2026-11-28T10:00`.
        dates: Vec<String>,
        /// In which zone.
        time_zone: String,
        /// How long it is to last.
        minutes: i64,
        /// Where.
        place: Option<Sealed>,
    },
    /// Somebody says when they can come.
    Answered {
        /// In which.
        poll: Id,
        /// To which times.
        answers: Vec<(String, Can)>,
    },
    /// A time is chosen.
    Closed {
        /// Which.
        poll: Id,
        /// The time.
        chosen: String,
        /// The activity that stands in the agenda.
        activity: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Times(event)
    }
}

/// Asks when the others can come.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What for.
    pub draft: Draft,
    /// The times, local.
    pub dates: Vec<DateTime>,
    /// In which zone.
    pub time_zone: String,
    /// How long it is to last, in minutes.
    pub minutes: i64,
    /// Where.
    pub place: String,
}

impl Ask {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        let place = fields.optional_line("place", &self.place, 200);
        let mut dates = self.dates;
        dates.sort_unstable();
        dates.dedup();
        if !(2..=DATES_LIMIT).contains(&dates.len()) {
            fields.error_with("dates", "field-times", "most", DATES_LIMIT);
        }
        if !(1..=MINUTES_LIMIT).contains(&self.minutes) {
            fields.error("minutes", "field-minutes");
        }
        Self { draft, place, dates, ..self }
    }
}

/// A local time as it is stored.
fn written(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}

impl Command for Ask {
    const NAME: &'static str = "times.ask";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let this = self.checked(&mut fields);
        fields.finish()?;
        let poll = context.id();
        let published = entries::publish(context, poll, KIND, &this.draft).await?;
        let place = context.seal_optional(poll, None, &this.place).await?;
        let dates = this.dates.into_iter().map(written).collect();
        let asked = Event::Asked { poll, dates, time_zone: this.time_zone, minutes: this.minutes, place };
        Ok(Decision::about(poll, [published, asked.into()]))
    }
}

/// How one stands that may be seen.
struct Head {
    time_zone: String,
    minutes: i64,
    place: Option<String>,
}

/// One that is open, to whoever asks.
async fn open(context: &mut Context<'_, '_>, poll: Id) -> Result<Head> {
    entries::commands::may_see(context, poll).await?;
    let row: Option<(String, i64, Option<String>, Option<Micros>)> =
        context.tx.optional(&store::HEAD, args![context.community, poll]).await?;
    match row.ok_or_else(not_found)? {
        (.., Some(_)) => Err(conflict("error-times-closed")),
        (time_zone, minutes, place, None) => Ok(Head { time_zone, minutes, place }),
    }
}

/// Says when one can come: also otherwise than before.
#[derive(Debug, Clone)]
pub struct Answer {
    /// In which.
    pub poll: Id,
    /// To which times.
    pub answers: Vec<(String, Can)>,
}

impl Command for Answer {
    const NAME: &'static str = "times.answer";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        context.member()?;
        let Self { poll, answers } = self;
        open(context, poll).await?;
        let dates: Vec<(String,)> = context.tx.all(&store::DATES, args![poll]).await?;
        if answers.is_empty() || !answers.iter().all(|(starts, _)| dates.contains(&(starts.clone(),))) {
            return Err(not_found());
        }
        Ok(Decision::about(poll, [Event::Answered { poll, answers }.into()]))
    }
}

/// Chooses a time: an activity stands in the agenda then, with what was said of it.
#[derive(Debug, Clone)]
pub struct Close {
    /// Which.
    pub poll: Id,
    /// The time.
    pub chosen: String,
}

impl Command for Close {
    const NAME: &'static str = "times.close";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { poll, chosen } = self;
        let head = open(context, poll).await?;
        entries::commands::may_change(context, poll, KEEPERS).await?;
        let dates: Vec<(String,)> = context.tx.all(&store::DATES, args![poll]).await?;
        let start: DateTime = chosen.parse().map_err(|_| not_found())?;
        let zone = tequio_calendar::zone::get(&head.time_zone).ok_or_else(not_found)?;
        let start_at = zone.to_timestamp(start).map_err(|_| not_found())?;
        if !dates.contains(&(chosen.clone(),)) {
            return Err(not_found());
        }
        if start_at.as_microsecond() <= context.at {
            return Err(conflict("error-times-over"));
        }
        let end = jiff::Span::new().try_minutes(head.minutes).ok().and_then(|span| start.checked_add(span).ok());
        let end = Moment::zoned(end.ok_or_else(not_found)?, zone.clone());
        let series = Dates::once(Moment::zoned(start, zone), End::At(end));
        let row: Option<(Option<String>, Option<String>, String, String, i64)> =
            context.tx.optional(&store::WORDS, args![poll]).await?;
        let (title, body, language, licence, visibility) = row.ok_or_else(not_found)?;
        let plan = Plan {
            draft: Draft {
                title: title.unwrap_or_default(),
                body: body.unwrap_or_default(),
                language,
                licence,
                visibility: Visibility::from_number(visibility),
                tags: Vec::new(),
                hosts: Vec::new(),
            },
            series: Series::new(&series),
            time_zone: head.time_zone,
            place: head.place.unwrap_or_default(),
            link: String::new(),
            capacity: None,
            imported: None,
        };
        let Decision { subject, events } = agenda::Publish { plan }.decide(context).await?;
        let activity = subject.ok_or_else(not_found)?;
        let closed = Event::Closed { poll, chosen, activity };
        Ok(Decision::about(activity, events.into_iter().chain([closed.into()])))
    }
}

/// Shows an event in the tables.
pub(crate) async fn apply(to: &mut Projection<'_, '_>, event: &Event) -> Result<()> {
    match event {
        Event::Asked { poll, dates, time_zone, minutes, place } => {
            let place = to.open_optional(place.as_ref()).await?;
            to.tx.run(&store::INSERT, args![*poll, to.community, time_zone, *minutes, place]).await?;
            for starts in dates {
                to.tx.run(&store::ADD, args![*poll, starts]).await?;
            }
            mandates::commands::tell_all(to, Notice::TimesAsked, *poll).await?;
        }
        Event::Answered { poll, answers } => {
            for (starts, can) in answers {
                let row = args![*poll, starts, to.actor.member(), can.as_str(), to.at];
                to.tx.run(&store::ANSWER, row).await?;
            }
        }
        Event::Closed { poll, chosen, activity } => {
            to.tx.run(&store::CLOSE, args![*poll, to.at, chosen, *activity]).await?;
            let answered: Vec<(Id,)> = to.tx.all(&store::ANSWERED, args![*poll, to.community]).await?;
            for (member,) in answered {
                to.notify(member, Notice::TimesClosed, Some(*poll)).await?;
            }
        }
    }
    Ok(())
}

/// What the room shows of an entry that is removed: that there was one.
pub(crate) async fn clear(to: &mut Projection<'_, '_>, entry: Id) -> Result<()> {
    to.tx.run(&store::CLEAR, args![entry]).await?;
    to.tx.run(&store::CLEAR_ANSWERS, args![entry]).await?;
    Ok(())
}

/// When an erased member could come is theirs, and goes.
pub(crate) async fn forget(to: &mut Projection<'_, '_>, member: Id) -> Result<()> {
    to.tx.run(&store::FORGET, args![member]).await?;
    Ok(())
}
