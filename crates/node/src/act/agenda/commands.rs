// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later

//! Changes of activities and of their dates, and what happens by them. Replies are in [`super::replies`].

use serde::{Deserialize, Serialize};

use crate::{
    spine::{
        command::{Command, Context, Decision},
        entries::{self, Draft},
        event,
        id::Id,
        keys::Sealed,
        log::Hash,
        mandates,
        refusal::{Fields, Kind, Refusal, Result, conflict, edited_meanwhile, not_found},
        world::Micros,
    },
    store::args,
};

use super::{
    KIND,
    news::{DateChange, Now},
    replies,
    rules::{self, Name},
    series::{self, Series},
    store,
};

/// What happens in the agenda.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An activity has its time and place. (Its words are in its entry's events.)
    Scheduled {
        /// Which entry.
        entry: Id,
        /// iCalendar UID, unless it is the one made here: those of other programs can hold addresses and names.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        uid: Option<Sealed>,
        /// The UID as it is known again, also when its words are gone.
        mark: Hash,
        /// When, where, for how many.
        schedule: Schedule,
    },
    /// It has another time, place or capacity.
    Rescheduled {
        /// Which.
        entry: Id,
        /// When, where, for how many.
        schedule: Schedule,
    },
    /// One date has a title or a place of its own.
    DateDescribed {
        /// Which activity.
        entry: Id,
        /// Which date.
        date: String,
        /// The title, if it is another one.
        title: Option<Sealed>,
        /// The place, if it is another one.
        place: Option<Sealed>,
    },
    /// All dates of a part of the series have a title or a place of their own.
    PartDescribed {
        /// Which activity.
        entry: Id,
        /// Which part; nothing for the first one.
        part: String,
        /// The title, if it is another one.
        title: Option<Sealed>,
        /// The place, if it is another one.
        place: Option<Sealed>,
    },
    /// One date will not happen.
    DateCancelled {
        /// Which activity.
        entry: Id,
        /// Which date.
        date: String,
        /// Why, if it was said.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<Sealed>,
        /// Its beginning and its end, local, which are not always the day that it was first called by.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        was: Option<(String, String)>,
    },
    /// No date will.
    Cancelled {
        /// Which activity.
        entry: Id,
        /// Why, if it was said.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<Sealed>,
    },
    /// Dates are at another time or place: those who come to them are told.
    DatesChanged {
        /// Which activity.
        entry: Id,
        /// Which dates, and how.
        dates: Vec<DateChange>,
        /// The one that was changed by itself, or with those that follow.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        this: Option<String>,
    },
    /// Time has passed: its dates reach further ahead.
    Extended {
        /// Which activity.
        entry: Id,
        /// Up to when.
        until: Micros,
    },
    /// Something about who comes.
    Reply(replies::Event),
}

/// When, where and for how many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// iCalendar properties.
    pub series: Series,
    /// IANA name: the zone of floating and all-day times.
    pub time_zone: String,
    /// Where.
    pub place: Option<Sealed>,
    /// A link: for what happens online.
    pub link: Option<Sealed>,
    /// For how many, each date; nothing means no limit.
    pub capacity: Option<i64>,
    /// Its dates exist up to here.
    pub until: Micros,
    /// Hash of what an imported file said: from it, words could be guessed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub imported: Option<Sealed>,
}

impl Event {
    /// Which activity is another way by it. Who comes changes nothing of it.
    pub fn entry(&self) -> Option<Id> {
        match self {
            Self::Scheduled { entry, .. }
            | Self::Rescheduled { entry, .. }
            | Self::DateDescribed { entry, .. }
            | Self::PartDescribed { entry, .. }
            | Self::DateCancelled { entry, .. }
            | Self::Cancelled { entry, .. }
            | Self::Extended { entry, .. } => Some(*entry),
            Self::DatesChanged { .. } | Self::Reply(_) => None,
        }
    }
}

impl From<Event> for event::Event {
    fn from(event: Event) -> Self {
        Self::Agenda(event)
    }
}

/// What somebody wants to do, when, where and for how many.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What.
    pub draft: Draft,
    /// When.
    pub series: Series,
    /// IANA name.
    pub time_zone: String,
    /// Where.
    pub place: String,
    /// A link.
    pub link: String,
    /// For how many.
    pub capacity: Option<i64>,
    /// Hash of what an imported file said.
    pub imported: Option<String>,
}

/// Who may change an activity that is not theirs.
pub(crate) const KEEPERS: &[mandates::Kind] = &[mandates::Kind::Agenda, mandates::Kind::Coordination];

