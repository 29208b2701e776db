// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! What happens to assemblies in the log; calling one, and what time brings about.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use tequio_calendar::{End, Moment, Series as Dates};
use tequio_deliberation::{
    Digest,
    assembly::{Missing, POINTS_MOST, Point},
    life::Instant,
};

use crate::{
    act::agenda::{self, commands::Plan, series::Series},
    decide::decisions::{commands::Words, rules::SAID_LIMIT},
    spine::{
        command::{Command, Context, Decision},
        entries::{self, Draft, rules::REMOVERS},
        event,
        id::Id,
        members,
        refusal::{Error, FieldError, Fields, Kind, Refusal, Result, conflict, forbidden, not_found},
        world::{DAY, Micros},
    },
    store::{Write, args},
};

use super::{Assembly, Happened, KEEPERS, KIND, store};

/// The longest name of a point, in characters.
pub const POINT_LIMIT: usize = 140;
/// The longest that an assembly, or a point of it, may take, in minutes.
pub const MINUTES_LIMIT: u32 = 24 * 60;

/// What happens to assemblies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Something happened in it. The words that this names are here, sealed.
    Held {
        /// In which assembly; also the subject of what is said there.
        assembly: Id,
        /// As the crate says it.
        events: Vec<Happened>,
        /// The words that these name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        words: Vec<Words>,
        /// People without account who are named for the first time, each the subject of their name.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        names: Vec<Words>,
        /// The activity that says when and where, of one that is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        activity: Option<Id>,
    },
    /// The name of somebody without account is erased.
    NameForgotten {
        /// In which assembly.
        assembly: Id,
        /// Who; also the subject of the name.
        person: Id,
    },
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Assembly(event)
    }
}

/// What happened, with the words that it names.
#[derive(Debug)]
pub(super) struct Course {
    /// The assembly.
    pub(super) id: Id,
    /// As it is after that.
    pub(super) assembly: Assembly,
    events: Vec<Happened>,
    words: Vec<Words>,
    /// Those who are named for the first time.
    pub(super) names: Vec<Words>,
}

impl Course {
    /// Of one that is there, with what time has brought about.
    ///
    /// # Errors
    /// Not found.
    pub(super) async fn present(context: &mut Context<'_, '_>, id: Id) -> Result<Self> {
        let kept = assembly(context.tx, id).await?;
        let events = kept.pass(Instant(context.at)).into_iter().collect();
        let assembly = kept.at(Instant(context.at));
        Ok(Self { id, assembly, events, words: Vec::new(), names: Vec::new() })
    }

    /// Lets something happen, if it may.
    ///
    /// # Errors
    /// What is missing, as a refusal.
    pub(super) fn take(&mut self, context: &Context<'_, '_>, event: Happened) -> Result<()> {
        self.assembly.may(&event, Instant(context.at)).map_err(refuse)?;
        self.assembly.apply(Instant(context.at), &event);
        self.events.push(event);
        Ok(())
    }

    /// Seals words. They are the memory's, and go with the entry.
    ///
    /// # Errors
    /// As the store says; or somebody has said enough.
    pub(super) async fn word(&mut self, context: &mut Context<'_, '_>, text: &str) -> Result<Id> {
        let said: Option<(i64,)> = context.tx.optional(&store::SAID_BY, args![self.id, context.actor.member()]).await?;
        if said.is_some_and(|(letters,)| letters > SAID_LIMIT) {
            return Err(conflict("error-decision-said-enough"));
        }
        let id = context.id();
        self.words.push(Words { id, words: context.seal(self.id, None, text).await? });
        Ok(id)
    }

    /// As it goes into the log.
    pub(super) fn logged(self) -> event::Event {
        let Self { id, events, words, names, .. } = self;
        Event::Held { assembly: id, events, words, names, activity: None }.into()
    }
}

/// What happened in an assembly, from how it is stored.
///
/// # Errors
/// Damaged, where an event cannot be read.
pub(super) fn read(rows: Vec<(Micros, String)>) -> Result<Vec<(Micros, Happened)>> {
    let event = |text: String| serde_json::from_str(&text).map_err(|error| Error::Damaged(error.to_string()));
    rows.into_iter().map(|(at, text)| Ok((at, event(text)?))).collect()
}

/// The assembly that its events make; nothing if there are none.
pub(super) fn replay(events: &[(Micros, Happened)]) -> Option<Assembly> {
    Assembly::replay(events.iter().map(|(at, event)| (Instant(*at), event)))
}