impl Plan {
    pub(super) fn checked(self, fields: &mut Fields, at: Micros) -> Self {
        let plan = self.checked_but_for_its_dates(fields);
        match plan.series.dates(&plan.time_zone, at, at + rules::HORIZON) {
            Ok(dates) if dates.is_empty() => fields.error("repeat", "field-no-dates"),
            Ok(_) => {}
            Err(series::Unfit::TooMany | series::Unfit::TooLong) => {
                fields.error_with("repeat", "field-too-many-dates", "limit", rules::DATES_LIMIT)
            }
            Err(series::Unfit::Unreadable) => fields.error("start_date", "field-date"),
        }
        plan
    }

    /// The same where there is no series yet: a form tells of its words together with a wrong date.
    pub(super) fn checked_but_for_its_dates(self, fields: &mut Fields) -> Self {
        let draft = self.draft.checked(fields);
        let place = fields.optional_line("place", &self.place, 200);
        let link = fields.optional_line("link", &self.link, 500);
        if !link.is_empty() && !is_web_link(&link) {
            fields.error("link", "field-link");
        }
        if self.capacity.is_some_and(|capacity| !(1..=rules::CAPACITY_LIMIT).contains(&capacity)) {
            fields.error_with("capacity", "field-number-range", "limit", rules::CAPACITY_LIMIT);
        }
        Self { draft, place, link, ..self }
    }

    pub(super) async fn schedule(&self, context: &mut Context<'_, '_>, entry: Id) -> Result<Schedule> {
        Ok(Schedule {
            series: self.series.clone(),
            time_zone: self.time_zone.clone(),
            place: context.seal_optional(entry, None, &self.place).await?,
            link: context.seal_optional(entry, None, &self.link).await?,
            capacity: self.capacity,
            until: context.at + rules::HORIZON,
            imported: context.seal_optional(entry, None, self.imported.as_deref().unwrap_or_default()).await?,
        })
    }
}

/// Whether a link leads to the web: nothing else is put behind a button.
pub(super) fn is_web_link(link: &str) -> bool {
    link.parse::<url::Url>().is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
}

/// Publishes an activity.
#[derive(Debug, Clone)]
pub struct Publish {
    /// What, when, where.
    pub plan: Plan,
}

/// The iCalendar UID of what was made here: stable for ever.
pub(super) fn own_uid(entry: Id, community: Id) -> String {
    format!("{entry}@{community}")
}

impl Command for Publish {
    const NAME: &'static str = "activity.publish";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let plan = self.plan.checked(&mut fields, context.at);
        fields.finish()?;
        let entry = context.id();
        let mark = context.mark(&own_uid(entry, context.community));
        let published = entries::publish(context, entry, KIND, &plan.draft).await?;
        let schedule = plan.schedule(context, entry).await?;
        Ok(Decision::about(entry, [published, Event::Scheduled { entry, uid: None, mark, schedule }.into()]))
    }
}

/// What stands of an activity.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) series: Series,
    pub(super) time_zone: String,
    pub(super) capacity: Option<i64>,
    pub(super) expanded_until: Micros,
    pub(super) cancelled: bool,
    pub(super) sequence: i64,
}

/// An activity that is there.
pub(super) async fn head(context: &mut Context<'_, '_>, entry: Id) -> Result<Head> {
    let row: Option<(String, String, String, Option<i64>, Micros, Option<Micros>, Option<Vec<u8>>)> =
        context.tx.optional(&store::HEAD, args![context.community, entry]).await?;
    let (_, series, time_zone, capacity, expanded_until, cancelled_at, _) = row.ok_or_else(not_found)?;
    let series = Series::from_stored(series);
    let sequence: Option<(i64,)> = context.tx.optional(&store::SEQUENCE, args![entry]).await?;
    let sequence = sequence.map_or(0, |(sequence,)| sequence);
    Ok(Head { series, time_zone, capacity, expanded_until, cancelled: cancelled_at.is_some(), sequence })
}

/// Revises an activity: words, time, place, capacity. Replies stay with their dates.
#[derive(Debug, Clone)]
pub struct Revise {
    /// Which.
    pub entry: Id,
    /// The version that was edited.
    pub base: i64,
    /// What it is now.
    pub plan: Plan,
    /// The part of the series whose time was edited: it is called as the activity is from now on.
    pub part: String,
    /// What changes and why, for those who come; may be empty.
    pub why: String,
}