/// An assembly that is there, as its events made it.
///
/// # Errors
/// Not found; or a damaged log.
pub(crate) async fn assembly(tx: &mut Write, id: Id) -> Result<Assembly> {
    let rows: Vec<(Micros, String)> = tx.all(&store::HAPPENED, args![id]).await?;
    replay(&read(rows)?).ok_or_else(not_found)
}

/// A missing condition as a refusal: about a field of a form, or about the state.
pub(super) fn refuse(missing: Missing) -> Error {
    let field = |field, message, arguments| -> Error {
        let fields = vec![FieldError { field, message, arguments }];
        Refusal { fields, ..Refusal::new(Kind::Invalid, "error-check-the-fields") }.into()
    };
    match missing {
        Missing::Stage(_) => conflict("error-assembly-stage"),
        Missing::Known => not_found(),
        Missing::New => conflict("error-assembly-already"),
        Missing::Present => field("present", "field-assembly-present", Vec::new()),
        Missing::Turn => conflict("error-assembly-turn"),
        Missing::On => conflict("error-assembly-on"),
        Missing::Hands => field("hands", "field-hands", Vec::new()),
        Missing::TooMany(POINTS_MOST) => field("points", "field-points", vec![("most", POINTS_MOST.to_string())]),
        Missing::TooMany(most) => field("others", "field-people-limit", vec![("limit", most.to_string())]),
        Missing::PastTime | Missing::Time => conflict("error-conflict"),
    }
}

/// Whether whoever asks leads an assembly: who was named, who called it, who coordinates.
///
/// # Errors
/// A refusal.
pub(super) async fn leads(context: &mut Context<'_, '_>, course: &Course) -> Result<()> {
    let member = context.member()?;
    if course.assembly.facilitator == member || course.assembly.note_taker == member {
        return Ok(());
    }
    match entries::commands::may_change(context, course.id, KEEPERS).await {
        Err(Error::Refused(refusal)) if refusal.kind == Kind::Forbidden => Err(forbidden("error-assembly-leads")),
        other => other.map(drop),
    }
}

/// What is agreed on a point of an assembly, by whoever leads it, as it goes into the log.
///
/// # Errors
/// What is missing.
pub(crate) async fn agree(
    context: &mut Context<'_, '_>,
    (assembly, point): (Id, Id),
    decision: Id,
    text: Digest,
) -> Result<event::Event> {
    entries::commands::may_see(context, assembly).await?;
    let mut course = Course::present(context, assembly).await?;
    leads(context, &course).await?;
    course.take(context, Happened::Agreed { point, decision, text })?;
    Ok(course.logged())
}

/// A point as somebody puts it on the order of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is called.
    pub words: String,
    /// How long it may take, in minutes; nothing, and nobody said.
    pub minutes: u32,
    /// The open decision that it is about.
    pub decision: Option<Id>,
}

impl Listed {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let words = fields.line("points", &self.words, POINT_LIMIT);
        if self.minutes > MINUTES_LIMIT {
            fields.error("points", "field-minutes");
        }
        Self { words, ..self }
    }

    /// Its decision, if it may be seen.
    pub(super) async fn seen(&self, context: &mut Context<'_, '_>) -> Result<Option<Id>> {
        if let Some(decision) = self.decision {
            crate::decide::decisions::commands::life(context.tx, decision).await?;
            entries::commands::may_see(context, decision).await?;
        }
        Ok(self.decision)
    }
}

/// Calls an assembly: its date stands in the agenda then.
#[derive(Debug, Clone)]
pub struct Call {
    /// What for.
    pub draft: Draft,
    /// When, local.
    pub starts: DateTime,
    /// In which zone.
    pub time_zone: String,
    /// How long it is to last, in minutes.
    pub minutes: u32,
    /// Where.
    pub place: String,
    /// The order of the day.
    pub points: Vec<Listed>,
    /// Who leads it.
    pub facilitator: Id,
    /// Who writes it down.
    pub note_taker: Id,
}

impl Call {
    /// With every field checked at once.
    pub(super) fn checked(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        let place = fields.optional_line("place", &self.place, 200);
        if !(1..=MINUTES_LIMIT).contains(&self.minutes) {
            fields.error("minutes", "field-minutes");
        }
        if !(1..=POINTS_MOST).contains(&self.points.len()) {
            fields.error_with("points", "field-points", "most", POINTS_MOST);
        }
        let points = self.points.into_iter().take(POINTS_MOST).map(|point| point.checked(fields)).collect();
        Self { draft, place, points, ..self }
    }