impl Command for Revise {
    const NAME: &'static str = "activity.revise";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let mut fields = Fields::default();
        let plan = self.plan.checked(&mut fields, context.at);
        let why = fields.optional_line("why", &self.why, entries::rules::WHY_LIMIT);
        fields.finish()?;
        let entry = self.entry;
        let before = head(context, entry).await?;
        if before.cancelled {
            return Err(conflict("error-activity-cancelled"));
        }
        let revised = entries::revise_because(context, entry, self.base, &plan.draft, KEEPERS, &why).await?;
        let schedule = plan.schedule(context, entry).await?;
        let promoted = replies::promotions_after(context, entry, plan.capacity).await?;
        let mut now = Now::new(&schedule, &plan.place, &plan.link);
        now.parts.insert(self.part.clone(), None);
        now.text = !why.is_empty();
        let told = now.against(context, entry, &before).await?;
        let mut events = vec![revised, Event::Rescheduled { entry, schedule }.into()];
        if words_of_part(context, entry, &self.part).await? != (String::new(), String::new()) {
            events.push(Event::PartDescribed { entry, part: self.part, title: None, place: None }.into());
        }
        Ok(Decision::about(entry, events.into_iter().chain(told).chain(promoted)))
    }
}

/// How far a change of one date reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// That date only.
    This,
    /// That date and all that follow.
    Following,
}

/// Changes one date, or it and all that follow.
#[derive(Debug, Clone)]
pub struct ChangeDate {
    /// Which activity.
    pub entry: Id,
    /// Which date.
    pub date: String,
    /// Its new beginning, local: `2026-11-28T10:00`.
    pub starts_local: String,
    /// Its new end.
    pub ends_local: String,
    /// A title of its own, or nothing for the usual one.
    pub title: String,
    /// A place of its own, or nothing for the usual one.
    pub place: String,
    /// How far all of it reaches.
    pub reach: Reach,
    /// The iCalendar SEQUENCE of what was edited, if that must still be so.
    pub base: Option<i64>,
}

impl Command for ChangeDate {
    const NAME: &'static str = "activity.change-date";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let Self { entry, date, .. } = &self;
        let (entry, date) = (*entry, date.clone());
        let (head, _) = future_date(context, entry, &date).await?;
        if self.base.is_some_and(|base| base != head.sequence) {
            return Err(edited_meanwhile());
        }
        let mut fields = Fields::default();
        let title = fields.optional_line("title", &self.title, 140);
        let place = fields.optional_line("place", &self.place, 200);
        let named: Option<(String, String, Option<String>, Option<String>)> =
            context.tx.optional(&store::NAME, args![entry, &date]).await?;
        let (part, recurrence, own_title, own_place) = named.ok_or_else(not_found)?;
        let usual = words_of_part(context, entry, &part).await?;
        let name = Name { part, recurrence };
        let changed = head.series.with_change(&head.time_zone, &name, &self.starts_local, &self.ends_local, self.reach);
        match (&changed, series::read_local(&self.starts_local, false), series::read_local(&self.ends_local, false)) {
            (None, Some(start), Some(end)) if end < start => {
                // Whole days have no hours.
                let field = if self.ends_local.contains('T') { "end_time" } else { "end_date" };
                fields.error(field, "field-end-before-start");
            }
            (None, ..) => fields.error("start_date", "field-date"),
            (Some(_), ..) => {}
        }
        if let Some((series, _)) = &changed
            && series.dates(&head.time_zone, context.at, head.expanded_until).is_err()
        {
            fields.error_with("start_date", "field-too-many-dates", "limit", rules::DATES_LIMIT);
        }
        fields.finish()?;
        let (series, part) = changed.ok_or_else(not_found)?;
        let row: Option<(Option<String>, Option<String>)> = context.tx.optional(&store::PLACES, args![entry]).await?;
        let (old_place, old_link) = row.ok_or_else(not_found)?;
        let (old_place, old_link) = (old_place.unwrap_or_default(), old_link.unwrap_or_default());
        let schedule = Schedule {
            series,
            time_zone: head.time_zone.clone(),
            place: context.seal_optional(entry, None, &old_place).await?,
            link: context.seal_optional(entry, None, &old_link).await?,
            capacity: head.capacity,
            until: head.expanded_until,
            imported: None,
        };
        let mut now = Now::new(&schedule, &old_place, &old_link);
        let following = self.reach == Reach::Following;
        // What is as usual is no word of the date's own.
        let own = |own: String, usual: String| if own == usual && !following { String::new() } else { own };
        let (title, place) = (own(title, usual.0), own(place, usual.1));
        now.this = Some((date.clone(), title.clone() != own_title.clone().unwrap_or_default()));
        let own_place_now = Some(place.clone()).filter(|place| !place.is_empty());
        if following {
            now.parts.insert(part.clone(), own_place_now);
            now.dates.insert(date.clone(), None);
        } else {
            now.dates.insert(date.clone(), own_place_now);
        }
        let told = now.against(context, entry, &head).await?;
        let mut events: Vec<event::Event> = vec![Event::Rescheduled { entry, schedule }.into()];
        let title = context.seal_optional(entry, None, &title).await?;
        let place = context.seal_optional(entry, None, &place).await?;
        if !following {
            events.push(Event::DateDescribed { entry, date, title, place }.into());
            return Ok(Decision::about(entry, events.into_iter().chain(told)));
        }
        events.push(Event::PartDescribed { entry, part, title, place }.into());
        if own_title.is_some() || own_place.is_some() {
            events.push(Event::DateDescribed { entry, date, title: None, place: None }.into());
        }
        Ok(Decision::about(entry, events.into_iter().chain(told)))
    }
}

/// The title and the place of a part of a series, where they are its own.
async fn words_of_part(context: &mut Context<'_, '_>, entry: Id, part: &str) -> Result<(String, String)> {
    let row: Option<(Option<String>, Option<String>)> = context.tx.optional(&store::PART, args![entry, part]).await?;
    let (title, place) = row.unwrap_or_default();
    Ok((title.unwrap_or_default(), place.unwrap_or_default()))
}

/// A date to come, of an activity that whoever asks may change, and its beginning and its end, local.
async fn future_date(context: &mut Context<'_, '_>, entry: Id, date: &str) -> Result<(Head, (String, String))> {
    let head = head(context, entry).await?;
    entries::commands::may_change(context, entry, KEEPERS).await?;
    let row: Option<(String, String, Micros, Option<Micros>)> =
        context.tx.optional(&store::DATE_WAS, args![entry, date]).await?;
    match row.ok_or_else(not_found)? {
        (.., Some(_)) => Err(conflict("error-activity-cancelled")),
        (.., ends_at, None) if ends_at <= context.at => Err(Refusal::new(Kind::Gone, "error-activity-over").into()),
        _ if head.cancelled => Err(conflict("error-activity-cancelled")),
        (starts, ends, ..) => Ok((head, (starts, ends))),
    }
}

/// Cancels one date.
#[derive(Debug, Clone)]
pub struct CancelDate {
    /// Which activity.
    pub entry: Id,
    /// Which date.
    pub date: String,
    /// Why, for those who wanted to come; may be empty.
    pub reason: String,
}

impl Command for CancelDate {
    const NAME: &'static str = "activity.cancel-date";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let (_, was) = future_date(context, self.entry, &self.date).await?;
        let reason = reason(context, self.entry, &self.reason).await?;
        let Self { entry, date, .. } = self;
        Ok(Decision::about(entry, [Event::DateCancelled { entry, date, reason, was: Some(was) }.into()]))
    }
}

/// Why something is cancelled, as it goes into the log.
async fn reason(context: &mut Context<'_, '_>, entry: Id, typed: &str) -> Result<Option<Sealed>> {
    let mut fields = Fields::default();
    let reason = fields.optional_line("reason", typed, 300);
    fields.finish()?;
    context.seal_optional(entry, None, &reason).await
}

/// Cancels an activity with all its dates.
#[derive(Debug, Clone)]
pub struct Cancel {
    /// Which activity.
    pub entry: Id,
    /// Why, for those who wanted to come; may be empty.
    pub reason: String,
}

impl Command for Cancel {
    const NAME: &'static str = "activity.cancel";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        if head(context, self.entry).await?.cancelled {
            return Err(conflict("error-activity-cancelled"));
        }
        entries::commands::may_change(context, self.entry, KEEPERS).await?;
        let reason = reason(context, self.entry, &self.reason).await?;
        Ok(Decision::about(self.entry, [Event::Cancelled { entry: self.entry, reason }.into()]))
    }
}

/// Adds dates to a series whose last ones come near; the node gives it as time passes.
#[derive(Debug, Clone)]
pub struct Extend(pub Id);

impl Command for Extend {
    const NAME: &'static str = "activity.extend";

    async fn decide(self, context: &mut Context<'_, '_>) -> Result<Decision> {
        let head = head(context, self.0).await?;
        let until = context.at + rules::HORIZON;
        if head.cancelled || head.expanded_until >= until {
            return Err(conflict("error-activity-cancelled"));
        }
        // A series that has come to its limit of dates stays as it is.
        if head.series.dates(&head.time_zone, context.at, until).is_err() {
            return Err(conflict("error-conflict"));
        }
        Ok(Decision::about(self.0, [Event::Extended { entry: self.0, until }.into()]))
    }
}