    /// Where it stands in the agenda.
    fn plan(&self) -> Option<Plan> {
        let zone = tequio_calendar::zone::get(&self.time_zone)?;
        let length = jiff::Span::new().try_minutes(i64::from(self.minutes)).ok()?;
        let end = Moment::zoned(self.starts.checked_add(length).ok()?, zone.clone());
        let series = Dates::once(Moment::zoned(self.starts, zone), End::At(end));
        let points = self.points.iter().zip(1..).map(|(point, number)| format!("{number}. {}", point.words));
        let body = [self.draft.body.clone(), points.collect::<Vec<_>>().join("\n")];
        let body = body.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n\n");
        Some(Plan {
            draft: Draft { body, ..self.draft.clone() },
            series: Series::new(&series),
            time_zone: self.time_zone.clone(),
            place: self.place.clone(),
            link: String::new(),
            capacity: None,
            imported: None,
        })
    }
}

impl Command for Call {
    const NAME: &'static str = "assembly.call";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let this = self.checked(&mut fields);
        let by = context.member()?;
        let plan = this.plan().ok_or_else(not_found)?;
        let zone = tequio_calendar::zone::get(&this.time_zone).ok_or_else(not_found)?;
        let starts = zone.to_timestamp(this.starts).map_err(|_| not_found())?.as_microsecond();
        // One that has just begun may be called, so that it is written down; not one of long ago.
        if starts < context.at - DAY {
            fields.error("day", "field-assembly-day");
        }
        for (field, person) in [("facilitator", this.facilitator), ("note_taker", this.note_taker)] {
            active(context, field, person, &mut fields).await?;
        }
        fields.finish()?;
        let id = context.id();
        let published = entries::publish(context, id, KIND, &this.draft).await?;
        let (mut points, mut words) = (Vec::new(), Vec::new());
        for listed in &this.points {
            let decision = listed.seen(context).await?;
            let point = context.id();
            words.push(Words { id: point, words: context.seal(id, None, &listed.words).await? });
            points.push(Point { id: point, decision, minutes: listed.minutes });
        }
        let Decision { subject, events } = agenda::Publish { plan }.decide(context).await?;
        let activity = Some(subject.ok_or_else(not_found)?);
        let (facilitator, note_taker) = (this.facilitator, this.note_taker);
        let called = Happened::Called { by, facilitator, note_taker, points };
        let held = Event::Held { assembly: id, events: vec![called], words, names: Vec::new(), activity };
        Ok(Decision::about(id, events.into_iter().chain([published, held.into()])))
    }
}

/// Whether somebody is a member; notes an error of the field if not.
pub(super) async fn active(
    context: &mut Context<'_, '_>,
    field: &'static str,
    person: Id,
    fields: &mut Fields,
) -> Result<()> {
    let there: Option<(Id,)> = context.tx.optional(&members::store::ACTIVE, args![context.community, person]).await?;
    if there.is_none() {
        fields.error(field, "field-member");
    }
    Ok(())
}

/// Writes down what time has brought about; the node gives it when the time comes.
#[derive(Debug, Clone)]
pub struct Pass(pub Id);

impl Command for Pass {
    const NAME: &'static str = "assembly.pass";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        entries::commands::head(context, self.0).await?;
        let course = Course::present(context, self.0).await?;
        if course.events.is_empty() {
            return Err(conflict("error-not-yet"));
        }
        Ok(Decision::about(self.0, [course.logged()]))
    }
}

/// Erases the name of somebody without account: who called the assembly may, and who holds the mandate of care or of
/// coordination.
#[derive(Debug, Clone)]
pub struct ForgetName {
    /// In which assembly.
    pub assembly: Id,
    /// Who.
    pub person: Id,
}

impl Command for ForgetName {
    const NAME: &'static str = "assembly.forget-name";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        entries::commands::may_change(context, self.assembly, REMOVERS).await?;
        let name: Option<(Option<String>,)> =
            context.tx.optional(&store::ONE_NAME, args![self.assembly, self.person]).await?;
        match name {
            Some((Some(_),)) => {
                let event = Event::NameForgotten { assembly: self.assembly, person: self.person };
                Ok(Decision::about(self.assembly, [event.into()]))
            }
            Some((None,)) => Err(conflict("error-conflict")),
            None => Err(not_found()),
        }
    }
}
